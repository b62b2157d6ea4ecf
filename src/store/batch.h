// One transaction of the writer: the commands of a batch, then log and rollups. Can be run again
// from the start; nothing of an earlier attempt remains.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "store/connection.h"
#include "store/id_allocator.h"
#include "store/ledger_log.h"
#include "store/tx.h"
#include "store/writer.h"

namespace huiyin::store {

struct WorkItem {
  Command command;
  Done done;
  // Its command is not run any more: `status` is final.
  bool excluded = false;
  int broke_connection = 0;  // attempts that ended inside this command
  Status status;
  size_t first_event = 0, event_count = 0;  // in the batch
};

// Commands guarded by savepoints cost two statements each. Together they cost none, but a failing
// command that has written makes the whole batch run again guarded.
enum class Guard { kTogether, kSavepoints };

struct BatchContext {
  Connection& connection;
  IdAllocator& ids;
  const Clock& clock;
  const ledger::SigningKey& key;
  // Runs at the end inside the transaction when anything was written (the writer's mark).
  std::function<Status(Connection&, Instant)> before_commit;
};

class Batch final : private Tx {
 public:
  enum class Outcome {
    kCommitted,
    kRunGuarded,  // again, with savepoints
    kRunAgain,    // a lost race, a lost connection before COMMIT, or an item was excluded
    kCommitLost,  // the connection broke during COMMIT: committed or not
    kFailed,      // error() is everybody's answer
  };
  Batch(BatchContext& context, std::span<WorkItem> items) : context_(context), items_(items) {}

  Outcome Run(Guard guard);
  const Error& error() const { return error_; }
  void Fail(Error error) { error_ = std::move(error); }
  // At least one command failed and had to be undone.
  bool undid() const { return undid_; }
  // After the commit: the events of all commands in the order of the log, once.
  std::deque<StoredEvent> TakeEvents() { return std::move(events_); }
  const std::shared_ptr<const BatchProof>& proof() const { return proof_; }

 private:
  // Tx, as the running command sees it.
  Session& db() override { return context_.connection; }
  Instant now() const override { return now_; }
  Result<int64_t> NextId() override;
  size_t Append(NewEvent event) override;
  void Add(RollupDelta delta) override { deltas_.push_back(std::move(delta)); }
  std::vector<PendingEvent> Pending(int64_t ticket_id) const override;

  Status Start();
  std::optional<Outcome> RunItem(WorkItem& item, Guard guard);
  std::optional<Outcome> Undo(WorkItem& item, Guard guard, uint64_t writes_before);
  Status Invoke(WorkItem& item);
  Status Finish();
  Outcome Abandon(Error error);

  BatchContext& context_;
  std::span<WorkItem> items_;
  std::deque<StoredEvent> events_;
  std::vector<RollupDelta> deltas_;
  LedgerState ledger_;
  Instant now_;
  size_t item_first_event_ = 0;
  bool undid_ = false;
  Error error_;
  std::shared_ptr<const BatchProof> proof_;
};

}  // namespace huiyin::store
