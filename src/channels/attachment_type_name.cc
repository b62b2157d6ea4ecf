#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <string>

#include "base/utf8.h"
#include "channels/attachment_type.h"

namespace huiyin::channels {
namespace {

constexpr size_t kMaxCharacters = 120;
constexpr size_t kMaxBytes = 240;
constexpr size_t kMaxExtensionBytes = 16;

std::string Compose(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return std::string(text);
  const icu::UnicodeString composed = nfc->normalize(
      icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}), status);
  if (U_FAILURE(status)) return std::string(text);
  std::string out;
  composed.toUTF8String(out);
  return out;
}

// Characters that are not seen, turn the direction of what follows, or mean something to a file
// system, a shell or an HTTP header.
bool IsUnsafe(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFD) return true;
  if (c < 0x80)
    return std::string_view("<>:\"/\\|?*%;`$&'{}~^#").find(static_cast<char>(c)) !=
           std::string_view::npos;
  const int8_t kind = u_charType(static_cast<UChar32>(c));
  return kind == U_FORMAT_CHAR || kind == U_LINE_SEPARATOR || kind == U_PARAGRAPH_SEPARATOR ||
         kind == U_SURROGATE || kind == U_PRIVATE_USE_CHAR || kind == U_UNASSIGNED ||
         (kind == U_SPACE_SEPARATOR && c != U'\u3000');
}

bool IsInvisible(char32_t c) {
  return c >= 0x80 && u_charType(static_cast<UChar32>(c)) == U_FORMAT_CHAR;
}

// CON, NUL, COM1, ... mean devices to Windows, with any extension.
bool IsReserved(std::string_view stem) {
  std::string upper(stem.substr(0, stem.find('.')));
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (upper == "CON" || upper == "PRN" || upper == "AUX" || upper == "NUL") return true;
  return upper.size() == 4 && (upper.starts_with("COM") || upper.starts_with("LPT")) &&
         upper[3] >= '0' && upper[3] <= '9';
}

std::string_view TrimDots(std::string_view name) {
  while (!name.empty() && (name.front() == '.' || name.front() == ' ' || name.front() == '-')) {
    name.remove_prefix(1);
  }
  while (!name.empty() && (name.back() == '.' || name.back() == ' ')) name.remove_suffix(1);
  return name;
}

std::string_view CutTo(std::string_view text, size_t characters, size_t bytes) {
  text = Prefix(text, characters);
  while (text.size() > bytes) text = Prefix(text, CodePointCount(text) - 1);
  return text;
}

std::string Shorten(std::string_view name) {
  if (CodePointCount(name) <= kMaxCharacters && name.size() <= kMaxBytes) return std::string(name);
  const size_t dot = name.rfind('.');
  std::string_view extension;
  if (dot != std::string_view::npos && name.size() - dot <= kMaxExtensionBytes) {
    extension = name.substr(dot);
    name = name.substr(0, dot);
  }
  const std::string_view stem =
      CutTo(name, kMaxCharacters - CodePointCount(extension), kMaxBytes - extension.size());
  return std::string(TrimDots(stem)) + std::string(extension);
}

}  // namespace

std::string SafeFileName(std::string_view name) {
  name = name.substr(name.find_last_of("/\\") + 1);  // npos + 1 = 0
  const std::string composed = Compose(SanitizeUtf8(name));
  std::string safe;
  for (size_t pos = 0; pos < composed.size();) {
    const char32_t c = NextCodePoint(composed, pos);
    if (IsInvisible(c)) continue;
    if (IsUnsafe(c)) {
      if (!safe.ends_with('_')) safe += '_';
    } else {
      AppendUtf8(safe, c);
    }
  }
  std::string out = Shorten(TrimDots(Compose(safe)));
  if (IsReserved(out)) out.insert(0, "_");
  out = Shorten(TrimDots(out));
  return out.empty() || out.find_first_not_of('_') == std::string::npos ? "attachment" : out;
}

}  // namespace huiyin::channels
