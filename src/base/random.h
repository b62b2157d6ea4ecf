// Where randomness comes from. SystemRandom is the operating system's; SeededRandom repeats.
#pragma once

#include <cstdint>
#include <string>

namespace huiyin {

class Random {
 public:
  virtual ~Random() = default;
  virtual void Fill(void* data, size_t size_bytes) = 0;
  uint64_t Next();
  uint64_t Below(uint64_t bound);  // uniform in [0, bound), bound > 0
  double Uniform();                // [0, 1)
  std::string Bytes(size_t count);
  std::string Token(size_t bytes = 24);  // base64url
};

class SystemRandom final : public Random {
 public:
  void Fill(void* data, size_t size_bytes) override;
};

// splitmix64; for demos, simulations and tests only, never for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(uint64_t seed) : state_(seed) {}
  void Fill(void* data, size_t size_bytes) override;

 private:
  uint64_t state_;
};

}  // namespace huiyin
