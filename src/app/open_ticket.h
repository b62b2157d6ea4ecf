// Feedback becomes a ticket: validated, understood, masked, sealed and routed before the writer;
// written with its facts, rollups and first notice in one command.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/context.h"
#include "domain/permissions.h"

namespace huiyin::app {

// Limits of one feedback; each breach is an invalid_field problem naming it.
inline constexpr size_t kMaxTextCodePoints = 20'000;
inline constexpr size_t kMaxNameCodePoints = 100;
inline constexpr size_t kMaxShortFieldCodePoints = 200;
inline constexpr size_t kMaxCustomBytes = 16'384;

struct Feedback {
  std::string channel;                             // required; domain.md §1.1
  std::string text;                                // required
  std::string category, priority, complaint_kind;  // empty: what understanding says
  std::string name, mobile, email;
  std::string product, order_no;
  std::optional<Instant> received_at;       // trusted callers only
  std::string custom = "{}";                // JSON object text
  int64_t department_id = 0, owner_id = 0;  // agents only; 0: routed
  bool to_human = false;                    // chat, bot: waits for a person
  std::string idempotency_key;              // empty: none
  std::string idempotency_scope;            // caller the key belongs to
};

struct Opened {
  int64_t ticket_id = 0;
  std::string ticket_no;
  std::string tracking_secret;
  std::string tracking_url;
  std::string contact_code;
  std::string receipt;     // empty for a replay or duplicate: the first answer carried it
  bool duplicate = false;  // the same person said nearly the same within 10 minutes
  bool replayed = false;   // the same idempotency key came again
  std::optional<Instant> promised_at;
};

using OpenedDone = std::function<void(Result<Opened>)>;

// Answers through `done`, on the writer's thread after the durable commit, or at once when the
// input is refused (kInvalidArgument with fields) or the queue is full (kUnavailable).
void OpenTicket(const Context& context, const domain::Actor& actor, Feedback feedback,
                OpenedDone done);
// The same, waiting.
Result<Opened> OpenTicketNow(const Context& context, const domain::Actor& actor, Feedback feedback);

// Inside a command of somebody else (split): the ticket belongs to `customer_id` (0: nobody).
Result<Opened> OpenInside(const Context& context, const domain::Actor& actor, Feedback feedback,
                          store::Tx& tx, int64_t customer_id);

}  // namespace huiyin::app
