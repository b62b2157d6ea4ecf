// uses: mining base
#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "mining/load.h"

// OCEL and JSON lines: a log or a message.
FUZZ_TARGET(mining_ocel) {
  using namespace huiyin::mining;  // NOLINT: a program of one file
  for (const auto read : {&ReadOcel, &ReadJsonLines}) {
    const auto source = FromMemory(bytes);
    LogBuilder builder;
    LoadReport report;
    const auto status = read(*source, {}, builder, report);
    HY_CHECK(status.ok() || !status.error().message.empty());
    (void)std::move(builder).Build();
  }
}
