// Tells when the event log has grown, whoever wrote: this process, another node on the same
// PostgreSQL (LISTEN/NOTIFY), another process on the same SQLite file (polled). For live updates.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"

namespace huiyin::store {

// Called on the watch's own thread with the number of events in the log: once at the start, then
// after it grew; several commits may be told at once, none is missed (also not by a lost
// connection: after a reconnect the size is told again). Must not destroy the watch.
using LogGrew = std::function<void(uint64_t log_size)>;

class CommitWatch {
 public:
  virtual ~CommitWatch() = default;  // stops and waits for a running call

  // By the database's URL; the connection is its own.
  static Result<std::unique_ptr<CommitWatch>> Start(const std::string& url, LogGrew grew);
};

}  // namespace huiyin::store
