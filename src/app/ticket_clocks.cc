#include "app/ticket_clocks.h"

#include <algorithm>

#include "app/config.h"

namespace huiyin::app {
namespace {

// The levels the timer job acts on; the due instant itself is the "breach" level.
bool StillAhead(const domain::ClockResult& clock, Instant at, Instant now) {
  return !clock.stopped_at && clock.state != domain::ClockState::kVoid && at > now;
}

}  // namespace

TicketClocks ComputeClocks(const Config& config, const std::vector<domain::Fact>& facts,
                           Instant now) {
  TicketClocks out;
  out.clocks = domain::ComputeClocks(facts, config.sla, *config.calendar, now);
  const auto earlier = [](std::optional<Instant>& best, Instant at) {
    if (!best || at < *best) {
      best = at;
      return true;
    }
    return false;
  };
  std::optional<Instant> missed;
  for (const domain::ClockResult& clock : out.clocks) {
    using domain::ClockState;
    if (clock.kind != domain::ClockKind::kAnalysis) {
      if (clock.state == ClockState::kRunning) earlier(out.promised_at, clock.due_at);
      if (clock.state == ClockState::kBreached) earlier(missed, clock.due_at);
    }
    if (clock.state == ClockState::kBreached || clock.state == ClockState::kMetLate) {
      out.breached = true;
    }
    if (clock.state == ClockState::kRunning || clock.state == ClockState::kBreached) {
      if (earlier(out.next_due_at, clock.due_at)) {
        out.next_due_clock = std::string(domain::NameOf(clock));
      }
      for (const domain::Warning& warning : clock.warnings) {
        if (StillAhead(clock, warning.at, now)) earlier(out.next_timer_at, warning.at);
      }
    }
  }
  if (!out.promised_at) out.promised_at = missed;
  const domain::Lifecycle life = domain::Replay(facts);
  if (life.state == domain::State::kResolved && life.resolved_at) {
    earlier(out.next_timer_at, *life.resolved_at + config.lifecycle.confirmation_window);
  }
  if (life.sub_state == domain::SubState::kWaitingCustomer) {
    // Reminders, then the work resumes by itself (domain.md §2.3 rule 6): counted like the pause,
    // from the question that began the wait. A wait that has ended so leaves the resuming to do.
    const auto since = domain::WaitingSince(facts, config.sla, *config.calendar);
    const Instant resume = since ? *since + config.sla.auto_resume : now;
    earlier(out.next_timer_at, std::max(resume, now));
    for (const Duration wait : kWaitReminders) {
      if (since && *since + wait > now) earlier(out.next_timer_at, *since + wait);
    }
  }
  return out;
}

}  // namespace huiyin::app
