// Webhooks against receivers that run: what arrives, how it is signed, what comes again.
#include "jobs/webhooks.h"

#include <set>

#include "app/json_read.h"
#include "app/webhooks.h"
#include "base/base64.h"
#include "base/hmac.h"
#include "jobs_world.h"
#include "support/http_receiver.h"

namespace huiyin::test {
namespace {

class Webhooks : public OnBothEngines {
 protected:
  app::WebhookWithSecret Make(const HttpReceiver& to, const std::vector<std::string>& events = {}) {
    app::WebhookEdit edit;
    edit.url = to.url();
    edit.events = events;
    const auto made = app::CreateWebhook(world.context(), Admin(), edit);
    HY_CHECK(made.ok());
    return *made;
  }
  domain::Actor Admin() { return world.instance.ActorOf("admin"); }
  void Send() {
    sender.Step();
    sender.Wait();
  }
  std::vector<app::Delivery> Deliveries(const std::string& id) {
    const auto all = app::WebhookDeliveries(world.context(), Admin(), id);
    if (!all.ok()) ADD_FAILURE() << all.error().ToString();
    return all.ok() ? *all : std::vector<app::Delivery>();
  }
  static boost::json::object Body(const ReceivedRequest& request) {
    const auto object = app::ParseObject(request.body);
    if (!object.ok()) ADD_FAILURE() << request.body;
    return object.ok() ? *object : boost::json::object();
  }
  static std::string SignatureWith(const std::string& secret, const ReceivedRequest& request) {
    const auto key = Base64Decode(secret.substr(6));
    return "v1," + Base64Encode(HmacSha256(*key, request.Header("webhook-id") + "." +
                                                     request.Header("webhook-timestamp") + "." +
                                                     request.body));
  }
  static std::vector<std::string> Types(const HttpReceiver& from) {
    std::vector<std::string> out;
    for (const auto& request : from.requests()) out.push_back(app::TextOf(Body(request), "type"));
    return out;
  }

