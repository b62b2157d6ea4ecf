#include "app/rate_limit.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace huiyin::app {
namespace {

constexpr Instant kStart{1'773'130'800'000'000};

RateLimits Limits(double burst, double per_minute, size_t max_buckets = 100) {
  return {{{"feedback", {burst, per_minute}}}, max_buckets};
}

TEST(RateLimiter, WhenBurstIsUsedUp_RefusesAndSaysWhen) {
  SeededRandom random(1);
  RateLimiter limiter(Limits(3, 6), random);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limiter.Take("feedback", "192.0.2.1", kStart).ok());
  const Status refused = limiter.Take("feedback", "192.0.2.1", kStart);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kRateLimited);
  EXPECT_EQ(refused.error().type, "rate_limited");
  EXPECT_EQ(refused.error().retry_after_s, 10);
  EXPECT_FALSE(limiter.Take("feedback", "192.0.2.1", kStart + Duration::Seconds(9)).ok());
  EXPECT_TRUE(limiter.Take("feedback", "192.0.2.1", kStart + Duration::Seconds(10)).ok());
}

TEST(RateLimiter, OtherClientsAndActions_AreNotTouched) {
  SeededRandom random(1);
  RateLimits limits = Limits(1, 1);
  limits.rules["login"] = {1, 1};
  RateLimiter limiter(limits, random);
  EXPECT_TRUE(limiter.Take("feedback", "a", kStart).ok());
  EXPECT_FALSE(limiter.Take("feedback", "a", kStart).ok());
  EXPECT_TRUE(limiter.Take("feedback", "b", kStart).ok());
  EXPECT_TRUE(limiter.Take("login", "a", kStart).ok());
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(limiter.Take("not limited", "a", kStart).ok());
}

TEST(RateLimiter, ManyClients_MemoryStaysBoundedAndTheLongestUnusedIsForgotten) {
  SeededRandom random(1);
  RateLimiter limiter(Limits(1, 1, 10), random);
  EXPECT_TRUE(limiter.Take("feedback", "busy", kStart).ok());
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(limiter.Take("feedback", std::to_string(i), kStart).ok());
    EXPECT_FALSE(limiter.Take("feedback", "busy", kStart).ok()) << i;
    EXPECT_LE(limiter.buckets(), 10u);
  }
}

TEST(RateLimiter, ClockJumpsBack_NothingIsGainedOrLost) {
  SeededRandom random(1);
  RateLimiter limiter(Limits(2, 60), random);
  EXPECT_TRUE(limiter.Take("feedback", "a", kStart).ok());
  EXPECT_TRUE(limiter.Take("feedback", "a", kStart - Duration::Hours(1)).ok());
  EXPECT_FALSE(limiter.Take("feedback", "a", kStart - Duration::Hours(1)).ok());
  EXPECT_TRUE(
      limiter.Take("feedback", "a", kStart - Duration::Hours(1) + Duration::Seconds(1)).ok());
}

TEST(RateLimiter, AnyArrivals_NeverMoreThanBurstPlusRefill) {
  EXPECT_TRUE(rc::check("within the rule", [](const std::vector<uint16_t>& gaps_ms) {
    SeededRandom random(1);
    RateLimiter limiter(Limits(5, 60), random);
    Instant now = kStart;
    int allowed = 0;
    for (const uint16_t gap : gaps_ms) {
      now = now + Duration::Millis(gap % 3000);
      allowed += limiter.Take("feedback", "a", now).ok();
    }
    RC_ASSERT(allowed <= 5 + (now - kStart).seconds() + 1e-6);
  }));
}

}  // namespace
}  // namespace huiyin::app
