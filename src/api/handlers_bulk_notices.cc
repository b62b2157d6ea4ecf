// Messages to many customers that need a second person.
#include "api/call_parts.h"
#include "api/codec.h"
#include "api/handlers.h"
#include "api/incident_dto.h"
#include "api/list_query.h"
#include "app/bulk_notices.h"
#include "app/config.h"

namespace huiyin::api {
namespace {

using app::BulkState;

std::optional<std::string> NonEmpty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

dto::BulkNotice NoticeDto(const Call& call, const app::BulkNotice& notice) {
  dto::BulkNotice out;
  out.id = notice.id;
  out.update_id = app::UpdateIdOf(notice);
  out.incident_no = notice.incident_no;
  out.state = app::Name(notice.state);
  out.kind = app::Name(notice.message.kind);
  out.author = call.config->PersonName(notice.author_id);
  out.created_at = notice.created_at;
  out.texts = TextsOf(*call.config, notice.message, notice.incident_no);
  out.template_id = NonEmpty(notice.message.template_id);
  out.summary = NonEmpty(notice.message.summary);
  out.steps = notice.message.steps;
  out.next_at = notice.message.next_at;
  out.ticket_nos = notice.ticket_nos;
  out.hidden = notice.hidden;
  if (notice.decided_by != 0) out.decided_by = call.config->PersonName(notice.decided_by);
  out.decided_at = notice.decided_at;
  out.comment = NonEmpty(notice.comment);
  out.audience = notice.audience;
  out.reached = notice.reached;
  out.done = notice.done;
  out.already = notice.already;
  out.refused = notice.refused;
  for (const app::IncidentOutcome& outcome : notice.report) {
    out.items.push_back(OutcomeDto(outcome));
  }
  const bool waits = notice.state == BulkState::kWaiting;
  const bool person = call.actor.kind == domain::Actor::Kind::kUser;
  const bool mine = person && notice.author_id == call.actor.user_id;
  out.may_withdraw = waits && mine;
  out.may_decide = waits && person && !mine && call.actor.May("ticket.approve");
  return out;
}

Result<http::Response> Answer(Call& call, int64_t id, int status) {
  TRY_ASSIGN(const auto notice,
             call.context().db->Get<app::BulkNotice>([&](store::Session& session) {
               return app::ReadBulkNotice(call.context(), session, call.actor, id);
             }));
  return http::Response::Json(status, Encode(NoticeDto(call, notice)));
}

Result<int64_t> IdOf(const Call& call) {
  const auto id = ReadNumber("id", call.request.Param("id"));
  if (!id.ok() || *id < 1) return NotFound("there is no such notice", "bulk_notice_not_found");
  return *id;
}

Result<http::Response> Decide(Call& call, app::BulkDecision decision) {
  TRY_ASSIGN(const int64_t id, IdOf(call));
  TRY_ASSIGN(const auto in, Decode<dto::BulkDecisionIn>(call.request.body));
  TRY(app::DecideBulkNotice(call.context(), call.actor, id, decision, in.comment.value_or("")));
  return Answer(call, id, 200);
}

}  // namespace

Result<http::Response> GetBulkNotices(Call& call) {
  app::BulkFilter filter;
  if (const auto state = call.request.Query("state")) {
    filter.state = app::ParseBulkState(*state);
    if (!filter.state) {
      return InvalidField("state", "unknown_value",
                          "waiting, sending, sent, rejected, withdrawn or stopped");
    }
  }
  filter.incident_no = call.request.Query("incident_no").value_or("");
  TRY_ASSIGN(const auto notices,
             call.context().db->Get<std::vector<app::BulkNotice>>([&](store::Session& session) {
               return app::ListBulkNotices(call.context(), session, call.actor, filter);
             }));
  dto::BulkNotices out;
  for (const app::BulkNotice& notice : notices) out.items.push_back(NoticeDto(call, notice));
  return http::Response::Json(200, Encode(out));
}

Result<http::Response> PostBulkNotices(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::BulkNoticeIn>(call.request.body));
  app::IncidentMessage message;
  const auto kind = app::ParseIncidentMessageKind(in.kind);
  if (!kind) return InvalidField("kind", "unknown_value", "progress, workaround, reply or resolve");
  message.kind = *kind;
  message.text = in.text.value_or("");
  message.summary = in.summary.value_or("");
  if (in.steps) message.steps = *in.steps;
  message.next_at = in.next_at;
  message.template_id = in.template_id.value_or("");
  message.values = ValuesOf(in.values);
  TRY_ASSIGN(const std::string key, IdempotencyKeyOf(call));
  TRY_ASSIGN(const auto notice,
             app::AskForBulkNotice(call.context(), call.actor, in.incident_no, message, key));
  return http::Response::Json(201, Encode(NoticeDto(call, notice)));
}

Result<http::Response> GetBulkNotice(Call& call) {
  TRY_ASSIGN(const int64_t id, IdOf(call));
  return Answer(call, id, 200);
}

Result<http::Response> PostBulkNoticeApprove(Call& call) {
  return Decide(call, app::BulkDecision::kApprove);
}
Result<http::Response> PostBulkNoticeReject(Call& call) {
  return Decide(call, app::BulkDecision::kReject);
}

Result<http::Response> PostBulkNoticeWithdraw(Call& call) {
  TRY_ASSIGN(const int64_t id, IdOf(call));
  TRY(app::WithdrawBulkNotice(call.context(), call.actor, id));
  return Answer(call, id, 200);
}

}  // namespace huiyin::api
