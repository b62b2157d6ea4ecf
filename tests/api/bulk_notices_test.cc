// A message to five or more tickets needs two people, goes out throttled and reaches nobody twice.
#include "app/bulk_notices.h"

#include <gtest/gtest.h>

#include "api_world.h"

namespace huiyin::test {
namespace {

class BulkNotices : public testing::TestWithParam<OnEngine> {
 protected:
  static std::string Str(const boost::json::value& value) { return std::string(value.as_string()); }

  // An incident of this many tickets; their numbers go to `children`.
  std::string Incident(int many, const std::string& more = R"(,"priority":"low")") {
    std::string numbers;
    const std::string department = std::to_string(world.instance.DepartmentId("dept_service"));
    for (int i = 0; i < many; ++i) {
      const std::string house = std::to_string(children.size());  // never the same person twice
      children.push_back(ApiWorld::Enter(desk, "城东片区停网第" + house + "户",
                                         R"(,"contact":{"name":"王女士","email":"w)" + house +
                                             R"(@example.com"},"department_id":)" + department +
                                             more));
      numbers += (numbers.empty() ? "\"" : ",\"") + children.back() + "\"";
    }
    const Answer opened = desk.Post("/api/v1/incidents",
                                    R"({"title":"城东片区停网","ticket_nos":[)" + numbers + "]}");
    EXPECT_EQ(opened.status, 201) << opened.body;
    return Str(opened.json().at("ticket").at("ticket_no"));
  }
  Answer Ask(ApiClient& client, const std::string& incident_no, const std::string& message,
             const std::string& key = "") {
    std::vector<http::Header> headers;
    if (!key.empty()) headers.push_back({"Idempotency-Key", key});
    return client.Call(http::Method::kPost, "/api/v1/bulk-notices",
                       R"({"incident_no":")" + incident_no + "\"," + message + "}", headers);
  }
  // Its address.
  std::string Waiting(const std::string& incident_no, const std::string& message = kUpdate) {
    const Answer asked = Ask(desk, incident_no, message);
    EXPECT_EQ(asked.status, 201) << asked.body;
    return asked.status == 201
               ? "/api/v1/bulk-notices/" + std::to_string(asked.json().at("id").as_int64())
               : "none";
  }
  int Facts(const std::string& ticket_no, const std::string& kind, std::string* one = nullptr) {
    int n = 0;
    const auto body = desk.Get("/api/v1/tickets/" + ticket_no + "/events").json();
    for (const auto& item : body.at("items").as_array()) {
      if (Str(item.at("kind")) != kind) continue;
      ++n;
      if (one != nullptr) *one = serialize(item.at("payload"));
    }
    return n;
  }
  int Told() {
    int n = 0;
    for (const std::string& child : children) n += Facts(child, "progress_update");
    return n;
  }
  int Send() {
    const auto told = app::SendBulkNotices(world.instance.context());
    EXPECT_TRUE(told.ok()) << told.error().ToString();
    return told.ok() ? *told : -1;
  }
  int SendAll() {
    int sum = 0;
    for (int i = 0; i < 200; ++i) {
      sum += Send();
      world.instance.clock().Advance(Duration::Seconds(2));
    }
    return sum;
  }

  static constexpr const char* kUpdate = R"("kind":"progress","text":"光缆已找到断点")";
  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
  ApiClient second = world.As("manager");
  std::vector<std::string> children;
};

TEST_P(BulkNotices, FiveTickets_AreToldByNobodyAlone) {
  const std::string no = Incident(5);
  const Answer alone = desk.Call(http::Method::kPost, "/api/v1/incidents/" + no + "/update",
                                 R"({"text":"光缆已找到断点"})", {{"Idempotency-Key", "k"}});
  EXPECT_EQ(alone.Text("type"), "second_person_required") << alone.body;
  const Answer resolve =
      desk.Call(http::Method::kPost, "/api/v1/incidents/" + no + "/resolve",
                R"({"solution":"已修复","summary":"已修复"})", {{"Idempotency-Key", "r"}});
  EXPECT_EQ(resolve.Text("type"), "second_person_required") << resolve.body;
  // Nor by way of the list of tickets; what customers do not read is free.
  std::string numbers;
  for (const auto& child : children) numbers += (numbers.empty() ? "\"" : ",\"") + child + "\"";
  const std::string list = R"({"ticket_nos":[)" + numbers + "],";
  for (const char* verb : {"reply", "progress", "workaround", "ask_customer", "acknowledge",
                           "communicate_solution", "resolve"}) {
    const Answer many =
        desk.Post("/api/v1/tickets/bulk", list + R"("transition":")" + verb +
                                              R"(","body":{"text":"您好","summary":"您好"}})");
    EXPECT_EQ(many.Text("type"), "second_person_required") << verb << many.body;
  }
  EXPECT_EQ(desk.Post("/api/v1/tickets/bulk", list + R"("transition":"watch"})")
                .json()
                .at("done")
                .as_array()
                .size(),
            5u);
  // The trial stays free: it is the preview.
  EXPECT_EQ(desk.Post("/api/v1/incidents/" + no + "/update/trial", R"({"text":"x"})").status, 200);
  EXPECT_EQ(Told(), 0);
}

