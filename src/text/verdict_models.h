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
  std::string version;  // "" when there are none
  bool present() const { return category != nullptr; }
};

Result<VerdictModels> LoadVerdictModels(const std::string& models_dir,
                                        AnalyserConfig::Variant variant);

// Fills out.scores from the models.
void FillScores(const VerdictModels& models, const FeatureSet& features, Analysis& out);

// The strongest shares of the verdicts' scores, as spans of the original; at most `most` each.
void AddModelEvidence(const VerdictModels& models, const FeatureSet& features,
                      const NormalText& text, int most, Analysis& out);

}  // namespace huiyin::text
