#include "store/sqlite_checkpointer.h"

#include <sqlite3.h>

namespace huiyin::store {
namespace {

// Copies what no reader still needs in the WAL; never waits for anybody.
void Checkpoint(SqliteConnection& connection) {
  // A failure leaves the WAL as it is; the next commit asks again.
  (void)sqlite3_wal_checkpoint_v2(connection.raw(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                                  nullptr);
}

}  // namespace

Result<std::unique_ptr<SqliteCheckpointer>> SqliteCheckpointer::Start(const std::string& path,
                                                                      SqliteConnection& writer,
                                                                      int threshold_pages) {
  TRY_ASSIGN(auto connection, SqliteConnection::Open(path, SqliteAccess::kReadWrite));
  TRY(connection->Script("PRAGMA cache_size = -256;"));
  return std::unique_ptr<SqliteCheckpointer>(
      new SqliteCheckpointer(std::move(connection), writer, threshold_pages));
}

SqliteCheckpointer::SqliteCheckpointer(std::unique_ptr<SqliteConnection> connection,
                                       SqliteConnection& writer, int threshold_pages)
    : connection_(std::move(connection)), writer_(writer), threshold_pages_(threshold_pages) {
  sqlite3_wal_hook(
      writer_.raw(),
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<SqliteCheckpointer*>(self)->wal_pages_ = pages;
        return SQLITE_OK;
      },
      this);
  thread_ = std::thread([this] { Loop(); });
}

SqliteCheckpointer::~SqliteCheckpointer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void SqliteCheckpointer::AfterCommit() {
  if (wal_pages_ < threshold_pages_) return;
  {
    const std::lock_guard lock(mutex_);
    if (step_ == Step::kBulk) return;
    if (step_ == Step::kIdle) {
      step_ = Step::kBulk;
      changed_.notify_one();
      return;
    }
    step_ = Step::kIdle;
  }
  Checkpoint(writer_);
}

void SqliteCheckpointer::Loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stopping_ || step_ == Step::kBulk; });
    if (stopping_) return;
    lock.unlock();
    Checkpoint(*connection_);
    lock.lock();
    step_ = Step::kRest;
  }
}

}  // namespace huiyin::store
