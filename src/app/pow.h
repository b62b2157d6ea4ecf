// Proof of work for the public form: the server hands out a challenge it does not remember, the
// browser finds a `nonce` (decimal text) so that SHA-256(challenge + ":" + nonce) begins with
// `difficulty` zero bits, and each challenge is good for one feedback within ten minutes.
// challenge = base64url(0x01 || expires_at us u64 BE || difficulty u8 || 16 random || tag 16), the
// tag being keyed BLAKE2b of what stands before it. Used challenges are remembered until they
// expire, in bounded memory and for this node. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <queue>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/crypto.h"
#include "base/random.h"
#include "base/result.h"
#include "base/time.h"

namespace huiyin::app {

struct PowOptions {
  int difficulty = 16;  // zero bits, 0..32; 16 is about 65,000 hashes
  Duration lifetime = Duration::Minutes(10);
  size_t max_used = 200'000;
};

struct Challenge {
  std::string challenge;
  int difficulty = 0;
  Instant expires_at;
};

class ProofOfWork {
 public:
  ProofOfWork(const SecretKey& instance_key, Random& random, PowOptions options = {});

  Challenge Issue(Instant now);
  // kInvalidArgument with type "pow_required" (nothing given), "pow_invalid" (not ours, or the
  // nonce does not solve it), "pow_expired" or "pow_used"; kUnavailable "pow_busy" when more
  // challenges than we can remember were solved within their lifetime. A challenge counts as used
  // only when Redeem succeeds.
  Status Redeem(std::string_view challenge, std::string_view nonce, Instant now);

 private:
  struct Used {
    Instant expires_at;
    std::string tag;
    bool operator>(const Used& other) const { return expires_at > other.expires_at; }
  };

  const SecretKey key_;
  Random& random_;
  const PowOptions options_;
  std::mutex mutex_;
  std::unordered_set<std::string> used_;
  std::priority_queue<Used, std::vector<Used>, std::greater<>> by_expiry_;
};

// Whether `nonce` (1..20 decimal digits) solves it.
bool SolvesChallenge(std::string_view challenge, std::string_view nonce, int difficulty);

}  // namespace huiyin::app
