// A fact about a ticket: what one event of the log says. The facts of a ticket, in order, are all
// there is: state, guards and clocks are computed from them, live and in replay, by the same code.
// Fields are named values without personal data (texts live encrypted in messages; a fact carries
// their id and a keyed commitment).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"

namespace huiyin::domain {

using FactValue = std::variant<bool, int64_t, double, std::string, std::vector<std::string>>;

struct Fact {
  std::string kind;  // event name of domain.md: "ticket_created"
  Instant at;
  std::string actor;  // "user:17", "customer", "system", "token:5"
  std::map<std::string, FactValue> fields;

  std::string Text(std::string_view key) const;  // "" when absent
  int64_t Int(std::string_view key, int64_t otherwise = 0) const;
  double Real(std::string_view key, double otherwise = 0) const;
  bool Flag(std::string_view key) const;  // false when absent
  std::vector<std::string> List(std::string_view key) const;
  bool Has(std::string_view key) const;
  // An instant stored as ISO text.
  Instant At(std::string_view key, Instant otherwise) const;
  int64_t UserId() const;  // of actor "user:17"; 0 for others

  Fact& Set(std::string key, FactValue value);
  Fact& SetIf(std::string key, std::string value);  // skips an empty text
};

Fact MakeFact(std::string kind, Instant at, std::string actor);

// Names of the facts.
namespace fact {
inline constexpr char kTicketCreated[] = "ticket_created";
inline constexpr char kClassified[] = "classified";  // what understanding and routing said
inline constexpr char kAssigned[] = "assigned";
inline constexpr char kAcknowledged[] = "acknowledged";
inline constexpr char kWorkStarted[] = "work_started";
inline constexpr char kAnalysisCompleted[] = "analysis_completed";
inline constexpr char kSolutionPlanned[] = "solution_planned";
inline constexpr char kSolutionEvaluated[] = "solution_evaluated";
inline constexpr char kApprovalRequested[] = "approval_requested";
inline constexpr char kApprovalDecided[] = "approval_decided";
inline constexpr char kSolutionCommunicated[] = "solution_communicated";
inline constexpr char kImplementationDone[] = "implementation_done";
inline constexpr char kTestFailed[] = "test_failed";
inline constexpr char kResolved[] = "resolved";
inline constexpr char kCustomerConfirmed[] = "customer_confirmed";
inline constexpr char kClosed[] = "closed";  // confirmation window over
inline constexpr char kReopened[] = "reopened";
inline constexpr char kVoided[] = "voided";
inline constexpr char kCustomerAsked[] = "customer_asked";
inline constexpr char kThirdPartyAsked[] = "third_party_asked";
inline constexpr char kWorkResumed[] = "work_resumed";
inline constexpr char kCustomerMessage[] = "customer_message";
inline constexpr char kHumanReply[] = "human_reply";
inline constexpr char kProgressUpdate[] = "progress_update";
inline constexpr char kWorkaroundProvided[] = "workaround_provided";
inline constexpr char kNoteAdded[] = "note_added";
inline constexpr char kPriorityChanged[] = "priority_changed";
inline constexpr char kClassificationCorrected[] = "classification_corrected";
inline constexpr char kFieldsEdited[] = "fields_edited";
inline constexpr char kRated[] = "rated";
inline constexpr char kMerged[] = "merged";
inline constexpr char kUnmerged[] = "unmerged";
inline constexpr char kSplit[] = "split";
inline constexpr char kLinked[] = "linked";
inline constexpr char kUnlinked[] = "unlinked";
inline constexpr char kTaskCreated[] = "task_created";
inline constexpr char kTaskDone[] = "task_done";
inline constexpr char kWatched[] = "watched";
inline constexpr char kUnwatched[] = "unwatched";
inline constexpr char kRevealed[] = "revealed";
inline constexpr char kEscalated[] = "escalated";
inline constexpr char kClockBreached[] = "clock_breached";
inline constexpr char kSlaPolicyChanged[] = "sla_policy_changed";
inline constexpr char kAttachmentAdded[] = "attachment_added";
}  // namespace fact

}  // namespace huiyin::domain
