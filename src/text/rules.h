// What word lists alone say: weights per class, and the label rules of domain.md §9 over them. The
// models take these verdicts as features; without models they are the verdict.
#pragma once

#include <array>
#include <vector>

#include "text/labels.h"
#include "text/lexicon.h"

namespace huiyin::text {

struct Marks {
  std::array<float, lexicon::kClasses> weight{};
  float operator[](lexicon::Class c) const { return weight[static_cast<size_t>(c)]; }
  bool Has(lexicon::Class c) const { return (*this)[c] > 0; }
};

Marks MarksOf(const std::vector<lexicon::Hit>& hits);

Sentiment SentimentOf(const Marks& marks);
Category CategoryOf(const Marks& marks, Sentiment sentiment, bool sensitive);
ComplaintKind KindOf(const Marks& marks);
bool AnySensitive(const Marks& marks);

}  // namespace huiyin::text
