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

// What a person typed, as a query of the engine; empty when nothing searchable was typed. Parts
// separated by white space must all occur.
std::string SearchQuery(store::Engine engine, std::string_view typed);

// Whether the folded text really holds every part of what was typed.
bool MatchesTyped(std::string_view text, std::string_view typed);

}  // namespace huiyin::app
