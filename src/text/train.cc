#include "text/train.h"

#include <linear.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "base/bytes.h"
#include "base/random.h"
#include "text/char_table.h"
#include "text/extract.h"

namespace huiyin::text {
namespace {

constexpr uint32_t kTaken = 0xFFFFFFFF;

// Rows as lists of feature numbers, each list behind the other.
struct Matrix {
  std::vector<uint32_t> columns;
  std::vector<size_t> starts{0};
  std::vector<float> norms;
  std::vector<uint32_t> labels;
  size_t rows() const { return labels.size(); }
  std::span<const uint32_t> Row(size_t i) const {
    return {columns.data() + starts[i], starts[i + 1] - starts[i]};
  }
};

struct Vocabulary {
  std::unordered_map<uint64_t, uint32_t> number;
  std::vector<uint64_t> ids;
};

struct Raw {
  std::vector<std::vector<uint64_t>> rows;
  std::vector<uint32_t> labels;
};

std::string InputOf(const Dataset& data, const std::string& task) {
  if (!data.pairs) return "text";
  return task.find("reply") != std::string::npos ? "pair_directed" : "pair_symmetric";
}

Raw Extracted(Extractor& extract, const Dataset& data, const std::string& input,
              const std::vector<std::string>& labels) {
  Raw raw;
  for (const auto& row : data.rows) {
    raw.rows.push_back(extract.Of(input, row.a, row.b, FeatureSet::Spans::kDrop).ids());
    const auto at = std::find(labels.begin(), labels.end(), row.label);
    raw.labels.push_back(static_cast<uint32_t>(at - labels.begin()));
  }
  return raw;
}

Vocabulary MakeVocabulary(const Raw& raw, uint32_t min_documents) {
  std::unordered_map<uint64_t, uint32_t> documents;
  documents.reserve(raw.rows.size() * 64);
  for (const auto& row : raw.rows) {
    for (const uint64_t id : row) ++documents[id];
  }
  Vocabulary out;
  for (const auto& row : raw.rows) {  // in order of appearance: reproducible
    for (const uint64_t id : row) {
      const auto found = documents.find(id);
      if (found->second < min_documents || found->second == kTaken) continue;
      found->second = kTaken;
      out.number.emplace(id, static_cast<uint32_t>(out.ids.size()));
      out.ids.push_back(id);
    }
  }
  return out;
}

Matrix MakeMatrix(const Raw& raw, const Vocabulary& vocabulary, double norm) {
  Matrix m;
  for (size_t i = 0; i < raw.rows.size(); ++i) {
    for (const uint64_t id : raw.rows[i]) {
      const auto found = vocabulary.number.find(id);
      if (found != vocabulary.number.end()) m.columns.push_back(found->second);
    }
    m.starts.push_back(m.columns.size());
    const size_t all = std::max<size_t>(raw.rows[i].size(), 1);
    m.norms.push_back(static_cast<float>(std::pow(static_cast<double>(all), -norm)));
    m.labels.push_back(raw.labels[i]);
  }
  return m;
}

// |log((positive share) / (negative share))|^power per feature; power 0 leaves all alike.
std::vector<float> Ratios(const Matrix& m, const std::vector<size_t>& rows, uint32_t label,
                          size_t features, double power) {
  std::vector<float> positive(features, 1), negative(features, 1);
  double all_positive = 1, all_negative = 1;
  for (const size_t i : rows) {
    const bool is = m.labels[i] == label;
    (is ? all_positive : all_negative) += 1;
    for (const uint32_t c : m.Row(i)) (is ? positive : negative)[c] += 1;
  }
  std::vector<float> out(features);
  for (size_t c = 0; c < features; ++c) {
    const double ratio = std::log((positive[c] / all_positive) / (negative[c] / all_negative));
    out[c] = static_cast<float>((1 - power) + power * std::fabs(ratio));
  }
  return out;
}

void Silent(const char*) {}

enum class Loss { kSquaredHinge, kLogistic };

struct Setting {
  Loss loss = Loss::kSquaredHinge;
  double cost = 1, power = 0.5, balance = 0;
};

class Solver {
 public:
  Solver(const Matrix& m, const std::vector<size_t>& rows, size_t features)
      : m_(m), rows_(rows), features_(features) {
    set_print_string_function(&Silent);
    size_t nodes = 0;
    for (const size_t i : rows) nodes += m.Row(i).size() + 2;
    nodes_.resize(nodes);
    size_t at = 0;
    for (const size_t i : rows) {
      starts_.push_back(&nodes_[at]);
      std::vector<uint32_t> columns(m.Row(i).begin(), m.Row(i).end());
      std::sort(columns.begin(), columns.end());
      for (const uint32_t c : columns) nodes_[at++] = {static_cast<int>(c) + 1, 1};
      nodes_[at++] = {static_cast<int>(features) + 1, 1};
      nodes_[at++] = {-1, 0};
    }
    targets_.resize(rows.size());
  }

