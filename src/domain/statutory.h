// Statutory clocks (domain.md §2.6): duties with a period that a law names, shown beside the SLA
// and never paused by the product. A duty has one period or several stages (a complex case may take
// longer). Terms count like those of the SLA (sla.h); "immediately" is due at its start.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/sla.h"

namespace huiyin::domain {

struct StatutoryStage {
  std::string_view id;  // "standard", "complex", "special", "urban", "rural", "extended"
  std::string_view zh, en;
  Term term;
};

// Whose rest days move the end of a period.
enum class Law { kChina, kEuropeanUnion };

struct StatutoryDuty {
  std::string_view id;
  std::string_view zh, en;
  std::string_view source;
  Law law = Law::kChina;
  std::span<const StatutoryStage> stages;  // at least one; the first is the usual one
  // Whether the period begins with the receipt of a feedback, so that a ticket can carry its clock.
  // The others begin with what only people know: goods that came back, a breach noticed.
  bool from_receipt = false;
};
std::span<const StatutoryDuty> StatutoryDuties();

// "stat_bank_reply" or "stat_bank_reply:special". kNotFound "statutory_unknown" names what there
// is.
Result<StatutoryChoice> ParseStatutory(std::string_view text);

// The same text again; the stage is left out when it is the usual one.
std::string FormatStatutory(const StatutoryChoice& choice);

// China's duties follow `usual`; the European Union's know weekends only (Regulation 1182/71), in
// the zone of `usual`.
Result<std::shared_ptr<const Calendar>> StatutoryCalendar(const StatutoryDuty& duty,
                                                          std::shared_ptr<const Calendar> usual);

struct StatutorySpan {
  Instant start;
  std::optional<Instant> stopped_at;
  Instant now;
};
// State, due, ladder and explanation.
ClockResult ComputeStatutory(const StatutoryChoice& choice, const StatutorySpan& span,
                             const Calendar& calendar, Explain explain = Explain::kNo);

}  // namespace huiyin::domain
