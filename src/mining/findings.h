// What a reader should look at first: bottlenecks and eleven patterns (named as ServiceNow's
// process mining names them, so that people who know those find theirs). Every finding names its
// cases. The thresholds are defaults of this project; each is beside its pattern below.
#pragma once

#include <string_view>
#include <vector>

#include "mining/resources.h"
#include "mining/rework.h"
#include "mining/timing.h"

namespace huiyin::mining {

enum class FindingKind {
  kBottleneck,  // holds >= 20 % of all waiting
  kPingPong,    // people hand a case back and forth
  kDepartmentPingPong,
  kExtraStep,            // off the happy path, in at most half the cases, which take longer
                         // (Mann-Whitney, q <= 0.05 over all steps tried, median >= 1.2 times)
  kSlowNode,             // mean time >= 2 times that of all steps, >= 10 % of all time
  kSlowTransition,       // mean >= 3 times that of all transitions
  kExtremeRepetition,    // one step >= 5 times in a case
  kExtremeDurationNode,  // a working time > 5 times the 90th percentile of its step
  kExtremeDurationTransition,
  kRepeatingPattern,    // two or three steps done again at once
  kRework,              // a step comes back in >= 5 % of the cases
  kHighTouchpoints,     // changes of person > mean + 2 standard deviations
  kExtremeTouchpoints,  // > mean + 3
};
std::string_view FindingName(FindingKind kind);

struct Finding {
  FindingKind kind = FindingKind::kBottleneck;
  std::vector<Id> activities;
  std::vector<Id> owners;       // resources, or departments (attribute values)
  std::vector<uint32_t> cases;  // every case it concerns, ascending
  uint64_t count = 0;           // occurrences
  double share = 0;             // of what the kind measures: waiting, or all cases
  double seconds = 0;           // the time it is about: mean wait, or the threshold passed
  double impact_s = 0;          // median duration of its cases less that of the others
};

// At most three of a kind; the most waiting or the most cases first.
std::vector<Finding> FindFindings(const EventLog& log, const Dfg& dfg, const Variants& variants,
                                  const CaseTimes& cases, const std::vector<ActivityTimes>& times,
                                  const Rework& rework, const std::vector<Bottleneck>& bottlenecks);

}  // namespace huiyin::mining