  // Weights of `label` against the rest, folded with the ratios; the bias comes last.
  std::vector<float> Solve(uint32_t label, const Setting& setting) {
    const auto ratios = Ratios(m_, rows_, label, features_, setting.power);
    const double balance = setting.balance;
    size_t positive = 0;
    for (size_t r = 0; r < rows_.size(); ++r) {
      const bool is = m_.labels[rows_[r]] == label;
      positive += is ? 1 : 0;
      targets_[r] = is ? 1 : -1;
      const float norm = m_.norms[rows_[r]];
      for (feature_node* node = starts_[r]; node->index > 0; ++node) {
        const auto c = static_cast<size_t>(node->index - 1);
        if (c < features_) node->value = static_cast<double>(ratios[c] * norm);
      }
    }
    problem p{};
    p.l = static_cast<int>(rows_.size());
    p.n = static_cast<int>(features_) + 1;
    p.y = targets_.data();
    p.x = starts_.data();
    p.bias = 1;
    parameter q{};
    q.solver_type = setting.loss == Loss::kLogistic ? L2R_LR_DUAL : L2R_L2LOSS_SVC_DUAL;
    q.C = setting.cost;
    q.eps = 0.1;
    q.p = 0.1;
    int weight_label[2] = {1, -1};
    const double share =
        std::max<double>(static_cast<double>(positive), 1) / static_cast<double>(rows_.size());
    double weight[2] = {std::pow(0.5 / share, balance),
                        std::pow(0.5 / (1 - share + 1e-9), balance)};
    q.nr_weight = balance > 0 ? 2 : 0;
    q.weight_label = weight_label;
    q.weight = weight;
    std::srand(1);  // liblinear shuffles with rand()
    model* solved = train(&p, &q);
    std::vector<float> out(features_ + 1, 0);
    const double sign = solved->label[0] == 1 ? 1 : -1;
    for (size_t c = 0; c < features_; ++c) {
      out[c] = static_cast<float>(sign * solved->w[c]) * ratios[c];
    }
    out[features_] = static_cast<float>(sign * solved->w[features_]);
    free_and_destroy_model(&solved);
    return out;
  }

