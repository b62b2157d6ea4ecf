#include "store/connection.h"

#include <cmath>
#include <cstring>

#include "base/utf8.h"

namespace huiyin::store {

bool IsRetryable(const Error& error) {
  return error.type == "serialization_failure" || error.type == "deadlock" ||
         error.type == "database_gone";
}

Result<DatabaseUrl> ParseDatabaseUrl(std::string_view url) {
  constexpr std::string_view kSqlite = "sqlite://";
  if (url.starts_with(kSqlite) && url.size() > kSqlite.size()) {
    return DatabaseUrl{Engine::kSqlite, std::string(url.substr(kSqlite.size()))};
  }
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) {
    return DatabaseUrl{Engine::kPostgres, std::string(url)};
  }
  return InvalidArgument("the database URL must be sqlite:///path/file.db or postgresql://…",
                         "database_url");
}

Status CheckParam(const Param& param) {
  if (param.kind() == Param::Kind::kReal && std::isnan(param.real())) {
    return InvalidArgument("a real is not a number", "not_a_number");
  }
  if (param.kind() != Param::Kind::kText) return Ok();
  const std::string_view text = param.view();
  if (!text.empty() && std::memchr(text.data(), 0, text.size()) != nullptr) {
    return InvalidArgument("a text holds a NUL byte", "bad_text");
  }
  if (!IsValidUtf8(text)) return InvalidArgument("a text is not UTF-8", "bad_text");
  return Ok();
}

}  // namespace huiyin::store
