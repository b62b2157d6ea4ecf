// Cookies in (RFC 6265) and out.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huiyin::http {

// Value of a cookie in a Cookie header. Nothing when absent, malformed, or sent twice (somebody may
// have planted the second one).
std::optional<std::string_view> CookieValue(std::string_view cookie_header, std::string_view name);

enum class SameSite { kStrict, kLax };
enum class CookieTransport { kHttpsOnly, kAny };  // kAny: only for plain http on a private machine

struct Cookie {
  std::string name;   // token characters
  std::string value;  // cookie octets: no space, quote, comma, semicolon, backslash
  std::string path = "/";
  SameSite same_site = SameSite::kLax;
  CookieTransport transport = CookieTransport::kHttpsOnly;
  std::optional<int> max_age_s;  // none: until the browser ends; 0: delete now
};

// Set-Cookie value, always HttpOnly. kInvalidArgument: name, value or path with forbidden bytes.
Result<std::string> FormatSetCookie(const Cookie& cookie);

}  // namespace huiyin::http
