// One text to all children of an incident, and resolving them together.
#include "app/config.h"
#include "app/idempotency.h"
#include "app/incidents.h"
#include "app/users_account.h"
#include "base/bytes.h"
#include "base/crypto.h"

namespace huiyin::app {

using domain::Actor;

namespace {

// Whoever comes with the key again goes on where the first time ended.
Result<std::string> NameUpdate(const Context& context, const Actor& actor,
                               const std::string& incident_no, const IncidentMessage& message,
                               const std::string& idempotency_key) {
  if (idempotency_key.empty()) {
    return InvalidField("Idempotency-Key", "required", "so that nobody is told twice");
  }
  const Hash32 body = Sha256({FormatMessage(message)});
  const Hash32 key =
      Sha256({"incident update\n", actor.Label(), "\n", incident_no, "\n", idempotency_key});
  const std::string update_id = HexEncode(View(key)).substr(0, 16);
  TRY(RunCommand(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const auto before, RecallAnswer(tx, key, body));
    return before ? Ok() : RememberAnswer(tx, key, body, update_id);
  }));
  return update_id;
}

}  // namespace

Result<IncidentReport> RunIncident(const Context& context, const Actor& actor,
                                   const std::string& incident_no, const IncidentMessage& message,
                                   const std::string& idempotency_key, IncidentRun run) {
  // Looked at before the key is taken: a text put right goes out under the same key.
  TRY(CheckMessage(*context.config->Get(), message));
  IncidentRound round(context, actor, incident_no, message, run);
  TRY(round.CheckRights());
  TRY_ASSIGN(const auto view, context.db->Get<IncidentView>([&](store::Session& session) {
    return ReadIncident(context, session, actor, incident_no);
  }));
  if (view.children.empty()) return Conflict("the incident has no children", "incident_empty");
  IncidentReport out;
  out.hidden = view.hidden;
  if (run == IncidentRun::kForReal) {
    if (view.children.size() >= kBulkFrom) {
      return Conflict("a text to " + std::to_string(kBulkFrom) +
                          " tickets or more needs a second person: ask for it with "
                          "POST /api/v1/bulk-notices",
                      "second_person_required");
    }
    TRY_ASSIGN(out.update_id, NameUpdate(context, actor, incident_no, message, idempotency_key));
    round.Mark(out.update_id);
  }
  bool all_through = out.hidden == 0;
  for (const TicketRow& child : view.children) {
    TRY_ASSIGN(IncidentOutcome outcome, round.Child(child.ticket_no));
    all_through = all_through && !outcome.refused;
    out.items.push_back(std::move(outcome));
  }
  if (message.kind == IncidentMessage::Kind::kResolve && !all_through) {
    out.items.push_back(round.ParentLeft());
    return out;
  }
  TRY_ASSIGN(IncidentOutcome outcome, round.Parent());
  out.items.push_back(std::move(outcome));
  return out;
}

}  // namespace huiyin::app
