// Verbs of handling: assign, work, analyse, plan, approve, test, resolve, void.
#include <algorithm>

#include "app/config.h"
#include "app/json_read.h"
#include "app/notices.h"
#include "app/ticket_verbs.h"
#include "domain/vocabulary.h"
#include "store/queries.h"

namespace huiyin::app::verbs {

namespace fact = domain::fact;
namespace q = store::q;
using domain::Fact;
using domain::MakeFact;

namespace {

Status Required(const char* field, const std::string& text) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return InvalidField(field, "required", "must not be empty");
  }
  return Ok();
}

Fact New(TicketUnit& unit, const domain::Actor& actor, const char* kind) {
  return MakeFact(kind, unit.tx().now(), actor.Label());
}

NewMessage Internal(const domain::Actor& actor, std::string kind, std::string text) {
  return {"user", actor.user_id, Visibility::kInternal, std::move(kind), "desk", std::move(text)};
}

}  // namespace

Status Assign(TicketUnit& unit, const domain::Actor& actor, const Action& a, Acted&) {
  if (!a.owner_id && !a.department_id) {
    return InvalidField("owner_id", "required", "say to whom or to which department");
  }
  Fact assigned = New(unit, actor, fact::kAssigned);
  const auto& config = unit.config();
  if (a.department_id) {
    const auto found = config.departments.find(*a.department_id);
    if (found == config.departments.end() || !found->second.active) {
      return InvalidField("department_id", "unknown_value", "there is no such department");
    }
    assigned.Set("department_id", *a.department_id);
    if (!a.owner_id && *a.department_id != unit.life().department_id) {
      assigned.Set("owner_id", int64_t{0});
    }
  }
  if (a.owner_id) {
    const auto found = config.people.find(*a.owner_id);
    if (*a.owner_id != 0 && (found == config.people.end() || !found->second.active)) {
      return InvalidField("owner_id", "unknown_value", "there is no such active person");
    }
    assigned.Set("owner_id", *a.owner_id);
    if (*a.owner_id != 0 && !a.department_id) {
      assigned.Set("department_id", found->second.department_id);
    }
  }
  assigned.SetIf("reason", a.reason.empty() ? "" : "given");
  if (!a.reason.empty()) {
    TRY(unit.AddMessage(Internal(actor, "note", a.reason), &assigned));
  }
  unit.Record(std::move(assigned));
  return unit.Save();
}

Status StartWork(TicketUnit& unit, const domain::Actor& actor, const Action&, Acted&) {
  if (unit.life().owner_id == 0) {
    if (actor.user_id == 0) {
      return Conflict("a ticket needs an owner before work starts", "transition_refused");
    }
    unit.Record(New(unit, actor, fact::kAssigned).Set("owner_id", actor.user_id));
  }
  unit.Record(New(unit, actor, fact::kWorkStarted).Set("owner_id", unit.life().owner_id));
  return unit.Save();
}

Status CompleteAnalysis(TicketUnit& unit, const domain::Actor& actor, const Action& a, Acted&) {
  // The three outputs of domain.md §1.4: restated, reproduced, impact.
  TRY(Required("restated", a.restated));
  TRY(Required("impact_scope", a.impact_scope));
  if (a.reproduced != "yes" && a.reproduced != "no" && a.reproduced != "not_applicable") {
    return InvalidField("reproduced", "unknown_value", "yes, no or not_applicable");
  }
  if (!a.root_cause.empty() && !domain::ParseRootCause(a.root_cause)) {
    return InvalidField("root_cause", "unknown_value", "not a root cause of the glossary");
  }
  Fact done = New(unit, actor, fact::kAnalysisCompleted);
  TRY(unit.AddMessage(Internal(actor, "restated", a.restated), nullptr));
  TRY(unit.AddMessage(Internal(actor, "impact_scope", a.impact_scope), &done));
  done.Set("reproduced", a.reproduced).SetIf("root_cause", a.root_cause);
  if (a.affected_users) done.Set("affected_users", *a.affected_users);
  unit.Record(std::move(done));
  return unit.Save();
}

Status Plan(TicketUnit& unit, const domain::Actor& actor, const Action& a, Acted&) {
  TRY(Required("plan", a.plan));
  static const std::vector<std::string> kKinds = {"", "apology_letter", "coupon", "service_upgrade",
                                                  "refund"};
  if (std::find(kKinds.begin(), kKinds.end(), a.compensation_kind) == kKinds.end()) {
    return InvalidField("compensation_kind", "unknown_value",
                        "apology_letter, coupon, service_upgrade or refund");
  }
  const int64_t amount = a.compensation_minor.value_or(0);
  if (amount < 0 || amount > 1'000'000'000'000) {
    return InvalidField("compensation_minor", "out_of_range", "0 or more, in minor units");
  }
  std::string text = a.plan;
  for (size_t i = 0; i < a.steps.size(); ++i) {
    text += "\n" + std::to_string(i + 1) + ". " + a.steps[i];
  }
  Fact planned = New(unit, actor, fact::kSolutionPlanned);
  TRY(unit.AddMessage(Internal(actor, "plan", text), &planned));
  planned.SetIf("compensation_kind", a.compensation_kind).Set("compensation_minor", amount);
  if (a.product_change.value_or(false)) planned.Set("product_change", true);
  if (unit.life().approval == domain::ApprovalState::kWaiting) {
    TRY(unit.tx().Exec(q::approvals_withdraw, {unit.record().id, unit.tx().now()}));
  }
  unit.Record(std::move(planned));
  return unit.Save();
}

