#include "text/char_table.h"

#include <opencc/opencc.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <deque>
#include <mutex>

#include "base/utf8.h"

namespace huiyin::text {

struct CharTable::Maker {
  std::mutex mutex;
  std::unique_ptr<opencc::SimpleConverter> to_simplified;
  const icu::Normalizer2* fold = nullptr;
  std::deque<std::unique_ptr<Page>> owned;
  // Filled under the mutex, published with the page that refers to it; never moves.
  std::array<std::atomic<const std::u32string*>, 65536> expansions{};
  std::deque<std::u32string> expansion_text;

  char32_t Simplified(char32_t c) const {
    std::string utf8;
    AppendUtf8(utf8, c);
    try {
      const std::string out = to_simplified->Convert(utf8);
      size_t pos = 0;
      const char32_t first = out.empty() ? c : NextCodePoint(out, pos);
      return pos == out.size() ? first : c;
    } catch (const std::exception&) {
      return c;
    }
  }
};

namespace {

bool IsHan(char32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x323AF) || c == 0x3007;
}

bool IsEmoji(char32_t c) {
  return c >= 0x2190 && (u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_EMOJI_PRESENTATION) ||
                         u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_EXTENDED_PICTOGRAPHIC));
}

std::u32string ToUtf32(const icu::UnicodeString& s) {
  std::u32string out;
  for (int32_t i = 0; i < s.length(); i = s.moveIndex32(i, 1)) {
    out.push_back(static_cast<char32_t>(s.char32At(i)));
  }
  return out;
}

}  // namespace

uint8_t CharTable::ClassOf(char32_t c) {
  if (c < 0x80) {
    if (c <= ' ') return CharEntry::kSpace;
    if (c >= '0' && c <= '9') return CharEntry::kDigit;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return CharEntry::kLatin;
    return CharEntry::kPunct;
  }
  if (IsHan(c)) return CharEntry::kHan;
  if (c >= 0x3040 && c <= 0x30FF) return CharEntry::kKana;
  if (c >= 0xAC00 && c <= 0xD7AF) return CharEntry::kHangul;
  const auto u = static_cast<UChar32>(c);
  if (u_isUWhiteSpace(u)) return CharEntry::kSpace;
  if (IsEmoji(c)) return CharEntry::kEmoji;
  if (u_ispunct(u)) return CharEntry::kPunct;
  if (u_isdigit(u)) return CharEntry::kDigit;
  if (u_isalpha(u)) return CharEntry::kLatin;
  return CharEntry::kOther;
}

CharTable::CharTable() : maker_(std::make_unique<Maker>()) {}

Result<const CharTable*> CharTable::Get() {
  static const Result<const CharTable*> table = []() -> Result<const CharTable*> {
    auto* made = new CharTable();  // for the life of the process
    UErrorCode status = U_ZERO_ERROR;
    made->maker_->fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status) != 0) return Internal("ICU has no NFKC_Casefold data");
    try {
      made->maker_->to_simplified = std::make_unique<opencc::SimpleConverter>("t2s.json");
    } catch (const std::exception& error) {
      return NotFound(std::string("OpenCC's t2s data cannot be read: ") + error.what());
    }
    return const_cast<const CharTable*>(made);
  }();
  return table;
}

CharTable::Page* CharTable::MakePage(uint32_t index) const {
  const std::lock_guard lock(maker_->mutex);
  if (Page* made = pages_[index].load(std::memory_order_acquire)) return made;
  auto page = std::make_unique<Page>();
  for (uint32_t i = 0; i < 256; ++i) {
    page->entries[i].store(MakeEntry((index << 8) | i), std::memory_order_relaxed);
  }
  Page* result = page.get();
  maker_->owned.push_back(std::move(page));
  pages_[index].store(result, std::memory_order_release);
  return result;
}

CharEntry CharTable::Settle(char32_t c) const {
  const std::lock_guard lock(maker_->mutex);
  auto& place = pages_[c >> 8].load(std::memory_order_acquire)->entries[c & 0xFF];
  CharEntry entry = place.load(std::memory_order_relaxed);
  if ((entry.flags & CharEntry::kPending) == 0) return entry;
  const char32_t simplified = maker_->Simplified(entry.folded);
  entry.flags = simplified != entry.folded ? CharEntry::kHant : 0;
  entry.folded = simplified;
  place.store(entry, std::memory_order_relaxed);  // whole in itself: nothing else is published
  return entry;
}

CharEntry CharTable::MakeEntry(char32_t c) const {
  CharEntry entry;
  const auto u = static_cast<UChar32>(c);
  if (c < 0x20 || c == 0x7F || (c >= 0x80 && c < 0xA0) || u_isUWhiteSpace(u)) {
    return {U' ', CharEntry::kSpace, 0};
  }
  if (c >= 0xD800 && c <= 0xDFFF) return {U'\uFFFD', CharEntry::kOther, 0};
  if (c >= 0x4E00 && c <= 0x9FFF) {  // the bulk of Chinese is its own folded form
    entry.folded = c;
    entry.char_class = CharEntry::kHan;
    entry.flags = CharEntry::kPending;
    return entry;
  }
  if (u_getCombiningClass(u) != 0 || (c >= 0x1160 && c <= 0x11FF)) {
    entry.flags |= CharEntry::kCombining;
  }
  if (u_isupper(u)) entry.flags |= CharEntry::kUpper;
  UErrorCode status = U_ZERO_ERROR;
  std::u32string folded = ToUtf32(maker_->fold->normalize(icu::UnicodeString(u), status));
  if (c >= 0x1F3FB && c <= 0x1F3FF) folded.clear();  // skin tones say nothing here
  for (char32_t& f : folded) {
    if (!IsHan(f)) continue;
    const char32_t simplified = maker_->Simplified(f);
    if (simplified != f) entry.flags |= CharEntry::kHant;
    f = simplified;
  }
  if (folded.empty()) return entry;
  entry.char_class = ClassOf(folded[0]);
  if (folded.size() == 1) {
    entry.folded = folded[0];
    return entry;
  }
  const size_t slot = maker_->expansion_text.size();
  if (slot >= maker_->expansions.size()) {
    entry.folded = folded[0];
    return entry;
  }
  maker_->expansion_text.push_back(std::move(folded));
  maker_->expansions[slot].store(&maker_->expansion_text.back(), std::memory_order_release);
  entry.folded = static_cast<char32_t>(slot);
  entry.flags |= CharEntry::kMulti;
  return entry;
}

const std::u32string& CharTable::Expansion(char32_t index) const {
  return *maker_->expansions[index].load(std::memory_order_acquire);
}

std::u32string CharTable::FoldCluster(std::u32string_view cluster) const {
  icu::UnicodeString in;
  for (const char32_t c : cluster) in.append(static_cast<UChar32>(c));
  UErrorCode status = U_ZERO_ERROR;
  return ToUtf32(maker_->fold->normalize(in, status));
}

}  // namespace huiyin::text
