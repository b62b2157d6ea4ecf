#include "domain/lifecycle.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace huiyin::domain {
namespace {

struct TransitionName {
  Transition transition;
  std::string_view name;
};

constexpr TransitionName kNames[] = {
    {Transition::kAcknowledge, "acknowledge"},
    {Transition::kAssign, "assign"},
    {Transition::kStartWork, "start_work"},
    {Transition::kCompleteAnalysis, "complete_analysis"},
    {Transition::kPlan, "plan"},
    {Transition::kEvaluate, "evaluate"},
    {Transition::kRequestApproval, "request_approval"},
    {Transition::kApprove, "approve"},
    {Transition::kReject, "reject"},
    {Transition::kCommunicateSolution, "communicate_solution"},
    {Transition::kImplementationDone, "implementation_done"},
    {Transition::kTestFailed, "test_failed"},
    {Transition::kResolve, "resolve"},
    {Transition::kConfirm, "confirm"},
    {Transition::kClose, "close"},
    {Transition::kReopen, "reopen"},
    {Transition::kVoid, "void"},
    {Transition::kAskCustomer, "ask_customer"},
    {Transition::kWaitThirdParty, "wait_third_party"},
    {Transition::kResume, "resume"},
    {Transition::kProgress, "progress"},
    {Transition::kWorkaround, "workaround"},
    {Transition::kReply, "reply"},
    {Transition::kNote, "note"},
    {Transition::kSetPriority, "set_priority"},
    {Transition::kCorrect, "correct"},
    {Transition::kMerge, "merge"},
    {Transition::kUnmerge, "unmerge"},
    {Transition::kSplit, "split"},
    {Transition::kLink, "link"},
    {Transition::kUnlink, "unlink"},
    {Transition::kTask, "task"},
    {Transition::kTaskDone, "task_done"},
    {Transition::kWatch, "watch"},
    {Transition::kUnwatch, "unwatch"},
    {Transition::kReveal, "reveal"},
    {Transition::kEdit, "edit"},
};

}  // namespace

std::string_view Name(Transition transition) {
  for (const auto& entry : kNames) {
    if (entry.transition == transition) return entry.name;
  }
  return "";
}

std::optional<Transition> ParseTransition(std::string_view name) {
  for (const auto& entry : kNames) {
    if (entry.name == name) return entry.transition;
  }
  return std::nullopt;
}

std::span<const Transition> AllTransitions() {
  static const auto all = [] {
    std::vector<Transition> out;
    for (const auto& entry : kNames) out.push_back(entry.transition);
    return out;
  }();
  return all;
}

std::string_view Name(ApprovalState state) {
  switch (state) {
    case ApprovalState::kNone:
      return "none";
    case ApprovalState::kWaiting:
      return "waiting";
    case ApprovalState::kApproved:
      return "approved";
    case ApprovalState::kRejected:
      return "rejected";
  }
  return "none";
}

