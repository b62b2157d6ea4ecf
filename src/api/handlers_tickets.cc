// Lists of tickets, one ticket, and everything one does with it.
#include "api/call_parts.h"
#include "api/codec.h"
#include "api/dto.h"
#include "api/error_map.h"
#include "api/handlers.h"
#include "api/list_query.h"
#include "api/ticket_dto.h"
#include "app/act_on_many.h"
#include "app/act_on_ticket.h"
#include "app/list_tickets.h"
#include "app/macros.h"
#include "app/open_ticket.h"
#include "app/read_ticket.h"
#include "app/ticket_reads.h"
#include "base/crypto.h"
#include "store/queries.h"

namespace huiyin::api {
namespace {

Result<http::Response> AnswerTicket(Call& call, const std::string& ticket_no, int status = 200) {
  TRY_ASSIGN(const auto ticket,
             call.context().db->Get<app::TicketView>([&](store::Session& session) {
               return app::ReadTicket(call.context(), session, call.actor, ticket_no);
             }));
  http::Response response =
      http::Response::Json(status, Encode(TicketDto(call.context(), *call.config, ticket)));
  response.Set("ETag", app::ETagOf(ticket.record));
  return response;
}

// The ticket as it is now. Handed on to a department the actor does not read: done, but no longer
// his to see.
Result<http::Response> AnswerAfter(Call& call) {
  auto answer = AnswerTicket(call, call.Param("ticket_no"));
  if (!answer.ok() && answer.error().code == ErrorCode::kNotFound) {
    return http::Response::Empty(204);
  }
  return answer;
}

app::Action ActionOf(const dto::TransitionIn& in, domain::Transition verb) {
  app::Action out;
  out.verb = verb;
  const auto set = [](std::string& target, const std::optional<std::string>& value) {
    if (value) target = *value;
  };
  set(out.text, in.text);
  set(out.summary, in.summary);
  set(out.reason, in.reason);
  set(out.comment, in.comment);
  set(out.restated, in.restated);
  set(out.reproduced, in.reproduced);
  set(out.impact_scope, in.impact_scope);
  set(out.root_cause, in.root_cause);
  set(out.plan, in.plan);
  set(out.compensation_kind, in.compensation_kind);
  set(out.evaluation, in.evaluation);
  set(out.priority, in.priority);
  set(out.category, in.category);
  set(out.complaint_kind, in.complaint_kind);
  set(out.sentiment, in.sentiment);
  set(out.kind, in.kind);
  set(out.ticket_no, in.ticket_no);
  set(out.ticket_no, in.into);
  set(out.field, in.field);
  set(out.title, in.title);
  set(out.result, in.result);
  set(out.of, in.of);
  if (in.steps) out.steps = *in.steps;
  if (in.mentions) out.mentions = *in.mentions;
  if (in.message_ids) out.message_ids = *in.message_ids;
  out.owner_id = in.owner_id;
  out.department_id = in.department_id;
  out.affected_users = in.affected_users;
  out.compensation_minor = in.compensation_minor;
  out.task_id = in.task_id;
  out.sensitive = in.sensitive;
  out.product_change = in.product_change;
  out.automatic = in.automatic.value_or(false);
  out.next_at = in.next_at;
  out.expected_at = in.expected_at;
  out.due_at = in.due_at;
  return out;
}

Result<domain::Transition> VerbOf(std::string_view name) {
  const auto verb = domain::ParseTransition(name);
  if (!verb || *verb == domain::Transition::kEdit || *verb == domain::Transition::kClose) {
    return NotFound("there is no transition \"" + std::string(name.substr(0, 40)) + "\"",
                    "unknown_transition");
  }
  return *verb;
}

std::optional<std::string> IfMatchOf(const http::Request& request) {
  if (!request.Has("If-Match")) return std::nullopt;
  return std::string(request.Get("If-Match"));
}

}  // namespace

Result<http::Response> GetTickets(Call& call) {
  TRY_ASSIGN(const app::TicketFilter filter, FilterOf(call.request));
  TRY_ASSIGN(const auto page, call.context().db->Get<app::TicketPage>([&](store::Session& session) {
    return app::ListTickets(call.context(), session, call.actor, filter);
  }));
  dto::TicketPage out;
  for (const app::TicketRow& row : page.items) out.items.push_back(RowDto(*call.config, row));
  if (!page.next_cursor.empty()) out.next_cursor = page.next_cursor;
  return http::Response::Json(200, Encode(out));
}

Result<http::Response> PostTickets(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::FeedbackIn>(call.request.body));
  app::Feedback feedback;
  feedback.channel = in.channel;
  feedback.text = in.text;
  feedback.category = in.category.value_or("");
  feedback.complaint_kind = in.complaint_kind.value_or("");
  feedback.priority = in.priority.value_or("");
  feedback.product = in.product.value_or("");
  feedback.order_no = in.order_no.value_or("");
  if (in.contact) {
    feedback.name = in.contact->name.value_or("");
    feedback.mobile = in.contact->mobile.value_or("");
    feedback.email = in.contact->email.value_or("");
  }
  feedback.received_at = in.received_at;
  if (in.custom) feedback.custom = in.custom->text;
  feedback.department_id = in.department_id.value_or(0);
  feedback.owner_id = in.owner_id.value_or(0);
  feedback.idempotency_key = std::string(call.request.Get("Idempotency-Key").substr(0, 200));
  feedback.idempotency_scope = call.actor.Label();
  TRY_ASSIGN(const auto opened, app::OpenTicketNow(call.context(), call.actor, feedback));
  auto answer = AnswerTicket(call, opened.ticket_no, 201);
  if (answer.ok() || answer.error().code != ErrorCode::kNotFound) return answer;
  // Routed to a department the agent does not read: only the number is his to know.
  return http::Response::Json(
      201, Encode(dto::FeedbackOut{opened.ticket_no, opened.tracking_url, opened.tracking_secret,
                                   opened.contact_code, opened.receipt, opened.duplicate,
                                   opened.promised_at}));
}

