#include "app/understanding.h"

#include "app/analyser_in_use.h"
#include "app/json_read.h"
#include "text/analysis.h"
#include "text/char_table.h"
#include "text/taxonomy.h"

namespace huiyin::app {
namespace {

// The two layers share identifiers, not types: words are the bridge.
domain::Category CategoryOf(const text::Analysis& a) {
  return domain::ParseCategory(text::Name(a.category)).value_or(domain::Category::kOther);
}

Understood From(const text::Analysis& a) {
  Understood out;
  out.lang = std::string(a.lang);
  out.category = CategoryOf(a);
  if (a.complaint_kind)
    out.complaint_kind = domain::ParseComplaintKind(text::Name(*a.complaint_kind));
  out.sentiment =
      domain::ParseSentiment(text::Name(a.sentiment)).value_or(domain::Sentiment::kNeutral);
  for (int i = 0; i < text::kEmotions; ++i) {
    const auto emotion = static_cast<text::Emotion>(i);
    if (a.Has(emotion)) out.emotions.emplace_back(text::Name(emotion));
  }
  out.emotion_intensity = a.emotion_intensity;
  out.priority = domain::ParsePriority(text::Name(a.priority)).value_or(domain::Priority::kLow);
  out.priority_rule = std::string(text::Name(a.priority_rule));
  out.sensitive = a.sensitive;
  for (int i = 0; i < text::kSensitiveClasses; ++i) {
    const auto sensitive = static_cast<text::SensitiveClass>(i);
    if (a.Has(sensitive)) out.sensitive_classes.emplace_back(text::Name(sensitive));
  }
  for (const auto& topic : a.topics) out.topics.push_back(topic.id);
  out.masked = a.masked;
  out.category_confidence = a.category_confidence;
  out.sentiment_confidence = a.sentiment_confidence;
  out.version = a.version;
  return out;
}

}  // namespace

Understood Understand(const Context& context, std::string_view text) {
  const auto analyser = context.analyser->Get();
  return From(analyser->AnalyseIntake(text));
}

std::vector<EvidenceSpan> Explain(const Context& context, std::string_view text) {
  const auto analyser = context.analyser->Get();
  std::vector<EvidenceSpan> out;
  for (const auto& e : analyser->Analyse(text).evidence) {
    out.push_back({std::string(text::Name(e.verdict)), e.start, e.end, e.weight});
  }
  return out;
}

Status CheckUnderstandingSetting(std::string_view body) {
  TRY_ASSIGN(const auto object, ParseObject(body));
  const std::string models = TextOf(object, "models");
  if (!models.empty() && models != "default" && models != "open") {
    return InvalidField("models", "unknown_value", "default or open");
  }
  TRY_ASSIGN(const text::CharTable* table, text::CharTable::Get());
  for (const char* key : {"topics", "products"}) {
    text::Taxonomy lines;
    const Status read = lines.Add(*table, TextOf(object, key), key);
    if (!read.ok()) return InvalidField(key, "invalid", read.error().message);
  }
  return Ok();
}

text::AnalyserConfig AnalyserConfigFrom(const boost::json::object& setting,
                                        const std::string& models_dir) {
  text::AnalyserConfig out;
  out.models_dir = models_dir;
  if (TextOf(setting, "models") == "open") out.variant = text::AnalyserConfig::Variant::kOpen;
  out.extra_topics = TextOf(setting, "topics");
  out.products = TextOf(setting, "products");
  return out;
}

text::AnalyserConfig AnalyserConfigOf(const Config& config, const std::string& models_dir) {
  const auto found = config.settings.find("understanding");
  if (found == config.settings.end()) return AnalyserConfigFrom({}, models_dir);
  const auto object = ParseObject(found->second.body);
  return AnalyserConfigFrom(object.ok() ? *object : boost::json::object(), models_dir);
}

}  // namespace huiyin::app
