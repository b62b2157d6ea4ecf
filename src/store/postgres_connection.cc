#include "store/postgres_connection.h"

#include <cstring>

#include "store/postgres_error.h"
#include "store/postgres_row.h"
#include "store/queries.h"

namespace huiyin::store {
namespace {

constexpr size_t kMaxCachedTexts = 128;
constexpr size_t kRowsASync = 256;  // answers of so many rows fit into the socket's buffer
constexpr int kBinary = 1;

constexpr char kSavepoint[] = "SAVEPOINT command";
constexpr char kRelease[] = "RELEASE SAVEPOINT command";
constexpr char kRollbackTo[] = "ROLLBACK TO SAVEPOINT command";

bool Succeeded(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

}  // namespace

std::string WithDollars(std::string_view sql) {
  std::string out;
  char quote = 0;
  for (size_t i = 0; i < sql.size(); ++i) {
    const char c = sql[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '?' && i + 1 < sql.size() && sql[i + 1] >= '0' && sql[i + 1] <= '9') {
      out += '$';
      continue;
    }
    out += c;
  }
  return out;
}

Result<PgConn> PgConnect(const std::string& url) {
  // What the URL says comes later and wins. The server frees our locks when we die silently.
  const char* keywords[] = {"fallback_application_name", "connect_timeout", "keepalives_idle",
                            "tcp_user_timeout",          "dbname",          nullptr};
  const char* values[] = {"huiyin", "5", "15", "15000", url.c_str(), nullptr};
  PgConn connection(PQconnectdbParams(keywords, values, 1));
  if (connection == nullptr) return Unavailable("out of memory", "out_of_memory");
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    return Unavailable("the database cannot be reached", "database_gone")
        .WithInternal(PQerrorMessage(connection.get()));
  }
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  if (PQsetClientEncoding(connection.get(), "UTF8") != 0) {
    return Unavailable("the database does not speak UTF-8", "database_refused");
  }
  return connection;
}

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(const std::string& url) {
  std::unique_ptr<PostgresConnection> out(new PostgresConnection(url));
  TRY(out->Reconnect());
  return out;
}

Status PostgresConnection::Reconnect() {
  TRY_ASSIGN(PgConn fresh, PgConnect(url_));
  const int old_pid = connection_ != nullptr ? PQbackendPID(connection_.get()) : 0;
  connection_ = std::move(fresh);
  lost_ = in_transaction_ = begin_pending_ = false;
  pending_.clear();
  by_index_.clear();
  by_text_.clear();
  texts_.clear();
  if (old_pid != 0 && !backend_start_.empty()) {
    // Start time too: a restarted server may have given the number to somebody else.
    const std::string sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = " +
                            std::to_string(old_pid) + " AND backend_start = '" + backend_start_ +
                            "'";
    TRY(Simple(sql.c_str()));
  }
  TRY(Simple("SET idle_in_transaction_session_timeout = '60s'; SET lock_timeout = '20s'"));
  TRY_ASSIGN(const PgResult started,
             Simple("SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"));
  backend_start_ = PQntuples(started.get()) == 1 ? PQgetvalue(started.get(), 0, 0) : "";
  return Ok();
}

Error PostgresConnection::Failure(const PGresult* result, std::string_view what) {
  const char* sqlstate = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  const char* words =
      result != nullptr ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
  if (words == nullptr) words = PQerrorMessage(connection_.get());
  Error error = PostgresError(sqlstate != nullptr ? sqlstate : "", words, what);
  if (PQstatus(connection_.get()) == CONNECTION_BAD || error.type == "database_gone") {
    lost_ = true;
    if (!IsRetryable(error)) error = PostgresError("", words, what);
  }
  return error;
}

Result<PgResult> PostgresConnection::Simple(const char* sql) {
  PgResult result(PQexec(connection_.get(), sql));
  if (result == nullptr || !Succeeded(result.get())) return Failure(result.get(), sql);
  return result;
}

Result<PostgresConnection::Prepared> PostgresConnection::Prepare(std::string name,
                                                                 const std::string& sql) {
  const PgResult made(PQprepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr));
  if (!Succeeded(made.get())) return Failure(made.get(), sql);
  const PgResult described(PQdescribePrepared(connection_.get(), name.c_str()));
  if (!Succeeded(described.get())) return Failure(described.get(), sql);
  Prepared out{std::move(name), {}};
  for (int i = 0; i < PQnparams(described.get()); ++i) {
    out.types.push_back(PQparamtype(described.get(), i));
    if (IsNarrowType(out.types.back())) {
      return Internal("a parameter has too narrow a type")
          .WithInternal("write CAST(?" + std::to_string(i + 1) +
                        " AS BIGINT) (or DOUBLE PRECISION) in: " + sql);
    }
  }
  return out;
}

