#include "app/fingerprint.h"

#include <array>
#include <bit>

#include "base/utf8.h"

namespace huiyin::app {
namespace {

bool Skipped(char32_t c) {
  return c <= 0x2F || (c >= 0x3A && c <= 0x40) || (c >= 0x5B && c <= 0x60) ||
         (c >= 0x7B && c <= 0xBF) || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) ||
         (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20);
}

uint64_t Mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

int64_t Fingerprint(std::string_view text) {
  std::array<int, 64> votes{};
  char32_t previous = 0;
  size_t pos = 0;
  while (pos < text.size()) {
    char32_t c = NextCodePoint(text, pos);
    if (Skipped(c)) continue;
    if (c >= U'A' && c <= U'Z') c += 32;
    const uint64_t hash = Mix((static_cast<uint64_t>(previous) << 32) | c);
    for (size_t bit = 0; bit < 64; ++bit) votes[bit] += (hash >> bit) & 1 ? 1 : -1;
    previous = c;
  }
  uint64_t out = 0;
  for (size_t bit = 0; bit < 64; ++bit) {
    if (votes[bit] > 0) out |= uint64_t{1} << bit;
  }
  return static_cast<int64_t>(out);
}

bool NearlyIdentical(int64_t a, int64_t b) {
  return std::popcount(static_cast<uint64_t>(a ^ b)) <= kNearBits;
}

}  // namespace huiyin::app
