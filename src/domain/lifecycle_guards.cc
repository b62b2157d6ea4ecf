// The guards of domain.md §1.3, one function a transition group. Kept apart from what facts do.
#include <algorithm>

#include "domain/lifecycle.h"

namespace huiyin::domain {
namespace {

class Guards {
 public:
  Guards(const Lifecycle& ticket, const LifecyclePolicy& policy, Instant now, int64_t actor)
      : t_(ticket), policy_(policy), now_(now), actor_(actor) {}

  std::vector<Refusal> Run(Transition transition) {
    if (t_.merged_into != 0 && transition != Transition::kUnmerge && !ReadsOnly(transition)) {
      Refuse("merged", "工单已并入另一工单，请在主工单上处理或先撤销合并",
             "the ticket was merged into another; work on that one or undo the merge");
      return refusals_;
    }
    CheckState(transition);
    CheckContent(transition);
    return refusals_;
  }

 private:
  static bool ReadsOnly(Transition transition) {
    return transition == Transition::kWatch || transition == Transition::kUnwatch ||
           transition == Transition::kReveal;
  }

  void Refuse(std::string guard, std::string zh, std::string en) {
    refusals_.push_back({std::move(guard), std::move(zh), std::move(en)});
  }

  bool Open() const { return t_.state != State::kClosed; }
  bool Working() const { return t_.state == State::kInProgress || t_.state == State::kToBeTested; }

  void NeedOpen() {
    if (!Open()) Refuse("closed", "工单已关闭", "the ticket is closed");
  }
  void NeedInProgress() {
    if (t_.state != State::kInProgress) {
      Refuse("not_in_progress", "工单不在“处理中”", "the ticket is not in progress");
    }
  }
  void NeedApproval() {
    if (RequiredApprovals(t_, policy_.approval).empty()) return;
    if (t_.approval != ApprovalState::kApproved) {
      Refuse("approval_missing", "高优先级或超额补偿的方案须先审批通过",
             "a high-priority or over-limit solution must be approved first");
    }
  }

  void CheckState(Transition transition) {
    switch (transition) {
      case Transition::kStartWork:
        if (t_.state != State::kPending) {
          Refuse("not_pending", "工单不在“待处理”", "the ticket is not pending");
        }
        break;
      case Transition::kCompleteAnalysis:
      case Transition::kPlan:
      case Transition::kEvaluate:
      case Transition::kRequestApproval:
      case Transition::kImplementationDone:
      case Transition::kAskCustomer:
      case Transition::kWaitThirdParty:
        NeedInProgress();
        break;
      case Transition::kTestFailed:
        if (t_.state != State::kToBeTested) {
          Refuse("not_in_test", "工单不在“待测试”", "the ticket is not to be tested");
        }
        break;
      case Transition::kCommunicateSolution:
      case Transition::kResolve:
        if (!Working()) {
          Refuse("not_in_progress", "工单不在“处理中”或“待测试”",
                 "the ticket is neither in progress nor to be tested");
        }
        break;
      case Transition::kConfirm:
      case Transition::kClose:
        if (t_.state != State::kResolved) {
          Refuse("not_resolved", "工单尚未解决", "the ticket is not resolved");
        }
        break;
      case Transition::kReopen:
        CheckReopen();
        break;
      case Transition::kVoid:
      case Transition::kAssign:
      case Transition::kAcknowledge:
      case Transition::kProgress:
      case Transition::kWorkaround:
      case Transition::kSetPriority:
      case Transition::kMerge:
        NeedOpen();
        break;
      default:
        break;
    }
  }

  void CheckReopen() {
    if (t_.state != State::kResolved && t_.state != State::kClosed) {
      Refuse("not_resolved", "只有已解决或已关闭的工单可以重新激活",
             "only a resolved or closed ticket can be reopened");
    } else if (t_.voided) {
      Refuse("voided", "作废的工单不能重新激活，请新建工单", "a voided ticket cannot be reopened");
    } else if (t_.state == State::kClosed && t_.closed_at &&
               now_ > *t_.closed_at + policy_.reopen_window) {
      Refuse("reopen_window_over", "关闭已超过重新激活期限，请新建关联工单",
             "the reopening window is over; open a new linked ticket");
    }
  }

  void CheckContent(Transition transition) {
    switch (transition) {
      case Transition::kRequestApproval:
        CheckApprovalRequest();
        break;
      case Transition::kApprove:
      case Transition::kReject:
        CheckDecision();
        break;
      case Transition::kCommunicateSolution:
        NeedApproval();
        break;
      case Transition::kImplementationDone:
        if (t_.category != Category::kMalfunction && !t_.product_change) {
          Refuse("nothing_to_test", "只有功能故障或产品变更需要测试",
                 "only a malfunction or a product change is tested");
        }
        if (t_.priority == Priority::kHigh) NeedApproval();
        break;
      case Transition::kResolve:
        if (!t_.solution_told_at) {
          Refuse("solution_not_communicated", "须先把解决方案告知客户",
                 "the customer must be told the solution first");
        }
        break;
      case Transition::kResume:
        if (t_.sub_state != SubState::kWaitingCustomer &&
            t_.sub_state != SubState::kWaitingThirdParty) {
          Refuse("not_waiting", "工单不在等待中", "the ticket is not waiting");
        }
        break;
      case Transition::kUnmerge:
        if (t_.merged_into == 0) {
          Refuse("not_merged", "工单没有被合并", "the ticket is not merged");
        }
        break;
      default:
        break;
    }
  }

  void CheckApprovalRequest() {
    if (t_.plans == 0) {
      Refuse("plan_missing", "须先制定解决方案", "a solution plan is missing");
    } else if (!t_.evaluated) {
      Refuse("evaluation_missing", "须先完成方案评估", "the plan has not been evaluated");
    }
    if (RequiredApprovals(t_, policy_.approval).empty()) {
      Refuse("approval_not_needed", "此方案无需审批", "this plan needs no approval");
    }
    if (t_.approval == ApprovalState::kWaiting || t_.approval == ApprovalState::kApproved) {
      Refuse("approval_already_asked", "审批已提交", "approval was already requested");
    }
  }

  void CheckDecision() {
    if (t_.approval != ApprovalState::kWaiting) {
      Refuse("no_approval_waiting", "没有待审批的方案", "no approval is waiting");
      return;
    }
    const bool own = actor_ != 0 && (actor_ == t_.planned_by || actor_ == t_.approval_requested_by);
    const bool twice = std::any_of(t_.approval_steps.begin(), t_.approval_steps.end(),
                                   [&](const ApprovalStep& s) { return s.decided_by == actor_; });
    if (own) {
      Refuse("own_approval", "不能审批自己制定或提交的方案", "nobody approves a plan of his own");
    } else if (twice && actor_ != 0) {
      Refuse("same_approver", "同一人不能审批两级", "one person cannot decide two steps");
    }
  }

  const Lifecycle& t_;
  const LifecyclePolicy& policy_;
  const Instant now_;
  const int64_t actor_;
  std::vector<Refusal> refusals_;
};

}  // namespace

std::vector<Refusal> Check(const Lifecycle& ticket, Transition transition,
                           const LifecyclePolicy& policy, Instant now, int64_t actor_user) {
  return Guards(ticket, policy, now, actor_user).Run(transition);
}

}  // namespace huiyin::domain
