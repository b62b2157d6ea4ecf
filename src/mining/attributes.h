// What is over-represented among some cases (slow, reworked, deviating): attribute values,
// resources and activities that occur there more often than elsewhere. Chi-square or Fisher,
// Benjamini-Hochberg over everything tried; reported when lift >= 1.2, q <= 0.05 and at least five
// cases.
#pragma once

#include <string>
#include <vector>

#include "base/json_text.h"
#include "mining/event_log.h"
#include "stats/tests_categorical.h"

namespace huiyin::mining {

struct OverRepresented {
  std::string key;  // attribute, "resource" or "activity"
  std::string value;
  stats::Table2x2 table;  // a: with value inside, b: with value outside, c, d: without
  double lift = 0, odds_ratio = 0, p = 1, q = 1;
};

// `inside` by case. Attributes with more than 1000 values, and values in fewer than five cases, are
// not tried. Sorted by q, then lift.
std::vector<OverRepresented> FindOverRepresented(const EventLog& log,
                                                 const std::vector<bool>& inside);
// `"key": [{"key","value","inside","outside","lift","odds_ratio","p","q"}]` into an open object.
void AddOverRepresented(const char* key, const std::vector<OverRepresented>& list, JsonText& out);

}  // namespace huiyin::mining
