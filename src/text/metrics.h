// How good a classifier is on labelled rows. Shares in [0, 1].
#pragma once

#include <string>
#include <vector>

namespace huiyin::text {

struct ClassMetrics {
  std::string label;
  int64_t rows = 0;  // that truly have the label
  double precision = 0, recall = 0, f1 = 0;
};

struct Metrics {
  int64_t rows = 0;
  double accuracy = 0, accuracy_low = 0, accuracy_high = 0;  // Wilson, 95 %
  double macro_f1 = 0;
  double auc = 0;            // two labels only
  double ece = 0;            // expected calibration error, 15 equal-width bins of the top share
  double ece_by_chance = 0;  // what shares that are exactly right would show on so few rows
  std::vector<ClassMetrics> classes;
  std::vector<std::vector<int64_t>> confusion;  // [true][said]
};

// One judged row: the true label's index, the share of every label.
struct Judged {
  size_t truth;
  std::vector<float> shares;
};

Metrics Measure(const std::vector<std::string>& labels, const std::vector<Judged>& judged);

std::string MetricsText(const Metrics& metrics);
std::string MetricsJson(const Metrics& metrics);

// Area under the ROC curve by ranks (ties count half).
double RankAuc(const std::vector<float>& positive, const std::vector<float>& negative);

// The 95 % Wilson interval of the share hits : n; 0 and 0 without any.
struct Interval {
  double low = 0, high = 0;
};
Interval WilsonInterval(int64_t hits, int64_t n);

}  // namespace huiyin::text
