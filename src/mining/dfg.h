// The directly-follows graph (domain 6.2): a >_L b when b is the next event after a in a case.
// Counts of arcs, activities, starts and ends, and the time each arc took. Cost: three passes over
// the log shared by threads; memory 8 bytes an event while it runs.
#pragma once

#include <cstdint>
#include <vector>

#include "mining/duration_stats.h"
#include "mining/event_log.h"

namespace huiyin::mining {

struct Arc {
  Id from = 0, to = 0;
  uint64_t count = 0;
  DurationStats time;  // time.count < count when an end of it has no time
};

struct Dfg {
  std::vector<uint64_t> activity;  // by activity id: events, cases that start, cases that end
  std::vector<uint64_t> start;
  std::vector<uint64_t> end;
  std::vector<Arc> arcs;  // count descending, then names of from and to
  const Arc* Find(Id from, Id to) const;
};

Dfg DiscoverDfg(const EventLog& log, size_t threads = 0);
// a => b = (|a>b| - |b>a|) / (|a>b| + |b>a| + 1).
double Dependency(const Dfg& dfg, Id a, Id b);

// For each activity id its place in the order of names (bytes); ties cannot be.
std::vector<uint32_t> NameRanks(const Interner& names);

}  // namespace huiyin::mining
