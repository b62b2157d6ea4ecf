#include "text/train.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>

#include "base/random.h"
#include "text/solver.h"

namespace huiyin::text {
namespace {

// Rows of at most eight of twenty features.
SparseRows RandomRows(SeededRandom& random, size_t count) {
  SparseRows rows;
  rows.features = 20;
  for (size_t i = 0; i < count; ++i) {
    for (uint32_t f = 0; f < rows.features; ++f) {
      if (random.Below(4) == 0) rows.columns.push_back(f);
    }
    rows.starts.push_back(rows.columns.size());
  }
  return rows;
}

struct Case {
  SparseRows rows;
  std::vector<uint32_t> used;
  std::vector<float> norms, scales;
  std::vector<int8_t> signs;
  BinaryProblem problem;
};

Case RandomCase(uint64_t seed, size_t count, Loss loss) {
  SeededRandom random(seed);
  Case c;
  c.rows = RandomRows(random, count);
  c.scales.assign(c.rows.features, 1);
  for (uint32_t i = 0; i < count; ++i) {
    c.used.push_back(i);
    const auto size = std::max<size_t>(c.rows[i].size(), 1);
    c.norms.push_back(static_cast<float>(1 / std::sqrt(static_cast<double>(size))));
    c.signs.push_back(random.Below(2) == 0 ? 1 : -1);
  }
  c.problem.loss = loss;
  return c;
}

std::vector<float> SolveCase(Case& c) {
  c.problem.rows = &c.rows;
  c.problem.used = c.used;
  c.problem.norms = c.norms;
  c.problem.scales = c.scales;
  c.problem.signs = c.signs;
  return Solve(c.problem);
}

double Objective(const Case& c, const std::vector<float>& w) {
  double sum = 0;
  for (const float v : w) sum += 0.5 * static_cast<double>(v) * static_cast<double>(v);
  for (const uint32_t i : c.used) {
    double score = 0;
    for (const uint32_t f : c.rows[i]) score += static_cast<double>(w[f]);
    const double margin =
        c.signs[i] * (score * static_cast<double>(c.norms[i]) + static_cast<double>(w.back()));
    const double hinge = std::max(0.0, 1 - margin);
    sum += c.problem.loss == Loss::kLogistic ? std::log1p(std::exp(-margin)) : hinge * hinge;
  }
  return sum;
}

TEST(Solver, EveryLoss_NoStepAlongAnyWeightIsMuchBetter) {
  EXPECT_TRUE(rc::check("a step along an axis never gains a hundredth", [](uint64_t seed) {
    for (const Loss loss : {Loss::kSquaredHinge, Loss::kLogistic}) {
      Case c = RandomCase(seed, 60, loss);
      std::vector<float> w = SolveCase(c);
      const double reached = Objective(c, w);
      for (size_t k = 0; k < w.size(); ++k) {
        for (const float step : {-0.1f, 0.1f}) {
          w[k] += step;
          RC_ASSERT(Objective(c, w) > reached * 0.99);
          w[k] -= step;
        }
      }
    }
  }));
}

TEST(Solver, WorkedExample_OneRowOfEachSign) {
  // Features 0 and 1, one row each; by symmetry w0 = -w1 = w and no bias. Least of
  // w² + 2 (1 - w)²: w = 2/3.
  Case c;
  c.rows.features = 2;
  c.rows.columns = {0, 1};
  c.rows.starts = {0, 1, 2};
  c.used = {0, 1};
  c.norms = {1, 1};
  c.scales = {1, 1};
  c.signs = {1, -1};
  const auto w = SolveCase(c);
  EXPECT_NEAR(w[0], 2.0 / 3, 0.03);
  EXPECT_NEAR(w[1], -2.0 / 3, 0.03);
  EXPECT_NEAR(w[2], 0, 0.03);
}

// Sentences whose label shows in one word of several, with noise around it.
Dataset MadeUp(uint64_t seed, size_t rows, const std::vector<std::vector<std::string>>& words) {
  static const std::vector<std::string> kAround = {"昨天", "我们", "这家店", "手机", "送来的",
                                                   "那个", "下午", "买的",   "东西", "一共"};
  SeededRandom random(seed);
  Dataset data;
  for (size_t i = 0; i < rows; ++i) {
    const size_t label = random.Below(words.size());
    std::string text;
    for (int k = 0; k < 4; ++k) text += kAround[random.Below(kAround.size())];
    text += words[label][random.Below(words[label].size())];
    for (int k = 0; k < 3; ++k) text += kAround[random.Below(kAround.size())];
    data.rows.push_back({"label" + std::to_string(label), text, ""});
  }
  data.fingerprint = std::to_string(seed);
  return data;
}

const std::vector<std::vector<std::string>> kTwo = {{"很好", "满意", "喜欢"},
                                                    {"太差", "失望", "生气"}};
const std::vector<std::vector<std::string>> kThree = {
    {"很好", "满意", "喜欢"}, {"太差", "失望", "生气"}, {"请问", "怎么办", "多少钱"}};

TrainOptions Options() {
  TrainOptions options;
  options.task = "mood";
  return options;
}

double AccuracyOn(const std::string& bytes, const Dataset& data) {
  const auto model = Model::FromBytes(bytes);
  EXPECT_TRUE(model.ok());
  const auto metrics = Evaluate(**model, data);
  EXPECT_TRUE(metrics.ok());
  return metrics->accuracy;
}

TEST(Train, WordsThatDecide_AreLearntAndHeldRowsAreCalibrated) {
  for (const auto& words : {kTwo, kThree}) {
    const auto trained = Train(MadeUp(1, 400, words), {}, Options());
    ASSERT_TRUE(trained.ok());
    EXPECT_GT(AccuracyOn(trained->model_bytes, MadeUp(2, 200, words)), 0.98);
    EXPECT_LT(trained->dev.ece, 0.05);
    EXPECT_EQ(trained->dev.rows, 400);  // every row was held out once
  }
}

TEST(Train, TheSameRowsAndSeed_GiveTheSameBytes) {
  const Dataset data = MadeUp(3, 300, kThree);
  const auto first = Train(data, {}, Options());
  const auto again = Train(data, {}, Options());
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->model_bytes, again->model_bytes);
}

TEST(Train, DevelopmentRows_AreWhatIsMeasured) {
  const Dataset dev = MadeUp(5, 77, kTwo);
  const auto trained = Train(MadeUp(4, 300, kTwo), dev, Options());
  ASSERT_TRUE(trained.ok());
  EXPECT_EQ(trained->dev.rows, 77);
}

TEST(Train, RareLabels_AreNotForgotten) {
  // One label in forty, told by a word that the others say too, but seldom.
  SeededRandom random(6);
  Dataset data = MadeUp(6, 1200, kTwo);
  for (auto& row : data.rows) {
    if (random.Below(40) == 0) row = {"rare", row.a + "投诉到底", ""};
  }
  const auto trained = Train(data, {}, Options());
  ASSERT_TRUE(trained.ok());
  const auto& classes = trained->dev.classes;
  ASSERT_EQ(classes.size(), 3u);
  EXPECT_GT(classes[2].recall, 0.9);
}

TEST(Train, ColumnNames_DecideHowPairsAreRead) {
  const auto input_of = [](std::string_view header) {
    std::string rows(header);
    for (int i = 0; i < 15; ++i) {
      rows += "yes\t多少钱" + std::to_string(i) + "\t一百元\nno\t多少钱\t在北京" +
              std::to_string(i) + "\n";
    }
    const auto data = ParseDataset(rows, "tsv", {});
    EXPECT_TRUE(data.ok());
    const auto trained = Train(*data, {}, Options());
    EXPECT_TRUE(trained.ok());
    return (*Model::FromBytes(trained->model_bytes))->meta().input;
  };
  EXPECT_EQ(input_of("label\tquestion\treply\n"), "pair_directed");
  EXPECT_EQ(input_of("label\ttext1\ttext2\n"), "pair_symmetric");
}

TEST(Train, WhatCannotTeach_IsRefused) {
  EXPECT_FALSE(Train(MadeUp(7, 10, kTwo), {}, Options()).ok());
  EXPECT_FALSE(Train(MadeUp(8, 100, {kTwo[0]}), {}, Options()).ok());
}

TEST(Train, TextsWithoutAnything_DoNotBreakIt) {
  Dataset data = MadeUp(9, 200, kThree);
  for (size_t i = 0; i < 40; ++i) data.rows[i].a = i % 2 == 0 ? "" : std::string("\xFF\0\xE4", 3);
  EXPECT_TRUE(Train(data, {}, Options()).ok());
}

}  // namespace
}  // namespace huiyin::text
