#include "app/rate_limit.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/bytes.h"

namespace huiyin::app {
namespace {

constexpr size_t kMaxKeyBytes = 256;  // longer clients are cut: they come from headers

uint64_t KeyOf(std::string_view hash_key, std::string_view action, std::string_view client) {
  std::string text(action);
  text += '\0';
  text += client.substr(0, kMaxKeyBytes);
  const Hash32 hash = Blake2b(text, hash_key);
  uint64_t key = 0;
  std::memcpy(&key, hash.data(), sizeof key);
  return key;
}

}  // namespace

RateLimits DefaultRateLimits() {
  RateLimits limits;
  limits.rules = {{"login", {10, 10}},
                  {"feedback", {10, 6}},
                  {"challenge", {30, 30}},
                  {"track", {30, 30}},
                  {"file", {60, 30}}};
  return limits;
}

RateLimiter::RateLimiter(RateLimits limits, Random& random)
    : limits_(std::move(limits)), hash_key_(random.Bytes(32)) {}

RateLimiter::Bucket& RateLimiter::Find(uint64_t key, const RateRule& rule, Instant now) {
  if (const auto found = index_.find(key); found != index_.end()) {
    order_.splice(order_.end(), order_, found->second);
    return *found->second;
  }
  if (index_.size() >= std::max<size_t>(limits_.max_buckets, 1)) {
    index_.erase(order_.front().key);
    order_.pop_front();
  }
  order_.push_back({key, rule.burst, now});
  index_[key] = std::prev(order_.end());
  return order_.back();
}

Status RateLimiter::Take(std::string_view action, std::string_view client, Instant now) {
  const auto rule = limits_.rules.find(action);
  if (rule == limits_.rules.end()) return Ok();
  const double per_second = rule->second.per_minute / 60.0;
  const uint64_t key = KeyOf(hash_key_, action, client);

  const std::lock_guard lock(mutex_);
  Bucket& bucket = Find(key, rule->second, now);
  if (now > bucket.at) {
    bucket.tokens =
        std::min(rule->second.burst, bucket.tokens + (now - bucket.at).seconds() * per_second);
  }
  bucket.at = now;
  if (bucket.tokens >= 1.0) {
    bucket.tokens -= 1.0;
    return Ok();
  }
  Error error(ErrorCode::kRateLimited, "too many requests from this address; try again later",
              "rate_limited");
  const double wait_s = per_second > 0 ? (1.0 - bucket.tokens) / per_second : 3600.0;
  error.retry_after_s = std::max(1, static_cast<int>(std::ceil(std::min(wait_s, 3600.0))));
  return error;
}

size_t RateLimiter::buckets() const {
  const std::lock_guard lock(mutex_);
  return index_.size();
}

}  // namespace huiyin::app
