#include "text/train_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/random.h"

namespace huiyin::text {
namespace {

using RowList = std::vector<uint32_t>;
using ScoreRows = std::vector<std::vector<float>>;

// Sums of (features × outputs) looked at in one pass: what a search or a calibration may cost.
constexpr double kSearchWork = 1.5e7;
constexpr double kFoldWork = 1e8;
constexpr size_t kManyLabels = 12;  // from here on fewer settings are tried
constexpr size_t kMostMembers = 3;

size_t Outputs(size_t labels) { return labels == 2 ? 1 : labels; }

// How many rows of `used` have each feature, by label.
struct Counts {
  std::vector<std::vector<float>> with;  // [label][feature]
  std::vector<float> all, rows;          // by feature; by label
};

Counts CountsOf(const TrainingRows& r, const RowList& used, size_t labels) {
  Counts out;
  out.with.assign(labels, std::vector<float>(r.sparse.features, 0));
  out.all.assign(r.sparse.features, 0);
  out.rows.assign(labels, 0);
  for (const uint32_t row : used) {
    auto& with = out.with[r.labels[row]];
    ++out.rows[r.labels[row]];
    for (const uint32_t f : r.sparse[row]) {
      ++with[f];
      ++out.all[f];
    }
  }
  return out;
}

// |log((share among the label's rows) / (share among the others))| of each feature.
std::vector<float> Ratios(const Counts& counts, size_t label, size_t used) {
  std::vector<float> out(counts.all.size());
  const float mine = counts.rows[label] + 1;
  const float others = static_cast<float>(used) - counts.rows[label] + 1;
  for (size_t f = 0; f < out.size(); ++f) {
    const float with = counts.with[label][f];
    out[f] = std::fabs(std::log(((with + 1) / mine) / ((counts.all[f] - with + 1) / others)));
  }
  return out;
}

// Solves one setting after the other on the same rows.
class Fold {
 public:
  Fold(const TrainingRows& rows, RowList used, size_t labels)
      : rows_(rows), used_(std::move(used)), labels_(labels) {
    const Counts counts = CountsOf(rows, used_, labels);
    ratios_.resize(Outputs(labels));
    ForEach(ratios_.size(),
            [&](size_t k) { ratios_[k] = Ratios(counts, labels == 2 ? 1 : k, used_.size()); });
    for (const float n : counts.all) documents_.push_back(static_cast<uint32_t>(n));
    for (const float n : counts.rows) shares_.push_back(n / static_cast<float>(used_.size()));
  }

  Solution Solve(const Setting& s) const {
    const auto norms = rows_.Norms(s.norm);
    Solution out(ratios_.size());
    ForEach(out.size(), [&](size_t k) {
      const uint32_t label = labels_ == 2 ? 1 : static_cast<uint32_t>(k);
      std::vector<float> scales(ratios_[k].size());
      const auto power = static_cast<float>(s.power);
      for (size_t f = 0; f < scales.size(); ++f) {
        scales[f] = documents_[f] < s.rarest ? 0 : 1 - power + power * ratios_[k][f];
      }
      std::vector<int8_t> signs(rows_.labels.size());
      for (size_t i = 0; i < signs.size(); ++i) signs[i] = rows_.labels[i] == label ? 1 : -1;
      BinaryProblem problem;
      problem.rows = &rows_.sparse;
      problem.used = used_;
      problem.norms = norms;
      problem.scales = scales;
      problem.signs = signs;
      problem.loss = s.loss;
      const double share = std::clamp<double>(shares_[label], 1e-4, 1 - 1e-4);
      problem.cost_positive = static_cast<float>(s.cost * std::pow(0.5 / share, s.balance));
      problem.cost_negative = static_cast<float>(s.cost * std::pow(0.5 / (1 - share), s.balance));
      out[k] = text::Solve(problem);
    });
    return out;
  }