Result<http::Response> GetTicket(Call& call) { return AnswerTicket(call, call.Param("ticket_no")); }

// A person's own mark, as in a mailbox: no fact of the ticket, and its version stays.
Result<http::Response> PostSeen(Call& call) {
  TRY(app::MarkTicket(call.context(), call.actor, call.Param("ticket_no"), app::Reading::kRead));
  return http::Response::Empty(204);
}

Result<http::Response> DeleteSeen(Call& call) {
  TRY(app::MarkTicket(call.context(), call.actor, call.Param("ticket_no"), app::Reading::kUnread));
  return http::Response::Empty(204);
}

Result<http::Response> PatchTicket(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::EditIn>(call.request.body));
  app::Action action;
  action.verb = domain::Transition::kEdit;
  action.if_match = IfMatchOf(call.request);
  const auto text = [&](const char* name, const std::optional<std::string>& value,
                        std::string& target) {
    if (!value) return;
    target = *value;
    action.given.emplace_back(name);
  };
  text("title", in.title, action.title);
  text("product", in.product, action.product);
  text("order_no", in.order_no, action.order_no);
  if (in.tags) {
    action.tags = *in.tags;
    action.given.emplace_back("tags");
  }
  if (in.topics) {
    action.topics = *in.topics;
    action.given.emplace_back("topics");
  }
  if (in.custom) {
    action.custom = in.custom->text;
    action.given.emplace_back("custom");
  }
  TRY(app::ActOnTicket(call.context(), call.actor, call.Param("ticket_no"), action));
  return AnswerTicket(call, call.Param("ticket_no"));
}

