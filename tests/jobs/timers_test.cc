// What happens to tickets by the mere passing of time: levels of the ladder, reminders, resuming,
// closing; each once, whoever looks and however often.
#include "jobs/timers.h"

#include <set>
#include <thread>

#include "app/config.h"
#include "app/documents.h"
#include "jobs_world.h"

namespace huiyin::test {
namespace {

using domain::Transition;
namespace fact = domain::fact;

class Timers : public OnBothEngines {
 protected:
  int Run() {
    const auto done = jobs::RunTimers(world.context(), 200);
    if (!done.ok()) ADD_FAILURE() << done.error().ToString();
    return done.ok() ? *done : -1;
  }
  // A ticket in progress that has just asked its customer.
  std::string Waiting() {
    const std::string ticket = world.Open("mid");
    world.Act(ticket, Transition::kStartWork);
    world.Ask(ticket, "请问订单编号是多少？");
    return ticket;
  }
  std::string SubState(const std::string& ticket) {
    const auto sub = world.Read(ticket).life.sub_state;
    return sub ? std::string(domain::Name(*sub)) : "";
  }
  // "ack/warn_50" of every escalation and breach of the ticket, with repetitions.
  std::multiset<std::string> Fired(const std::string& ticket) {
    std::multiset<std::string> out;
    for (const domain::Fact& f : world.Read(ticket).facts) {
      if (f.kind == fact::kEscalated || f.kind == fact::kClockBreached) {
        out.insert(f.Text("clock") + "/" + f.Text("level"));
      }
    }
    return out;
  }
};

TEST_P(Timers, Level_FiresAtItsInstantAndOnce) {
  const std::string ticket = world.Open("mid");
  world.Pass(Duration::Hours(12) - Duration::Millis(1));
  EXPECT_EQ(Run(), 0);
  world.Pass(Duration::Millis(1));
  Run();
  EXPECT_EQ(Fired(ticket).count("first_response/warn_50"), 1u);
  Run();
  Run();
  EXPECT_EQ(Fired(ticket).count("first_response/warn_50"), 1u);
  EXPECT_EQ(Fired(ticket).count("first_response/warn_75"), 0u);
}

TEST_P(Timers, DutyOfLaw_WarnsAndBreachesUnderItsOwnName) {
  const auto put = app::PutDocument(
      world.context(), app::DefaultDocumentKinds(), world.instance.ActorOf("admin"),
      {"sla_policy", "bank", R"({"when":{"category":"complaint"},"statutory":["stat_bank_reply"]})",
       0});
  ASSERT_TRUE(put.ok()) << put.error().ToString();
  const std::string ticket = world.Open("mid", "complaint", "理财产品亏损没有人解释");
  world.Pass(Duration::Days(8));
  Run();
  EXPECT_EQ(Fired(ticket).count("stat_bank_reply/warn_50"), 1u);
  EXPECT_EQ(Fired(ticket).count("stat_bank_reply/breach"), 0u);
  world.Pass(Duration::Days(8));
  Run();
  Run();
  EXPECT_EQ(Fired(ticket).count("stat_bank_reply/breach"), 1u);
}

TEST_P(Timers, Levels_WhenNobodyLookedForDays_AllFireWithTheirOwnInstants) {
  const std::string ticket = world.Open("mid");
  const Instant received = world.context().Now();
  world.Pass(Duration::Days(3));
  Run();
  for (const char* level : {"warn_50", "warn_75", "warn_90", "breach", "esc_150", "esc_200"}) {
    EXPECT_EQ(Fired(ticket).count(std::string("first_response/") + level), 1u) << level;
  }
  for (const domain::Fact& f : world.Read(ticket).facts) {
    if (f.kind != fact::kClockBreached || f.Text("clock") != "first_response") continue;
    EXPECT_EQ(f.Text("at"), FormatUtc(received + Duration::Hours(24)));
  }
}

TEST_P(Timers, TwoRunnersAtOnce_FireEachLevelOnce) {
  std::vector<std::string> tickets;
  for (int i = 0; i < 8; ++i) tickets.push_back(world.Open("high", "malfunction"));
  world.Pass(Duration::Days(2));
  std::vector<std::thread> runners;
  for (int i = 0; i < 2; ++i) runners.emplace_back([&] { Run(); });
  for (std::thread& runner : runners) runner.join();
  Run();
  for (const std::string& ticket : tickets) {
    const auto fired = Fired(ticket);
    EXPECT_FALSE(fired.empty());
    EXPECT_EQ(std::set<std::string>(fired.begin(), fired.end()).size(), fired.size()) << ticket;
  }
  // Each customer had one apology a cycle.
  EXPECT_EQ(world.Notices("breach_apology").size(), tickets.size());
}

TEST_P(Timers, SilentCustomer_IsRemindedAfterOneAndThreeDaysOnceEach) {
  const std::string ticket = Waiting();
  EXPECT_EQ(world.Notices("clarify").size(), 1u);
  // Timers run for other clocks as well; they must not mail again.
  for (int hour = 1; hour <= 6 * 24; ++hour) {
    world.Pass(Duration::Hours(1));
    Run();
    const size_t reminders = hour < 24 ? 0 : hour < 72 ? 1 : 2;
    ASSERT_EQ(world.Notices("clarify").size(), 1 + reminders) << hour;
  }
  for (const auto& notice : world.Notices("clarify")) {
    EXPECT_NE(notice.payload.find("请问订单编号是多少？"), std::string::npos) << notice.payload;
    // Asked 2026-03-10 16:20 local time; the work goes on seven days later.
    EXPECT_NE(notice.payload.find("2026-03-17 16:20"), std::string::npos) << notice.payload;
  }
}

TEST_P(Timers, SilentCustomer_AfterSevenDaysTheWorkGoesOn) {
  const std::string ticket = Waiting();
  world.Pass(Duration::Days(7) - Duration::Millis(1));
  Run();
  EXPECT_EQ(SubState(ticket), "waiting_customer");
  world.Pass(Duration::Millis(1));
  Run();
  EXPECT_NE(SubState(ticket), "waiting_customer");
  Run();
  EXPECT_EQ(world.CountFacts(ticket, fact::kWorkResumed), 1);
}

TEST_P(Timers, AskingAgain_DoesNotProlongTheWait) {
  const std::string ticket = Waiting();
  world.Pass(Duration::Days(5));
  world.Ask(ticket, "还需要购买日期。");
  world.Pass(Duration::Days(2));
  Run();
  // Seven days after the first question, as the clocks count.
  EXPECT_NE(SubState(ticket), "waiting_customer");
}

TEST_P(Timers, Wait_WhenANoteCameAfterItsEnd_StillGoesOn) {
  const std::string ticket = Waiting();
  world.Pass(Duration::Days(8));
  world.Act(ticket, Transition::kNote, "客户仍未回复");
  Run();
  EXPECT_NE(SubState(ticket), "waiting_customer");
}

TEST_P(Timers, NewWait_AfterAnAnswer_HasItsOwnRemindersAndEnd) {
  const std::string ticket = Waiting();
  world.Pass(Duration::Hours(30));
  Run();
  ASSERT_EQ(world.Notices("clarify").size(), 2u);
  world.Act(ticket, Transition::kResume);
  world.Ask(ticket, "还需要购买日期。");
  world.Pass(Duration::Hours(24));
  Run();
  EXPECT_EQ(world.Notices("clarify").size(), 4u);
  world.Pass(Duration::Days(6) - Duration::Millis(1));
  Run();
  EXPECT_EQ(SubState(ticket), "waiting_customer");
  world.Pass(Duration::Millis(1));
  Run();
  EXPECT_NE(SubState(ticket), "waiting_customer");
}

INSTANTIATE_TEST_SUITE_P(Engines, Timers, BothEngines(), EngineName);

}  // namespace
}  // namespace huiyin::test
