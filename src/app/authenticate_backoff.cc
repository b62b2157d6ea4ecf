#include "app/authenticate_backoff.h"

#include <algorithm>

namespace huiyin::app {

namespace {
constexpr Duration kForgetAfter = Duration::Days(1);
}

Error LockedOut(Instant until, Instant now) {
  const int64_t left_s = std::max<int64_t>(1, ((until - now).us + 999'999) / 1'000'000);
  Error error(ErrorCode::kRateLimited,
              "too many failed attempts; try again in " + std::to_string(left_s) + " seconds",
              "locked_out");
  error.retry_after_s = static_cast<int>(left_s);
  return error;
}

Status FailureCounter::Check(std::string_view key, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = index_.find(key);
  if (found == index_.end() || found->second->until <= now) return Ok();
  return LockedOut(found->second->until, now);
}

void FailureCounter::Failed(std::string_view key, int64_t after, const SecurityPolicy& policy,
                            Instant now) {
  const std::lock_guard lock(mutex_);
  auto found = index_.find(key);
  if (found == index_.end()) {
    if (index_.size() >= max_keys_) {
      index_.erase(order_.front().key);
      order_.pop_front();
    }
    order_.push_back({std::string(key), 0, now, {}});
    found = index_.emplace(order_.back().key, std::prev(order_.end())).first;
  } else {
    order_.splice(order_.end(), order_, found->second);
  }
  Entry& entry = *found->second;
  if (now - entry.last > kForgetAfter) {
    entry.failures = 0;
  } else if (forgive_every_.us > 0 && now > entry.last) {
    entry.failures =
        std::max<int64_t>(0, entry.failures - (now - entry.last).us / forgive_every_.us);
  }
  ++entry.failures;
  entry.last = now;
  const Duration wait = LockoutOf(policy, entry.failures, after);
  if (wait.us > 0) entry.until = now + wait;
}

void FailureCounter::Forget(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto found = index_.find(key);
  if (found == index_.end()) return;
  const Order::iterator entry = found->second;
  index_.erase(found);
  order_.erase(entry);
}

size_t FailureCounter::size() const {
  const std::lock_guard lock(mutex_);
  return index_.size();
}

}  // namespace huiyin::app
