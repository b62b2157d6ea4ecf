// uses: channels base
#include "../fuzz/fuzz.h"
#include "../fuzz/table_rows.h"

FUZZ_TARGET(jsonl) {
  huiyin::channels::TableOptions options = huiyin::fuzz::SmallOptions();
  options.format = huiyin::channels::TableFormat::kJsonLines;
  huiyin::fuzz::CheckTable(bytes, options);
}
