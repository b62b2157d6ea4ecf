#include "store/migrations.h"

#include <string>
#include <vector>

#include "store/queries.h"

namespace huiyin::store {
namespace {

struct Applied {
  int number;
  std::string name;
  std::string checksum;
};

Result<std::vector<Applied>> ReadApplied(Connection& connection) {
  const std::string_view exists =
      connection.engine() == Engine::kSqlite
          ? "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"
          : "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() "
            "AND tablename = 'schema_migrations'";
  int64_t tables = 0;
  TRY(connection.EachSql(exists, {}, [&](const Row& row) {
    tables = row.Int(0);
    return Ok();
  }));
  if (tables == 0) return std::vector<Applied>();
  return connection.All(q::migrations_applied, {}, [](const Row& row) {
    return Applied{static_cast<int>(row.Int(0)), row.Str(1), row.Str(2)};
  });
}

Status CheckApplied(const std::vector<Applied>& applied, std::span<const Migration> known) {
  if (applied.size() > known.size()) {
    return FailedPrecondition(
        "the database has schema " + std::to_string(applied.size()) +
            ", this program knows up to " + std::to_string(known.size()) +
            ": it was upgraded by a newer program; use that one, or restore the backup made before "
            "the upgrade",
        "newer_schema");
  }
  for (size_t i = 0; i < applied.size(); ++i) {
    if (applied[i].number != known[i].number || applied[i].checksum != known[i].checksum) {
      return FailedPrecondition("migration " + std::to_string(applied[i].number) + " (" +
                                    applied[i].name +
                                    ") of the database is not the one this program was built with",
                                "migration_edited");
    }
  }
  return Ok();
}

Status LockForMigration(Connection& connection) {
  if (connection.engine() == Engine::kSqlite) return Ok();  // BEGIN IMMEDIATE is the lock
  return connection.EachSql(
      "SELECT pg_advisory_xact_lock(hashtext('huiyin migrate'), "
      "hashtext(current_schema()::text))::text",
      {}, [](const Row&) { return Ok(); });
}

Status RunPending(Connection& connection, std::span<const Migration> migrations,
                  const MigrateOptions& options) {
  TRY(LockForMigration(connection));
  // Another process may have been faster.
  TRY_ASSIGN(const auto applied, ReadApplied(connection));
  TRY(CheckApplied(applied, migrations));
  for (const Migration& migration : migrations.subspan(applied.size())) {
    auto status = connection.Script(connection.engine() == Engine::kSqlite ? migration.sqlite
                                                                           : migration.postgres);
    if (!status.ok()) {
      return std::move(status.error()).Prefixed("migration " + std::to_string(migration.number));
    }
    TRY(connection.Exec(q::migration_record,
                        {migration.number, migration.name, migration.checksum, options.now}));
  }
  return options.after ? options.after(connection) : Ok();
}

}  // namespace

Result<int> SchemaVersion(Connection& connection) {
  TRY_ASSIGN(const auto applied, ReadApplied(connection));
  return static_cast<int>(applied.size());
}

Status Migrate(Connection& connection, std::span<const Migration> migrations,
               const MigrateOptions& options) {
  TRY_ASSIGN(const auto applied, ReadApplied(connection));
  TRY(CheckApplied(applied, migrations));
  if (applied.size() == migrations.size()) return Ok();
  if (!applied.empty() && options.before_upgrade) {
    TRY(options.before_upgrade(static_cast<int>(applied.size()),
                               static_cast<int>(migrations.size())));
  }
  TRY(connection.Begin(TxKind::kWrite));
  auto status = RunPending(connection, migrations, options);
  if (!status.ok()) {
    connection.Rollback();
    return status;
  }
  return connection.Commit();
}

}  // namespace huiyin::store
