#include "store/reader_pool.h"

#include <chrono>
#include <exception>

namespace huiyin::store {
namespace {

constexpr auto kMaxWait = std::chrono::seconds(10);

Status RunWork(Connection& connection, const std::function<Status(Session&)>& work) {
  connection.ClearStatementError();
  if (connection.state() == TxState::kLost) TRY(connection.Reconnect());
  TRY(connection.Begin(TxKind::kSnapshot));
  Status status;
  try {
    status = work(connection);
  } catch (const std::exception& e) {
    status = Internal("reading failed unexpectedly").WithInternal(e.what());
  } catch (...) {
    status = Internal("reading failed unexpectedly").WithInternal("unknown exception");
  }
  connection.Rollback();
  return status;
}

}  // namespace

Result<std::unique_ptr<Connection>> ReaderPool::Take() {
  std::unique_lock lock(mutex_);
  if (!free_.empty()) {
    auto connection = std::move(free_.back());  // the one whose cache is warm
    free_.pop_back();
    return connection;
  }
  Waiting self;
  waiting_.push_back(&self);
  if (!self.served.wait_for(lock, kMaxWait, [&] { return self.connection != nullptr; })) {
    std::erase(waiting_, &self);
    return Unavailable("all database readers are busy; try again", "readers_busy");
  }
  return std::move(self.connection);
}

void ReaderPool::Return(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty()) {
    free_.push_back(std::move(connection));
    return;
  }
  Waiting* first = waiting_.front();
  waiting_.pop_front();
  first->connection = std::move(connection);
  first->served.notify_one();  // under the lock: the waiting one may not be gone before
}

Status ReaderPool::Read(const std::function<Status(Session&)>& work) {
  TRY_ASSIGN(auto connection, Take());
  auto status = RunWork(*connection, work);
  Return(std::move(connection));
  return status;
}

}  // namespace huiyin::store
