#include "base/json_text.h"

#include <cmath>
#include <cstdio>

#include "base/utf8.h"

namespace huiyin {

void AppendJsonString(std::string& out, std::string_view text) {
  if (!IsValidUtf8(text)) {
    AppendJsonString(out, SanitizeUtf8(text));
    return;
  }
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          char buffer[8];
          std::snprintf(buffer, sizeof buffer, "\\u%04x", c);
          out += buffer;
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

JsonText& JsonText::Real(double value) {
  if (!std::isfinite(value)) return Null();
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return Raw(std::string_view(buffer, static_cast<size_t>(end - buffer)));
}

}  // namespace huiyin
