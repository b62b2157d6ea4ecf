// Which settings suit the rows: tried on held-out rows (cross-validation on a sample when there are
// many), the best few averaged, then a temperature and, for three labels and more, a shift of each
// label's score, fitted on scores of rows that were not trained on.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "text/metrics.h"
#include "text/solver.h"
#include "text/train_rows.h"

namespace huiyin::text {

struct Setting {
  Loss loss = Loss::kSquaredHinge;
  double norm = 0.5;    // rows are divided by (number of features)^norm
  double cost = 1;      // C of the solver
  double power = 0.5;   // share of the log-count ratio in a feature's scale
  double balance = 0;   // weight of errors on a label: (share of the label)^-balance
  uint32_t rarest = 0;  // features in fewer rows are left out
};

// Settings whose solutions are averaged, each divided by its temperature: a sum of linear models
// is a linear model, so the average costs nothing in use. All have one norm.
struct Choice {
  struct Member {
    Setting setting;
    double temperature = 1;
  };
  std::vector<Member> members;
  double temperature = 1;
  std::vector<float> shifts;  // by label; empty for two
  Metrics held;               // of rows that were not trained on
};

struct SearchOptions {
  uint64_t seed = 1;
  double cost = 0, power = 0, balance = 0;  // 0: chosen
  std::function<void(const std::string&)> progress;
};

// By output: weights by feature, then the bias.
using Solution = std::vector<std::vector<float>>;

Choice Choose(const TrainingRows& rows, const std::vector<std::string>& labels,
              const SearchOptions& options);

// The chosen settings on all rows that are to be trained on.
Solution SolveChoice(const TrainingRows& rows, size_t labels, const Choice& choice);

std::string Description(const Choice& choice);

}  // namespace huiyin::text
