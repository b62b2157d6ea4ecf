// Incidents: who becomes a child, who may see it, one text to all, one solution for all.
#include <gtest/gtest.h>

#include "api_world.h"

namespace huiyin::test {
namespace {

class Incidents : public testing::TestWithParam<OnEngine> {
 protected:
  std::string Enter(const char* department, const std::string& text,
                    const std::string& more = R"(,"priority":"low")") {
    return ApiWorld::Enter(
        desk, text,
        R"(,"department_id":)" + std::to_string(world.instance.DepartmentId(department)) + more);
  }
  static std::string List(const std::vector<std::string>& numbers) {
    std::string out;
    for (const std::string& number : numbers) out += (out.empty() ? "\"" : ",\"") + number + "\"";
    return R"("ticket_nos":[)" + out + "]";
  }
  static std::vector<http::Header> Key(const std::string& key) {
    return {{"Idempotency-Key", key}};
  }
  Answer Open(const std::vector<std::string>& numbers, const std::string& more = "",
              const std::string& key = "") {
    std::vector<http::Header> headers;
    if (!key.empty()) headers = Key(key);
    return desk.Call(http::Method::kPost, "/api/v1/incidents",
                     R"({"title":"城东片区停网",)" + List(numbers) + more + "}", headers);
  }
  std::string OpenNo(const std::vector<std::string>& numbers) {
    const Answer answer = Open(numbers);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.status == 201 ? Str(answer.json().at("ticket").at("ticket_no")) : "none";
  }
  Answer Post(const std::string& path, const std::string& body, const std::string& key = "k1") {
    return desk.Call(http::Method::kPost, "/api/v1/incidents/" + path, body, Key(key));
  }
  static std::string Str(const boost::json::value& value) { return std::string(value.as_string()); }
  static std::vector<std::string> Children(const Answer& answer) {
    std::vector<std::string> out;
    const auto body = answer.json();
    for (const auto& child : body.at("children").as_array()) {
      out.push_back(Str(child.at("ticket_no")));
    }
    return out;
  }
  // "done", "already", or the code of the refusal.
  static std::string ResultOf(const Answer& report, const std::string& number) {
    const auto body = report.json();
    for (const auto& item : body.at("items").as_array()) {
      if (Str(item.at("ticket_no")) != number) continue;
      const std::string result = Str(item.at("result"));
      return result == "refused" ? Str(item.at("code")) : result;
    }
    return "absent";
  }
  std::string StateOf(const std::string& number) {
    return desk.Get("/api/v1/tickets/" + number).Text("state");
  }
  std::vector<std::string> FactsOf(const std::string& number, const std::string& kind) {
    std::vector<std::string> out;
    const auto body = desk.Get("/api/v1/tickets/" + number + "/events").json();
    for (const auto& item : body.at("items").as_array()) {
      if (Str(item.at("kind")) == kind) out.push_back(serialize(item.at("payload")));
    }
    return out;
  }

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
};

TEST_P(Incidents, ChosenTickets_BecomeChildrenOfANewParent) {
  const std::string a = Enter("dept_tech", "城东片区停网，急");
  const std::string b = Enter("dept_tech", "网络断了两个小时", R"(,"priority":"mid")");
  const Answer opened = Open({a, b, a});
  ASSERT_EQ(opened.status, 201) << opened.body;
  const auto body = opened.json();
  const std::string parent = Str(body.at("ticket").at("ticket_no"));
  EXPECT_EQ(Str(body.at("ticket").at("title")), "城东片区停网");
  EXPECT_EQ(Str(body.at("ticket").at("priority")), "mid");
  EXPECT_EQ(Children(opened), (std::vector<std::string>{a, b}));
  EXPECT_EQ(FactsOf(a, "linked").size(), 1u);
  ASSERT_EQ(FactsOf(parent, "linked").size(), 1u);
  EXPECT_NE(FactsOf(parent, "linked")[0].find(b), std::string::npos);
  const auto list = desk.Get("/api/v1/incidents").json();
  ASSERT_EQ(list.at("items").as_array().size(), 1u);
  const auto& row = list.at("items").as_array()[0];
  EXPECT_EQ(Str(row.at("ticket").at("ticket_no")), parent);
  EXPECT_EQ(row.at("children").as_int64(), 2);
  EXPECT_EQ(row.at("open").as_int64(), 2);
  EXPECT_TRUE(row.at("oldest_due").is_string());
}

TEST_P(Incidents, TheSameKeyAgain_OpensNoSecond) {
  const std::string a = Enter("dept_tech", "城东片区停网，急");
  const Answer first = Open({a}, "", "once");
  const Answer again = Open({a}, "", "once");
  ASSERT_EQ(first.status, 201) << first.body;
  ASSERT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(first.json().at("ticket").at("ticket_no"), again.json().at("ticket").at("ticket_no"));
  EXPECT_EQ(Open({a}, R"(,"text":"其他")", "once").Text("type"), "idempotency_conflict");
  EXPECT_EQ(desk.Get("/api/v1/incidents").json().at("items").as_array().size(), 1u);
}

TEST_P(Incidents, OneThatCannotBeAChild_IsNamedAndNothingIsDone) {
  const std::string a = Enter("dept_tech", "城东片区停网，急");
  const std::string taken = Enter("dept_tech", "网络断了两个小时");
  OpenNo({taken});
  const Answer answer = Open({a, taken, "T260310-999999"});
  EXPECT_EQ(answer.status, 400);
  const auto body = answer.json();
  const auto& errors = body.at("errors").as_array();
  ASSERT_FALSE(errors.empty()) << answer.body;
  EXPECT_NE(answer.body.find("ticket_nos[2]"), std::string::npos) << answer.body;
  EXPECT_TRUE(FactsOf(a, "linked").empty());
  const Answer parent_taken = Open({a, taken});
  EXPECT_EQ(parent_taken.status, 400);
  EXPECT_NE(parent_taken.body.find("has_parent"), std::string::npos) << parent_taken.body;
  EXPECT_TRUE(FactsOf(a, "linked").empty());
  EXPECT_EQ(desk.Get("/api/v1/incidents").json().at("items").as_array().size(), 1u);
}

TEST_P(Incidents, AnExistingTicket_CanBeTheParent) {
  const std::string parent = Enter("dept_tech", "机房断电");
  const std::string a = Enter("dept_tech", "城东片区停网，急");
  const Answer opened = Open({a}, R"(,"parent":")" + parent + "\"");
  ASSERT_EQ(opened.status, 201) << opened.body;
  EXPECT_EQ(Str(opened.json().at("ticket").at("ticket_no")), parent);
  EXPECT_EQ(Open({parent}, R"(,"parent":")" + a + "\"").status, 400);  // each other's parent
  EXPECT_EQ(Open({a}, R"(,"parent":")" + a + "\"").status, 400);
}

