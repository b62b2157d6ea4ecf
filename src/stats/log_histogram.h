// A mergeable quantile sketch: counts in buckets whose borders grow by a fixed factor, so a
// quantile is known within ±1 % of its value (relative), and two sketches merge by adding counts.
// (DDSketch, Masson et al. 2019, with gamma = 1.0202.) Values below 1 ms share bucket 0.
#pragma once

#include <cstdint>
#include <map>

namespace huiyin::stats {

inline constexpr double kLogHistogramError = 0.01;

int LogBucket(double value);        // ≥ 0; 0 for values ≤ 0.001
double LogBucketValue(int bucket);  // the value a bucket stands for

// The q-quantile (0..1) of bucket counts; 0 when empty.
double Quantile(const std::map<int, int64_t>& counts, double q);

}  // namespace huiyin::stats