Status Evaluate(TicketUnit& unit, const domain::Actor& actor, const Action& a, Acted&) {
  TRY(Required("evaluation", a.evaluation));
  if (unit.life().plans == 0) {
    return TransitionRefused(a.verb,
                             {{"plan_missing", "须先制定解决方案", "a solution plan is missing"}});
  }
  Fact evaluated = New(unit, actor, fact::kSolutionEvaluated);
  TRY(unit.AddMessage(Internal(actor, "evaluation", a.evaluation), &evaluated));
  unit.Record(std::move(evaluated));
  return unit.Save();
}

Status RequestApproval(TicketUnit& unit, const domain::Actor& actor, const Action&, Acted&) {
  const auto roles = domain::RequiredApprovals(unit.life(), unit.policy().approval);
  for (size_t step = 0; step < roles.size(); ++step) {
    TRY_ASSIGN(const int64_t id, unit.tx().NextId());
    TRY(unit.tx().Exec(q::approval_insert,
                       {id, unit.record().id, unit.life().cycle, static_cast<int64_t>(step),
                        roles[step], actor.user_id, unit.tx().now()}));
  }
  unit.Record(New(unit, actor, fact::kApprovalRequested).Set("roles", roles));
  return unit.Save();
}

Status Decide(TicketUnit& unit, const domain::Actor& actor, const Action& a, Acted&) {
  const bool approve = a.verb == domain::Transition::kApprove;
  if (!approve) TRY(Required("comment", a.comment));
  const auto& steps = unit.life().approval_steps;
  size_t step = 0;
  while (step < steps.size() && steps[step].decided_at) ++step;
  if (step == steps.size()) return huiyin::Internal("an approval waits without a step");
  if (!actor.HasRole(steps[step].role)) {
    return PermissionDenied("this step is decided by the role " + steps[step].role,
                            "approval_role");
  }
  const std::string decision = approve ? "approved" : "rejected";
  TRY(unit.tx().Exec(q::approval_decide, {unit.record().id, static_cast<int64_t>(step), decision,
                                          actor.user_id, unit.tx().now(), a.comment}));
  if (!approve) TRY(unit.tx().Exec(q::approvals_withdraw, {unit.record().id, unit.tx().now()}));
  Fact decided = New(unit, actor, fact::kApprovalDecided);
  if (!a.comment.empty()) TRY(unit.AddMessage(Internal(actor, "note", a.comment), &decided));
  unit.Record(std::move(decided.Set("step", static_cast<int64_t>(step)).Set("decision", decision)));
  return unit.Save();
}

Status ImplementationDone(TicketUnit& unit, const domain::Actor& actor, const Action& a, Acted&) {
  Fact done = New(unit, actor, fact::kImplementationDone);
  if (!a.comment.empty()) TRY(unit.AddMessage(Internal(actor, "note", a.comment), &done));
  unit.Record(std::move(done));
  TRY(QueueStageNotice(unit, "testing", {}));
  return unit.Save();
}

Status TestFailed(TicketUnit& unit, const domain::Actor& actor, const Action& a, Acted&) {
  TRY(Required("reason", a.reason));
  Fact failed = New(unit, actor, fact::kTestFailed);
  TRY(unit.AddMessage(Internal(actor, "note", a.reason), &failed));
  unit.Record(std::move(failed));
  return unit.Save();
}

Status Resolve(TicketUnit& unit, const domain::Actor& actor, const Action& a, Acted&) {
  TRY(Required("summary", a.summary));
  Fact resolved = New(unit, actor, fact::kResolved);
  TRY(unit.AddMessage({"user", actor.user_id, Visibility::kCustomer, "summary", "desk", a.summary},
                      &resolved));
  unit.Record(std::move(resolved));
  TRY(QueueStageNotice(unit, "resolved", {{"result", a.summary}}));
  return unit.Save();
}

Status Void(TicketUnit& unit, const domain::Actor& actor, const Action& a, Acted&) {
  static const std::vector<std::string> kReasons = {"duplicate", "spam", "withdrawn",
                                                    "not_accepted", "transferred_out"};
  if (std::find(kReasons.begin(), kReasons.end(), a.reason) == kReasons.end()) {
    return InvalidField("reason", "unknown_value",
                        "duplicate, spam, withdrawn, not_accepted or transferred_out");
  }
  Fact voided = New(unit, actor, fact::kVoided).Set("reason", a.reason);
  if (!a.of.empty()) {
    TRY_ASSIGN(const TicketUnit other, LoadOther(unit, actor, a.of));
    TRY(unit.tx().Exec(q::link_insert, {unit.record().id, other.record().id, "duplicate",
                                        unit.tx().now(), actor.Label()}));
    voided.Set("of", a.of);
  }
  unit.Record(std::move(voided));
  return unit.Save();
}

