#include "text/fold.h"

#include <unicode/translit.h>

#include <array>
#include <memory>

#include "base/utf8.h"

namespace huiyin::text {
namespace {

// ICU's character mapping, read once into a table of the Basic Multilingual Plane.
class FoldTable {
 public:
  FoldTable() {
    for (size_t c = 0; c < map_.size(); ++c) map_[c] = static_cast<char16_t>(c);
    for (char16_t c = u'A'; c <= u'Z'; ++c) map_[c] = static_cast<char16_t>(c + 32);
    for (char32_t c = 0xFF01; c <= 0xFF5E; ++c) {
      map_[c] = map_[c - 0xFEE0];
    }
    map_[0x3000] = u' ';
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> simplify(
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, error));
    if (U_FAILURE(error) || simplify == nullptr) return;
    // One pass over all ideographs, kept apart by spaces so that none is seen in company.
    icu::UnicodeString all;
    for (char16_t c = kFirst; c <= kLast; ++c) all.append(c).append(u' ');
    simplify->transliterate(all);
    if (all.length() != (kLast - kFirst + 1) * 2) return;
    for (char16_t c = kFirst; c <= kLast; ++c) map_[c] = all.charAt((c - kFirst) * 2);
  }
  char32_t operator()(char32_t c) const { return c < map_.size() ? map_[c] : c; }

 private:
  static constexpr char16_t kFirst = 0x4E00;
  static constexpr char16_t kLast = 0x9FFF;
  std::array<char16_t, 0x10000> map_;
};

}  // namespace

std::string FoldForSearch(std::string_view utf8) {
  static const auto table = std::make_unique<FoldTable>();
  std::string out;
  out.reserve(utf8.size());
  size_t pos = 0;
  while (pos < utf8.size()) AppendUtf8(out, (*table)(NextCodePoint(utf8, pos)));
  return out;
}

}  // namespace huiyin::text
