#include "stats/tests_categorical.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

namespace huiyin::stats {
namespace {

double LogChoose(uint64_t n, uint64_t k) {
  return std::lgamma(static_cast<double>(n) + 1) - std::lgamma(static_cast<double>(k) + 1) -
         std::lgamma(static_cast<double>(n - k) + 1);
}

}  // namespace

double NormalTwoSidedP(double z) { return std::erfc(std::fabs(z) / std::sqrt(2.0)); }

double ChiSquareP(double statistic, double degrees) {
  if (!(statistic > 0) || !(degrees > 0)) return 1;
  if (std::isinf(statistic)) return 0;
  return boost::math::gamma_q(degrees / 2, statistic / 2);
}

double FisherExact(const Table2x2& t) {
  const uint64_t row = t.a + t.b, column = t.a + t.c, n = t.total();
  if (row == 0 || column == 0 || row == n || column == n) return 1;
  const uint64_t low = row + column > n ? row + column - n : 0;
  const uint64_t high = std::min(row, column);
  const double denominator = LogChoose(n, column);
  const auto log_p = [&](uint64_t a) {
    return LogChoose(row, a) + LogChoose(n - row, column - a) - denominator;
  };
  const double observed = log_p(t.a);
  // Tables of equal probability count even when rounding tells them apart.
  constexpr double kSlack = 1e-7;
  double p = 0;
  for (uint64_t a = low; a <= high; ++a) {
    const double one = log_p(a);
    if (one <= observed + kSlack) p += std::exp(one);
  }
  return std::min(1.0, p);
}

ChiSquare ChiSquareTest(const std::vector<std::vector<uint64_t>>& rows) {
  std::vector<double> row_sum(rows.size(), 0), column_sum;
  double total = 0;
  for (size_t r = 0; r < rows.size(); ++r) {
    column_sum.resize(std::max(column_sum.size(), rows[r].size()), 0);
    for (size_t c = 0; c < rows[r].size(); ++c) {
      const double n = static_cast<double>(rows[r][c]);
      row_sum[r] += n;
      column_sum[c] += n;
      total += n;
    }
  }
  ChiSquare result;
  result.min_expected = std::numeric_limits<double>::infinity();
  double used_rows = 0, used_columns = 0;
  for (const double sum : row_sum) used_rows += sum > 0 ? 1 : 0;
  for (const double sum : column_sum) used_columns += sum > 0 ? 1 : 0;
  for (size_t r = 0; r < rows.size(); ++r) {
    for (size_t c = 0; c < column_sum.size(); ++c) {
      if (row_sum[r] <= 0 || column_sum[c] <= 0) continue;
      const double expected = row_sum[r] * column_sum[c] / total;
      const double seen = c < rows[r].size() ? static_cast<double>(rows[r][c]) : 0;
      result.statistic += (seen - expected) * (seen - expected) / expected;
      result.min_expected = std::min(result.min_expected, expected);
    }
  }
  if (used_rows < 2 || used_columns < 2) return {};
  result.degrees = (used_rows - 1) * (used_columns - 1);
  result.p = ChiSquareP(result.statistic, result.degrees);
  return result;
}

ChiSquare ChiSquareTest(const Table2x2& t) { return ChiSquareTest({{t.a, t.b}, {t.c, t.d}}); }

double IndependenceP(const Table2x2& table) {
  const ChiSquare chi = ChiSquareTest(table);
  if (chi.degrees == 0) return 1;
  return chi.min_expected < 5 ? FisherExact(table) : chi.p;
}

double OddsRatio(const Table2x2& t) {
  const double cross = static_cast<double>(t.a) * static_cast<double>(t.d);
  const double other = static_cast<double>(t.b) * static_cast<double>(t.c);
  if (other > 0) return cross / other;
  return cross > 0 ? std::numeric_limits<double>::infinity() : 1;
}

double Lift(const Table2x2& t) {
  const double x = static_cast<double>(t.a + t.b), y = static_cast<double>(t.a + t.c);
  if (x <= 0 || y <= 0) return 0;
  return static_cast<double>(t.a) * static_cast<double>(t.total()) / (x * y);
}

ProportionTest TwoProportions(uint64_t x1, uint64_t n1, uint64_t x2, uint64_t n2) {
  ProportionTest result;
  if (n1 == 0 || n2 == 0) return result;
  const double a = static_cast<double>(n1), b = static_cast<double>(n2);
  const double p1 = static_cast<double>(x1) / a, p2 = static_cast<double>(x2) / b;
  const double pooled = static_cast<double>(x1 + x2) / (a + b);
  const double error = std::sqrt(pooled * (1 - pooled) * (1 / a + 1 / b));
  result.difference = p1 - p2;
  result.margin = 1.959963984540054 * std::sqrt(p1 * (1 - p1) / a + p2 * (1 - p2) / b);
  if (error > 0) {
    result.z = result.difference / error;
    result.p = NormalTwoSidedP(result.z);
  }
  return result;
}

}  // namespace huiyin::stats
