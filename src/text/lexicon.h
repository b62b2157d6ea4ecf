// Phrases with a weight for a class, found in one walk over the compact form. A phrase after a
// negation word speaks for nothing; of overlapping phrases of one class the longest counts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/normal.h"

namespace huiyin::text {

class CharTable;

namespace lexicon {

enum class Class : uint8_t {
  kNegative,
  kPositive,
  kBlame,
  kRedress,
  kFault,
  kSuggestion,
  kQuestion,
  kRequest,
  kSpam,
  kThanks,
  kAngry,
  kAnxious,
  kDisappointed,
  kUpgrade,
  kDataSubject,
  kProduct,
  kService,
  kPrice,
  kLogistics,
  kMoneyGone,
  kDataLoss,
  kManyUsers,
  kUnusable,
  kFraud,
  kLawsuit,
  kRegulator,
  kMedia,
  kCollective,
  kSafety,
  kPrivacy,
  kSelfHarm,
  kViolence,
  kDiscrimination,
};
inline constexpr size_t kClasses = 33;
std::string_view Name(Class value);

struct Entry {
  Class cls;
  std::u32string phrase;  // compact form
  float weight = 1;
};

struct Hit {
  const Entry* entry;
  uint32_t start, end;  // of the compact form
  float weight;
};

}  // namespace lexicon

class Lexicon {
 public:
  Lexicon() = default;
  explicit Lexicon(const CharTable& table);  // the words compiled in (lexicon_words.cc)
  // Clears `out` first. Linear in the text for phrases of bounded length.
  void Find(const NormalText& text, std::vector<lexicon::Hit>& out) const;

 private:
  std::unordered_map<uint64_t, std::vector<lexicon::Entry>> by_start_;  // first two characters
  // Most positions begin no phrase: one bit tells that without a look-up.
  std::vector<bool> maybe_ = std::vector<bool>(size_t{1} << 16);
};

}  // namespace huiyin::text
