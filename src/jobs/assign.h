// Hands unassigned tickets to people who are online, and takes back what nobody is there for.
#pragma once

#include "app/context.h"

namespace huiyin::jobs {

// At most `limit` tickets; how many were given an owner.
Result<int> AssignWaiting(const app::Context& context, int limit);

}  // namespace huiyin::jobs
