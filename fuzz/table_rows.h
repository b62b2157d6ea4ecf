// What every row source promises, checked by the fuzz targets of all of them.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/utf8.h"
#include "channels/table_source.h"

namespace huiyin::fuzz {

struct RowCopy {
  std::vector<std::string> cells;
  std::string raw;
  bool operator==(const RowCopy&) const = default;
};

// Small limits, so that the fuzzer reaches them.
inline channels::TableOptions SmallOptions() {
  channels::TableOptions options;
  options.limits.max_cell_bytes = 64;
  options.limits.max_row_bytes = 256;
  options.limits.max_columns = 40;
  options.limits.max_json_depth = 6;
  options.limits.max_parts = 64;
  options.limits.max_sheet_bytes = options.limits.max_shared_text_bytes = 1 << 20;
  options.limits.max_small_part_bytes = 1 << 18;
  return options;
}

inline std::vector<RowCopy> CheckedRows(channels::RowSource& source, uint64_t number) {
  std::vector<RowCopy> rows;
  uint64_t line = 0;
  while (true) {
    auto next = source.Next();
    if (!next.ok() || !*next) break;
    const channels::Row& row = **next;
    HY_CHECK(row.number == ++number);
    line = row.line;
    HY_CHECK(line > 0);
    HY_CHECK(row.problem == nullptr || !row.problem->message.empty());
    HY_CHECK(IsValidUtf8(row.raw));
    RowCopy copy;
    copy.raw = row.raw;
    if (row.problem == nullptr) {
      HY_CHECK(row.cells.size() == source.columns().size());
      for (const std::string_view cell : row.cells) {
        HY_CHECK(IsValidUtf8(cell));
        HY_CHECK(cell.find('\0') == std::string_view::npos);
        HY_CHECK(cell.size() <= 64);
        copy.cells.emplace_back(cell);
      }
    }
    rows.push_back(std::move(copy));
  }
  const double progress = source.progress();
  HY_CHECK(progress >= 0 && progress <= 1);
  return rows;
}

// Reads all, then again from the middle: the second half must be the same.
inline void CheckTable(std::string_view bytes, const channels::TableOptions& options) {
  auto source = channels::OpenTableBytes(std::string(bytes), options);
  if (!source.ok()) {
    HY_CHECK(!source.error().message.empty());
    return;
  }
  const std::vector<RowCopy> rows = CheckedRows(**source, 0);
  auto half = channels::OpenTableBytes(std::string(bytes), options);
  HY_CHECK(half.ok());
  const size_t stop = rows.size() / 2;
  for (size_t i = 0; i < stop; ++i) HY_CHECK((*half)->Next().ok());
  channels::TableOptions resumed = options;
  auto token = channels::ParseResumeToken(channels::FormatResumeToken((*half)->position()));
  HY_CHECK(token.ok());
  resumed.resume = *token;
  auto rest = channels::OpenTableBytes(std::string(bytes), resumed);
  HY_CHECK(rest.ok());
  const std::vector<RowCopy> tail = CheckedRows(**rest, stop);
  HY_CHECK(tail.size() + stop == rows.size());
  for (size_t i = 0; i < tail.size(); ++i) {
    // A JSON lines file may know more columns before than after: compare what both have.
    const RowCopy &a = tail[i], &b = rows[stop + i];
    HY_CHECK(a.raw == b.raw);
    for (size_t k = 0; k < a.cells.size() && k < b.cells.size(); ++k) {
      HY_CHECK(a.cells[k] == b.cells[k]);
    }
  }
}

}  // namespace huiyin::fuzz
