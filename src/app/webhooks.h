// What an administrator does with webhooks (permission setting.edit), and what is delivered to
// them. Secrets are made here, shown once, kept sealed; a replaced one signs on beside the new one
// for a while, so that no delivery fails while the receiver learns it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "app/webhook.h"
#include "domain/permissions.h"

namespace huiyin::app {

inline constexpr size_t kMaxWebhooks = 20;
inline constexpr Duration kSecretOverlap = Duration::Hours(24);

struct WebhookEdit {
  std::optional<std::string> url, description;
  std::optional<std::vector<std::string>> events;
  std::optional<bool> active;
};
struct WebhookWithSecret {
  Webhook webhook;
  std::string secret;  // "whsec_" and base64, never to be had again
};
// kPermissionDenied; kInvalidArgument (fields url, description, events); kConflict "webhooks_full".
Result<WebhookWithSecret> CreateWebhook(const Context& context, const domain::Actor& actor,
                                        const WebhookEdit& edit);
// kNotFound "webhook_not_found"; kConflict "stale_etag". Activating forgets why it was stopped.
Result<Webhook> UpdateWebhook(const Context& context, const domain::Actor& actor,
                              const std::string& id, const WebhookEdit& edit,
                              int64_t expected_version);
// The old secrets sign for another 24 hours.
Result<WebhookWithSecret> RotateWebhookSecret(const Context& context, const domain::Actor& actor,
                                              const std::string& id);
// What still waits for it becomes dead.
Status DeleteWebhook(const Context& context, const domain::Actor& actor, const std::string& id);
// Queues an event "webhook.test", active or not being of no matter to who asks; kConflict
// "webhook_inactive" when it is off, as nothing would be sent.
Status QueueTestEvent(const Context& context, const domain::Actor& actor, const std::string& id);

struct Delivery {
  int64_t id = 0;
  std::string event, state, last_error, ticket_no;  // state: waiting, sent, dead
  int64_t attempts = 0;
  Instant created_at;
  std::optional<Instant> next_at, sent_at;
};
// The newest 50.
Result<std::vector<Delivery>> WebhookDeliveries(const Context& context, const domain::Actor& actor,
                                                const std::string& id);

// The receiver said that it is gone (410): nothing more is sent before somebody activates it.
Status StopWebhook(const Context& context, const std::string& id);

// Headers of a delivery (Standard Webhooks): webhook-id, webhook-timestamp, webhook-signature with
// one "v1,…" for each secret in force. kCorruption when a secret was sealed by another instance.
Result<std::vector<std::string>> WebhookHeaders(const Context& context, const Webhook& webhook,
                                                int64_t delivery_id, std::string_view body);

}  // namespace huiyin::app
