// Big-endian reader and writer of the ledger's binary formats. Internal to this layer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace huiyin::ledger {

inline void PutU32(std::string& out, uint32_t value) {
  const char bytes[4] = {static_cast<char>(value >> 24), static_cast<char>(value >> 16),
                         static_cast<char>(value >> 8), static_cast<char>(value)};
  out.append(bytes, sizeof bytes);
}

inline void PutU64(std::string& out, uint64_t value) {
  PutU32(out, static_cast<uint32_t>(value >> 32));
  PutU32(out, static_cast<uint32_t>(value));
}

// Accepts exactly what Base64UrlEncode writes. libsodium 1.0.18 takes some bytes above 0x7f for
// letters, so one signed object would have several spellings.
inline Result<std::string> StrictBase64UrlDecode(std::string_view text) {
  TRY_ASSIGN(std::string bytes, Base64UrlDecode(text));
  if (Base64UrlEncode(bytes) != text) return InvalidArgument("not canonical base64url");
  return bytes;
}

// Reads from the front; after the first read past the end every read gives nothing and ok() is
// false.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : rest_(bytes) {}
  bool ok() const { return ok_; }
  bool AtEnd() const { return rest_.empty(); }
  std::string_view Take(size_t count) {
    if (!ok_ || count > rest_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view out = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return out;
  }
  uint8_t U8() { return static_cast<uint8_t>(Number(1)); }
  uint32_t U32() { return static_cast<uint32_t>(Number(4)); }
  uint64_t U64() { return Number(8); }
  int64_t I64() { return static_cast<int64_t>(Number(8)); }

 private:
  uint64_t Number(size_t count) {
    uint64_t value = 0;
    for (const char c : Take(count)) value = value << 8 | static_cast<uint8_t>(c);
    return value;
  }
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace huiyin::ledger
