// Ids in blocks of 100: one statement reserves a block, memory gives it out. Unique over all nodes
// of a database. Belongs to the writer thread.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "store/connection.h"

namespace huiyin::store {

class IdAllocator {
 public:
  static constexpr int64_t kBlock = 100;

  Result<int64_t> Next(Connection& connection) {
    if (next_ == end_) TRY(Reserve(connection));
    return next_++;
  }
  // What was reserved since the last call is now durable.
  void Committed() { reserved_in_tx_ = false; }
  // A transaction or savepoint was rolled back: on SQLite the reservation with it, so a block taken
  // meanwhile is forgotten. Forgetting one too many only leaves a gap.
  void RolledBack() {
    if (reserved_in_tx_) next_ = end_ = 0;
    reserved_in_tx_ = false;
  }

 private:
  Status Reserve(Connection& connection);
  int64_t next_ = 0;
  int64_t end_ = 0;
  bool reserved_in_tx_ = false;
};

// Makes every later id larger than `id` (import of rows that bring their ids).
Status RaiseIds(Connection& connection, int64_t id);

}  // namespace huiyin::store
