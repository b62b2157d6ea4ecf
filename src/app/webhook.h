// An address outside that is told what happens to tickets, as configuration: a document of kind
// "webhook". Deleted ones stay in the history and are not read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace huiyin::app {

struct Document;

struct WebhookSecret {
  std::string sealed;  // base64url of what WebhookKey seals
  Instant created_at;
  std::optional<Instant> expires_at;  // one that was replaced still signs until then
};

struct Webhook {
  std::string id;  // "wh-1a2b3c4d"
  int64_t version = 0;
  std::string url, description;
  std::vector<std::string> events;  // of WebhookEvents(); empty: all
  bool active = true;
  std::string stopped;                 // why it was stopped by itself: "gone"; else empty
  std::vector<WebhookSecret> secrets;  // the newest first
  Instant changed_at;

  bool Wants(std::string_view event) const;
};

// Nothing when it was deleted. kInvalidArgument when the body is none of ours.
Result<std::optional<Webhook>> ParseWebhook(const Document& document);
std::string WebhookBody(const Webhook& webhook);

}  // namespace huiyin::app
