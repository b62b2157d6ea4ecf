// How much personal data is found in generated sentences, and how much is found that is none. The
// gate looks at 8,000 sentences, HUIYIN_PII_SENTENCES=100000 at as many as the requirement names.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "pii_sentences.h"
#include "text/normal.h"

namespace huiyin::text {
namespace {

struct Tally {
  int64_t there = 0, found = 0, said = 0, right = 0;
};

int64_t SentenceCount() {
  const char* given = std::getenv("HUIYIN_PII_SENTENCES");
  return given == nullptr ? 8'000 : std::atoll(given);
}

bool IsFreeText(PiiKind kind) { return kind == PiiKind::kAddress || kind == PiiKind::kPersonName; }

TEST(GeneratedPersonalData, IsFoundWithItsExactSpanAndLittleElse) {
  const auto analyser = Analyser::Load({});
  ASSERT_TRUE(analyser.ok());
  PiiSentences sentences(20260101);
  std::array<Tally, kPiiKinds> tallies{};
  int shown = 0;
  for (int64_t i = 0; i < SentenceCount(); ++i) {
    const PiiSentence sentence = sentences.Next();
    const std::string utf8 = ToUtf8(sentence.text);
    const std::vector<PiiSpan> found = (*analyser)->FindPii(utf8);
    bool wrong = false;
    for (const PiiSpan& span : sentence.spans) {
      Tally& tally = tallies[static_cast<size_t>(span.kind)];
      ++tally.there;
      const bool hit = std::find(found.begin(), found.end(), span) != found.end();
      tally.found += hit ? 1 : 0;
      wrong |= !hit;
    }
    for (const PiiSpan& span : found) {
      Tally& tally = tallies[static_cast<size_t>(span.kind)];
      ++tally.said;
      const auto& truth = sentence.spans;
      const bool hit = std::find(truth.begin(), truth.end(), span) != truth.end();
      tally.right += hit ? 1 : 0;
      wrong |= !hit;
    }
    if (wrong && shown++ < 40) std::printf("  %s\n", utf8.c_str());
  }
  int64_t said = 0, right = 0;
  for (int k = 0; k < kPiiKinds; ++k) {
    const auto kind = static_cast<PiiKind>(k);
    const Tally& t = tallies[static_cast<size_t>(k)];
    ASSERT_GT(t.there, 50) << Name(kind);
    const double recall = static_cast<double>(t.found) / static_cast<double>(t.there);
    std::printf("%-14s there %6lld  recall %.4f  said %6lld  precision %.4f\n",
                std::string(Name(kind)).c_str(), static_cast<long long>(t.there), recall,
                static_cast<long long>(t.said),
                t.said == 0 ? 1 : static_cast<double>(t.right) / static_cast<double>(t.said));
    EXPECT_GE(recall, IsFreeText(kind) ? 0.95 : 0.995) << Name(kind);
    said += t.said;
    right += t.right;
  }
  EXPECT_GE(static_cast<double>(right) / static_cast<double>(said), 0.99);
}

}  // namespace
}  // namespace huiyin::text
