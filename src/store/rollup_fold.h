// Adds up a batch's rollup deltas, so that a row is written once a batch however many commands
// count on it.
#pragma once

#include <span>

#include "base/result.h"
#include "store/connection.h"
#include "store/tx.h"

namespace huiyin::store {

// Written in key order: two nodes never wait for each other in a circle.
Status WriteRollups(Connection& connection, std::span<const RollupDelta> deltas);

}  // namespace huiyin::store
