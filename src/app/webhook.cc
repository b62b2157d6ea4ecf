#include "app/webhook.h"

#include <algorithm>

#include "app/config.h"
#include "app/json_read.h"
#include "base/json_text.h"

namespace huiyin::app {

bool Webhook::Wants(std::string_view event) const {
  return active &&
         (events.empty() || std::find(events.begin(), events.end(), event) != events.end());
}

Result<std::optional<Webhook>> ParseWebhook(const Document& document) {
  TRY_ASSIGN(const auto object, ParseObject(document.body));
  if (BoolOf(object, "deleted").value_or(false)) return std::optional<Webhook>();
  Webhook out;
  out.id = document.id;
  out.version = document.version;
  out.changed_at = document.at;
  out.url = TextOf(object, "url");
  out.description = TextOf(object, "description");
  out.events = ListOf(object, "events");
  out.active = BoolOf(object, "active").value_or(false);
  out.stopped = TextOf(object, "stopped");
  const auto* secrets = object.if_contains("secrets");
  if (out.url.empty() || secrets == nullptr || !secrets->is_array()) {
    return InvalidArgument("webhook " + document.id + " lacks its address or secrets");
  }
  for (const auto& item : secrets->get_array()) {
    if (!item.is_object()) continue;
    WebhookSecret secret;
    secret.sealed = TextOf(item.get_object(), "sealed");
    TRY_ASSIGN(secret.created_at, ParseInstant(TextOf(item.get_object(), "created_at")));
    if (const std::string at = TextOf(item.get_object(), "expires_at"); !at.empty()) {
      TRY_ASSIGN(secret.expires_at, ParseInstant(at));
    }
    out.secrets.push_back(std::move(secret));
  }
  return std::optional<Webhook>(std::move(out));
}

std::string WebhookBody(const Webhook& webhook) {
  JsonText json;
  json.Open('{').Key("url").Str(webhook.url).Key("description").Str(webhook.description);
  json.Key("active").Bool(webhook.active).Key("stopped").Str(webhook.stopped);
  json.Key("events").Open('[');
  for (const std::string& event : webhook.events) json.Str(event);
  json.Close(']').Key("secrets").Open('[');
  for (const WebhookSecret& secret : webhook.secrets) {
    json.Open('{').Key("sealed").Str(secret.sealed);
    json.Key("created_at").Str(FormatUtc(secret.created_at));
    if (secret.expires_at) json.Key("expires_at").Str(FormatUtc(*secret.expires_at));
    json.Close('}');
  }
  return json.Close(']').Close('}').Take();
}

}  // namespace huiyin::app
