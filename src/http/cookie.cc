#include "http/cookie.h"

namespace huiyin::http {
namespace {

bool IsCookieOctet(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

bool IsTokenByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

template <typename Predicate>
bool All(std::string_view text, Predicate good) {
  for (const char c : text) {
    if (!good(c)) return false;
  }
  return true;
}

}  // namespace

std::optional<std::string_view> CookieValue(std::string_view cookie_header, std::string_view name) {
  std::optional<std::string_view> found;
  while (!cookie_header.empty()) {
    const size_t semicolon = cookie_header.find(';');
    std::string_view pair = cookie_header.substr(0, semicolon);
    cookie_header.remove_prefix(semicolon == pair.npos ? cookie_header.size() : semicolon + 1);
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    while (!pair.empty() && pair.back() == ' ') pair.remove_suffix(1);
    const size_t equals = pair.find('=');
    if (equals == pair.npos || pair.substr(0, equals) != name) continue;
    if (found) return std::nullopt;
    found = pair.substr(equals + 1);
  }
  if (found && !All(*found, IsCookieOctet)) return std::nullopt;
  return found;
}

Result<std::string> FormatSetCookie(const Cookie& cookie) {
  const auto path_byte = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte < 0x7f && c != ';';
  };
  if (cookie.name.empty() || !All(cookie.name, IsTokenByte)) {
    return InvalidArgument("not a cookie name: " + cookie.name);
  }
  if (!All(cookie.value, IsCookieOctet)) return InvalidArgument("not a cookie value");
  if (!cookie.path.starts_with('/') || !All(cookie.path, path_byte)) {
    return InvalidArgument("not a cookie path: " + cookie.path);
  }
  std::string out = cookie.name + "=" + cookie.value + "; Path=" + cookie.path + "; HttpOnly";
  if (cookie.transport == CookieTransport::kHttpsOnly) out += "; Secure";
  out += cookie.same_site == SameSite::kStrict ? "; SameSite=Strict" : "; SameSite=Lax";
  if (cookie.max_age_s) out += "; Max-Age=" + std::to_string(*cookie.max_age_s);
  return out;
}

}  // namespace huiyin::http
