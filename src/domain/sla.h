// Clocks of a ticket (domain.md §2): from its facts, the policies and a calendar to every clock
// with due instant, state, warnings and an explanation. Pure; the same function serves live
// tickets, replay, recomputation after a policy change and `huiyin due`.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "domain/calendar.h"
#include "domain/fact.h"
#include "domain/vocabulary.h"

namespace huiyin::domain {

enum class ClockKind {
  kAck,
  kFirstResponse,
  kInterim,
  kAnalysis,
  kSolution,
  kChatAnswer,
  kReopenAck
};
std::string_view Name(ClockKind kind);
std::optional<ClockKind> ParseClockKind(std::string_view id);

enum class TermUnit { kSecond, kMinute, kHour, kWorkingDay, kDay, kWeek, kMonth };
enum class TermBasis { kElapsed, kBusinessHours };  // for s, min, h only (§2.3 rule 1)

// "3 wd", "72 h", "2 w".
struct Term {
  int64_t n = 0;
  TermUnit unit = TermUnit::kHour;
  TermBasis basis = TermBasis::kElapsed;
};

struct ClockRule {
  ClockKind kind;
  std::optional<Term> target;  // missing it is a warning
  Term limit;                  // missing it is a breach
};

// Applies to tickets that match every condition given; where several apply, each clock takes the
// earliest resulting instant.
struct SlaPolicy {
  std::string id;
  std::optional<Priority> priority;
  std::optional<Category> category;
  std::optional<Channel> channel;
  std::string customer_tier;
  int64_t department_id = 0;
  std::vector<ClockRule> rules;
};

// The table of §2.1.
const std::vector<SlaPolicy>& DefaultPolicies();

struct SlaRules {
  std::vector<SlaPolicy> policies = DefaultPolicies();
  Duration auto_resume = Duration::Days(7);
  // Floors of a reopened solution clock, by basis (§2.3 rule 7); the working-day floor is one day
  // of the calendar.
  Duration floor_elapsed = Duration::Hours(24);
  Duration floor_days = Duration::Days(3);
};

enum class ClockState { kRunning, kPaused, kMet, kBreached, kMetLate, kVoid };
std::string_view Name(ClockState state);

struct ExplainStep {
  Instant at;
  std::string zh, en;
};

struct Warning {
  std::string level;  // warn_50, warn_75, warn_90, breach, esc_150, esc_200
  Instant at;
};

struct ClockResult {
  ClockKind kind;
  int cycle = 1;
  ClockState state = ClockState::kRunning;
  Instant started_at;
  Instant due_at;  // in force now, or at the stop
  std::optional<Instant> target_due_at;
  std::optional<Instant> stopped_at;
  bool calendar_incomplete = false;
  bool priority_raised_late = false;
  std::vector<Warning> warnings;
  std::vector<ExplainStep> explained;  // filled only when asked for
};

enum class Explain { kNo, kYes };

// All clocks the facts have started, in order of their start. `now` decides running or breached.
std::vector<ClockResult> ComputeClocks(std::span<const Fact> facts, const SlaRules& rules,
                                       const Calendar& calendar, Instant now,
                                       Explain explain = Explain::kNo);

// The due instant of one term from `start`, without pauses (§2.3 rules 1-4).
Instant DueOf(const Term& term, Instant start, const Calendar& calendar);

}  // namespace huiyin::domain