Result<const PostgresConnection::Prepared*> PostgresConnection::FindText(std::string_view sql) {
  if (const auto found = by_text_.find(sql); found != by_text_.end()) {
    texts_.splice(texts_.begin(), texts_, found->second);
    return &texts_.front().prepared;
  }
  TRY_ASSIGN(Prepared prepared, Prepare("t" + std::to_string(++texts_made_), WithDollars(sql)));
  texts_.push_front({std::string(sql), std::move(prepared)});
  by_text_.emplace(texts_.front().sql, texts_.begin());
  if (texts_.size() > kMaxCachedTexts) {
    (void)Simple(("DEALLOCATE " + texts_.back().prepared.name).c_str());
    by_text_.erase(texts_.back().sql);
    texts_.pop_back();
  }
  return &texts_.front().prepared;
}

Result<const PostgresConnection::Prepared*> PostgresConnection::Find(const Source& source) {
  if (source.query == nullptr) return FindText(source.text);
  if (source.query->index >= by_index_.size()) by_index_.resize(q::kCount);
  HY_CHECK(source.query->index < by_index_.size());
  auto& slot = by_index_[source.query->index];
  if (!slot) {
    auto prepared =
        Prepare("q" + std::to_string(source.query->index), std::string(source.query->postgres));
    if (!prepared.ok()) return std::move(prepared.error()).Prefixed(source.query->name);
    slot = std::move(prepared).value();
  }
  return &*slot;
}

Status PostgresConnection::SendPending() {
  if (PQenterPipelineMode(connection_.get()) != 1) return Failure(nullptr, "pipeline");
  for (const char* sql : pending_) {
    if (PQsendQueryParams(connection_.get(), sql, 0, nullptr, nullptr, nullptr, nullptr, 0) != 1) {
      return Failure(nullptr, sql);
    }
  }
  pending_.clear();
  begin_pending_ = false;
  return Ok();
}

Status PostgresConnection::SendRow(const Prepared& prepared, const PostgresParams& params,
                                   std::string_view what) {
  if (PQsendQueryPrepared(connection_.get(), prepared.name.c_str(), params.size(), params.values(),
                          params.lengths(), params.formats(), kBinary) != 1) {
    return Failure(nullptr, what);
  }
  return Ok();
}

// Ends a pipeline: reads every answer up to the synchronisation. The last one, or the first error.
Result<PgResult> PostgresConnection::Collect(std::string_view what) {
  if (PQpipelineSync(connection_.get()) != 1) return Failure(nullptr, what);
  PgResult last;
  std::optional<Error> failure;
  // libpq gives one null between the answers of two statements. More of them mean that nothing will
  // come: after a failed write it goes idle for ever without calling the connection bad.
  int nulls = 0;
  for (bool synced = false; !synced && !lost_;) {
    PgResult result(PQgetResult(connection_.get()));
    if (result == nullptr) {
      lost_ = ++nulls > 2 || PQstatus(connection_.get()) == CONNECTION_BAD;
      continue;
    }
    nulls = 0;
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_PIPELINE_SYNC) {
      synced = true;
    } else if (Succeeded(result.get())) {
      last = std::move(result);
    } else if (status != PGRES_PIPELINE_ABORTED && !failure) {
      failure = Failure(result.get(), what);
    }
  }
  if (lost_) {
    return failure ? std::move(*failure) : Failure(nullptr, what);
  }
  PQexitPipelineMode(connection_.get());
  if (failure) return std::move(*failure);
  return last;
}

Result<PgResult> PostgresConnection::ExecuteOnce(const Source& source,
                                                 std::span<const Param> params) {
  TRY_ASSIGN(const Prepared* prepared, Find(source));
  PostgresParams encoded;
  TRY(encoded.Encode(prepared->types, params));
  if (!pending_.empty()) {
    TRY(SendPending());
    TRY(SendRow(*prepared, encoded, source.name()));
    return Collect(source.name());
  }
  PgResult result(PQexecPrepared(connection_.get(), prepared->name.c_str(), encoded.size(),
                                 encoded.values(), encoded.lengths(), encoded.formats(), kBinary));
  if (!Succeeded(result.get())) return Failure(result.get(), source.name());
  return result;
}

Result<PgResult> PostgresConnection::Execute(const Source& source, std::span<const Param> params) {
  if (lost_) return Noted(PostgresError("", "not connected", source.name()));
  const bool fresh = NothingSentYet();
  const auto pending = pending_;
  auto result = ExecuteOnce(source, params);
  if (!result.ok() && lost_ && fresh && Reconnect().ok()) {
    in_transaction_ = begin_pending_ = true;
    pending_ = pending;
    result = ExecuteOnce(source, params);
  }
  if (!result.ok()) return Noted(std::move(result).error());
  return result;
}

