// uses: mining base
#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "mining/load.h"

// CSV in any guise: a log or a message, the same whatever the chunks.
FUZZ_TARGET(mining_csv) {
  using namespace huiyin::mining;  // NOLINT: a program of one file
  LoadOptions options;
  options.max_row_bytes = 1 << 20;
  size_t events[2] = {0, 0};
  for (const size_t chunk : {SIZE_MAX, size_t{3}}) {
    const auto source = FromMemory(bytes, chunk);
    LogBuilder builder;
    LoadReport report;
    const auto status = ReadCsv(*source, options, builder, report);
    HY_CHECK(status.ok() || !status.error().message.empty());
    events[chunk == 3] = std::move(builder).Build().event_count();
  }
  HY_CHECK(events[0] == events[1]);
}
