// The process of the instance's own tickets, kept current: reads what the event log gained since
// the last question, so a question costs a few nanoseconds an event of the log and no query of old
// events. Much that is missing, as before the first question, is read in the background; who asks
// meanwhile waits a moment and then gets kUnavailable "process_log_reading", which says how far it
// is. Nothing is read and no memory taken before somebody asks. Thread-safe.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
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

struct ProcessReading {
  int64_t at_once = 50'000;                   // events; more are left to the background
  std::chrono::milliseconds patience{2'000};  // of a question, for the background
};

class ProcessLog {
 public:
  explicit ProcessLog(const Context& context, ProcessReading reading = {});
  ~ProcessLog();  // stops reading

  // Over the tickets the actor may read. kInvalidArgument for an unknown category, priority or
  // channel.
  Result<mining::LiveSummary> Summary(const domain::Actor& actor, const ProcessFilter& filter);
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