Status WaitThirdParty(TicketUnit& unit, const domain::Actor& actor, const Action& a, Acted&) {
  TRY(Required("reason", a.reason));
  Fact asked = New(unit, actor, fact::kThirdPartyAsked);
  TRY(unit.AddMessage(Internal(actor, "note", a.reason), &asked));
  unit.Record(std::move(asked));
  return unit.Save();
}

Status Resume(TicketUnit& unit, const domain::Actor& actor, const Action&, Acted&) {
  unit.Record(New(unit, actor, fact::kWorkResumed));
  return unit.Save();
}

Status SetPriority(TicketUnit& unit, const domain::Actor& actor, const Action& a, Acted& out) {
  const auto priority = domain::ParsePriority(a.priority);
  if (!priority) return InvalidField("priority", "unknown_value", "high, mid or low");
  TRY(Required("reason", a.reason));
  if (*priority == unit.life().priority) return Ok();
  if (*priority < unit.life().priority && !actor.May("ticket.lower_priority")) {
    return PermissionDenied("lowering a priority needs the permission ticket.lower_priority",
                            "permission_denied");
  }
  Fact changed = New(unit, actor, fact::kPriorityChanged)
                     .Set("from", std::string(domain::Name(unit.life().priority)))
                     .Set("priority", a.priority);
  TRY(unit.AddMessage(Internal(actor, "note", a.reason), &changed));
  unit.Record(std::move(changed));
  (void)out;
  return unit.Save();
}

Status Correct(TicketUnit& unit, const domain::Actor& actor, const Action& a, Acted&) {
  Fact corrected = New(unit, actor, fact::kClassificationCorrected);
  auto& record = unit.record();
  const auto set = [&](const char* field, const std::string& value, const std::string& old,
                       bool known) -> Status {
    if (value.empty()) return Ok();
    if (!known) return InvalidField(field, "unknown_value", "not an identifier of the glossary");
    corrected.Set(field, value).Set(std::string("was_") + field, old);
    return Ok();
  };
  TRY(set("category", a.category, std::string(domain::Name(unit.life().category)),
          domain::ParseCategory(a.category).has_value()));
  TRY(set("complaint_kind", a.complaint_kind,
          unit.life().complaint_kind ? std::string(domain::Name(*unit.life().complaint_kind)) : "",
          domain::ParseComplaintKind(a.complaint_kind).has_value()));
  TRY(set("sentiment", a.sentiment, record.sentiment,
          domain::ParseSentiment(a.sentiment).has_value()));
  if (a.sensitive) {
    corrected.Set("sensitive", *a.sensitive).Set("was_sensitive", unit.life().sensitive);
  }
  if (!a.priority.empty()) {
    const auto priority = domain::ParsePriority(a.priority);
    if (!priority) return InvalidField("priority", "unknown_value", "high, mid or low");
    if (*priority < unit.life().priority && !actor.May("ticket.lower_priority")) {
      return PermissionDenied("lowering a priority needs the permission ticket.lower_priority",
                              "permission_denied");
    }
    if (*priority != unit.life().priority) {
      unit.Record(New(unit, actor, fact::kPriorityChanged)
                      .Set("from", std::string(domain::Name(unit.life().priority)))
                      .Set("priority", a.priority));
    }
  }
  if (!corrected.fields.empty()) {
    if (!a.sentiment.empty()) record.sentiment = a.sentiment;
    if (!a.reason.empty()) TRY(unit.AddMessage(Internal(actor, "note", a.reason), &corrected));
    unit.Record(std::move(corrected));
  }
  return unit.Save();
}

Status Edit(TicketUnit& unit, const domain::Actor& actor, const Action& a, Acted&) {
  if (!a.if_match) {
    return FailedPrecondition("send If-Match with the etag you have read", "if_match_required");
  }
  // What was decided upon stays as it was; tags only file it ("legal_hold").
  if (unit.life().state == domain::State::kClosed) {
    for (const char* name : {"title", "product", "order_no", "topics", "custom"}) {
      if (!a.Given(name)) continue;
      return TransitionRefused(domain::Transition::kEdit,
                               {{"closed", "工单已关闭", "the ticket is closed"}});
    }
  }
  auto& record = unit.record();
  Fact edited = New(unit, actor, fact::kFieldsEdited);
  std::vector<std::string> fields;
  const auto put = [&](const char* name, std::string& target, const std::string& value) {
    if (!a.Given(name) || target == value) return;
    target = value;
    fields.emplace_back(name);
  };
  if (a.Given("title")) TRY(Required("title", a.title));
  put("title", record.title, a.title);
  put("product", record.product, a.product);
  put("order_no", record.order_no, a.order_no);
  put("tags", record.tags, StringListText(a.tags));
  put("topics", record.topics, StringListText(a.topics));
  if (a.Given("custom")) {
    TRY(ParseObject(a.custom));
    put("custom", record.custom, a.custom);
  }
  if (fields.empty()) return Ok();
  unit.Record(std::move(edited.Set("fields", fields)));
  return unit.Save();
}

}  // namespace huiyin::app::verbs
