// The steps of a case: with start and complete events (XES lifecycle) one step is a pair of them,
// else every event is a step. Analyses of waiting, working, rework and people read steps; counts of
// the directly-follows graph read events.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "mining/event_log.h"

namespace huiyin::mining {

struct Step {
  uint32_t event = 0;  // the event that completes it
  Id activity = kNoId;
  Id resource = kNoId;
  int64_t start_us = kNoTime;  // unknown without a start event
  int64_t end_us = kNoTime;
  int64_t suspended_us = 0;
  bool has_working() const { return start_us != kNoTime && end_us != kNoTime; }
  int64_t working_us() const { return std::max<int64_t>(0, end_us - start_us - suspended_us); }
};

// When the step began to be worked on; its end when that is unknown.
inline int64_t BeganAt(const Step& step) {
  return step.start_us != kNoTime ? step.start_us : step.end_us;
}
// Waiting before `step`, after the end of `previous`; kNoTime when a time is missing. Overlapping
// work waits nothing. Without start events the work is inside it (domain 6.2).
int64_t WaitingUs(const Step& previous, const Step& step);

// kMeasured: by the clock of the log, for lengths of time; kReal: for when things were.
enum class StepClock { kMeasured, kReal };

class StepReader {
 public:
  explicit StepReader(const EventLog& log, StepClock clock = StepClock::kMeasured);
  // Valid until the next call.
  std::span<const Step> Of(size_t case_number);
  // Whether any step of the log can have a known working time.
  bool pairs() const { return pairs_; }

 private:
  struct Open {
    Id activity;
    int64_t start_us, suspended_from_us = kNoTime, suspended_us = 0;
  };
  void ReadPaired(uint32_t begin, uint32_t end);

  const EventLog& log_;
  std::span<const int64_t> time_us_;
  bool pairs_ = false;
  std::vector<Step> steps_;
  std::vector<Open> open_;
};

}  // namespace huiyin::mining
