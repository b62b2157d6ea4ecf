// uses: base text
// Texts a second on one core (processor time, so that neighbours on the machine count less):
// bench_text MODELS_DIR. Feedback of 60 Chinese characters, every text another; beside the bare
// normal form and lexicon pass in the same run. At the end the full analysis on all cores at once.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/random.h"
#include "text/analysis.h"
#include "text/char_table.h"
#include "text/lexicon.h"
#include "text/normal.h"
#include "text/phrases.h"

namespace huiyin::text {
namespace {

constexpr int kTexts = 20'000;
constexpr size_t kCharacters = 60;

std::vector<std::string> Texts() {
  static constexpr const char32_t* kParts[] = {U"昨天下单的快递三天了还没有发货，",
                                               U"打客服电话一直没人接，",
                                               U"退款申请被拒绝了两次，",
                                               U"师傅态度特别好，",
                                               U"软件一打开就闪退，",
                                               U"我的手机号是13800138000，",
                                               U"请问什么时候能处理？",
                                               U"再不解决我就打12315投诉你们！",
                                               U"希望可以增加夜间模式，",
                                               U"充值了两百元没有到账，",
                                               U"房间很干净早餐也丰富，",
                                               U"师傅安装空调把墙弄坏了，"};
  SeededRandom random(1);
  std::vector<std::string> out;
  for (int i = 0; i < kTexts; ++i) {
    std::u32string text;
    while (text.size() < kCharacters) text += kParts[random.Below(std::size(kParts))];
    text.resize(kCharacters);
    out.push_back(ToUtf8(text));
  }
  return out;
}

void Rate(const char* what, const std::vector<std::string>& texts,
          const std::function<size_t(const std::string&)>& work) {
  size_t check = 0;
  const std::clock_t begin = std::clock();
  for (const auto& text : texts) check += work(text);
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("%-40s %10.0f texts/s  %8.2f us a text   (check %zu)\n", what,
              static_cast<double>(texts.size()) / seconds,
              seconds * 1e6 / static_cast<double>(texts.size()), check);
}

// As many words of two to six characters as an administrator might paste; ten are cut from the
// texts.
PhraseIndex OwnWords(const CharTable& table, const std::vector<std::string>& texts, int count) {
  SeededRandom random(2);
  PhraseIndex out;
  for (int i = 0; i < count; ++i) {
    std::u32string word;
    if (i % 1000 == 0) {
      const std::u32string text = CompactForm(table, texts[random.Below(texts.size())]);
      word = text.substr(random.Below(text.size() - 4), 4);
    } else {
      const size_t length = 2 + random.Below(5);
      // The commonest third of the block, as real words have common characters.
      while (word.size() < length) word += static_cast<char32_t>(0x4E00 + random.Below(7'000));
    }
    // A cut across a sign is no word.
    if (!out.Add(table, ToUtf8(word), static_cast<uint32_t>(i)).ok()) continue;
  }
  return out;
}

void RateOnAllCores(const Analyser& analyser, const std::vector<std::string>& texts) {
  const auto seconds_of = [&](size_t threads) {
    std::vector<std::thread> running;
    const auto begin = std::chrono::steady_clock::now();
    for (size_t t = 0; t < threads; ++t) {
      running.emplace_back([&] {
        for (const auto& text : texts) (void)analyser.Analyse(text);
      });
    }
    for (auto& thread : running) thread.join();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  const size_t cores = std::max(1u, std::thread::hardware_concurrency());
  const double one = seconds_of(1), all = seconds_of(cores);
  const std::string what = "full analysis, " + std::to_string(cores) + " threads";
  std::printf("%-40s %10.0f texts/s  %8.2f times one thread (by the wall clock)\n", what.c_str(),
              static_cast<double>(texts.size() * cores) / all,
              static_cast<double>(cores) * one / all);
}

int Run(const std::string& models_dir) {
  const auto begin = std::chrono::steady_clock::now();
  AnalyserConfig config;
  config.models_dir = models_dir;
  const auto analyser = Analyser::Load(config);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  const auto table = CharTable::Get();
  if (!analyser.ok() || !table.ok()) {
    std::fprintf(stderr, "cannot load models of %s\n", models_dir.c_str());
    return 1;
  }
  std::printf("%-40s %10.1f ms\n", "load of models, lexicons and tables", took.count());
  const auto texts = Texts();
  NormalText normal;
  Rate("normal form", texts, [&](const std::string& text) {
    Normalise(**table, text, normal);
    return normal.compact.size();
  });
  const Lexicon lexicon(**table);
  std::vector<lexicon::Hit> hits;
  Rate("normal form and lexicons", texts, [&](const std::string& text) {
    Normalise(**table, text, normal);
    lexicon.Find(normal, hits);
    return hits.size();
  });
  const PhraseIndex words = OwnWords(**table, texts, 10'000);
  std::vector<NormalText> normals(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) Normalise(**table, texts[i], normals[i]);
  std::vector<PhraseIndex::Hit> found;
  const std::string label = std::to_string(words.size()) + " own words, on the normal form";
  Rate(label.c_str(), texts, [&](const std::string& text) {
    found.clear();
    words.Find(normals[static_cast<size_t>(&text - texts.data())], found);
    return found.size();
  });
  Rate("personal data", texts,
       [&](const std::string& text) { return (*analyser)->FindPii(text).size(); });
  Rate("verdicts and masked text (intake)", texts,
       [&](const std::string& text) { return (*analyser)->AnalyseIntake(text).masked.size(); });
  Rate("full analysis with evidence", texts,
       [&](const std::string& text) { return (*analyser)->Analyse(text).evidence.size(); });
  RateOnAllCores(**analyser, texts);
  return 0;
}

}  // namespace
}  // namespace huiyin::text

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: bench_text MODELS_DIR\n");
    return 2;
  }
  return huiyin::text::Run(argv[1]);
}
