// The full-text index follows the event log: each step indexes the texts of the next facts and
// moves the mark in the same transaction, so it catches up after any crash and indexes nothing
// twice.
#pragma once

#include "app/context.h"

namespace huiyin::jobs {

// At most `limit` events; how many were passed.
Result<int> IndexNext(const app::Context& context, int limit);

}  // namespace huiyin::jobs
