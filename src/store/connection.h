// A Session with transactions: what the writer, the readers and the migrations hold. One thread at
// a time. Errors as in session.h, and for lost races kUnavailable "serialization_failure" or
// "deadlock": the transaction may be run again.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/session.h"

namespace huiyin::store {

enum class TxKind { kWrite, kSnapshot };  // kSnapshot: read-only, one consistent state
enum class TxState {
  kNone,  // no transaction; after a Begin: the engine has thrown it away
  kActive,
  kFailed,  // only a rollback (to the savepoint) helps (PostgreSQL)
  kLost,    // the connection is gone
};

class Connection : public Session {
 public:
  using Session::Each;
  using Session::Exec;

  virtual Status Begin(TxKind kind) = 0;
  // When it fails the transaction is over: rolled back, or unknown when state() is kLost.
  virtual Status Commit() = 0;
  virtual void Rollback() = 0;
  // One level only.
  virtual Status Savepoint() = 0;
  virtual Status ReleaseSavepoint() = 0;
  virtual Status RollbackToSavepoint() = 0;
  virtual TxState state() const = 0;

  // Several statements without parameters (migrations).
  virtual Status Script(std::string_view sql) = 0;
  // One statement for many rows: `bind` fills the parameters of row i. Stops at the first error.
  using RowBinder = std::function<void(size_t row, std::vector<Param>& params)>;
  virtual Status ExecMany(const Query& query, size_t rows, const RowBinder& bind) = 0;
  // Prepares every registered statement; kInternal names the first that is wrong.
  virtual Status PrepareAll() = 0;
  // A fresh link after kLost. No-op on SQLite.
  virtual Status Reconnect() = 0;

  // Counts statements that may have written since the connection was opened.
  uint64_t writes() const { return writes_; }
  // What was written since `before` need not be undone with the command.
  void DiscountWrites(uint64_t before) { writes_ = before; }
  // The first statement error since it was last cleared: a command that goes on after a failed
  // statement would be right on one engine and wrong on the other.
  const std::optional<Error>& statement_error() const { return statement_error_; }
  void ClearStatementError() { statement_error_.reset(); }

 protected:
  Error Noted(Error error) {
    if (!statement_error_) statement_error_ = error;
    return error;
  }
  uint64_t writes_ = 0;

 private:
  std::optional<Error> statement_error_;
};

// Whether the whole transaction may succeed when run again on this or a new connection.
bool IsRetryable(const Error& error);

// "sqlite:///path/x.db" -> kSqlite; "postgresql://…", "postgres://…" -> kPostgres.
struct DatabaseUrl {
  Engine engine = Engine::kSqlite;
  std::string path;  // SQLite file, or the libpq URL unchanged
};
// kInvalidArgument "database_url". Never repeats the URL: it may hold a password.
Result<DatabaseUrl> ParseDatabaseUrl(std::string_view url);

// What both engines keep as it is: texts are valid UTF-8 without NUL ("bad_text"), reals are
// numbers
// ("not_a_number"; SQLite would store NULL). kInvalidArgument.
Status CheckParam(const Param& param);

}  // namespace huiyin::store
