#include "text/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "base/json_text.h"

namespace huiyin::text {
namespace {

void Wilson(int64_t hits, int64_t n, double& low, double& high) {
  if (n == 0) return;
  constexpr double z = 1.959963984540054;
  const double p = static_cast<double>(hits) / static_cast<double>(n), m = static_cast<double>(n);
  const double centre = p + z * z / (2 * m);
  const double half = z * std::sqrt(p * (1 - p) / m + z * z / (4 * m * m));
  // Rounding must not leave the unit interval where nothing, or all, was hit.
  low = std::max(0.0, (centre - half) / (1 + z * z / m));
  high = std::min(1.0, (centre + half) / (1 + z * z / m));
}

constexpr size_t kCalibrationBins = 15;

size_t CalibrationBin(double share) {
  const auto bin = static_cast<size_t>(std::max(share, 0.0) * kCalibrationBins);
  return std::min(bin, kCalibrationBins - 1);
}

double CalibrationError(const std::vector<Judged>& judged) {
  std::array<double, kCalibrationBins> sure{}, right{};
  for (const auto& j : judged) {
    const auto top = std::max_element(j.shares.begin(), j.shares.end());
    const size_t bin = CalibrationBin(static_cast<double>(*top));
    sure[bin] += static_cast<double>(*top);
    right[bin] += static_cast<size_t>(top - j.shares.begin()) == j.truth ? 1 : 0;
  }
  double error = 0;
  for (size_t b = 0; b < kCalibrationBins; ++b) error += std::fabs(sure[b] - right[b]);
  return judged.empty() ? 0 : error / static_cast<double>(judged.size());
}

// The mean of the calibration error when every top share is the true chance of being right: in a
// bin the difference is nearly normal, and the mean of its size is deviation * sqrt(2 / pi).
double CalibrationErrorByChance(const std::vector<Judged>& judged) {
  std::array<double, kCalibrationBins> variance{};
  for (const auto& j : judged) {
    const auto top = static_cast<double>(*std::max_element(j.shares.begin(), j.shares.end()));
    variance[CalibrationBin(top)] += top * (1 - top);
  }
  double error = 0;
  for (const double v : variance) error += std::sqrt(std::max(v, 0.0) * 2 / std::numbers::pi);
  return judged.empty() ? 0 : error / static_cast<double>(judged.size());
}

}  // namespace

double RankAuc(const std::vector<float>& positive, const std::vector<float>& negative) {
  if (positive.empty() || negative.empty()) return 0;
  std::vector<std::pair<float, int>> all;
  for (const float v : positive) all.emplace_back(v, 1);
  for (const float v : negative) all.emplace_back(v, 0);
  std::sort(all.begin(), all.end());
  double rank_sum = 0;
  for (size_t i = 0; i < all.size();) {
    size_t end = i;
    while (end < all.size() && all[end].first == all[i].first) ++end;
    const double rank = (static_cast<double>(i) + static_cast<double>(end) + 1) / 2;
    for (size_t k = i; k < end; ++k) rank_sum += all[k].second * rank;
    i = end;
  }
  const auto p = static_cast<double>(positive.size()), n = static_cast<double>(negative.size());
  return (rank_sum - p * (p + 1) / 2) / (p * n);
}

Metrics Measure(const std::vector<std::string>& labels, const std::vector<Judged>& judged) {
  const size_t k = labels.size();
  Metrics m;
  m.rows = static_cast<int64_t>(judged.size());
  m.confusion.assign(k, std::vector<int64_t>(k, 0));
  std::vector<float> positive, negative;
  for (const auto& j : judged) {
    const auto said =
        static_cast<size_t>(std::max_element(j.shares.begin(), j.shares.end()) - j.shares.begin());
    ++m.confusion[j.truth][said];
    if (k == 2) (j.truth == 1 ? positive : negative).push_back(j.shares[1]);
  }
  int64_t hits = 0;
  size_t seen = 0;
  for (size_t c = 0; c < k; ++c) {
    ClassMetrics one;
    one.label = labels[c];
    int64_t said = 0;
    for (size_t o = 0; o < k; ++o) {
      one.rows += m.confusion[c][o];
      said += m.confusion[o][c];
    }
    const auto right = static_cast<double>(m.confusion[c][c]);
    hits += m.confusion[c][c];
    one.precision = said == 0 ? 0 : right / static_cast<double>(said);
    one.recall = one.rows == 0 ? 0 : right / static_cast<double>(one.rows);
    const double sum = one.precision + one.recall;
    one.f1 = sum == 0 ? 0 : 2 * one.precision * one.recall / sum;
    if (one.rows > 0 || said > 0) {
      m.macro_f1 += one.f1;
      ++seen;
    }
    m.classes.push_back(std::move(one));
  }
  if (seen > 0) m.macro_f1 /= static_cast<double>(seen);
  if (m.rows > 0) m.accuracy = static_cast<double>(hits) / static_cast<double>(m.rows);
  Wilson(hits, m.rows, m.accuracy_low, m.accuracy_high);
  m.auc = RankAuc(positive, negative);
  m.ece = CalibrationError(judged);
  m.ece_by_chance = CalibrationErrorByChance(judged);
  return m;
}

std::string MetricsText(const Metrics& m) {
  char line[256];
  std::string out;
  std::snprintf(
      line, sizeof line,
      "rows %lld  accuracy %.4f (95 %%: %.4f-%.4f)  macro-F1 %.4f  ECE %.4f (by chance %.4f)",
      static_cast<long long>(m.rows), m.accuracy, m.accuracy_low, m.accuracy_high, m.macro_f1,
      m.ece, m.ece_by_chance);
  out += line;
  if (m.classes.size() == 2) {
    std::snprintf(line, sizeof line, "  AUC %.4f", m.auc);
    out += line;
  }
  out += "\n\nclass\trows\tprecision\trecall\tF1\n";
  for (const auto& c : m.classes) {
    std::snprintf(line, sizeof line, "%s\t%lld\t%.4f\t%.4f\t%.4f\n", c.label.c_str(),
                  static_cast<long long>(c.rows), c.precision, c.recall, c.f1);
    out += line;
  }
  if (m.classes.size() > 20) return out;
  out += "\ntrue \\ said";
  for (const auto& c : m.classes) out += "\t" + c.label;
  for (size_t t = 0; t < m.classes.size(); ++t) {
    out += "\n" + m.classes[t].label;
    for (const int64_t n : m.confusion[t]) out += "\t" + std::to_string(n);
  }
  return out + "\n";
}

std::string MetricsJson(const Metrics& m) {
  JsonText json;
  json.Open('{').Key("rows").Int(m.rows).Key("accuracy").Real(m.accuracy);
  json.Key("accuracy_interval").Open('[').Real(m.accuracy_low).Real(m.accuracy_high).Close(']');
  json.Key("macro_f1").Real(m.macro_f1).Key("auc");
  if (m.classes.size() == 2) {
    json.Real(m.auc);
  } else {
    json.Null();
  }
  json.Key("ece").Real(m.ece).Key("ece_by_chance").Real(m.ece_by_chance).Key("classes").Open('[');
  for (const auto& c : m.classes) {
    json.Open('{').Key("label").Str(c.label).Key("rows").Int(c.rows);
    json.Key("precision").Real(c.precision).Key("recall").Real(c.recall);
    json.Key("f1").Real(c.f1).Close('}');
  }
  json.Close(']').Key("confusion").Open('[');
  for (const auto& row : m.confusion) {
    json.Open('[');
    for (const int64_t n : row) json.Int(n);
    json.Close(']');
  }
  return json.Close(']').Close('}').Take();
}

Interval WilsonInterval(int64_t hits, int64_t n) {
  Interval out;
  Wilson(hits, n, out.low, out.high);
  return out;
}

}  // namespace huiyin::text
