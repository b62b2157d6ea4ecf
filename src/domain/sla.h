// Clocks of a ticket (domain.md §2): from its facts, the policies and a calendar to every clock
// with due instant, state, warnings and an explanation. Pure; the same function serves live
// tickets, replay, recomputation after a policy change and `huiyin due`.
//
// What the facts (fact.h, in order of time) say to the clocks:
//   ticket_created      received_at, channel; answered_at (phone and chat: the instant of ack);
//                       to_human (chat: waits for a person); test = true: no clocks at all
//   classified, classification_corrected, priority_changed
//                       priority, category, customer_tier, department_id: clocks are retimed; sla:
//                       the policies (SlaRules::pinned) from there on
//   sla_policy_changed  sla: other policies; running clocks are retimed like for another category
//   assigned            department_id: starts `analysis`
//   acknowledged        stops `ack`
//   human_reply         stops `first_response`, `reopen_ack`, `chat_answer`; a reply that carries
//                       automatic = true is a machine's and stops nothing
//   bot_answer_helpful  (kBotAnswerHelpful) stops `first_response` as well
//   progress_update, workaround_provided
//                       stop `interim`, from the acknowledgement on; telling the solution does too
//   analysis_completed, solution_communicated (the first one stops the duties of law)
//   customer_message    ends a pause; to_human = true starts `chat_answer` when none is waiting,
//                       unless leave_message = true (outside the service hours)
//   human_requested     (kHumanRequested) bot → person: starts `chat_answer`
//   customer_asked      begins a pause; it ends with the wait: an answer, any step of the work that
//                       leaves `waiting_customer`, or after SlaRules::auto_resume
//   reopened, voided (reason), merged, unmerged
// Rulings compare whole milliseconds: a stop in the millisecond of the due is met.
#pragma once

#include <functional>
#include <memory>
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
  kReopenAck,
  kStatutory,  // a duty of law (statutory.h), named by itself
};
std::string_view Name(ClockKind kind);
std::string_view ZhName(ClockKind kind);
std::string_view EnName(ClockKind kind);
std::optional<ClockKind> ParseClockKind(std::string_view id);

// Facts that only clocks know.
inline constexpr char kHumanRequested[] = "human_requested";
inline constexpr char kBotAnswerHelpful[] = "bot_answer_helpful";

enum class TermUnit { kSecond, kMinute, kHour, kWorkingDay, kDay, kWeek, kMonth };
enum class TermBasis { kElapsed, kBusinessHours };  // for s, min, h only (§2.3 rule 1)

// "3 wd", "72 h", "2 w".
struct Term {
  int64_t n = 0;
  TermUnit unit = TermUnit::kHour;
  TermBasis basis = TermBasis::kElapsed;
  bool operator==(const Term&) const = default;
};
// "30 s", "24 h business_hours", "5 wd", "1 months"; at least 1, at most ten years.
// kInvalidArgument "sla_term".
Result<Term> ParseTerm(std::string_view text);
std::string FormatTerm(const Term& term);
// "5 个工作日", "5 working days"; a term of nothing (statutory.h): "立即", "at once".
std::string ZhTerm(const Term& term);
std::string EnTerm(const Term& term);

struct ClockRule {
  ClockKind kind;
  std::optional<Term> target;  // missing it is a warning
  Term limit;                  // missing it is a breach
};

struct StatutoryDuty;
struct StatutoryStage;
// A duty of law and the stage of it that counts (statutory.h).
struct StatutoryChoice {
  const StatutoryDuty* duty = nullptr;
  const StatutoryStage* stage = nullptr;
};

// Applies to tickets that match every condition given; where several apply, each clock takes the
// earliest resulting instant.
struct SlaPolicy {
  std::string id;
  std::string name;     // for people; empty: the id
  int64_t version = 0;  // of the document it was read from; 0: built in
  std::optional<Priority> priority;
  std::optional<Category> category;
  std::optional<Channel> channel;
  std::string customer_tier;
  int64_t department_id = 0;
  std::vector<ClockRule> rules;
  std::vector<StatutoryChoice> statutory;  // from the receipt on, never paused (§2.6)
};

// The table of §2.1.
const std::vector<SlaPolicy>& DefaultPolicies();

struct SlaRules {
  std::vector<SlaPolicy> policies = DefaultPolicies();  // of a ticket whose facts name none
  // The policies a fact names ("vip@3": the third version of the document vip), so that a change of
  // policy changes no due instant before a fact says so. Null: unknown, nothing changes.
  std::function<std::shared_ptr<const std::vector<SlaPolicy>>(const std::vector<std::string>& sla)>
      pinned;
  Duration auto_resume = Duration::Days(7);
  // Floors of a reopened solution clock, by basis (§2.3 rule 7); the working-day floor is one day
  // of the calendar.
  Duration floor_elapsed = Duration::Hours(24);  // in the clock's own basis
  Duration floor_days = Duration::Days(3);
};

enum class ClockState { kRunning, kPaused, kMet, kBreached, kMetLate, kVoid };
std::string_view Name(ClockState state);

enum class StepKind {
  kStart,         // the clock starts; day 0 of a date clock
  kDayCounted,    // working days that count
  kDaySkipped,    // rest days that do not
  kTerm,          // the term of a policy and where it ends
  kMovedForward,  // the last day is a rest day
  kLaterPolicy,   // another policy applies and ends later
  kRaised,        // the priority went up: a quarter of the new term from then
  kRemaining,     // reopened: what was left of the budget, or the floor
  kPause,
  kPauseIgnored,  // without effect: after the due, or without business time
  kBreachKept,    // the due had passed before the terms changed
  kIncomplete,    // a year without a loaded calendar
  kStopped,
  kDue,
};
std::string_view Name(StepKind kind);

struct ExplainStep {
  Instant at;
  std::string zh, en;
  StepKind kind = StepKind::kDue;
};

struct Warning {
  std::string level;  // warn_50, warn_75, warn_90, breach, esc_150, esc_200 (escalation.h)
  Instant at;
};

struct ClockResult {
  ClockKind kind;
  std::string_view duty;  // of kStatutory: its identifier
  int cycle = 1;          // of chat_answer: the number of the wait; name and cycle name a clock
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

// "solution", "stat_bank_reply".
std::string_view NameOf(const ClockResult& clock);

enum class Explain { kNo, kYes };

// All clocks the facts have started, in order of their start, duties of law last. `now` decides
// running or breached.
std::vector<ClockResult> ComputeClocks(std::span<const Fact> facts, const SlaRules& rules,
                                       const Calendar& calendar, Instant now,
                                       Explain explain = Explain::kNo);

// The question that began the wait for the customer which the clocks see; nothing when nobody
// waits, also after a wait that a later fact found ended by itself. Asking again does not begin a
// new one.
std::optional<Instant> WaitingSince(std::span<const Fact> facts, const SlaRules& rules,
                                    const Calendar& calendar);

// The due instant of one term from `start`, without pauses (§2.3 rules 1-4).
Instant DueOf(const Term& term, Instant start, const Calendar& calendar);

}  // namespace huiyin::domain
