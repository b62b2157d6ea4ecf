#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "http/message.h"
#include "http/multipart.h"

namespace huiyin::http {
namespace {

constexpr size_t kMaxCodePoints = 120;
constexpr size_t kMaxExtensionBytes = 16;

// Marks that reorder, hide or join text: a name must look like what it is.
bool IsInvisible(char32_t c) {
  return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0x061c ||
         (c >= 0xe0000 && c <= 0xe007f) || c == 0xfffd;
}

bool IsForbidden(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == '"' || c == '<' || c == '>' || c == '|' ||
         c == ':' || c == '*' || c == '?' || IsInvisible(c);
}

bool IsDeviceName(std::string_view stem) {
  constexpr std::array<std::string_view, 4> kDevices = {"con", "prn", "aux", "nul"};
  for (const std::string_view device : kDevices) {
    if (EqualsIgnoreCase(stem, device)) return true;
  }
  return stem.size() == 4 && stem[3] >= '0' && stem[3] <= '9' &&
         (EqualsIgnoreCase(stem.substr(0, 3), "com") || EqualsIgnoreCase(stem.substr(0, 3), "lpt"));
}

// Leading dots hide, trailing ones vanish on some systems. False: nothing else was there.
bool TrimDots(std::string& name) {
  const size_t begin = name.find_first_not_of(". ");
  if (begin == name.npos) return false;
  name.erase(0, begin);
  name.erase(name.find_last_not_of(". ") + 1);
  return true;
}

}  // namespace

std::string SanitizeFileName(std::string_view name) {
  const std::string valid = SanitizeUtf8(name);
  const size_t slash = valid.find_last_of("/\\");
  const std::string_view last =
      slash == valid.npos ? std::string_view(valid) : std::string_view(valid).substr(slash + 1);
  std::string out;
  for (size_t pos = 0; pos < last.size();) {
    const char32_t c = NextCodePoint(last, pos);
    if (!IsForbidden(c)) AppendUtf8(out, c);
  }
  if (!TrimDots(out)) return "file";
  if (IsDeviceName(std::string_view(out).substr(0, out.find('.')))) out = "_" + out;
  if (CodePointCount(out) > kMaxCodePoints) {
    const size_t dot = out.rfind('.');
    std::string extension;
    if (dot != out.npos && out.size() - dot <= kMaxExtensionBytes) extension = out.substr(dot);
    const size_t room = kMaxCodePoints - CodePointCount(extension);
    out = std::string(Prefix(out, room)) + extension;
    TrimDots(out);
  }
  return out;
}

}  // namespace huiyin::http
