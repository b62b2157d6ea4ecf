// One SQLite connection. The writer's makes the file (WAL, synchronous=FULL); readers are opened
// read-only and see one snapshot a transaction.
#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "store/connection.h"

struct sqlite3;
struct sqlite3_stmt;

namespace huiyin::store {

enum class SqliteAccess { kCreate, kReadWrite, kReadOnly };

class SqliteConnection final : public Connection {
 public:
  // kNotFound "no_database" when the file is missing (unless kCreate); kCorruption when it is no
  // database.
  static Result<std::unique_ptr<SqliteConnection>> Open(const std::string& path,
                                                        SqliteAccess access);
  ~SqliteConnection() override;
  SqliteConnection(const SqliteConnection&) = delete;

  using Connection::Each;
  using Connection::Exec;
  Engine engine() const override { return Engine::kSqlite; }
  Result<int64_t> Exec(const Query& query, std::span<const Param> params) override;
  Status Each(const Query& query, std::span<const Param> params, const RowVisitor& visit) override;
  Result<int64_t> ExecSql(std::string_view sql, std::span<const Param> params) override;
  Status EachSql(std::string_view sql, std::span<const Param> params,
                 const RowVisitor& visit) override;

  Status Begin(TxKind kind) override;
  Status Commit() override;
  void Rollback() override;
  Status Savepoint() override;
  Status ReleaseSavepoint() override;
  Status RollbackToSavepoint() override;
  TxState state() const override;
  Status Script(std::string_view sql) override;
  Status ExecMany(const Query& query, size_t rows, const RowBinder& bind) override;
  Status PrepareAll() override;
  Status Reconnect() override { return Ok(); }

  // How long to wait for another process's write before "database_busy"; 5 s unless set.
  void SetLockWait(Duration wait) { lock_wait_ = wait; }
  sqlite3* raw() { return db_; }

 private:
  // Statements outside the registry, by text; the least recently used go first.
  struct CachedText {
    std::string sql;
    sqlite3_stmt* statement;
  };
  explicit SqliteConnection(sqlite3* db) : db_(db) {}
  Status Configure(SqliteAccess access);
  Result<sqlite3_stmt*> Prepare(std::string_view sql);
  Result<sqlite3_stmt*> PreparedQuery(const Query& query);
  Result<sqlite3_stmt*> PreparedText(std::string_view sql);
  Status Control(sqlite3_stmt*& statement, const char* sql);
  Status Bind(sqlite3_stmt* statement, std::span<const Param> params, std::string_view name);
  Result<int64_t> Run(sqlite3_stmt* statement, std::span<const Param> params,
                      std::string_view name);
  Status Visit(sqlite3_stmt* statement, std::span<const Param> params, std::string_view name,
               const RowVisitor& visit);
  Status VisitNested(std::string_view sql, std::span<const Param> params, const RowVisitor& visit);

  static int OnBusy(void* self, int calls);

  sqlite3* db_;
  Duration lock_wait_ = Duration::Seconds(5);
  std::chrono::steady_clock::time_point busy_since_;
  std::vector<sqlite3_stmt*> by_index_;
  std::list<CachedText> texts_;  // most recently used first
  std::unordered_map<std::string_view, std::list<CachedText>::iterator> by_text_;
  sqlite3_stmt* begin_write_ = nullptr;
  sqlite3_stmt* begin_read_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
  sqlite3_stmt* rollback_ = nullptr;
  sqlite3_stmt* savepoint_ = nullptr;
  sqlite3_stmt* release_ = nullptr;
  sqlite3_stmt* rollback_to_ = nullptr;
};

}  // namespace huiyin::store
