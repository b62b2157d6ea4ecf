// Statutory clocks (domain.md §2.6): never paused, shown beside the SLA.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "domain/sla.h"

namespace huiyin::domain {

struct StatutoryClock {
  std::string_view id;
  std::string_view zh, en;
  std::optional<Term> term;
  std::optional<Term> extended;  // complex or special cases
  std::string_view source;
};
std::span<const StatutoryClock> StatutoryClocks();

// "Immediately" is due at its start. kNotFound "statutory_unknown".
Result<Instant> StatutoryDue(std::string_view id, Instant start, const Calendar& calendar);

}  // namespace huiyin::domain