TEST_P(Incidents, ChildrenComeAndGo) {
  const std::string a = Enter("dept_tech", "城东片区停网，急");
  const std::string b = Enter("dept_tech", "网络断了两个小时");
  const std::string parent = OpenNo({a});
  const Answer added = Post(parent + "/add", "{" + List({a, b}) + "}");
  ASSERT_EQ(added.status, 200) << added.body;
  EXPECT_EQ(Children(added), (std::vector<std::string>{a, b}));
  EXPECT_EQ(FactsOf(a, "linked").size(), 1u);  // it was a child already
  const Answer removed = Post(parent + "/remove", "{" + List({a}) + "}");
  ASSERT_EQ(removed.status, 200) << removed.body;
  EXPECT_EQ(Children(removed), std::vector<std::string>{b});
  EXPECT_EQ(FactsOf(a, "unlinked").size(), 1u);
  const Answer twice = Post(parent + "/remove", "{" + List({a}) + "}");
  EXPECT_EQ(twice.status, 400);
  EXPECT_NE(twice.body.find("not_a_child"), std::string::npos) << twice.body;
  EXPECT_EQ(Post(parent + "/add", R"({"ticket_nos":[]})").status, 400);
}

TEST_P(Incidents, UnlinkingAStrangeParent_LeavesTheRealOne) {
  const std::string a = Enter("dept_tech", "城东片区停网，急");
  const std::string other = Enter("dept_tech", "网络断了两个小时");
  const std::string parent = OpenNo({a});
  const Answer answer = desk.Post("/api/v1/tickets/" + a + "/unlink",
                                  R"({"kind":"parent","ticket_no":")" + other + "\"}");
  EXPECT_EQ(answer.Text("type"), "not_a_child") << answer.body;
  EXPECT_EQ(Children(desk.Get("/api/v1/incidents/" + parent)), std::vector<std::string>{a});
}

