// What many texts say together: shares, courses over time, the topics with sample sentences. Fed
// with one analysis after another, in memory that does not grow with the number of texts (topics,
// phrases and periods are counted; a few masked samples are kept). Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "text/analysis.h"
#include "text/taxonomy.h"

namespace huiyin::server {

enum class SurveyLanguage : uint8_t { kZh, kEn };

// A subject people write about, with what speaks for looking at it.
struct SurveySubject {
  std::string id;  // of the topic, "" for a phrase
  std::string name;
  int64_t texts = 0, negative = 0, high = 0;
  std::vector<std::string> samples;  // masked, shortened; the most urgent ones
};

struct SurveyPeriod {
  std::string name;  // "2024-03" or "2024-03-05"
  int64_t texts = 0, negative = 0, complaints = 0;
};

class TextSurvey {
 public:
  // The taxonomy gives the topics their names; it must outlive the survey.
  TextSurvey(const text::Taxonomy& taxonomy, SurveyLanguage language)
      : taxonomy_(taxonomy), language_(language) {}

  void Add(const text::Analysis& analysis, std::optional<CivilTime> at);
  // A row that could not be read, or has no text.
  void Skip() { ++skipped_; }

  int64_t texts() const { return texts_; }
  int64_t skipped() const { return skipped_; }
  int64_t sensitive() const { return sensitive_; }
  SurveyLanguage language() const { return language_; }
  const std::array<int64_t, text::kCategories>& categories() const { return categories_; }
  const std::array<int64_t, text::kSentiments>& sentiments() const { return sentiments_; }
  const std::array<int64_t, 3>& priorities() const { return priorities_; }
  const std::array<int64_t, text::kComplaintKinds>& kinds() const { return kinds_; }
  std::vector<std::pair<text::RootCause, int64_t>> RootCauses() const;  // most first

  // Topics, those with the most displeased texts first.
  std::vector<SurveySubject> Topics(size_t most) const;
  // Phrases of texts without a topic that come again: what a topic may be missing for.
  std::vector<SurveySubject> OpenPhrases(size_t most) const;
  // Days when they span at most two months, else months; empty when no text has a date.
  std::vector<SurveyPeriod> Periods() const;

 private:
  struct Sample {
    int urgency = 0;
    std::string text;
  };
  struct Counted {
    int64_t texts = 0, negative = 0, high = 0;
    std::vector<Sample> samples;
  };
  void Count(Counted& counted, const text::Analysis& analysis, const std::string& sample);
  std::vector<SurveySubject> Best(const std::vector<std::pair<std::string, const Counted*>>& all,
                                  size_t most) const;

  const text::Taxonomy& taxonomy_;
  SurveyLanguage language_;
  int64_t texts_ = 0, skipped_ = 0, sensitive_ = 0;
  std::array<int64_t, text::kCategories> categories_{};
  std::array<int64_t, text::kSentiments> sentiments_{};
  std::array<int64_t, 3> priorities_{};
  std::array<int64_t, text::kComplaintKinds> kinds_{};
  std::array<int64_t, static_cast<size_t>(text::RootCause::kManagementGap) + 1> causes_{};
  std::unordered_map<std::string, Counted> topics_, phrases_;
  std::map<std::string, SurveyPeriod> days_, months_;
};

// An identifier in words: "complaint" → "投诉".
std::string SurveyWord(std::string_view identifier, SurveyLanguage language);

// For a terminal, and as a page that needs nothing else. `title` names the file.
std::string SurveyText(const TextSurvey& survey, const std::string& title);
std::string SurveyHtml(const TextSurvey& survey, const std::string& title);

}  // namespace huiyin::server