  HttpReceiver receiver;
  jobs::WebhookSender sender{world.context(), *OutgoingPolicy::Parse({"127.0.0.1"})};
};

TEST_P(Webhooks, EventsOfATicket_ArriveInOrder_SignedAndMasked) {
  const auto made = Make(receiver);
  const std::string ticket = world.Open("mid", "inquiry", "我的手机 13800138000 收不到验证码");
  world.Act(ticket, domain::Transition::kStartWork);
  world.Ask(ticket, "请问订单编号是多少？");
  Send();
  EXPECT_EQ(Types(receiver),
            (std::vector<std::string>{"ticket.created", "ticket.acknowledged", "ticket.assigned",
                                      "ticket.work_started", "ticket.customer_asked",
                                      "ticket.human_reply"}));
  std::set<std::string> ids;
  for (const auto& request : receiver.requests()) {
    const auto body = Body(request);
    EXPECT_EQ(request.Header("content-type"), "application/json");
    EXPECT_EQ(request.Header("webhook-signature"), SignatureWith(made.secret, request));
    EXPECT_EQ(request.Header("webhook-timestamp"),
              std::to_string(world.context().Now().us / 1'000'000));
    EXPECT_EQ(request.Header("webhook-id"), app::TextOf(body, "id"));
    ids.insert(request.Header("webhook-id"));
    EXPECT_EQ(request.body.find("13800138000"), std::string::npos);
    EXPECT_EQ(request.body.find("customer1@example.com"), std::string::npos);
    EXPECT_EQ(app::TextOf(body.at("data").as_object(), "ticket_no"), ticket);
  }
  EXPECT_EQ(ids.size(), 6u);
  const auto last = Body(receiver.requests().back()).at("data").as_object();
  EXPECT_EQ(app::TextOf(last, "sub_state"), "waiting_customer");
  EXPECT_EQ(app::IntOf(last, "version"), world.Read(ticket).version);
  for (const auto& delivery : Deliveries(made.webhook.id)) EXPECT_EQ(delivery.state, "sent");
  Send();
  EXPECT_EQ(receiver.connections(), 6);
}

TEST_P(Webhooks, Mail_AndWebhooks_DoNotWaitForEachOther) {
  const auto made = Make(receiver, {"ticket.created"});
  world.Open("mid");  // no mail server is set: its notice waits for ever
  Send();
  EXPECT_EQ(Types(receiver), std::vector<std::string>{"ticket.created"});
}

TEST_P(Webhooks, OnlyWhatIsWantedWhileActive_IsQueued) {
  const auto made = Make(receiver, {"ticket.work_started"});
  const std::string ticket = world.Open("mid");
  world.Act(ticket, domain::Transition::kStartWork);
  app::WebhookEdit off;
  off.active = false;
  ASSERT_TRUE(app::UpdateWebhook(world.context(), Admin(), made.webhook.id, off, 1).ok());
  world.Act(world.Open("mid"), domain::Transition::kStartWork);
  Send();
  EXPECT_EQ(receiver.connections(), 0) << "switched off";
  EXPECT_EQ(Deliveries(made.webhook.id).size(), 1u);
  app::WebhookEdit on;
  on.active = true;
  ASSERT_TRUE(app::UpdateWebhook(world.context(), Admin(), made.webhook.id, on, 2).ok());
  Send();
  EXPECT_EQ(Types(receiver), std::vector<std::string>{"ticket.work_started"});
}

TEST_P(Webhooks, ARefusedCommand_TellsNobody) {
  const auto made = Make(receiver);
  app::Action action;
  action.verb = domain::Transition::kResolve;
  const std::string ticket = world.Open("mid");
  Send();
  const int before = receiver.connections();
  EXPECT_FALSE(
      app::ActOnTicket(world.context(), world.instance.ActorOf("supervisor"), ticket, action).ok());
  Send();
  EXPECT_EQ(receiver.connections(), before);
}

TEST_P(Webhooks, Failure_ComesAgainAsTheSameMessage_ThenDies) {
  const auto made = Make(receiver, {"ticket.created"});
  world.Open("mid");
  receiver.AnswerStatus(500);
  for (int attempt = 1, minutes = 1; attempt <= 3; ++attempt, minutes *= 2) {
    Send();
    ASSERT_EQ(receiver.connections(), attempt);
    const auto delivery = Deliveries(made.webhook.id).at(0);
    EXPECT_EQ(delivery.state, "waiting");
    EXPECT_EQ(delivery.attempts, attempt);
    EXPECT_NE(delivery.last_error.find("500"), std::string::npos);
    world.Pass(Duration::Minutes(minutes) - Duration::Millis(1));
    Send();
    ASSERT_EQ(receiver.connections(), attempt) << "tried before its time";
    world.Pass(Duration::Millis(1));
  }
  std::set<std::string> ids, bodies;
  for (const auto& request : receiver.requests()) {
    ids.insert(request.Header("webhook-id"));
    bodies.insert(request.body);
    EXPECT_EQ(request.Header("webhook-signature"), SignatureWith(made.secret, request));
  }
  EXPECT_EQ(ids.size(), 1u);
  EXPECT_EQ(bodies.size(), 1u);
  for (int attempt = 3; attempt < 12; ++attempt) {
    Send();
    world.Pass(Duration::Hours(6));
  }
  EXPECT_EQ(Deliveries(made.webhook.id).at(0).state, "dead");
  world.Pass(Duration::Days(9));
  Send();
  EXPECT_EQ(receiver.connections(), 12);
}

TEST_P(Webhooks, RedirectAndClientErrors_AreFailures) {
  const auto made = Make(receiver, {"ticket.created"});
  world.Open("mid");
  for (const int status : {301, 302, 307, 400, 404, 429, 503}) {
    receiver.AnswerStatus(status);
    Send();
    EXPECT_EQ(Deliveries(made.webhook.id).at(0).state, "waiting") << status;
    world.Pass(Duration::Hours(6));
  }
}

TEST_P(Webhooks, Gone_SwitchesTheWebhookOff) {
  const auto made = Make(receiver, {"ticket.created"});
  world.Open("mid");
  world.Open("mid");
  receiver.AnswerStatus(410);
  Send();
  EXPECT_EQ(receiver.connections(), 1);
  const auto config = world.context().config->Get();
  EXPECT_FALSE(config->webhooks.at(made.webhook.id).active);
  EXPECT_EQ(config->webhooks.at(made.webhook.id).stopped, "gone");
  world.Pass(Duration::Days(1));
  Send();
  EXPECT_EQ(receiver.connections(), 1);
  EXPECT_EQ(Deliveries(made.webhook.id).at(1).state, "dead");
  EXPECT_EQ(Deliveries(made.webhook.id).at(0).state, "waiting");
}

TEST_P(Webhooks, ASlowReceiver_HoldsUpNobodyElse) {
  HttpReceiver slow;
  slow.Hold(true);
  const auto first = Make(slow, {"ticket.created"});
  const auto second = Make(receiver, {"ticket.created", "ticket.work_started"});
  const std::string ticket = world.Open("mid");
  sender.Step();
  while (receiver.requests().empty() || slow.requests().empty()) std::this_thread::yield();
  world.Act(ticket, domain::Transition::kStartWork);
  // The slow one is still at its first; the other gets its second.
  while (receiver.requests().size() < 2) sender.Step();
  EXPECT_EQ(slow.connections(), 1);
  EXPECT_EQ(Deliveries(first.webhook.id).at(0).state, "waiting");
  slow.Hold(false);
  sender.Wait();
  EXPECT_EQ(Deliveries(first.webhook.id).at(0).state, "sent");
}

TEST_P(Webhooks, AddressInside_IsRefusedAndSaysSo) {
  const auto made = Make(receiver, {"ticket.created"});
  world.Open("mid");
  jobs::WebhookSender strict(world.context(), OutgoingPolicy());
  strict.Step();
  strict.Wait();
  EXPECT_EQ(receiver.connections(), 0);
  const auto delivery = Deliveries(made.webhook.id).at(0);
  EXPECT_EQ(delivery.state, "waiting");
  EXPECT_NE(delivery.last_error.find("not of the public Internet"), std::string::npos);
}

TEST_P(Webhooks, RotatedSecret_SignsBesideTheOldOneForADay) {
  const auto made = Make(receiver, {"ticket.created"});
  world.Pass(Duration::Hours(1));
  const auto rotated = app::RotateWebhookSecret(world.context(), Admin(), made.webhook.id);
  ASSERT_TRUE(rotated.ok());
  EXPECT_NE(rotated->secret, made.secret);
  world.Pass(Duration::Hours(24) - Duration::Millis(1));
  world.Open("mid");
  Send();
  const auto both = receiver.requests().at(0);
  EXPECT_EQ(both.Header("webhook-signature"),
            SignatureWith(rotated->secret, both) + " " + SignatureWith(made.secret, both));
  world.Pass(Duration::Millis(1));
  world.Open("mid");
  Send();
  const auto one = receiver.requests().at(1);
  EXPECT_EQ(one.Header("webhook-signature"), SignatureWith(rotated->secret, one));
}

TEST_P(Webhooks, Secret_IsNowhereInTheDatabaseInTheClear) {
  const auto made = Make(receiver);
  const std::string bytes = *Base64Decode(made.secret.substr(6));
  const auto document = app::GetDocument(world.context(), "webhook", made.webhook.id);
  ASSERT_TRUE(document.ok());
  for (const std::string& form :
       {made.secret, made.secret.substr(6), bytes, HexEncode(bytes), Base64UrlEncode(bytes)}) {
    EXPECT_EQ(document->body.find(form), std::string::npos);
  }
}

TEST_P(Webhooks, Deleted_NothingIsSentAndWhatWaitedIsDead) {
  const auto made = Make(receiver);
  world.Open("mid");
  ASSERT_TRUE(app::DeleteWebhook(world.context(), Admin(), made.webhook.id).ok());
  EXPECT_TRUE(world.context().config->Get()->webhooks.empty());
  Send();
  EXPECT_EQ(receiver.connections(), 0);
  EXPECT_EQ(app::WebhookDeliveries(world.context(), Admin(), made.webhook.id).error().type,
            "webhook_not_found");
  EXPECT_EQ(app::DeleteWebhook(world.context(), Admin(), made.webhook.id).error().type,
            "webhook_not_found");
}

TEST_P(Webhooks, ManyEvents_AllArriveOnceAndInOrder) {
  const auto made = Make(receiver, {"ticket.created"});
  std::vector<std::string> opened;
  for (int i = 0; i < 45; ++i) opened.push_back(world.Open("mid"));
  jobs::WebhookSender other(world.context(), *OutgoingPolicy::Parse({"127.0.0.1"}));
  Send();
  other.Step();
  other.Wait();
  std::vector<std::string> arrived;
  for (const auto& request : receiver.requests()) {
    arrived.push_back(app::TextOf(Body(request).at("data").as_object(), "ticket_no"));
  }
  EXPECT_EQ(arrived, opened);
}

INSTANTIATE_TEST_SUITE_P(Engines, Webhooks, BothEngines(), EngineName);

}  // namespace
}  // namespace huiyin::test
