// SLA policies as an administrator meets them: saved, tried out, and given to open tickets.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "api_world.h"
#include "app/sla_json.h"
#include "app/sla_recompute.h"

namespace huiyin::test {
namespace {

class Sla : public testing::TestWithParam<OnEngine> {
 protected:
  Sla() : world(GetParam()), desk(world.As("supervisor")), admin(world.As("admin")) {}

  Answer Save(const std::string& id, const std::string& body, int version) {
    return admin.Call(http::Method::kPut, "/api/v1/documents/sla_policy/" + id,
                      R"({"body":)" + body + R"(,"version":)" + std::to_string(version) + "}");
  }
  std::string Enter(const std::string& priority) {
    return ApiWorld::Enter(desk, "请问发票怎么开，第" + std::to_string(++entered) + "次来问",
                           R"(,"category":"inquiry","priority":")" + priority + "\"");
  }
  // The due instant of a clock; empty when there is none.
  std::string Due(const std::string& ticket_no, const std::string& clock) {
    const auto ticket = desk.Get("/api/v1/tickets/" + ticket_no).json();
    for (const auto& entry : ticket.at("clocks").as_array()) {
      if (entry.at("clock").as_string() == clock) {
        return std::string(entry.at("due_at").as_string());
      }
    }
    return "";
  }
  std::string After(Duration d) { return FormatUtc(world.instance.clock().Now() + d); }

