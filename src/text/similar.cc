#include "text/similar.h"

#include <algorithm>
#include <numeric>

#include "text/char_table.h"
#include "text/normal.h"

namespace huiyin::text {
namespace {

constexpr size_t kMaxCharacters = 4'000;
constexpr size_t kMaxBytes = kMaxCharacters * 4;
constexpr size_t kMaxAlike = 200;  // neighbours looked at for each text when grouping

uint64_t Mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

bool IsLetter(uint8_t c) {
  return c == CharEntry::kLatin || c == CharEntry::kDigit || c == CharEntry::kOther;
}
bool IsIdeograph(uint8_t c) {
  return c == CharEntry::kHan || c == CharEntry::kKana || c == CharEntry::kHangul ||
         c == CharEntry::kEmoji;
}

// A text cut at a character's beginning.
std::string_view Beginning(std::string_view utf8) {
  if (utf8.size() <= kMaxBytes) return utf8;
  size_t end = kMaxBytes;
  while (end > kMaxBytes - 4 && (static_cast<uint8_t>(utf8[end]) & 0xC0) == 0x80) --end;
  return utf8.substr(0, end);
}

}  // namespace

std::vector<uint64_t> ShinglesOf(const CharTable& table, std::string_view utf8) {
  thread_local NormalText text;
  Normalise(table, Beginning(utf8), text);
  std::vector<uint64_t> out;
  const size_t n = std::min(text.compact.size(), kMaxCharacters);
  out.reserve(n);
  uint64_t previous = 0;  // the ideograph before, 0 at the beginning of a run
  for (size_t i = 0; i < n;) {
    if (IsIdeograph(text.compact_class[i])) {
      const uint64_t c = text.compact[i];
      if (previous != 0) out.push_back(Mix(previous << 32 | c));
      previous = c;
      ++i;
      continue;
    }
    previous = 0;
    if (!IsLetter(text.compact_class[i])) {
      ++i;
      continue;
    }
    uint64_t word = 0x9E3779B97F4A7C15u;
    while (i < n && IsLetter(text.compact_class[i])) word = Mix(word ^ text.compact[i++]);
    out.push_back(word);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

double Likeness(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b) {
  size_t both = 0;
  for (size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    if (a[i] == b[k]) {
      ++both;
      ++i;
      ++k;
    } else if (a[i] < b[k]) {
      ++i;
    } else {
      ++k;
    }
  }
  const size_t all = a.size() + b.size() - both;
  return all == 0 ? 0 : static_cast<double>(both) / static_cast<double>(all);
}

Signature SignatureOf(const std::vector<uint64_t>& shingles) {
  std::array<uint64_t, kBands * kRowsOfBand> least;
  least.fill(UINT64_MAX);
  for (const uint64_t shingle : shingles) {
    uint64_t hash = shingle;
    for (uint64_t& smallest : least) {
      // One multiplication a function; the low bits of a minimum are as good as random.
      hash = hash * 0xD1342543DE82EF95u + 0xAF251AF3B0F025B5u;
      smallest = std::min(smallest, hash ^ (hash >> 32));
    }
  }
  Signature out;
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<uint16_t>(Mix(least[i]));
  return out;
}

double EstimatedLikeness(const Signature& a, const Signature& b) {
  int same = 0;
  for (size_t i = 0; i < a.size(); ++i) same += a[i] == b[i] ? 1 : 0;
  return static_cast<double>(same) / static_cast<double>(a.size());
}

void SimilarIndex::Link(uint32_t number) {
  for (size_t band = 0; band < kBands; ++band) {
    uint32_t& head = heads_[band][SlotOf(KeyOf(signatures_[number], band))];
    next_[number][band] = head;
    head = number + 1;
  }
}

void SimilarIndex::Grow() {
  while ((size_t{1} << bits_) < ids_.size()) ++bits_;
  for (auto& heads : heads_) heads.assign(size_t{1} << bits_, 0);
  for (uint32_t number = 0; number < ids_.size(); ++number) Link(number);
}

void SimilarIndex::Add(int64_t id, const std::vector<uint64_t>& shingles) {
  if (shingles.empty()) return;
  ids_.push_back(id);
  signatures_.push_back(SignatureOf(shingles));
  next_.emplace_back();
  if (heads_[0].empty() || ids_.size() > size_t{1} << bits_) {
    Grow();
  } else {
    Link(static_cast<uint32_t>(ids_.size() - 1));
  }
}

std::vector<SimilarIndex::Match> SimilarIndex::Find(const std::vector<uint64_t>& shingles,
                                                    size_t most) const {
  std::vector<Match> out;
  if (shingles.empty() || ids_.empty()) return out;
  const Signature wanted = SignatureOf(shingles);
  std::vector<uint32_t> numbers;
  for (size_t band = 0; band < kBands; ++band) {
    const uint32_t key = KeyOf(wanted, band);
    uint32_t at = heads_[band][SlotOf(key)];
    for (size_t steps = 0; at != 0 && steps < kMaxChain; ++steps) {
      if (KeyOf(signatures_[at - 1], band) == key) numbers.push_back(at - 1);
      at = next_[at - 1][band];
    }
  }
  std::sort(numbers.begin(), numbers.end(), std::greater<>());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  out.reserve(numbers.size());
  for (const uint32_t number : numbers) {
    out.push_back({ids_[number], EstimatedLikeness(wanted, signatures_[number])});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Match& a, const Match& b) { return a.likeness > b.likeness; });
  if (out.size() > most) out.resize(most);
  return out;
}

std::vector<size_t> GroupAlike(const std::vector<std::vector<uint64_t>>& shingles,
                               double likeness) {
  std::vector<size_t> parent(shingles.size());
  std::iota(parent.begin(), parent.end(), size_t{0});
  const auto root = [&](size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  SimilarIndex index;
  for (size_t i = 0; i < shingles.size(); ++i) {
    for (const auto& match : index.Find(shingles[i], kMaxAlike)) {
      const auto other = static_cast<size_t>(match.id);
      if (root(i) == root(other)) continue;
      if (Likeness(shingles[i], shingles[other]) >= likeness) parent[root(i)] = root(other);
    }
    index.Add(static_cast<int64_t>(i), shingles[i]);
  }
  std::vector<size_t> group(shingles.size()), number(shingles.size(), SIZE_MAX);
  size_t next = 0;
  for (size_t i = 0; i < shingles.size(); ++i) {
    size_t& known = number[root(i)];
    if (known == SIZE_MAX) known = next++;
    group[i] = known;
  }
  return group;
}

}  // namespace huiyin::text
