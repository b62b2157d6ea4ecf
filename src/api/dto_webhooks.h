// Wire structs of webhooks.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace huiyin::api::dto {

struct Webhook {
  std::string id, url, description;
  std::vector<std::string> events;
  bool active = false;
  std::string stopped;
  std::optional<Instant> old_secret_until;
  Instant secret_since, changed_at;
  int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Webhook, (),
                      (id, url, description, events, active, stopped, old_secret_until,
                       secret_since, changed_at, version))

struct Webhooks {
  std::vector<Webhook> items;
  std::vector<std::string> events;  // all there are
};
BOOST_DESCRIBE_STRUCT(Webhooks, (), (items, events))

struct WebhookIn {
  std::string url;
  std::optional<std::string> description;
  std::optional<std::vector<std::string>> events;
  std::optional<bool> active;
};
BOOST_DESCRIBE_STRUCT(WebhookIn, (), (url, description, events, active))

struct WebhookEdit {
  std::optional<std::string> url, description;
  std::optional<std::vector<std::string>> events;
  std::optional<bool> active;
  int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WebhookEdit, (), (url, description, events, active, version))

struct WebhookSecret {
  Webhook webhook;
  std::string secret;
};
BOOST_DESCRIBE_STRUCT(WebhookSecret, (), (webhook, secret))

struct WebhookDelivery {
  int64_t id = 0;
  std::string event, state;
  int64_t attempts = 0;
  Instant created_at;
  std::optional<Instant> next_at, sent_at;
  std::string last_error, ticket_no;
};
BOOST_DESCRIBE_STRUCT(WebhookDelivery, (),
                      (id, event, state, attempts, created_at, next_at, sent_at, last_error,
                       ticket_no))

struct WebhookDeliveries {
  std::vector<WebhookDelivery> items;
};
BOOST_DESCRIBE_STRUCT(WebhookDeliveries, (), (items))

}  // namespace huiyin::api::dto
