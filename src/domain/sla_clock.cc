#include "domain/sla_clock.h"

#include <algorithm>

#include "domain/escalation.h"

namespace huiyin::domain {
namespace {

Deadline DeadlineOf(const ClockTerm& c, const std::vector<Pause>& own, const Calendar& calendar) {
  Deadline out{Shift(c.measure, c.due0, own, calendar), &c, false};
  if (!c.least) return out;
  std::vector<Pause> later;
  for (const Pause& pause : own) {
    if (pause.to > c.changed_at) later.push_back({std::max(pause.from, c.changed_at), pause.to});
  }
  const Instant least = Shift(c.measure, *c.least, later, calendar);
  if (least > out.due) {
    out.due = least;
    out.by_least = true;
  }
  return out;
}

// The budget of the share rule: the limit before pauses (§2.4).
Duration BudgetOf(const Running& clock, const Deadline& deadline, const std::vector<Pause>& own,
                  const Calendar& calendar) {
  const Measure measure = deadline.by->measure;
  if (!deadline.by_least) {
    return MeasureIn(measure, clock.start, deadline.by->due0, calendar);
  }
  Duration budget = MeasureIn(measure, clock.start, deadline.due, calendar);
  for (const Pause& pause : own) {
    if (pause.from < deadline.due) {
      budget = budget - MeasureIn(measure, pause.from, std::min(pause.to, deadline.due), calendar);
    }
  }
  return budget;
}

ClockState StateOf(const Running& clock, Instant due, Moment moment) {
  if (clock.is_void) return ClockState::kVoid;
  const Instant last = FloorMillis(due);
  if (clock.stopped_at) {
    return FloorMillis(*clock.stopped_at) <= last ? ClockState::kMet : ClockState::kMetLate;
  }
  if (FloorMillis(moment.now) > last) return ClockState::kBreached;
  return moment.paused && Pausable(clock.kind) ? ClockState::kPaused : ClockState::kRunning;
}

void AddLadder(const Running& clock, const Deadline& deadline, const std::vector<Pause>& own,
               const Calendar& calendar, ClockResult& out) {
  const Duration budget = BudgetOf(clock, deadline, own, calendar);
  out.warnings.reserve(ClockLadder().size());
  for (const LadderStep& step : ClockLadder()) {
    const Instant at = step.level == EscalationLevel::kBreach
                           ? FloorMillis(out.due_at) + Duration::Millis(1)
                           : ShareInstant(deadline.by->measure, clock.start, budget, step.per_mille,
                                          own, calendar);
    out.warnings.push_back({std::string(Name(step.level)), at});
  }
}

}  // namespace

bool Pausable(ClockKind kind) {
  return kind == ClockKind::kAnalysis || kind == ClockKind::kSolution;
}

std::vector<Pause> PausesOf(const Running& clock, const std::vector<Pause>& all) {
  std::vector<Pause> out;
  if (!Pausable(clock.kind)) return out;
  for (const Pause& pause : all) {
    Pause inside{std::max(pause.from, clock.start), pause.to};
    if (clock.stopped_at) inside.to = std::min(inside.to, *clock.stopped_at);
    if (inside.to > inside.from) out.push_back(inside);
  }
  return out;
}

std::optional<Deadline> EarliestOf(const std::vector<ClockTerm>& candidates,
                                   const std::vector<Pause>& own, const Calendar& calendar) {
  std::optional<Deadline> best;
  for (const ClockTerm& c : candidates) {
    const Deadline deadline = DeadlineOf(c, own, calendar);
    if (!best || deadline.due < best->due) best = deadline;
  }
  return best;
}

ClockResult ResultOf(const Running& clock, const std::vector<Pause>& all, Moment moment,
                     const Calendar& calendar, Explain explain) {
  ClockResult out;
  out.kind = clock.kind;
  out.cycle = clock.cycle;
  out.started_at = clock.start;
  out.stopped_at = clock.stopped_at;
  out.priority_raised_late = clock.raised_late;
  const std::vector<Pause> own = PausesOf(clock, all);
  const std::optional<Deadline> deadline = EarliestOf(clock.limits, own, calendar);
  out.due_at = deadline ? deadline->due : clock.breached_due.value_or(clock.start);
  if (const auto target = EarliestOf(clock.targets, own, calendar)) {
    // A target no earlier than the limit that won says nothing.
    if (target->due < out.due_at) out.target_due_at = target->due;
  }
  if (clock.breached_due) out.due_at = std::min(out.due_at, *clock.breached_due);
  out.state = StateOf(clock, out.due_at, moment);
  if (!deadline) return out;
  AddLadder(clock, *deadline, own, calendar, out);
  out.calendar_incomplete =
      deadline->by->measure != Measure::kElapsed &&
      !calendar.Covers(calendar.LocalDay(clock.start), calendar.LocalDay(deadline->due));
  if (explain == Explain::kYes) ExplainClock(clock, *deadline, own, calendar, out);
  return out;
}

}  // namespace huiyin::domain
