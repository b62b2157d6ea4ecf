// Hands unassigned tickets to people who are online, and takes back what nobody is there for.
#pragma once

#include "app/context.h"

namespace huiyin::jobs {

// Takes the open tickets of people who are no longer active from them, at most `limit` at once, so
// that they wait in their department like any other; how many.
Result<int> ReturnWorkOfLeavers(const app::Context& context, int limit);

// Looks at the `limit` oldest of each department with room; how many were given an owner.
Result<int> AssignWaiting(const app::Context& context, int limit);

}  // namespace huiyin::jobs
