// What other routing rules would have done with the newest tickets. Changes nothing.
#pragma once

#include <string>
#include <vector>

#include "app/context.h"
#include "domain/routing.h"

namespace huiyin::app {

inline constexpr int kDryRunTickets = 500;

struct DryRunSample {
  std::string ticket_no, before, after;  // "department=dept_tech priority=high"
};
struct DryRun {
  int64_t tickets = 0, changed = 0;
  std::vector<DryRunSample> samples;  // at most 50
};
Result<DryRun> DryRunRouting(const Context& context, const domain::RoutingRules& rules);

}  // namespace huiyin::app
