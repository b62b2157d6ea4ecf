#include "http/target.h"

#include <algorithm>

#include "base/utf8.h"
#include "http/message.h"

namespace huiyin::http {
namespace {

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool IsUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

enum class Plus { kLiteral, kSpace };
enum class Controls { kRefused, kAllowed };  // tab, CR and LF of a text field of a form

Status DecodeInto(std::string_view text, Plus plus, Controls controls, std::string& out) {
  out.reserve(text.size());
  bool ascii = true;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? HexValue(text[i + 1]) : -1;
      const int low = high >= 0 ? HexValue(text[i + 2]) : -1;
      if (low < 0) return InvalidArgument("bad percent escape", "bad_escape");
      c = static_cast<char>(high * 16 + low);
      i += 2;
      const bool line = controls == Controls::kAllowed && (c == '\n' || c == '\r' || c == '\t');
      if (IsControl(c) && !line) return InvalidArgument("control character", "bad_character");
    } else if (c == '+' && plus == Plus::kSpace) {
      c = ' ';
    } else if (IsControl(c)) {
      return InvalidArgument("control character", "bad_character");
    }
    ascii &= static_cast<unsigned char>(c) < 0x80;
    out += c;
  }
  if (!ascii && !IsValidUtf8(out)) return InvalidArgument("not valid UTF-8", "bad_utf8");
  return Ok();
}

Result<std::string> DecodePath(std::string_view raw) {
  if (raw.empty() || raw[0] != '/') return InvalidArgument("a path begins with /", "bad_path");
  for (size_t i = 0; i + 2 < raw.size(); ++i) {
    if (raw[i] == '%' && raw[i + 1] == '2' && (raw[i + 2] == 'f' || raw[i + 2] == 'F')) {
      return InvalidArgument("an encoded slash is not taken", "bad_path");
    }
  }
  std::string path;
  TRY(DecodeInto(raw, Plus::kLiteral, Controls::kRefused, path));
  size_t begin = 1;
  while (begin <= path.size()) {
    const size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view segment = std::string_view(path).substr(begin, end - begin);
    if (segment.empty() && end != path.size()) {
      return InvalidArgument("empty path segment", "bad_path");
    }
    if (segment == "." || segment == "..") return InvalidArgument("dot segment", "bad_path");
    if (segment.find('\\') != segment.npos) return InvalidArgument("backslash", "bad_path");
    begin = end + 1;
  }
  return path;
}

}  // namespace

Result<Target> ParseTarget(std::string_view target) {
  Target out;
  if (target == "*") {
    out.path = "*";
    return out;
  }
  if (target.find('#') != target.npos) {
    return InvalidArgument("a fragment does not belong in a request", "bad_path");
  }
  const size_t scheme = target.empty() || target[0] == '/' ? target.npos : target.find("://");
  if (scheme != target.npos) {
    const std::string_view name = target.substr(0, scheme);
    if (!EqualsIgnoreCase(name, "http") && !EqualsIgnoreCase(name, "https")) {
      return InvalidArgument("unknown scheme", "bad_path");
    }
    target.remove_prefix(scheme + 3);
    const size_t slash = std::min(target.find_first_of("/?"), target.size());
    out.authority = std::string(target.substr(0, slash));
    if (out.authority.empty()) return InvalidArgument("no authority", "bad_path");
    target.remove_prefix(slash);
  }
  const size_t mark = target.find('?');
  std::string_view path = target.substr(0, mark);
  if (path.empty() && !out.authority.empty()) path = "/";
  TRY_ASSIGN(out.path, DecodePath(path));
  if (mark != target.npos) {
    TRY_ASSIGN(out.query, ParseQuery(target.substr(mark + 1)));
  }
  return out;
}

Result<FieldList> ParseQuery(std::string_view query) {
  FieldList out;
  size_t begin = 0;
  while (begin < query.size()) {
    const size_t end = std::min(query.find('&', begin), query.size());
    const std::string_view field = query.substr(begin, end - begin);
    begin = end + 1;
    if (field.empty()) continue;
    if (out.size() == kMaxQueryFields) return InvalidArgument("too many fields", "bad_query");
    const size_t equals = field.find('=');
    auto& [name, value] = out.emplace_back();
    TRY(DecodeInto(field.substr(0, equals), Plus::kSpace, Controls::kRefused, name));
    if (name.empty()) return InvalidArgument("a field without a name", "bad_query");
    if (equals != field.npos) {
      TRY(DecodeInto(field.substr(equals + 1), Plus::kSpace, Controls::kAllowed, value));
    }
  }
  return out;
}

Result<std::string> PercentDecode(std::string_view text) {
  std::string out;
  TRY(DecodeInto(text, Plus::kLiteral, Controls::kRefused, out));
  return out;
}

std::string PercentEncode(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (IsUnreserved(c)) {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

}  // namespace huiyin::http
