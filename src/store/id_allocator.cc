#include "store/id_allocator.h"

#include "store/queries.h"

namespace huiyin::store {

Status IdAllocator::Reserve(Connection& connection) {
  TRY_ASSIGN(const auto first,
             connection.One(q::id_block, {}, [](const Row& row) { return row.Int(0); }));
  if (!first) return Corruption("the id counter is missing", "id_counter");
  next_ = *first;
  end_ = *first + kBlock;
  reserved_in_tx_ = connection.engine() == Engine::kSqlite;
  return Ok();
}

Status RaiseIds(Connection& connection, int64_t id) {
  if (connection.engine() == Engine::kSqlite) {
    TRY(connection.ExecSql("UPDATE counters SET value = ?1 WHERE name = 'id' AND value < ?1",
                           std::vector<Param>{id}));
    return Ok();
  }
  return connection.EachSql(
      "SELECT setval('id_blocks', ?1) FROM id_blocks WHERE last_value + 99 < ?1",
      std::vector<Param>{id}, [](const Row&) { return Ok(); });
}

}  // namespace huiyin::store
