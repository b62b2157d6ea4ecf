// Sentences with personal data of every kind of domain.md §7.3 and with what only looks like it,
// made from a seed: the same seed gives the same sentences. Every value is invented; check digits
// are computed, so that they are valid in form and belong to nobody we know of.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "text/analysis.h"

namespace huiyin::text {

struct PiiSentence {
  std::u32string text;
  std::vector<PiiSpan> spans;  // by start
};

class PiiSentences {
 public:
  explicit PiiSentences(uint64_t seed) : random_(seed) {}
  PiiSentence Next();

 private:
  size_t Below(size_t n) { return static_cast<size_t>(random_.Below(n)); }
  std::u32string Digits(size_t n);
  std::u32string Of(PiiKind kind);  // a value
  std::u32string Trap();            // looks like one, is none
  std::u32string Mobile();
  std::u32string Landline();
  std::u32string ResidentId();
  std::u32string BankCard();
  std::u32string Uscc();
  std::u32string Plate();
  std::u32string Email();
  std::u32string Address();
  std::u32string Name();
  std::u32string Account();
  void AddPersonal(PiiSentence& out);

  template <size_t N>
  std::u32string Pick(const char32_t* const (&words)[N]) {
    return words[Below(N)];
  }

  SeededRandom random_;
};

}  // namespace huiyin::text
