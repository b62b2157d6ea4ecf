#include "text/taxonomy.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

#include "text/char_table.h"

namespace huiyin::text {
namespace {

constexpr size_t kFields = 6;
// Below half of the best a topic is a remark in passing.
constexpr float kWeak = 0.5f;

std::vector<std::string_view> SplitOn(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (true) {
    const size_t end = text.find(separator);
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::optional<RootCause> CauseNamed(std::string_view name) {
  if (name == "-") return RootCause::kNone;
  for (int i = 1; i <= static_cast<int>(RootCause::kManagementGap); ++i) {
    if (Name(static_cast<RootCause>(i)) == name) return static_cast<RootCause>(i);
  }
  return std::nullopt;
}

bool Serves(const Topic& topic, std::string_view industry) {
  return industry.empty() || topic.industries.empty() ||
         std::find(topic.industries.begin(), topic.industries.end(), industry) !=
             topic.industries.end();
}

}  // namespace

Result<size_t> Taxonomy::TopicOf(const std::vector<std::string_view>& fields) {
  Topic topic;
  topic.id = std::string(fields[0]);
  topic.name_zh = topic.name_en = topic.id;
  if (!IsId(fields[0])) return InvalidArgument("an id is made of a-z, 0-9 and _");
  if (fields.size() == kFields) {
    for (const std::string_view industry : SplitOn(fields[1], ',')) {
      if (industry == "-") continue;
      if (std::find(kIndustries.begin(), kIndustries.end(), industry) == kIndustries.end()) {
        return InvalidArgument("unknown industry '" + std::string(industry) + "'");
      }
      topic.industries.emplace_back(industry);
    }
    const auto cause = CauseNamed(fields[2]);
    if (!cause) return InvalidArgument("unknown root cause '" + std::string(fields[2]) + "'");
    topic.root_cause = *cause;
    topic.name_zh = std::string(fields[3]);
    topic.name_en = std::string(fields[4]);
  }
  for (size_t i = 0; i < topics_.size(); ++i) {
    if (topics_[i].id == topic.id) return i;
  }
  if (topics_.size() == kMaxTopics) {
    return InvalidArgument("more than " + std::to_string(kMaxTopics) + " topics");
  }
  topics_.push_back(std::move(topic));
  return topics_.size() - 1;
}

Status Taxonomy::AddLine(const CharTable& table, std::string_view line) {
  const auto fields = SplitOn(line, '\t');
  if (fields.size() != kFields && fields.size() != 2) {
    return InvalidArgument("two or six fields with tabs between are expected");
  }
  TRY_ASSIGN(const size_t topic, TopicOf(fields));
  for (const std::string_view phrase : SplitOn(fields.back(), '|')) {
    TRY(phrases_.Add(table, phrase, static_cast<uint32_t>(topic)));
  }
  return Ok();
}

Status Taxonomy::Add(const CharTable& table, std::string_view text, std::string_view source) {
  size_t number = 0;
  for (std::string_view line : SplitOn(text, '\n')) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    if (const Status added = AddLine(table, line); !added.ok()) {
      return InvalidArgument(std::string(source) + ", line " + std::to_string(number) + ": " +
                             added.error().message);
    }
  }
  return Ok();
}

const Topic* Taxonomy::Find(std::string_view id) const {
  for (const Topic& topic : topics_) {
    if (topic.id == id) return &topic;
  }
  return nullptr;
}

void Taxonomy::Match(const NormalText& text, std::string_view industry,
                     std::vector<TopicMatch>& out) const {
  struct Found {
    uint32_t topic;
    float weight;
    PhraseIndex::Hit first;
  };
  out.clear();
  thread_local std::vector<PhraseIndex::Hit> hits;
  thread_local std::vector<Found> found;
  hits.clear();
  found.clear();
  phrases_.Find(text, hits);
  std::stable_sort(hits.begin(), hits.end(), [](const auto& a, const auto& b) {
    return std::tie(a.owner, a.phrase) < std::tie(b.owner, b.phrase);
  });
  for (size_t i = 0; i < hits.size(); ++i) {
    // Saying it twice makes it no surer.
    if (i > 0 && hits[i].phrase == hits[i - 1].phrase) continue;
    if (found.empty() || found.back().topic != hits[i].owner) {
      found.push_back({hits[i].owner, 0, hits[i]});
    }
    found.back().weight += hits[i].weight;
    if (hits[i].start < found.back().first.start) found.back().first = hits[i];
  }
  const auto serves = [&](const Found& f) { return Serves(topics_[f.topic], industry); };
  if (std::any_of(found.begin(), found.end(), serves)) {
    std::erase_if(found, [&](const Found& f) { return !serves(f); });
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Found& a, const Found& b) { return a.weight > b.weight; });
  for (const Found& f : found) {
    const float score = 1 - std::exp(-1.2f * f.weight);
    if (out.size() == kMaxMatches || (!out.empty() && score < kWeak * out.front().score)) break;
    const Range range = text.OriginOfCompact(f.first.start, f.first.end);
    out.push_back({topics_[f.topic].id, score, range.start, range.end});
  }
}

void SetRootCause(const Taxonomy& taxonomy, Analysis& analysis) {
  if (analysis.category == Category::kInquiry || analysis.category == Category::kOther) return;
  std::array<float, static_cast<size_t>(RootCause::kManagementGap) + 1> votes{};
  const auto vote = [&](RootCause cause, float weight) {
    votes[static_cast<size_t>(cause)] += weight;
  };
  for (const TopicMatch& match : analysis.topics) {
    const Topic* topic = taxonomy.Find(match.id);
    if (topic != nullptr && topic->root_cause != RootCause::kNone) {
      vote(topic->root_cause, match.score);
    }
  }
  constexpr float kKindVote = 0.25f;
  if (analysis.complaint_kind == ComplaintKind::kPrice) vote(RootCause::kPriceValueGap, kKindVote);
  if (analysis.complaint_kind == ComplaintKind::kProduct) {
    vote(RootCause::kQualityDefect, kKindVote);
  }
  if (analysis.complaint_kind == ComplaintKind::kLogistics) {
    vote(RootCause::kQualityDefect, kKindVote);
  }
  if (analysis.complaint_kind == ComplaintKind::kService) vote(RootCause::kStaffConduct, kKindVote);
  float total = 0;
  for (const float v : votes) total += v;
  if (total == 0) return;
  const auto best = std::max_element(votes.begin(), votes.end());
  analysis.root_cause = static_cast<RootCause>(best - votes.begin());
  analysis.root_cause_confidence = *best / total * (1 - std::exp(-2 * total));
}

}  // namespace huiyin::text
