// Internal to the search for personal data: the ground every finder works on.
#pragma once

#include <string_view>
#include <vector>

#include "text/pii.h"

namespace huiyin::text::pii {

// A find on the base form.
struct Find {
  PiiKind kind;
  uint32_t start, end;
};

class Ground {
 public:
  Ground(const NormalText& text, const PiiConfig& config) : text_(text), config_(config) {
    taken_.assign(text.base.size() + 1, 0);
  }

  const std::u32string& base() const { return text_.base; }
  size_t size() const { return text_.base.size(); }
  char32_t At(size_t i) const { return i < text_.base.size() ? text_.base[i] : 0; }
  char32_t Before(size_t i) const { return i > 0 ? text_.base[i - 1] : 0; }
  uint8_t ClassAt(size_t i) const { return i < size() ? text_.base_class[i] : 255; }
  bool IsHan(size_t i) const { return ClassAt(i) == CharEntry::kHan; }
  bool IsDigit(size_t i) const { return At(i) >= '0' && At(i) <= '9'; }
  bool IsAlpha(size_t i) const { return At(i) >= 'a' && At(i) <= 'z'; }
  bool IsAlnum(size_t i) const { return IsDigit(i) || IsAlpha(i); }
  // Whether the original character was upper case.
  bool IsUpper(size_t i) const {
    if (!IsAlpha(i)) return false;
    const char32_t c = text_.original[text_.base_origin[i].start];
    return (c >= 'A' && c <= 'Z') || (c >= 0xFF21 && c <= 0xFF3A);
  }
  bool HasAt(size_t i, std::u32string_view word) const {
    return i <= size() && std::u32string_view(text_.base).substr(i).starts_with(word);
  }
  bool EndsWithAt(size_t end, std::u32string_view word) const {
    return end >= word.size() && HasAt(end - word.size(), word);
  }
  // Whether one of the words stands within `reach` characters before `i`.
  bool WordBefore(size_t i, size_t reach, const std::vector<std::u32string>& words) const;

  bool Free(size_t start, size_t end) const {
    for (size_t i = start; i < end; ++i) {
      if (taken_[i] != 0) return false;
    }
    return true;
  }
  void Take(PiiKind kind, size_t start, size_t end) {
    if (end <= start || !Free(start, end)) return;
    for (size_t i = start; i < end; ++i) taken_[i] = 1;
    finds_.push_back({kind, static_cast<uint32_t>(start), static_cast<uint32_t>(end)});
  }
  const std::vector<Find>& finds() const { return finds_; }
  const PiiConfig& config() const { return config_; }
  const NormalText& text() const { return text_; }

 private:
  const NormalText& text_;
  PiiConfig config_;
  std::vector<uint8_t> taken_;
  std::vector<Find> finds_;
};

void FindEmails(Ground& ground);
void FindNumbers(Ground& ground);  // resident ids, bank cards, mobiles, landlines
void FindUsccs(Ground& ground);
void FindPlates(Ground& ground);
void FindPassports(Ground& ground);
void FindAccounts(Ground& ground);
void FindChineseAddresses(Ground& ground);
void FindEnglishAddresses(Ground& ground);
void FindChineseNames(Ground& ground);

}  // namespace huiyin::text::pii
