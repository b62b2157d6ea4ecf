#include "app/act_on_ticket.h"

#include <algorithm>

#include "app/config.h"
#include "app/ticket_reads.h"
#include "app/ticket_verbs.h"
#include "base/utf8.h"
#include "store/queries.h"

namespace huiyin::app {

using domain::Transition;
namespace q = store::q;

bool Action::Given(std::string_view name) const {
  return std::find(given.begin(), given.end(), name) != given.end();
}

namespace {

struct Verb {
  Transition transition;
  std::string_view permission;
  Status (*perform)(TicketUnit&, const domain::Actor&, const Action&, Acted&);
};

constexpr Verb kVerbs[] = {
    {Transition::kAcknowledge, "ticket.reply", verbs::Acknowledge},
    {Transition::kAssign, "ticket.assign", verbs::Assign},
    {Transition::kStartWork, "ticket.work", verbs::StartWork},
    {Transition::kCompleteAnalysis, "ticket.work", verbs::CompleteAnalysis},
    {Transition::kPlan, "ticket.work", verbs::Plan},
    {Transition::kEvaluate, "ticket.work", verbs::Evaluate},
    {Transition::kRequestApproval, "ticket.work", verbs::RequestApproval},
    {Transition::kApprove, "ticket.approve", verbs::Decide},
    {Transition::kReject, "ticket.approve", verbs::Decide},
    {Transition::kCommunicateSolution, "ticket.reply", verbs::CommunicateSolution},
    {Transition::kImplementationDone, "ticket.work", verbs::ImplementationDone},
    {Transition::kTestFailed, "ticket.work", verbs::TestFailed},
    {Transition::kResolve, "ticket.work", verbs::Resolve},
    {Transition::kConfirm, "ticket.reply", verbs::Confirm},
    {Transition::kReopen, "ticket.reply", verbs::Reopen},
    {Transition::kVoid, "ticket.work", verbs::Void},
    {Transition::kAskCustomer, "ticket.reply", verbs::AskCustomer},
    {Transition::kWaitThirdParty, "ticket.work", verbs::WaitThirdParty},
    {Transition::kResume, "ticket.work", verbs::Resume},
    {Transition::kProgress, "ticket.reply", verbs::Progress},
    {Transition::kWorkaround, "ticket.reply", verbs::Progress},
    {Transition::kReply, "ticket.reply", verbs::Reply},
    {Transition::kNote, "ticket.note", verbs::Note},
    {Transition::kSetPriority, "ticket.work", verbs::SetPriority},
    {Transition::kCorrect, "ticket.work", verbs::Correct},
    {Transition::kMerge, "ticket.merge", verbs::Merge},
    {Transition::kUnmerge, "ticket.merge", verbs::Unmerge},
    {Transition::kSplit, "ticket.merge", verbs::Split},
    {Transition::kLink, "ticket.work", verbs::Link},
    {Transition::kUnlink, "ticket.work", verbs::Unlink},
    {Transition::kTask, "ticket.work", verbs::AddTask},
    {Transition::kTaskDone, "ticket.work", verbs::FinishTask},
    {Transition::kWatch, "ticket.read", verbs::Watch},
    {Transition::kUnwatch, "ticket.read", verbs::Watch},
    {Transition::kReveal, "pii.reveal", verbs::Reveal},
    {Transition::kEdit, "ticket.work", verbs::Edit},
};

const Verb* Find(Transition transition) {
  for (const Verb& verb : kVerbs) {
    if (verb.transition == transition) return &verb;
  }
  return nullptr;
}

Status CheckOne(const char* field, const std::string& text, size_t most) {
  if (!IsValidUtf8(text)) return InvalidField(field, "invalid_utf8", "not valid UTF-8");
  if (text.find('\0') != std::string::npos) {
    return InvalidField(field, "invalid_character", "contains a NUL character");
  }
  if (CodePointCount(text) > most) {
    return InvalidField(field, "too_long", "at most " + std::to_string(most) + " characters");
  }
  return Ok();
}

// Whether the actor may see this ticket at all; a task or a watch opens it too.
Status CheckVisible(TicketUnit& unit, const domain::Actor& actor) {
  const domain::Lifecycle& life = unit.life();
  if (domain::MayReadTicket(actor, life.department_id, life.owner_id, life.first_owner_id)) {
    return Ok();
  }
  if (actor.May("ticket.read") && actor.user_id != 0) {
    TRY_ASSIGN(auto n, unit.tx().db().One(q::task_of_user_on_ticket,
                                          {unit.record().id, actor.user_id, actor.department_id},
                                          [](const store::Row& row) { return row.Int(0); }));
    if (n && *n > 0) return Ok();
  }
  return NotFound("there is no ticket \"" + unit.record().ticket_no + "\"", "ticket_not_found");
}

}  // namespace

Status CheckLimits(const Action& a) {
  TRY(CheckOne("text", a.text, kMaxMessageCodePoints));
  TRY(CheckOne("plan", a.plan, kMaxMessageCodePoints));
  TRY(CheckOne("evaluation", a.evaluation, kMaxMessageCodePoints));
  TRY(CheckOne("summary", a.summary, kMaxReasonCodePoints));
  TRY(CheckOne("reason", a.reason, kMaxReasonCodePoints));
  TRY(CheckOne("comment", a.comment, kMaxReasonCodePoints));
  TRY(CheckOne("restated", a.restated, kMaxReasonCodePoints));
  TRY(CheckOne("impact_scope", a.impact_scope, kMaxReasonCodePoints));
  TRY(CheckOne("title", a.title, 200));
  TRY(CheckOne("result", a.result, kMaxReasonCodePoints));
  if (a.custom.size() > 16'384) return InvalidField("custom", "too_long", "at most 16384 bytes");
  if (a.tags.size() > 50 || a.topics.size() > 20 || a.steps.size() > 50 || a.mentions.size() > 50 ||
      a.message_ids.size() > 500) {
    return InvalidField("", "too_many", "a list is too long; see docs/limits.md");
  }
  return Ok();
}

std::string_view PermissionOf(Transition transition) {
  const Verb* verb = Find(transition);
  return verb == nullptr ? std::string_view() : verb->permission;
}

Status Perform(TicketUnit& unit, const domain::Actor& actor, const Action& action, Acted& out) {
  const Verb* verb = Find(action.verb);
  if (verb == nullptr) return InvalidArgument("no such transition", "unknown_transition");
  TRY(unit.Guard(action.verb, actor));
  const int64_t before = unit.record().version;
  TRY(verb->perform(unit, actor, action, out));
  TRY(FollowOwnChange(unit.tx(), actor, unit.record().id, before, unit.record().version));
  out.ticket_no = unit.record().ticket_no;
  out.etag = ETagOf(unit.record());
  return Ok();
}

Result<TicketUnit> LoadForActor(const Context& context, const Config& config, store::Tx& tx,
                                int64_t id, const std::string& ticket_no,
                                const domain::Actor& actor,
                                const std::optional<std::string>& if_match) {
  TRY_ASSIGN(TicketUnit unit, TicketUnit::Load(context, config, tx, id));
  if (unit.record().ticket_no != ticket_no) {
    return NotFound("there is no ticket \"" + ticket_no + "\"", "ticket_not_found");
  }
  TRY(CheckVisible(unit, actor));
  if (if_match && *if_match != ETagOf(unit.record())) {
    Error error = Conflict("the ticket changed since you read it; read it again", "stale_etag");
    error.fields.push_back({"etag", "stale_etag", ETagOf(unit.record())});
    return error;
  }
  return unit;
}

Result<Acted> ActOnTicket(const Context& context, const domain::Actor& actor,
                          const std::string& ticket_no, const Action& action) {
  const Verb* verb = Find(action.verb);
  if (verb == nullptr) return NotFound("no such transition", "unknown_transition");
  if (!actor.May(verb->permission)) {
    return PermissionDenied("this needs the permission " + std::string(verb->permission),
                            "permission_denied");
  }
  TRY(CheckLimits(action));
  TRY_ASSIGN(const int64_t id, TicketIdOf(ticket_no));
  Acted out;
  const auto config = context.config->Get();
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    out = Acted{};
    TRY_ASSIGN(TicketUnit unit,
               LoadForActor(context, *config, tx, id, ticket_no, actor, action.if_match));
    return Perform(unit, actor, action, out);
  }));
  return out;
}

}  // namespace huiyin::app
