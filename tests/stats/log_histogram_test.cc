#include "stats/log_histogram.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace huiyin::stats {
namespace {

TEST(LogHistogram, Quantile_StaysWithinTheStatedError_Property) {
  EXPECT_TRUE(rc::check("relative error", [] {
    auto raw =
        *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 100'000'000)));
    std::map<int, int64_t> counts;
    std::vector<double> values;
    for (const int ms : raw) {
      values.push_back(ms / 100.0);
      ++counts[LogBucket(values.back())];
    }
    std::sort(values.begin(), values.end());
    for (const double q : {0.0, 0.5, 0.9, 1.0}) {
      const double exact = values[static_cast<size_t>(q * static_cast<double>(values.size() - 1))];
      RC_ASSERT(std::abs(Quantile(counts, q) - exact) <= exact * kLogHistogramError * 1.0001);
    }
  }));
}

TEST(LogHistogram, Quantile_OfNothing_IsZero) { EXPECT_EQ(Quantile({}, 0.5), 0); }

}  // namespace
}  // namespace huiyin::stats