 private:
  const TrainingRows& rows_;
  RowList used_;
  size_t labels_;
  std::vector<std::vector<float>> ratios_;  // by output
  std::vector<uint32_t> documents_;         // rows each feature occurs in
  std::vector<float> shares_;               // by label
};

ScoreRows ScoresOf(const Solution& s, const TrainingRows& r, const RowList& rows, double norm) {
  const auto norms = r.Norms(norm);
  ScoreRows out;
  for (const uint32_t row : rows) {
    std::vector<float> scores;
    for (const auto& w : s) {
      float sum = 0;
      for (const uint32_t f : r.sparse[row]) sum += w[f];
      scores.push_back(sum * norms[row] + w.back());
    }
    out.push_back(std::move(scores));
  }
  return out;
}

std::vector<Judged> Shares(const ScoreRows& scores, const std::vector<uint32_t>& truths,
                           double temperature) {
  std::vector<Judged> out;
  for (size_t i = 0; i < scores.size(); ++i) {
    Judged j;
    j.truth = truths[i];
    const auto& s = scores[i];
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

double FitTemperature(const ScoreRows& scores, const std::vector<uint32_t>& truths) {
  const auto loss_at = [&](double t) {
    double loss = 0;
    for (const auto& j : Shares(scores, truths, t)) {
      loss -= std::log(std::max<double>(static_cast<double>(j.shares[j.truth]), 1e-6));
    }
    return loss;
  };
  double best = 1, least = std::numeric_limits<double>::infinity();
  const auto look = [&](double from, double to, double factor) {
    for (double t = from; t < to; t *= factor) {
      const double loss = loss_at(t);
      if (loss >= least) continue;
      least = loss;
      best = t;
    }
  };
  look(0.05, 8, 1.35);
  const double middle = best;
  look(middle / 1.3, middle * 1.3, 1.04);
  return best;
}

// The order of two labels' scores counts double: where to cut is found afterwards.
double Quality(const Metrics& m) {
  return m.accuracy + m.macro_f1 + (m.classes.size() == 2 ? 2 * m.auc : 0);
}

// Rows to train on and rows to measure on, several times over.
struct Splits {
  std::vector<RowList> fit, held;
  std::vector<uint32_t> truths;  // of the held rows, split after split
};

RowList Shuffled(uint32_t count, uint64_t seed) {
  RowList order(count);
  std::iota(order.begin(), order.end(), 0u);
  SeededRandom random(seed);
  for (size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random.Below(i)]);
  return order;
}

// `sample` rows cut into `parts`, of which the first `folds` are held out in turn; the development
// rows instead when there are any.
Splits MakeSplits(const TrainingRows& r, uint64_t seed, size_t sample, size_t parts, size_t folds) {
  Splits out;
  RowList order = Shuffled(r.taught, seed);
  order.resize(std::min<size_t>(sample, order.size()));
  if (r.labels.size() > r.taught) {
    RowList dev(r.labels.size() - r.taught);
    std::iota(dev.begin(), dev.end(), r.taught);
    out.fit = {order};
    out.held = {dev};
  } else {
    out.fit.resize(folds);
    out.held.resize(folds);
    for (size_t i = 0; i < order.size(); ++i) {
      for (size_t f = 0; f < folds; ++f) {
        (i % parts == f ? out.held : out.fit)[f].push_back(order[i]);
      }
    }
  }
  for (auto& fit : out.fit) std::sort(fit.begin(), fit.end());
  for (const auto& held : out.held) {
    for (const uint32_t row : held) out.truths.push_back(r.labels[row]);
  }
  return out;
}

class Trials {
 public:
  Trials(const TrainingRows& rows, const std::vector<std::string>& labels, Splits splits)
      : rows_(rows), labels_(labels), splits_(std::move(splits)) {
    for (const auto& fit : splits_.fit) folds_.emplace_back(rows, fit, labels.size());
  }

  const std::vector<uint32_t>& truths() const { return splits_.truths; }

  // Scores of all held rows.
  ScoreRows Scores(const Setting& setting) const {
    ScoreRows out;
    for (size_t f = 0; f < folds_.size(); ++f) {
      auto scores = ScoresOf(folds_[f].Solve(setting), rows_, splits_.held[f], setting.norm);
      std::move(scores.begin(), scores.end(), std::back_inserter(out));
    }
    return out;
  }

  Metrics MeasureAt(const ScoreRows& scores, double temperature) const {
    return Measure(labels_, Shares(scores, splits_.truths, temperature));
  }

 private:
  const TrainingRows& rows_;
  const std::vector<std::string>& labels_;
  Splits splits_;
  std::vector<Fold> folds_;
};

void AddScaled(const ScoreRows& from, double factor, ScoreRows& to) {
  if (to.empty()) to.assign(from.size(), std::vector<float>(from.front().size(), 0));
  for (size_t i = 0; i < from.size(); ++i) {
    for (size_t k = 0; k < from[i].size(); ++k) to[i][k] += static_cast<float>(factor) * from[i][k];
  }
}

struct Tried {
  Setting setting;
  double quality = -1, temperature = 1;
  ScoreRows scores;
};

// One setting after the other, each at the best of those before.
class Search {
 public:
  Search(const Trials& trials, const SearchOptions& options) : trials_(trials), options_(options) {}

  void Try(const Setting& setting) {
    Tried tried;
    tried.setting = setting;
    tried.scores = trials_.Scores(setting);
    tried.temperature = FitTemperature(tried.scores, trials_.truths());
    const Metrics metrics = trials_.MeasureAt(tried.scores, tried.temperature);
    tried.quality = Quality(metrics);
    if (options_.progress) {
      char line[200];
      std::snprintf(line, sizeof line,
                    "%s norm %.2f C %.2f ratio %.2f balance %.2f rarest %u: accuracy %.4f macro-F1 "
                    "%.4f AUC %.4f",
                    setting.loss == Loss::kLogistic ? "logistic" : "hinge", setting.norm,
                    setting.cost, setting.power, setting.balance, setting.rarest, metrics.accuracy,
                    metrics.macro_f1, metrics.auc);
      options_.progress(line);
    }
    tried_.push_back(std::move(tried));
    std::stable_sort(tried_.begin(), tried_.end(),
                     [](const Tried& a, const Tried& b) { return a.quality > b.quality; });
  }

  const Setting& best() const { return tried_.front().setting; }

  // With many labels each try is dear, and the labels are alike in size or nothing helps.
  void Run(size_t labels) {
    Setting s;
    s.power = options_.power > 0 ? options_.power : 0.5;
    s.balance = options_.balance > 0 ? options_.balance : labels > 2 && !Many(labels) ? 0.5 : 0;
    TryCosts(s, labels);
    if (options_.balance <= 0 && !Many(labels)) {
      TryBalances(Loss::kSquaredHinge);
      TryBalances(Loss::kLogistic);
    }
    if (options_.power <= 0) {
      Setting at = best();
      for (const double power : {0.0, 1.0}) {
        at.power = power;
        Try(at);
      }
    }
    Setting at = best();
    at.rarest = 5;
    Try(at);
    if (options_.cost > 0) return;
    at = best();
    for (const double factor : {0.5, 2.0}) {
      Setting near = at;
      near.cost *= factor;
      Try(near);
    }
  }

  // The best single setting, or the average of the best few when that does better.
  std::vector<Choice::Member> Decide() const {
    std::vector<Choice::Member> members, decided;
    ScoreRows sum;
    double quality = -1;
    for (const Tried& tried : tried_) {
      if (tried.setting.norm != best().norm) continue;
      members.push_back({tried.setting, tried.temperature});
      AddScaled(tried.scores, 1 / tried.temperature, sum);
      const double t = FitTemperature(sum, trials_.truths());
      const double reached = Quality(trials_.MeasureAt(sum, t));
      if (reached > quality) {
        quality = reached;
        decided = members;
      }
      if (members.size() == kMostMembers) break;
    }
    return decided;
  }

 private:
  static bool Many(size_t labels) { return labels > kManyLabels; }

  // Rows are longer vectors with a smaller norm: the same C would regularise less.
  void TryCosts(const Setting& s, size_t labels) {
    const auto attempt = [&](Loss loss, double norm, double cost) {
      Try({loss, norm, cost, s.power, s.balance});
    };
    if (options_.cost > 0) {
      attempt(Loss::kSquaredHinge, 0.5, options_.cost);
      return;
    }
    for (const double c : {0.4, 1.0, 2.5}) attempt(Loss::kSquaredHinge, 0.5, c);
    for (const double c : {0.04, 0.1, 0.25}) attempt(Loss::kSquaredHinge, 0.25, c);
    if (Many(labels)) return;
    for (const double c : {3.0, 10.0}) attempt(Loss::kLogistic, 0.5, c);
    for (const double c : {0.3, 1.0}) attempt(Loss::kLogistic, 0.25, c);
  }

  void TryBalances(Loss loss) {
    const auto at = std::find_if(tried_.begin(), tried_.end(),
                                 [&](const Tried& t) { return t.setting.loss == loss; });
    if (at == tried_.end()) return;
    const Setting from = at->setting;
    for (const double balance : {0.0, 0.5, 1.0}) {
      Setting s = from;
      s.balance = balance;
      if (balance != from.balance) Try(s);
    }
  }

  const Trials& trials_;
  const SearchOptions& options_;
  std::vector<Tried> tried_;
};

// What to add to each label's score so that accuracy and macro-F1 of the rows gain most; `half` 0
// or 1 looks at every second row, -1 at all.
std::vector<float> FitShifts(const std::vector<std::string>& labels, const ScoreRows& scores,
                             const std::vector<uint32_t>& truths, double temperature, int half) {
  std::vector<float> shifts(labels.size(), 0);
  ScoreRows rows;
  std::vector<uint32_t> true_labels;
  for (size_t i = 0; i < scores.size(); ++i) {
    if (half >= 0 && i % 2 != static_cast<size_t>(half)) continue;
    rows.push_back(scores[i]);
    true_labels.push_back(truths[i]);
  }
  const auto quality = [&] { return Quality(Measure(labels, Shares(rows, true_labels, 1))); };
  double best = quality();
  for (int round = 0; round < 2; ++round) {
    for (size_t k = 0; k < labels.size(); ++k) {
      float kept = 0, at = 0;
      for (int step = -5; step <= 5; ++step) {
        const auto to = static_cast<float>(0.15 * step * temperature);
        for (auto& row : rows) row[k] += to - at;
        at = to;
        const double reached = quality();
        if (reached <= best + 1e-5) continue;
        best = reached;
        kept = to;
      }
      for (auto& row : rows) row[k] += kept - at;
      shifts[k] += kept;
    }
  }
  return shifts;
}

void Shift(const std::vector<float>& shifts, ScoreRows& scores) {
  for (auto& row : scores) {
    for (size_t k = 0; k < row.size(); ++k) row[k] += shifts[k];
  }
}

// Temperature and shifts of the chosen members. Shifts are kept only if those fitted on one half
// of the held rows serve the other half.
void Calibrate(const Trials& trials, const std::vector<std::string>& labels, Choice& choice) {
  ScoreRows scores;
  const double share = 1 / static_cast<double>(choice.members.size());
  for (const auto& member : choice.members) {
    AddScaled(trials.Scores(member.setting), share / member.temperature, scores);
  }
  choice.temperature = FitTemperature(scores, trials.truths());
  const auto measure = [&](const ScoreRows& s) {
    return trials.MeasureAt(s, FitTemperature(s, trials.truths()));
  };
  choice.held = measure(scores);
  if (labels.size() == 2) return;
  choice.shifts.assign(labels.size(), 0);
  constexpr double kWorthIt = 0.002;
  constexpr size_t kEnoughRows = 500;
  if (labels.size() > kManyLabels || scores.size() < kEnoughRows) return;
  ScoreRows crossed = scores;
  for (int half = 0; half < 2; ++half) {
    const auto shifts = FitShifts(labels, scores, trials.truths(), choice.temperature, half);
    for (size_t i = static_cast<size_t>(1 - half); i < crossed.size(); i += 2) {
      for (size_t k = 0; k < labels.size(); ++k) crossed[i][k] += shifts[k];
    }
  }
  const Metrics crossed_metrics = measure(crossed);
  if (Quality(crossed_metrics) < Quality(choice.held) + kWorthIt) return;
  choice.shifts = FitShifts(labels, scores, trials.truths(), choice.temperature, -1);
  Shift(choice.shifts, scores);
  choice.temperature = FitTemperature(scores, trials.truths());
  choice.held = crossed_metrics;
}

}  // namespace

Choice Choose(const TrainingRows& rows, const std::vector<std::string>& labels,
              const SearchOptions& options) {
  const double outputs = static_cast<double>(Outputs(labels.size()));
  const double work = static_cast<double>(rows.sparse.columns.size()) * outputs;
  const auto sample =
      std::max<size_t>(3000, static_cast<size_t>(rows.taught * std::min(1.0, kSearchWork / work)));
  Choice choice;
  {
    const size_t parts = work < kSearchWork ? 5 : 3;
    const Trials trials(rows, labels, MakeSplits(rows, options.seed, sample, parts, parts));
    Search search(trials, options);
    search.Run(labels.size());
    choice.members = search.Decide();
  }
  const size_t folds = work < kFoldWork ? 5 : work < 4 * kFoldWork ? 2 : 1;
  const Trials trials(rows, labels, MakeSplits(rows, options.seed + 1, rows.taught, 5, folds));
  Calibrate(trials, labels, choice);
  return choice;
}

Solution SolveChoice(const TrainingRows& rows, size_t labels, const Choice& choice) {
  RowList all(rows.taught);
  std::iota(all.begin(), all.end(), 0u);
  const Fold fold(rows, all, labels);
  Solution mean(Outputs(labels), std::vector<float>(rows.sparse.features + 1, 0));
  const double share = 1 / static_cast<double>(choice.members.size());
  for (const auto& member : choice.members) {
    AddScaled(fold.Solve(member.setting), share / member.temperature, mean);
  }
  for (size_t k = 0; k < choice.shifts.size(); ++k) mean[k].back() += choice.shifts[k];
  return mean;
}

std::string Description(const Choice& choice) {
  std::string out;
  for (const auto& member : choice.members) {
    const Setting& s = member.setting;
    char line[160];
    std::snprintf(line, sizeof line, "%s%s norm=%g C=%g ratio=%g balance=%g rarest=%u",
                  out.empty() ? "" : "; ", s.loss == Loss::kLogistic ? "logistic" : "squared hinge",
                  s.norm, s.cost, s.power, s.balance, s.rarest);
    out += line;
  }
  return out;
}

}  // namespace huiyin::text
