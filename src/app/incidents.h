// Incidents: a parent ticket and the tickets of customers whom the same thing happened to. An
// incident is any ticket that has children; it has no state of its own beside the parent's. One
// text goes to every child's own customer, who learns nothing of the others, and all children are
// resolved together, each through its own guards and its own confirmation.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/incident_round.h"
#include "app/list_tickets.h"
#include "domain/permissions.h"

namespace huiyin::app {

inline constexpr size_t kMaxIncidentChildren = 500;
inline constexpr int kMaxIncidentsListed = 200;
// From so many tickets on, what is told to all needs a second person (domain.md §8).
inline constexpr size_t kBulkFrom = 5;

struct IncidentRow {
  TicketRow parent;
  int64_t children = 0, open = 0, breached = 0;  // open: neither resolved nor closed
  std::optional<Instant> oldest_due;
};
// Incidents whose parent is not closed and may be read; the one with the newest child first, at
// most 200.
Result<std::vector<IncidentRow>> ListIncidents(const Context& context, store::Session& session,
                                               const domain::Actor& actor);

struct IncidentView {
  TicketRow parent;
  std::vector<TicketRow> children;  // those the actor may read, oldest first
  int64_t hidden = 0;               // children he may not
};
// kNotFound "ticket_not_found" when there is none the actor may read. A ticket without children is
// answered too: an incident whose children were all taken out.
Result<IncidentView> ReadIncident(const Context& context, store::Session& session,
                                  const domain::Actor& actor, const std::string& incident_no);

struct NewIncident {
  std::string parent;                   // an existing ticket; empty: a new one
  std::string title, text;              // of a new one; the title is required
  std::vector<std::string> ticket_nos;  // 1 to 500
  std::string idempotency_key;          // empty: none
};
// The parent's number. All or nothing: kInvalidArgument with each ticket that cannot become a child
// ("ticket_nos[3]": ticket_not_found, has_parent, parent_circle, same_ticket, merged), kConflict
// "incident_full", "idempotency_conflict". A new parent takes channel, category and product of the
// oldest child and the highest priority of all; it has no customer.
Result<std::string> OpenIncident(const Context& context, const domain::Actor& actor,
                                 const NewIncident& in);
Status AddChildren(const Context& context, const domain::Actor& actor,
                   const std::string& incident_no, const std::vector<std::string>& ticket_nos);
// As AddChildren; "not_a_child" in place of "has_parent".
Status RemoveChildren(const Context& context, const domain::Actor& actor,
                      const std::string& incident_no, const std::vector<std::string>& ticket_nos);

struct IncidentReport {
  std::string update_id;               // on every fact this wrote; empty for a trial
  std::vector<IncidentOutcome> items;  // children, the parent last
  int64_t hidden = 0;                  // children the actor may not see: not reached
};

// One message to all children the actor may see, and to the parent's history. Each ticket is its
// own command, so one that is refused does not hold up the others; each fact carries "incident" and
// "update_id". The same key again does what the first time left undone and tells nobody twice;
// another message under it is kConflict "idempotency_conflict". kTrial does the same and undoes it.
// kResolve resolves every child, whole or not at all: a pending child is started by the actor; one
// that lacks an approval is refused and stays as it was. The parent follows when no child is left
// open ("children_open" otherwise). From kBulkFrom children on only a trial: kConflict
// "second_person_required" (app/bulk_notices.h).
Result<IncidentReport> RunIncident(const Context& context, const domain::Actor& actor,
                                   const std::string& incident_no, const IncidentMessage& message,
                                   const std::string& idempotency_key, IncidentRun run);

}  // namespace huiyin::app
