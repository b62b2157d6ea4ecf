// Everything `huiyin mine` says about a log, in one call.
#pragma once

#include "mining/attributes.h"
#include "mining/dfg.h"
#include "mining/findings.h"
#include "mining/flow.h"
#include "mining/quality.h"
#include "mining/resources.h"
#include "mining/rework.h"
#include "mining/timing.h"
#include "mining/variants.h"

namespace huiyin::mining {

struct AnalyzeOptions {
  size_t threads = 0;        // 0: all cores
  int offset_minutes = 0;    // hours of the day are told this far east of UTC
  int64_t now_us = kNoTime;  // later events are in the future; kNoTime: none is
};

struct Analysis {
  LogQuality quality;
  Dfg dfg;
  Variants variants;
  CaseTimes cases;
  std::vector<ActivityTimes> activities;
  Rework rework;
  std::vector<Bottleneck> bottlenecks;
  Flow flow;
  Resources resources;
  PathSummary happy, critical;
  std::vector<Finding> findings;
  std::vector<OverRepresented> in_slow, in_reworked;  // the slowest tenth; cases with rework
};

Analysis Analyze(const EventLog& log, const AnalyzeOptions& options = {});

}  // namespace huiyin::mining
