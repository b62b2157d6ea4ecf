// JSON of the process of tickets; the keys are those of `huiyin mine --json` (docs/mining.md).
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace huiyin::api::dto {

struct ProcessArc {
  std::string from, to;
  int64_t count = 0;
  double mean_s = 0, median_s = 0, p90_s = 0, min_s = 0, max_s = 0;
};
BOOST_DESCRIBE_STRUCT(ProcessArc, (), (from, to, count, mean_s, median_s, p90_s, min_s, max_s))

struct ProcessVariant {
  std::vector<std::string> path;
  int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(ProcessVariant, (), (path, count))

struct ProcessDuration {
  double mean = 0, median = 0, p90 = 0, min = 0, max = 0;
};
BOOST_DESCRIBE_STRUCT(ProcessDuration, (), (mean, median, p90, min, max))

struct ProcessRework {
  int64_t cases = 0;
  double rate = 0;
};
BOOST_DESCRIBE_STRUCT(ProcessRework, (), (cases, rate))

struct ProcessBottleneck {
  std::string kind, from, to;
  int64_t count = 0;
  double mean_wait_s = 0, total_wait_s = 0, share = 0, saved_per_case_s = 0;
  bool flagged = false;
};
BOOST_DESCRIBE_STRUCT(ProcessBottleneck, (),
                      (kind, from, to, count, mean_wait_s, total_wait_s, share, saved_per_case_s,
                       flagged))

struct Process {
  int64_t cases = 0, events = 0;
  std::map<std::string, int64_t> activities, start, end;
  std::vector<ProcessArc> dfg;
  std::vector<ProcessVariant> variants;
  int64_t variant_count = 0, unreadable_events = 0;
  ProcessDuration case_duration_s;
  ProcessRework rework;
  std::vector<ProcessBottleneck> bottlenecks;
};
BOOST_DESCRIBE_STRUCT(Process, (),
                      (cases, events, activities, start, end, dfg, variants, variant_count,
                       case_duration_s, rework, bottlenecks, unreadable_events))

struct ProcessTickets {
  int64_t count = 0;
  std::vector<std::string> ticket_nos;
};
BOOST_DESCRIBE_STRUCT(ProcessTickets, (), (count, ticket_nos))

struct ProcessFinding {
  std::string kind;
  std::vector<std::string> activities, owners;
  int64_t cases = 0, count = 0;
  double share = 0, seconds = 0, impact_s = 0;
  std::vector<std::string> ticket_nos;
};
BOOST_DESCRIBE_STRUCT(ProcessFinding, (),
                      (kind, activities, owners, cases, count, share, seconds, impact_s,
                       ticket_nos))

struct ProcessFindings {
  std::vector<ProcessFinding> items;
};
BOOST_DESCRIBE_STRUCT(ProcessFindings, (), (items))

}  // namespace huiyin::api::dto