TEST_P(Incidents, WhatOneMayNotRead_ShowsNeitherTitleNorRow) {
  const std::string own = Enter("dept_service", "请问退款什么时候到账");
  const std::string foreign = Enter("dept_legal", "合同纠纷，要求赔偿");
  const std::string parent = OpenNo({own, foreign});
  ApiClient leader = world.As("leader");  // of the service desk, without ticket.read_all
  EXPECT_EQ(leader.Get("/api/v1/incidents/" + foreign).status, 404);
  ASSERT_EQ(desk.Post("/api/v1/tickets/" + own + "/link",
                      R"({"kind":"related","ticket_no":")" + foreign + "\"}")
                .status,
            200);
  const Answer ticket = leader.Get("/api/v1/tickets/" + own);
  ASSERT_EQ(ticket.status, 200) << ticket.body;
  EXPECT_EQ(ticket.body.find("合同纠纷"), std::string::npos);
  EXPECT_NE(ticket.body.find(foreign), std::string::npos);  // that there is a link is no secret
  EXPECT_NE(desk.Get("/api/v1/tickets/" + own).body.find("合同纠纷"), std::string::npos);
  // The parent handed to the service desk: one child stays hidden, and is counted.
  ASSERT_EQ(desk.Post("/api/v1/tickets/" + parent + "/assign",
                      R"({"department_id":)" +
                          std::to_string(world.instance.DepartmentId("dept_service")) + "}")
                .status,
            200);
  const Answer seen = leader.Get("/api/v1/incidents/" + parent);
  ASSERT_EQ(seen.status, 200) << seen.body;
  EXPECT_EQ(Children(seen), std::vector<std::string>{own});
  EXPECT_EQ(seen.json().at("hidden").as_int64(), 1);
  EXPECT_EQ(seen.body.find(foreign), std::string::npos);
  EXPECT_EQ(leader.Get("/api/v1/incidents").json().at("items").as_array().size(), 1u);
  EXPECT_TRUE(world.As("tech").Get("/api/v1/incidents").json().at("items").as_array().empty());
}

TEST_P(Incidents, WhoeverSeesAPart_ReachesThatPartAndIsToldSo) {
  const std::string own = Enter("dept_service", "请问退款什么时候到账");
  const std::string foreign = Enter("dept_legal", "合同纠纷，要求赔偿");
  const std::string parent = OpenNo({own, foreign});
  ASSERT_EQ(desk.Post("/api/v1/tickets/" + parent + "/assign",
                      R"({"department_id":)" +
                          std::to_string(world.instance.DepartmentId("dept_service")) + "}")
                .status,
            200);
  // A leader of the service desk who may manage incidents, and reads his own department only.
  ApiClient admin = world.As("admin");
  boost::json::object role;
  const auto roles = admin.Get("/api/v1/roles").json();
  for (const auto& item : roles.at("items").as_array()) {
    if (item.at("role").as_string() == "team_leader") role = item.as_object();
  }
  role["permissions"].as_array().emplace_back("incident.manage");
  const boost::json::object in = {{"permissions", role["permissions"]},
                                  {"version", role["version"]}};
  const Answer put = admin.Call(http::Method::kPut, "/api/v1/roles/team_leader", serialize(in));
  ASSERT_LT(put.status, 300) << put.body;
  ApiClient leader = world.As("leader");
  const auto post = [&](const std::string& path, const std::string& body) {
    return leader.Call(http::Method::kPost, "/api/v1/incidents/" + path, body, Key(path));
  };
  const Answer told = post(parent + "/update", R"({"text":"正在处理"})");
  ASSERT_EQ(told.status, 200) << told.body;
  EXPECT_EQ(told.json().at("hidden").as_int64(), 1);
  EXPECT_EQ(told.body.find(foreign), std::string::npos);
  EXPECT_EQ(FactsOf(own, "progress_update").size(), 1u);
  EXPECT_TRUE(FactsOf(foreign, "progress_update").empty());
  const Answer resolved = post(parent + "/resolve", R"({"solution":"已修复","summary":"已修复"})");
  ASSERT_EQ(resolved.status, 200) << resolved.body;
  EXPECT_EQ(StateOf(own), "resolved");
  EXPECT_EQ(StateOf(foreign), "pending");
  EXPECT_EQ(ResultOf(resolved, parent), "children_open");
  // What he may not see he can neither add nor take out.
  EXPECT_EQ(post(parent + "/remove", "{" + List({foreign}) + "}").status, 400);
  EXPECT_EQ(Children(desk.Get("/api/v1/incidents/" + parent)).size(), 2u);
}

