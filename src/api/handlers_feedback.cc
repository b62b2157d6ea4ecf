// POST /feedback: the public door and the programs' door into the queue.
#include "api/call_parts.h"
#include "api/codec.h"
#include "api/dto.h"
#include "api/error_map.h"
#include "api/handlers.h"
#include "app/customer_actions.h"
#include "app/forms.h"
#include "app/open_ticket.h"

namespace huiyin::api {

namespace {

constexpr size_t kMaxWidgetText = 500;

std::string OrEmpty(const std::optional<std::string>& text) { return text.value_or(""); }

Result<app::Feedback> FeedbackOf(Call& call, const dto::FeedbackIn& in) {
  app::Feedback out;
  out.channel = in.channel;
  out.text = in.text;
  out.category = OrEmpty(in.category);
  out.product = OrEmpty(in.product);
  out.order_no = OrEmpty(in.order_no);
  if (in.contact) {
    out.name = OrEmpty(in.contact->name);
    out.mobile = OrEmpty(in.contact->mobile);
    out.email = OrEmpty(in.contact->email);
  }
  if (in.custom) {
    if (in.custom->text.empty() || in.custom->text[0] != '{') {
      return InvalidField("custom", "type", "an object is expected here");
    }
    out.custom = in.custom->text;
  }
  if (in.to_human.value_or(false)) {
    if (!app::IsConversation(in.channel)) {
      return InvalidField("to_human", "not_allowed", "only in a chat: channel chat or bot");
    }
    out.to_human = true;
  }
  TRY_ASSIGN(out.idempotency_key, IdempotencyKeyOf(call));
  out.idempotency_scope = call.actor.Label();
  return out;
}

// Anonymous callers: rate limit, honeypot, proof of work, and no privileged fields.
Status CheckPublic(Call& call, const dto::FeedbackIn& in) {
  const Instant now = call.context().Now();
  TRY(call.shared.rates->Take("feedback", call.request.peer_address, now));
  if (in.received_at || in.priority || in.complaint_kind || in.department_id || in.owner_id) {
    return InvalidField(in.received_at ? "received_at" : "priority", "not_allowed",
                        "only a signed-in caller or a token may state this");
  }
  if (in.website && !in.website->empty()) {
    return InvalidField("website", "not_allowed", "leave this field empty");
  }
  return call.shared.pow->Redeem(in.pow ? in.pow->challenge : "", in.pow ? in.pow->nonce : "", now);
}

// The widget's words join the answers under names that no form field can have. A user id counts
// only with the signature of the site, so that nobody speaks for somebody else.
Status AddWidget(Call& call, const dto::FeedbackIn& in, const app::Form& form,
                 app::Feedback& feedback) {
  if (!in.widget) return Ok();
  boost::json::object custom;
  if (!feedback.custom.empty()) custom = boost::json::parse(feedback.custom).as_object();
  if (in.widget->user_id) {
    const std::string secret =
        app::WidgetSecret(*call.context().instance_key, *in.form, form.widget_key);
    if (!app::IsSignedByWidgetSecret(secret, *in.widget->user_id, OrEmpty(in.widget->signature))) {
      return InvalidField("widget.signature", "wrong",
                          "not the HMAC-SHA256 of user_id with this form's secret");
    }
  }
  const auto add = [&](const char* name, std::string text) -> Status {
    if (text.size() > kMaxWidgetText) {
      return InvalidField(std::string("widget.") + name, "too_long", "at most 500 bytes");
    }
    if (!text.empty()) custom[std::string("widget_") + name] = std::move(text);
    return Ok();
  };
  // Queries and fragments may carry names and tokens of the other site.
  const std::string page = OrEmpty(in.widget->page);
  TRY(add("page", page.substr(0, page.find_first_of("?#"))));
  TRY(add("version", OrEmpty(in.widget->version)));
  TRY(add("user_id", OrEmpty(in.widget->user_id)));
  feedback.custom = boost::json::serialize(custom);
  return Ok();
}

// What came through a form must fit it, whoever sent it.
Status CheckForm(Call& call, const dto::FeedbackIn& in, app::Feedback& feedback) {
  if (!in.form) {
    if (in.widget) return InvalidField("form", "required", "the widget belongs to a form");
    return Ok();
  }
  const auto found = call.config->forms.find(*in.form);
  const Error unknown = InvalidField("form", "unknown_value", "there is no such form");
  if (found == call.config->forms.end()) return unknown;
  TRY_ASSIGN(const app::Form form, app::ParseForm(found->second.body));
  if (!form.active) return unknown;
  TRY(app::CheckAnswers(form, {feedback.product, feedback.order_no, feedback.custom,
                               !feedback.mobile.empty() || !feedback.email.empty()}));
  return AddWidget(call, in, form, feedback);
}

Result<app::Feedback> Accept(Call& call) {
  TRY_ASSIGN(const dto::FeedbackIn in, Decode<dto::FeedbackIn>(call.request.body));
  TRY_ASSIGN(app::Feedback feedback, FeedbackOf(call, in));
  TRY(CheckForm(call, in, feedback));
  if (call.actor.kind == domain::Actor::Kind::kAnonymous) {
    TRY(CheckPublic(call, in));
    return feedback;
  }
  if (!call.actor.May("feedback.create")) {
    return PermissionDenied("this needs the permission feedback.create", "permission_denied");
  }
  feedback.received_at = in.received_at;
  feedback.priority = OrEmpty(in.priority);
  feedback.complaint_kind = OrEmpty(in.complaint_kind);
  feedback.department_id = in.department_id.value_or(0);
  feedback.owner_id = in.owner_id.value_or(0);
  return feedback;
}

}  // namespace

void PostFeedback(Call& call, http::Reply reply) {
  auto feedback = Accept(call);
  if (!feedback.ok()) {
    reply(ProblemOf(feedback.error(), call.request.request_id));
    return;
  }
  auto shared_reply = std::make_shared<http::Reply>(std::move(reply));
  app::OpenTicket(call.context(), call.actor, std::move(*feedback),
                  [shared_reply, id = call.request.request_id](Result<app::Opened> opened) {
                    if (!opened.ok()) {
                      (*shared_reply)(ProblemOf(opened.error(), id));
                      return;
                    }
                    dto::FeedbackOut out{opened->ticket_no,       opened->tracking_url,
                                         opened->tracking_secret, opened->contact_code,
                                         opened->receipt,         opened->duplicate,
                                         opened->promised_at};
                    http::Response response = http::Response::Json(201, Encode(out));
                    // Secrets beside what the caller sent: not compressed (BREACH).
                    response.compression = http::Compression::kNever;
                    (*shared_reply)(std::move(response));
                  });
}

}  // namespace huiyin::api
