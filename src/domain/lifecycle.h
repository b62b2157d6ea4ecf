// The life of a ticket (domain.md §1.3): what its facts make of it, which transitions its guards
// allow, and why not. Pure; used live and in replay.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "domain/fact.h"
#include "domain/vocabulary.h"

namespace huiyin::domain {

enum class Transition {
  kAcknowledge,
  kAssign,
  kStartWork,
  kCompleteAnalysis,
  kPlan,
  kEvaluate,
  kRequestApproval,
  kApprove,
  kReject,
  kCommunicateSolution,
  kImplementationDone,
  kTestFailed,
  kResolve,
  kConfirm,
  kClose,
  kReopen,
  kVoid,
  kAskCustomer,
  kWaitThirdParty,
  kResume,
  kProgress,
  kWorkaround,
  kReply,
  kNote,
  kSetPriority,
  kCorrect,
  kMerge,
  kUnmerge,
  kSplit,
  kLink,
  kUnlink,
  kTask,
  kTaskDone,
  kWatch,
  kUnwatch,
  kReveal,
  kEdit,
};
std::string_view Name(Transition transition);  // "complete_analysis", as in the API
std::optional<Transition> ParseTransition(std::string_view name);
std::span<const Transition> AllTransitions();

enum class ApprovalState { kNone, kWaiting, kApproved, kRejected };
std::string_view Name(ApprovalState state);

// Who must approve a solution: every priority `high` one by a team leader, and compensation above
// each limit by one role more (a chain; the first limit that is not passed ends it).
struct ApprovalPolicy {
  struct Step {
    int64_t above_minor;  // compensation strictly above this needs `role`
    std::string role;
  };
  std::string high_priority_role = "team_leader";
  std::vector<Step> compensation = {
      {20'000, "team_leader"}, {100'000, "service_supervisor"}, {500'000, "management"}};
};

struct LifecyclePolicy {
  Duration confirmation_window = Duration::Days(7);
  Duration reopen_window = Duration::Days(30);  // from closed
  ApprovalPolicy approval;
};

struct ApprovalStep {
  std::string role;
  int64_t decided_by = 0;
  std::optional<Instant> decided_at;
  std::string decision;  // "", "approved", "rejected"
};

struct Lifecycle {
  State state = State::kPending;
  std::optional<SubState> sub_state;
  std::optional<CloseReason> close_reason;
  Category category = Category::kOther;
  std::optional<ComplaintKind> complaint_kind;
  Priority priority = Priority::kLow;
  bool sensitive = false;
  int cycle = 1;
  int64_t department_id = 0;
  int64_t owner_id = 0;
  int64_t first_owner_id = 0;
  Instant received_at, created_at, updated_at;
  std::optional<Instant> acknowledged_at, analysis_done_at, solution_told_at, resolved_at,
      closed_at, implementation_done_at;
  std::string reproduced;
  int64_t affected_users = 0;
  std::string root_cause;
  int plans = 0;  // a new plan voids the approval of the old one
  int64_t planned_by = 0;
  std::string compensation_kind;
  int64_t compensation_minor = 0;
  bool product_change = false;
  bool evaluated = false;
  ApprovalState approval = ApprovalState::kNone;
  std::vector<ApprovalStep> approval_steps;
  int64_t approval_requested_by = 0;
  bool summarised = false;
  int rating = 0;
  int rated_cycle = 0;  // the cycle it was given in
  int dissatisfied_in_row = 0;
  int64_t merged_into = 0;
  SubState sub_state_before_wait = SubState::kAnalysing;
  std::vector<int64_t> departments_seen;
  bool voided = false;
};

// The state after one more fact. Facts of other kinds change only updated_at.
void Apply(Lifecycle& ticket, const Fact& fact);
Lifecycle Replay(std::span<const Fact> facts);

// Roles that must approve the plan as it stands, in order; empty: none.
std::vector<std::string> RequiredApprovals(const Lifecycle& ticket, const ApprovalPolicy& policy);

struct Refusal {
  std::string guard;  // stable code: "owner_missing", "approval_missing", "closed", …
  std::string zh, en;
};

// Why `transition` is not possible now; empty: it is. Rights are not looked at here, except that
// nobody approves what he planned or requested himself (`actor_user` 0: not a user).
std::vector<Refusal> Check(const Lifecycle& ticket, Transition transition,
                           const LifecyclePolicy& policy, Instant now, int64_t actor_user);

// The customer rates each solution once: when it is solved, and anew after a reopening.
bool MayRate(const Lifecycle& ticket);

// Progress as the customer sees it: received, analysing, plan, execution, confirmation, closed.
int CustomerStep(const Lifecycle& ticket);

}  // namespace huiyin::domain
