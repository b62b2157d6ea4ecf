// The shipped models: both variants load, beat a floor on sentences they were not trained on, and a
// damaged file is refused.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "text/analysis.h"
#include "text/model.h"

namespace huiyin::text {
namespace {

const std::string kModels = std::string(HUIYIN_SOURCE_DIR) + "/models";

std::shared_ptr<const Analyser> Load(AnalyserConfig::Variant variant) {
  AnalyserConfig config;
  config.models_dir = kModels;
  config.variant = variant;
  auto loaded = Analyser::Load(config);
  HY_CHECK(loaded.ok());
  return *loaded;
}

struct Row {
  std::string category, sentiment, sensitive, text;
};

// What was written sentence by sentence and held out of training.
std::vector<Row> HeldOut() {
  std::ifstream in(kModels + "/sources/feedback.tsv");
  std::vector<Row> out;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> f;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) f.push_back(cell);
    if (f.size() == 11 && f[0] == "dev" && f[9] == "written") {
      out.push_back({f[2], f[4], f[7], f[10]});
    }
  }
  return out;
}

void ExpectFloor(AnalyserConfig::Variant variant, double category, double sentiment) {
  const auto analyser = Load(variant);
  const auto rows = HeldOut();
  ASSERT_GT(rows.size(), 200u);
  double right_category = 0, right_sentiment = 0;
  for (const auto& row : rows) {
    const Analysis a = analyser->AnalyseIntake(row.text);
    right_category += Name(a.category) == row.category ? 1 : 0;
    right_sentiment += Name(a.sentiment) == row.sentiment ? 1 : 0;
  }
  const auto n = static_cast<double>(rows.size());
  EXPECT_GT(right_category / n, category);
  EXPECT_GT(right_sentiment / n, sentiment);
}

TEST(ShippedModels, Default_BeatsItsFloorOnHeldOutSentences) {
  ExpectFloor(AnalyserConfig::Variant::kDefault, 0.74, 0.81);
}

TEST(ShippedModels, Open_BeatsItsFloorOnHeldOutSentences) {
  ExpectFloor(AnalyserConfig::Variant::kOpen, 0.74, 0.81);
}

TEST(ShippedModels, AllTogether_StayUnderFortyMegabytes) {
  uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kModels)) {
    if (entry.path().extension() == ".hym") bytes += entry.file_size();
  }
  EXPECT_GT(bytes, 1'000'000u);
  EXPECT_LT(bytes, 40'000'000u);
}

std::string Bytes(const std::string& task) {
  std::ifstream in(kModels + "/understanding/default/" + task + ".hym", std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST(ShippedModels, ADamagedFile_IsRefused) {
  const std::string good = Bytes("severity");
  ASSERT_TRUE(Model::FromBytes(good).ok());
  EXPECT_TRUE(rc::check("cut anywhere", [&] {
    const auto length = *rc::gen::inRange<size_t>(0, good.size());
    RC_ASSERT(!Model::FromBytes(good.substr(0, length)).ok());
  }));
  EXPECT_TRUE(rc::check("a changed byte", [&] {
    std::string bad = good;
    const auto at = *rc::gen::inRange<size_t>(64, bad.size());
    bad[at] = static_cast<char>(bad[at] ^ *rc::gen::inRange(1, 256));
    RC_ASSERT(!Model::FromBytes(bad).ok());
  }));
}

TEST(ShippedModels, WidthAndOuterSpace_DoNotChangeTheVerdict) {
  const auto analyser = Load(AnalyserConfig::Variant::kDefault);
  for (const Row& row : HeldOut()) {
    std::string wide;
    for (const char c : row.text) {
      if (c >= '0' && c <= '9') {
        wide += "\xEF\xBC";
        wide += static_cast<char>(0x90 + (c - '0'));
      } else {
        wide += c;
      }
    }
    const Analysis plain = analyser->AnalyseIntake(row.text);
    for (const std::string& variant : {"  " + row.text + " \t\n", wide}) {
      const Analysis other = analyser->AnalyseIntake(variant);
      EXPECT_EQ(other.category, plain.category) << row.text;
      EXPECT_EQ(other.sentiment, plain.sentiment) << row.text;
      EXPECT_EQ(other.priority, plain.priority) << row.text;
      EXPECT_EQ(other.sensitive_bits, plain.sensitive_bits) << row.text;
    }
  }
}

TEST(ShippedModels, Evidence_PointsIntoTheOriginalText) {
  const auto analyser = Load(AnalyserConfig::Variant::kDefault);
  for (const Row& row : HeldOut()) {
    const Analysis a = analyser->Analyse(row.text);
    const auto length = static_cast<uint32_t>(
        std::count_if(row.text.begin(), row.text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
    for (const Evidence& e : a.evidence) {
      EXPECT_LT(e.start, e.end) << row.text;
      EXPECT_LE(e.end, length) << row.text;
    }
  }
}

}  // namespace
}  // namespace huiyin::text
