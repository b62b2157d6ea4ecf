// One record of delimiter-separated text, found in memory: pure, no state, no allocation beyond the
// layout it fills. RFC 4180 with what real files do: quotes not doubled inside a field are taken as
// they stand; a quote that is never closed is reported, not swallowed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "channels/table_source.h"

namespace huiyin::channels {

struct Dialect {
  char delimiter = ',';
  char newline = '\n';  // '\r' for old Mac files; "\r\n" counts as '\n'
  Quoting quoting = Quoting::kRfc4180;
};

enum class ScanOutcome {
  kRecord,      // `next` is behind it
  kNeedMore,    // the record does not end within the text
  kStrayQuote,  // a quoted field cannot be closed; `cells.size() + 1` is its column
};

struct RecordLayout {
  std::vector<std::string_view> cells;  // into the text, or into `unescaped`
  size_t next = 0;                      // behind the record's newline; kStrayQuote: read so far
  size_t lines = 0;                     // newlines inside and at the end of the record
  bool blank = false;                   // no character but the newline
  size_t multiline_cells = 0;           // quoted cells with a newline inside
  std::vector<size_t> quoted;           // indexes of cells whose quotes were taken off
  std::vector<size_t> escaped;          // those of them with doubled quotes inside
  std::string unescaped;                // storage of the escaped ones
};

enum class TextEnd { kMore, kEnd };             // whether text may follow
enum class MultiLine { kAllowed, kForbidden };  // may quoted cells hold newlines

// Scans the record at `begin`. The text must have 16 readable bytes behind its end.
ScanOutcome ScanRecord(std::string_view text, size_t begin, TextEnd end, const Dialect& dialect,
                       MultiLine multiline, RecordLayout& out);

// Offset behind the physical line that starts at `begin`; npos when it does not end in the text.
size_t LineEnd(std::string_view text, size_t begin, const Dialect& dialect);

}  // namespace huiyin::channels
