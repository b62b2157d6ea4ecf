// From a ticket's facts to its clocks: the one place where the app layer meets domain/sla.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/fact.h"
#include "domain/sla.h"

namespace huiyin::app {

struct Config;

// A customer who does not answer is reminded this long after the question (domain.md §2.3 rule 6).
inline constexpr Duration kWaitReminders[] = {Duration::Hours(24), Duration::Hours(72)};

struct TicketClocks {
  std::vector<domain::ClockResult> clocks;
  std::optional<Instant> next_due_at;  // the earliest due instant of a clock still running
  std::string next_due_clock;
  // What the customer is told: the next due instant of a clock he notices; the oldest missed one
  // when none is ahead.
  std::optional<Instant> promised_at;
  std::optional<Instant> next_timer_at;  // the earliest instant at which the timer job has work
  bool breached = false;
};

TicketClocks ComputeClocks(const Config& config, const std::vector<domain::Fact>& facts,
                           Instant now);

}  // namespace huiyin::app