namespace {

void SetDepartment(Lifecycle& t, int64_t department) {
  if (department == 0) return;
  t.department_id = department;
  if (std::find(t.departments_seen.begin(), t.departments_seen.end(), department) ==
      t.departments_seen.end()) {
    t.departments_seen.push_back(department);
  }
}

void SetOwner(Lifecycle& t, int64_t owner) {
  t.owner_id = owner;
  // First-inquiry responsibility: never changes once set (domain.md §1.3, [S2]).
  if (t.first_owner_id == 0) t.first_owner_id = owner;
}

void Classify(Lifecycle& t, const Fact& f) {
  if (const auto value = ParseCategory(f.Text("category"))) t.category = *value;
  if (f.Has("complaint_kind")) t.complaint_kind = ParseComplaintKind(f.Text("complaint_kind"));
  if (t.category != Category::kComplaint) t.complaint_kind.reset();
  if (const auto value = ParsePriority(f.Text("priority"))) t.priority = *value;
  if (f.Has("sensitive")) t.sensitive = f.Flag("sensitive");
}

void OnCreated(Lifecycle& t, const Fact& f) {
  t = Lifecycle{};
  Classify(t, f);
  t.created_at = f.at;
  t.received_at = f.At("received_at", f.at);
  SetDepartment(t, f.Int("department_id"));
  if (f.Int("owner_id") != 0) SetOwner(t, f.Int("owner_id"));
}

void OnAssigned(Lifecycle& t, const Fact& f) {
  SetDepartment(t, f.Int("department_id"));
  if (f.Has("owner_id")) SetOwner(t, f.Int("owner_id"));
}

void OnWorkStarted(Lifecycle& t, const Fact& f) {
  if (f.Int("owner_id") != 0) SetOwner(t, f.Int("owner_id"));
  t.state = State::kInProgress;
  t.sub_state = SubState::kAnalysing;
}

void OnAnalysis(Lifecycle& t, const Fact& f) {
  t.analysis_done_at = f.at;
  t.reproduced = f.Text("reproduced");
  t.affected_users = f.Int("affected_users");
  if (f.Has("root_cause")) t.root_cause = f.Text("root_cause");
  if (t.state == State::kInProgress) t.sub_state = SubState::kPlanning;
}

void OnPlanned(Lifecycle& t, const Fact& f) {
  ++t.plans;
  t.planned_by = f.UserId();
  t.compensation_kind = f.Text("compensation_kind");
  t.compensation_minor = f.Int("compensation_minor");
  t.product_change = f.Flag("product_change");
  t.evaluated = false;
  t.approval = ApprovalState::kNone;
  t.approval_steps.clear();
  if (t.state == State::kInProgress) t.sub_state = SubState::kPlanning;
}

void OnApprovalRequested(Lifecycle& t, const Fact& f) {
  t.approval = ApprovalState::kWaiting;
  t.approval_requested_by = f.UserId();
  t.approval_steps.clear();
  for (const std::string& role : f.List("roles")) t.approval_steps.push_back({role, 0, {}, ""});
  t.sub_state = SubState::kWaitingApproval;
}

void OnApprovalDecided(Lifecycle& t, const Fact& f) {
  const auto step = static_cast<size_t>(f.Int("step"));
  if (step < t.approval_steps.size()) {
    t.approval_steps[step].decided_by = f.UserId();
    t.approval_steps[step].decided_at = f.at;
    t.approval_steps[step].decision = f.Text("decision");
  }
  if (f.Text("decision") == "rejected") {
    t.approval = ApprovalState::kRejected;
    t.sub_state = SubState::kPlanning;
  } else if (step + 1 >= t.approval_steps.size()) {
    t.approval = ApprovalState::kApproved;
    t.sub_state = SubState::kExecuting;
  }
}

void OnCommunicated(Lifecycle& t, const Fact& f) {
  t.solution_told_at = f.at;
  if (t.state == State::kInProgress) t.sub_state = SubState::kExecuting;
}

void OnImplementationDone(Lifecycle& t, const Fact& f) {
  t.implementation_done_at = f.at;
  t.state = State::kToBeTested;
  t.sub_state.reset();
}

void OnTestFailed(Lifecycle& t, const Fact&) {
  t.state = State::kInProgress;
  t.sub_state = SubState::kExecuting;
}

void OnResolved(Lifecycle& t, const Fact& f) {
  t.state = State::kResolved;
  t.sub_state.reset();
  t.resolved_at = f.at;
  t.summarised = true;
}

void OnConfirmed(Lifecycle& t, const Fact& f) {
  t.state = State::kClosed;
  t.close_reason = CloseReason::kConfirmed;
  t.closed_at = f.at;
  t.dissatisfied_in_row = 0;
}

void OnClosed(Lifecycle& t, const Fact& f) {
  t.state = State::kClosed;
  t.sub_state.reset();
  t.close_reason = ParseCloseReason(f.Text("reason")).value_or(CloseReason::kAutoNoReply);
  t.closed_at = f.at;
}

void OnReopened(Lifecycle& t, const Fact&) {
  t.state = State::kInProgress;
  t.sub_state = t.analysis_done_at ? SubState::kPlanning : SubState::kAnalysing;
  t.close_reason.reset();
  t.resolved_at.reset();
  t.closed_at.reset();
  t.solution_told_at.reset();
  t.summarised = false;
  t.approval = ApprovalState::kNone;
  t.approval_steps.clear();
  t.evaluated = false;
  ++t.cycle;
  ++t.dissatisfied_in_row;
}

void OnVoided(Lifecycle& t, const Fact& f) {
  t.state = State::kClosed;
  t.sub_state.reset();
  t.close_reason = ParseCloseReason(f.Text("reason"));
  t.closed_at = f.at;
  t.voided = true;
}

void Wait(Lifecycle& t, SubState wait) {
  if (t.sub_state && *t.sub_state != SubState::kWaitingCustomer &&
      *t.sub_state != SubState::kWaitingThirdParty) {
    t.sub_state_before_wait = *t.sub_state;
  }
  t.sub_state = wait;
}

void OnResumed(Lifecycle& t, const Fact&) {
  if (t.state == State::kInProgress) t.sub_state = t.sub_state_before_wait;
}

void OnCustomerMessage(Lifecycle& t, const Fact&) {
  if (t.sub_state == SubState::kWaitingCustomer) t.sub_state = t.sub_state_before_wait;
}

void OnMerged(Lifecycle& t, const Fact& f) {
  if (f.Int("into") != 0) {
    t.merged_into = f.Int("into");
    t.state = State::kClosed;
    t.sub_state.reset();
    t.close_reason = CloseReason::kDuplicate;
    t.closed_at = f.at;
    t.voided = true;
  } else {
    // The surviving ticket keeps the earliest arrival (domain.md §2.2).
    t.received_at = std::min(t.received_at, f.At("received_at", t.received_at));
  }
}

void OnUnmerged(Lifecycle& t, const Fact& f) {
  if (t.merged_into != 0 && !f.Has("from")) {
    t.merged_into = 0;
    t.voided = false;
    t.closed_at.reset();
    t.close_reason.reset();
    t.state = ParseState(f.Text("state")).value_or(State::kPending);
    t.sub_state = ParseSubState(f.Text("sub_state"));
  } else {
    t.received_at = f.At("received_at", t.received_at);
  }
}

using Handler = void (*)(Lifecycle&, const Fact&);
const std::unordered_map<std::string_view, Handler>& Handlers() {
  static const std::unordered_map<std::string_view, Handler> handlers = {
      {fact::kTicketCreated, OnCreated},
      {fact::kClassified,
       [](Lifecycle& t, const Fact& f) {
         Classify(t, f);
         OnAssigned(t, f);
       }},
      {fact::kAssigned, OnAssigned},
      {fact::kAcknowledged,
       [](Lifecycle& t, const Fact& f) {
         if (!t.acknowledged_at) t.acknowledged_at = f.at;
       }},
      {fact::kWorkStarted, OnWorkStarted},
      {fact::kAnalysisCompleted, OnAnalysis},
      {fact::kSolutionPlanned, OnPlanned},
      {fact::kSolutionEvaluated, [](Lifecycle& t, const Fact&) { t.evaluated = true; }},
      {fact::kApprovalRequested, OnApprovalRequested},
      {fact::kApprovalDecided, OnApprovalDecided},
      {fact::kSolutionCommunicated, OnCommunicated},
      {fact::kImplementationDone, OnImplementationDone},
      {fact::kTestFailed, OnTestFailed},
      {fact::kResolved, OnResolved},
      {fact::kCustomerConfirmed, OnConfirmed},
      {fact::kClosed, OnClosed},
      {fact::kReopened, OnReopened},
      {fact::kVoided, OnVoided},
      {fact::kCustomerAsked,
       [](Lifecycle& t, const Fact&) { Wait(t, SubState::kWaitingCustomer); }},
      {fact::kThirdPartyAsked,
       [](Lifecycle& t, const Fact&) { Wait(t, SubState::kWaitingThirdParty); }},
      {fact::kWorkResumed, OnResumed},
      {fact::kCustomerMessage, OnCustomerMessage},
      {fact::kPriorityChanged, Classify},
      {fact::kClassificationCorrected, Classify},
      {fact::kRated,
       [](Lifecycle& t, const Fact& f) {
         t.rating = static_cast<int>(f.Int("rating"));
         t.rated_cycle = t.cycle;
       }},
      {fact::kMerged, OnMerged},
      {fact::kUnmerged, OnUnmerged},
  };
  return handlers;
}

}  // namespace

