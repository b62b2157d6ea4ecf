// Cases over time: arrivals, completions, work in progress, and whether the process is steady
// (Little's law). Needs times.
#pragma once

#include <vector>

#include "mining/event_log.h"

namespace huiyin::mining {

struct FlowPoint {
  int64_t from_us = 0;
  uint64_t arrived = 0;
  uint64_t finished = 0;
  uint64_t in_progress = 0;  // at the end of the bucket
  uint64_t waiting = 0;      // waits between two steps then; 0 unless Flow::knows_queue
};

// Over the middle 80 % of the observed time, so that start-up and running out do not decide: a
// steady process has mean work in progress L = lambda x W.
struct LittleCheck {
  double mean_in_progress = 0;  // L, integrated
  double arrivals_per_day = 0;  // lambda
  double mean_duration_s = 0;   // W of the cases that arrived in the window
  double ratio = 0;             // L / (lambda W); 0 when nothing arrived
  bool steady = false;          // ratio within 10 % of 1
};

struct Queue {
  Id activity = kNoId;
  double mean_length = 0;  // cases waiting for it, on average over the observed time
};

struct Flow {
  int64_t bucket_us = 0;  // an hour, a day, a week or 28 days: the finest with at most 120 buckets
  std::vector<FlowPoint> points;
  LittleCheck little;
  bool knows_queue = false;   // steps have start times, so that waiting and work are told apart
  std::vector<Queue> queues;  // longest first
};

Flow MeasureFlow(const EventLog& log);

}  // namespace huiyin::mining
