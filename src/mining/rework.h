// Rework (domain 6.2): an activity that comes again in a case after another one (A...B...A),
// counted apart from self-loops (A A), sequences done again at once (A B A B), and ping-pong
// between people or departments (A -> B -> A).
#pragma once

#include <string>
#include <vector>

#include "mining/event_log.h"
#include "mining/steps.h"

namespace huiyin::mining {

struct ActivityRework {
  Id activity = kNoId;
  uint64_t cases = 0;       // cases in which it came back
  uint64_t repeats = 0;     // times it came back
  uint64_t self_loops = 0;  // times it followed itself
  uint64_t self_loop_cases = 0;
  uint64_t most_in_a_case = 0;
  uint32_t most_case = 0;
};

struct RepeatedPattern {
  std::vector<Id> pattern;  // two or three steps
  uint64_t cases = 0;
  uint64_t repeats = 0;
};

struct PingPong {
  Id a = kNoId, b = kNoId;  // a had it, gave it to b, got it back; a < b joined in one entry
  uint64_t count = 0;
  uint64_t cases = 0;
};

struct Rework {
  uint64_t cases = 0;                      // with at least one repeat
  double rate = 0;                         // of all cases
  std::vector<ActivityRework> activities;  // with a repeat or a self-loop; most cases first
  std::vector<RepeatedPattern> patterns;   // most cases first
  std::vector<PingPong> people;            // ids of resources
  uint64_t people_cases = 0;
  std::string department_attribute;   // "org:group", "department"; empty: none in the log
  std::vector<PingPong> departments;  // ids of attribute values
  uint64_t department_cases = 0;
};

Rework FindRework(const EventLog& log);

}  // namespace huiyin::mining
