// Moves the WAL into the database file without holding up the writer: the bulk is copied on a
// thread of its own, the writer only does the rest, after which the WAL starts again from its
// beginning. Bounds the WAL to about twice the threshold while readers are short.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/result.h"
#include "store/sqlite_connection.h"

namespace huiyin::store {

class SqliteCheckpointer {
 public:
  // Watches the commits of `writer`, whose thread must call AfterCommit.
  static Result<std::unique_ptr<SqliteCheckpointer>> Start(const std::string& path,
                                                           SqliteConnection& writer,
                                                           int threshold_pages = 8'192);
  ~SqliteCheckpointer();
  void AfterCommit();

 private:
  SqliteCheckpointer(std::unique_ptr<SqliteConnection> connection, SqliteConnection& writer,
                     int threshold_pages);
  void Loop();

  const std::unique_ptr<SqliteConnection> connection_;
  SqliteConnection& writer_;
  const int threshold_pages_;
  int wal_pages_ = 0;  // writer thread only
  std::mutex mutex_;
  std::condition_variable changed_;
  enum class Step { kIdle, kBulk, kRest } step_ = Step::kIdle;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace huiyin::store
