// Forward-only schema versions, compiled in from db/migrations. All pending ones run in one
// transaction together with their version rows, under the engine's write lock, so an interrupted
// upgrade leaves the old schema.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "store/connection.h"

namespace huiyin::store {

struct Migration {
  int number = 0;  // 1, 2, … without gaps
  std::string_view name;
  std::string_view checksum;  // SHA-256 of the released file, hexadecimal
  std::string_view sqlite;
  std::string_view postgres;
};

std::span<const Migration> AllMigrations();

// The schema's number; 0 for an empty database.
Result<int> SchemaVersion(Connection& connection);

struct MigrateOptions {
  Instant now;
  // Called once before an older schema (never an empty one) is changed; its error stops everything.
  std::function<Status(int from, int to)> before_upgrade;
  // Runs inside the transaction after the last migration.
  std::function<Status(Connection&)> after;
};

// kFailedPrecondition "newer_schema" (made by a newer program), "migration_edited" (a released file
// was changed: the program and the database disagree about the past).
Status Migrate(Connection& connection, std::span<const Migration> migrations,
               const MigrateOptions& options);

}  // namespace huiyin::store
