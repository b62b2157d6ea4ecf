#include "app/analyser_in_use.h"

#include "app/json_read.h"
#include "app/understanding.h"
#include "base/log.h"

namespace huiyin::app {

Status AnalyserInUse::Load(const text::AnalyserConfig& wanted) {
  TRY_ASSIGN(auto next, text::Analyser::Load(wanted));
  slot_.Set(std::move(next));
  return Ok();
}

Status AnalyserInUse::Follow(const Config& config) {
  const std::lock_guard lock(following_);
  if (config.as_of < as_of_) return Ok();
  as_of_ = config.as_of;
  auto wanted = AnalyserConfigOf(config, models_dir_);
  const bool first = Get() == nullptr;
  if (!first && wanted == wanted_) return Ok();
  Status loaded = Load(wanted);
  if (!loaded.ok()) {
    log::Error("the setting \"understanding\" cannot be followed: " + loaded.error().message);
    if (first) {
      auto shipped = wanted;
      shipped.extra_topics.clear();
      shipped.products.clear();
      TRY(Load(shipped));
    }
  }
  wanted_ = std::move(wanted);
  return Ok();
}

Status AnalyserInUse::Check(std::string_view body) const {
  TRY(CheckUnderstandingSetting(body));
  TRY_ASSIGN(const auto object, ParseObject(body));
  const auto loaded = text::Analyser::Load(AnalyserConfigFrom(object, models_dir_));
  if (loaded.ok()) return Ok();
  // The forms were looked at: what is left are too many topics, or models that are not there.
  const bool words = loaded.error().code == ErrorCode::kInvalidArgument;
  return InvalidField(words ? "topics" : "models", "invalid", loaded.error().message);
}

}  // namespace huiyin::app
