// Settings: webhooks, their secrets and what became of deliveries.
#include <algorithm>

#include "api/codec.h"
#include "api/dto_webhooks.h"
#include "api/handlers.h"
#include "app/webhook_events.h"
#include "app/webhooks.h"

namespace huiyin::api {

namespace {

dto::Webhook WebhookDto(const app::Webhook& webhook, Instant now) {
  dto::Webhook out;
  out.id = webhook.id;
  out.url = webhook.url;
  out.description = webhook.description;
  out.events = webhook.events;
  out.active = webhook.active;
  out.stopped = webhook.stopped;
  out.changed_at = webhook.changed_at;
  out.version = webhook.version;
  for (const app::WebhookSecret& secret : webhook.secrets) {
    if (!secret.expires_at) out.secret_since = secret.created_at;
    if (!secret.expires_at || *secret.expires_at <= now) continue;
    out.old_secret_until = std::max(out.old_secret_until.value_or(now), *secret.expires_at);
  }
  return out;
}

Result<http::Response> AnswerSecret(const Call& call, const app::WebhookWithSecret& made,
                                    int status) {
  http::Response response = http::Response::Json(
      status,
      Encode(dto::WebhookSecret{WebhookDto(made.webhook, call.context().Now()), made.secret}));
  response.compression = http::Compression::kNever;
  return response;
}

}  // namespace

Result<http::Response> GetWebhooks(Call& call) {
  dto::Webhooks out;
  for (const auto& [id, webhook] : call.config->webhooks) {
    out.items.push_back(WebhookDto(webhook, call.context().Now()));
  }
  for (const std::string_view event : app::WebhookEvents()) out.events.emplace_back(event);
  return http::Response::Json(200, Encode(out));
}

Result<http::Response> PostWebhooks(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::WebhookIn>(call.request.body));
  TRY_ASSIGN(const auto made, app::CreateWebhook(call.context(), call.actor,
                                                 {in.url, in.description, in.events, in.active}));
  return AnswerSecret(call, made, 201);
}

Result<http::Response> PatchWebhook(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::WebhookEdit>(call.request.body));
  TRY_ASSIGN(const auto changed,
             app::UpdateWebhook(call.context(), call.actor, call.Param("id"),
                                {in.url, in.description, in.events, in.active}, in.version));
  return http::Response::Json(200, Encode(WebhookDto(changed, call.context().Now())));
}

Result<http::Response> DeleteWebhook(Call& call) {
  TRY(app::DeleteWebhook(call.context(), call.actor, call.Param("id")));
  return http::Response::Empty(204);
}

Result<http::Response> PostWebhookSecret(Call& call) {
  TRY_ASSIGN(const auto made,
             app::RotateWebhookSecret(call.context(), call.actor, call.Param("id")));
  return AnswerSecret(call, made, 200);
}

Result<http::Response> PostWebhookTest(Call& call) {
  TRY(app::QueueTestEvent(call.context(), call.actor, call.Param("id")));
  return http::Response::Empty(202);
}

Result<http::Response> GetWebhookDeliveries(Call& call) {
  TRY_ASSIGN(const auto deliveries,
             app::WebhookDeliveries(call.context(), call.actor, call.Param("id")));
  dto::WebhookDeliveries out;
  for (const app::Delivery& d : deliveries) {
    out.items.push_back({d.id, d.event, d.state, d.attempts, d.created_at, d.next_at, d.sent_at,
                         d.last_error, d.ticket_no});
  }
  return http::Response::Json(200, Encode(out));
}

}  // namespace huiyin::api