  ApiWorld world;
  ApiClient desk, admin;
  int entered = 0;
};

INSTANTIATE_TEST_SUITE_P(Engines, Sla, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

TEST_P(Sla, SavedPolicy_IsThatOfTicketsThatComeAfter) {
  const std::string before = Enter("low");
  const std::string due = Due(before, "first_response");
  ASSERT_EQ(Save("quick",
                 R"({"name":"快答","when":{"priority":"low"},)"
                 R"("clocks":[{"clock":"first_response","limit":"6 h"}]})",
                 0)
                .status,
            200);
  EXPECT_EQ(Due(before, "first_response"), due);
  const std::string expected = After(Duration::Hours(6));
  const std::string after = Enter("low");
  EXPECT_EQ(Due(after, "first_response"), expected);
  EXPECT_NE(Due(Enter("mid"), "first_response"), expected);
  const auto ticket = desk.Get("/api/v1/tickets/" + after).json();
  EXPECT_NE(boost::json::serialize(ticket.at("clocks")).find("快答（第 1 版）"), std::string::npos);
}

// A document with the name of a built-in policy stands in its place, also when it allows more.
TEST_P(Sla, BuiltInPolicy_CanBeReplacedAndSwitchedOff) {
  ASSERT_EQ(Save("low",
                 R"({"when":{"priority":"low"},)"
                 R"("clocks":[{"clock":"first_response","limit":"96 h"}]})",
                 0)
                .status,
            200);
  const std::string expected = After(Duration::Hours(96));
  const std::string ticket = Enter("low");
  EXPECT_EQ(Due(ticket, "first_response"), expected);
  EXPECT_EQ(Due(ticket, "ack"), "");
  ASSERT_EQ(Save("low", R"({"active":false})", 1).status, 200);
  EXPECT_EQ(Due(Enter("low"), "first_response"), "");
  EXPECT_EQ(Due(ticket, "first_response"), expected);
}

TEST_P(Sla, Recompute_GivesOpenTicketsTheNewDuesAndReplayAgrees) {
  const std::string low = Enter("low"), mid = Enter("mid");
  const std::string start = After(Duration::Hours(6));
  ASSERT_EQ(Save("quick",
                 R"({"when":{"priority":"low"},)"
                 R"("clocks":[{"clock":"first_response","limit":"6 h"}]})",
                 0)
                .status,
            200);
  const std::string old_due = Due(low, "first_response"), mid_due = Due(mid, "first_response");
  auto said = admin.Post("/api/v1/sla/recompute", R"({"dry_run":true})").json();
  EXPECT_EQ(said.at("open"), 2);
  EXPECT_EQ(said.at("changed"), 1);
  EXPECT_EQ(said.at("samples").at(0).at("ticket_no").as_string(), boost::json::string(low));
  EXPECT_EQ(said.at("samples").at(0).at("after").as_string(), boost::json::string(start));
  EXPECT_EQ(Due(low, "first_response"), old_due);

  said = admin.Post("/api/v1/sla/recompute", R"({"dry_run":false})").json();
  EXPECT_EQ(said.at("changed"), 1);
  EXPECT_EQ(Due(low, "first_response"), start);
  EXPECT_EQ(Due(mid, "first_response"), mid_due);
  const auto events = desk.Get("/api/v1/tickets/" + low + "/events").body;
  EXPECT_NE(events.find("sla_policy_changed"), std::string::npos);
  // Once is enough.
  said = admin.Post("/api/v1/sla/recompute", R"({"dry_run":false})").json();
  EXPECT_EQ(said.at("changed"), 0);
}

// 2026-03-10 is day 0; the 15th day is a Wednesday, the 30th a Thursday.
TEST_P(Sla, StatutoryDuty_RunsBesideTheSlaAndFollowsTheCategory) {
  ASSERT_EQ(Save("bank", R"({"when":{"category":"complaint"},"statutory":["stat_bank_reply"]})", 0)
                .status,
            200);
  const auto complaint = [&] {
    return ApiWorld::Enter(desk,
                           "理财产品亏损没有人解释，第" + std::to_string(++entered) + "次投诉",
                           R"(,"category":"complaint","priority":"mid")");
  };
  const std::string ticket = complaint();
  EXPECT_EQ(Due(ticket, "stat_bank_reply"), "2026-03-25T10:00:00Z");
  EXPECT_EQ(Due(Enter("mid"), "stat_bank_reply"), "");
  const auto clocks = desk.Get("/api/v1/tickets/" + ticket).json().at("clocks").as_array();
  for (const auto& clock : clocks) {
    EXPECT_EQ(clock.at("statutory").as_bool(), clock.at("clock").as_string() == "stat_bank_reply");
  }
  ASSERT_EQ(Save("bank",
                 R"({"when":{"category":"complaint"},"statutory":["stat_bank_reply:complex"]})", 1)
                .status,
            200);
  EXPECT_EQ(Due(ticket, "stat_bank_reply"), "2026-03-25T10:00:00Z") << "its own version counts";
  EXPECT_EQ(Due(complaint(), "stat_bank_reply"), "2026-04-09T10:00:00Z");
  ASSERT_EQ(admin.Post("/api/v1/sla/recompute", R"({"dry_run":false})").json().at("changed"), 1);
  EXPECT_EQ(Due(ticket, "stat_bank_reply"), "2026-04-09T10:00:00Z");
  ASSERT_EQ(
      desk.Post("/api/v1/tickets/" + ticket + "/correct", R"({"category":"suggestion"})").status,
      200);
  EXPECT_EQ(Due(ticket, "stat_bank_reply"), "");
}

TEST_P(Sla, StatutoryDuty_ThatCannotBeCounted_IsRefused) {
  const auto refused = [&](const std::string& list, const std::string& path) {
    const Answer answer = Save("law", R"({"statutory":)" + list + "}", 0);
    EXPECT_EQ(answer.status, 400) << list;
    EXPECT_NE(answer.body.find("\"path\":\"" + path + "\""), std::string::npos) << answer.body;
  };
  refused(R"("stat_bank_reply")", "statutory");
  refused(R"([7])", "statutory[0]");
  refused(R"(["stat_delay_15d","stat_moon"])", "statutory[1]");
  refused(R"(["stat_bank_reply:never"])", "statutory[0]");
  refused(R"(["stat_refund_7d"])", "statutory[0]");
  refused(R"(["stat_bank_reply","stat_bank_reply:complex"])", "statutory[1]");
}

// Another calendar moves what is counted in working days; the rows follow when it is asked for.
TEST_P(Sla, Recompute_FollowsTheCalendar) {
  const std::string mid = Enter("mid");
  const std::string before = Due(mid, "solution");
  ASSERT_EQ(
      admin
          .Call(
              http::Method::kPut, "/api/v1/documents/calendar/main",
              R"({"body":{"text":"calendar main\nzone Asia/Shanghai\nhours mon-sun 00:00-24:00\nyear *\n"},)"
              R"("version":0})")
          .status,
      200);
  const auto said = admin.Post("/api/v1/sla/recompute", R"({"dry_run":false})").json();
  EXPECT_EQ(said.at("open"), 1);
  EXPECT_NE(Due(mid, "solution"), before);
}

TEST_P(Sla, BadPolicies_AreRefusedWithTheirField) {
  const struct {
    const char* body;
    const char* field;
  } cases[] = {
      {R"([])", ""},
      {R"({})", "clocks"},
      {R"({"clocks":[]})", "clocks"},
      {R"({"clocks":{}})", "clocks"},
      {R"({"nonsense":1,"clocks":[{"clock":"ack","limit":"1 h"}]})", "nonsense"},
      {R"({"clocks":[{"clock":"ack"}]})", "clocks[0].limit"},
      {R"({"clocks":[{"limit":"1 h"}]})", "clocks[0].clock"},
      {R"({"clocks":[{"clock":"soon","limit":"1 h"}]})", "clocks[0].clock"},
      {R"({"clocks":[{"clock":"reopen_ack","limit":"1 h"}]})", "clocks[0].clock"},
      {R"({"clocks":[{"clock":"ack","limit":"soon"}]})", "clocks[0].limit"},
      {R"({"clocks":[{"clock":"ack","limit":3}]})", "clocks[0].limit"},
      {R"({"clocks":[{"clock":"ack","limit":"1 h","target":"x"}]})", "clocks[0].target"},
      {R"({"clocks":[{"clock":"ack","limit":"1 h"},{"clock":"ack","limit":"2 h"}]})",
       "clocks[1].clock"},
      {R"({"when":{"priority":"urgent"},"clocks":[{"clock":"ack","limit":"1 h"}]})",
       "when.priority"},
      {R"({"when":{"weather":"rain"},"clocks":[{"clock":"ack","limit":"1 h"}]})", "when.weather"},
      {R"({"when":{"department_id":"x"},"clocks":[{"clock":"ack","limit":"1 h"}]})",
       "when.department_id"},
      {R"({"name":7,"clocks":[{"clock":"ack","limit":"1 h"}]})", "name"},
      {R"({"active":"yes","clocks":[{"clock":"ack","limit":"1 h"}]})", "active"},
  };
  for (const auto& c : cases) {
    const Answer refused = Save("bad", c.body, 0);
    EXPECT_EQ(refused.status, 400) << c.body << " " << refused.body;
    EXPECT_NE(refused.body.find(c.field), std::string::npos) << c.body << " " << refused.body;
  }
}

TEST_P(Sla, Preview_TriesADraftWithoutSavingIt) {
  const std::string asked =
      R"({"received_at":"2026-03-13T09:30:00Z","priority":"mid","category":"inquiry")";
  const auto due = [&](const std::string& more) {
    const Answer answer = admin.Post("/api/v1/sla/preview", asked + more + "}");
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto said = answer.json();
    for (const auto& clock : said.at("clocks").as_array()) {
      if (clock.at("clock").as_string() == "ack")
        return std::string(clock.at("due_at").as_string());
    }
    return std::string();
  };
  EXPECT_EQ(due(""), "2026-03-14T09:30:00Z");
  EXPECT_EQ(due(R"(,"draft_id":"x","draft":{"clocks":[{"clock":"ack","limit":"2 h"}]})"),
            "2026-03-13T11:30:00Z");
  EXPECT_EQ(due(R"(,"draft_id":"x","draft":{"when":{"customer_tier":"vip"},)"
                R"("clocks":[{"clock":"ack","limit":"2 h"}]})"),
            "2026-03-14T09:30:00Z");
  EXPECT_EQ(due(R"(,"customer_tier":"vip","draft":{"when":{"customer_tier":"vip"},)"
                R"("clocks":[{"clock":"ack","limit":"2 h"}]})"),
            "2026-03-13T11:30:00Z");
  EXPECT_EQ(due(R"(,"draft_id":"mid","draft":{"active":false})"), "");
  EXPECT_EQ(admin.Post("/api/v1/sla/preview", asked + R"(,"draft":{"clocks":[]}})").status, 400);
  EXPECT_EQ(due(""), "2026-03-14T09:30:00Z");
}

TEST_P(Sla, Preview_TriesACalendarWithoutSavingIt) {
  const auto due = [&](const std::string& more) {
    const Answer answer = admin.Post("/api/v1/sla/preview",
                                     R"({"received_at":"2026-03-13T09:30:00Z","priority":"mid",)"
                                     R"("draft_id":"x","draft":{"clocks":[{"clock":"solution",)"
                                     R"("limit":"1 wd"}]})" +
                                         more + "}");
    if (answer.status != 200) return answer.body;
    const auto said = answer.json();
    for (const auto& clock : said.at("clocks").as_array()) {
      if (clock.at("clock").as_string() == "solution")
        return std::string(clock.at("due_at").as_string());
    }
    return std::string();
  };
  const std::string week = "calendar try\\nzone Asia/Shanghai\\nhours mon-fri 09:00-18:00\\n";
  EXPECT_EQ(due(R"(,"calendar":")" + week + "\""), "2026-03-16T10:00:00Z");
  EXPECT_EQ(due(R"(,"calendar":")" + week + "holiday 2026-03-16 test\""), "2026-03-17T10:00:00Z");
  EXPECT_NE(due(R"(,"calendar":"zone Nowhere")").find("calendar.line[1]"), std::string::npos);
  EXPECT_EQ(due(""), "2026-03-16T10:00:00Z");
}

