#include "app/business_clock.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace huiyin::app {
namespace {

// Against the calendar itself, over years, in any order, at and around the half hours.
TEST(BusinessClock, Differences_AreTheCalendarsBusinessTime_Property) {
  const auto calendar = domain::Calendar::CnStandard();
  EXPECT_TRUE(rc::check("business clock", [&] {
    BusinessClock clock(calendar);
    constexpr int64_t kFrom = 1'672'531'200'000'000;  // 2023-01-01
    constexpr int64_t kTo = 1'767'225'600'000'000;    // 2026-01-01
    const auto times = *rc::gen::container<std::vector<int64_t>>(
        rc::gen::oneOf(rc::gen::inRange(kFrom, kTo),
                       rc::gen::map(rc::gen::inRange(kFrom / 60'000'000, kTo / 60'000'000),
                                    [](int64_t minute) { return minute * 60'000'000; })));
    for (size_t i = 1; i < times.size(); ++i) {
      const int64_t from = std::min(times[i - 1], times[i]), to = std::max(times[i - 1], times[i]);
      RC_ASSERT(clock.At(to) - clock.At(from) == calendar->Measure({from}, {to}).us);
    }
  }));
}

TEST(BusinessClock, FarApartAndBeforeTheEpoch_IsStillRight) {
  const auto calendar = domain::Calendar::CnStandard();
  BusinessClock clock(calendar);
  const int64_t late = clock.At(4'000'000'000'000'000);  // 2096
  EXPECT_EQ(clock.At(-5), 0);
  EXPECT_EQ(clock.At(1'700'000'000'000'000),
            calendar->Measure({631'152'000'000'000}, {1'700'000'000'000'000}).us);
  EXPECT_GT(late, clock.At(1'700'000'000'000'000));
}

}  // namespace
}  // namespace huiyin::app
