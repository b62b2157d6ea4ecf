#include "server/text_survey.h"

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "base/utf8.h"

namespace huiyin::server {
namespace {

constexpr size_t kSamples = 3;
constexpr size_t kSampleCharacters = 120;
constexpr size_t kMaxPhrases = 50'000;  // more different ones are counted no more
constexpr size_t kMaxDays = 62;

// The first characters, with line ends made spaces.
std::string Shortened(const std::string& utf8) {
  std::string out;
  size_t pos = 0;
  for (size_t n = 0; pos < utf8.size(); ++n) {
    if (n == kSampleCharacters) return out + "…";
    const char32_t c = NextCodePoint(utf8, pos);
    AppendUtf8(out, c < 0x20 || c == 0x7F ? U' ' : c);
  }
  return out;
}

int UrgencyOf(const text::Analysis& a) {
  return (a.priority == text::Priority::kHigh ? 4 : 0) +
         (a.sentiment == text::Sentiment::kNegative ? 2 : 0) + (a.emotion_intensity > 1 ? 1 : 0);
}

void CountPeriod(std::map<std::string, SurveyPeriod>& periods, const char* name,
                 const text::Analysis& a) {
  SurveyPeriod& period = periods[name];
  ++period.texts;
  period.negative += a.sentiment == text::Sentiment::kNegative ? 1 : 0;
  period.complaints += a.category == text::Category::kComplaint ? 1 : 0;
}

}  // namespace

void TextSurvey::Count(Counted& counted, const text::Analysis& a, const std::string& sample) {
  ++counted.texts;
  counted.negative += a.sentiment == text::Sentiment::kNegative ? 1 : 0;
  counted.high += a.priority == text::Priority::kHigh ? 1 : 0;
  const int urgency = UrgencyOf(a);
  auto& samples = counted.samples;
  if (samples.size() == kSamples && samples.back().urgency >= urgency) return;
  const auto same = [&](const Sample& s) { return s.text == sample; };
  if (std::any_of(samples.begin(), samples.end(), same)) return;
  if (samples.size() == kSamples) samples.pop_back();
  const auto place = std::find_if(samples.begin(), samples.end(),
                                  [&](const Sample& s) { return s.urgency < urgency; });
  samples.insert(place, {urgency, sample});
}

void TextSurvey::Add(const text::Analysis& a, std::optional<CivilTime> at) {
  ++texts_;
  ++categories_[static_cast<size_t>(a.category)];
  ++sentiments_[static_cast<size_t>(a.sentiment)];
  ++priorities_[static_cast<size_t>(a.priority)];
  ++causes_[static_cast<size_t>(a.root_cause)];
  if (a.complaint_kind) ++kinds_[static_cast<size_t>(*a.complaint_kind)];
  sensitive_ += a.sensitive ? 1 : 0;
  const std::string sample = Shortened(a.masked);
  for (const text::TopicMatch& topic : a.topics) Count(topics_[topic.id], a, sample);
  if (a.topics.empty()) {
    for (const std::string& phrase : a.key_phrases) {
      if (phrases_.size() >= kMaxPhrases && !phrases_.contains(phrase)) continue;
      Count(phrases_[phrase], a, sample);
    }
  }
  if (at) {
    char name[40];
    std::snprintf(name, sizeof(name), "%04d-%02d-%02d", at->year, at->month, at->day);
    CountPeriod(days_, name, a);
    std::snprintf(name, sizeof(name), "%04d-%02d", at->year, at->month);
    CountPeriod(months_, name, a);
  }
}

std::vector<SurveySubject> TextSurvey::Best(
    const std::vector<std::pair<std::string, const Counted*>>& all, size_t most) const {
  auto sorted = all;
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::tuple(b.second->negative, b.second->texts, a.first) <
           std::tuple(a.second->negative, a.second->texts, b.first);
  });
  if (sorted.size() > most) sorted.resize(most);
  std::vector<SurveySubject> out;
  for (const auto& [id, counted] : sorted) {
    SurveySubject subject{id, id, counted->texts, counted->negative, counted->high, {}};
    for (const Sample& sample : counted->samples) subject.samples.push_back(sample.text);
    out.push_back(std::move(subject));
  }
  return out;
}

std::vector<SurveySubject> TextSurvey::Topics(size_t most) const {
  std::vector<std::pair<std::string, const Counted*>> all;
  for (const auto& [id, counted] : topics_) all.emplace_back(id, &counted);
  auto out = Best(all, most);
  for (SurveySubject& subject : out) {
    const text::Topic* topic = taxonomy_.Find(subject.id);
    if (topic == nullptr) continue;
    subject.name = language_ == SurveyLanguage::kZh ? topic->name_zh : topic->name_en;
  }
  return out;
}

std::vector<SurveySubject> TextSurvey::OpenPhrases(size_t most) const {
  std::vector<std::pair<std::string, const Counted*>> all;
  for (const auto& [phrase, counted] : phrases_) {
    if (counted.texts > 1) all.emplace_back(phrase, &counted);
  }
  auto out = Best(all, most);
  for (SurveySubject& subject : out) subject.id.clear();
  return out;
}

std::vector<std::pair<text::RootCause, int64_t>> TextSurvey::RootCauses() const {
  std::vector<std::pair<text::RootCause, int64_t>> out;
  for (size_t i = 1; i < causes_.size(); ++i) {
    if (causes_[i] > 0) out.emplace_back(static_cast<text::RootCause>(i), causes_[i]);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return out;
}

std::vector<SurveyPeriod> TextSurvey::Periods() const {
  std::vector<SurveyPeriod> out;
  for (const auto& [name, period] : days_.size() <= kMaxDays ? days_ : months_) {
    out.push_back(period);
    out.back().name = name;
  }
  return out;
}

}  // namespace huiyin::server
