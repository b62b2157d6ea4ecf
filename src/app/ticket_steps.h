// The tickets' facts as an event log of process mining (domain 6.1): one event a fact, the fact's
// kind is the activity, the actor's label ("user:17", "customer") the resource. Holds no text and
// no name of a customer. Facts that say who looked, not what was done, are no steps.
#pragma once

#include <string_view>

#include "base/result.h"
#include "domain/fact.h"
#include "mining/load.h"
#include "store/session.h"

namespace huiyin::app {

// False for watching and for revealing personal data.
bool IsProcessStep(std::string_view kind);
// Whether a fact of this kind can change department, owner, category or priority of its ticket.
bool MovesTicket(std::string_view kind);

// Every ticket of the session's snapshot. Case attributes: channel, category, complaint_kind,
// priority (as they are now); event attributes: org:group (the department's name), state_from,
// state_to, cycle. Memory: the log; one ticket's state at a time. An instance without tickets
// gives an empty log. A ticket with an event that cannot be read is left out, and the report says
// which event it was.
Result<mining::LoadedLog> ReadTicketLog(store::Session& session);

}  // namespace huiyin::app
