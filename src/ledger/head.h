// Signed tree heads: "at this instant the log had this many events and this root", under Ed25519.
// Also the signing key of an instance. The signed bytes and the text form are specified in
// docs/formats/event-log.md. Keys are immutable after creation and may be used from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "base/time.h"

namespace huiyin::ledger {

using Signature = std::array<uint8_t, 64>;
inline constexpr size_t kMaxLogIdBytes = 64;

struct TreeHead {
  uint64_t tree_size = 0;
  Hash32 root{};
  Instant at;
  std::string log_id;  // 1..64 of [A-Za-z0-9._-]; the same for the life of a log
  Signature signature{};
  bool operator==(const TreeHead&) const = default;
};

class PublicKey {
 public:
  explicit PublicKey(const Hash32& bytes) : bytes_(bytes) {}
  // 43 characters of base64url. kInvalidArgument.
  static Result<PublicKey> Parse(std::string_view text);
  std::string ToString() const;
  const Hash32& bytes() const { return bytes_; }
  // Short name for people and as the default log_id: 16 hex digits of SHA-256 of the key.
  std::string Fingerprint() const;
  bool Verify(std::string_view message, const Signature& signature) const;
  bool operator==(const PublicKey&) const = default;

 private:
  Hash32 bytes_;
};

// The private half; wiped from memory on destruction, never printed.
class SigningKey {
 public:
  static SigningKey Generate(Random& random);
  // kInvalidArgument unless 32 bytes.
  static Result<SigningKey> FromSeed(std::string_view seed);
  // Refuses a file that others may read (kFailedPrecondition "key_file_permissions") or that is not
  // a key (kCorruption). kNotFound when there is none.
  static Result<SigningKey> Load(const std::string& path);
  // A new file with mode 0600, synced; kConflict "key_file_exists" rather than overwrite.
  Status Save(const std::string& path) const;
  ~SigningKey();
  SigningKey(const SigningKey&) = default;
  SigningKey& operator=(const SigningKey&) = default;

  PublicKey public_key() const;
  Signature Sign(std::string_view message) const;

 private:
  SigningKey() = default;
  std::array<uint8_t, 64> secret_{};  // seed || public key
};

// The domain-separated bytes a head's signature covers.
std::string HeadSignedBytes(const TreeHead& head);
// `log_id` must be valid (aborts otherwise: it is our own configuration, see IsValidLogId).
TreeHead SignHead(const SigningKey& key, std::string_view log_id, uint64_t tree_size,
                  const Hash32& root, Instant at);
bool IsValidLogId(std::string_view log_id);
// kCorruption "head_signature".
Status VerifyHead(const TreeHead& head, const PublicKey& key);

// One line without line end: "huiyin-head-v1 LOG_ID SIZE AT_US ROOT SIGNATURE".
std::string FormatHead(const TreeHead& head);
// Strict: accepts exactly what FormatHead writes. kInvalidArgument with type "head_format",
// "head_log_id", "head_size", "head_time", "head_root", "head_signature_text". Does not verify.
Result<TreeHead> ParseHead(std::string_view line);

}  // namespace huiyin::ledger
