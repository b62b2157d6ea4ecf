// A log that grows while it is read: the product's own ticket events. Every arc keeps its own steps
// and every case its path, so a question costs a few nanoseconds an event whichever cases it is
// asked of, and nothing is read twice. Events of a case come in order of time (as they are
// recorded). Thread-safe: one lock around everything. All figures are exact; percentiles as in
// duration_stats.h.
#pragma once

#include <functional>
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

// Where the cases wait (domain 6.2: total waiting = mean x frequency; flagged from 20 % of all).
struct LiveBottleneck {
  std::string from, to;
  uint64_t count = 0;
  double mean_wait_s = 0, total_wait_s = 0, share = 0;
  double saved_per_case_s = 0;  // by halving it
  bool flagged = false;
};
// The most waiting first; arcs without waiting are not among them.
std::vector<LiveBottleneck> Bottlenecks(const LiveSummary& summary, size_t most = 10);

// Cases are numbered from 0 in the order of their first event.
struct LiveQuery {
  size_t most_variants = 50;
  std::function<bool(size_t case_number)> keep;  // empty: all cases
  // Turns a time into the clock that lengths are measured by, never going back (business time);
  // empty: real time.
  std::function<int64_t(int64_t us)> clock;
};

// What a reader points at on the map.
struct LivePlace {
  enum class Kind { kArc, kActivity, kStart, kEnd } kind = Kind::kArc;
  std::string_view activity;  // of an arc: where it begins
  std::string_view to;        // of an arc only
};
struct LiveCases {
  std::vector<std::string> names;  // newest first, at most as many as asked
  uint64_t count = 0;              // all of them
};

class LiveLog {
 public:
  LiveLog();
  ~LiveLog();
  // kInvalidArgument when the case or the activity is empty, or the event is earlier than the last
  // one of its case. Attributes with the key "case:..." belong to the case.
  Status Append(std::string_view case_name, std::string_view activity, Instant time,
                std::string_view resource = {}, std::span<const AttributeText> attributes = {});
  LiveSummary Summary(const LiveQuery& query = {}) const;
  // The cases behind an arc, an activity, a start or an end, for clicking through.
  LiveCases CasesBehind(const LivePlace& place, size_t most,
                        const std::function<bool(size_t)>& keep = {}) const;
  // The log of the kept cases, for the analyses that need events. Costs a copy.
  EventLog Snapshot(const std::function<bool(size_t)>& keep = {}) const;
  uint64_t event_count() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace huiyin::mining
