// Rows of a table file, whatever its format. A RowSource hands out one row after the other in
// bounded memory. What is wrong with a single row travels with that row (`problem`, `raw`), so that
// an importer can write it to the rejects file and go on; only what ends the whole file (disk
// error, refused archive) is an Error. Nothing is skipped silently: every byte of the file belongs
// to a row, to the header, to the counted lines before the header, or is blank.
// Not thread-safe; views live until the next call of Next().
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "channels/encoding.h"

namespace huiyin::channels {

enum class TableFormat { kDelimited, kJsonLines, kXlsx };
std::string_view TableFormatName(TableFormat format);  // "csv", "jsonl", "xlsx"

enum class RowProblemKind {
  kStrayQuote,    // a quote is opened and never properly closed
  kCellTooLong,   // over TableLimits::max_cell_bytes
  kRowTooLong,    // over TableLimits::max_row_bytes
  kTooManyCells,  // more cells than the header has columns, and they are not empty
  kBadBytes,      // bytes that are no characters in the file's encoding
  kNulByte,
  kBadJson,  // a JSON line that does not parse, is no object, or is nested too deep
};
std::string_view RowProblemName(RowProblemKind kind);  // stable code: "stray_quote", ...

struct RowProblem {
  RowProblemKind kind = RowProblemKind::kStrayQuote;
  uint64_t line = 0;    // 1-based line of the file (XLSX: sheet row) where it is wrong
  uint32_t column = 0;  // 1-based cell; 0: the whole row
  std::optional<uint64_t> byte_offset;  // in the file as stored, when known
  std::string message;                  // names line and column, says what to do
};

struct Row {
  uint64_t number = 0;  // 1-based data row; the header does not count, rows with a problem do
  uint64_t line = 0;    // 1-based line of the file where the row starts (XLSX: sheet row)
  // As many as columns(); cells missing at the end are empty. Empty when there is a problem that
  // left the row unreadable.
  std::span<const std::string_view> cells;
  const RowProblem* problem = nullptr;  // not null: do not use the cells
  // With a problem: the row as it stands in the file, in UTF-8 (cut at max_row_bytes).
  std::string_view raw;
};

// Where an import stands: give it back in TableOptions to go on with the row after it.
struct ResumeToken {
  uint64_t row = 0;         // rows handed out so far
  uint64_t line = 0;        // line the next row starts at
  uint64_t offset = 0;      // of the next row in the UTF-8 text; unused for XLSX
  std::string fingerprint;  // of the file's beginning and size: refuses another file
};
std::string FormatResumeToken(const ResumeToken& token);  // "1:row:line:offset:fingerprint"
Result<ResumeToken> ParseResumeToken(std::string_view text);

// Auto: quotes are quoting only where a field could not be written without them.
enum class Quoting { kRfc4180, kNone, kWhenNeeded };
enum class HeaderMode { kAuto, kPresent, kAbsent };

struct TableLimits {
  size_t max_cell_bytes = 1 << 20;
  size_t max_row_bytes = 4 << 20;
  size_t max_columns = 4096;
  size_t max_json_depth = 16;
  // XLSX archives. Sizes are of unpacked bytes, counted while reading, not believed.
  size_t max_parts = 4096;
  uint64_t max_sheet_bytes = uint64_t{4} << 30;
  uint64_t max_shared_text_bytes = uint64_t{512} << 20;
  uint64_t max_small_part_bytes = uint64_t{16} << 20;  // workbook, styles, relations
  uint32_t max_ratio = 400;                            // unpacked : packed, over 16 MiB
};

struct TableOptions {
  // Empty: found out from the content.
  std::optional<TableFormat> format;
  std::optional<Encoding> encoding;
  std::optional<char> delimiter;
  std::optional<Quoting> quoting;
  HeaderMode header = HeaderMode::kAuto;
  std::string sheet;  // XLSX: name; empty: the first visible one
  TableLimits limits;
  std::optional<ResumeToken> resume;
};

// What was found out, for the person who watches.
struct TableInfo {
  TableFormat format = TableFormat::kDelimited;
  Encoding encoding = Encoding::kUtf8;
  double encoding_confidence = 1;
  char delimiter = ',';
  Quoting quoting = Quoting::kRfc4180;
  std::string sheet;
  uint64_t header_line = 0;    // 0: the file has no header
  uint64_t skipped_lines = 0;  // lines before the header that are not blank
};
std::string DescribeTable(const TableInfo& info);  // "csv, GB18030, ',' ..., header in line 1"

class RowSource {
 public:
  virtual ~RowSource() = default;
  // The next row; empty at the end. An Error ends the source.
  virtual Result<std::optional<Row>> Next() = 0;
  // Header names, made unique; "column_1", ... without a header. A JSON lines file may grow more
  // columns while it is read: they are appended.
  virtual const std::vector<std::string>& columns() const = 0;
  virtual ResumeToken position() const = 0;  // after the last row handed out
  virtual const TableInfo& info() const = 0;
  virtual double progress() const = 0;  // 0..1 of the file's bytes
};

// Picks the format by content. kNotFound, kInvalidArgument (not a table, old .xls, encrypted, an
// unknown sheet, a resume token of another file), kTooLarge (archive limits), kCorruption.
Result<std::unique_ptr<RowSource>> OpenTable(const std::string& path,
                                             const TableOptions& options = {});
Result<std::unique_ptr<RowSource>> OpenTableBytes(std::string bytes,
                                                  const TableOptions& options = {});

// --- for the readers
struct HeaderChoice {
  std::optional<size_t> row;  // index into the sample; empty: no header
};
// A row with known column names (column_mapping.h) within the first ten; else the first row, unless
// it looks like data (numbers, times, long texts).
HeaderChoice ChooseHeader(std::span<const std::vector<std::string>> sample, HeaderMode mode);
// Trimmed, made unique, empty ones named "column_N".
std::vector<std::string> ColumnNames(std::span<const std::string> header, size_t count);
std::string TableFingerprint(std::string_view head, uint64_t size_bytes);

}  // namespace huiyin::channels
