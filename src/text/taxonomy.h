// What a text is about: topics with their phrases, read from a file that people edit
// (models/taxonomy/topics.tsv: the form is told in its first lines), a tenant's own topics, and a
// tenant's products. Immutable after loading; any thread.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/analysis.h"
#include "text/phrases.h"

namespace huiyin::text {

inline constexpr std::array<std::string_view, 8> kIndustries = {
    "telecom", "bank", "ecommerce", "catering", "travel", "government", "software", "appliances"};

struct Topic {
  std::string id;                       // "delivery_delay"
  std::vector<std::string> industries;  // empty: all
  RootCause root_cause = RootCause::kNone;
  std::string name_zh, name_en;  // the id when the file gives none
};

class Taxonomy {
 public:
  static constexpr size_t kMaxTopics = 2'000;

  // Adds the lines of `text`: six fields (topics.tsv) or two, "id<TAB>phrase|phrase". A topic that
  // is known already gets the phrases on top. kInvalidArgument names `source` and the line.
  Status Add(const CharTable& table, std::string_view text, std::string_view source);

  // At most kMaxMatches, best first. With an industry, topics of other industries only where no
  // topic of this one (or of all) is found.
  void Match(const NormalText& text, std::string_view industry, std::vector<TopicMatch>& out) const;

  const std::vector<Topic>& topics() const { return topics_; }
  const Topic* Find(std::string_view id) const;

  static constexpr size_t kMaxMatches = 5;

 private:
  Status AddLine(const CharTable& table, std::string_view line);
  Result<size_t> TopicOf(const std::vector<std::string_view>& fields);

  std::vector<Topic> topics_;
  PhraseIndex phrases_;
};

// The cause the topics speak for (domain.md §1.8), for complaints, malfunctions and suggestions;
// a vote of the topics' own causes by score, the complaint kind breaking ties. kNone when nothing
// speaks. The confidence is the winner's share of the vote, less the fewer topics there are.
void SetRootCause(const Taxonomy& taxonomy, Analysis& analysis);

}  // namespace huiyin::text
