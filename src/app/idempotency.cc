#include "app/idempotency.h"

#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

Result<std::optional<std::string>> RecallAnswer(store::Tx& tx, const Hash32& key,
                                                const Hash32& body) {
  struct Stored {
    std::string body, answer;
  };
  TRY_ASSIGN(auto found, tx.db().One(q::idempotency_get, {key}, [](const store::Row& row) {
    return Stored{std::string(row.BlobBytes(0)), row.Str(1)};
  }));
  if (!found) return std::optional<std::string>();
  if (found->body != View(body)) {
    return Conflict("this Idempotency-Key came before with another body", "idempotency_conflict");
  }
  return std::optional(std::move(found->answer));
}

Status RememberAnswer(store::Tx& tx, const Hash32& key, const Hash32& body,
                      const std::string& answer) {
  TRY(tx.Exec(q::idempotency_put, {key, body, answer, tx.now()}));
  return Ok();
}

}  // namespace huiyin::app
