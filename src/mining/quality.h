// What may be wrong with the events of a log that could be read (domain 6.1, quality checks): each
// a share of the events to look at before the figures are believed. What could not be read is
// counted by the reader (load.h).
#pragma once

#include <cstdint>

#include "mining/event_log.h"

namespace huiyin::mining {

struct LogQuality {
  uint64_t events = 0;
  uint64_t same_time = 0;         // at the time of the one before: the file's order was kept
  uint64_t repeated = 0;          // as another of the same case in everything but attributes
  uint64_t without_time = 0;      // only in logs that keep the file's order
  uint64_t without_resource = 0;  // 0 when the log has no resources at all
  uint64_t in_future = 0;         // later than `now`
};

// `now_us`: kNoTime when nothing is to be called the future.
LogQuality CheckQuality(const EventLog& log, int64_t now_us = kNoTime);

}  // namespace huiyin::mining
