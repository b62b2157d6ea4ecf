// What webhooks are told: an event a fact of a ticket, queued in the outbox by the transaction that
// records the fact, with the ticket as it then stands (personal data masked).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "app/ticket_unit.h"
#include "app/webhook.h"
#include "store/tx.h"

namespace huiyin::app {

struct Config;

inline constexpr char kTestEvent[] = "webhook.test";

// Every event of a ticket, in the order of its life. The names are stable (docs/webhooks.md).
std::span<const std::string_view> WebhookEvents();

// One row in the outbox for each webhook that wants it and each of `facts` (their kinds) that is an
// event.
Status QueueTicketEvents(const Context& context, const Config& config, store::Tx& tx,
                         const TicketRecord& ticket, const std::vector<std::string>& facts);
// `data`: JSON. ticket_id 0: none.
Status QueueEvent(const Context& context, store::Tx& tx, const Webhook& webhook,
                  std::string_view event, int64_t ticket_id, const std::string& data);

}  // namespace huiyin::app
