// uses: base text
// Similar texts among a million, one core: milliseconds a look-up (middle and 99th of 100), beside
// comparing with every signature in the same run. Texts are made of words, every tenth one is a
// variation of an earlier one.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "text/char_table.h"
#include "text/similar.h"

namespace huiyin::text {
namespace {

constexpr int kTexts = 1'000'000;
constexpr int kQuestions = 1'000;
constexpr int kBare = 10;

double Milliseconds(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
      .count();
}

class Texts {
 public:
  std::string Next() {
    if (!seen_.empty() && random_() % 10 == 0) {
      std::string text = seen_[random_() % seen_.size()];
      return text + Word() + Word();
    }
    std::string text;
    const size_t words = 12 + random_() % 24;
    for (size_t i = 0; i < words; ++i) text += Word();
    if (seen_.size() < 10'000) seen_.push_back(text);
    return text;
  }

 private:
  // Two characters of 2,000, common ones more often.
  std::string Word() {
    std::string out;
    for (int i = 0; i < 2; ++i) {
      const double share = std::uniform_real_distribution<double>(0, 1)(random_);
      const auto c = static_cast<uint32_t>(0x4E00 + share * share * 2'000);
      out += static_cast<char>(0xE0 | c >> 12);
      out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
      out += static_cast<char>(0x80 | (c & 0x3F));
    }
    return out;
  }
  std::mt19937 random_{1};
  std::vector<std::string> seen_;
};

void Run() {
  const CharTable& table = **CharTable::Get();
  Texts texts;
  SimilarIndex index;
  std::vector<Signature> signatures;
  signatures.reserve(kTexts);
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < kTexts; ++i) index.Add(i, ShinglesOf(table, texts.Next()));
  std::printf("%d texts indexed in %.1f s\n", kTexts, Milliseconds(begin) / 1000);
  Texts again;
  for (int i = 0; i < kTexts / 10; ++i) {
    signatures.push_back(SignatureOf(ShinglesOf(table, again.Next())));
  }
  std::vector<double> took;
  size_t found = 0;
  for (int i = 0; i < kQuestions; ++i) {
    const std::string question = texts.Next();
    const auto start = std::chrono::steady_clock::now();
    found += index.Find(ShinglesOf(table, question), 100).size();
    took.push_back(Milliseconds(start));
  }
  std::sort(took.begin(), took.end());
  const auto start = std::chrono::steady_clock::now();
  double best = 0;
  for (int i = 0; i < kBare; ++i) {
    const Signature wanted = SignatureOf(ShinglesOf(table, texts.Next()));
    for (const Signature& s : signatures) best = std::max(best, EstimatedLikeness(wanted, s));
  }
  const double bare = Milliseconds(start) / kBare * 10;
  std::printf(
      "look-up: middle %.3f ms, 99 of 100 under %.3f ms (%zu found); every signature: %.1f ms"
      " (x %.0f, best %.2f)\n",
      took[took.size() / 2], took[took.size() * 99 / 100], found, bare,
      bare / took[took.size() / 2], best);
}

}  // namespace
}  // namespace huiyin::text

int main() {
  huiyin::text::Run();
  return 0;
}
