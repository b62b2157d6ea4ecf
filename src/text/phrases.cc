#include "text/phrases.h"

#include <algorithm>
#include <tuple>

#include "text/char_table.h"

namespace huiyin::text {
namespace {

uint64_t StartKey(std::u32string_view text) {
  return static_cast<uint64_t>(text[0]) << 32 | text[1];
}
size_t FilterSlot(uint64_t key) { return (key * 0x9E3779B97F4A7C15u) >> 48; }

bool IsWordChar(uint8_t char_class) {
  return char_class == CharEntry::kLatin || char_class == CharEntry::kDigit;
}

bool EndsSentence(char32_t c) {
  return c == U'。' || c == U'.' || c == U'!' || c == U'?' || c == U';' || c == U'\n';
}

// Four Chinese characters or two words are as sure as a phrase can be.
float WeightOf(std::u32string_view phrase) {
  if (CharTable::ClassOf(phrase[0]) != CharEntry::kLatin) {
    return std::min(1.0f, static_cast<float>(phrase.size()) / 4);
  }
  return phrase.find(U' ') == std::u32string_view::npos ? 0.6f : 1.0f;
}

}  // namespace

Status PhraseIndex::Add(const CharTable& table, std::string_view pattern, uint32_t owner) {
  const auto part_of = [&](std::string_view text) {
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    Part part;
    part.open = !text.empty() && text.back() == '*';
    if (part.open) text.remove_suffix(1);
    part.text = CompactForm(table, text);
    return part;
  };
  const size_t plus = pattern.find('+');
  Phrase phrase;
  phrase.owner = owner;
  phrase.first = part_of(pattern.substr(0, plus));
  if (plus != std::string_view::npos) {
    phrase.second = part_of(pattern.substr(plus + 1));
    if (phrase.second.text.empty()) {
      return InvalidArgument("nothing after '+' in the phrase '" + std::string(pattern) + "'");
    }
  }
  if (phrase.first.text.size() < 2) {
    return InvalidArgument("the phrase '" + std::string(pattern) +
                           "' must begin with at least two characters");
  }
  if (phrase.first.text.size() > kMaxPhrase || phrase.second.text.size() > kMaxPhrase) {
    return InvalidArgument("the phrase '" + std::string(pattern) + "' is longer than " +
                           std::to_string(kMaxPhrase) + " characters");
  }
  phrase.weight = phrase.second.text.empty() ? WeightOf(phrase.first.text) : 1.0f;
  const uint64_t key = StartKey(phrase.first.text);
  maybe_[FilterSlot(key)] = true;
  by_start_[key].push_back(static_cast<uint32_t>(phrases_.size()));
  phrases_.push_back(std::move(phrase));
  return Ok();
}

bool PhraseIndex::MatchesAt(const NormalText& text, size_t at, const Part& part) {
  const std::u32string_view compact = text.compact;
  if (!compact.substr(at).starts_with(part.text)) return false;
  const size_t end = at + part.text.size();
  const auto& classes = text.compact_class;
  if (IsWordChar(classes[at]) && at > 0 && IsWordChar(classes[at - 1])) return false;
  return part.open || !IsWordChar(classes[end - 1]) || end == compact.size() ||
         !IsWordChar(classes[end]);
}

size_t PhraseIndex::EndOf(const NormalText& text, size_t at, const Phrase& phrase) {
  if (!MatchesAt(text, at, phrase.first)) return 0;
  const size_t end = at + phrase.first.text.size();
  if (phrase.second.text.empty()) return end;
  for (size_t i = end; i <= end + kMaxGap && i < text.compact.size(); ++i) {
    if (MatchesAt(text, i, phrase.second)) return i + phrase.second.text.size();
    if (EndsSentence(text.compact[i])) break;
  }
  return 0;
}

void PhraseIndex::Find(const NormalText& text, std::vector<Hit>& out) const {
  const size_t before = out.size();
  const std::u32string_view compact = text.compact;
  for (uint32_t i = 0; i + 1 < compact.size(); ++i) {
    const uint64_t key = StartKey(compact.substr(i, 2));
    if (!maybe_[FilterSlot(key)]) continue;
    const auto found = by_start_.find(key);
    if (found == by_start_.end()) continue;
    for (const uint32_t n : found->second) {
      const Phrase& phrase = phrases_[n];
      const size_t end = EndOf(text, i, phrase);
      if (end != 0) out.push_back({phrase.owner, n, i, static_cast<uint32_t>(end), phrase.weight});
    }
  }
  const auto first = out.begin() + static_cast<std::ptrdiff_t>(before);
  if (out.end() - first < 2) return;
  // One walk over the hits of each owner, the longer ones first where they begin together. Plain
  // sorts by everything that tells hits apart: a stable one takes memory.
  std::sort(first, out.end(), [](const Hit& a, const Hit& b) {
    return std::tuple(a.owner, a.start, b.end, a.phrase) <
           std::tuple(b.owner, b.start, a.end, b.phrase);
  });
  uint32_t owner = UINT32_MAX, until = 0;
  out.erase(std::remove_if(first, out.end(),
                           [&](const Hit& hit) {
                             if (hit.owner == owner && hit.start < until) return true;
                             owner = hit.owner;
                             until = hit.end;
                             return false;
                           }),
            out.end());
  std::sort(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(),
            [](const Hit& a, const Hit& b) {
              return std::tuple(a.start, a.owner) < std::tuple(b.start, b.owner);
            });
}

}  // namespace huiyin::text
