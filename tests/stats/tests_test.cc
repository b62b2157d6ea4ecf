#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>

#include "stats/tests_categorical.h"
#include "stats/tests_multiple.h"
#include "stats/tests_rank.h"

namespace huiyin::stats {
namespace {

// Domain reference 5.3: 800 complaints, X and Y 48, X only 52, Y only 102, neither 598.
constexpr Table2x2 kComplaints{48, 52, 102, 598};

TEST(Categorical, Association_WorkedExampleOfTheDomain) {
  EXPECT_NEAR(Lift(kComplaints), 2.56, 0.005);
  EXPECT_NEAR(OddsRatio(kComplaints), 5.41, 0.005);
  EXPECT_NEAR(ChiSquareTest(kComplaints).statistic, 64.2, 0.05);
  EXPECT_NEAR(ChiSquareTest(kComplaints).min_expected, 18.75, 1e-9);
  EXPECT_NEAR(FisherExact(kComplaints) / 5e-13, 1, 0.1);
}

TEST(Categorical, Fisher_LadyTastingTea) {
  // R. A. Fisher, The Design of Experiments (1935): 3 of 4 cups right, two-sided 0.4857.
  EXPECT_NEAR(FisherExact({3, 1, 1, 3}), 34.0 / 70.0, 1e-9);
  EXPECT_EQ(FisherExact({0, 0, 3, 5}), 1);
}

TEST(Categorical, ChiSquare_KnownQuantiles) {
  EXPECT_NEAR(ChiSquareP(3.841458820694124, 1), 0.05, 1e-9);
  EXPECT_NEAR(ChiSquareP(18.307038053275146, 10), 0.05, 1e-9);
  EXPECT_NEAR(NormalTwoSidedP(1.959963984540054), 0.05, 1e-9);
  EXPECT_EQ(ChiSquareTest({{1, 2}, {0, 0}}).p, 1);
}

TEST(Categorical, TwoProportions_WorkedExampleOfTheDomain) {
  const ProportionTest test = TwoProportions(420, 12'000, 330, 11'800);
  EXPECT_NEAR(test.z, 3.11, 0.005);
  EXPECT_NEAR(test.p, 0.0019, 0.00005);
  EXPECT_NEAR(test.difference * 100, 0.70, 0.005);
  EXPECT_NEAR(test.margin * 100, 0.44, 0.005);
}

TEST(Categorical, Fisher_IsSymmetricAndAProbability_Property) {
  EXPECT_TRUE(rc::check("fisher", [] {
    const auto n = [] { return *rc::gen::inRange<uint64_t>(0, 60); };
    const Table2x2 t{n(), n(), n(), n()};
    const double p = FisherExact(t);
    RC_ASSERT(p > 0 && p <= 1);
    RC_ASSERT(std::fabs(p - FisherExact({t.a, t.c, t.b, t.d})) < 1e-9);
    RC_ASSERT(std::fabs(p - FisherExact({t.d, t.c, t.b, t.a})) < 1e-9);
  }));
}

TEST(Rank, MannWhitney_WorkedExampleOfTheDomain) {
  const MannWhitney test = MannWhitneyTest({82, 85, 88, 90, 91, 93}, {70, 75, 78, 80, 83, 86});
  EXPECT_EQ(test.u, 33);
  EXPECT_TRUE(test.exact);
  EXPECT_NEAR(test.p, 0.015, 0.0005);
  EXPECT_NEAR(test.cliffs_delta, 0.833, 0.0005);
  EXPECT_EQ(CliffsBand(test.cliffs_delta), EffectSize::kLarge);
}

TEST(Rank, MannWhitney_WithTies_UsesTheCorrectedNormal) {
  // All tied: no evidence at all.
  EXPECT_EQ(MannWhitneyTest({1, 1, 1}, {1, 1}).p, 1);
  EXPECT_EQ(MannWhitneyTest({}, {1}).p, 1);
  const MannWhitney test = MannWhitneyTest({1, 2, 2, 3}, {2, 4, 5, 6});
  EXPECT_FALSE(test.exact);
  EXPECT_GT(test.p, 0.05);
}

TEST(Rank, MannWhitney_ExchangingTheSides_MirrorsU_Property) {
  EXPECT_TRUE(rc::check("mirror", [](const std::vector<int16_t>& a, const std::vector<int16_t>& b) {
    RC_PRE(!a.empty() && !b.empty());
    const std::vector<double> x(a.begin(), a.end()), y(b.begin(), b.end());
    const MannWhitney one = MannWhitneyTest(x, y), two = MannWhitneyTest(y, x);
    RC_ASSERT(one.u + two.u == static_cast<double>(a.size() * b.size()));
    RC_ASSERT(std::fabs(one.p - two.p) < 1e-9);
    RC_ASSERT(one.p > 0 && one.p <= 1);
  }));
}

TEST(Multiple, BenjaminiHochberg_WorkedExampleOfTheDomain) {
  const std::vector<double> q = BenjaminiHochberg({.0004, .009, .021, .03, .2});
  const std::vector<double> expected = {.002, .0225, .035, .0375, .2};
  for (size_t i = 0; i < q.size(); ++i) EXPECT_NEAR(q[i], expected[i], 1e-12);
  EXPECT_TRUE(BenjaminiHochberg({}).empty());
}

}  // namespace
}  // namespace huiyin::stats
