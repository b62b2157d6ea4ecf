// The normal form of a text, with the way back to the original. Two levels:
//   base     one folded character after another (width, case, traditional, compatibility forms;
//            invisible characters gone): what personal data are searched in
//   compact  base without white space that separates nothing, runs of one character cut to three,
//            long digit runs made zeros: what lexicons and models see
// A NormalText is reused from text to text so that nothing is allocated once it is warm.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/char_table.h"
#include "text/labels.h"

namespace huiyin::text {

struct Range {
  uint32_t start = 0, end = 0;
};

struct NormalText {
  std::u32string original;  // decoded; a bad byte is U+FFFD
  std::u32string base;
  std::vector<uint8_t> base_class;  // CharEntry::Class
  std::vector<Range> base_origin;   // stretch of the original each base character came from
  std::u32string compact;
  std::vector<uint8_t> compact_class;
  std::vector<uint32_t> compact_base;  // index into base
  uint32_t han = 0, hant = 0, latin = 0, latin_words = 0, kana = 0, hangul = 0, other_letters = 0;

  // Original code points of base[start, end) and compact[start, end); end > start.
  Range OriginOfBase(uint32_t start, uint32_t end) const {
    return {base_origin[start].start, base_origin[end - 1].end};
  }
  Range OriginOfCompact(uint32_t start, uint32_t end) const {
    return OriginOfBase(compact_base[start], compact_base[end - 1] + 1);
  }
};

// Fills `out` from `utf8`; linear time, any bytes.
void Normalise(const CharTable& table, std::string_view utf8, NormalText& out);

// The compact form alone, for lexicon entries and queries.
std::u32string CompactForm(const CharTable& table, std::string_view utf8);

std::string ToUtf8(std::u32string_view text);

// "zh", "en", "ja", "ko" or "und", and the script.
std::string_view LanguageOf(const NormalText& text);
Script ScriptOf(const NormalText& text);

}  // namespace huiyin::text
