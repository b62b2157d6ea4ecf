// How long things took (domain 6.2): cases; per activity the sojourn, waiting and working time; the
// waiting in front of every step and who holds most of it (bottlenecks); the happy path and the
// critical path. Elapsed time; unknown is count 0, never zero seconds.
#pragma once

#include <vector>

#include "mining/dfg.h"
#include "mining/event_log.h"
#include "mining/variants.h"

namespace huiyin::mining {

struct CaseTimes {
  std::vector<int64_t> duration_us;  // by case; kNoTime when no event of it has a time
  DurationStats stats;
};
CaseTimes MeasureCases(const EventLog& log);

struct ActivityTimes {
  DurationStats sojourn, waiting, working;
};
// By activity id.
std::vector<ActivityTimes> MeasureActivities(const EventLog& log);

enum class BottleneckKind { kArc, kActivity };

struct Bottleneck {
  BottleneckKind kind = BottleneckKind::kArc;
  Id from = kNoId, to = kNoId;  // for an activity: `to`, waited for
  uint64_t count = 0;
  double mean_wait_s = 0;
  double total_wait_s = 0;
  double share = 0;             // of all waiting in the log
  double slow_case_wait_s = 0;  // inside the slowest tenth of the cases
  double slow_case_share = 0;
  size_t slow_case_rank = 0;  // by that waiting: 1 holds up the slowest cases most
  double saved_s = 0;         // per case, if this waiting were halved
  // Of an activity: how much of the log's time the people who do it work, at this or at other
  // steps; -1 when working times are unknown. Says most in business time.
  double utilization = -1;
  bool flagged = false;  // share >= 20 %, or utilization > 85 %
};
inline constexpr double kBottleneckShare = 0.2;
inline constexpr double kBusy = 0.85;
// Total waiting descending; arcs and activities in one list.
std::vector<Bottleneck> FindBottlenecks(const EventLog& log, const CaseTimes& cases);

struct PathSummary {
  std::vector<Id> path;
  double expected_s = 0;  // the time along it
  uint64_t cases = 0;     // that took exactly this path
};
// The most frequent variant, with the mean duration of its cases.
PathSummary HappyPath(const EventLog& log, const Variants& variants, const CaseTimes& cases);
// The way from a start to an end with the largest expected total time: arcs weigh mean time times
// their traversals per case; arcs back to earlier activities (by mean position) are left out.
PathSummary CriticalPath(const EventLog& log, const Dfg& dfg);

}  // namespace huiyin::mining
