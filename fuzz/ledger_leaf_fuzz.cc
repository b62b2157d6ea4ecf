// uses: ledger base
#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "ledger/event_leaf.h"

// Whatever decodes, encodes to the same bytes and may be written.
FUZZ_TARGET(ledger_leaf) {
  const auto event = huiyin::ledger::DecodeLeaf(bytes);
  if (!event.ok()) return;
  HY_CHECK(huiyin::ledger::EncodeLeaf(*event) == bytes);
  HY_CHECK(huiyin::ledger::CheckEvent(*event).ok());
}
