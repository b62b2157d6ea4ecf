// Hands unassigned tickets to people who are online, and takes back what nobody is there for.
#pragma once

#include "app/context.h"

namespace huiyin::jobs {

// Looks at the `limit` oldest of each department with room; how many were given an owner.
Result<int> AssignWaiting(const app::Context& context, int limit);

}  // namespace huiyin::jobs
