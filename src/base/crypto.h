// Secrets: sealing data at rest, keys of persons, commitments, passwords, tokens. All by libsodium.
// Values are immutable after creation and safe to use from several threads. Secret material is
// wiped from memory when its owner is destroyed, and no function prints it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"

namespace huiyin {

// Makes libsodium choose its fastest code and open its random source. Idempotent, thread-safe; main
// calls it first. The functions here call it themselves.
void InitCrypto();

// 32 secret bytes.
class SecretKey {
 public:
  static SecretKey Generate();  // from the operating system
  // kInvalidArgument unless 32 bytes.
  static Result<SecretKey> FromBytes(std::string_view bytes);
  // 64 hexadecimal digits or 43 characters of base64url.
  static Result<SecretKey> Parse(std::string_view text);
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();

  std::string_view bytes() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }
  // Names the key without revealing it: 32 bits of a keyed hash.
  uint32_t id() const { return id_; }
  // An independent key for one purpose ("session-cookie"); one-way.
  SecretKey Derive(std::string_view purpose) const;
  bool operator==(const SecretKey& other) const { return SecretEquals(bytes(), other.bytes()); }

 private:
  explicit SecretKey(std::string_view bytes);
  std::array<uint8_t, 32> bytes_{};
  uint32_t id_ = 0;
};

// XChaCha20-Poly1305 (IETF) with a random nonce: 01 || key id u32 BE || nonce 24 || text || tag 16,
// so 45 bytes longer than the text. `context` (associated data: "messages.body:1234") is
// authenticated and must be given again to open, so a sealed value cannot be moved to another row.
inline constexpr size_t kSealOverheadBytes = 1 + 4 + 24 + 16;
std::string Seal(const SecretKey& key, std::string_view plain, std::string_view context);
// kCorruption with type "sealed_format", "sealed_other_key" (made by another key) or
// "sealed_altered" (text, nonce or context changed).
Result<std::string> Open(const SecretKey& key, std::string_view sealed, std::string_view context);
// The id of the key that sealed it. kCorruption "sealed_format".
Result<uint32_t> SealedKeyId(std::string_view sealed);

// The instance's master keys, the current one first. Data made with an older key stays readable
// until it is sealed again (rotation: AddCurrent, save, re-wrap everything, RemoveOthers).
class KeyRing {
 public:
  static KeyRing Generate();  // one fresh key
  // Keys separated by commas or white space, the current one first (HUIYIN_MASTER_KEY).
  static Result<KeyRing> Parse(std::string_view text);
  // Refuses a file that others may read (kFailedPrecondition "key_file_permissions"); kNotFound.
  static Result<KeyRing> Load(const std::string& path);
  // The environment variable HUIYIN_MASTER_KEY if set and not empty, else the file.
  static Result<KeyRing> FromEnvironmentOrFile(const std::string& path);
  // For `init`: kConflict "key_file_exists" rather than overwrite, because losing a master key is
  // losing the data.
  Status SaveNew(const std::string& path) const;
  // For rotation: written to a temporary file of mode 0600, synced and renamed over `path`.
  Status Save(const std::string& path) const;

  const SecretKey& current() const { return keys_.front(); }
  size_t size() const { return keys_.size(); }
  // kCorruption "unknown_key" when none of ours made it.
  Result<SecretKey> Find(uint32_t key_id) const;
  void AddCurrent(const SecretKey& key);
  void RemoveOthers();  // keeps the current key only

  // With the current key / with whichever key made it.
  std::string Seal(std::string_view plain, std::string_view context) const;
  Result<std::string> Open(std::string_view sealed, std::string_view context) const;
  // Data keys (one a person, one for blind indexes, …) are stored wrapped; destroying the wrapped
  // key destroys everything sealed or committed under it. Give the owner as context.
  std::string WrapKey(const SecretKey& data_key, std::string_view context) const;
  Result<SecretKey> UnwrapKey(std::string_view wrapped, std::string_view context) const;
  // Whether `sealed` was made by a key that is not the current one.
  bool NeedsReseal(std::string_view sealed) const;

 private:
  KeyRing() = default;
  std::string FileText() const;
  std::vector<SecretKey> keys_;
};

// Keyed BLAKE2b-256 of a text, for the event log: proves what was written to whoever holds the key;
// without the key it says nothing, not even for a text of few possible values.
Hash32 Commitment(const SecretKey& key, std::string_view text);
// Keyed hash for exact look-up of a normalised value (mobile, e-mail) that is stored sealed. `kind`
// separates the kinds. Use a data key that lives as long as the instance (wrapped by the ring), so
// that rotating the master key keeps the index.
Hash32 BlindIndex(const SecretKey& key, std::string_view kind, std::string_view normalised);

// Argon2id (RFC 9106) in the usual "$argon2id$v=19$m=…,t=…,p=1$salt$hash" text.
struct PasswordCost {
  uint64_t operations = 2;  // libsodium "interactive"
  uint64_t memory_bytes = 64 << 20;
};
inline constexpr size_t kMaxPasswordBytes = 1024;
// kInvalidArgument "password_empty", kTooLarge "password_too_long", kUnavailable when memory lacks.
Result<std::string> PasswordHash(std::string_view password, const PasswordCost& cost = {});
bool PasswordVerify(std::string_view stored, std::string_view password);
// True also for a stored text that is not of ours.
bool PasswordNeedsRehash(std::string_view stored, const PasswordCost& cost = {});
// Costs what PasswordVerify costs and always says no: for unknown users, so that the time of an
// answer does not tell whether a login exists.
bool PasswordDummyVerify(std::string_view password, const PasswordCost& cost = {});

// Session and API tokens: 32 random bytes as prefix + base64url; only the hash is stored.
struct NewToken {
  std::string token;
  Hash32 hash;
};
NewToken MakeToken(Random& random, std::string_view prefix = {});
Hash32 TokenHash(std::string_view token);

}  // namespace huiyin
