// uses: mining base
#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "mining/analysis.h"
#include "mining/load.h"

// Whatever the bytes, reading ends with a log or a message; chunks of any size read the same.
FUZZ_TARGET(mining_xes) {
  using namespace huiyin::mining;  // NOLINT: a program of one file
  LoadOptions options;
  size_t cases[2] = {0, 0};
  for (const size_t chunk : {SIZE_MAX, size_t{3}}) {
    const auto source = FromMemory(bytes, chunk);
    LogBuilder builder;
    LoadReport report;
    const auto status = ReadXes(*source, options, builder, report);
    HY_CHECK(status.ok() || !status.error().message.empty());
    const EventLog log = std::move(builder).Build();
    cases[chunk == 3] = log.event_count();
    if (chunk == 3 && log.event_count() > 0) (void)Analyze(log, {1, 0});
  }
  HY_CHECK(cases[0] == cases[1]);
}
