// What one code point becomes in the normal form: NFKC with case folding (default-ignorable
// characters vanish), traditional Chinese to simplified by OpenCC's t2s, controls to space.
// Pages of 256 are made on first use and kept for the life of the process, Chinese characters one
// by one (asking OpenCC about all of a page would take longer than loading the models); reading
// what is made is lock-free.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

namespace huiyin::text {

struct CharEntry {
  enum Class : uint8_t { kOther, kSpace, kPunct, kDigit, kLatin, kHan, kKana, kHangul, kEmoji };
  enum Flag : uint8_t { kHant = 1, kCombining = 2, kMulti = 4, kUpper = 8, kPending = 16 };
  char32_t folded = 0;  // 0: vanishes; with kMulti: index into Expansion()
  uint8_t char_class = kOther;
  uint8_t flags = 0;
};

class CharTable {
 public:
  // The one table of the process. Fails when OpenCC's t2s data is not installed.
  static Result<const CharTable*> Get();

  CharEntry At(char32_t c) const {
    const Page* page = pages_[c >> 8].load(std::memory_order_acquire);
    if (page == nullptr) page = MakePage(c >> 8);
    const CharEntry entry = page->entries[c & 0xFF].load(std::memory_order_relaxed);
    return (entry.flags & CharEntry::kPending) == 0 ? entry : Settle(c);
  }
  const std::u32string& Expansion(char32_t index) const;
  // Normal form of a base character followed by combining marks.
  std::u32string FoldCluster(std::u32string_view cluster) const;
  static uint8_t ClassOf(char32_t folded);

 private:
  struct Page {
    std::atomic<CharEntry> entries[256];
  };
  struct Maker;
  CharTable();
  Page* MakePage(uint32_t index) const;
  CharEntry MakeEntry(char32_t c) const;
  CharEntry Settle(char32_t c) const;  // simplifies a pending entry

  static constexpr uint32_t kPages = 0x110000 >> 8;
  mutable std::atomic<Page*> pages_[kPages] = {};
  std::unique_ptr<Maker> maker_;
};

}  // namespace huiyin::text
