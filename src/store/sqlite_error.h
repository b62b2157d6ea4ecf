// SQLite's extended result codes as our errors.
#pragma once

#include "base/result.h"

struct sqlite3;

namespace huiyin::store {

// `code` is an extended result code; the words are taken from `db` when given.
Error SqliteError(int code, sqlite3* db, std::string_view doing);

}  // namespace huiyin::store
