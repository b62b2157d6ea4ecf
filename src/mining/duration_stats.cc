#include "mining/duration_stats.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <vector>

namespace huiyin::mining {
namespace {

constexpr double kUsPerSecond = 1e6;

// Up to here sorting parts of the values in place is quicker than counting them.
constexpr size_t kFewValues = 4096;
constexpr size_t kCells = 2048;

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

// Values at ascending ranks of many values: counted by equal cells between the least and the most,
// after which only the values of the cells the ranks fall into are looked at. Exact.
class RankSearch {
 public:
  RankSearch(std::span<const int64_t> v, int64_t least, int64_t most) : v_(v), least_(least) {
    const uint64_t width = static_cast<uint64_t>(most) - static_cast<uint64_t>(least);
    const int bits = static_cast<int>(std::bit_width(width));
    shift_ = std::max(0, bits - static_cast<int>(std::bit_width(kCells - 1)));
    for (const int64_t us : v) ++counts_[CellOf(us)];
  }

  // Interpolated between neighbours.
  double At(double position) {
    const size_t k = static_cast<size_t>(position);
    const double part = position - static_cast<double>(k);
    const double low = static_cast<double>(Rank(k));
    if (part <= 0 || k + 1 >= v_.size()) return low;
    return low + (static_cast<double>(Rank(k + 1)) - low) * part;
  }

 private:
  size_t CellOf(int64_t us) const {
    return (static_cast<uint64_t>(us) - static_cast<uint64_t>(least_)) >> shift_;
  }
  int64_t Rank(size_t k) {
    size_t cell = 0, below = 0;
    while (below + counts_[cell] <= k) below += counts_[cell++];
    if (cell != gathered_) {
      gathered_ = cell;
      values_.clear();
      values_.reserve(counts_[cell]);
      for (const int64_t us : v_) {
        if (CellOf(us) == cell) values_.push_back(us);
      }
    }
    const auto at = values_.begin() + static_cast<long>(k - below);
    std::nth_element(values_.begin(), at, values_.end());
    return *at;
  }

  std::span<const int64_t> v_;
  int64_t least_;
  int shift_ = 0;
  std::array<uint32_t, kCells> counts_{};
  size_t gathered_ = kCells;
  std::vector<int64_t> values_;
};

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
  if (v.size() > kFewValues) {
    RankSearch search(v, least, most);
    stats.median_s = search.At(median_at) / kUsPerSecond;
    stats.p90_s = search.At(last * 0.9) / kUsPerSecond;
    return stats;
  }
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
