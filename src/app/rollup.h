// The rollup deltas that go with what happens to tickets. One definition a figure: metric names and
// dimensions are listed in docs/rollups.md, and app/rollup_check recomputes them from events.
#pragma once

#include "app/ticket_unit.h"
#include "domain/lifecycle.h"
#include "store/tx.h"

namespace huiyin::app {

// metric "received": one feedback; dims department, channel, category, priority.
void AddReceivedRollup(store::Tx& tx, const domain::Lifecycle& life, std::string_view channel);
// metrics "resolved", "closed", "reopened", "rated" (sum: the rating), "resolution_time" (histogram
// of seconds from received_at), from what changed between two states.
void AddTransitionRollups(store::Tx& tx, const domain::Lifecycle& before,
                          const domain::Lifecycle& after, const TicketRecord& record);

}  // namespace huiyin::app
