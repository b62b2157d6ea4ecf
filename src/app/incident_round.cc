#include "app/incident_round.h"

#include "app/config.h"
#include "app/users_account.h"

namespace huiyin::app {

using domain::State;
using domain::Transition;

namespace {

constexpr char kTrialOver[] = "trial_over";

bool IsResolved(const domain::Lifecycle& life) {
  return life.state == State::kResolved || life.state == State::kClosed;
}

}  // namespace

IncidentRound::IncidentRound(const Context& context, const domain::Actor& actor,
                             std::string incident_no, IncidentMessage message, IncidentRun run)
    : context_(context),
      actor_(actor),
      config_(context.config->Get()),
      incident_no_(std::move(incident_no)),
      message_(std::move(message)),
      run_(run) {}

void IncidentRound::Mark(std::string update_id, std::string approved_by) {
  update_id_ = std::move(update_id);
  approved_by_ = std::move(approved_by);
}

Status IncidentRound::CheckRights() const {
  for (const Transition verb : VerbsOf(message_.kind)) TRY(Require(actor_, PermissionOf(verb)));
  return Ok();
}

bool IncidentRound::WasTold(const TicketUnit& unit) const {
  if (update_id_.empty()) return false;
  for (const domain::Fact& fact : unit.record().facts) {
    if (fact.Text("update_id") == update_id_) return true;
  }
  return false;
}

Status IncidentRound::Take(store::Tx& tx, const std::string& ticket_no, bool child,
                           IncidentOutcome& outcome) {
  outcome = IncidentOutcome{ticket_no, false, {}};
  TRY_ASSIGN(const int64_t id, TicketIdOf(ticket_no));
  TRY_ASSIGN(TicketUnit unit,
             LoadForActor(context_, *config_, tx, id, ticket_no, actor_, std::nullopt));
  TRY_ASSIGN(const int64_t parent_id, TicketIdOf(incident_no_));
  if (child && unit.record().parent_id != parent_id) {
    return Conflict("the ticket left the incident meanwhile", "not_a_child");
  }
  if (WasTold(unit)) return Ok();
  if (message_.kind == IncidentMessage::Kind::kResolve && IsResolved(unit.life())) {
    outcome.already = true;
    return Ok();
  }
  unit.Stamp("incident", incident_no_);
  if (!update_id_.empty()) unit.Stamp("update_id", update_id_);
  if (!approved_by_.empty()) unit.Stamp("approved_by", approved_by_);
  TRY_ASSIGN(const auto steps,
             StepsOf(*config_, message_, incident_no_, unit.record().lang, update_id_));
  for (const Action& step : steps) {
    if (step.verb == Transition::kStartWork && unit.life().state != State::kPending) continue;
    Acted acted;
    TRY(Perform(unit, actor_, step, acted));
  }
  if (run_ == IncidentRun::kTrial) return Conflict("the trial is undone", kTrialOver);
  return Ok();
}

Result<IncidentOutcome> IncidentRound::One(const std::string& ticket_no, bool child) {
  IncidentOutcome outcome;
  const Status done = RunCommand(
      context_, [&](store::Tx& tx) -> Status { return Take(tx, ticket_no, child, outcome); });
  if (!done.ok() && done.error().type != kTrialOver) {
    const ErrorCode code = done.error().code;
    if (code == ErrorCode::kUnavailable || code == ErrorCode::kInternal) return done.error();
    // What is wrong with the text is wrong for all.
    if (code == ErrorCode::kInvalidArgument) return done.error();
    outcome.refused = done.error();
  }
  return outcome;
}

Result<IncidentOutcome> IncidentRound::Child(const std::string& ticket_no) {
  return One(ticket_no, true);
}

Result<IncidentOutcome> IncidentRound::Parent() { return One(incident_no_, false); }

IncidentOutcome IncidentRound::ParentLeft() const {
  return {incident_no_, false,
          Conflict("children are still open; the parent stays open with them", "children_open")};
}

}  // namespace huiyin::app
