// Clocks: escalation levels (domain.md §2.4), automatic close, waiting that ends by itself.
#pragma once

#include "app/context.h"

namespace huiyin::jobs {

// Handles tickets whose next timer has come, at most `limit`; how many. Each level fires once a
// clock and cycle, also when the server was down meanwhile.
Result<int> RunTimers(const app::Context& context, int limit);

}  // namespace huiyin::jobs
