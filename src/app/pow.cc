#include "app/pow.h"

#include <algorithm>

#include "base/bytes.h"

namespace huiyin::app {
namespace {

constexpr char kVersion = 1;
constexpr size_t kRandomBytes = 16;
constexpr size_t kTagBytes = 16;
constexpr size_t kSignedBytes = 1 + 8 + 1 + kRandomBytes;
constexpr int kMaxDifficulty = 32;
constexpr size_t kMaxNonceDigits = 20;

std::string TagOf(const SecretKey& key, std::string_view bytes) {
  const Hash32 hash = Blake2b(bytes, key.bytes());
  return std::string(View(hash).substr(0, kTagBytes));
}

int LeadingZeroBits(const Hash32& hash) {
  int bits = 0;
  for (const uint8_t byte : hash) {
    if (byte != 0) return bits + __builtin_clz(byte) - 24;
    bits += 8;
  }
  return bits;
}

struct Opened {
  Instant expires_at;
  int difficulty = 0;
  std::string tag;
};

Error Invalid(std::string message, std::string type) {
  return InvalidArgument(std::move(message), std::move(type));
}

Result<Opened> OpenChallenge(const SecretKey& key, std::string_view challenge) {
  const auto invalid = [] {
    return Invalid("this challenge was not given out here; get a new one", "pow_invalid");
  };
  if (challenge.size() > 128) return invalid();
  const auto bytes = Base64UrlDecode(challenge);
  if (!bytes.ok() || bytes->size() != kSignedBytes + kTagBytes || bytes->front() != kVersion) {
    return invalid();
  }
  const std::string_view body = std::string_view(*bytes).substr(0, kSignedBytes);
  Opened opened;
  opened.tag = bytes->substr(kSignedBytes);
  if (!SecretEquals(TagOf(key, body), opened.tag)) return invalid();
  uint64_t us = 0;
  for (size_t i = 1; i <= 8; ++i) us = us << 8 | static_cast<uint8_t>(body[i]);
  opened.expires_at = {static_cast<int64_t>(us)};
  opened.difficulty = static_cast<uint8_t>(body[9]);
  return opened;
}

}  // namespace

bool SolvesChallenge(std::string_view challenge, std::string_view nonce, int difficulty) {
  if (nonce.empty() || nonce.size() > kMaxNonceDigits) return false;
  if (!std::all_of(nonce.begin(), nonce.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return false;
  }
  return LeadingZeroBits(Sha256({challenge, ":", nonce})) >= difficulty;
}

ProofOfWork::ProofOfWork(const SecretKey& instance_key, Random& random, PowOptions options)
    : key_(instance_key.Derive("proof-of-work")), random_(random), options_(options) {}

Challenge ProofOfWork::Issue(Instant now) {
  Challenge out;
  out.difficulty = std::clamp(options_.difficulty, 0, kMaxDifficulty);
  out.expires_at = now + options_.lifetime;
  std::string body(1, kVersion);
  const auto us = static_cast<uint64_t>(out.expires_at.us);
  for (int shift = 56; shift >= 0; shift -= 8) body += static_cast<char>(us >> shift);
  body += static_cast<char>(out.difficulty);
  {
    const std::lock_guard lock(mutex_);
    body += random_.Bytes(kRandomBytes);
  }
  out.challenge = Base64UrlEncode(body + TagOf(key_, body));
  return out;
}

Status ProofOfWork::Redeem(std::string_view challenge, std::string_view nonce, Instant now) {
  if (challenge.empty() || nonce.empty()) {
    return Invalid("solve a challenge first: GET /api/v1/public/challenge", "pow_required");
  }
  TRY_ASSIGN(const Opened opened, OpenChallenge(key_, challenge));
  if (now >= opened.expires_at) {
    return Invalid("this challenge is too old; get a new one", "pow_expired");
  }
  if (!SolvesChallenge(challenge, nonce, opened.difficulty)) {
    return Invalid("the nonce does not solve the challenge", "pow_invalid");
  }
  const std::lock_guard lock(mutex_);
  while (!by_expiry_.empty() && by_expiry_.top().expires_at <= now) {
    used_.erase(by_expiry_.top().tag);
    by_expiry_.pop();
  }
  if (used_.contains(opened.tag)) {
    return Invalid("this challenge was used already; get a new one", "pow_used");
  }
  if (used_.size() >= options_.max_used) {
    Error busy = Unavailable("too much feedback at once; try again in a minute", "pow_busy");
    busy.retry_after_s = 60;
    return busy;
  }
  used_.insert(opened.tag);
  by_expiry_.push({opened.expires_at, opened.tag});
  return Ok();
}

}  // namespace huiyin::app
