#include "stats/tests_multiple.h"

#include <algorithm>
#include <numeric>

namespace huiyin::stats {

std::vector<double> BenjaminiHochberg(const std::vector<double>& p_values) {
  std::vector<size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> q(p_values.size());
  double least = 1;
  for (size_t i = order.size(); i > 0; --i) {
    const double raw =
        p_values[order[i - 1]] * static_cast<double>(order.size()) / static_cast<double>(i);
    least = std::min(least, raw);
    q[order[i - 1]] = least;
  }
  return q;
}

}  // namespace huiyin::stats
