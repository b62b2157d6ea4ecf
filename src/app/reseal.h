// Rotation of the master key: everything sealed with an older key of the ring is sealed again with
// the current one. Runs in small transactions and may be stopped and begun again at any point; a
// row that somebody changed meanwhile is left to the next pass. What people's data is sealed with
// are data keys (one a customer, one a ticket); only these are wrapped anew, so the log's
// commitments and the data itself stay as they are.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "app/context.h"

namespace huiyin::app {

// Where the master key is used. A test compares this list with the schema.
struct SealedColumn {
  const char* table;
  const char* column;
  const char* context;  // before the row's id; what the sealed value is bound to
  bool is_wrapped_key;  // KeyRing::WrapKey, else KeyRing::Seal
};
std::span<const SealedColumn> SealedColumns();

struct Resealed {
  int64_t rows = 0;
  int64_t left = 0;  // changed by somebody else while this ran, or unreadable
};
// kCorruption names table and row of a value that no key of the ring opens.
Result<Resealed> ResealAll(const Context& context);

}  // namespace huiyin::app
