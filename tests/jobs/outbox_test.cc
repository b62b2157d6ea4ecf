// The outbox against a mail server that runs: what arrives, what is tried again, what is dead.
#include "jobs/outbox.h"

#include <sodium.h>

#include <thread>

#include "domain/zone.h"
#include "jobs_world.h"
#include "support/smtp_receiver.h"

namespace huiyin::test {
namespace {

// The text of a message as FormatMail wrote it.
std::string Body(const ReceivedMail& mail) {
  const std::string encoded = mail.data.substr(mail.data.find("\r\n\r\n") + 4);
  std::string out(encoded.size(), '\0');
  size_t length = 0;
  EXPECT_EQ(
      sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), encoded.data(),
                        encoded.size(), "\r\n", &length, nullptr, sodium_base64_VARIANT_ORIGINAL),
      0);
  out.resize(length);
  return out;
}

class Outbox : public OnBothEngines {
 protected:
  void UseServer() {
    const auto stored = app::PutDocument(
        world.context(), app::DefaultDocumentKinds(), world.instance.ActorOf("operator"),
        {"setting", "smtp", R"({"url":")" + server.url() + R"(","from":"desk@shop.example"})", 0});
    if (!stored.ok()) ADD_FAILURE() << stored.error().ToString();
  }
  int Send() {
    const auto sent = jobs::SendOutbox(world.context(), 50);
    if (!sent.ok()) ADD_FAILURE() << sent.error().ToString();
    return sent.ok() ? *sent : -1;
  }
  struct Row {
    std::string state, error;
    int64_t attempts = 0;
  };
  std::vector<Row> Rows() {
    std::vector<Row> out;
    const Status read = world.instance.db().Read([&](store::Session& session) -> Status {
      return session.Each(store::q::outbox_list, {"", INT64_MAX, int64_t{100}},
                          [&](const store::Row& row) -> Status {
                            out.push_back({row.Str(4), row.Str(8), row.Int(5)});
                            return Ok();
                          });
    });
    if (!read.ok()) ADD_FAILURE() << read.error().ToString();
    return out;
  }

  SmtpReceiver server;
};

TEST_P(Outbox, WithoutServer_EverythingWaits) {
  world.Open("mid");
  EXPECT_EQ(Send(), 0);
  ASSERT_EQ(Rows().size(), 1u);
  EXPECT_EQ(Rows()[0].state, "waiting");
  EXPECT_EQ(Rows()[0].attempts, 0);
}

TEST_P(Outbox, Notice_ArrivesOnceWithWhatACustomerNeeds) {
  UseServer();
  const std::string ticket = world.Open("mid");
  EXPECT_EQ(Send(), 1);
  EXPECT_EQ(Send(), 0);
  const auto mails = server.mails();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].from, "<desk@shop.example>");
  EXPECT_EQ(mails[0].to, "<customer1@example.com>");
  EXPECT_NE(mails[0].data.find("Auto-Submitted: auto-generated"), std::string::npos);
  EXPECT_NE(mails[0].data.find("Message-ID: <"), std::string::npos);
  EXPECT_NE(Body(mails[0]).find(ticket), std::string::npos) << Body(mails[0]);
  EXPECT_EQ(Rows()[0].state, "sent");
}

TEST_P(Outbox, Times_AreThoseOfTheInstancesCalendar) {
  UseServer();
  const auto stored = app::PutDocument(
      world.context(), app::DefaultDocumentKinds(), world.instance.ActorOf("admin"),
      {"calendar", "main",
       R"({"text":"calendar berlin\nzone Europe/Berlin\nhours mon-fri 09:00-18:00\nyear *\n"})",
       0});
  ASSERT_TRUE(stored.ok()) << stored.error().ToString();
  world.Open("mid");
  EXPECT_EQ(Send(), 1);
  // The answer is promised for a day later, by the clock on Berlin's walls.
  const auto zone = domain::Zone::Find("Europe/Berlin");
  const Instant promised = world.context().Now() + Duration::Hours(24);
  const std::string local = FormatUtc(promised + zone->OffsetAt(promised));
  const auto mails = server.mails();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_NE(Body(mails[0]).find(local.substr(0, 10) + " " + local.substr(11, 5)), std::string::npos)
      << Body(mails[0]);
}

