// A 64-bit SimHash (Charikar 2002) over character bigrams of the text without white space and
// punctuation: near-identical texts differ in few bits.
#pragma once

#include <cstdint>
#include <string_view>

namespace huiyin::app {

int64_t Fingerprint(std::string_view text);
inline constexpr int kNearBits = 3;
bool NearlyIdentical(int64_t a, int64_t b);

}  // namespace huiyin::app
