// One clock as the engine keeps it, and what follows from it: the due in force, the state, the
// ladder, the explanation. Internal to the SLA engine.
#pragma once

#include <optional>
#include <vector>

#include "domain/sla.h"
#include "domain/sla_term.h"

namespace huiyin::domain {

// One term of a clock; several stand side by side, the earliest due wins.
struct ClockTerm {
  Term term;
  Measure measure = Measure::kElapsed;
  const SlaPolicy* policy = nullptr;
  Instant due0;  // start + term, before pauses
  // §2.3 rule 8: never before this when the terms changed while the clock ran (instant of the
  // change + a quarter of the term); pauses before the change do not shift it.
  std::optional<Instant> least;
  Instant changed_at;
  // A reopened solution (rule 7): what is granted from the start, and whether it is the floor.
  std::optional<Duration> granted;
  bool is_floor = false;
};

struct Deadline {
  Instant due;  // pauses included
  const ClockTerm* by = nullptr;
  bool by_least = false;
};

struct Running {
  ClockKind kind = ClockKind::kAck;
  int cycle = 1;
  Instant start;
  std::vector<ClockTerm> limits, targets;
  std::optional<Instant> stopped_at;
  bool is_void = false;
  bool raised_late = false;
  std::optional<Instant> breached_due;  // a due that had passed before the terms changed
};

bool Pausable(ClockKind kind);

// The part of every pause that counts for this clock: from its start to its stop.
std::vector<Pause> PausesOf(const Running& clock, const std::vector<Pause>& all);

// Nothing when there are no candidates. `own` is what PausesOf gave.
std::optional<Deadline> EarliestOf(const std::vector<ClockTerm>& candidates,
                                   const std::vector<Pause>& own, const Calendar& calendar);

struct Moment {
  Instant now;
  bool paused = false;  // the customer is being waited for
};
ClockResult ResultOf(const Running& clock, const std::vector<Pause>& all, Moment moment,
                     const Calendar& calendar, Explain explain);

// sla_explain.cc
void ExplainClock(const Running& clock, const Deadline& deadline, const std::vector<Pause>& own,
                  const Calendar& calendar, ClockResult& out);

}  // namespace huiyin::domain
