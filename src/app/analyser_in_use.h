// The analyser this node works with. It follows the setting "understanding" while the server runs:
// whoever holds the former one finishes with it. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "app/config.h"
#include "text/analysis.h"

namespace huiyin::app {

class AnalyserInUse {
 public:
  // `models_dir`: text::FindModelsDir. Nothing is loaded before the first Follow.
  explicit AnalyserInUse(std::string models_dir) : models_dir_(std::move(models_dir)) {}

  // Loads what `config` wants unless it is in use already; a config older than the last one changes
  // nothing. When that fails, the former one stays; where there is none, the shipped words are
  // taken without the tenant's own, and the reason is logged. Fails when not even those can be
  // loaded.
  Status Follow(const Config& config);

  // Whether the setting could be followed; kInvalidArgument names the field.
  Status Check(std::string_view body) const;

  // Keep it while what it answered is read. Never null after a Follow that succeeded.
  std::shared_ptr<const text::Analyser> Get() const { return slot_.Get(); }

 private:
  Status Load(const text::AnalyserConfig& wanted);

  const std::string models_dir_;
  std::mutex following_;
  int64_t as_of_ = -1;
  text::AnalyserConfig wanted_;
  text::AnalyserSlot slot_;
};

}  // namespace huiyin::app
