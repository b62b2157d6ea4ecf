#include "text/normal.h"

#include <algorithm>

#include "base/utf8.h"

namespace huiyin::text {
namespace {

constexpr size_t kMaxCluster = 24;  // combining marks taken together; more is an attack on ICU
constexpr size_t kMaxRun = 3;       // 哈哈哈哈哈 says no more than 哈哈哈
constexpr size_t kLongDigits = 6;   // order and phone numbers: their digits mean nothing to a model

void Decode(std::string_view utf8, std::u32string& out) {
  out.clear();
  size_t pos = 0;
  while (pos < utf8.size()) {
    const auto b = static_cast<uint8_t>(utf8[pos]);
    if (b < 0x80) {
      out.push_back(b);
      ++pos;
    } else if (b >= 0xE1 && b <= 0xEC && pos + 2 < utf8.size() &&
               (static_cast<uint8_t>(utf8[pos + 1]) & 0xC0) == 0x80 &&
               (static_cast<uint8_t>(utf8[pos + 2]) & 0xC0) == 0x80) {
      out.push_back(static_cast<char32_t>((b & 0x0F) << 12 |
                                          (static_cast<uint8_t>(utf8[pos + 1]) & 0x3F) << 6 |
                                          (static_cast<uint8_t>(utf8[pos + 2]) & 0x3F)));
      pos += 3;
    } else {
      out.push_back(NextCodePoint(utf8, pos));
    }
  }
}

void AppendBase(NormalText& out, char32_t c, uint8_t char_class, Range origin) {
  out.base.push_back(c);
  out.base_class.push_back(char_class);
  out.base_origin.push_back(origin);
}

void CountScript(NormalText& out, const CharEntry& entry) {
  switch (entry.char_class) {
    case CharEntry::kHan:
      ++out.han;
      if ((entry.flags & CharEntry::kHant) != 0) ++out.hant;
      break;
    case CharEntry::kLatin:
      ++out.latin;
      break;
    case CharEntry::kKana:
      ++out.kana;
      break;
    case CharEntry::kHangul:
      ++out.hangul;
      break;
    default:
      break;
  }
}

size_t ClusterEnd(const CharTable& table, const std::u32string& s, size_t i) {
  size_t end = i + 1;
  while (end < s.size() && end - i < kMaxCluster && s[end] >= 0x300 &&
         (table.At(s[end]).flags & CharEntry::kCombining) != 0) {
    ++end;
  }
  return end;
}

void MakeBase(const CharTable& table, NormalText& out) {
  const std::u32string& s = out.original;
  for (size_t i = 0; i < s.size();) {
    const CharEntry entry = table.At(s[i]);
    const size_t end = ClusterEnd(table, s, i);
    const Range origin{static_cast<uint32_t>(i), static_cast<uint32_t>(end)};
    CountScript(out, entry);
    if (end > i + 1) {
      for (const char32_t c : table.FoldCluster(std::u32string_view(s).substr(i, end - i))) {
        AppendBase(out, c, CharTable::ClassOf(c), origin);
      }
    } else if ((entry.flags & CharEntry::kMulti) != 0) {
      for (const char32_t c : table.Expansion(entry.folded)) {
        AppendBase(out, c, CharTable::ClassOf(c), origin);
      }
    } else if (entry.folded != 0) {
      AppendBase(out, entry.folded, entry.char_class, origin);
    }
    i = end;
  }
}

bool Wordlike(uint8_t char_class) {
  return char_class == CharEntry::kLatin || char_class == CharEntry::kDigit ||
         char_class == CharEntry::kHangul;
}

void AppendCompact(NormalText& out, char32_t c, uint8_t char_class, size_t base_index) {
  const size_t n = out.compact.size();
  if (n >= kMaxRun && char_class != CharEntry::kDigit && out.compact[n - 1] == c &&
      out.compact[n - 2] == c && out.compact[n - 3] == c) {
    return;
  }
  out.compact.push_back(c);
  out.compact_class.push_back(char_class);
  out.compact_base.push_back(static_cast<uint32_t>(base_index));
}

size_t AppendDigits(NormalText& out, size_t i) {
  size_t end = i;
  while (end < out.base.size() && out.base_class[end] == CharEntry::kDigit) ++end;
  const bool is_long = end - i >= kLongDigits;
  for (size_t k = i; k < std::min(end, i + kLongDigits); ++k) {
    AppendCompact(out, is_long ? U'0' : out.base[k], CharEntry::kDigit, k);
  }
  return end;
}

void MakeCompact(NormalText& out) {
  const size_t n = out.base.size();
  for (size_t i = 0; i < n;) {
    const uint8_t char_class = out.base_class[i];
    if (char_class == CharEntry::kSpace) {
      const size_t space = i;
      while (i < n && out.base_class[i] == CharEntry::kSpace) ++i;
      if (i < n && !out.compact.empty() && Wordlike(out.compact_class.back()) &&
          Wordlike(out.base_class[i])) {
        AppendCompact(out, U' ', CharEntry::kSpace, space);
      }
    } else if (char_class == CharEntry::kDigit) {
      i = AppendDigits(out, i);
    } else {
      AppendCompact(out, out.base[i], char_class, i);
      ++i;
    }
  }
}

void CountLatinWords(NormalText& out) {
  for (size_t i = 0; i < out.compact.size(); ++i) {
    if (out.compact_class[i] == CharEntry::kLatin &&
        (i == 0 || out.compact_class[i - 1] != CharEntry::kLatin)) {
      ++out.latin_words;
    }
  }
}

}  // namespace

void Normalise(const CharTable& table, std::string_view utf8, NormalText& out) {
  out.base.clear();
  out.base_class.clear();
  out.base_origin.clear();
  out.compact.clear();
  out.compact_class.clear();
  out.compact_base.clear();
  out.han = out.hant = out.latin = out.latin_words = out.kana = out.hangul = out.other_letters = 0;
  Decode(utf8, out.original);
  MakeBase(table, out);
  MakeCompact(out);
  CountLatinWords(out);
}

std::u32string CompactForm(const CharTable& table, std::string_view utf8) {
  NormalText text;
  Normalise(table, utf8, text);
  return text.compact;
}

std::string ToUtf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 3);
  for (const char32_t c : text) AppendUtf8(out, c);
  return out;
}

std::string_view LanguageOf(const NormalText& text) {
  if (text.kana * 8 > text.han + text.kana) return "ja";
  if (text.hangul > text.han && text.hangul > text.latin / 4) return "ko";
  // A Chinese character carries about as much as half an English word.
  if (text.han > 0 && text.han * 2 >= text.latin_words) return "zh";
  if (text.latin_words > 0) return "en";
  return "und";
}

Script ScriptOf(const NormalText& text) {
  if (text.kana * 8 > text.han + text.kana || text.hangul > text.han) return Script::kOther;
  if (text.han > 0 && text.han * 2 >= text.latin_words) {
    return text.hant * 12 > text.han ? Script::kHant : Script::kHans;
  }
  return text.latin_words > 0 ? Script::kLatin : Script::kNone;
}

}  // namespace huiyin::text
