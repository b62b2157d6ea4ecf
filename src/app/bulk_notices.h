// A message to five or more tickets of an incident needs two people: one asks, another one who may
// approve and sees the incident lets it go out, and it goes out throttled. What is said and whom to
// is fixed when it is asked for: what was approved is what is sent. Each step stands in the log;
// each fact on a ticket carries "update_id" and "approved_by".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/incident_message.h"
#include "app/incident_round.h"
#include "domain/permissions.h"
#include "store/session.h"

namespace huiyin::app {

inline constexpr int64_t kMaxBulkNoticesListed = 100;
// Tickets told a minute where the setting `bulk_notices` {"per_minute"} says nothing else.
inline constexpr int64_t kBulkPerMinute = 300;
inline constexpr int64_t kMaxBulkPerMinute = 6'000;

// stopped: its author is no longer active or lost the right before all were told.
enum class BulkState { kWaiting, kSending, kSent, kRejected, kWithdrawn, kStopped };
std::string_view Name(BulkState state);
std::optional<BulkState> ParseBulkState(std::string_view name);

struct BulkNotice {
  int64_t id = 0, incident_id = 0, author_id = 0, decided_by = 0;
  std::string incident_no;
  BulkState state = BulkState::kWaiting;
  IncidentMessage message;
  // The audience without the parent, and what became of each so far, the parent last. Read for
  // somebody: those he may read himself.
  std::vector<std::string> ticket_nos;
  std::vector<IncidentOutcome> report;
  // Of all, whoever may read them.
  int64_t audience = 0, reached = 0;  // reached: of the audience, told or refused
  int64_t done = 0, already = 0, refused = 0;
  int64_t hidden = 0;  // children the author could not see: not told
  Instant created_at;
  std::optional<Instant> decided_at;
  std::string comment;
};

// "bulk:17", on every fact the notice writes.
std::string UpdateIdOf(const BulkNotice& notice);

// A person's own request only. kInvalidArgument (CheckMessage), kPermissionDenied, kNotFound
// "ticket_not_found", kConflict "incident_empty", "idempotency_conflict", "bulk_too_few" below
// kBulkFrom tickets.
Result<BulkNotice> AskForBulkNotice(const Context& context, const domain::Actor& actor,
                                    const std::string& incident_no, const IncidentMessage& message,
                                    const std::string& idempotency_key);

struct BulkFilter {
  std::optional<BulkState> state;
  std::string incident_no;  // empty: any
};
// The newest 100 of incidents the actor may read.
Result<std::vector<BulkNotice>> ListBulkNotices(const Context& context, store::Session& session,
                                                const domain::Actor& actor,
                                                const BulkFilter& filter);
// kNotFound "bulk_notice_not_found", also where the incident may not be read.
Result<BulkNotice> ReadBulkNotice(const Context& context, store::Session& session,
                                  const domain::Actor& actor, int64_t id);

enum class BulkDecision { kApprove, kReject };
// A person with ticket.approve who did not ask himself: kPermissionDenied "approval_role";
// kConflict "bulk_decided" when it does not wait any more; a rejection needs a comment.
Status DecideBulkNotice(const Context& context, const domain::Actor& actor, int64_t id,
                        BulkDecision decision, const std::string& comment);
// Its author only, while it waits.
Status WithdrawBulkNotice(const Context& context, const domain::Actor& actor, int64_t id);

// Tells the next part of every notice that is on its way; how many tickets were told. What a crash
// cut off is told by the next call, nobody twice.
Result<int> SendBulkNotices(const Context& context);

// The setting `bulk_notices`: kInvalidArgument "invalid_field".
Status CheckBulkSetting(std::string_view body);

}  // namespace huiyin::app
