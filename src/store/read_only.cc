#include "store/read_only.h"

#include "store/migrations.h"
#include "store/postgres_connection.h"
#include "store/sqlite_connection.h"

namespace huiyin::store {
namespace {

Result<std::unique_ptr<Connection>> Connect(const DatabaseUrl& url) {
  if (url.engine == Engine::kPostgres) {
    TRY_ASSIGN(auto connection, PostgresConnection::Open(url.path));
    return std::unique_ptr<Connection>(std::move(connection));
  }
  TRY_ASSIGN(auto connection, SqliteConnection::Open(url.path, SqliteAccess::kReadOnly));
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace

Result<std::unique_ptr<Connection>> OpenReadOnly(const std::string& url) {
  TRY_ASSIGN(const DatabaseUrl parsed, ParseDatabaseUrl(url));
  TRY_ASSIGN(auto connection, Connect(parsed));
  TRY(connection->Begin(TxKind::kSnapshot));
  TRY_ASSIGN(const int version, SchemaVersion(*connection));
  if (version == 0) return NotFound("there is no instance in this database", "no_database");
  const int known = AllMigrations().back().number;
  if (version != known) {
    return FailedPrecondition("the database has schema " + std::to_string(version) +
                                  ", this program reads schema " + std::to_string(known) +
                                  (version < known ? "; run \"huiyin migrate\" (or serve) once"
                                                   : "; use the newer program"),
                              "other_schema");
  }
  return connection;
}

}  // namespace huiyin::store