Result<http::Response> GetTimeline(Call& call) {
  TRY_ASSIGN(const auto ticket,
             call.context().db->Get<app::TicketView>([&](store::Session& session) {
               return app::ReadTicket(call.context(), session, call.actor, call.Param("ticket_no"));
             }));
  dto::Timeline out;
  for (const app::TimelineItem& item : app::Timeline(*call.config, ticket)) {
    out.items.push_back({item.id,
                         static_cast<int64_t>(item.seq),
                         item.at,
                         item.kind,
                         item.visibility,
                         {item.actor_kind, item.actor_id, item.actor_name},
                         item.event,
                         item.text,
                         RawJson{item.changes}});
  }
  return http::Response::Json(200, Encode(out));
}

Result<http::Response> GetTicketEvents(Call& call) {
  dto::Events out;
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    TRY_ASSIGN(const auto ticket,
               app::ReadTicket(call.context(), session, call.actor, call.Param("ticket_no")));
    return session.Each(store::q::ticket_events, {ticket.record.id},
                        [&](const store::Row& row) -> Status {
                          out.items.push_back({row.Int(0), row.At(1), row.Str(2), row.Str(3),
                                               RawJson{row.Str(4)}, HexEncode(row.BlobBytes(5))});
                          return Ok();
                        });
  }));
  return http::Response::Json(200, Encode(out));
}

Result<http::Response> PostMacroTrial(Call& call) {
  TRY_ASSIGN(const app::MacroReport report,
             app::RunMacro(call.context(), call.actor, call.Param("ticket_no"), call.Param("macro"),
                           IfMatchOf(call.request), app::MacroRun::kTrial));
  dto::MacroTrial out{report.title, report.allowed, {}};
  for (const app::MacroOutcome& step : report.steps) {
    dto::MacroStepOut one{step.action, step.text, step.to, !step.refused, {}, {}, {}};
    if (step.refused) {
      const Error& why = *step.refused;
      one.code = why.type.empty() ? std::string(ErrorCodeName(why.code)) : why.type;
      one.detail = why.message;
      for (const FieldError& field : why.fields) one.missing.push_back(field.problem);
    }
    out.steps.push_back(std::move(one));
  }
  return http::Response::Json(200, Encode(out));
}

Result<http::Response> PostMacro(Call& call) {
  TRY(app::RunMacro(call.context(), call.actor, call.Param("ticket_no"), call.Param("macro"),
                    IfMatchOf(call.request), app::MacroRun::kForReal));
  return AnswerAfter(call);
}

Result<http::Response> PostTransition(Call& call) {
  TRY_ASSIGN(const auto verb, VerbOf(call.request.Param("transition")));
  dto::TransitionIn in;
  if (!call.request.body.empty()) {
    TRY_ASSIGN(in, Decode<dto::TransitionIn>(call.request.body));
  }
  app::Action action = ActionOf(in, verb);
  action.if_match = IfMatchOf(call.request);
  TRY_ASSIGN(const auto acted,
             app::ActOnTicket(call.context(), call.actor, call.Param("ticket_no"), action));
  if (verb == domain::Transition::kReveal) {
    http::Response response =
        http::Response::Json(200, Encode(dto::Revealed{acted.value, acted.until}));
    response.compression = http::Compression::kNever;
    return response;
  }
  return AnswerAfter(call);
}

Result<http::Response> PostBulk(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::BulkIn>(call.request.body));
  TRY_ASSIGN(const auto verb, VerbOf(in.transition));
  const app::Action action = ActionOf(in.body.value_or(dto::TransitionIn{}), verb);
  app::ManyKey key;
  TRY_ASSIGN(key.key, IdempotencyKeyOf(call));
  key.body = Sha256({call.request.body});
  TRY_ASSIGN(const auto outcomes,
             app::ActOnMany(call.context(), call.actor, in.ticket_nos, action, key));
  dto::BulkOut out;
  for (const app::ManyOutcome& outcome : outcomes) {
    if (outcome.refused) {
      out.refused.push_back({outcome.ticket_no, outcome.refused->message});
    } else {
      out.done.push_back(outcome.ticket_no);
    }
  }
  return http::Response::Json(200, Encode(out));
}

}  // namespace huiyin::api