TEST_P(BulkNotices, FewerThanFive_NeedNoSecondPerson) {
  const std::string no = Incident(4);
  EXPECT_EQ(Ask(desk, no, kUpdate).Text("type"), "bulk_too_few");
  EXPECT_EQ(desk.Call(http::Method::kPost, "/api/v1/incidents/" + no + "/update",
                      R"({"text":"光缆已找到断点"})", {{"Idempotency-Key", "k"}})
                .status,
            200);
  EXPECT_EQ(Told(), 4);
}

TEST_P(BulkNotices, OneAsks_AnotherApproves_EachCustomerReadsItOnce) {
  const std::string no = Incident(6);
  const std::string path = Waiting(no);
  EXPECT_EQ(Send(), 0);  // it waits
  const Answer own = desk.Post(path + "/approve", "{}");
  EXPECT_EQ(own.Text("type"), "approval_role") << own.body;
  const Answer seen = second.Get(path);
  ASSERT_EQ(seen.status, 200) << seen.body;
  EXPECT_TRUE(seen.json().at("may_decide").as_bool());
  EXPECT_EQ(seen.json().at("ticket_nos").as_array().size(), 6u);
  EXPECT_NE(seen.body.find("光缆已找到断点"), std::string::npos);
  const Answer approved = second.Post(path + "/approve", "{}");
  ASSERT_EQ(approved.status, 200) << approved.body;
  EXPECT_EQ(approved.Text("state"), "sending");
  EXPECT_EQ(second.Post(path + "/approve", "{}").Text("type"), "bulk_decided");
  EXPECT_EQ(desk.Post(path + "/withdraw", "").Text("type"), "bulk_decided");
  EXPECT_EQ(SendAll(), 6);
  const Answer over = desk.Get(path);
  EXPECT_EQ(over.Text("state"), "sent") << over.body;
  EXPECT_EQ(over.json().at("done").as_int64(), 7);  // the parent's history, too
  EXPECT_EQ(SendAll(), 0);
  for (const std::string& child : children) {
    std::string fact;
    EXPECT_EQ(Facts(child, "progress_update", &fact), 1);
    EXPECT_NE(fact.find(over.Text("update_id")), std::string::npos) << fact;
    EXPECT_NE(fact.find("\"approved_by\":\"user:"), std::string::npos) << fact;
  }
  EXPECT_EQ(Facts(no, "progress_update"), 1);
}

TEST_P(BulkNotices, WhatIsAskedFor_IsWhatIsSent) {
  const std::string no = Incident(5);
  const std::string path = Waiting(no);
  // One leaves, one comes after it was asked for: the audience is the one that was approved.
  const std::string late = ApiWorld::Enter(desk, "网络又断了", R"(,"priority":"low")");
  ASSERT_EQ(
      desk.Post("/api/v1/incidents/" + no + "/add", R"({"ticket_nos":[")" + late + "\"]}").status,
      200);
  ASSERT_EQ(
      desk.Post("/api/v1/incidents/" + no + "/remove", R"({"ticket_nos":[")" + children[0] + "\"]}")
          .status,
      200);
  ASSERT_EQ(second.Post(path + "/approve", "{}").status, 200);
  SendAll();
  EXPECT_EQ(Facts(children[0], "progress_update"), 0);
  EXPECT_EQ(Facts(late, "progress_update"), 0);
  EXPECT_EQ(Facts(children[1], "progress_update"), 1);
  const Answer over = desk.Get(path);
  EXPECT_EQ(over.json().at("refused").as_int64(), 1) << over.body;
  EXPECT_NE(over.body.find("not_a_child"), std::string::npos);
}

