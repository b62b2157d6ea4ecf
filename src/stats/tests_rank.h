// Tests on ranks: two samples without an assumed distribution.
#pragma once

#include <vector>

namespace huiyin::stats {

struct MannWhitney {
  double u = 0;             // pairs in which x is larger, ties half
  double p = 1;             // two-sided
  double cliffs_delta = 0;  // (#(x>y) - #(x<y)) / (n m)
  bool exact = false;
};
// Exact when both sides have at most 20 values and none is tied, else the normal approximation with
// correction for ties and continuity. p = 1 when a side is empty.
MannWhitney MannWhitneyTest(std::vector<double> x, std::vector<double> y);

enum class EffectSize { kNegligible, kSmall, kMedium, kLarge };
// Bands 0.147, 0.33, 0.474 (Romano 2006).
EffectSize CliffsBand(double delta);

}  // namespace huiyin::stats
