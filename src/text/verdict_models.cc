#include "text/verdict_models.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/bytes.h"

namespace huiyin::text {
namespace {

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

// Shares of a model by the order of our enum, through the names of its labels.
template <typename Enum, size_t N>
void FillByName(const Model* model, const FeatureSet& features, std::array<float, N>& out) {
  if (model == nullptr) return;
  float shares[64];
  const size_t n = model->meta().labels.size();
  if (n > 64) return;
  model->Probabilities(features, {shares, n});
  for (size_t i = 0; i < N; ++i) {
    const size_t at = LabelIndex(*model, Name(static_cast<Enum>(i)));
    if (at < n) out[i] = shares[at];
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
  out.version = HexEncode(View(Sha256(version))).substr(0, 12);
  return out;
}

void FillScores(const VerdictModels& models, const FeatureSet& features, Analysis& out) {
  Scores& s = out.scores;
  FillByName<Category>(models.category.get(), features, s.category);
  FillByName<ComplaintKind>(models.kind.get(), features, s.complaint_kind);
  FillByName<Emotion>(models.emotion.get(), features, s.emotion);
  FillByName<SensitiveClass>(models.sensitive.get(), features, s.sensitive_class);
  float polarity[2], opinion[2], severity[2];
  models.severity->Probabilities(features, severity);
  s.severe = severity[LabelIndex(*models.severity, "severe")];
  models.polarity->Probabilities(features, polarity);
  models.opinion->Probabilities(features, opinion);
  // Reviews teach polarity and opinion, messages to an organisation teach mood: the two are put
  // together as independent witnesses would be (votes chosen on the held-out fifth of our sample
  // and the bank and airline development rows).
  constexpr float kMoodVote = 0.5f;
  std::array<float, kSentiments> mood{};
  FillByName<Sentiment>(models.mood.get(), features, mood);
  const std::array<float, kSentiments> reviews = {opinion[1] * polarity[1], opinion[0],
                                                  opinion[1] * polarity[0]};
  float total = 0;
  for (size_t i = 0; i < kSentiments; ++i) {
    total += s.sentiment[i] = std::pow(reviews[i], 1 - kMoodVote) * std::pow(mood[i], kMoodVote);
  }
  for (float& share : s.sentiment) share /= std::max(total, 1e-9f);
}

namespace {

void AddFor(const Model& model, size_t label, Verdict verdict, const FeatureSet& features,
            const NormalText& text, int most, Analysis& out) {
  if (label >= model.meta().labels.size()) return;
  std::vector<std::pair<float, size_t>> shares;
  for (size_t i = 0; i < features.size(); ++i) {
    const Range span = features.span(i);
    const float share = span.end > span.start ? model.Contribution(features, i, label) : 0;
    if (share != 0) shares.emplace_back(share / model.meta().temperature, i);
  }
  const size_t keep = std::min(shares.size(), static_cast<size_t>(std::max(most, 0)));
  std::partial_sort(
      shares.begin(), shares.begin() + static_cast<ptrdiff_t>(keep), shares.end(),
      [](const auto& a, const auto& b) { return std::fabs(a.first) > std::fabs(b.first); });
  for (size_t k = 0; k < keep; ++k) {
    const Range span = features.span(shares[k].second);
    const Range at = text.OriginOfCompact(span.start, span.end);
    out.evidence.push_back(
        {verdict, Evidence::Source::kModel, at.start, at.end, shares[k].first, ""});
  }
}

}  // namespace

void AddModelEvidence(const VerdictModels& models, const FeatureSet& features,
                      const NormalText& text, int most, Analysis& out) {
  AddFor(*models.category, LabelIndex(*models.category, Name(out.category)), Verdict::kCategory,
         features, text, most, out);
  if (out.complaint_kind) {
    AddFor(*models.kind, LabelIndex(*models.kind, Name(*out.complaint_kind)),
           Verdict::kComplaintKind, features, text, most, out);
  }
  if (out.sentiment == Sentiment::kNeutral) {
    AddFor(*models.opinion, 0, Verdict::kSentiment, features, text, most, out);
  } else {
    AddFor(*models.polarity, out.sentiment == Sentiment::kPositive ? 1 : 0, Verdict::kSentiment,
           features, text, most, out);
  }
}

}  // namespace huiyin::text
