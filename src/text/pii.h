// Personal data in a text (domain.md §7.3): where, of what kind. Spans are code points of the
// original, by start, never overlapping. Candidates come from one pass over the normal form, each
// is proven by its validator. Precedence: email, resident_id > uscc > bank_card > mobile >
// landline, then plates, passports, accounts, addresses, names.
#pragma once

#include <string>
#include <vector>

#include "text/analysis.h"
#include "text/normal.h"

namespace huiyin::text {

struct PiiConfig {
  int current_year = 2100;
};

// Appends to `out` (cleared first).
void FindPersonalData(const NormalText& text, const PiiConfig& config, std::vector<PiiSpan>& out);

// `original` with every span replaced by its mask.
std::string MaskSpans(const NormalText& text, const std::vector<PiiSpan>& spans, MaskStyle style);

}  // namespace huiyin::text
