#include "store/batch.h"

#include <algorithm>
#include <exception>

#include "ledger/event_leaf.h"
#include "store/rollup_fold.h"

namespace huiyin::store {
namespace {

// A command inside which the connection broke this often is not run again.
constexpr int kMaxBrokenConnections = 3;

}  // namespace

size_t Batch::Append(NewEvent event) {
  events_.push_back({0, now_, std::move(event)});
  return events_.size() - 1 - item_first_event_;
}

std::vector<PendingEvent> Batch::Pending(int64_t ticket_id) const {
  std::vector<PendingEvent> out;
  for (const StoredEvent& stored : events_) {
    if (stored.event.ticket_id == ticket_id) out.push_back({stored.at, &stored.event});
  }
  return out;
}

Result<int64_t> Batch::NextId() {
  // Reserving a block needs no undoing when the command fails.
  const uint64_t writes_before = context_.connection.writes();
  auto id = context_.ids.Next(context_.connection);
  context_.connection.DiscountWrites(writes_before);
  return id;
}

Status Batch::Start() {
  events_.clear();
  deltas_.clear();
  proof_.reset();
  undid_ = false;
  now_ = {};
  TRY(context_.connection.Begin(TxKind::kWrite));
  // On SQLite we hold the write lock and this is the end of the log; on PostgreSQL it only says
  // which instants have passed: events of batches that overlap on several nodes may be out of order
  // by as much as they overlap.
  TRY_ASSIGN(ledger_, ReadLedger(context_.connection, LedgerLock::kNone));
  now_ = ledger_.last_at;
  return Ok();
}

Status Batch::Invoke(WorkItem& item) {
  const auto& statement_error = context_.connection.statement_error();
  try {
    auto status = item.command(*this);
    if (!status.ok()) {
      // A lost race stays one whatever words the command found for it.
      if (statement_error && IsRetryable(*statement_error)) return *statement_error;
      return status;
    }
  } catch (const std::exception& e) {
    return Internal("a command failed unexpectedly").WithInternal(e.what());
  } catch (...) {
    return Internal("a command failed unexpectedly").WithInternal("unknown exception");
  }
  // What the command made of it does not matter: PostgreSQL has given up this part already.
  if (statement_error) return *statement_error;
  for (size_t i = item_first_event_; i < events_.size(); ++i) {
    const NewEvent& event = events_[i].event;
    TRY(ledger::CheckEvent(
        {0, now_, event.ticket_no, event.ticket_id, event.actor, event.kind, event.payload}));
  }
  return Ok();
}

// The command failed: take back what it did, and only that.
std::optional<Batch::Outcome> Batch::Undo(WorkItem& item, Guard guard, uint64_t writes_before) {
  Connection& connection = context_.connection;
  const Error& why = item.status.error();
  if (connection.state() == TxState::kLost) {
    if (++item.broke_connection >= kMaxBrokenConnections) item.excluded = true;
    return Abandon(why);
  }
  if (IsRetryable(why)) return Abandon(why);
  if (connection.state() == TxState::kNone) {  // the engine gave up the whole transaction
    item.excluded = true;
    return Abandon(why);
  }
  undid_ = true;
  if (guard == Guard::kSavepoints) {
    auto undone = connection.RollbackToSavepoint();
    context_.ids.RolledBack();
    if (!undone.ok()) return Abandon(std::move(undone).error());
    return std::nullopt;
  }
  if (connection.state() == TxState::kActive && connection.writes() == writes_before) {
    return std::nullopt;
  }
  Abandon(why);
  if (items_.size() > 1) return Outcome::kRunGuarded;
  item.excluded = true;
  return Outcome::kFailed;
}

std::optional<Batch::Outcome> Batch::RunItem(WorkItem& item, Guard guard) {
  Connection& connection = context_.connection;
  item_first_event_ = events_.size();
  const size_t first_delta = deltas_.size();
  // One reading a command, and never before what the log already holds.
  now_ = std::max(now_, context_.clock.Now());
  if (guard == Guard::kSavepoints) {
    if (auto opened = connection.Savepoint(); !opened.ok()) return Abandon(opened.error());
  }
  connection.ClearStatementError();
  const uint64_t writes_before = connection.writes();
  item.status = Invoke(item);
  if (!item.status.ok()) {
    events_.resize(item_first_event_);
    deltas_.resize(first_delta);
    item.event_count = 0;
    return Undo(item, guard, writes_before);
  }
  item.first_event = item_first_event_;
  item.event_count = events_.size() - item_first_event_;
  if (guard == Guard::kSavepoints) {
    if (auto released = connection.ReleaseSavepoint(); !released.ok()) {
      return Abandon(released.error());
    }
  }
  return std::nullopt;
}

Status Batch::Finish() {
  Connection& connection = context_.connection;
  if (!events_.empty()) {
    if (connection.engine() == Engine::kPostgres) {
      TRY_ASSIGN(ledger_, ReadLedger(connection, LedgerLock::kUntilCommit));
    }
    std::vector<StoredEvent*> events;
    events.reserve(events_.size());
    for (StoredEvent& event : events_) events.push_back(&event);
    TRY_ASSIGN(proof_, AppendEvents(connection, ledger_, context_.key, events));
  }
  TRY(WriteRollups(connection, deltas_));
  return context_.before_commit ? context_.before_commit(connection, now_) : Ok();
}

Batch::Outcome Batch::Abandon(Error error) {
  const bool lost = context_.connection.state() == TxState::kLost;
  context_.connection.Rollback();
  context_.ids.RolledBack();
  const bool excluded =
      std::any_of(items_.begin(), items_.end(), [](const WorkItem& i) { return i.excluded; });
  const bool again = lost || excluded || IsRetryable(error);
  error_ = std::move(error);
  return again ? Outcome::kRunAgain : Outcome::kFailed;
}

Batch::Outcome Batch::Run(Guard guard) {
  Connection& connection = context_.connection;
  if (auto started = Start(); !started.ok()) return Abandon(std::move(started).error());
  const uint64_t writes_before = connection.writes();
  for (WorkItem& item : items_) {
    if (item.excluded) continue;
    if (auto stop = RunItem(item, guard)) return *stop;
  }
  if (connection.writes() == writes_before && events_.empty() && deltas_.empty()) {
    connection.Rollback();  // nobody wrote anything: no need to wait for the disk
    context_.ids.RolledBack();
    return Outcome::kCommitted;
  }
  if (auto finished = Finish(); !finished.ok()) return Abandon(std::move(finished).error());
  if (auto committed = connection.Commit(); !committed.ok()) {
    error_ = std::move(committed).error();
    context_.ids.RolledBack();
    if (connection.state() == TxState::kLost) return Outcome::kCommitLost;
    return IsRetryable(error_) ? Outcome::kRunAgain : Outcome::kFailed;
  }
  context_.ids.Committed();
  return Outcome::kCommitted;
}

}  // namespace huiyin::store
