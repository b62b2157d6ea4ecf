// Many tests at once: Benjamini and Hochberg (1995), the false discovery rate.
#pragma once

#include <vector>

namespace huiyin::stats {

// The q value of each p, in the order given.
std::vector<double> BenjaminiHochberg(const std::vector<double>& p_values);

}  // namespace huiyin::stats
