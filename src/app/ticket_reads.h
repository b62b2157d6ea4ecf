// How far a person has read a ticket. Unread is what changed by somebody else (a colleague, the
// customer, the system) since he opened it, and what he owns and never opened, unless it is closed.
// What he neither owns nor ever opened is nobody's news. No fact of a ticket; leaves no event.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/context.h"
#include "base/result.h"
#include "domain/permissions.h"
#include "store/session.h"
#include "store/tx.h"

namespace huiyin::app {

// Versions at which the person last saw these tickets; those he never opened are not in it.
using ReadMarks = std::unordered_map<int64_t, int64_t>;
Result<ReadMarks> ReadMarksOf(store::Session& session, int64_t user_id,
                              const std::vector<int64_t>& ticket_ids);

bool IsUnread(const ReadMarks& marks, int64_t user_id, int64_t ticket_id, int64_t version,
              int64_t owner_id, std::string_view state);

enum class Reading {
  kRead,   // the person has the ticket before him; his mentions on it are read, too
  kUnread  // as if he had not seen it
};
// kNotFound "ticket_not_found" where he may not read it. A token reads for a program, which keeps
// its own account: nothing is done.
Status MarkTicket(const Context& context, const domain::Actor& actor, const std::string& ticket_no,
                  Reading reading);
// He changed it himself from one version to the next.
Status FollowOwnChange(store::Tx& tx, const domain::Actor& actor, int64_t ticket_id, int64_t before,
                       int64_t after);

}  // namespace huiyin::app
