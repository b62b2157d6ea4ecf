// The process of the instance's own tickets: figures, what a reader may see of them, the tickets
// behind an arc, and the same log read by `huiyin mine --db`.
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>

#include "api_world.h"
#include "app/list_tickets.h"
#include "app/process_log.h"
#include "app/ticket_steps.h"
#include "mining/dfg.h"
#include "store/queries.h"
#include "store/read_only.h"

namespace huiyin::test {
namespace {

// A whole number at a path of keys ("activities.resolved"); 0 where there is none.
int64_t Int(const Answer& answer, std::string_view path) {
  boost::json::value value = answer.json();
  while (!path.empty()) {
    const size_t dot = std::min(path.find('.'), path.size());
    const std::string key(path.substr(0, dot));
    const auto* next = value.is_object() ? value.get_object().if_contains(key) : nullptr;
    if (next == nullptr) return 0;
    value = boost::json::value(*next);
    path = dot == path.size() ? std::string_view() : path.substr(dot + 1);
  }
  return value.to_number<int64_t>();
}

class Process : public testing::TestWithParam<OnEngine> {
 protected:
  Process() : world(GetParam()), supervisor(world.As("supervisor")) {}

  std::string Enter(const std::string& department, const std::string& category = "inquiry") {
    return ApiWorld::Enter(supervisor, "请问怎么开发票",
                           R"(,"category":")" + category + R"(","department_id":)" +
                               std::to_string(world.instance.DepartmentId(department)));
  }
  Answer Act(ApiClient& client, const std::string& no, const std::string& verb,
             const std::string& body) {
    world.instance.clock().Advance(Duration::Minutes(10));
    return client.Post("/api/v1/tickets/" + no + "/" + verb, body);
  }
  std::string Department(const std::string& code) {
    return std::to_string(world.instance.DepartmentId(code));
  }

