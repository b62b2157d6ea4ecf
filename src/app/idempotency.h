// What a caller's Idempotency-Key was answered with: the key again gives that answer and does
// nothing, another body under it is refused. Asked and written in the transaction that does the
// work, so that both are there or neither.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"
#include "store/tx.h"

namespace huiyin::app {

// `key` and `body`: hashes of what the caller sent, with whatever keeps callers apart. Nothing when
// the key is new; kConflict "idempotency_conflict".
Result<std::optional<std::string>> RecallAnswer(store::Tx& tx, const Hash32& key,
                                                const Hash32& body);
Status RememberAnswer(store::Tx& tx, const Hash32& key, const Hash32& body,
                      const std::string& answer);

}  // namespace huiyin::app
