#include <sodium.h>

#include <map>
#include <mutex>

#include "base/crypto.h"

namespace huiyin {
namespace {

Status CheckPassword(std::string_view password) {
  if (password.empty()) return InvalidArgument("the password is empty", "password_empty");
  if (password.size() > kMaxPasswordBytes) {
    return Error(ErrorCode::kTooLarge, "the password is too long", "password_too_long");
  }
  return Ok();
}

// libsodium reads a NUL-terminated text of at most STRBYTES.
bool IsStoredForm(std::string_view stored) {
  return stored.size() < crypto_pwhash_STRBYTES && stored.find('\0') == std::string_view::npos;
}

}  // namespace

Result<std::string> PasswordHash(std::string_view password, const PasswordCost& cost) {
  InitCrypto();
  TRY(CheckPassword(password));
  char out[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(out, password.data(), password.size(), cost.operations,
                            cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Unavailable("password hashing failed: not enough memory, or cost out of range",
                       "password_hash_failed");
  }
  return std::string(out);
}

bool PasswordVerify(std::string_view stored, std::string_view password) {
  InitCrypto();
  if (!IsStoredForm(stored) || !CheckPassword(password).ok()) return false;
  return crypto_pwhash_str_verify(std::string(stored).c_str(), password.data(), password.size()) ==
         0;
}

bool PasswordNeedsRehash(std::string_view stored, const PasswordCost& cost) {
  InitCrypto();
  if (!IsStoredForm(stored)) return true;
  return crypto_pwhash_str_needs_rehash(std::string(stored).c_str(), cost.operations,
                                        cost.memory_bytes) != 0;
}

bool PasswordDummyVerify(std::string_view password, const PasswordCost& cost) {
  // One hash of a random password for each cost in use, made at the first call.
  static std::mutex mutex;
  static std::map<std::pair<uint64_t, uint64_t>, std::string> hashes;
  std::string stored;
  {
    const std::lock_guard lock(mutex);
    std::string& known = hashes[{cost.operations, cost.memory_bytes}];
    if (known.empty()) {
      SystemRandom random;
      known = PasswordHash(random.Token(), cost).value_or({});
    }
    stored = known;
  }
  (void)PasswordVerify(stored, password);
  return false;
}

}  // namespace huiyin
