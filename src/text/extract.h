// From raw text to features, the one way training and use share. Not for two threads at once: it
// holds the buffers. Personal data should be masked before; digits of long numbers vanish anyway.
#pragma once

#include <string_view>
#include <vector>

#include "text/features.h"

namespace huiyin::text {

class Extractor {
 public:
  explicit Extractor(const CharTable& table) : table_(table), lexicon_(table) {}

  // `input`: "text", "text_words", "pair_symmetric" or "pair_directed" (ModelMeta::input).
  const FeatureSet& Of(std::string_view input, std::string_view a, std::string_view b,
                       FeatureSet::Spans spans) {
    Normalise(table_, a, first_);
    features_.Clear(first_.compact.size() * 6 + 64, spans);
    if (input == "text" || input == "text_words") {
      AddNgrams(first_, features_);
      if (input == "text_words") AddWords(first_, features_);
      lexicon_.Find(first_, hits_);
      AddMarks(hits_, features_);
    } else {
      Normalise(table_, b, second_);
      AddPairFeatures(first_, second_,
                      input == "pair_directed" ? PairKind::kDirected : PairKind::kSymmetric,
                      features_);
    }
    return features_;
  }

 private:
  const CharTable& table_;
  Lexicon lexicon_;
  NormalText first_, second_;
  FeatureSet features_;
  std::vector<lexicon::Hit> hits_;
};

}  // namespace huiyin::text
