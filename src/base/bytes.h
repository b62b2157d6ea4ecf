// Bytes as std::string; text forms of them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huiyin {

using Hash32 = std::array<uint8_t, 32>;

inline std::string_view View(const Hash32& h) {
  return {reinterpret_cast<const char*>(h.data()), h.size()};
}
Result<Hash32> Hash32From(std::string_view bytes);

std::string HexEncode(std::string_view bytes);
Result<std::string> HexDecode(std::string_view hex);
std::string Base64UrlEncode(std::string_view bytes);  // no padding (RFC 4648 §5)
Result<std::string> Base64UrlDecode(std::string_view text);

Hash32 Sha256(std::string_view bytes);
// Domain-separated SHA-256 of several parts without copying them together first.
Hash32 Sha256(std::initializer_list<std::string_view> parts);
// Keyed BLAKE2b-256; key 16..64 bytes.
Hash32 Blake2b(std::string_view bytes, std::string_view key = {});
// Constant-time equality; false when lengths differ.
bool SecretEquals(std::string_view a, std::string_view b);

}  // namespace huiyin
