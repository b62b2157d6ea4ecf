#include "text/train.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/bytes.h"
#include "text/char_table.h"
#include "text/extract.h"
#include "text/train_rows.h"
#include "text/train_search.h"

namespace huiyin::text {
namespace {

// A column of questions and a column of replies stand for different things; two texts do not.
std::string InputOf(const Dataset& data, const TrainOptions& o) {
  switch (data.shape) {
    case Dataset::Shape::kReplies:
      return "pair_directed";
    case Dataset::Shape::kPairs:
      return "pair_symmetric";
    default:
      return o.words == TrainOptions::Words::kYes ? "text_words" : "text";
  }
}

// The features whose largest weight is largest; the rest would only fill the file.
ModelWeights Pruned(const Solution& s, const std::vector<uint64_t>& ids, size_t keep) {
  const size_t n = ids.size(), k = s.size();
  std::vector<float> size(n, 0);
  for (const auto& w : s) {
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
    out.features.push_back(ids[c]);
    for (size_t o = 0; o < k; ++o) out.weights.push_back(s[o][c]);
  }
  for (size_t o = 0; o < k; ++o) out.biases.push_back(s[o].back());
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

size_t FeatureLimit(const TrainOptions& o, size_t outputs) {
  if (o.max_features > 0) return o.max_features;
  // Models that come with the program are many; one of a customer's own may be larger.
  const bool lean = o.words == TrainOptions::Words::kNo;
  if (outputs == 1) return lean ? 180'000 : 1'000'000;  // a slot of four bytes each
  const size_t budget_bytes = lean ? 2'000'000 : 8'000'000;
  return std::min<size_t>(budget_bytes / ((outputs + 7) / 8 * 16 + 8), lean ? 90'000 : 1'000'000);
}

}  // namespace

Result<Trained> Train(const Dataset& data, const Dataset& dev, const TrainOptions& o) {
  TRY_ASSIGN(const CharTable* table, CharTable::Get());
  const auto labels = LabelsOf(data);
  if (labels.size() < 2) return InvalidArgument("the training rows have fewer than two labels");
  if (data.rows.size() < 20) return InvalidArgument("fewer than 20 rows cannot be trained on");
  const std::string input = InputOf(data, o);
  const TrainingRows rows =
      ReadRows(*table, data, dev, labels, input, std::max<uint32_t>(o.min_documents, 1));
  if (o.progress) {
    o.progress(std::to_string(rows.taught) + " rows, " + std::to_string(labels.size()) +
               " labels, " + std::to_string(rows.ids.size()) + " features");
  }
  const SearchOptions search{o.seed, o.cost, o.ratio_power, o.balance, o.progress};
  const Choice choice = Choose(rows, labels, search);
  const Solution solution = SolveChoice(rows, labels.size(), choice);
  ModelWeights weights = Pruned(solution, rows.ids, FeatureLimit(o, solution.size()));
  weights.meta.task = o.task;
  weights.meta.labels = labels;
  weights.meta.input = input;
  weights.meta.temperature = static_cast<float>(choice.temperature);
  weights.meta.norm = static_cast<float>(choice.members.front().setting.norm);
  weights.meta.fingerprint = data.fingerprint;
  weights.meta.notes = {{"rows", std::to_string(rows.taught)},
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
