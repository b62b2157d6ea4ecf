// Incidents: a parent, its children, one text to all of them, one solution for all of them.
#include "api/call_parts.h"
#include "api/codec.h"
#include "api/dto_incidents.h"
#include "api/handlers.h"
#include "api/incident_dto.h"
#include "api/ticket_dto.h"
#include "app/incidents.h"

namespace huiyin::api {
namespace {

Result<http::Response> AnswerIncident(Call& call, const std::string& incident_no, int status) {
  TRY_ASSIGN(const auto view,
             call.context().db->Get<app::IncidentView>([&](store::Session& session) {
               return app::ReadIncident(call.context(), session, call.actor, incident_no);
             }));
  dto::Incident out;
  out.ticket = RowDto(*call.config, view.parent);
  for (const app::TicketRow& row : view.children) {
    out.children.push_back(RowDto(*call.config, row));
  }
  out.hidden = view.hidden;
  return http::Response::Json(status, Encode(out));
}

http::Response AnswerReport(const app::IncidentReport& report, std::vector<dto::NoticeText> texts,
                            app::IncidentRun run) {
  dto::IncidentReport out;
  out.texts = std::move(texts);
  out.trial = run == app::IncidentRun::kTrial;
  if (!report.update_id.empty()) out.update_id = report.update_id;
  out.hidden = report.hidden;
  for (const app::IncidentOutcome& outcome : report.items) {
    out.items.push_back(OutcomeDto(outcome));
    const std::string& result = out.items.back().result;
    ++(result == "done" ? out.done : result == "already" ? out.already : out.refused);
  }
  return http::Response::Json(200, Encode(out));
}

Result<http::Response> Tell(Call& call, const app::IncidentMessage& message, app::IncidentRun run) {
  TRY_ASSIGN(const std::string key, IdempotencyKeyOf(call));
  TRY_ASSIGN(const auto report, app::RunIncident(call.context(), call.actor,
                                                 call.Param("incident_no"), message, key, run));
  return AnswerReport(report, TextsOf(*call.config, message, call.Param("incident_no")), run);
}

Result<http::Response> Update(Call& call, app::IncidentRun run) {
  TRY_ASSIGN(const auto in, Decode<dto::IncidentUpdateIn>(call.request.body));
  app::IncidentMessage message;
  const auto kind = app::ParseIncidentMessageKind(in.kind.value_or("progress"));
  if (!kind || *kind == app::IncidentMessage::Kind::kResolve) {
    return InvalidField("kind", "unknown_value", "progress, workaround or reply");
  }
  message.kind = *kind;
  message.text = in.text.value_or("");
  message.next_at = in.next_at;
  message.template_id = in.template_id.value_or("");
  message.values = ValuesOf(in.values);
  return Tell(call, message, run);
}

Result<http::Response> Resolve(Call& call, app::IncidentRun run) {
  TRY_ASSIGN(const auto in, Decode<dto::IncidentResolveIn>(call.request.body));
  app::IncidentMessage message;
  message.kind = app::IncidentMessage::Kind::kResolve;
  message.text = in.solution.value_or("");
  message.summary = in.summary;
  if (in.steps) message.steps = *in.steps;
  message.template_id = in.template_id.value_or("");
  message.values = ValuesOf(in.values);
  return Tell(call, message, run);
}

}  // namespace

Result<http::Response> GetIncidents(Call& call) {
  TRY_ASSIGN(const auto rows,
             call.context().db->Get<std::vector<app::IncidentRow>>([&](store::Session& session) {
               return app::ListIncidents(call.context(), session, call.actor);
             }));
  dto::Incidents out;
  for (const app::IncidentRow& row : rows) {
    out.items.push_back(
        {RowDto(*call.config, row.parent), row.children, row.open, row.breached, row.oldest_due});
  }
  return http::Response::Json(200, Encode(out));
}

Result<http::Response> PostIncidents(Call& call) {
  TRY_ASSIGN(auto in, Decode<dto::IncidentIn>(call.request.body));
  app::NewIncident incident;
  incident.parent = in.parent.value_or("");
  incident.title = in.title.value_or("");
  incident.text = in.text.value_or("");
  incident.ticket_nos = std::move(in.ticket_nos);
  TRY_ASSIGN(incident.idempotency_key, IdempotencyKeyOf(call));
  TRY_ASSIGN(const std::string number, app::OpenIncident(call.context(), call.actor, incident));
  return AnswerIncident(call, number, 201);
}

Result<http::Response> GetIncident(Call& call) {
  return AnswerIncident(call, call.Param("incident_no"), 200);
}

Result<http::Response> PostIncidentAdd(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::TicketNos>(call.request.body));
  const std::string number = call.Param("incident_no");
  TRY(app::AddChildren(call.context(), call.actor, number, in.ticket_nos));
  return AnswerIncident(call, number, 200);
}

Result<http::Response> PostIncidentRemove(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::TicketNos>(call.request.body));
  const std::string number = call.Param("incident_no");
  TRY(app::RemoveChildren(call.context(), call.actor, number, in.ticket_nos));
  return AnswerIncident(call, number, 200);
}

Result<http::Response> PostIncidentUpdate(Call& call) {
  return Update(call, app::IncidentRun::kForReal);
}
Result<http::Response> PostIncidentUpdateTrial(Call& call) {
  return Update(call, app::IncidentRun::kTrial);
}
Result<http::Response> PostIncidentResolve(Call& call) {
  return Resolve(call, app::IncidentRun::kForReal);
}
Result<http::Response> PostIncidentResolveTrial(Call& call) {
  return Resolve(call, app::IncidentRun::kTrial);
}

}  // namespace huiyin::api
