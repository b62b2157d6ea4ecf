// The process of the instance's own tickets, kept current with the event log (app/log_view.h): a
// question costs a few nanoseconds an event and no query of old events. Thread-safe;
// kUnavailable "log_being_read".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/log_view.h"
#include "domain/permissions.h"
#include "mining/findings.h"
#include "mining/live_log.h"

namespace huiyin::app {

enum class ProcessClock { kElapsed, kBusiness };  // kBusiness: the instance's calendar

// Empty lists: no condition. Department, category and priority are those of the ticket now.
struct ProcessFilter {
  std::optional<Instant> created_from, created_to;  // half open
  std::vector<int64_t> department;
  std::vector<std::string> category, priority, channel;
  ProcessClock clock = ProcessClock::kElapsed;
  size_t most_variants = 50;
};

// A finding (mining/findings.h) with its names written out.
struct ProcessFinding {
  mining::FindingKind kind = mining::FindingKind::kBottleneck;
  std::vector<std::string> activities;
  std::vector<std::string> owners;   // actors' labels, or departments
  std::vector<std::string> tickets;  // the first few of `cases`
  uint64_t cases = 0, count = 0;
  double share = 0, seconds = 0, impact_s = 0;
};

struct ProcessFigures : mining::LiveSummary {
  uint64_t unreadable_events = 0;  // of the whole log, passed over; `huiyin verify` says which
};

class ProcessLog {
 public:
  explicit ProcessLog(const Context& context, LogReading reading = {});
  ~ProcessLog();  // stops reading

  // Over the tickets the actor may read. kInvalidArgument for an unknown category, priority or
  // channel.
  Result<ProcessFigures> Summary(const domain::Actor& actor, const ProcessFilter& filter);
  Result<mining::LiveCases> TicketsBehind(const domain::Actor& actor, const ProcessFilter& filter,
                                          const mining::LivePlace& place, size_t most);
  // What to look at first. Copies the log and analyses it whole: about a second a million events.
  Result<std::vector<ProcessFinding>> Findings(const domain::Actor& actor,
                                               const ProcessFilter& filter);

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace huiyin::app
