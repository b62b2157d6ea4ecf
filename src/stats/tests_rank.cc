#include "stats/tests_rank.h"

#include <algorithm>
#include <cmath>

#include "stats/tests_categorical.h"

namespace huiyin::stats {
namespace {

constexpr size_t kExactLimit = 20;

// P(U <= u) from the number of ways to reach each U (Mann and Whitney 1947, by recurrence).
double ExactTail(size_t n, size_t m, size_t u) {
  std::vector<std::vector<double>> ways(m + 1, std::vector<double>(n * m + 1, 0));
  // ways[j] for i x-values: f(i, j, u) = f(i-1, j, u-j) + f(i, j-1, u).
  for (size_t j = 0; j <= m; ++j) ways[j][0] = 1;
  for (size_t i = 1; i <= n; ++i) {
    auto next = ways;
    for (auto& row : next) std::fill(row.begin(), row.end(), 0);
    for (size_t j = 0; j <= m; ++j) {
      for (size_t k = 0; k <= i * j; ++k) {
        double f = 0;
        if (k >= j) f += ways[j][k - j];
        if (j > 0) f += next[j - 1][k];
        next[j][k] = f;
      }
    }
    ways.swap(next);
  }
  double total = 0, tail = 0;
  for (size_t k = 0; k <= n * m; ++k) {
    total += ways[m][k];
    if (k <= u) tail += ways[m][k];
  }
  return tail / total;
}

}  // namespace

MannWhitney MannWhitneyTest(std::vector<double> x, std::vector<double> y) {
  MannWhitney result;
  const double n = static_cast<double>(x.size()), m = static_cast<double>(y.size());
  if (x.empty() || y.empty()) return result;
  std::vector<std::pair<double, bool>> all;
  all.reserve(x.size() + y.size());
  for (const double v : x) all.emplace_back(v, true);
  for (const double v : y) all.emplace_back(v, false);
  std::sort(all.begin(), all.end());
  double rank_sum = 0, tie_sum = 0;
  bool tied = false;
  for (size_t i = 0; i < all.size();) {
    size_t j = i, of_x = 0;
    while (j < all.size() && all[j].first == all[i].first) of_x += all[j++].second ? 1 : 0;
    const double t = static_cast<double>(j - i);
    const double rank = static_cast<double>(i + j + 1) / 2;  // mean rank, counted from 1
    rank_sum += rank * static_cast<double>(of_x);
    tie_sum += t * t * t - t;
    tied = tied || t > 1;
    i = j;
  }
  result.u = rank_sum - n * (n + 1) / 2;
  result.cliffs_delta = 2 * result.u / (n * m) - 1;
  if (!tied && x.size() <= kExactLimit && y.size() <= kExactLimit) {
    result.exact = true;
    const double low = std::min(result.u, n * m - result.u);
    result.p = std::min(1.0, 2 * ExactTail(x.size(), y.size(), static_cast<size_t>(low)));
    return result;
  }
  const double total = n + m;
  const double variance = n * m / 12 * (total + 1 - tie_sum / (total * (total - 1)));
  if (variance > 0) {
    const double gap = std::max(0.0, std::fabs(result.u - n * m / 2) - 0.5);
    result.p = NormalTwoSidedP(gap / std::sqrt(variance));
  }
  return result;
}

EffectSize CliffsBand(double delta) {
  const double size = std::fabs(delta);
  if (size < 0.147) return EffectSize::kNegligible;
  if (size < 0.33) return EffectSize::kSmall;
  return size < 0.474 ? EffectSize::kMedium : EffectSize::kLarge;
}

}  // namespace huiyin::stats
