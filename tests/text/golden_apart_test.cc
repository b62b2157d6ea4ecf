// The acceptance texts must never teach: no sentence we train on may be one of them or nearly one.
// Only fingerprints of the acceptance texts are in the repository.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <vector>

namespace huiyin::text {
namespace {

using Shingles = std::set<uint32_t>;

// Code points that count, as UTF-8 pieces: ASCII letters and digits in lower case, CJK and beyond.
std::vector<std::string> Letters(const std::string& text) {
  std::vector<std::string> out;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const std::string piece = text.substr(i, length);
    i += length;
    if (length == 1 && std::isalnum(lead)) {
      out.emplace_back(1, static_cast<char>(std::tolower(lead)));
    } else if (length == 4 ||
               (length == 3 && piece >= "\u3400" && !(piece >= "\uff00" && piece <= "\uffef"))) {
      out.push_back(piece);
    }
  }
  return out;
}

Shingles ShinglesOf(const std::string& text) {
  const auto letters = Letters(text);
  Shingles out;
  const size_t starts = letters.size() > 4 ? letters.size() - 4 : 1;
  for (size_t i = 0; i < starts; ++i) {
    uint64_t h = 0xcbf29ce484222325;
    for (size_t k = i; k < std::min(i + 5, letters.size()); ++k) {
      for (const char c : letters[k]) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    out.insert(static_cast<uint32_t>(h >> 32));
  }
  return out;
}

std::vector<Shingles> Golden() {
  std::ifstream in(std::string(HUIYIN_SOURCE_DIR) + "/tests/text/data/golden_shingles.txt");
  std::vector<Shingles> out;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    Shingles one;
    for (uint32_t value; words >> std::hex >> value;) one.insert(value);
    out.push_back(one);
  }
  return out;
}

double Shared(const Shingles& a, const Shingles& b) {
  const auto common = std::count_if(a.begin(), a.end(), [&](uint32_t x) { return b.contains(x); });
  return static_cast<double>(common) / static_cast<double>(std::min(a.size(), b.size()));
}

TEST(GoldenTexts, AreApartFromEverySentenceOfOurSample) {
  const auto golden = Golden();
  ASSERT_EQ(golden.size(), 96u);
  std::ifstream in(std::string(HUIYIN_SOURCE_DIR) + "/models/sources/feedback.tsv");
  std::string line;
  std::getline(in, line);
  int64_t sentences = 0;
  while (std::getline(in, line)) {
    const std::string text = line.substr(line.rfind('\t') + 1);
    const auto shingles = ShinglesOf(text);
    ++sentences;
    for (const auto& other : golden) EXPECT_LT(Shared(shingles, other), 0.45) << text;
  }
  EXPECT_GT(sentences, 5000);
}

TEST(GoldenTexts, FingerprintsKnowACopyWithOtherPunctuation) {
  const auto a = ShinglesOf("包裹停在中转站 9 天了，没人管！");
  EXPECT_EQ(Shared(a, ShinglesOf("包裹停在中转站9天了。没人管")), 1);
  EXPECT_LT(Shared(a, ShinglesOf("请问周末几点开门，需要预约吗")), 0.1);
}

}  // namespace
}  // namespace huiyin::text
