// What opening an instance does on either engine once there is a connection.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "ledger/head.h"
#include "store/connection.h"
#include "store/database.h"

namespace huiyin::store {

// A bare connection that may write; nothing is checked or upgraded.
Result<std::unique_ptr<Connection>> OpenConnection(const std::string& url, Database::Mode mode);

// Checks the mode against what is there, upgrades, prepares every statement; the log's id.
Result<std::string> OpenInstance(Connection& connection, const DatabaseOptions& options,
                                 Database::Mode mode,
                                 std::function<Status(int from, int to)> before_upgrade);

Result<std::unique_ptr<Database>> OpenSqlite(const std::string& path,
                                             const DatabaseOptions& options, Database::Mode mode);
Result<std::unique_ptr<Database>> OpenPostgres(const std::string& url,
                                               const DatabaseOptions& options, Database::Mode mode);

}  // namespace huiyin::store
