// Argon2id with a bound on how much of it runs at once: one hash costs about a quarter of a second
// and 64 MiB, so a flood of sign-ins must wait or be refused instead of eating the machine.
// Thread-safe. Calls block; never call from the writer's thread.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/result.h"

namespace huiyin::app {

struct HashingOptions {
  PasswordCost cost;
  int concurrent = 2;
  int waiting = 64;  // beyond: kUnavailable "login_busy" with retry_after_s
};

class PasswordHasher {
 public:
  explicit PasswordHasher(HashingOptions options = {}) : options_(options) {}

  Result<std::string> Hash(std::string_view password);
  Result<bool> Verify(std::string_view stored, std::string_view password);
  // Costs the same and says no: for people that do not exist.
  Result<bool> VerifyNobody(std::string_view password);
  bool NeedsRehash(std::string_view stored) const {
    return PasswordNeedsRehash(stored, options_.cost);
  }

 private:
  class Turn;
  Status Enter();
  void Leave();

  const HashingOptions options_;
  std::mutex mutex_;
  std::condition_variable free_;
  int running_ = 0;
  int waiting_ = 0;
};

}  // namespace huiyin::app