Result<int64_t> PostgresConnection::Run(const Source& source, std::span<const Param> params) {
  ++writes_;
  TRY_ASSIGN(const PgResult result, Execute(source, params));
  const char* changed = PQcmdTuples(result.get());
  const bool reads = std::strncmp(PQcmdStatus(result.get()), "SELECT", 6) == 0;
  return reads || *changed == 0 ? 0 : std::strtoll(changed, nullptr, 10);
}

Status PostgresConnection::Visit(const Source& source, std::span<const Param> params,
                                 const RowVisitor& visit) {
  TRY_ASSIGN(const PgResult result, Execute(source, params));
  const std::string_view text = source.query != nullptr ? source.query->postgres : source.text;
  if (std::strncmp(PQcmdStatus(result.get()), "SELECT", 6) != 0 || text.starts_with("WITH")) {
    ++writes_;
  }
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    TRY(visit(PostgresRow(result.get(), row)));
  }
  return Ok();
}

Result<int64_t> PostgresConnection::Exec(const Query& query, std::span<const Param> params) {
  return Run({&query, {}}, params);
}

Status PostgresConnection::Each(const Query& query, std::span<const Param> params,
                                const RowVisitor& visit) {
  return Visit({&query, {}}, params, visit);
}

Result<int64_t> PostgresConnection::ExecSql(std::string_view sql, std::span<const Param> params) {
  return Run({nullptr, sql}, params);
}

Status PostgresConnection::EachSql(std::string_view sql, std::span<const Param> params,
                                   const RowVisitor& visit) {
  return Visit({nullptr, sql}, params, visit);
}

Status PostgresConnection::ExecMany(const Query& query, size_t rows, const RowBinder& bind) {
  if (lost_) return Noted(PostgresError("", "not connected", query.name));
  TRY_ASSIGN(const Prepared* prepared, Find({&query, {}}));
  std::vector<Param> params;
  PostgresParams encoded;
  for (size_t row = 0; row < rows;) {
    ++writes_;
    Status sent = SendPending();
    for (const size_t end = std::min(rows, row + kRowsASync); sent.ok() && row < end; ++row) {
      params.clear();
      bind(row, params);
      sent = encoded.Encode(prepared->types, params);
      if (sent.ok()) sent = SendRow(*prepared, encoded, query.name);
    }
    auto collected = Collect(query.name);
    if (!sent.ok()) return Noted(std::move(sent).error());
    if (!collected.ok()) return Noted(std::move(collected).error());
  }
  return Ok();
}

Status PostgresConnection::Begin(TxKind kind) {
  if (lost_) TRY(Reconnect());
  pending_ = {kind == TxKind::kWrite ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
  in_transaction_ = begin_pending_ = true;
  return Ok();
}

Status PostgresConnection::Commit() {
  in_transaction_ = false;
  if (begin_pending_) {
    pending_.clear();
    begin_pending_ = false;
    return Ok();
  }
  pending_.push_back("COMMIT");
  TRY(SendPending());
  TRY_ASSIGN(const PgResult result, Collect("COMMIT"));
  if (std::strcmp(PQcmdStatus(result.get()), "COMMIT") != 0) {
    return Internal("the transaction had failed before it was committed");
  }
  return Ok();
}

void PostgresConnection::Rollback() {
  const bool nothing = !in_transaction_ || begin_pending_;
  in_transaction_ = begin_pending_ = false;
  pending_.clear();
  // When it fails the connection is gone, and the transaction with it.
  if (!nothing && !lost_) (void)Simple("ROLLBACK");
}

Status PostgresConnection::Savepoint() {
  pending_.push_back(kSavepoint);
  return Ok();
}

Status PostgresConnection::ReleaseSavepoint() {
  if (!pending_.empty() && pending_.back() == kSavepoint) {
    pending_.pop_back();  // nothing happened since
  } else {
    pending_.push_back(kRelease);
  }
  return Ok();
}

Status PostgresConnection::RollbackToSavepoint() {
  if (!pending_.empty() && pending_.back() == kSavepoint) {
    pending_.pop_back();
    return Ok();
  }
  TRY(Simple(kRollbackTo));
  return ReleaseSavepoint();
}

TxState PostgresConnection::state() const {
  if (lost_) return TxState::kLost;
  if (!in_transaction_) return TxState::kNone;
  if (begin_pending_) return TxState::kActive;
  return PQtransactionStatus(connection_.get()) == PQTRANS_INERROR ? TxState::kFailed
                                                                   : TxState::kActive;
}

Status PostgresConnection::Script(std::string_view sql) {
  if (!pending_.empty()) {
    TRY(SendPending());
    TRY(Collect("BEGIN"));
  }
  TRY(Simple(std::string(sql).c_str()));
  return Ok();
}

Status PostgresConnection::PrepareAll() {
  for (const Query* query : q::kAll) TRY(Find({query, {}}));
  return Ok();
}

}  // namespace huiyin::store
