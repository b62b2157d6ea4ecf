// One connection to PostgreSQL by libpq. Everything travels in binary form, so values are exact.
// Transaction control is sent together with the statement that follows it, which saves its round
// trip. A connection found dead at the first statement of a transaction is opened again silently.
#pragma once

#include <libpq-fe.h>

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/connection.h"

namespace huiyin::store {

class PostgresParams;

struct PgFree {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgConn = std::unique_ptr<PGconn, PgFree>;
using PgResult = std::unique_ptr<PGresult, PgFree>;

// kUnavailable "database_gone" / "database_refused". The words of the error never hold the URL.
Result<PgConn> PgConnect(const std::string& url);

class PostgresConnection final : public Connection {
 public:
  static Result<std::unique_ptr<PostgresConnection>> Open(const std::string& url);

  using Connection::Each;
  using Connection::Exec;
  Engine engine() const override { return Engine::kPostgres; }
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
  // Also ends what the server still does for the old connection.
  Status Reconnect() override;

  PGconn* raw() { return connection_.get(); }

 private:
  struct Prepared {
    std::string name;
    std::vector<Oid> types;  // of the parameters, as the server inferred them
  };
  struct CachedText {
    std::string sql;
    Prepared prepared;
  };
  // A registered query, or a text with ?N parameters.
  struct Source {
    const Query* query = nullptr;
    std::string_view text;
    std::string_view name() const { return query != nullptr ? query->name : text; }
  };
  explicit PostgresConnection(std::string url) : url_(std::move(url)) {}

  Result<Prepared> Prepare(std::string name, const std::string& sql);
  Result<const Prepared*> Find(const Source& source);
  Result<const Prepared*> FindText(std::string_view sql);
  Result<PgResult> Execute(const Source& source, std::span<const Param> params);
  Result<PgResult> ExecuteOnce(const Source& source, std::span<const Param> params);
  Result<int64_t> Run(const Source& source, std::span<const Param> params);
  Status Visit(const Source& source, std::span<const Param> params, const RowVisitor& visit);
  Status SendPending();
  Status SendRow(const Prepared& prepared, const PostgresParams& params, std::string_view what);
  Result<PgResult> Collect(std::string_view what);
  Result<PgResult> Simple(const char* sql);
  Error Failure(const PGresult* result, std::string_view what);
  bool NothingSentYet() const { return in_transaction_ && begin_pending_; }

  const std::string url_;
  PgConn connection_;
  std::string backend_start_;
  bool lost_ = false;
  bool in_transaction_ = false;
  bool begin_pending_ = false;
  std::vector<const char*> pending_;  // control statements that go with the next one
  std::vector<std::optional<Prepared>> by_index_;
  std::list<CachedText> texts_;  // most recently used first
  std::unordered_map<std::string_view, std::list<CachedText>::iterator> by_text_;
  uint64_t texts_made_ = 0;
};

// "?12" -> "$12" outside of literals and quoted names.
std::string WithDollars(std::string_view sql);

}  // namespace huiyin::store