void Apply(Lifecycle& ticket, const Fact& fact) {
  const auto& handlers = Handlers();
  if (const auto it = handlers.find(fact.kind); it != handlers.end()) it->second(ticket, fact);
  ticket.updated_at = fact.at;
}

Lifecycle Replay(std::span<const Fact> facts) {
  Lifecycle ticket;
  for (const Fact& fact : facts) Apply(ticket, fact);
  return ticket;
}

std::vector<std::string> RequiredApprovals(const Lifecycle& ticket, const ApprovalPolicy& policy) {
  std::vector<std::string> roles;
  if (ticket.priority == Priority::kHigh) roles.push_back(policy.high_priority_role);
  for (const auto& step : policy.compensation) {
    if (ticket.compensation_minor <= step.above_minor) break;
    if (std::find(roles.begin(), roles.end(), step.role) == roles.end()) roles.push_back(step.role);
  }
  return roles;
}

bool MayRate(const Lifecycle& t) {
  const bool solved = t.state == State::kResolved || t.state == State::kClosed;
  return solved && !t.voided && t.merged_into == 0 && t.rated_cycle != t.cycle;
}

int CustomerStep(const Lifecycle& t) {
  if (t.state == State::kClosed) return 5;
  if (t.state == State::kResolved) return 4;
  if (t.state == State::kToBeTested || t.solution_told_at || t.sub_state == SubState::kExecuting) {
    return 3;
  }
  if (t.plans > 0 || t.sub_state == SubState::kPlanning ||
      t.sub_state == SubState::kWaitingApproval) {
    return 2;
  }
  return t.state == State::kInProgress ? 1 : 0;
}

}  // namespace huiyin::domain
