// Waiting tickets are handed out when somebody comes online.
#include "jobs/assign.h"

#include "app/config.h"
#include "app/users.h"
#include "jobs_world.h"

namespace huiyin::test {
namespace {

class Assign : public OnBothEngines {
 protected:
  int Run(int limit = 200) {
    const auto given = jobs::AssignWaiting(world.context(), limit);
    if (!given.ok()) ADD_FAILURE() << given.error().ToString();
    return given.ok() ? *given : -1;
  }
  void Online(const char* login, bool online) {
    const Status done = app::SetOnline(world.context(), world.instance.ActorOf(login),
                                       world.instance.PersonId(login), online);
    if (!done.ok()) ADD_FAILURE() << done.error().ToString();
  }
  int Return() {
    const auto returned = jobs::ReturnWorkOfLeavers(world.context(), 200);
    if (!returned.ok()) ADD_FAILURE() << returned.error().ToString();
    return returned.ok() ? *returned : -1;
  }
  void Leave(const char* login) {
    app::UserChange change;
    change.active = false;
    const int64_t id = world.instance.PersonId(login);
    const auto version = world.context().config->Get()->people.at(id).version;
    const auto done =
        app::UpdateUser(world.context(), world.instance.ActorOf("admin"), id, change, version);
    if (!done.ok()) ADD_FAILURE() << done.error().ToString();
  }
  void Do(const std::string& ticket, const app::Action& action) {
    const auto done =
        app::ActOnTicket(world.context(), world.instance.ActorOf("supervisor"), ticket, action);
    if (!done.ok()) ADD_FAILURE() << done.error().ToString();
  }
  int64_t Owner(const std::string& ticket) { return world.Read(ticket).life.owner_id; }
};

TEST_P(Assign, Tickets_WaitUntilSomebodyComesOnline_ThenDrainOldestFirst) {
  std::vector<std::string> tickets;
  for (int i = 0; i < 3; ++i) {
    tickets.push_back(world.Open("mid"));
    world.Pass(Duration::Minutes(20));
  }
  EXPECT_EQ(Run(), 0);
  Online("agent", true);
  EXPECT_EQ(Run(1), 1);
  EXPECT_EQ(Owner(tickets[0]), world.instance.PersonId("agent"));
  EXPECT_EQ(Owner(tickets[1]), 0);
  EXPECT_EQ(Run(), 2);
  EXPECT_EQ(Run(), 0);
}

TEST_P(Assign, Work_IsSharedByLoadAmongThoseOnline) {
  Online("agent", true);
  Online("agent2", true);
  for (int i = 0; i < 6; ++i) {
    world.Open("mid");
    world.Pass(Duration::Minutes(20));
  }
  EXPECT_EQ(Run(), 6);
  int agent = 0;
  const Status read = world.instance.db().Read([&](store::Session& session) -> Status {
    return session.Each(store::q::open_count_by_owner, {}, [&](const store::Row& row) -> Status {
      if (row.Int(0) == world.instance.PersonId("agent")) agent = static_cast<int>(row.Int(1));
      return Ok();
    });
  });
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(agent, 3);
}

TEST_P(Assign, Capacity_IsNeverExceeded) {
  Online("agent", true);
  for (int i = 0; i < 23; ++i) {
    world.Open("mid");
    world.Pass(Duration::Minutes(20));
  }
  EXPECT_EQ(Run(), 20);
  EXPECT_EQ(Run(), 0);
}

TEST_P(Assign, WorkOfSomebodyWhoLeft_IsReturnedAndGivenToOthers) {
  Online("agent2", true);
  const std::string waiting = world.Open("mid"), started = world.Open("high", "complaint");
  EXPECT_EQ(Run(), 2);
  world.Act(started, domain::Transition::kStartWork);
  Online("agent", true);
  EXPECT_EQ(Return(), 0);  // offline or busy is not gone

  Leave("agent2");
  EXPECT_EQ(Return(), 2);
  EXPECT_EQ(Return(), 0);
  EXPECT_EQ(Owner(waiting), 0);
  EXPECT_EQ(world.Read(started).life.state, domain::State::kInProgress);
  EXPECT_EQ(Run(), 2);
  for (const std::string& ticket : {waiting, started}) {
    const auto record = world.Read(ticket);
    EXPECT_EQ(record.life.owner_id, world.instance.PersonId("agent"));
    // Who was the first to answer for it is history and stays.
    EXPECT_EQ(record.life.first_owner_id, world.instance.PersonId("agent2"));
  }
}

TEST_P(Assign, ResolvedWorkOfSomebodyWhoLeft_StaysUntilReopened) {
  Online("agent2", true);
  const std::string ticket = world.Open("mid");
  EXPECT_EQ(Run(), 1);
  world.Act(ticket, domain::Transition::kStartWork);
  world.Act(ticket, domain::Transition::kCommunicateSolution, "请在设置里更改收货地址");
  app::Action resolve;
  resolve.verb = domain::Transition::kResolve;
  resolve.summary = "已告知客户";
  Do(ticket, resolve);
  Leave("agent2");
  EXPECT_EQ(Return(), 0);
  app::Action reopen;
  reopen.verb = domain::Transition::kReopen;
  reopen.reason = "还是改不了";
  Do(ticket, reopen);
  EXPECT_EQ(Return(), 1);
  EXPECT_EQ(Owner(ticket), 0);
}

TEST_P(Assign, DepartmentWhereNobodyIsOnline_HoldsUpNoOther) {
  std::vector<std::string> elsewhere;
  for (int i = 0; i < 4; ++i) {
    elsewhere.push_back(world.Open("mid", "inquiry", "安装失败", "dept_tech"));
    world.Pass(Duration::Minutes(20));
  }
  const std::string ours = world.Open("mid");
  Online("agent", true);
  // Fewer at once than wait, older, in the other department.
  EXPECT_EQ(Run(2), 1);
  EXPECT_EQ(Owner(ours), world.instance.PersonId("agent"));
  for (const std::string& ticket : elsewhere) EXPECT_EQ(Owner(ticket), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, Assign, BothEngines(), EngineName);

}  // namespace
}  // namespace huiyin::test
