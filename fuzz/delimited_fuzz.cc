// uses: channels base
#include "../fuzz/fuzz.h"
#include "../fuzz/table_rows.h"

// Any bytes as a table: everything detected, and with dialect forced by the first byte.
FUZZ_TARGET(delimited) {
  using namespace huiyin::channels;
  TableOptions options = huiyin::fuzz::SmallOptions();
  options.format = TableFormat::kDelimited;
  huiyin::fuzz::CheckTable(bytes, options);
  if (bytes.empty()) return;
  const auto choice = static_cast<uint8_t>(bytes[0]);
  options.delimiter = ",;\t|"[choice & 3];
  options.quoting = static_cast<Quoting>((choice >> 2) % 3);
  options.header = static_cast<HeaderMode>((choice >> 4) % 3);
  options.encoding = (choice & 0x80) != 0 ? Encoding::kGb18030 : Encoding::kUtf8;
  huiyin::fuzz::CheckTable(bytes.substr(1), options);
}
