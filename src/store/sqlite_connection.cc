#include "store/sqlite_connection.h"

#include <sqlite3.h>

#include <cstdlib>
#include <thread>

#include "store/queries.h"
#include "store/sqlite_error.h"

namespace huiyin::store {
namespace {

constexpr size_t kMaxCachedTexts = 128;

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool IsNull(int column) const override { return Type(column) == SQLITE_NULL; }
  int64_t Int(int column) const override {
    Expect(column, SQLITE_INTEGER);
    return sqlite3_column_int64(statement_, column);
  }
  double Real(int column) const override {
    // sum() and coalesce() give integers where all their inputs are; nothing is lost.
    if (Type(column) != SQLITE_INTEGER) Expect(column, SQLITE_FLOAT);
    return sqlite3_column_double(statement_, column);
  }
  std::string_view Text(int column) const override {
    Expect(column, SQLITE_TEXT);
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {text, static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
  }
  std::string_view BlobBytes(int column) const override {
    Expect(column, SQLITE_BLOB);
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return {bytes, static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
  }
  int columns() const override { return sqlite3_column_count(statement_); }

 private:
  int Type(int column) const { return sqlite3_column_type(statement_, column); }
  void Expect(int column, int type) const {
    if (column >= columns() || Type(column) != type) {
      std::fprintf(stderr, "column %d of \"%s\" has type %d, %d was asked for\n", column,
                   sqlite3_sql(statement_), Type(column), type);
      std::abort();
    }
  }
  sqlite3_stmt* statement_;
};

int BindOne(sqlite3_stmt* statement, int at, const Param& param) {
  const std::string_view view = param.view();
  switch (param.kind()) {
    case Param::Kind::kNull:
      return sqlite3_bind_null(statement, at);
    case Param::Kind::kInt:
      return sqlite3_bind_int64(statement, at, param.integer());
    case Param::Kind::kReal:
      return sqlite3_bind_double(statement, at, param.real());
    case Param::Kind::kText:  // a null pointer would be bound as NULL
      return sqlite3_bind_text64(statement, at, view.empty() ? "" : view.data(), view.size(),
                                 SQLITE_STATIC, SQLITE_UTF8);
    case Param::Kind::kBlob:
      if (view.empty()) return sqlite3_bind_zeroblob(statement, at, 0);
      return sqlite3_bind_blob64(statement, at, view.data(), view.size(), SQLITE_STATIC);
  }
  return SQLITE_MISUSE;
}

// Ready for the next use however the block is left.
class Reset {
 public:
  explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
  Reset(const Reset&) = delete;
  ~Reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(const std::string& path,
                                                                 SqliteAccess access) {
  // Counting memory takes a global lock on every allocation.
  [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= access == SqliteAccess::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (access == SqliteAccess::kCreate) flags |= SQLITE_OPEN_CREATE;
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &db, flags, nullptr);
  std::unique_ptr<SqliteConnection> out(new SqliteConnection(db));
  if (code != SQLITE_OK) {
    Error error = SqliteError(code, db, "open " + path);
    if ((code & 0xff) == SQLITE_CANTOPEN && access != SqliteAccess::kCreate) {
      return NotFound("there is no database file " + path, "no_database")
          .WithInternal(std::move(error.internal));
    }
    return error;
  }
  TRY(out->Configure(access));
  return out;
}

// SQLite's own handler sleeps up to 100 ms at a time, which two busy writers on one file (server
// and import) would both feel.
int SqliteConnection::OnBusy(void* self, int calls) {
  auto* connection = static_cast<SqliteConnection*>(self);
  const auto now = std::chrono::steady_clock::now();
  if (calls == 0) connection->busy_since_ = now;
  const std::chrono::microseconds limit(connection->lock_wait_.us);
  if (now - connection->busy_since_ >= limit) return 0;
  std::this_thread::sleep_for(std::chrono::microseconds(calls < 10 ? 200 : 1'000));
  return 1;
}

Status SqliteConnection::Configure(SqliteAccess access) {
  sqlite3_busy_handler(db_, OnBusy, this);
  // Checkpoints are the checkpointer's business (sqlite_checkpointer.h).
  TRY(
      Script("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON;"
             "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0;"));
  if (access == SqliteAccess::kReadOnly) return Script("PRAGMA cache_size = -12000;");
  return Script(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;"
      "PRAGMA journal_size_limit = 67108864; PRAGMA secure_delete = ON;");
}

SqliteConnection::~SqliteConnection() {
  for (sqlite3_stmt* statement : by_index_) sqlite3_finalize(statement);
  for (const CachedText& cached : texts_) sqlite3_finalize(cached.statement);
  for (sqlite3_stmt* statement :
       {begin_write_, begin_read_, commit_, rollback_, savepoint_, release_, rollback_to_}) {
    sqlite3_finalize(statement);
  }
  sqlite3_close_v2(db_);
}

Result<sqlite3_stmt*> SqliteConnection::Prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, &tail);
  if (code != SQLITE_OK) return Noted(SqliteError(code, db_, "prepare " + std::string(sql)));
  const auto used = static_cast<size_t>(tail - sql.data());
  if (statement == nullptr || sql.find_first_not_of("; \t\r\n", used) != std::string_view::npos) {
    sqlite3_finalize(statement);
    return Noted(Internal("exactly one statement is expected").WithInternal(std::string(sql)));
  }
  return statement;
}

Result<sqlite3_stmt*> SqliteConnection::PreparedQuery(const Query& query) {
  if (query.index >= by_index_.size()) by_index_.resize(q::kCount);
  HY_CHECK(query.index < by_index_.size());
  sqlite3_stmt*& slot = by_index_[query.index];
  if (slot == nullptr) {
    auto statement = Prepare(query.sqlite);
    if (!statement.ok()) return std::move(statement.error()).Prefixed(query.name);
    slot = *statement;
  }
  return slot;
}

Result<sqlite3_stmt*> SqliteConnection::PreparedText(std::string_view sql) {
  if (const auto found = by_text_.find(sql); found != by_text_.end()) {
    texts_.splice(texts_.begin(), texts_, found->second);
    return texts_.front().statement;
  }
  TRY_ASSIGN(sqlite3_stmt * statement, Prepare(sql));
  texts_.push_front({std::string(sql), statement});
  by_text_.emplace(texts_.front().sql, texts_.begin());
  if (texts_.size() > kMaxCachedTexts && sqlite3_stmt_busy(texts_.back().statement) == 0) {
    by_text_.erase(texts_.back().sql);
    sqlite3_finalize(texts_.back().statement);
    texts_.pop_back();
  }
  return statement;
}

Status SqliteConnection::Bind(sqlite3_stmt* statement, std::span<const Param> params,
                              std::string_view name) {
  if (sqlite3_bind_parameter_count(statement) != static_cast<int>(params.size())) {
    return Noted(InvalidArgument("wrong number of parameters", "parameter_count")
                     .WithInternal(std::string(name)));
  }
  int at = 0;
  for (const Param& param : params) {
    if (auto checked = CheckParam(param); !checked.ok()) {
      return Noted(std::move(checked.error()).WithInternal(std::string(name)));
    }
    const int code = BindOne(statement, ++at, param);
    if (code != SQLITE_OK) return Noted(SqliteError(code, db_, name));
  }
  return Ok();
}

Result<int64_t> SqliteConnection::Run(sqlite3_stmt* statement, std::span<const Param> params,
                                      std::string_view name) {
  const Reset reset(statement);
  TRY(Bind(statement, params, name));
  ++writes_;
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement);
  if (code != SQLITE_DONE) return Noted(SqliteError(code, db_, name));
  return sqlite3_stmt_readonly(statement) != 0 ? 0 : sqlite3_changes64(db_);
}

Status SqliteConnection::Visit(sqlite3_stmt* statement, std::span<const Param> params,
                               std::string_view name, const RowVisitor& visit) {
  const Reset reset(statement);
  TRY(Bind(statement, params, name));
  if (sqlite3_stmt_readonly(statement) == 0) ++writes_;
  const SqliteRow row(statement);
  for (;;) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) return Ok();
    if (code != SQLITE_ROW) return Noted(SqliteError(code, db_, name));
    TRY(visit(row));
  }
}

// The statement is being read further out on this connection: a second copy of it.
Status SqliteConnection::VisitNested(std::string_view sql, std::span<const Param> params,
                                     const RowVisitor& visit) {
  TRY_ASSIGN(sqlite3_stmt * statement, Prepare(sql));
  auto status = Visit(statement, params, sql, visit);
  sqlite3_finalize(statement);
  return status;
}

Result<int64_t> SqliteConnection::Exec(const Query& query, std::span<const Param> params) {
  TRY_ASSIGN(sqlite3_stmt * statement, PreparedQuery(query));
  return Run(statement, params, query.name);
}

Status SqliteConnection::Each(const Query& query, std::span<const Param> params,
                              const RowVisitor& visit) {
  TRY_ASSIGN(sqlite3_stmt * statement, PreparedQuery(query));
  if (sqlite3_stmt_busy(statement) != 0) return VisitNested(query.sqlite, params, visit);
  return Visit(statement, params, query.name, visit);
}

Result<int64_t> SqliteConnection::ExecSql(std::string_view sql, std::span<const Param> params) {
  TRY_ASSIGN(sqlite3_stmt * statement, PreparedText(sql));
  return Run(statement, params, sql);
}

Status SqliteConnection::EachSql(std::string_view sql, std::span<const Param> params,
                                 const RowVisitor& visit) {
  TRY_ASSIGN(sqlite3_stmt * statement, PreparedText(sql));
  if (sqlite3_stmt_busy(statement) != 0) return VisitNested(sql, params, visit);
  return Visit(statement, params, sql, visit);
}

Status SqliteConnection::ExecMany(const Query& query, size_t rows, const RowBinder& bind) {
  std::vector<Param> params;
  for (size_t row = 0; row < rows; ++row) {
    params.clear();
    bind(row, params);
    TRY(Exec(query, std::span<const Param>(params)));
  }
  return Ok();
}

Status SqliteConnection::Control(sqlite3_stmt*& statement, const char* sql) {
  if (statement == nullptr) {
    TRY_ASSIGN(statement, Prepare(sql));
  }
  const int code = sqlite3_step(statement);
  Status status = code == SQLITE_DONE ? Ok() : Status(SqliteError(code, db_, sql));
  sqlite3_reset(statement);
  return status;
}

Status SqliteConnection::Begin(TxKind kind) {
  return kind == TxKind::kWrite ? Control(begin_write_, "BEGIN IMMEDIATE")
                                : Control(begin_read_, "BEGIN");
}

Status SqliteConnection::Commit() {
  auto status = Control(commit_, "COMMIT");
  if (!status.ok()) Rollback();
  return status;
}

void SqliteConnection::Rollback() {
  // It can only fail when the engine has already rolled back by itself.
  if (sqlite3_get_autocommit(db_) == 0) (void)Control(rollback_, "ROLLBACK");
}

Status SqliteConnection::Savepoint() { return Control(savepoint_, "SAVEPOINT command"); }
Status SqliteConnection::ReleaseSavepoint() { return Control(release_, "RELEASE command"); }
Status SqliteConnection::RollbackToSavepoint() {
  TRY(Control(rollback_to_, "ROLLBACK TO command"));
  return ReleaseSavepoint();
}

TxState SqliteConnection::state() const {
  return sqlite3_get_autocommit(db_) == 0 ? TxState::kActive : TxState::kNone;
}

Status SqliteConnection::Script(std::string_view sql) {
  const int code = sqlite3_exec(db_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return SqliteError(code, db_, "script");
  return Ok();
}

Status SqliteConnection::PrepareAll() {
  for (const Query* query : q::kAll) TRY(PreparedQuery(*query));
  return Ok();
}

}  // namespace huiyin::store
