#include "store/database.h"

#include "store/instance.h"
#include "store/ledger_log.h"
#include "store/migrations.h"
#include "store/postgres_connection.h"
#include "store/queries.h"
#include "store/sqlite_connection.h"

namespace huiyin::store {

Result<std::unique_ptr<Connection>> OpenConnection(const std::string& url, Database::Mode mode) {
  TRY_ASSIGN(const DatabaseUrl parsed, ParseDatabaseUrl(url));
  if (parsed.engine == Engine::kPostgres) {
    TRY_ASSIGN(auto connection, PostgresConnection::Open(parsed.path));
    return std::unique_ptr<Connection>(std::move(connection));
  }
  TRY_ASSIGN(auto connection, SqliteConnection::Open(parsed.path, mode == Database::Mode::kCreate
                                                                      ? SqliteAccess::kCreate
                                                                      : SqliteAccess::kReadWrite));
  return std::unique_ptr<Connection>(std::move(connection));
}

Result<std::string> OpenInstance(Connection& connection, const DatabaseOptions& options,
                                 Database::Mode mode,
                                 std::function<Status(int from, int to)> before_upgrade) {
  TRY_ASSIGN(const int version, SchemaVersion(connection));
  if (mode == Database::Mode::kCreate && version > 0) {
    return Conflict("there is an instance in this database already", "instance_exists");
  }
  if (mode == Database::Mode::kOpen && version == 0) {
    return NotFound("there is no instance in this database; make one with huiyin init",
                    "no_database");
  }
  MigrateOptions migrate;
  migrate.now = options.clock->Now();
  migrate.before_upgrade = std::move(before_upgrade);
  migrate.after = [&](Connection& c) -> Status {
    const std::string frontier = ledger::CompactRange().Serialize();
    const std::string log_id = options.signing_key->public_key().Fingerprint();
    TRY(c.Exec(q::ledger_seed, {Blob{frontier}, log_id}));
    return Ok();
  };
  TRY(Migrate(connection, AllMigrations(), migrate));
  TRY(connection.PrepareAll());
  TRY_ASSIGN(auto ledger, ReadLedger(connection, LedgerLock::kNone));
  return std::move(ledger.log_id);
}

Result<std::unique_ptr<Database>> Database::Open(const DatabaseOptions& options, Mode mode) {
  HY_CHECK(options.clock != nullptr && options.signing_key != nullptr);
  TRY_ASSIGN(const DatabaseUrl url, ParseDatabaseUrl(options.url));
  TRY_ASSIGN(auto database, url.engine == Engine::kSqlite ? OpenSqlite(url.path, options, mode)
                                                          : OpenPostgres(url.path, options, mode));
  database->url_ = options.url;
  return database;
}

}  // namespace huiyin::store