// The shipped calendar is there to start from, until somebody saves one of that id.
TEST_P(Sla, Calendars_ListTheShippedOne) {
  const auto listed = admin.Get("/api/v1/documents/calendar").json().at("items").as_array();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].at("id").as_string(), "cn_standard");
  EXPECT_EQ(listed[0].at("version").as_int64(), 0);
  EXPECT_NE(listed[0].at("body").at("text").as_string().find("holiday 2026-10-01"),
            std::string::npos);
}

// An editor shows what applies, also before anybody saved something; saving it unchanged, with a
// name, moves no due.
TEST_P(Sla, List_HasTheBuiltInPoliciesAsTheyCanBeSaved) {
  const std::string old_due = Due(Enter("mid"), "solution");
  const auto list = [&] {
    std::map<std::string, boost::json::value> out;
    const auto said = admin.Get("/api/v1/documents/sla_policy").json();
    for (const auto& item : said.at("items").as_array()) {
      out.emplace(std::string(item.at("id").as_string()), item);
    }
    return out;
  };
  auto all = list();
  ASSERT_EQ(all.size(), domain::DefaultPolicies().size());
  for (const domain::SlaPolicy& policy : domain::DefaultPolicies()) {
    ASSERT_TRUE(all.contains(policy.id)) << policy.id;
    EXPECT_EQ(all.at(policy.id).at("version"), 0);
    auto body = all.at(policy.id).at("body");
    const auto read = app::ParseSlaPolicy(policy.id, boost::json::serialize(body));
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(app::SlaPolicyText(read->policy), app::SlaPolicyText(policy));
    body.as_object()["name"] = "内置";
    ASSERT_EQ(Save(policy.id, boost::json::serialize(body), 0).status, 200) << policy.id;
  }
  all = list();
  EXPECT_EQ(all.size(), domain::DefaultPolicies().size());
  EXPECT_EQ(all.at("mid").at("version"), 1);
  EXPECT_EQ(Due(Enter("mid"), "solution"), old_due);
}

TEST_P(Sla, OnlyThoseWhoEditPolicies_Recompute) {
  ApiClient agent = world.As("agent");
  EXPECT_EQ(agent.Post("/api/v1/sla/recompute", R"({"dry_run":true})").status, 403);
}

}  // namespace
}  // namespace huiyin::test
