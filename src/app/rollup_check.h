// Recomputes every rollup from the event log and compares. What it counts is app/rollup.h, the code
// that counts while tickets change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "store/session.h"

namespace huiyin::app {

struct RollupDifference {
  int64_t hour = 0;  // since 1970, UTC
  std::string metric, dims;
  int64_t bucket = 0;
  int64_t stored_n = 0, stored_sum = 0;    // both 0 when there is no such row
  int64_t counted_n = 0, counted_sum = 0;  // both 0 when no event says so
};

struct RollupReport {
  int64_t rows = 0;                       // rollups the events give
  int64_t differences = 0;                // rows that are wrong, missing or invented
  std::optional<RollupDifference> first;  // by hour, metric, dims, bucket
};

// In one snapshot; memory grows with the rollups, not with the events.
Result<RollupReport> CheckRollups(store::Session& session);

}  // namespace huiyin::app