TEST_P(BulkNotices, TheSetting_SaysHowManyAMinute) {
  ApiClient admin = world.As("admin");
  const auto put = [&](const std::string& body) {
    return admin.Call(http::Method::kPut, "/api/v1/documents/setting/bulk_notices", body);
  };
  EXPECT_EQ(put(R"({"version":0,"body":{"per_minute":0}})").status, 400);
  const Answer kept = put(R"({"version":0,"body":{"per_minute":120}})");
  ASSERT_LT(kept.status, 300) << kept.body;
  const std::string no = Incident(5);
  ASSERT_EQ(second.Post(Waiting(no) + "/approve", "{}").status, 200);
  EXPECT_EQ(Send(), 2);  // 120 a minute are two a second
  EXPECT_EQ(Send(), 0);  // and no more before the second is over
  world.instance.clock().Advance(Duration::Seconds(1));
  EXPECT_EQ(Send(), 2);
  EXPECT_EQ(SendAll(), 1);
  EXPECT_EQ(Told(), 5);
}

TEST_P(BulkNotices, TwoAtOnce_ShareThePaceAndTakeTurns) {
  ApiClient admin = world.As("admin");
  ASSERT_LT(admin
                .Call(http::Method::kPut, "/api/v1/documents/setting/bulk_notices",
                      R"({"version":0,"body":{"per_minute":120}})")
                .status,
            300);
  std::vector<std::string> paths;
  for (int i = 0; i < 2; ++i) {
    paths.push_back(Waiting(Incident(5)));
    ASSERT_EQ(second.Post(paths.back() + "/approve", "{}").status, 200);
    world.instance.clock().Advance(Duration::Seconds(1));
  }
  const auto reached = [&](int i) { return desk.Get(paths[i]).json().at("reached").as_int64(); };
  EXPECT_EQ(Send(), 2);
  EXPECT_EQ(reached(0), 2);
  EXPECT_EQ(reached(1), 0);
  world.instance.clock().Advance(Duration::Seconds(1));
  EXPECT_EQ(Send(), 2);
  EXPECT_EQ(reached(1), 2);
  EXPECT_EQ(SendAll(), 6);
}

TEST_P(BulkNotices, OneThatCannotBeRead_HoldsUpNoOther) {
  const std::string broken = Waiting(Incident(5));
  ASSERT_EQ(second.Post(broken + "/approve", "{}").status, 200);
  const std::string whole = Waiting(Incident(5));
  ASSERT_EQ(second.Post(whole + "/approve", "{}").status, 200);
  const auto spoilt = world.instance.db().writer().Run([&](store::Tx& tx) -> Status {
    TRY(tx.db().ExecSql("UPDATE bulk_notices SET report = 'x' WHERE id = ?1",
                        std::vector<store::Param>{int64_t{std::stoll(broken.substr(21))}}));
    return Ok();
  });
  ASSERT_TRUE(spoilt.ok());
  EXPECT_FALSE(app::SendBulkNotices(world.instance.context()).ok());  // and it is said
  EXPECT_EQ(Told(), 5);
  EXPECT_EQ(desk.Get(whole).Text("state"), "sent");
}

TEST_P(BulkNotices, ACrashBetweenTicketAndReport_TellsNobodyTwice) {
  const std::string no = Incident(5);
  const std::string path = Waiting(no);
  ASSERT_EQ(second.Post(path + "/approve", "{}").status, 200);
  ASSERT_EQ(SendAll(), 5);
  // As after a crash: the tickets were told, the report was not written.
  const auto back = world.instance.db().writer().Run([&](store::Tx& tx) -> Status {
    TRY(tx.db().ExecSql("UPDATE bulk_notices SET state = 'sending', report = '[]', next_at = 0",
                        std::vector<store::Param>{}));
    return Ok();
  });
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(SendAll(), 5);  // gone through again
  EXPECT_EQ(Told(), 5);     // told once
  EXPECT_EQ(desk.Get(path).Text("state"), "sent");
}

TEST_P(BulkNotices, RejectedOrWithdrawn_ReachesNobody) {
  const std::string no = Incident(5);
  const std::string rejected = Waiting(no);
  EXPECT_EQ(second.Post(rejected + "/reject", "{}").status, 400);  // say why
  const Answer no_answer = second.Post(rejected + "/reject", R"({"comment":"时间写错了"})");
  EXPECT_EQ(no_answer.Text("state"), "rejected") << no_answer.body;
  EXPECT_EQ(no_answer.Text("comment"), "时间写错了");
  const std::string withdrawn = Waiting(no);
  EXPECT_EQ(second.Post(withdrawn + "/withdraw", "").status, 403);
  EXPECT_EQ(desk.Post(withdrawn + "/withdraw", "").Text("state"), "withdrawn");
  EXPECT_EQ(second.Post(withdrawn + "/approve", "{}").Text("type"), "bulk_decided");
  EXPECT_EQ(SendAll(), 0);
  EXPECT_EQ(Told(), 0);
  const auto waiting = second.Get("/api/v1/bulk-notices?state=waiting").json();
  EXPECT_TRUE(waiting.at("items").as_array().empty());
  const auto all = second.Get("/api/v1/bulk-notices?incident_no=" + no).json();
  EXPECT_EQ(all.at("items").as_array().size(), 2u);
  EXPECT_EQ(second.Get("/api/v1/bulk-notices?state=lost").status, 400);
}

