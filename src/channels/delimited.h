// Reader of CSV, TSV and their relatives. What one damaged row can break is that row: a quote that
// is never closed costs its own line, and the lines after it are read as rows again.
// Rows over the limits are passed over in bounded memory and reported.
#pragma once

#include <memory>
#include <string_view>

#include "channels/delimited_scan.h"
#include "channels/table_source.h"

namespace huiyin::channels {

struct DialectGuess {
  Dialect dialect;
  size_t preamble_bytes = 0;  // a leading "sep=;" line, as spreadsheets write it
};
// Delimiter among tab , ; | (0x1F when the text has a single column), newline and quoting, by how
// evenly the sample splits into rows. Options that are given are kept.
DialectGuess DetectDialect(std::string_view sample, TextEnd end, const TableOptions& options);

Result<std::unique_ptr<RowSource>> OpenDelimited(std::unique_ptr<ByteSource> source,
                                                 const TableOptions& options = {});

}  // namespace huiyin::channels