 private:
  const Matrix& m_;
  const std::vector<size_t>& rows_;
  size_t features_;
  std::vector<feature_node> nodes_;
  std::vector<feature_node*> starts_;
  std::vector<double> targets_;
};

struct Solution {
  std::vector<std::vector<float>> weights;  // per output: features, then bias
};

Solution SolveAll(Solver& solver, size_t labels, const Setting& setting) {
  Solution s;
  if (labels == 2) {
    s.weights.push_back(solver.Solve(1, setting));
  } else {
    for (uint32_t k = 0; k < labels; ++k) s.weights.push_back(solver.Solve(k, setting));
  }
  return s;
}

std::vector<std::vector<float>> ScoresOf(const Solution& s, const Matrix& m,
                                         const std::vector<size_t>& rows) {
  std::vector<std::vector<float>> out;
  for (const size_t i : rows) {
    std::vector<float> scores;
    for (const auto& w : s.weights) {
      float sum = 0;
      for (const uint32_t c : m.Row(i)) sum += w[c];
      scores.push_back(sum * m.norms[i] + w.back());
    }
    out.push_back(std::move(scores));
  }
  return out;
}

std::vector<Judged> Shares(const std::vector<std::vector<float>>& scores, const Matrix& m,
                           const std::vector<size_t>& rows, double temperature) {
  std::vector<Judged> out;
  for (size_t r = 0; r < rows.size(); ++r) {
    Judged j;
    j.truth = m.labels[rows[r]];
    const auto& s = scores[r];
    if (s.size() == 1) {
      const double p = 1 / (1 + std::exp(-static_cast<double>(s[0]) / temperature));
      j.shares = {static_cast<float>(1 - p), static_cast<float>(p)};
    } else {
      const float top = *std::max_element(s.begin(), s.end());
      double sum = 0;
      for (const float v : s) sum += std::exp(static_cast<double>(v - top) / temperature);
      for (const float v : s) {
        j.shares.push_back(
            static_cast<float>(std::exp(static_cast<double>(v - top) / temperature) / sum));
      }
    }
    out.push_back(std::move(j));
  }
  return out;
}

double LogLoss(const std::vector<Judged>& judged) {
  double loss = 0;
  for (const auto& j : judged) {
    loss -= std::log(std::max<double>(static_cast<double>(j.shares[j.truth]), 1e-6));
  }
  return loss;
}

double FitTemperature(const std::vector<std::vector<float>>& scores, const Matrix& m,
                      const std::vector<size_t>& rows) {
  double best = 1, least = std::numeric_limits<double>::infinity();
  for (double t = 0.05; t < 6; t *= 1.06) {
    const double loss = LogLoss(Shares(scores, m, rows, t));
    if (loss < least) {
      least = loss;
      best = t;
    }
  }
  return best;
}

using ScoreRows = std::vector<std::vector<float>>;

struct Tried {
  Setting setting;
  double quality = -1, temperature = 1;
  ScoreRows scores;  // of the held-out rows
};

// Settings whose solutions are averaged (each divided by its temperature): a sum of linear models
// is a linear model, so the average costs nothing in use.
struct Choice {
  std::vector<Tried> members;
  double temperature = 1;
  Metrics held;
};

double Quality(const Metrics& m) {
  return m.accuracy + m.macro_f1 + (m.classes.size() == 2 ? m.auc : 0);
}

class Search {
 public:
  Search(const Matrix& m, const std::vector<size_t>& fit, const std::vector<size_t>& held,
         size_t features, const std::vector<std::string>& labels, const TrainOptions& o)
      : m_(m), held_(held), labels_(labels), options_(o), solver_(m, fit, features) {}

  void Try(const Setting& setting) {
    Tried tried;
    tried.setting = setting;
    tried.scores = ScoresOf(SolveAll(solver_, labels_.size(), setting), m_, held_);
    tried.temperature = FitTemperature(tried.scores, m_, held_);
    const Metrics metrics = Measure(labels_, Shares(tried.scores, m_, held_, tried.temperature));
    tried.quality = Quality(metrics);
    if (options_.progress) {
      char line[200];
      std::snprintf(line, sizeof line,
                    "%s C %.2f ratio %.2f balance %.2f: accuracy %.4f macro-F1 %.4f AUC %.4f",
                    setting.loss == Loss::kLogistic ? "logistic" : "hinge", setting.cost,
                    setting.power, setting.balance, metrics.accuracy, metrics.macro_f1,
                    metrics.auc);
      options_.progress(line);
    }
    tried_.push_back(std::move(tried));
    std::stable_sort(tried_.begin(), tried_.end(),
                     [](const Tried& a, const Tried& b) { return a.quality > b.quality; });
  }