TEST_P(BulkNotices, WhoMayNotReadTheIncident_LearnsNothing) {
  const std::string no = Incident(5);
  const std::string path = Waiting(no);
  ApiClient tech = world.As("tech");
  EXPECT_EQ(tech.Get(path).Text("type"), "bulk_notice_not_found");
  EXPECT_TRUE(tech.Get("/api/v1/bulk-notices").json().at("items").as_array().empty());
  EXPECT_EQ(tech.Post(path + "/approve", "{}").status, 403);
  EXPECT_EQ(desk.Get("/api/v1/bulk-notices/999999").status, 404);
  EXPECT_EQ(desk.Get("/api/v1/bulk-notices/x").status, 404);
}

TEST_P(BulkNotices, TicketsOfOtherDepartments_AreCountedNotShown) {
  const std::string no = Incident(5);
  const std::string foreign =
      ApiWorld::Enter(desk, "合同纠纷，要求赔偿",
                      R"(,"priority":"low","department_id":)" +
                          std::to_string(world.instance.DepartmentId("dept_legal")));
  const std::string more = R"({"ticket_nos":[")" + foreign + R"("]})";
  ASSERT_EQ(desk.Post("/api/v1/incidents/" + no + "/add", more).status, 200);
  const std::string path = Waiting(no);
  ApiClient leader = world.As("leader");     // of the service desk, without ticket.read_all
  for (int round = 0; round < 2; ++round) {  // as it waits, and when it is over
    for (const std::string& at : {path, "/api/v1/bulk-notices?incident_no=" + no}) {
      const Answer seen = leader.Get(at);
      ASSERT_EQ(seen.status, 200) << seen.body;
      EXPECT_NE(seen.body.find(children[0]), std::string::npos) << seen.body;
      EXPECT_NE(seen.body.find(R"("audience":6)"), std::string::npos) << seen.body;
      EXPECT_EQ(seen.body.find(foreign), std::string::npos) << seen.body;
    }
    EXPECT_NE(desk.Get(path).body.find(foreign), std::string::npos);
    if (round == 0) {
      ASSERT_EQ(leader.Post(path + "/approve", "{}").status, 200);
    }
    SendAll();
  }
  EXPECT_EQ(desk.Get(path).json().at("done").as_int64(), 7);
  EXPECT_EQ(leader.Get(path).json().at("done").as_int64(), 7);
  EXPECT_EQ(Facts(foreign, "progress_update"), 1);
}

TEST_P(BulkNotices, AnAuthorWhoLeft_SpeaksForTheHouseNoMore) {
  const std::string no = Incident(5);
  const std::string path = Waiting(no);
  ASSERT_EQ(second.Post(path + "/approve", "{}").status, 200);
  ApiClient admin = world.As("admin");
  const int64_t id = world.instance.ActorOf("supervisor").user_id;
  const auto users = admin.Get("/api/v1/users").json();
  int64_t version = 0;
  for (const auto& user : users.at("items").as_array()) {
    if (user.at("id").as_int64() == id) version = user.at("version").as_int64();
  }
  const Answer gone = admin.Call(http::Method::kPatch, "/api/v1/users/" + std::to_string(id),
                                 R"({"active":false,"version":)" + std::to_string(version) + "}");
  ASSERT_LT(gone.status, 300) << gone.body;
  EXPECT_EQ(SendAll(), 0);
  EXPECT_EQ(second.Get(path).Text("state"), "stopped");
}

