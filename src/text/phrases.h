// Many phrases looked for in one walk over the compact form: topics, products, an administrator's
// own words. Immutable after the last Add; any number of threads may call Find at once.
// Time is linear in the text: each position meets only the phrases that begin with its two
// characters, and no phrase is longer than kMaxPhrase.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "text/normal.h"

namespace huiyin::text {

class CharTable;

class PhraseIndex {
 public:
  static constexpr size_t kMaxPhrase = 64;  // characters of the compact form
  static constexpr size_t kMaxGap = 10;     // between the parts of "a+b"

  struct Hit {
    uint32_t owner = 0;           // as given to Add
    uint32_t phrase = 0;          // number of the phrase, in the order of Add
    uint32_t start = 0, end = 0;  // of the compact form; of "a+b" from a's start to b's end
    float weight = 0;             // 0..1, long phrases say more than short ones
  };

  // `pattern`: a phrase; "a+b": b at most kMaxGap characters after a, in the same sentence. A Latin
  // word is found as a whole word; with '*' at its end it may go on. kInvalidArgument: shorter than
  // two characters (a part "b": one), longer than kMaxPhrase.
  Status Add(const CharTable& table, std::string_view pattern, uint32_t owner);
  // Appends the hits in the order of the text; of one owner's overlapping hits the longest.
  void Find(const NormalText& text, std::vector<Hit>& out) const;
  size_t size() const { return phrases_.size(); }

 private:
  struct Part {
    std::u32string text;
    bool open = false;  // may go on after its end
  };
  struct Phrase {
    Part first, second;  // second.text empty: one part
    uint32_t owner = 0;
    float weight = 0;
  };
  static bool MatchesAt(const NormalText& text, size_t at, const Part& part);
  // End of the whole phrase that begins at `at`; 0 when it does not.
  static size_t EndOf(const NormalText& text, size_t at, const Phrase& phrase);

  std::vector<Phrase> phrases_;
  std::unordered_map<uint64_t, std::vector<uint32_t>> by_start_;  // first two characters
  // Most positions begin no phrase: one bit tells that without a look-up.
  std::vector<bool> maybe_ = std::vector<bool>(size_t{1} << 16);
};

}  // namespace huiyin::text
