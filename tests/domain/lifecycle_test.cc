#include "domain/lifecycle.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace huiyin::domain {
namespace {

const Instant kStart = *ParseInstant("2026-03-10T14:20:00+08:00");

Fact At(int minute, std::string kind, std::string actor = "user:1") {
  return MakeFact(std::move(kind), kStart + Duration::Minutes(minute), std::move(actor));
}

std::vector<Fact> Opened(std::string category, std::string priority) {
  return {At(0, fact::kTicketCreated, "customer")
              .Set("category", std::move(category))
              .Set("priority", std::move(priority))
              .Set("department_id", int64_t{3})};
}

std::vector<std::string> Guards(const Lifecycle& t, Transition transition, int64_t actor = 1,
                                Instant now = kStart) {
  std::vector<std::string> out;
  for (const auto& refusal : Check(t, transition, LifecyclePolicy{}, now, actor)) {
    out.push_back(refusal.guard);
  }
  return out;
}

TEST(Lifecycle, WholeLoop_WhenCustomerIsDissatisfiedOnce_EndsConfirmedInCycleTwo) {
  auto facts = Opened("complaint", "mid");
  facts.push_back(At(1, fact::kWorkStarted).Set("owner_id", int64_t{1}));
  facts.push_back(At(2, fact::kSolutionCommunicated));
  facts.push_back(At(3, fact::kResolved));
  facts.push_back(At(4, fact::kReopened, "customer"));
  EXPECT_EQ(Replay(facts).state, State::kInProgress);
  EXPECT_EQ(Guards(Replay(facts), Transition::kResolve),
            std::vector<std::string>{"solution_not_communicated"});
  facts.push_back(At(5, fact::kSolutionCommunicated));
  facts.push_back(At(6, fact::kResolved));
  facts.push_back(At(7, fact::kCustomerConfirmed, "customer"));
  const Lifecycle t = Replay(facts);
  EXPECT_EQ(t.state, State::kClosed);
  EXPECT_EQ(t.close_reason, CloseReason::kConfirmed);
  EXPECT_EQ(t.cycle, 2);
}

TEST(Lifecycle, FirstOwner_WhenOwnerChanges_StaysTheFirstAsked) {
  auto facts = Opened("inquiry", "low");
  facts.push_back(At(1, fact::kAssigned).Set("owner_id", int64_t{7}));
  facts.push_back(At(2, fact::kAssigned).Set("owner_id", int64_t{9}));
  EXPECT_EQ(Replay(facts).owner_id, 9);
  EXPECT_EQ(Replay(facts).first_owner_id, 7);
}

TEST(Approval, HighPriority_NeedsApprovalBeforeTheCustomerIsTold) {
  auto facts = Opened("malfunction", "high");
  facts.push_back(At(1, fact::kWorkStarted).Set("owner_id", int64_t{1}));
  EXPECT_EQ(Guards(Replay(facts), Transition::kCommunicateSolution),
            std::vector<std::string>{"approval_missing"});
  facts.push_back(At(2, fact::kSolutionPlanned));
  EXPECT_EQ(Guards(Replay(facts), Transition::kRequestApproval),
            std::vector<std::string>{"evaluation_missing"});
  facts.push_back(At(3, fact::kSolutionEvaluated));
  facts.push_back(
      At(4, fact::kApprovalRequested).Set("roles", std::vector<std::string>{"team_leader"}));
  EXPECT_EQ(Guards(Replay(facts), Transition::kApprove, 1),
            std::vector<std::string>{"own_approval"});
  EXPECT_TRUE(Guards(Replay(facts), Transition::kApprove, 2).empty());
  facts.push_back(At(5, fact::kApprovalDecided, "user:2")
                      .Set("step", int64_t{0})
                      .Set("decision", std::string("approved")));
  EXPECT_TRUE(Guards(Replay(facts), Transition::kCommunicateSolution).empty());
  facts.push_back(At(6, fact::kSolutionPlanned));
  EXPECT_EQ(Guards(Replay(facts), Transition::kCommunicateSolution),
            std::vector<std::string>{"approval_missing"})
      << "a new plan needs a new approval";
}

TEST(Approval, Chain_GrowsWithTheCompensation) {
  Lifecycle t;
  t.priority = Priority::kMid;
  const ApprovalPolicy policy;
  t.compensation_minor = 20'000;
  EXPECT_TRUE(RequiredApprovals(t, policy).empty());
  t.compensation_minor = 20'001;
  EXPECT_EQ(RequiredApprovals(t, policy), std::vector<std::string>{"team_leader"});
  t.compensation_minor = 600'000;
  EXPECT_EQ(RequiredApprovals(t, policy),
            (std::vector<std::string>{"team_leader", "service_supervisor", "management"}));
}

TEST(Reopen, FromClosed_OnlyWithinThirtyDays) {
  auto facts = Opened("complaint", "mid");
  facts.push_back(At(1, fact::kWorkStarted).Set("owner_id", int64_t{1}));
  facts.push_back(At(2, fact::kSolutionCommunicated));
  facts.push_back(At(3, fact::kResolved));
  facts.push_back(At(4, fact::kCustomerConfirmed, "customer"));
  const Instant closed = kStart + Duration::Minutes(4);
  EXPECT_TRUE(Guards(Replay(facts), Transition::kReopen, 0, closed + Duration::Days(30)).empty());
  EXPECT_EQ(Guards(Replay(facts), Transition::kReopen, 0,
                   closed + Duration::Days(30) + Duration::Millis(1)),
            std::vector<std::string>{"reopen_window_over"});
}

TEST(Merge, UndoneMerge_RestoresTheState) {
  auto facts = Opened("complaint", "mid");
  facts.push_back(At(1, fact::kWorkStarted).Set("owner_id", int64_t{1}));
  const Lifecycle before = Replay(facts);
  facts.push_back(At(2, fact::kMerged).Set("into", int64_t{99}));
  EXPECT_EQ(Replay(facts).state, State::kClosed);
  EXPECT_EQ(Guards(Replay(facts), Transition::kReply), std::vector<std::string>{"merged"});
  facts.push_back(At(3, fact::kUnmerged)
                      .Set("state", std::string(Name(before.state)))
                      .Set("sub_state", std::string(Name(*before.sub_state))));
  EXPECT_EQ(Replay(facts).state, State::kInProgress);
  EXPECT_EQ(Replay(facts).merged_into, 0);
}

// Whatever order guarded transitions come in, the states of domain.md §1.3 stay closed: nothing is
// resolved without a told solution, nothing reopened that was voided, the first owner never
// changes.
TEST(Lifecycle, GuardedWalk_KeepsTheInvariants_Property) {
  static const std::pair<Transition, const char*> kSteps[] = {
      {Transition::kStartWork, fact::kWorkStarted},
      {Transition::kCompleteAnalysis, fact::kAnalysisCompleted},
      {Transition::kPlan, fact::kSolutionPlanned},
      {Transition::kEvaluate, fact::kSolutionEvaluated},
      {Transition::kRequestApproval, fact::kApprovalRequested},
      {Transition::kApprove, fact::kApprovalDecided},
      {Transition::kCommunicateSolution, fact::kSolutionCommunicated},
      {Transition::kImplementationDone, fact::kImplementationDone},
      {Transition::kTestFailed, fact::kTestFailed},
      {Transition::kResolve, fact::kResolved},
      {Transition::kConfirm, fact::kCustomerConfirmed},
      {Transition::kReopen, fact::kReopened},
      {Transition::kVoid, fact::kVoided},
      {Transition::kAskCustomer, fact::kCustomerAsked},
      {Transition::kResume, fact::kWorkResumed},
  };
  EXPECT_TRUE(rc::check("guarded walk", [] {
    const auto walk =
        *rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(0, std::size(kSteps)));
    Lifecycle t;
    Apply(t, Opened("malfunction", *rc::gen::element<std::string>("low", "mid", "high"))[0]);
    int minute = 1;
    int64_t first_owner = 0;
    for (const size_t index : walk) {
      const auto [transition, kind] = kSteps[index];
      const int64_t actor = 1 + static_cast<int64_t>(index % 3);
      if (!Check(t, transition, LifecyclePolicy{}, kStart + Duration::Minutes(minute), actor)
               .empty()) {
        continue;
      }
      Fact fact = At(minute++, kind, "user:" + std::to_string(actor));
      if (transition == Transition::kStartWork) fact.Set("owner_id", actor);
      if (transition == Transition::kRequestApproval) {
        fact.Set("roles", RequiredApprovals(t, LifecyclePolicy{}.approval));
      }
      if (transition == Transition::kApprove) {
        RC_ASSERT(actor != t.planned_by);
        fact.Set("step", int64_t{0}).Set("decision", std::string("approved"));
      }
      if (transition == Transition::kVoid) fact.Set("reason", std::string("spam"));
      if (transition == Transition::kResolve) RC_ASSERT(t.solution_told_at.has_value());
      if (transition == Transition::kReopen) RC_ASSERT(!t.voided);
      Apply(t, fact);
      if (first_owner == 0) first_owner = t.first_owner_id;
      RC_ASSERT(t.first_owner_id == first_owner);
      RC_ASSERT((t.state == State::kInProgress) == t.sub_state.has_value());
      RC_ASSERT((t.state == State::kClosed) == t.closed_at.has_value());
    }
  }));
}

}  // namespace
}  // namespace huiyin::domain
