// Past tickets whose customers said nearly the same, kept current with the event log
// (app/log_view.h): all masked texts are read once, about ten seconds a million. Only signatures
// are kept, no words. Thread-safe; Like: kUnavailable "log_being_read".
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/list_tickets.h"
#include "domain/permissions.h"

namespace huiyin::app {

struct SimilarTicket {
  TicketRow row;
  double likeness = 0;  // 0..1, exact (text/similar.h)
  bool near_duplicate = false;
};

// Tickets of one matter that came in within a time.
struct Incident {
  std::vector<TicketRow> tickets;  // oldest first, those the actor may read
};

class SimilarTickets {
 public:
  explicit SimilarTickets(const Context& context);
  ~SimilarTickets();

  // The likest first, those the actor may read; at most `most` (<= 50). Errors as ReadTicket.
  Result<std::vector<SimilarTicket>> Like(const domain::Actor& actor, const std::string& ticket_no,
                                          size_t most);
  // Groups of at least `least` alike tickets received since; the largest first, at most 50. The
  // newest 20,000 tickets of the time are looked at.
  Result<std::vector<Incident>> Incidents(const domain::Actor& actor, Instant since, size_t least);

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace huiyin::app
