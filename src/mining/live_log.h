// A log that grows while it is read: the product's own ticket events. Counts of the
// directly-follows graph, times and variants are kept up to date with every append, so a summary
// costs the number of arcs and activities, not of events. Events of a case come in order of time
// (as they are recorded). Thread-safe: one lock around everything. Medians and p90 come from a
// sketch of each arc with 2 % relative error; counts, means, minima and maxima are exact.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "mining/dfg.h"
#include "mining/event_log.h"

namespace huiyin::mining {

using AttributeText = std::pair<std::string_view, std::string_view>;

struct LiveActivity {
  std::string name;
  uint64_t count = 0, start = 0, end = 0;
};
struct LiveArc {
  std::string from, to;
  uint64_t count = 0;
  DurationStats time;
};
struct LiveVariant {
  std::vector<std::string> path;
  uint64_t count = 0;
};
struct LiveSummary {
  uint64_t cases = 0, events = 0;
  std::vector<LiveActivity> activities;  // count descending, then name
  std::vector<LiveArc> arcs;             // count descending, then names
  std::vector<LiveVariant> variants;     // the most frequent, at most as many as asked
  uint64_t variant_count = 0;
  DurationStats case_duration;
  uint64_t rework_cases = 0;
};

class LiveLog {
 public:
  LiveLog();
  ~LiveLog();
  // kInvalidArgument when the case or the activity is empty, or the event is earlier than the last
  // one of its case. Attributes with the key "case:..." belong to the case.
  Status Append(std::string_view case_name, std::string_view activity, Instant time,
                std::string_view resource = {}, std::span<const AttributeText> attributes = {});
  LiveSummary Summary(size_t most_variants = 50) const;
  // Case names behind an arc or an activity (`to` empty), newest first, for clicking through.
  std::vector<std::string> CasesBehind(std::string_view from, std::string_view to,
                                       size_t most) const;
  // The whole log, for the analyses that need events. Costs a copy.
  EventLog Snapshot() const;
  uint64_t event_count() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace huiyin::mining
