#include "app/masking.h"

#include <algorithm>
#include <cctype>

#include "app/analyser_in_use.h"
#include "base/utf8.h"

namespace huiyin::app {

std::string MaskText(const Context& context, std::string_view text) {
  return context.analyser->Get()->Mask(text);
}

std::string NormaliseMobile(std::string_view mobile) {
  std::string digits;
  for (const char c : mobile) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (c != ' ' && c != '-' && c != '+' && c != '(' && c != ')') {
      return "";
    }
  }
  if (digits.size() == 13 && digits.starts_with("86")) digits.erase(0, 2);
  if (digits.size() < 7 || digits.size() > 15) return "";
  return digits;
}

std::string NormaliseEmail(std::string_view email) {
  const size_t at = email.find('@');
  if (at == std::string_view::npos || at == 0 ||
      email.find('@', at + 1) != std::string_view::npos ||
      email.find('.', at) == std::string_view::npos || email.size() > 254 || email.back() == '.') {
    return "";
  }
  std::string out;
  for (const char c : email) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F || c == '<' || c == '>' || c == '"' || c == ',' || c == ';') {
      return "";
    }
    out += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
  }
  return out;
}

std::string MaskMobile(std::string_view mobile) {
  if (mobile.empty()) return "";
  const std::string digits = NormaliseMobile(mobile);
  if (digits.size() < 8) return "****";
  return digits.substr(0, 3) + "****" + digits.substr(digits.size() - 4);
}

std::string MaskEmail(std::string_view email) {
  const size_t at = email.find('@');
  if (at == std::string_view::npos) return "";
  return std::string(Prefix(email, 1)) + "***" + std::string(email.substr(at));
}

std::string MaskName(std::string_view name) {
  if (name.empty()) return "";
  return std::string(Prefix(name, 1)) + "**";
}

}  // namespace huiyin::app
