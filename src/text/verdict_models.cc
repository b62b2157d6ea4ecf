#include "text/verdict_models.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <tuple>

#include "base/bytes.h"

namespace huiyin::text {
namespace {

constexpr size_t kMostLabels = 64;

size_t LabelIndex(const Model& model, std::string_view name) {
  const auto& labels = model.meta().labels;
  return static_cast<size_t>(std::find(labels.begin(), labels.end(), name) - labels.begin());
}

Result<std::shared_ptr<const Model>> OpenFor(const std::string& dir, const std::string& task,
                                             std::string& version) {
  TRY_ASSIGN(auto model, Model::Open(dir + "/" + task + ".hym"));
  if (model->meta().task != task || model->meta().input != "text") {
    return Corruption(dir + "/" + task + ".hym is a model of another task");
  }
  if (model->meta().labels.size() > kMostLabels) {
    return Corruption(dir + "/" + task + ".hym has more labels than a verdict");
  }
  version += model->meta().version;
  return model;
}

template <typename Enum>
std::vector<std::string_view> NamesOf(int count) {
  std::vector<std::string_view> names;
  for (int i = 0; i < count; ++i) names.push_back(Name(static_cast<Enum>(i)));
  std::sort(names.begin(), names.end());
  return names;
}

// The trainer keeps labels sorted; models of two labels are read by position.
Status CheckLabels(const Model& model, const std::vector<std::string_view>& expected) {
  const auto& labels = model.meta().labels;
  if (std::equal(labels.begin(), labels.end(), expected.begin(), expected.end())) return Ok();
  return Corruption("model of task " + model.meta().task + " has other labels than ours");
}

template <typename Enum>
std::vector<size_t> PlacesOf(const Model& model, int count) {
  std::vector<size_t> out;
  for (int i = 0; i < count; ++i) out.push_back(LabelIndex(model, Name(static_cast<Enum>(i))));
  return out;
}

// Shares of a model by the order of our enum.
template <size_t N>
void FillShares(const Model& model, const Model::Places& places, const std::vector<size_t>& labels,
                std::array<float, N>& out) {
  float shares[kMostLabels];
  const size_t n = model.meta().labels.size();
  model.Probabilities(places, {shares, n});
  for (size_t i = 0; i < N; ++i) {
    if (labels[i] < n) out[i] = shares[labels[i]];
  }
}

}  // namespace

Result<VerdictModels> LoadVerdictModels(const std::string& models_dir,
                                        AnalyserConfig::Variant variant) {
  VerdictModels out;
  const std::string dir = models_dir + "/understanding/" +
                          (variant == AnalyserConfig::Variant::kOpen ? "open" : "default");
  std::error_code error;
  if (models_dir.empty() || !std::filesystem::is_directory(dir, error)) return out;
  std::string version;
  TRY_ASSIGN(out.polarity, OpenFor(dir, "polarity", version));
  TRY_ASSIGN(out.opinion, OpenFor(dir, "opinion", version));
  TRY_ASSIGN(out.category, OpenFor(dir, "category", version));
  TRY_ASSIGN(out.kind, OpenFor(dir, "kind", version));
  TRY_ASSIGN(out.sensitive, OpenFor(dir, "sensitive", version));
  TRY_ASSIGN(out.severity, OpenFor(dir, "severity", version));
  TRY_ASSIGN(out.emotion, OpenFor(dir, "emotion", version));
  TRY_ASSIGN(out.mood, OpenFor(dir, "mood", version));
  TRY(CheckLabels(*out.polarity, {"neg", "pos"}));
  TRY(CheckLabels(*out.opinion, {"neutral", "opinion"}));
  TRY(CheckLabels(*out.severity, {"ordinary", "severe"}));
  TRY(CheckLabels(*out.category, NamesOf<Category>(kCategories)));
  TRY(CheckLabels(*out.kind, NamesOf<ComplaintKind>(kComplaintKinds)));
  TRY(CheckLabels(*out.mood, NamesOf<Sentiment>(kSentiments)));
  out.categories = PlacesOf<Category>(*out.category, kCategories);
  out.kinds = PlacesOf<ComplaintKind>(*out.kind, kComplaintKinds);
  out.emotions = PlacesOf<Emotion>(*out.emotion, std::tuple_size_v<decltype(Scores::emotion)>);
  out.sensitive_classes = PlacesOf<SensitiveClass>(
      *out.sensitive, std::tuple_size_v<decltype(Scores::sensitive_class)>);
  out.moods = PlacesOf<Sentiment>(*out.mood, kSentiments);
  out.severe = LabelIndex(*out.severity, "severe");
  out.version = HexEncode(View(Sha256(version))).substr(0, 12);
  return out;
}

void FillScores(const VerdictModels& models, const FeatureSet& features, VerdictPlaces& places,
                Analysis& out) {
  Scores& s = out.scores;
  const auto fill = [&](const Model& model, Model::Places& at, const std::vector<size_t>& labels,
                        auto& shares) {
    model.Find(features, at);
    FillShares(model, at, labels, shares);
  };
  fill(*models.category, places.category, models.categories, s.category);
  fill(*models.kind, places.kind, models.kinds, s.complaint_kind);
  fill(*models.emotion, places.other, models.emotions, s.emotion);
  fill(*models.sensitive, places.other, models.sensitive_classes, s.sensitive_class);
  float polarity[2], opinion[2], severity[2];
  models.severity->Probabilities(features, severity);
  s.severe = severity[models.severe];
  models.polarity->Find(features, places.polarity);
  models.polarity->Probabilities(places.polarity, polarity);
  models.opinion->Find(features, places.opinion);
  models.opinion->Probabilities(places.opinion, opinion);
  // Reviews teach polarity and opinion, messages to an organisation teach mood: the two are put
  // together as independent witnesses would be, with equal votes (chosen on the held-out fifth of
  // our sample and the bank and airline development rows).
  std::array<float, kSentiments> mood{};
  fill(*models.mood, places.other, models.moods, mood);
  const std::array<float, kSentiments> reviews = {opinion[1] * polarity[1], opinion[0],
                                                  opinion[1] * polarity[0]};
  float total = 0;
  for (size_t i = 0; i < kSentiments; ++i) {
    total += s.sentiment[i] = std::sqrt(reviews[i] * mood[i]);
  }
  for (float& share : s.sentiment) share /= std::max(total, 1e-9f);
  // What is not neutral is divided anew: whether something is good or bad, ninety thousand reviews
  // know better than six thousand messages.
  constexpr float kMoodVote = 0.15f;
  const float good = std::pow(polarity[1], 1 - kMoodVote) * std::pow(mood[0], kMoodVote);
  const float bad = std::pow(polarity[0], 1 - kMoodVote) * std::pow(mood[2], kMoodVote);
  const float polar = s.sentiment[0] + s.sentiment[2];
  s.sentiment[0] = polar * good / std::max(good + bad, 1e-9f);
  s.sentiment[2] = polar - s.sentiment[0];
}

namespace {

void AddFor(const Model& model, const Model::Places& places, size_t label, Verdict verdict,
            const FeatureSet& features, const NormalText& text, size_t most, Analysis& out) {
  if (most == 0 || label >= model.meta().labels.size()) return;
  thread_local std::vector<float> all;
  model.Contributions(places, label, all);
  // With the shares dealt to `most` heaps, the top of each heap is one that strong: the least of
  // the tops is a bound that few others pass, found without a branch nobody could predict.
  thread_local std::vector<float> tops;
  tops.assign(most, 0);
  for (size_t i = 0; i < all.size(); ++i) {
    const Range span = features.span(i);
    all[i] = span.end > span.start ? all[i] : 0;
  }
  for (size_t i = 0; i < all.size(); i += most) {
    const size_t n = std::min(most, all.size() - i);
    for (size_t k = 0; k < n; ++k) tops[k] = std::max(tops[k], std::fabs(all[i + k]));
  }
  const float bound = *std::min_element(tops.begin(), tops.end());
  thread_local std::vector<std::pair<float, size_t>> kept;
  kept.clear();
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i] != 0 && std::fabs(all[i]) >= bound) kept.emplace_back(all[i], i);
  }
  const auto stronger = [](const auto& a, const auto& b) {
    const float x = std::fabs(a.first), y = std::fabs(b.first);
    return x != y ? x > y : a.second < b.second;
  };
  if (kept.size() > most) {
    std::nth_element(kept.begin(), kept.begin() + static_cast<ptrdiff_t>(most), kept.end(),
                     stronger);
    kept.resize(most);
  }
  std::sort(kept.begin(), kept.end(), stronger);
  for (const auto& [share, i] : kept) {
    const Range span = features.span(i);
    const Range at = text.OriginOfCompact(span.start, span.end);
    out.evidence.push_back({verdict, Evidence::Source::kModel, at.start, at.end, share, ""});
  }
}

}  // namespace

void AddModelEvidence(const VerdictModels& models, const FeatureSet& features,
                      const VerdictPlaces& places, const NormalText& text, size_t most,
                      Analysis& out) {
  out.evidence.reserve(out.evidence.size() + 4 * most);
  AddFor(*models.category, places.category, models.categories[static_cast<size_t>(out.category)],
         Verdict::kCategory, features, text, most, out);
  if (out.complaint_kind) {
    AddFor(*models.kind, places.kind, models.kinds[static_cast<size_t>(*out.complaint_kind)],
           Verdict::kComplaintKind, features, text, most, out);
  }
  if (out.sentiment == Sentiment::kNeutral) {
    AddFor(*models.opinion, places.opinion, 0, Verdict::kSentiment, features, text, most, out);
  } else {
    AddFor(*models.polarity, places.polarity, out.sentiment == Sentiment::kPositive ? 1 : 0,
           Verdict::kSentiment, features, text, most, out);
  }
}

}  // namespace huiyin::text
