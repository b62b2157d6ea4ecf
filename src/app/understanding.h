// What the understanding layer says of a text, in the words of the domain. Which analyser says it:
// analyser_in_use.h.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "app/context.h"
#include "domain/vocabulary.h"
#include "text/analysis.h"

namespace huiyin::app {

struct Understood {
  std::string lang;  // "zh", "en", …
  domain::Category category = domain::Category::kOther;
  std::optional<domain::ComplaintKind> complaint_kind;
  domain::Sentiment sentiment = domain::Sentiment::kNeutral;
  std::vector<std::string> emotions;
  int emotion_intensity = 0;
  domain::Priority priority = domain::Priority::kLow;
  std::string priority_rule;
  bool sensitive = false;
  std::vector<std::string> sensitive_classes;
  std::vector<std::string> topics;
  std::string masked;
  double category_confidence = 0;
  double sentiment_confidence = 0;
  std::string version;
};

Understood Understand(const Context& context, std::string_view text);

struct EvidenceSpan {
  std::string field;           // "category", "sentiment", "priority", "sensitive"
  int64_t start = 0, end = 0;  // code points of the masked text's original
  double weight = 0;
};
// The words that decided; computed anew when somebody asks, not stored.
std::vector<EvidenceSpan> Explain(const Context& context, std::string_view text);

// The setting "understanding": {"models": "default"|"open", "topics": lines, "products": lines};
// what is missing stays as shipped. This looks at its form; AnalyserInUse::Check at the whole.
Status CheckUnderstandingSetting(std::string_view body);
// What an analyser is loaded with by that setting; `models_dir` as given when there is none.
text::AnalyserConfig AnalyserConfigFrom(const boost::json::object& setting,
                                        const std::string& models_dir);
text::AnalyserConfig AnalyserConfigOf(const Config& config, const std::string& models_dir);

}  // namespace huiyin::app
