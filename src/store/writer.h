// The one writer of a node: takes whatever commands wait, runs each in its own savepoint of one
// transaction, appends their events to the Merkle log, folds rollups, signs the tree head, commits
// (one fsync), and only then answers. On PostgreSQL the same batch is one transaction; batches of
// several nodes queue only on the ledger row at their end. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "store/tx.h"

namespace huiyin::store {

struct StoredEvent {
  uint64_t seq = 0;  // position in the log, from 0, no gaps
  Instant at;
  NewEvent event;
};

// Where a command's events ended up; enough to make receipts without the database.
class CommitInfo {
 public:
  virtual ~CommitInfo() = default;
  virtual const std::vector<StoredEvent>& events() const = 0;  // of this command
  // ledger/receipt string "hy1.…" of the command's event `index`, proven in its own batch's head.
  virtual Result<std::string> Receipt(size_t index) const = 0;
};

using Command = std::function<Status(Tx&)>;
// Called on the writer thread after the durable commit (or with the error): keep it short.
using Done = std::function<void(Status, std::shared_ptr<const CommitInfo>)>;

class Writer {
 public:
  virtual ~Writer() = default;
  // kUnavailable "queue_full" (retry_after_s = 1) when the bounded queue is full.
  virtual Status Submit(Command command, Done done) = 0;
  // Submit and wait.
  virtual Result<std::shared_ptr<const CommitInfo>> Run(Command command) = 0;
  // Called after each commit with the batch's events, in order; on the writer thread.
  virtual void OnCommit(std::function<void(const std::vector<StoredEvent>&)> listener) = 0;
  // Stops taking commands, finishes what is queued.
  virtual void Drain() = 0;
};

}  // namespace huiyin::store
