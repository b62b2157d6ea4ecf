// The models behind the verdicts, from <models_dir>/understanding/<variant>/*.hym. A missing folder
// leaves rules alone; a damaged file is an error. Immutable.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "text/analysis.h"
#include "text/model.h"

namespace huiyin::text {

struct VerdictModels {
  std::shared_ptr<const Model> polarity, opinion, category, kind, sensitive, severity, emotion,
      mood;
  // Place of each value of our enumerations among the labels of its model.
  std::vector<size_t> categories, kinds, emotions, sensitive_classes, moods;
  size_t severe = 0;
  std::string version;  // "" when there are none
  bool present() const { return category != nullptr; }
};

Result<VerdictModels> LoadVerdictModels(const std::string& models_dir,
                                        AnalyserConfig::Variant variant);

// Where the features of one text stand in the models that are asked for evidence, too.
struct VerdictPlaces {
  Model::Places polarity, opinion, category, kind, other;
};

// Fills out.scores from the models, and `places`.
void FillScores(const VerdictModels& models, const FeatureSet& features, VerdictPlaces& places,
                Analysis& out);

// The strongest shares of the verdicts' scores, as spans of the original; at most `most` each.
void AddModelEvidence(const VerdictModels& models, const FeatureSet& features,
                      const VerdictPlaces& places, const NormalText& text, size_t most,
                      Analysis& out);

}  // namespace huiyin::text
