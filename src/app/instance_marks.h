// Whole numbers the instance keeps about itself, rows of `instance`.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "store/tx.h"

namespace huiyin::app {

// How far the search index has come in the log: written by the indexer, held by erasures.
inline constexpr char kSearchIndexedMark[] = "search_indexed_seq";
inline constexpr char kErasuresMark[] = "erasures";       // how many there were
inline constexpr char kPurgedMark[] = "erasures_purged";  // how many left nothing behind

// `otherwise` when it was never written.
Result<int64_t> ReadMark(store::Session& session, const char* mark, int64_t otherwise);
Status WriteMark(store::Tx& tx, const char* mark, int64_t value);

}  // namespace huiyin::app
