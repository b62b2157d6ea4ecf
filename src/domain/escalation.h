// The ladder of pre-warning and escalation (domain.md §2.4): levels, who is told, what is done, and
// which levels of a ticket's clocks are to fire now. Pure; each level fires once per clock and
// cycle, the key says which.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "domain/vocabulary.h"

namespace huiyin::domain {

struct ClockResult;

enum class EscalationLevel : uint8_t {
  kWarn50,
  kWarn75,
  kWarn90,
  kBreach,
  kEsc150,
  kEsc200,
  kEscEmotion,
  kEscRepeatDissatisfied,
  kEscSensitive,
  kEscVolume,
};
std::string_view Name(EscalationLevel level);  // "warn_50", "esc_sensitive"
std::string_view ZhName(EscalationLevel level);
std::string_view EnName(EscalationLevel level);
std::optional<EscalationLevel> ParseEscalationLevel(std::string_view id);

// Who is told. Owner and department head are found on the ticket; the others are roles (§1.10).
enum class Audience : uint8_t {
  kOwner,
  kTeamLeader,
  kServiceSupervisor,
  kDepartmentHead,
  kServiceQualityCommittee,
  kManagement,
  kSeniorAgent,
  kLineManager,
  kSpecialTeam,
  kLegal,
  kEmergencyPlanOwner,
};
std::string_view Name(Audience audience);  // "owner", "department_head", or the role's identifier
std::string_view ZhName(Audience audience);
std::string_view EnName(Audience audience);

struct LevelRule {
  EscalationLevel level;
  std::span<const Audience> told;
  std::string_view action_zh, action_en;
  // When it must have reached them; zero: at once.
  Duration within;
};
const LevelRule& RuleOf(EscalationLevel level);

// The levels a clock fires by itself, in order; per_mille of the budget consumed. The breach is due
// + 1 ms whatever the budget (§2.3 rule 11).
struct LadderStep {
  EscalationLevel level;
  int per_mille;
};
std::span<const LadderStep> ClockLadder();

// "solution/2/warn_75": with the ticket's id the key that makes a notice idempotent.
std::string EscalationKey(std::string_view clock, int cycle, std::string_view level);

struct DueEscalation {
  EscalationLevel level;
  std::string clock;
  int cycle = 1;
  Instant at;  // of the rule, not of its detection
  std::string key;
};
// Levels whose instant is reached and whose key is not `fired`, in order of their instants. Clocks
// that are stopped, paused or void fire nothing more; the breach of a paused clock has fired
// before.
std::vector<DueEscalation> DueEscalations(std::span<const ClockResult> clocks, Instant now,
                                          const std::function<bool(std::string_view)>& fired);
// The next instant at which DueEscalations has more to say, while the facts stay as they are.
std::optional<Instant> NextEscalation(std::span<const ClockResult> clocks, Instant now);

// The levels that no clock fires.
bool EscalatesEmotion(int intensity, bool trigger_word);  // intensity >= 2, or 欺骗, 投诉 … live
bool EscalatesDissatisfied(int times_running);            // twice running
// When the special team must have a sensitive ticket: 30 min; where a life may be at stake, 10.
Instant SensitiveDue(Instant received, std::span<const SensitiveClass> classes);

// Local minutes of the day in which notices wait, for example 22:00 to 08:00.
struct QuietHours {
  int from_min = 0, to_min = 0;  // equal: none; from after to: over midnight
};
// When a notice may go out: at once for priority high, else at the end of the quiet hours.
// `local_minute` is the wall time of `at` in the zone of whoever is told.
Instant DeliverAt(Instant at, int local_minute, Priority priority, const QuietHours& quiet);

}  // namespace huiyin::domain