TEST_P(Incidents, OneText_ReachesEveryChildOnce) {
  const std::string a = Enter("dept_tech", "城东片区停网，急");
  const std::string b = Enter("dept_service", "网络断了两个小时");
  const std::string gone = Enter("dept_tech", "重复的一条");
  const std::string parent = OpenNo({a, b, gone});
  ASSERT_EQ(desk.Post("/api/v1/tickets/" + gone + "/void", R"({"reason":"withdrawn"})").status,
            200);
  const std::string body = R"({"text":"光缆已找到断点，预计两小时恢复"})";
  const Answer trial = Post(parent + "/update/trial", body);
  ASSERT_EQ(trial.status, 200) << trial.body;
  EXPECT_TRUE(trial.json().at("trial").as_bool());
  EXPECT_EQ(ResultOf(trial, a), "done");
  EXPECT_EQ(ResultOf(trial, gone), "transition_refused");
  EXPECT_TRUE(FactsOf(a, "progress_update").empty());

  const Answer told = Post(parent + "/update", body, "u1");
  ASSERT_EQ(told.status, 200) << told.body;
  EXPECT_EQ(told.json().at("done").as_int64(), 3);  // two children and the parent
  EXPECT_EQ(told.json().at("refused").as_int64(), 1);
  const std::string id = told.Text("update_id");
  for (const std::string& number : {a, b, parent}) {
    const auto facts = FactsOf(number, "progress_update");
    ASSERT_EQ(facts.size(), 1u) << number;
    EXPECT_NE(facts[0].find(id), std::string::npos) << facts[0];
    EXPECT_NE(facts[0].find(parent), std::string::npos);
  }
  EXPECT_TRUE(FactsOf(gone, "progress_update").empty());
  EXPECT_EQ(FactsOf(a, "progress_update")[0].find(b), std::string::npos);

  const Answer again = Post(parent + "/update", body, "u1");
  ASSERT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(again.Text("update_id"), id);
  EXPECT_EQ(FactsOf(a, "progress_update").size(), 1u);
  EXPECT_EQ(Post(parent + "/update", R"({"text":"别的"})", "u1").Text("type"),
            "idempotency_conflict");
  EXPECT_EQ(Post(parent + "/update", body, "u2").status, 200);
  EXPECT_EQ(FactsOf(a, "progress_update").size(), 2u);
}

TEST_P(Incidents, TheCustomer_ReadsTheTextAndNothingOfTheOthers) {
  const Answer opened = desk.Post(
      "/api/v1/feedback", R"({"channel":"phone","priority":"low","text":"城东片区停网，急"})");
  const std::string a = opened.Text("ticket_no");
  const std::string b = Enter("dept_tech", "网络断了两个小时");
  const std::string parent = OpenNo({a, b});
  ASSERT_EQ(Post(parent + "/update", R"({"text":"光缆已找到断点"})").status, 200);
  const Answer track = world.Anonymous().Get("/api/v1/track/" + opened.Text("tracking_secret"));
  ASSERT_EQ(track.status, 200);
  EXPECT_NE(track.body.find("光缆已找到断点"), std::string::npos) << track.body;
  EXPECT_EQ(track.body.find(b), std::string::npos);
  EXPECT_EQ(track.body.find(parent), std::string::npos);
}

