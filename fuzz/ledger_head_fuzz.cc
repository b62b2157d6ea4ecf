// uses: ledger base
#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "ledger/head.h"
#include "ledger/verify.h"

// A head that parses is written back as it was; a file of heads never does more than be refused.
FUZZ_TARGET(ledger_head) {
  const auto head = huiyin::ledger::ParseHead(bytes);
  if (head.ok()) HY_CHECK(huiyin::ledger::FormatHead(*head) == bytes);
  huiyin::ledger::LogVerifier verifier({});
  (void)verifier.AddExternalHeads(bytes);
  (void)verifier.Finish();
}
