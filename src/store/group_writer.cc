#include "store/group_writer.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <future>

#include "base/bytes.h"
#include "base/log.h"
#include "base/random.h"

namespace huiyin::store {
namespace {

// After a command had to be undone, so many batches run guarded: whoever sends failing commands on
// purpose must not make every batch run twice.
constexpr int kGuardedBatches = 64;
constexpr int kMaxAttempts = 12;
constexpr auto kRestoreBudget = std::chrono::seconds(5);
constexpr int64_t kMarkLifeUs = Duration::Days(7).us;

void Pause(int attempt) {
  const int limit_ms = std::min(200, 1 << std::min(attempt, 7));
  SystemRandom random;
  std::this_thread::sleep_for(
      std::chrono::microseconds(500 + random.Below(static_cast<uint64_t>(limit_ms) * 1'000)));
}

// A callback's exception must not end the thread that everybody waits for.
template <typename Call>
void Guarded(std::string_view what, Call call) {
  try {
    call();
  } catch (const std::exception& e) {
    log::Error(std::string(what) + " threw: " + e.what());
  } catch (...) {
    log::Error(std::string(what) + " threw");
  }
}

}  // namespace

GroupWriter::GroupWriter(std::unique_ptr<Connection> connection, GroupWriterOptions options)
    : connection_(std::move(connection)),
      options_(std::move(options)),
      context_{*connection_, ids_, *options_.clock, options_.key, {}} {}

Result<std::unique_ptr<GroupWriter>> GroupWriter::Start(std::unique_ptr<Connection> connection,
                                                        GroupWriterOptions options) {
  std::unique_ptr<GroupWriter> out(new GroupWriter(std::move(connection), std::move(options)));
  if (out->connection_->engine() == Engine::kPostgres) TRY(out->RegisterMark());
  out->thread_ = std::thread([writer = out.get()] { writer->Loop(); });
  return out;
}

GroupWriter::~GroupWriter() { Drain(); }

Status GroupWriter::RegisterMark() {
  SystemRandom random;
  writer_id_ = HexEncode(random.Bytes(16));
  const Instant now = options_.clock->Now();
  TRY(connection_->ExecSql("DELETE FROM writer_marks WHERE at < ?1",
                           std::vector<Param>{now.us - kMarkLifeUs}));
  TRY(connection_->ExecSql("INSERT INTO writer_marks (writer, batch, at) VALUES (?1, 0, ?2)",
                           std::vector<Param>{writer_id_, now}));
  context_.before_commit = [this](Connection& connection, Instant at) -> Status {
    TRY(connection.ExecSql(
        "INSERT INTO writer_marks (writer, batch, at) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, at = excluded.at",
        std::vector<Param>{writer_id_, batch_number_, at}));
    return Ok();
  };
  return Ok();
}

Status GroupWriter::Submit(Command command, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (draining_) return Unavailable("the server is stopping", "draining");
    if (queue_.size() >= options_.queue_limit) {
      Error error = Unavailable("too many changes are waiting; try again", "queue_full");
      error.retry_after_s = 1;
      return error;
    }
    queue_.push_back({std::move(command), std::move(done), false, 0, {}, 0, 0});
  }
  arrived_.notify_one();
  return Ok();
}

Result<std::shared_ptr<const CommitInfo>> GroupWriter::Run(Command command) {
  HY_CHECK(std::this_thread::get_id() != thread_.get_id());  // it would wait for itself
  using Outcome = Result<std::shared_ptr<const CommitInfo>>;
  std::promise<Outcome> promise;
  auto future = promise.get_future();
  TRY(Submit(std::move(command), [&](Status status, std::shared_ptr<const CommitInfo> info) {
    if (status.ok()) {
      promise.set_value(std::move(info));
    } else {
      promise.set_value(std::move(status).error());
    }
  }));
  return future.get();
}

void GroupWriter::OnCommit(std::function<void(const std::vector<StoredEvent>&)> listener) {
  const std::lock_guard lock(listeners_mutex_);
  listeners_.push_back(std::move(listener));
}

void GroupWriter::Drain() {
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
  }
  arrived_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool GroupWriter::Take(std::vector<WorkItem>& items) {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [&] { return draining_ || !queue_.empty(); });
  const size_t count = std::min(queue_.size(), options_.batch_limit);
  for (size_t i = 0; i < count; ++i) {
    items.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return count > 0;
}

void GroupWriter::Loop() {
  std::vector<WorkItem> items;
  while (Take(items)) {
    Process(items);
    items.clear();
    if (options_.after_commit) Guarded("after commit", [&] { options_.after_commit(); });
  }
}

void GroupWriter::Process(std::vector<WorkItem>& items) {
  ++batch_number_;
  Batch batch(context_, items);
  Guard guard = Guard::kTogether;
  if (guarded_batches_ > 0 && items.size() > 1) {
    guard = Guard::kSavepoints;
    --guarded_batches_;
  }
  for (int attempts = 0;;) {
    switch (Attempt(batch, attempts, guard)) {
      case Batch::Outcome::kCommitted:
        if (batch.undid()) guarded_batches_ = kGuardedBatches;
        return Answer(items, batch);
      case Batch::Outcome::kFailed:
      case Batch::Outcome::kCommitLost:
        return AnswerAll(items, batch.error());
      case Batch::Outcome::kRunGuarded:
      case Batch::Outcome::kRunAgain:
        break;
    }
  }
}

// One run, and what it takes to run again. kFailed and kCommitLost are final here.
Batch::Outcome GroupWriter::Attempt(Batch& batch, int& attempts, Guard& guard) {
  using Outcome = Batch::Outcome;
  if (link_down_ && !Restore().ok()) {
    batch.Fail(Unavailable("the database cannot be reached", "database_gone"));
    return Outcome::kFailed;
  }
  const Outcome outcome = batch.Run(guard);
  if (outcome == Outcome::kRunGuarded) {
    guard = Guard::kSavepoints;
    guarded_batches_ = kGuardedBatches;
    return outcome;
  }
  if (outcome == Outcome::kCommitLost) {
    const Outcome resolved = ResolveLostCommit();
    return resolved == Outcome::kRunAgain && ++attempts >= kMaxAttempts ? Outcome::kFailed
                                                                        : resolved;
  }
  if (outcome != Outcome::kRunAgain) return outcome;
  if (++attempts >= kMaxAttempts) return Outcome::kFailed;
  if (connection_->state() == TxState::kLost) {
    log::Warn("writer: the connection to the database broke; reconnecting");
    link_down_ = true;
    return Restore().ok() ? Outcome::kRunAgain : Outcome::kFailed;
  }
  if (IsRetryable(batch.error())) Pause(attempts);
  return Outcome::kRunAgain;
}

// While the database is gone, the batch that noticed waits a little for it; later ones ask once, so
// that their callers hear "unavailable" and not nothing.
Status GroupWriter::Restore() {
  const auto give_up = std::chrono::steady_clock::now() + kRestoreBudget;
  for (int attempt = 1;; ++attempt) {
    auto status = connection_->Reconnect();
    if (status.ok()) {
      link_down_ = restore_failed_ = false;
      return Ok();
    }
    if (restore_failed_ || std::chrono::steady_clock::now() >= give_up) {
      restore_failed_ = true;
      Pause(6);
      return status;
    }
    Pause(attempt + 3);
  }
}

// The lock waits until the server has finished with the old connection's transaction.
Batch::Outcome GroupWriter::ResolveLostCommit() {
  link_down_ = true;
  if (!Restore().ok()) return Batch::Outcome::kCommitLost;
  int64_t committed = -1;
  const auto status =
      connection_->EachSql("SELECT batch FROM writer_marks WHERE writer = ?1 FOR UPDATE",
                           std::vector<Param>{writer_id_}, [&](const Row& row) {
                             committed = row.Int(0);
                             return Ok();
                           });
  if (!status.ok()) return Batch::Outcome::kCommitLost;
  const bool done = committed == batch_number_;
  log::Warn(done ? "writer: COMMIT had arrived before the connection broke"
                 : "writer: COMMIT had not arrived; the batch runs again");
  if (done) ids_.Committed();
  return done ? Batch::Outcome::kCommitted : Batch::Outcome::kRunAgain;
}

void GroupWriter::Answer(std::vector<WorkItem>& items, Batch& batch) {
  auto events = batch.TakeEvents();
  std::vector<std::function<void(const std::vector<StoredEvent>&)>> listeners;
  {
    const std::lock_guard lock(listeners_mutex_);
    listeners = listeners_;
  }
  if (!listeners.empty() && !events.empty()) {
    const std::vector<StoredEvent> all(events.begin(), events.end());
    for (const auto& listener : listeners) Guarded("commit listener", [&] { listener(all); });
  }
  for (WorkItem& item : items) {
    std::shared_ptr<const CommitInfo> info;
    if (item.status.ok()) {
      const auto first =
          std::make_move_iterator(events.begin() + static_cast<long>(item.first_event));
      info = MakeCommitInfo({first, first + static_cast<long>(item.event_count)}, batch.proof());
    }
    Guarded("commit answer", [&] { item.done(std::move(item.status), std::move(info)); });
  }
}

void GroupWriter::AnswerAll(std::vector<WorkItem>& items, const Error& error) {
  const auto innocent = std::count_if(items.begin(), items.end(),
                                      [](const WorkItem& item) { return !item.excluded; });
  if (innocent > 0) {
    log::Error("writer: a batch of " + std::to_string(innocent) +
               " commands failed: " + error.ToString());
  }
  for (WorkItem& item : items) {
    Status status = item.excluded ? std::move(item.status) : Status(error);
    Guarded("commit answer", [&] { item.done(std::move(status), nullptr); });
  }
}

}  // namespace huiyin::store
