#include "stats/log_histogram.h"

#include <algorithm>
#include <cmath>

namespace huiyin::stats {
namespace {
constexpr double kSmallest = 0.001;
constexpr double kGamma = (1 + kLogHistogramError) / (1 - kLogHistogramError);
}  // namespace

int LogBucket(double value) {
  if (!(value > kSmallest)) return 0;
  return static_cast<int>(std::ceil(std::log(value / kSmallest) / std::log(kGamma)));
}

double LogBucketValue(int bucket) {
  if (bucket <= 0) return 0;
  return kSmallest * 2 * std::pow(kGamma, bucket) / (kGamma + 1);
}

double Quantile(const std::map<int, int64_t>& counts, double q) {
  int64_t total = 0;
  for (const auto& [bucket, n] : counts) total += n;
  if (total == 0) return 0;
  const auto rank = static_cast<int64_t>(std::clamp(q, 0.0, 1.0) * static_cast<double>(total - 1));
  int64_t seen = 0;
  for (const auto& [bucket, n] : counts) {
    seen += n;
    if (seen > rank) return LogBucketValue(bucket);
  }
  return LogBucketValue(counts.rbegin()->first);
}

}  // namespace huiyin::stats
