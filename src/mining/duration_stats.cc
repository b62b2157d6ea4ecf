#include "mining/duration_stats.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace huiyin::mining {
namespace {

constexpr double kUsPerSecond = 1e6;

// Value at rank `k` and the next one, among `v`, all smaller ranks having been moved below `from`.
double Interpolated(std::span<int64_t> v, size_t from, double position) {
  const size_t k = static_cast<size_t>(position);
  const double part = position - static_cast<double>(k);
  std::nth_element(v.begin() + static_cast<long>(from), v.begin() + static_cast<long>(k), v.end());
  const double low = static_cast<double>(v[k]);
  if (part <= 0 || k + 1 >= v.size()) return low;
  const double high =
      static_cast<double>(*std::min_element(v.begin() + static_cast<long>(k) + 1, v.end()));
  return low + (high - low) * part;
}

}  // namespace

DurationStats Summarize(std::span<int64_t> v) {
  DurationStats stats;
  if (v.empty()) return stats;
  stats.count = v.size();
  double sum = 0;
  int64_t least = v[0], most = v[0];
  for (const int64_t us : v) {
    sum += static_cast<double>(us);
    least = std::min(least, us);
    most = std::max(most, us);
  }
  const double n = static_cast<double>(v.size());
  const double last = n - 1;
  stats.sum_s = sum / kUsPerSecond;
  stats.mean_s = sum / n / kUsPerSecond;
  stats.min_s = static_cast<double>(least) / kUsPerSecond;
  stats.max_s = static_cast<double>(most) / kUsPerSecond;
  if (least == most) {
    stats.median_s = stats.p90_s = stats.min_s;
    return stats;
  }
  const double median_at = last * 0.5;
  stats.median_s = Interpolated(v, 0, median_at) / kUsPerSecond;
  stats.p90_s = Interpolated(v, static_cast<size_t>(median_at), last * 0.9) / kUsPerSecond;
  return stats;
}

double SortedQuantile(std::span<const int64_t> v, double q) {
  if (v.empty()) return 0;
  const double position = static_cast<double>(v.size() - 1) * std::clamp(q, 0.0, 1.0);
  const size_t k = static_cast<size_t>(position);
  const double low = static_cast<double>(v[k]);
  const double high = static_cast<double>(v[std::min(k + 1, v.size() - 1)]);
  return (low + (high - low) * (position - static_cast<double>(k))) / kUsPerSecond;
}

}  // namespace huiyin::mining
