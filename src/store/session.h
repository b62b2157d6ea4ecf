// One connection to either engine, used by one thread at a time. Errors come as values:
// kConflict (unique, foreign key; type "unique_violation" / "foreign_key_violation"),
// kUnavailable (locked, gone, disk full; type "database_busy" / "database_gone" / "disk_full"),
// kCorruption, kInvalidArgument (bad parameter), kInternal (wrong SQL).
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/param.h"
#include "store/query.h"

namespace huiyin::store {

enum class Engine { kSqlite, kPostgres };

using RowVisitor = std::function<Status(const Row&)>;

class Session {
 public:
  virtual ~Session() = default;
  virtual Engine engine() const = 0;

  // Runs a statement that returns no rows; the number of rows it changed.
  virtual Result<int64_t> Exec(const Query& query, std::span<const Param> params) = 0;
  // Visits every row in order; an error from the visitor stops and is returned.
  virtual Status Each(const Query& query, std::span<const Param> params,
                      const RowVisitor& visit) = 0;
  // The same for SQL built at run time (list filters). Never from user text: only from our own
  // fragments; values still go through params. Prepared and cached by text (bounded).
  virtual Result<int64_t> ExecSql(std::string_view sql, std::span<const Param> params) = 0;
  virtual Status EachSql(std::string_view sql, std::span<const Param> params,
                         const RowVisitor& visit) = 0;

  // Sugar.
  Result<int64_t> Exec(const Query& query, std::initializer_list<Param> params = {}) {
    return Exec(query, std::span<const Param>(params.begin(), params.size()));
  }
  Status Each(const Query& query, std::initializer_list<Param> params, const RowVisitor& visit) {
    return Each(query, std::span<const Param>(params.begin(), params.size()), visit);
  }
  // The first row read by `read` (Row -> T), or nothing.
  template <typename Read>
  auto One(const Query& query, std::initializer_list<Param> params, Read read)
      -> Result<std::optional<decltype(read(std::declval<const Row&>()))>> {
    std::optional<decltype(read(std::declval<const Row&>()))> out;
    TRY(Each(query, params, [&](const Row& row) -> Status {
      if (!out) out = read(row);
      return Ok();
    }));
    return out;
  }
  template <typename Read>
  auto All(const Query& query, std::initializer_list<Param> params, Read read)
      -> Result<std::vector<decltype(read(std::declval<const Row&>()))>> {
    std::vector<decltype(read(std::declval<const Row&>()))> out;
    TRY(Each(query, params, [&](const Row& row) -> Status {
      out.push_back(read(row));
      return Ok();
    }));
    return out;
  }
};

}  // namespace huiyin::store
