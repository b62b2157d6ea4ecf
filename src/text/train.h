// Training: features weighted by their naive-Bayes log-count ratio (Wang & Manning 2012), one
// linear classifier per label (solver.h), a temperature fitted on rows that were not trained on.
// Reproducible: same rows, options and seed give the same bytes.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "text/dataset.h"
#include "text/metrics.h"
#include "text/model.h"

namespace huiyin::text {

struct TrainOptions {
  std::string task;
  uint64_t seed = 1;
  // Chinese words and pairs of Latin words beside the n-grams: better by a little, slower to use.
  enum class Words : uint8_t { kNo, kYes };
  Words words = Words::kYes;
  double cost = 0;             // C of the solver; 0: chosen on the development rows
  double ratio_power = 0;      // how much of the log-count ratio to use, 0..1; 0: chosen
  uint32_t min_documents = 2;  // rows a feature must occur in
  size_t max_features = 0;     // 0: what keeps the file under 8 MB (2 MB without words)
  // Weight of errors on rare classes: (share of the class)^-balance. Raises macro-F1.
  double balance = 0;
  std::function<void(const std::string&)> progress;
};

struct Trained {
  std::string model_bytes;
  Metrics dev;  // of the file as written, on the development rows
};

// `dev` may be empty: then parts of `data`, drawn by the seed, are held out in turn to choose and
// to calibrate, and the final weights come from all rows.
Result<Trained> Train(const Dataset& data, const Dataset& dev, const TrainOptions& options);

// Judges every row; a label the model does not know is refused.
Result<Metrics> Evaluate(const Model& model, const Dataset& data);

}  // namespace huiyin::text