  ApiWorld world;
  ApiClient supervisor;
};

INSTANTIATE_TEST_SUITE_P(Engines, Process, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

TEST_P(Process, Figures_AreThoseOfTheFacts) {
  const std::string first = Enter("dept_service"), second = Enter("dept_service");
  ASSERT_EQ(Act(supervisor, first, "note", R"({"text":"看过了"})").status, 200);
  const auto all = supervisor.Get("/api/v1/process");
  ASSERT_EQ(all.status, 200) << all.body;
  EXPECT_EQ(Int(all, "cases"), 2);
  EXPECT_EQ(Int(all, "activities.ticket_created"), 2);
  EXPECT_EQ(Int(all, "start.ticket_created"), 2);
  EXPECT_EQ(Int(all, "end.note_added"), 1);
  EXPECT_NE(all.body.find(R"({"from":"ticket_created","to":"classified","count":2)"),
            std::string::npos)
      << all.body;
}

TEST_P(Process, NewFacts_AreInTheNextAnswer) {
  const std::string no = Enter("dept_service");
  EXPECT_EQ(Int(supervisor.Get("/api/v1/process"), "activities.note_added"), 0);
  ASSERT_EQ(Act(supervisor, no, "note", R"({"text":"一"})").status, 200);
  EXPECT_EQ(Int(supervisor.Get("/api/v1/process"), "activities.note_added"), 1);
  ASSERT_EQ(Act(supervisor, no, "note", R"({"text":"二"})").status, 200);
  EXPECT_EQ(Int(supervisor.Get("/api/v1/process"), "activities.note_added"), 2);
}

TEST_P(Process, ClickOnAnArc_NamesItsTicketsNewestFirst) {
  const std::string first = Enter("dept_service"), second = Enter("dept_service"),
                    third = Enter("dept_service");
  for (const std::string& no : {first, third}) {
    ASSERT_EQ(Act(supervisor, no, "note", R"({"text":"一"})").status, 200);
    ASSERT_EQ(Act(supervisor, no, "note", R"({"text":"二"})").status, 200);
  }
  const std::string path = "/api/v1/process/tickets?";
  const Answer arc = supervisor.Get(path + "from=note_added&to=note_added");
  EXPECT_EQ(arc.body, R"({"count":2,"ticket_nos":[")" + third + R"(",")" + first + R"("]})");
  const Answer one = supervisor.Get(path + "from=note_added&to=note_added&limit=1");
  EXPECT_EQ(one.body, R"({"count":2,"ticket_nos":[")" + third + R"("]})");
  EXPECT_EQ(Int(supervisor.Get(path + "start=ticket_created"), "count"), 3);
  EXPECT_EQ(Int(supervisor.Get(path + "end=note_added"), "count"), 2);
  EXPECT_EQ(Int(supervisor.Get(path + "activity=note_added"), "count"), 2);
  EXPECT_EQ(Int(supervisor.Get(path + "from=note_added&to=resolved"), "count"), 0);
  EXPECT_EQ(Int(supervisor.Get(path + "from=no_such_step&to=resolved"), "count"), 0);
}

TEST_P(Process, Filters_NarrowTheCases) {
  Enter("dept_service", "inquiry");
  const Instant between = world.instance.clock().Now() + Duration::Minutes(30);
  world.instance.clock().Advance(Duration::Hours(1));
  Enter("dept_legal", "suggestion");
  const auto cases = [&](const std::string& query) {
    return Int(supervisor.Get("/api/v1/process?" + query), "cases");
  };
  EXPECT_EQ(cases(""), 2);
  EXPECT_EQ(cases("category=suggestion"), 1);
  EXPECT_EQ(cases("category=suggestion,inquiry"), 2);
  EXPECT_EQ(cases("department=" + Department("dept_legal")), 1);
  EXPECT_EQ(cases("created_from=" + FormatUtc(between)), 1);
  EXPECT_EQ(cases("created_to=" + FormatUtc(between)), 1);
  EXPECT_EQ(cases("created_to=" + FormatUtc(between) + "&category=suggestion"), 0);
  EXPECT_EQ(cases("channel=phone"), 2);
  EXPECT_EQ(cases("channel=email"), 0);
}

// Over a night the business clock stands still.
TEST_P(Process, BusinessClock_LeavesTheNightOut) {
  auto evening = ParseInstant("2026-03-10T17:30:00+08:00");  // a Tuesday
  ASSERT_TRUE(evening.ok());
  world.instance.clock().Set(*evening);
  supervisor = world.As("supervisor");
  const std::string no = Enter("dept_service");
  world.instance.clock().Advance(Duration::Hours(16));  // 09:30 the next day
  supervisor = world.As("supervisor");
  ASSERT_EQ(supervisor.Post("/api/v1/tickets/" + no + "/note", R"({"text":"一"})").status, 200);
  const std::string arc = R"("to":"note_added","count":1,"mean_s":)";
  const auto elapsed = supervisor.Get("/api/v1/process").body;
  const auto business = supervisor.Get("/api/v1/process?clock=business").body;
  EXPECT_NE(elapsed.find(arc + "57600"), std::string::npos) << elapsed;
  EXPECT_NE(business.find(arc + "3600"), std::string::npos) << business;
}

TEST_P(Process, BadQuestions_AreRefusedWithTheirField) {
  for (const char* query :
       {"process?category=nonsense", "process?department=x", "process?department=0",
        "process?created_from=yesterday", "process?clock=moon", "process?color=red",
        "process?variants=99999", "process?from=a", "process/tickets", "process/tickets?to=a",
        "process/tickets?from=a", "process/tickets?activity=a&limit=0",
        "process/findings?priority=9"}) {
    const Answer answer = supervisor.Get(std::string("/api/v1/") + query);
    EXPECT_EQ(answer.status, 400) << query << " " << answer.body;
  }
}

// Whoever may not read a ticket finds it neither counted nor named.
TEST_P(Process, OtherDepartmentsTickets_AreNotThere) {
  const std::string legal = Enter("dept_legal"), mine = Enter("dept_service");
  ApiClient leader = world.As("leader");
  const int64_t own = world.instance.ActorOf("leader").department_id;
  ASSERT_NE(own, world.instance.DepartmentId("dept_legal"));
  const std::string in_own =
      ApiWorld::Enter(supervisor, "请问几点关门", R"(,"department_id":)" + std::to_string(own));
  const std::string tickets = "/api/v1/process/tickets?activity=ticket_created";
  const Answer behind = leader.Get(tickets);
  ASSERT_EQ(behind.status, 200) << behind.body;
  EXPECT_EQ(behind.body.find(legal), std::string::npos) << behind.body;
  EXPECT_NE(behind.body.find(in_own), std::string::npos) << behind.body;
  EXPECT_EQ(Int(leader.Get("/api/v1/process"), "cases"), Int(behind, "count"));
  EXPECT_EQ(Int(leader.Get("/api/v1/process?department=" + Department("dept_legal")), "cases"), 0);
  // A ticket that moves away takes its past with it.
  ASSERT_EQ(Act(supervisor, in_own, "assign",
                R"({"department_id":)" + Department("dept_legal") + R"(,"reason":"移交"})")
                .status,
            200);
  EXPECT_EQ(leader.Get(tickets).body.find(in_own), std::string::npos);
}

// For every person: exactly the tickets of his list.
TEST_P(Process, TicketsCounted_AreThoseOfTheList) {
  for (const char* department : {"dept_service", "dept_legal", "dept_tech"}) {
    const std::string no = Enter(department);
    if (std::string_view(department) != "dept_tech") {
      Act(supervisor, no, "assign",
          R"({"owner_id":)" + std::to_string(world.instance.PersonId("agent")) +
              R"(,"reason":"轮到"})");
    }
  }
  app::ProcessLog log(world.instance.context());
  for (const char* login : {"supervisor", "leader", "agent", "tech", "product", "inspector",
                            "manager", "auditor", "admin"}) {
    const domain::Actor actor = world.instance.ActorOf(login);
    const auto behind = log.TicketsBehind(
        actor, {}, {mining::LivePlace::Kind::kActivity, "ticket_created", ""}, 100);
    ASSERT_TRUE(behind.ok());
    std::set<std::string> listed;
    if (actor.May("ticket.read")) {
      const auto page = world.instance.db().Get<app::TicketPage>([&](store::Session& session) {
        return app::ListTickets(world.instance.context(), session, actor, {});
      });
      ASSERT_TRUE(page.ok());
      for (const auto& row : page->items) listed.insert(row.ticket_no);
    }
    EXPECT_EQ(std::set<std::string>(behind->names.begin(), behind->names.end()), listed) << login;
  }
}

TEST_P(Process, Findings_NameThePingPongAndItsTickets) {
  std::string no;
  for (int i = 0; i < 4; ++i) {
    no = Enter("dept_service");
    for (const char* department : {"dept_legal", "dept_service", "dept_legal", "dept_service"}) {
      ASSERT_EQ(Act(supervisor, no, "assign",
                    R"({"department_id":)" + Department(department) + R"(,"reason":"移交"})")
                    .status,
                200);
    }
  }
  const Answer found = supervisor.Get("/api/v1/process/findings");
  ASSERT_EQ(found.status, 200) << found.body;
  EXPECT_NE(found.body.find(R"("kind":"department_ping_pong")"), std::string::npos) << found.body;
  EXPECT_NE(found.body.find(no), std::string::npos);
  ApiClient tech = world.As("manager");
  EXPECT_EQ(tech.Get("/api/v1/process/findings?department=999999").body, R"({"items":[]})");
}

// Much that is missing is read in the background; what it read is what reading at once gives.
TEST_P(Process, LongLog_IsReadInTheBackground) {
  for (int i = 0; i < 5; ++i) {
    const std::string no = Enter(i % 2 == 0 ? "dept_service" : "dept_legal");
    ASSERT_EQ(Act(supervisor, no, "note", R"({"text":"看过了"})").status, 200);
  }
  const domain::Actor reader = world.instance.ActorOf("supervisor");
  app::ProcessLog whole(world.instance.context());
  const auto expected = whole.Summary(reader, {});
  ASSERT_TRUE(expected.ok()) << expected.error().ToString();

  app::ProcessLog patient(world.instance.context(),
                          {.at_once = 0, .patience = std::chrono::minutes(1)});
  const auto waited = patient.Summary(reader, {});
  ASSERT_TRUE(waited.ok()) << waited.error().ToString();
  EXPECT_EQ(waited->events, expected->events);
  EXPECT_EQ(waited->variant_count, expected->variant_count);

  // Who will not wait is told to come again, and one day is answered.
  app::ProcessLog hasty(world.instance.context(),
                        {.at_once = 0, .patience = std::chrono::milliseconds(0)});
  auto answered = hasty.Summary(reader, {});
  while (!answered.ok()) {
    ASSERT_EQ(answered.error().type, "log_being_read") << answered.error().ToString();
    ASSERT_EQ(answered.error().code, ErrorCode::kUnavailable);
    std::this_thread::yield();
    answered = hasty.Summary(reader, {});
  }
  EXPECT_EQ(answered->events, expected->events);
  Enter("dept_service");
  auto later = hasty.Summary(reader, {});
  while (!later.ok()) later = hasty.Summary(reader, {});
  EXPECT_GT(later->events, expected->events);
}

// One event somebody spoilt hides neither the other tickets nor the rest of the map.
TEST_P(Process, EventThatCannotBeRead_IsPassedOverAndCounted) {
  const std::string spoilt = Enter("dept_service"), whole = Enter("dept_service");
  ASSERT_EQ(Act(supervisor, whole, "note", R"({"text":"看过了"})").status, 200);
  const auto changed = world.instance.db().writer().Run([&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const int64_t n,
               tx.db().ExecSql("UPDATE events SET payload = 'x' WHERE kind = 'classified' AND "
                               "ticket_no = '" +
                                   spoilt + "'",
                               {}));
    EXPECT_EQ(n, 1);
    return Ok();
  });
  ASSERT_TRUE(changed.ok()) << changed.error().ToString();
  const Answer answer = supervisor.Get("/api/v1/process");
  EXPECT_EQ(Int(answer, "unreadable_events"), 1);
  EXPECT_EQ(Int(answer, "cases"), 2);
  EXPECT_EQ(Int(answer, "activities.note_added"), 1);
  auto connection = store::OpenReadOnly(world.instance.db().url());
  ASSERT_TRUE(connection.ok()) << connection.error().ToString();
  const auto loaded = app::ReadTicketLog(**connection);
  ASSERT_TRUE(loaded.ok()) << loaded.error().ToString();
  EXPECT_EQ(loaded->log.case_count(), 1u);
  EXPECT_EQ(loaded->report.cases_dropped, 1u);
  ASSERT_EQ(loaded->report.problems.size(), 1u);
}

// Read beside the running instance, in one snapshot.
TEST_P(Process, DatabaseAsALog_IsTheSameProcess) {
  const std::string first = Enter("dept_service"), second = Enter("dept_legal", "suggestion");
  ASSERT_EQ(Act(supervisor, first, "note", R"({"text":"不外传的话"})").status, 200);
  ASSERT_EQ(Act(supervisor, second, "watch", "{}").status, 200);
  auto connection = store::OpenReadOnly(world.instance.db().url());
  ASSERT_TRUE(connection.ok()) << connection.error().ToString();
  ASSERT_EQ(Act(supervisor, first, "note", R"({"text":"之后"})").status, 200);
  const auto loaded = app::ReadTicketLog(**connection);
  ASSERT_TRUE(loaded.ok()) << loaded.error().ToString();
  const mining::EventLog* const log = &loaded->log;
  EXPECT_EQ(log->case_count(), 2u);
  const auto dfg = mining::DiscoverDfg(*log);
  const mining::Id note = log->activity_names().Find("note_added");
  ASSERT_NE(note, mining::kNoId);
  EXPECT_EQ(dfg.activity[note], 1u);  // of the snapshot's moment
  EXPECT_EQ(log->activity_names().Find("watched"), mining::kNoId);
  const auto* category = log->FindAttribute(mining::AttributeScope::kCase, "category");
  ASSERT_NE(category, nullptr);
  const size_t at = log->CaseName(0) == second ? 0 : 1;
  EXPECT_EQ(log->CaseName(at), second);
  EXPECT_EQ(log->ValueName(category->values[at]), "suggestion");
  const auto* group = log->FindAttribute(mining::AttributeScope::kEvent, "org:group");
  const auto* to = log->FindAttribute(mining::AttributeScope::kEvent, "state_to");
  ASSERT_NE(group, nullptr);
  EXPECT_EQ(log->ValueName(group->values[log->CaseEnd(at) - 1]),
            world.instance.config()->DepartmentName(world.instance.DepartmentId("dept_legal")));
  EXPECT_EQ(log->ValueName(to->values[log->CaseBegin(at)]), "pending");
  EXPECT_EQ((*connection)->ExecSql("DELETE FROM tickets", {}).ok(), false);
}

TEST(ReadOnlyDatabase, WhatIsNoInstance_IsRefused) {
  EXPECT_EQ(store::OpenReadOnly("sqlite:///nowhere/at/all.db").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(store::OpenReadOnly("nonsense").error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace huiyin::test
