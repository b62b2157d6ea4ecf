// Which texts are alike. A text is the set of its character bigrams (Chinese) and words (the rest);
// likeness is the share of what two sets have in common (Jaccard). An index holds a MinHash
// signature of each text in bands (Broder 1997; Leskovec et al., ch. 3): a look-up touches only
// texts that agree in a whole band, so a million texts answer in well under ten milliseconds.
// About 190 bytes a text. Not thread-safe: one writer or many readers.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace huiyin::text {

class CharTable;

inline constexpr size_t kBands = 16, kRowsOfBand = 2;
using Signature = std::array<uint16_t, kBands * kRowsOfBand>;

// The set of a text, sorted, each once. Only the first 4,000 characters count. Linear time.
std::vector<uint64_t> ShinglesOf(const CharTable& table, std::string_view utf8);
// 0..1; two empty sets are not alike.
double Likeness(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b);

Signature SignatureOf(const std::vector<uint64_t>& shingles);
double EstimatedLikeness(const Signature& a, const Signature& b);

// From which likeness on two texts say the same.
inline constexpr double kNearDuplicate = 0.8;

class SimilarIndex {
 public:
  struct Match {
    int64_t id = 0;
    double likeness = 0;  // estimated from the signatures, ± 0.09
  };

  // An empty set is counted but never found.
  void Add(int64_t id, const std::vector<uint64_t>& shingles);
  // At most `most`, the likest first, of equals the one added last. Texts with a likeness of 0.3
  // are found with probability 0.78, of 0.5 with 0.99, of 0.8 practically always.
  std::vector<Match> Find(const std::vector<uint64_t>& shingles, size_t most) const;
  size_t size() const { return ids_.size(); }

 private:
  // Of a band only the newest ones are looked at: the same words sent ten thousand times must not
  // make a look-up slow.
  static constexpr size_t kMaxChain = 2'000;
  static uint32_t KeyOf(const Signature& signature, size_t band) {
    return static_cast<uint32_t>(signature[band * 2]) << 16 | signature[band * 2 + 1];
  }
  size_t SlotOf(uint32_t key) const { return (key * 0x9E3779B1u) >> (32 - bits_); }
  void Link(uint32_t number);
  void Grow();

  int bits_ = 10;
  std::vector<int64_t> ids_;
  std::vector<Signature> signatures_;
  std::array<std::vector<uint32_t>, kBands> heads_;  // number of the newest text + 1, 0: none
  std::vector<std::array<uint32_t, kBands>> next_;
};

// Groups texts that are alike: the number of the group of each, groups numbered from 0 in the order
// of their first text. A text joins a group when it is at least `likeness` like one in it.
std::vector<size_t> GroupAlike(const std::vector<std::vector<uint64_t>>& shingles, double likeness);

}  // namespace huiyin::text
