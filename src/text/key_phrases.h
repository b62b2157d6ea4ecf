// The phrases that carry a text: runs of content words between punctuation and function words
// (RAKE), words cut by ICU. A word counts by how long the phrases are that it stands in, a phrase
// by the sum of its words. Linear in the text; only the first kMaxScanned characters are looked at.
// Thread-safe (each thread has its own word cutter).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "text/normal.h"

namespace huiyin::text {

inline constexpr size_t kMaxScanned = 4'000;

struct KeyPhrase {
  std::string text;  // as it stands in the original
  Range range;       // code points of the original
  float score = 0;
};

// Best first, no two alike, none that touches a span of `hidden` (personal data; by start).
std::vector<KeyPhrase> KeyPhrasesOf(const NormalText& text, const std::vector<Range>& hidden,
                                    size_t most);

}  // namespace huiyin::text
