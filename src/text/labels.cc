#include "text/labels.h"

#include <iterator>

namespace huiyin::text {
namespace {

constexpr std::string_view kCategoryNames[] = {"suggestion", "complaint", "malfunction", "inquiry",
                                               "other"};
constexpr std::string_view kKindNames[] = {"product", "service", "price", "logistics"};
constexpr std::string_view kSentimentNames[] = {"positive", "neutral", "negative"};
constexpr std::string_view kEmotionNames[] = {"calm",    "satisfied", "grateful", "disappointed",
                                              "anxious", "angry",     "agitated", "sarcastic"};
constexpr std::string_view kPriorityNames[] = {"high", "mid", "low"};
constexpr std::string_view kRuleNames[] = {"sensitive", "severe_harm", "core_function_unusable",
                                           "ordinary", "no_urgency"};
constexpr std::string_view kSensitiveNames[] = {
    "fraud",  "lawsuit", "regulator", "media",    "collective",
    "safety", "privacy", "self_harm", "violence", "discrimination"};
constexpr std::string_view kPiiNames[] = {
    "mobile", "landline", "resident_id", "bank_card", "uscc",      "licence_plate",
    "email",  "address",  "person_name", "passport",  "im_account"};
constexpr std::string_view kCauseNames[] = {"",
                                            "quality_defect",
                                            "communication_gap",
                                            "price_value_gap",
                                            "staff_conduct",
                                            "technology_lag",
                                            "external_event",
                                            "expectation_gap",
                                            "management_gap"};
constexpr std::string_view kScriptNames[] = {"none", "hans", "hant", "latin", "other"};
constexpr std::string_view kVerdictNames[] = {"category", "complaint_kind", "sentiment",
                                              "emotion",  "priority",       "sensitive"};

template <typename E, size_t N>
std::string_view NameOf(const std::string_view (&names)[N], E value) {
  const auto i = static_cast<size_t>(value);
  return i < N ? names[i] : std::string_view();
}

template <typename E, size_t N>
std::optional<E> ParseIn(const std::string_view (&names)[N], std::string_view name) {
  for (size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view Name(Category v) { return NameOf(kCategoryNames, v); }
std::string_view Name(ComplaintKind v) { return NameOf(kKindNames, v); }
std::string_view Name(Sentiment v) { return NameOf(kSentimentNames, v); }
std::string_view Name(Emotion v) { return NameOf(kEmotionNames, v); }
std::string_view Name(Priority v) { return NameOf(kPriorityNames, v); }
std::string_view Name(PriorityRule v) { return NameOf(kRuleNames, v); }
std::string_view Name(SensitiveClass v) { return NameOf(kSensitiveNames, v); }
std::string_view Name(PiiKind v) { return NameOf(kPiiNames, v); }
std::string_view Name(RootCause v) { return NameOf(kCauseNames, v); }
std::string_view Name(Script v) { return NameOf(kScriptNames, v); }
std::string_view Name(Verdict v) { return NameOf(kVerdictNames, v); }

std::optional<Category> ParseCategory(std::string_view name) {
  return ParseIn<Category>(kCategoryNames, name);
}
std::optional<ComplaintKind> ParseComplaintKind(std::string_view name) {
  return ParseIn<ComplaintKind>(kKindNames, name);
}
std::optional<Sentiment> ParseSentiment(std::string_view name) {
  return ParseIn<Sentiment>(kSentimentNames, name);
}
std::optional<Emotion> ParseEmotion(std::string_view name) {
  return ParseIn<Emotion>(kEmotionNames, name);
}
std::optional<Priority> ParsePriority(std::string_view name) {
  return ParseIn<Priority>(kPriorityNames, name);
}
std::optional<SensitiveClass> ParseSensitiveClass(std::string_view name) {
  return ParseIn<SensitiveClass>(kSensitiveNames, name);
}
std::optional<PiiKind> ParsePiiKind(std::string_view name) {
  return ParseIn<PiiKind>(kPiiNames, name);
}

}  // namespace huiyin::text
