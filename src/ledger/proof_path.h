// Which nodes a proof is made of; shared by the proof builders over stored hashes and in memory.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "ledger/merkle.h"

namespace huiyin::ledger {

// Appends the siblings of node (level, index) on its way to the root of a tree of `size` leaves,
// from below. `complete(level, index)` gives a complete node, `partial(level)` the root over the
// leaves right of the last complete node of that level; both return Result<Hash32>.
template <typename Complete, typename Partial>
Status AppendSiblings(int level, uint64_t index, uint64_t size, Path& path, Complete complete,
                      Partial partial) {
  for (;; ++level, index >>= 1) {
    const uint64_t last = (size - 1) >> level;
    if (last == 0) return Ok();
    if ((index & 1) != 0) {
      TRY_ASSIGN(const Hash32 left, complete(level, index - 1));
      path.push_back(left);
    } else if (index + 1 < (size >> level)) {
      TRY_ASSIGN(const Hash32 right, complete(level, index + 1));
      path.push_back(right);
    } else if (index + 1 == last) {
      TRY_ASSIGN(const Hash32 right, partial(level));
      path.push_back(right);
    }
    // Otherwise the node is the last of its level without a sibling and moves up unchanged.
  }
}

}  // namespace huiyin::ledger
