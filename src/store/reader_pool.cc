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

Status ReaderPool::Read(const std::function<Status(Session&)>& work) {
  std::unique_ptr<Connection> connection;
  {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, kMaxWait, [&] { return !free_.empty(); })) {
      return Unavailable("all database readers are busy; try again", "readers_busy");
    }
    connection = std::move(free_.back());
    free_.pop_back();
  }
  auto status = RunWork(*connection, work);
  {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(connection));
  }
  returned_.notify_one();
  return status;
}

}  // namespace huiyin::store