  const Setting& best() const { return tried_.front().setting; }

  // The best single setting, or the average of the best few when that does better.
  Choice Decide() const {
    constexpr size_t kMostMembers = 5;
    Choice choice;
    double quality = -1;
    for (size_t count = 1; count <= std::min(kMostMembers, tried_.size()); ++count) {
      ScoreRows mean(held_.size(), std::vector<float>(tried_[0].scores.front().size(), 0));
      for (size_t t = 0; t < count; ++t) {
        const auto share =
            static_cast<float>(1 / (tried_[t].temperature * static_cast<double>(count)));
        for (size_t r = 0; r < mean.size(); ++r) {
          for (size_t k = 0; k < mean[r].size(); ++k) mean[r][k] += share * tried_[t].scores[r][k];
        }
      }
      const double t = FitTemperature(mean, m_, held_);
      const Metrics metrics = Measure(labels_, Shares(mean, m_, held_, t));
      if (Quality(metrics) <= quality) continue;
      quality = Quality(metrics);
      choice = {{tried_.begin(), tried_.begin() + static_cast<ptrdiff_t>(count)}, t, metrics};
    }
    return choice;
  }

 private:
  const Matrix& m_;
  const std::vector<size_t>& held_;
  const std::vector<std::string>& labels_;
  const TrainOptions& options_;
  Solver solver_;
  std::vector<Tried> tried_;
};

// One setting after the other, each at the best of those before.
Choice Choose(const Matrix& m, const std::vector<size_t>& fit, const std::vector<size_t>& held,
              size_t features, const std::vector<std::string>& labels, const TrainOptions& o,
              double cost_scale) {
  Search search(m, fit, held, features, labels, o);
  const double power = o.ratio_power > 0 ? o.ratio_power : 0.5;
  if (o.cost > 0) {
    search.Try({Loss::kSquaredHinge, o.cost, power, o.balance});
    search.Try({Loss::kLogistic, 3 * o.cost, power, o.balance});
  } else {
    for (const double c : {0.3, 1.0, 3.0})
      search.Try({Loss::kSquaredHinge, c * cost_scale, power, o.balance});
    for (const double c : {3.0, 10.0, 30.0})
      search.Try({Loss::kLogistic, c * cost_scale, power, o.balance});
  }
  if (o.ratio_power <= 0) {
    const Setting best = search.best();
    for (const double p : {0.01, 1.0}) search.Try({best.loss, best.cost, p, o.balance});
  }
  if (o.balance <= 0 && labels.size() <= 12) {
    const Setting best = search.best();
    for (const double b : {0.25, 0.5, 1.0}) search.Try({best.loss, best.cost, best.power, b});
  }
  return search.Decide();
}

Solution SolveChoice(const Matrix& m, const std::vector<size_t>& rows, size_t features,
                     size_t labels, const Choice& choice) {
  Solver solver(m, rows, features);
  Solution mean;
  for (const Tried& member : choice.members) {
    const Solution one = SolveAll(solver, labels, member.setting);
    const auto share =
        static_cast<float>(1 / (member.temperature * static_cast<double>(choice.members.size())));
    mean.weights.resize(one.weights.size(), std::vector<float>(features + 1, 0));
    for (size_t k = 0; k < one.weights.size(); ++k) {
      for (size_t c = 0; c <= features; ++c) mean.weights[k][c] += share * one.weights[k][c];
    }
  }
  return mean;
}

std::string Description(const Choice& choice) {
  std::string out;
  for (const Tried& t : choice.members) {
    char line[96];
    std::snprintf(line, sizeof line, "%s%s C=%g ratio=%g balance=%g", out.empty() ? "" : "; ",
                  t.setting.loss == Loss::kLogistic ? "logistic" : "squared hinge", t.setting.cost,
                  t.setting.power, t.setting.balance);
    out += line;
  }
  return out;
}

// The features whose largest weight is largest; the rest would only fill the file.
ModelWeights Pruned(const Solution& s, const Vocabulary& vocabulary, size_t keep) {
  const size_t n = vocabulary.ids.size(), k = s.weights.size();
  std::vector<float> size(n, 0);
  for (const auto& w : s.weights) {
    for (size_t c = 0; c < n; ++c) size[c] = std::max(size[c], std::fabs(w[c]));
  }
  std::vector<uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  if (keep < n) {
    std::nth_element(
        order.begin(), order.begin() + static_cast<ptrdiff_t>(keep), order.end(),
        [&](uint32_t a, uint32_t b) { return size[a] != size[b] ? size[a] > size[b] : a < b; });
    order.resize(keep);
    std::sort(order.begin(), order.end());
  }
  ModelWeights out;
  for (const uint32_t c : order) {
    if (size[c] == 0) continue;
    out.features.push_back(vocabulary.ids[c]);
    for (size_t o = 0; o < k; ++o) out.weights.push_back(s.weights[o][c]);
  }
  for (size_t o = 0; o < k; ++o) out.biases.push_back(s.weights[o].back());
  return out;
}

std::vector<std::string> LabelsOf(const Dataset& data) {
  std::vector<std::string> labels;
  for (const auto& row : data.rows) labels.push_back(row.label);
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  // "yes" words last, so that one output speaks for them.
  if (labels.size() == 2) {
    static const std::vector<std::string> kYes = {"pos",       "positive",   "same", "answers",
                                                  "offensive", "suggestion", "yes",  "1"};
    if (std::find(kYes.begin(), kYes.end(), labels[0]) != kYes.end()) {
      std::swap(labels[0], labels[1]);
    }
  }
  return labels;
}

void Split(size_t n, uint64_t seed, std::vector<size_t>& fit, std::vector<size_t>& held) {
  std::vector<size_t> order(n);
  std::iota(order.begin(), order.end(), size_t{0});
  SeededRandom random(seed);
  for (size_t i = n; i > 1; --i) std::swap(order[i - 1], order[random.Below(i)]);
  held.assign(order.begin(), order.begin() + static_cast<ptrdiff_t>(std::max<size_t>(n / 10, 1)));
  fit.assign(order.begin() + static_cast<ptrdiff_t>(held.size()), order.end());
  std::sort(fit.begin(), fit.end());
  std::sort(held.begin(), held.end());
}

size_t FeatureLimit(const TrainOptions& o, size_t outputs) {
  if (o.max_features > 0) return o.max_features;
  constexpr size_t kBudgetBytes = 2'000'000;
  if (outputs == 1) return 180'000;  // a slot each, a million bytes
  return std::min<size_t>(kBudgetBytes / ((outputs + 7) / 8 * 16 + 8), 90'000);
}

}  // namespace

Result<Trained> Train(const Dataset& data, const Dataset& dev, const TrainOptions& o) {
  TRY_ASSIGN(const CharTable* table, CharTable::Get());
  const auto labels = LabelsOf(data);
  if (labels.size() < 2) return InvalidArgument("the training rows have fewer than two labels");
  if (data.rows.size() < 20) return InvalidArgument("fewer than 20 rows cannot be trained on");
  Extractor extract(*table);
  const std::string input = InputOf(data, o.task);
  Raw raw = Extracted(extract, data, input, labels);
  const size_t train_rows = raw.rows.size();
  const Vocabulary vocabulary = MakeVocabulary(raw, std::max<uint32_t>(o.min_documents, 1));
  if (!dev.rows.empty()) {
    Raw more = Extracted(extract, dev, input, labels);
    for (size_t i = 0; i < more.rows.size(); ++i) {
      if (more.labels[i] >= labels.size()) continue;  // a label nobody taught
      raw.rows.push_back(std::move(more.rows[i]));
      raw.labels.push_back(more.labels[i]);
    }
  }
  Matrix m = MakeMatrix(raw, vocabulary, 0.5);
  if (o.progress) {
    o.progress(std::to_string(train_rows) + " rows, " + std::to_string(labels.size()) +
               " labels, " + std::to_string(vocabulary.ids.size()) + " features");
  }
  std::vector<size_t> fit, held, all(train_rows);
  std::iota(all.begin(), all.end(), size_t{0});
  if (dev.rows.empty()) {
    Split(train_rows, o.seed, fit, held);
  } else {
    fit = all;
    for (size_t i = train_rows; i < m.rows(); ++i) held.push_back(i);
  }
  const size_t n = vocabulary.ids.size();
  Choice choice = Choose(m, fit, held, n, labels, o, 1);
  double norm = 0.5;
  if (labels.size() <= 12 && m.columns.size() < 6'000'000) {
    Matrix flatter = MakeMatrix(raw, vocabulary, 0.25);
    // Rows are longer vectors now, so the same C would regularise less.
    Choice other = Choose(flatter, fit, held, n, labels, o, 0.1);
    if (Quality(other.held) > Quality(choice.held)) {
      choice = std::move(other);
      m = std::move(flatter);
      norm = 0.25;
    }
  }
  const auto solution = SolveChoice(m, all, n, labels.size(), choice);
  ModelWeights weights = Pruned(solution, vocabulary, FeatureLimit(o, solution.weights.size()));
  weights.meta.task = o.task;
  weights.meta.labels = labels;
  weights.meta.input = input;
  weights.meta.temperature = static_cast<float>(choice.temperature);
  weights.meta.norm = static_cast<float>(norm);
  weights.meta.fingerprint = data.fingerprint;
  weights.meta.notes = {{"rows", std::to_string(train_rows)},
                        {"seed", std::to_string(o.seed)},
                        {"settings", Description(choice)}};
  const std::string identity = data.fingerprint + o.task + Description(choice);
  weights.meta.version = HexEncode(View(Sha256(identity))).substr(0, 12);
  const std::string bytes = EncodeModel(weights);
  TRY_ASSIGN(const auto model, Model::FromBytes(bytes));
  Trained out;
  if (dev.rows.empty()) {
    out.dev = choice.held;  // the final weights saw these rows: the honest figure is the choice's
  } else {
    TRY_ASSIGN(out.dev, Evaluate(*model, dev));
  }
  weights.meta.notes["dev_accuracy"] = std::to_string(out.dev.accuracy);
  weights.meta.notes["dev_macro_f1"] = std::to_string(out.dev.macro_f1);
  weights.meta.notes["dev_ece"] = std::to_string(out.dev.ece);
  if (labels.size() == 2) weights.meta.notes["dev_auc"] = std::to_string(out.dev.auc);
  out.model_bytes = EncodeModel(weights);
  return out;
}

Result<Metrics> Evaluate(const Model& model, const Dataset& data) {
  TRY_ASSIGN(const CharTable* table, CharTable::Get());
  Extractor extract(*table);
  const auto& labels = model.meta().labels;
  std::vector<Judged> judged;
  for (const auto& row : data.rows) {
    const auto at = std::find(labels.begin(), labels.end(), row.label);
    if (at == labels.end()) {
      return InvalidArgument("the model does not know the label \"" + row.label + "\"");
    }
    Judged j;
    j.truth = static_cast<size_t>(at - labels.begin());
    j.shares.resize(labels.size());
    model.Probabilities(extract.Of(model.meta().input, row.a, row.b, FeatureSet::Spans::kDrop),
                        j.shares);
    judged.push_back(std::move(j));
  }
  return Measure(labels, judged);
}

}  // namespace huiyin::text