// What the customer is promised is the due of his ticket's clock, not a habit of the template.
TEST_P(Outbox, PromisedTime_IsThatOfThePolicy) {
  UseServer();
  const auto stored = app::PutDocument(
      world.context(), app::DefaultDocumentKinds(), world.instance.ActorOf("admin"),
      {"sla_policy", "mid",
       R"({"when":{"priority":"mid"},"clocks":[{"clock":"first_response","limit":"7 h"}]})", 0});
  ASSERT_TRUE(stored.ok()) << stored.error().ToString();
  world.Open("mid");
  EXPECT_EQ(Send(), 1);
  const auto zone = domain::Zone::Find("Asia/Shanghai");
  const Instant promised = world.context().Now() + Duration::Hours(7);
  const std::string local = FormatUtc(promised + zone->OffsetAt(promised));
  const auto mails = server.mails();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_NE(Body(mails[0]).find(local.substr(0, 10) + " " + local.substr(11, 5)), std::string::npos)
      << Body(mails[0]);
}

TEST_P(Outbox, NoticesOfOneTicket_AreOneThread) {
  UseServer();
  const std::string ticket = world.Open("mid");
  world.Act(ticket, domain::Transition::kStartWork);
  world.Ask(ticket, "请问订单编号是多少？");
  EXPECT_EQ(Send(), 2);
  const auto mails = server.mails();
  ASSERT_EQ(mails.size(), 2u);
  const auto thread = [](const ReceivedMail& mail) {
    const size_t at = mail.data.find("References: ");
    return mail.data.substr(at, mail.data.find("\r\n", at) - at);
  };
  EXPECT_EQ(thread(mails[0]), thread(mails[1]));
  EXPECT_NE(thread(mails[0]), "");
}

TEST_P(Outbox, ServerThatRefuses_IsTriedAgainAfterOneTwoAndFourMinutes) {
  UseServer();
  world.Open("mid");
  server.Refuse(true);
  for (int attempt = 1, minutes = 1; attempt <= 3; ++attempt, minutes *= 2) {
    EXPECT_EQ(Send(), 0);
    ASSERT_EQ(server.sessions(), attempt);
    EXPECT_EQ(Rows()[0].attempts, attempt);
    EXPECT_EQ(Rows()[0].state, "waiting");
    EXPECT_FALSE(Rows()[0].error.empty());
    world.Pass(Duration::Minutes(minutes) - Duration::Millis(1));
    EXPECT_EQ(Send(), 0);
    ASSERT_EQ(server.sessions(), attempt) << "tried before its time";
    world.Pass(Duration::Millis(1));
  }
  server.Refuse(false);
  EXPECT_EQ(Send(), 1);
  EXPECT_EQ(server.mails().size(), 1u);
  EXPECT_EQ(Rows()[0].state, "sent");
}

TEST_P(Outbox, AfterTwelveTries_TheNoticeIsDeadVisibleAndCanBeSentAgain) {
  UseServer();
  world.Open("mid");
  server.Refuse(true);
  for (int attempt = 0; attempt < 12; ++attempt) {
    Send();
    world.Pass(Duration::Hours(6));
  }
  ASSERT_EQ(Rows()[0].state, "dead");
  EXPECT_EQ(Rows()[0].attempts, 12);
  EXPECT_FALSE(Rows()[0].error.empty());
  server.Refuse(false);
  world.Pass(Duration::Days(30));
  EXPECT_EQ(Send(), 0);
  const auto again = world.instance.db().writer().Run([&](store::Tx& tx) -> Status {
    int64_t id = 0;
    TRY(tx.db().Each(store::q::outbox_list, {"dead", INT64_MAX, int64_t{1}},
                     [&](const store::Row& row) -> Status {
                       id = row.Int(0);
                       return Ok();
                     }));
    TRY(tx.Exec(store::q::outbox_retry, {id, tx.now()}));
    return Ok();
  });
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(Send(), 1);
  EXPECT_EQ(server.mails().size(), 1u);
}

TEST_P(Outbox, OneRefusedNotice_StopsNoOther) {
  UseServer();
  world.Open("mid");
  server.Refuse(true);
  Send();
  server.Refuse(false);
  world.Open("mid");
  EXPECT_EQ(Send(), 1);
  EXPECT_EQ(server.mails()[0].to, "<customer2@example.com>");
}

TEST_P(Outbox, TwoSendersAtOnce_SendEachNoticeOnce) {
  UseServer();
  for (int i = 0; i < 6; ++i) {
    world.Open("mid");
    world.Pass(Duration::Minutes(20));
  }
  std::vector<std::thread> senders;
  for (int i = 0; i < 2; ++i) senders.emplace_back([&] { Send(); });
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(server.mails().size(), 6u);
}

INSTANTIATE_TEST_SUITE_P(Engines, Outbox, BothEngines(), EngineName);

}  // namespace
}  // namespace huiyin::test
