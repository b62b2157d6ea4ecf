#include "store/postgres_error.h"

namespace huiyin::store {
namespace {

constexpr int kRetryAfterS = 2;

struct Rule {
  std::string_view prefix;  // of the SQLSTATE; the first that fits counts
  ErrorCode code;
  std::string_view type;
  std::string_view message;
};

constexpr Rule kRules[] = {
    {"23505", ErrorCode::kConflict, "unique_violation", "a row with this key exists already"},
    {"23503", ErrorCode::kConflict, "foreign_key_violation",
     "a row refers to another that does not exist"},
    {"23502", ErrorCode::kInvalidArgument, "not_null_violation", "a required value is missing"},
    {"23", ErrorCode::kInvalidArgument, "check_violation", "a value is not allowed"},
    {"40001", ErrorCode::kUnavailable, "serialization_failure", "another change came first"},
    {"40P01", ErrorCode::kUnavailable, "deadlock", "two changes waited for each other"},
    {"53100", ErrorCode::kUnavailable, "disk_full", "the disk is full"},
    {"53200", ErrorCode::kUnavailable, "out_of_memory", "the database is out of memory"},
    {"53", ErrorCode::kUnavailable, "database_busy", "the database has no resources left"},
    {"55P03", ErrorCode::kUnavailable, "database_busy", "the database is locked"},
    {"57014", ErrorCode::kTimeout, "interrupted", "the statement was interrupted"},
    {"57P", ErrorCode::kUnavailable, "database_gone", "the database is stopping or starting"},
    {"08", ErrorCode::kUnavailable, "database_gone", "the connection to the database broke"},
    {"58", ErrorCode::kUnavailable, "disk_io", "the disk refuses to read or write"},
    {"22021", ErrorCode::kInvalidArgument, "bad_text", "a text is not UTF-8"},
    {"22", ErrorCode::kInvalidArgument, "wrong_type", "a value has the wrong type or range"},
    {"54000", ErrorCode::kTooLarge, "value_too_large", "a value is too large to be stored"},
    {"25006", ErrorCode::kInternal, "read_only", "a write on a read-only connection"},
    {"XX001", ErrorCode::kCorruption, "database_corrupt", "the database is damaged"},
    {"XX002", ErrorCode::kCorruption, "database_corrupt", "the database is damaged"},
    {"28", ErrorCode::kUnavailable, "database_refused", "the database refuses the login"},
    {"3D000", ErrorCode::kNotFound, "no_database", "the database does not exist"},
};

}  // namespace

Error PostgresError(std::string_view sqlstate, std::string_view words, std::string_view doing) {
  Error error = Internal("the statement failed");
  if (sqlstate.empty()) {
    error = Unavailable("the connection to the database broke", "database_gone");
  } else {
    for (const Rule& rule : kRules) {
      if (!sqlstate.starts_with(rule.prefix)) continue;
      error = Error(rule.code, std::string(rule.message), std::string(rule.type));
      break;
    }
  }
  if (error.code == ErrorCode::kUnavailable) error.retry_after_s = kRetryAfterS;
  error.internal =
      std::string(doing) + ": " + std::string(words) + " (" + std::string(sqlstate) + ")";
  return error;
}

}  // namespace huiyin::store
