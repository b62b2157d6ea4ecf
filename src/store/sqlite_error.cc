#include "store/sqlite_error.h"

#include <sqlite3.h>

namespace huiyin::store {
namespace {

constexpr int kRetryAfterS = 2;

Error Constraint(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return Conflict("a row with this key exists already", "unique_violation");
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return Conflict("a row refers to another that does not exist", "foreign_key_violation");
    case SQLITE_CONSTRAINT_NOTNULL:
      return InvalidArgument("a required value is missing", "not_null_violation");
    case SQLITE_CONSTRAINT_DATATYPE:
      return InvalidArgument("a value has the wrong type", "wrong_type");
    default:
      return InvalidArgument("a value is not allowed", "check_violation");
  }
}

Error Classify(int code) {
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      return Constraint(code);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Unavailable("the database is locked by another process", "database_busy");
    case SQLITE_FULL:
      return Unavailable("the disk is full", "disk_full");
    case SQLITE_IOERR:
      return Unavailable("the disk refuses to read or write", "disk_io");
    case SQLITE_CANTOPEN:
      return Unavailable("the database file cannot be opened", "database_gone");
    case SQLITE_NOMEM:
      return Unavailable("out of memory", "out_of_memory");
    case SQLITE_INTERRUPT:
      return Error(ErrorCode::kTimeout, "the statement was interrupted", "interrupted");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Corruption("the database file is damaged", "database_corrupt");
    case SQLITE_TOOBIG:
      return Error(ErrorCode::kTooLarge, "a value is too large to be stored", "value_too_large");
    case SQLITE_MISMATCH:
      return InvalidArgument("a value has the wrong type", "wrong_type");
    case SQLITE_READONLY:
      return Error(ErrorCode::kInternal, "a write on a read-only connection", "read_only");
    default:
      return Internal("the statement failed");
  }
}

}  // namespace

Error SqliteError(int code, sqlite3* db, std::string_view doing) {
  Error error = Classify(code);
  if (error.code == ErrorCode::kUnavailable) error.retry_after_s = kRetryAfterS;
  error.internal =
      std::string(doing) + ": " + sqlite3_errstr(code & 0xff) + " (" + std::to_string(code) + ")";
  if (db != nullptr) error.internal += std::string(": ") + sqlite3_errmsg(db);
  return error;
}

}  // namespace huiyin::store
