// uses: base text
// Texts a second on one core (processor time, so that neighbours on the machine count less):
// bench_text MODELS_DIR. Feedback of 60 Chinese characters, every text another; beside the bare
// normal form and lexicon pass in the same run.
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "base/random.h"
#include "text/analysis.h"
#include "text/char_table.h"
#include "text/lexicon.h"
#include "text/normal.h"

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
  Rate("personal data", texts,
       [&](const std::string& text) { return (*analyser)->FindPii(text).size(); });
  Rate("verdicts and masked text (intake)", texts,
       [&](const std::string& text) { return (*analyser)->AnalyseIntake(text).masked.size(); });
  Rate("full analysis with evidence", texts,
       [&](const std::string& text) { return (*analyser)->Analyse(text).evidence.size(); });
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
