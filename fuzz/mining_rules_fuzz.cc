// uses: mining base
#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "mining/rules.h"

// Rules parse or name the line; what parses can be checked.
FUZZ_TARGET(mining_rules) {
  using namespace huiyin::mining;  // NOLINT: a program of one file
  const auto rules = ParseRules(bytes);
  if (!rules.ok()) {
    HY_CHECK(!rules.error().message.empty());
    return;
  }
  (void)CheckRules(EventLog(), *rules);
}