TEST_P(BulkNotices, TheSameKeyAgain_AsksOnce) {
  const std::string no = Incident(5);
  const Answer first = Ask(desk, no, kUpdate, "once");
  const Answer again = Ask(desk, no, kUpdate, "once");
  ASSERT_EQ(first.status, 201) << first.body;
  ASSERT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(first.json().at("id"), again.json().at("id"));
  EXPECT_EQ(Ask(desk, no, R"("kind":"progress","text":"别的")", "once").Text("type"),
            "idempotency_conflict");
  // Whatever became of the incident meanwhile.
  ASSERT_EQ(desk.Post("/api/v1/incidents/" + no + "/remove",
                      R"({"ticket_nos":[")" + children[0] + R"("]})")
                .status,
            200);
  EXPECT_EQ(Ask(desk, no, kUpdate, "once").json().at("id"), first.json().at("id"));
  EXPECT_EQ(Ask(desk, no, kUpdate, "another").Text("type"), "bulk_too_few");
}

TEST_P(BulkNotices, ATemplate_IsReadInEachCustomersLanguage) {
  const std::string english =
      ApiWorld::Enter(desk, "The network is down in the whole east district since this morning",
                      R"(,"priority":"low","contact":{"email":"e@example.com"})");
  const std::string no = Incident(5);
  ASSERT_EQ(desk.Post("/api/v1/incidents/" + no + "/add", R"({"ticket_nos":[")" + english + "\"]}")
                .status,
            200);
  const std::string template_of = R"("kind":"progress","template_id":"bulk_incident","values":)";
  EXPECT_EQ(Ask(desk, no, template_of + R"({"scope":"城东片区"})").status, 400);
  EXPECT_EQ(Ask(desk, no, R"("kind":"progress","template_id":"ack_low")").status, 400);
  EXPECT_EQ(Ask(desk, no, R"("kind":"progress","text":"x","template_id":"bulk_incident")").status,
            400);
  const std::string path = Waiting(
      no, template_of + R"({"scope":"城东片区","start_time":"今天 08:00","impact":"无法上网"})" +
              R"(,"next_at":"2026-03-10T06:00:00Z")");
  const auto texts = second.Get(path).json();
  ASSERT_EQ(texts.at("texts").as_array().size(), 2u);
  ASSERT_EQ(second.Post(path + "/approve", "{}").status, 200);
  SendAll();
  const std::string zh = desk.Get("/api/v1/tickets/" + children[0] + "/timeline").body;
  EXPECT_NE(zh.find("自 今天 08:00 起，城东片区 出现异常（编号 " + no), std::string::npos) << zh;
  EXPECT_NE(zh.find("2026-03-10 14:00"), std::string::npos) << zh;  // in the calendar's zone
  EXPECT_EQ(zh.find("临时办法"), std::string::npos) << zh;          // none: no line of it
  const std::string en = desk.Get("/api/v1/tickets/" + english + "/timeline").body;
  EXPECT_EQ(en.find("出现异常"), std::string::npos) << en;
  EXPECT_NE(en.find(no), std::string::npos) << en;
}

TEST_P(BulkNotices, ASolutionForAll_ResolvesThemAfterTheApproval) {
  const std::string no = Incident(5);
  EXPECT_EQ(Ask(desk, no, R"("kind":"resolve","text":"光缆已修复")").status, 400);  // no summary
  const std::string path =
      Waiting(no, R"("kind":"resolve","text":"光缆已修复","summary":"光缆已修复")");
  ASSERT_EQ(second.Post(path + "/approve", "{}").status, 200);
  SendAll();
  for (const std::string& child : children) {
    EXPECT_EQ(desk.Get("/api/v1/tickets/" + child).Text("state"), "resolved");
  }
  EXPECT_EQ(desk.Get("/api/v1/tickets/" + no).Text("state"), "resolved");
}

TEST_P(BulkNotices, ManyTickets_UnderOneKey_AreActedOnOnce) {
  Incident(3);
  const std::string body = R"({"ticket_nos":[")" + children[0] + R"(",")" + children[1] +
                           R"(","T260310-999999"],"transition":"progress","body":{"text":"在查"}})";
  const auto post = [&](const std::string& text) {
    return desk.Call(http::Method::kPost, "/api/v1/tickets/bulk", text,
                     {{"Idempotency-Key", "once"}});
  };
  for (int i = 0; i < 2; ++i) {
    const Answer done = post(body);
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(done.json().at("done").as_array().size(), 2u) << done.body;
    EXPECT_EQ(done.json().at("refused").as_array().size(), 1u) << done.body;
  }
  EXPECT_EQ(Told(), 2);
  EXPECT_EQ(post(R"({"ticket_nos":[")" + children[0] +
                 R"("],"transition":"progress","body":{"text":"在查"}})")
                .Text("type"),
            "idempotency_conflict");
}

INSTANTIATE_TEST_SUITE_P(Engines, BulkNotices,
                         testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
