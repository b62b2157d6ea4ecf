// What is done for every character of a text takes no memory from the heap. The program counts what
// its own operator new gives out, so it is one of its own.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "text/analysis.h"
#include "text/char_table.h"
#include "text/features.h"
#include "text/lexicon.h"
#include "text/normal.h"
#include "text/phrases.h"

namespace {
std::atomic<size_t> g_allocations{0};

void* Give(size_t bytes) {
  g_allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(bytes == 0 ? 1 : bytes)) return memory;
  throw std::bad_alloc();
}
}  // namespace

void* operator new(size_t bytes) { return Give(bytes); }
void* operator new[](size_t bytes) { return Give(bytes); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

namespace huiyin::text {
namespace {

template <typename Work>
size_t AllocationsOf(const Work& work) {
  const size_t before = g_allocations.load();
  work();
  return g_allocations.load() - before;
}

// `sentences` sentences, each with characters of its own, so that there are ever more n-grams.
std::string Complaint(int sentences) {
  std::string out;
  for (int i = 0; i < sentences; ++i) {
    for (int k = 0; k < 8; ++k) {
      AppendUtf8(out, static_cast<char32_t>(0x4E00 + (i * 8 + k) * 11 % 20'000));
    }
    out += "没人处理，the app crashed again, 快退款！";
  }
  return out;
}

TEST(Allocations, Counter_Counts) {
  EXPECT_GE(AllocationsOf([] { delete new int(1); }), 1u);
}

TEST(Allocations, NgramsOfATextAsLongAsTheLast_TakeNone) {
  const auto table = CharTable::Get();
  ASSERT_TRUE(table.ok());
  const Lexicon lexicon(**table);
  PhraseIndex phrases;
  ASSERT_TRUE(phrases.Add(**table, "没人处理", 1).ok());
  std::vector<PhraseIndex::Hit> found;
  NormalText normal;
  FeatureSet features;
  std::vector<lexicon::Hit> hits;
  const std::string text = Complaint(40);
  const auto pass = [&] {
    Normalise(**table, text, normal);
    features.Clear(normal.compact.size() * 4, FeatureSet::Spans::kKeep);
    AddNgrams(normal, features);
    lexicon.Find(normal, hits);
    AddMarks(hits, features);
    found.clear();
    phrases.Find(normal, found);
  };
  pass();
  const size_t known = features.size();
  ASSERT_GT(known, 1'000u);
  EXPECT_EQ(AllocationsOf(pass), 0u);
  EXPECT_EQ(features.size(), known);
  EXPECT_EQ(found.size(), 40u);
}

// Twenty times the n-grams: room is doubled a few times, and the answer is longer; nothing is taken
// for each of them.
TEST(Allocations, WholeAnalysis_DoesNotTakeOnePerNgram) {
  AnalyserConfig config;
  config.models_dir = std::string(HUIYIN_SOURCE_DIR) + "/models";
  const auto analyser = Analyser::Load(config);
  ASSERT_TRUE(analyser.ok());
  const std::string one = Complaint(10), twenty = Complaint(200);
  const auto intake = [&](const std::string& text) {
    return AllocationsOf([&] { (void)(*analyser)->AnalyseIntake(text); });
  };
  (void)intake(twenty);  // room that a thread keeps
  const size_t few = intake(one), many = intake(twenty);
  EXPECT_LT(many, few + 1'000u) << few << " for 10 sentences, " << many << " for 200";
}

}  // namespace
}  // namespace huiyin::text
