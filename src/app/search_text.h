// Full text for Chinese and everything else: text becomes overlapping character bigrams (and whole
// words of Latin letters and digits), so that any substring of two characters is found, a single
// one too, on both engines, whatever width, case or script variant it was written in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/session.h"

namespace huiyin::app {

// Lower case, half width, simplified Chinese: what is compared. Length may change.
std::string FoldForSearch(std::string_view text);

// Tokens to index, separated by spaces, each once.
std::string SearchGrams(std::string_view text);

// What a person typed. Parts separated by white space must all occur.
class TypedSearch {
 public:
  TypedSearch(store::Engine engine, std::string_view typed);

  // For the engine; empty when nothing searchable was typed.
  const std::string& query() const { return query_; }
  // Whether a hit of the index holds what was typed for certain: each part is one word, or one or
  // two ideographs. Longer ones may have their bigrams apart.
  bool index_proves() const { return index_proves_; }
  // Whether the text, folded, really holds every part.
  bool Matches(std::string_view text) const;

 private:
  std::vector<std::string> parts_;
  std::string query_;
  bool index_proves_ = true;
};

}  // namespace huiyin::app
