// HMAC-SHA256 (RFC 2104), for signatures that other people's programs make or check.
#pragma once

#include <string>
#include <string_view>

namespace huiyin {

std::string HmacSha256(std::string_view key, std::string_view text);  // 32 bytes
// 64 hexadecimal digits, lower case.
std::string HmacSha256Hex(std::string_view key, std::string_view text);

}  // namespace huiyin
