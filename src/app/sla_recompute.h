// After policies or the calendar changed: open tickets keep the dues they had until this is run. It
// adds to each ticket that would change a fact sla_policy_changed, which names the policies from
// there on, so that replay gives the same dues for ever; verdicts that were reached stay.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "base/result.h"

namespace huiyin::app {

struct ChangedDue {
  std::string ticket_no, clock;
  std::optional<Instant> before, after;  // nothing: no such clock
};

struct SlaRecomputed {
  int64_t open = 0;                 // tickets that were looked at
  int64_t changed = 0;              // whose dues change; in a dry run: would
  std::vector<ChangedDue> samples;  // of the first of them
};

inline constexpr size_t kRecomputeSamples = 50;

enum class RecomputeMode { kDryRun, kApply };

// `actor` is the label for the facts. Works beside a running server, in transactions of a few
// tickets; stopped half-way, it can be run again.
Result<SlaRecomputed> RecomputeSla(const Context& context, const std::string& actor,
                                   RecomputeMode mode);

}  // namespace huiyin::app
