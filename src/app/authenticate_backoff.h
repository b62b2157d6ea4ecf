// Failed sign-ins by address, and by login for people who do not exist (so that being locked tells
// nobody whether a login exists). In memory, bounded, for this node; accounts are counted in the
// database. Thread-safe.
#pragma once

#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "app/authenticate_policy.h"
#include "base/result.h"
#include "base/time.h"

namespace huiyin::app {

// kRateLimited "locked_out" with retry_after_s.
Error LockedOut(Instant until, Instant now);

class FailureCounter {
 public:
  // One failure is forgiven each `forgive_every`; none when it is zero.
  FailureCounter(size_t max_keys, Duration forgive_every)
      : max_keys_(max_keys), forgive_every_(forgive_every) {}

  // LockedOut while the key is locked.
  Status Check(std::string_view key, Instant now);
  // Counts one and locks when there were enough. Failures are forgotten after a day without one.
  void Failed(std::string_view key, int64_t after, const SecurityPolicy& policy, Instant now);
  void Forget(std::string_view key);
  size_t size() const;

 private:
  struct Entry {
    std::string key;
    int64_t failures = 0;
    Instant last, until;
  };
  using Order = std::list<Entry>;

  const size_t max_keys_;
  const Duration forgive_every_;
  mutable std::mutex mutex_;
  Order order_;
  std::unordered_map<std::string_view, Order::iterator> index_;  // keys live in order_
};

}  // namespace huiyin::app
