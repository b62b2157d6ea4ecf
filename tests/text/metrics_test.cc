#include "text/metrics.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace huiyin::text {
namespace {

// Rows whose share of "yes" is the true chance of it.
std::vector<Judged> Honest(uint64_t seed, size_t rows) {
  SeededRandom random(seed);
  std::vector<Judged> out;
  for (size_t i = 0; i < rows; ++i) {
    const double share = static_cast<double>(random.Below(1000)) / 1000;
    Judged j;
    j.truth = static_cast<double>(random.Below(1000)) / 1000 < share ? 1 : 0;
    j.shares = {static_cast<float>(1 - share), static_cast<float>(share)};
    out.push_back(std::move(j));
  }
  return out;
}

TEST(CalibrationByChance, WorkedExample_OneBinOfFour) {
  // Variance 4 * 0.75 * 0.25; its root times sqrt(2 / pi), over four rows.
  const std::vector<Judged> judged(4, Judged{0, {0.75f, 0.25f}});
  EXPECT_NEAR(Measure({"no", "yes"}, judged).ece_by_chance, 0.1727, 1e-4);
  EXPECT_EQ(Measure({"no", "yes"}, {}).ece_by_chance, 0);
}

TEST(CalibrationByChance, SharesThatAreRight_ShowThatMuchOnAverage) {
  double seen = 0, expected = 0;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    const Metrics m = Measure({"no", "yes"}, Honest(seed, 300));
    seen += m.ece;
    expected += m.ece_by_chance;
  }
  EXPECT_NEAR(seen / expected, 1, 0.05);
}

// 0 of 10: 0 to .2775 (z^2 / (n + z^2)). Never beyond a share, however it rounds.
TEST(Wilson, Interval_StaysWithinTheShares) {
  EXPECT_NEAR(WilsonInterval(0, 10).high, 0.27753, 1e-5);
  for (int64_t n = 1; n < 3'000; ++n) {
    ASSERT_GE(WilsonInterval(0, n).low, 0.0) << n;
    ASSERT_LE(WilsonInterval(n, n).high, 1.0) << n;
  }
}

}  // namespace
}  // namespace huiyin::text
