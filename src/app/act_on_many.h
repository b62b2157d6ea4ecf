// The same verb on many tickets, each its own command: one that is refused holds up no other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/act_on_ticket.h"
#include "app/context.h"
#include "base/bytes.h"
#include "domain/permissions.h"

namespace huiyin::app {

inline constexpr size_t kMaxManyTickets = 200;

struct ManyOutcome {
  std::string ticket_no;
  std::optional<Error> refused;
};

struct ManyKey {
  std::string key;  // empty: none
  Hash32 body{};    // hash of what the caller sent
};

// In the caller's order, each ticket once. kInvalidArgument "ticket_nos"; kConflict
// "second_person_required" for a verb that tells customers something, from kBulkFrom tickets on
// (app/incidents.h); "idempotency_conflict". The same key again does what the first time left
// undone or refused, and nothing twice.
Result<std::vector<ManyOutcome>> ActOnMany(const Context& context, const domain::Actor& actor,
                                           const std::vector<std::string>& ticket_nos,
                                           const Action& action, const ManyKey& key);

}  // namespace huiyin::app
