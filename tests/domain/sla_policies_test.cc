// Policies that a ticket's facts name: they apply from the fact on, and nothing changes before.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "domain/sla.h"

namespace huiyin::domain {
namespace {

using Policies = std::vector<SlaPolicy>;

Instant Utc(const char* text) { return *ParseInstant(text); }
Term Hours(int64_t n) { return {n, TermUnit::kHour, TermBasis::kElapsed}; }

SlaPolicy Policy(const std::string& id, int64_t version, ClockKind kind, Term limit) {
  SlaPolicy policy;
  policy.id = id;
  policy.version = version;
  policy.rules = {{kind, {}, limit}};
  return policy;
}

// "vip@1": an answer within an hour, "vip@2": within half a day; "mid@1" stands for the built-in
// mid.
SlaRules Rules() {
  SlaRules rules;
  rules.pinned = [](const std::vector<std::string>& names) -> std::shared_ptr<const Policies> {
    auto set = std::make_shared<Policies>(DefaultPolicies());
    for (const std::string& name : names) {
      if (name == "vip@1") set->push_back(Policy("vip", 1, ClockKind::kFirstResponse, Hours(1)));
      if (name == "vip@2") set->push_back(Policy("vip", 2, ClockKind::kFirstResponse, Hours(12)));
      if (name == "unknown@1") return nullptr;
    }
    return set;
  };
  return rules;
}

const Instant kReceived = Utc("2026-03-10T00:00:00Z");

std::vector<Fact> Ticket(const std::vector<std::string>& sla) {
  std::vector<Fact> facts = {
      MakeFact(fact::kTicketCreated, kReceived, "customer").Set("channel", std::string("web_form")),
      MakeFact(fact::kClassified, kReceived, "system")
          .Set("priority", std::string("mid"))
          .Set("category", std::string("inquiry"))};
  if (!sla.empty()) facts[1].Set("sla", sla);
  return facts;
}

Fact Changed(Instant at, const std::vector<std::string>& sla) {
  return MakeFact(fact::kSlaPolicyChanged, at, "user:1").Set("sla", sla);
}

ClockResult FirstResponse(const std::vector<Fact>& facts, Instant now = kReceived) {
  for (const ClockResult& clock :
       ComputeClocks(facts, Rules(), *Calendar::CnStandard(), now, Explain::kYes)) {
    if (clock.kind == ClockKind::kFirstResponse) return clock;
  }
  ADD_FAILURE() << "no first_response";
  return {};
}

TEST(NamedPolicies, TicketThatNamesNone_HasTheBuiltInOnes) {
  EXPECT_EQ(FirstResponse(Ticket({})).due_at, kReceived + Duration::Hours(24));
  EXPECT_EQ(FirstResponse(Ticket({"unknown@1"})).due_at, kReceived + Duration::Hours(24));
}

TEST(NamedPolicies, TicketThatNamesOne_HasItAndSaysItsVersion) {
  const ClockResult clock = FirstResponse(Ticket({"vip@1"}));
  EXPECT_EQ(clock.due_at, kReceived + Duration::Hours(1));
  bool said = false;
  for (const ExplainStep& step : clock.explained) {
    said = said || step.zh.find("vip（第 1 版）") != std::string::npos;
  }
  EXPECT_TRUE(said);
}

// A stricter policy leaves at least a quarter of its term from the change.
TEST(NamedPolicies, StricterOne_GrantsAQuarterFromTheChange) {
  auto facts = Ticket({"vip@2"});
  const Instant change = kReceived + Duration::Hours(10);
  facts.push_back(Changed(change, {"vip@1"}));
  const ClockResult clock = FirstResponse(facts, change);
  EXPECT_EQ(clock.due_at, change + Duration::Minutes(15));
  EXPECT_EQ(clock.state, ClockState::kRunning);
}

TEST(NamedPolicies, LooserOne_GivesTheNewTermFromTheStart) {
  auto facts = Ticket({"vip@1"});
  facts.push_back(Changed(kReceived + Duration::Minutes(30), {"vip@2"}));
  EXPECT_EQ(FirstResponse(facts).due_at, kReceived + Duration::Hours(12));
}

TEST(NamedPolicies, BreachBeforeTheChange_Stays) {
  auto facts = Ticket({"vip@1"});
  facts.push_back(Changed(kReceived + Duration::Hours(2), {"vip@2"}));
  EXPECT_EQ(FirstResponse(facts, kReceived + Duration::Hours(3)).state, ClockState::kBreached);
  EXPECT_EQ(FirstResponse(facts).due_at, kReceived + Duration::Hours(1));
}

TEST(NamedPolicies, VerdictThatWasReached_Stays) {
  auto facts = Ticket({"vip@2"});
  facts.push_back(MakeFact(fact::kHumanReply, kReceived + Duration::Hours(3), "user:1"));
  const ClockResult before = FirstResponse(facts);
  facts.push_back(Changed(kReceived + Duration::Hours(4), {"vip@1"}));
  const ClockResult after = FirstResponse(facts);
  EXPECT_EQ(before.state, ClockState::kMet);
  EXPECT_EQ(after.state, ClockState::kMet);
  EXPECT_EQ(after.due_at, before.due_at);
}

// A fact that names the same policies again changes no due, whenever it comes.
TEST(NamedPolicies, SamePoliciesAgain_ChangeNothing_Property) {
  EXPECT_TRUE(rc::check("same again", [] {
    const std::vector<std::string> choices[] = {{}, {"vip@1"}, {"vip@2"}};
    const auto& names = choices[*rc::gen::inRange(0, 3)];
    const auto minutes = *rc::gen::inRange<int64_t>(0, 60 * 48);
    auto facts = Ticket(names);
    const Instant at = kReceived + Duration::Minutes(minutes);
    const auto before = ComputeClocks(facts, Rules(), *Calendar::CnStandard(), at);
    facts.push_back(Changed(at, names));
    const auto after = ComputeClocks(facts, Rules(), *Calendar::CnStandard(), at);
    RC_ASSERT(before.size() == after.size());
    for (size_t i = 0; i < before.size(); ++i) {
      RC_ASSERT(before[i].due_at == after[i].due_at);
      RC_ASSERT(before[i].state == after[i].state);
    }
  }));
}

}  // namespace
}  // namespace huiyin::domain
