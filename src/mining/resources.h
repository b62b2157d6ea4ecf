// People: who hands work to whom, how much each does by hour of the day, and work done in batches.
#pragma once

#include <array>
#include <vector>

#include "mining/event_log.h"

namespace huiyin::mining {

struct Handover {
  Id from = kNoId, to = kNoId;  // resources, different
  uint64_t count = 0;
};

struct ResourceLoad {
  Id resource = kNoId;
  uint64_t steps = 0;
  uint64_t activities = 0;  // different ones
  double working_s = 0;     // known working time; 0 without start events
  std::array<uint64_t, 24> by_hour{};
};

// The same activity by the same person for at least three cases, each at most a minute after the
// one before.
struct Batching {
  Id resource = kNoId, activity = kNoId;
  uint64_t batches = 0;
  uint64_t steps = 0;  // inside batches
  double share = 0;    // of all steps of this person in this activity
  uint64_t largest = 0;
};
inline constexpr int64_t kBatchGapUs = 60'000'000;
inline constexpr size_t kBatchMinSize = 3;

struct Resources {
  std::vector<Handover> handovers;  // most first
  std::vector<ResourceLoad> loads;  // most steps first
  std::vector<Batching> batches;    // most steps first
  double mean_touchpoints = 0;      // changes of person in a case, plus one
};

// Hours of the day are those `offset_minutes` east of UTC.
Resources MeasureResources(const EventLog& log, int offset_minutes = 0);

}  // namespace huiyin::mining
