// Two logs beside each other: two periods, teams or sets of variants. Shares of cases by two
// proportions (Fisher when few), times by Mann-Whitney, Benjamini-Hochberg over all tests; every
// difference with its size.
#pragma once

#include <string>
#include <vector>

#include "mining/event_log.h"
#include "mining/words.h"

namespace huiyin::mining {

enum class DifferenceKind {
  kCaseDuration,
  kActivityShare,
  kArcShare,
  kArcTime,
  kVariantShare,
  kRework
};

struct Difference {
  DifferenceKind kind = DifferenceKind::kCaseDuration;
  std::vector<std::string> path;  // activity; from and to; the variant
  double a = 0, b = 0;            // share of cases, or median seconds
  double effect = 0;              // b - a for shares; Cliff's delta of b over a for times
  double p = 1, q = 1;
};

struct Comparison {
  size_t cases_a = 0, cases_b = 0, events_a = 0, events_b = 0;
  std::vector<Difference> differences;  // all that were tested; smallest q first
};
inline constexpr double kComparisonQ = 0.05;

Comparison CompareLogs(const EventLog& a, const EventLog& b);
std::string ComparisonJson(const Comparison& comparison);
std::string ComparisonText(const Comparison& comparison, Language language);

}  // namespace huiyin::mining
