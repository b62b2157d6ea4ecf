#include "text/lexicon.h"

#include <algorithm>
#include <array>

#include "text/char_table.h"
#include "text/lexicon_words.h"

namespace huiyin::text {
namespace lexicon {

std::string_view Name(Class value) {
  static constexpr std::string_view kNames[kClasses] = {
      "negative",     "positive",   "blame",         "redress",    "fault",    "suggestion",
      "question",     "request",    "spam",          "thanks",     "angry",    "anxious",
      "disappointed", "upgrade",    "data_subject",  "product",    "service",  "price",
      "logistics",    "money_gone", "data_loss",     "many_users", "unusable", "fraud",
      "lawsuit",      "regulator",  "media",         "collective", "safety",   "privacy",
      "self_harm",    "violence",   "discrimination"};
  return kNames[static_cast<size_t>(value)];
}

}  // namespace lexicon

namespace {

using lexicon::Entry;
using lexicon::Hit;

uint64_t Start(std::u32string_view text) {
  return (static_cast<uint64_t>(text[0]) << 32) | (text.size() > 1 ? text[1] : 0);
}

size_t FilterSlot(uint64_t start) { return (start * 0x9E3779B97F4A7C15u) >> 48; }

// 12315 in a licence plate or an order number is not the hotline.
bool IsAlnum(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// 没有, 不, 无 … directly before a phrase turn it off: "没被推来推去" blames nobody.
bool Negated(std::u32string_view text, size_t start) {
  for (const std::u32string_view word :
       {U"没有", U"没被", U"并非", U"不是", U"不会", U"从不", U"没", U"无"}) {
    if (start >= word.size() && text.substr(start - word.size(), word.size()) == word) return true;
  }
  return false;
}

bool WholeWord(std::u32string_view text, size_t start, size_t end) {
  if (!IsAlnum(text[start])) return true;
  return (start == 0 || !IsAlnum(text[start - 1])) && (end >= text.size() || !IsAlnum(text[end]));
}

}  // namespace

Lexicon::Lexicon(const CharTable& table) {
  for (const lexicon::Words& words : lexicon::AllWords()) {
    std::string_view rest = words.phrases;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find('|'), rest.size());
      std::u32string phrase = CompactForm(table, rest.substr(0, end));
      rest = end == rest.size() ? std::string_view() : rest.substr(end + 1);
      if (phrase.size() < 2) continue;
      maybe_[FilterSlot(Start(phrase))] = true;
      by_start_[Start(phrase)].push_back({words.cls, std::move(phrase), words.weight});
    }
  }
  for (auto& [start, entries] : by_start_) {
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.phrase.size() > b.phrase.size(); });
  }
}

void Lexicon::Find(const NormalText& text, std::vector<Hit>& out) const {
  out.clear();
  const std::u32string_view compact = text.compact;
  std::array<uint32_t, lexicon::kClasses> covered{};
  for (uint32_t i = 0; i + 1 < compact.size(); ++i) {
    const uint64_t start = Start(compact.substr(i, 2));
    if (!maybe_[FilterSlot(start)]) continue;
    const auto found = by_start_.find(start);
    if (found == by_start_.end()) continue;
    for (const Entry& entry : found->second) {
      if (!compact.substr(i).starts_with(entry.phrase)) continue;
      const auto end = static_cast<uint32_t>(i + entry.phrase.size());
      uint32_t& until = covered[static_cast<size_t>(entry.cls)];
      if (end <= until || !WholeWord(compact, i, end)) continue;
      if (Negated(compact, i)) continue;
      until = end;
      out.push_back({&entry, i, end, entry.weight});
    }
  }
}

}  // namespace huiyin::text
