// How often one client may do one thing: token buckets by action and client, in memory, of bounded
// size. When the table is full the bucket unused for longest is forgotten, so memory stays bounded
// under any number of addresses. Each node counts for itself. Thread-safe.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/random.h"
#include "base/result.h"
#include "base/time.h"

namespace huiyin::app {

struct RateRule {
  double burst = 10;       // at once
  double per_minute = 10;  // refilled
};

struct RateLimits {
  std::map<std::string, RateRule, std::less<>> rules;  // by action; an action without one is free
  size_t max_buckets = 100'000;                        // about 120 bytes each
};
// "login", "feedback", "challenge", "track", "file": what callers without an account may do.
RateLimits DefaultRateLimits();

class RateLimiter {
 public:
  RateLimiter(RateLimits limits, Random& random);

  // Takes one token. `client` is what one client is counted by (an IPv4 address, the /64 of an IPv6
  // one, a user id). kRateLimited "rate_limited" with retry_after_s when the bucket is empty. A
  // clock that jumps back refills nothing and takes nothing away.
  Status Take(std::string_view action, std::string_view client, Instant now);
  size_t buckets() const;

 private:
  struct Bucket {
    uint64_t key = 0;
    double tokens = 0;
    Instant at;
  };
  using Order = std::list<Bucket>;  // the longest unused first

  Bucket& Find(uint64_t key, const RateRule& rule, Instant now);

  const RateLimits limits_;
  const std::string hash_key_;  // random, so that nobody can aim at another's bucket
  mutable std::mutex mutex_;
  Order order_;
  std::unordered_map<uint64_t, Order::iterator> index_;
};

}  // namespace huiyin::app