TEST_P(Incidents, WrongTexts_ReachNobody) {
  const std::string a = Enter("dept_tech", "城东片区停网，急");
  const std::string parent = OpenNo({a});
  EXPECT_EQ(Post(parent + "/update", R"({"text":"  "})").status, 400);
  EXPECT_EQ(Post(parent + "/update", R"({"text":"x"})", "").status, 400);
  EXPECT_EQ(Post(parent + "/update", R"({"text":"x","kind":"note"})").status, 400);
  EXPECT_EQ(Post(parent + "/update", R"({"text":")" + std::string(20'001, 'x') + "\"}").status,
            400);
  EXPECT_EQ(Post(parent + "/resolve", R"({"solution":"x","summary":""})").status, 400);
  EXPECT_EQ(Post(a + "/update", R"({"text":"x"})").Text("type"), "incident_empty");
  EXPECT_EQ(Post("T260310-999999/update", R"({"text":"x"})").status, 404);
  EXPECT_TRUE(FactsOf(a, "progress_update").empty());
  EXPECT_EQ(StateOf(a), "pending");
}

TEST_P(Incidents, ResolvedTogether_EachThroughItsOwnGuards) {
  const std::string a = Enter("dept_tech", "城东片区停网，急");
  const std::string b = Enter("dept_tech", "网络断了两个小时");
  const std::string high = Enter("dept_tech", "医院断网，急", R"(,"priority":"high")");
  const std::string parent = OpenNo({a, b, high});
  const std::string body =
      R"({"solution":"光缆已修复，请重启路由器","steps":["拔掉电源"],"summary":"光缆已修复"})";
  const Answer trial = Post(parent + "/resolve/trial", body);
  ASSERT_EQ(trial.status, 200) << trial.body;
  EXPECT_EQ(ResultOf(trial, a), "done");
  EXPECT_EQ(StateOf(a), "pending");

  const Answer report = Post(parent + "/resolve", body, "r1");
  ASSERT_EQ(report.status, 200) << report.body;
  EXPECT_EQ(ResultOf(report, a), "done");
  EXPECT_EQ(ResultOf(report, high), "transition_refused");
  EXPECT_NE(report.body.find("approval_missing"), std::string::npos) << report.body;
  EXPECT_EQ(ResultOf(report, parent), "children_open");
  EXPECT_EQ(StateOf(a), "resolved");
  EXPECT_EQ(StateOf(b), "resolved");
  EXPECT_EQ(StateOf(high), "pending");  // not even begun: whole or not at all
  EXPECT_EQ(FactsOf(high, "work_started").size(), 0u);
  EXPECT_EQ(FactsOf(a, "solution_communicated").size(), 1u);

  // Taken out, it no longer holds up the parent, which is high itself and waits for its approval.
  ASSERT_EQ(Post(parent + "/remove", "{" + List({high}) + "}").status, 200);
  const Answer rest = Post(parent + "/resolve", body, "r2");
  ASSERT_EQ(rest.status, 200) << rest.body;
  EXPECT_EQ(ResultOf(rest, a), "already");
  EXPECT_EQ(ResultOf(rest, parent), "transition_refused");
  EXPECT_EQ(FactsOf(a, "solution_communicated").size(), 1u);
}

TEST_P(Incidents, AllChildrenThrough_TheParentFollows) {
  const std::string a = Enter("dept_tech", "城东片区停网，急");
  const std::string parent = OpenNo({a});
  const Answer report =
      Post(parent + "/resolve", R"({"solution":"光缆已修复","summary":"光缆已修复"})");
  EXPECT_EQ(ResultOf(report, parent), "done") << report.body;
  EXPECT_EQ(StateOf(parent), "resolved");
  const auto list = desk.Get("/api/v1/incidents").json();
  ASSERT_EQ(list.at("items").as_array().size(), 1u);  // until the parent is closed
  EXPECT_EQ(list.at("items").as_array()[0].at("open").as_int64(), 0);
}

TEST_P(Incidents, MoreThanFiveHundred_AreRefused) {
  std::vector<std::string> many(501, "T260310-000001");
  EXPECT_EQ(Open(many).status, 400);
}

INSTANTIATE_TEST_SUITE_P(Engines, Incidents,
                         testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
