// What one command does inside the writer. A command is `Status(Tx&)`; it may run again (a lost
// PostgreSQL race, a batch redone), so it must have no effect outside the Tx and the objects it
// resets itself at its start. If it returns an error, everything it did is undone (savepoint) and
// the other commands of the batch are untouched.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "store/session.h"

namespace huiyin::store {

// A fact to append to the event log. seq and leaf hash are given at the end of the batch.
struct NewEvent {
  std::string ticket_no;  // empty: not about a ticket (settings, users, …)
  int64_t ticket_id = 0;  // 0: not about a ticket
  std::string actor;      // "user:17", "customer", "system", "token:5"
  std::string kind;       // domain.md event names: "ticket_created"
  std::string payload;    // canonical JSON object; no personal data in the clear
};

// An increment of a rollup: hour × metric × dimensions × bucket → (n, sum). Folded once a batch.
// `bucket` is 0 for plain counts; for durations it is the index of a log-scaled histogram bucket
// (stats/log_histogram.h), so quantiles merge by addition.
struct RollupDelta {
  int64_t hour = 0;  // UTC microseconds / 3.6e9
  std::string metric;
  std::string dims;  // "department=2|priority=high": sorted key=value, '|' between
  int bucket = 0;
  int64_t n = 0;
  int64_t sum = 0;
};

struct PendingEvent {
  Instant at;
  const NewEvent* event;
};

class Tx {
 public:
  virtual ~Tx() = default;
  virtual Session& db() = 0;
  // The instant of this command: one reading of the Clock, the same for everything it writes.
  virtual Instant now() const = 0;
  // A fresh id, unique over all tables and nodes, increasing on one node. Gaps after a restart.
  virtual Result<int64_t> NextId() = 0;
  // Buffers; written at the end of the batch in the order of the commands. Returns the event's
  // position among this command's events (for receipts).
  virtual size_t Append(NewEvent event) = 0;
  virtual void Add(RollupDelta delta) = 0;
  // Events about this ticket appended earlier in the same batch (by this or an earlier command),
  // in order: they are not in the events table before the batch ends, so whoever loads a ticket
  // inside a command reads the table and then these. `at` is what the log will carry.
  virtual std::vector<PendingEvent> Pending(int64_t ticket_id) const = 0;

  Result<int64_t> Exec(const Query& q, std::initializer_list<Param> p = {}) {
    return db().Exec(q, p);
  }
};

}  // namespace huiyin::store
