// One message to many tickets of an incident, one command each: one that is refused holds up no
// other, and each fact carries the key that tells whom it has reached already.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/incident_message.h"
#include "app/ticket_unit.h"
#include "domain/permissions.h"

namespace huiyin::app {

struct Config;

enum class IncidentRun { kTrial, kForReal };

struct IncidentOutcome {
  std::string ticket_no;
  bool already = false;          // there was nothing left to do
  std::optional<Error> refused;  // nothing was done to this ticket
};

class IncidentRound {
 public:
  IncidentRound(const Context& context, const domain::Actor& actor, std::string incident_no,
                IncidentMessage message, IncidentRun run);

  // Facts carry it; whom it has reached is not reached again. A trial needs none.
  void Mark(std::string update_id, std::string approved_by = {});
  // The permissions of every step.
  Status CheckRights() const;

  // Fails only where the system fails (database gone) or the message itself is refused; what one
  // ticket refuses stands in its outcome.
  Result<IncidentOutcome> Child(const std::string& ticket_no);
  Result<IncidentOutcome> Parent();
  // kResolve: the parent stays open while a child does.
  IncidentOutcome ParentLeft() const;

 private:
  Result<IncidentOutcome> One(const std::string& ticket_no, bool child);
  Status Take(store::Tx& tx, const std::string& ticket_no, bool child, IncidentOutcome& outcome);
  bool WasTold(const TicketUnit& unit) const;

  const Context& context_;
  const domain::Actor actor_;
  const std::shared_ptr<const Config> config_;
  const std::string incident_no_;
  const IncidentMessage message_;
  const IncidentRun run_;
  std::string update_id_, approved_by_;
};

}  // namespace huiyin::app
