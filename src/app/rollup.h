// The rollup deltas that go with what happens to tickets. One definition a figure, a function of
// one fact: metric names and dimensions are listed in docs/rollups.md, and app/rollup_check
// recomputes them from events.
#pragma once

#include <string_view>
#include <vector>

#include "base/time.h"
#include "domain/lifecycle.h"
#include "store/tx.h"

namespace huiyin::app {

// metric "received": one feedback; dims department, channel, category, priority as they are after
// the ticket was first classified.
std::vector<store::RollupDelta> ReceivedRollups(const domain::Lifecycle& life,
                                                std::string_view channel);
// metrics "resolved", "closed", "voided", "reopened", "rated" (sum: the rating), "resolution_time"
// (histogram of seconds from received_at), from what one fact recorded at `at` changed.
std::vector<store::RollupDelta> TransitionRollups(const domain::Lifecycle& before,
                                                  const domain::Lifecycle& after, Instant at,
                                                  std::string_view channel);

}  // namespace huiyin::app
