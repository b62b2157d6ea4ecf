// Summary of lengths of time, in seconds. Percentiles interpolate between neighbours (R type 7, as
// numpy): the median of an even number of values is the mean of the middle two.
#pragma once

#include <cstdint>
#include <span>

namespace huiyin::mining {

struct DurationStats {
  uint64_t count = 0;
  double mean_s = 0, median_s = 0, p90_s = 0, min_s = 0, max_s = 0, sum_s = 0;
};

// Microseconds; the order of the values is not kept. All zero for no value.
DurationStats Summarize(std::span<int64_t> durations_us);
// The q quantile (0..1) in seconds of values already in ascending order.
double SortedQuantile(std::span<const int64_t> sorted_us, double q);

}  // namespace huiyin::mining
