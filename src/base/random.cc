#include "base/random.h"

#include <sodium.h>

#include <cstring>

#include "base/bytes.h"

namespace huiyin {

uint64_t Random::Next() {
  uint64_t out;
  Fill(&out, sizeof out);
  return out;
}

uint64_t Random::Below(uint64_t bound) {
  HY_CHECK(bound > 0);
  const uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  uint64_t value = Next();
  while (value >= limit) value = Next();
  return value % bound;
}

double Random::Uniform() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }

std::string Random::Bytes(size_t count) {
  std::string out(count, '\0');
  Fill(out.data(), count);
  return out;
}

std::string Random::Token(size_t bytes) { return Base64UrlEncode(Bytes(bytes)); }

void SystemRandom::Fill(void* data, size_t size_bytes) { randombytes_buf(data, size_bytes); }

void SeededRandom::Fill(void* data, size_t size_bytes) {
  auto* out = static_cast<uint8_t*>(data);
  while (size_bytes > 0) {
    state_ += 0x9e3779b97f4a7c15;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    z ^= z >> 31;
    const size_t n = size_bytes < 8 ? size_bytes : 8;
    std::memcpy(out, &z, n);
    out += n;
    size_bytes -= n;
  }
}

}  // namespace huiyin
