// Tables as XLSX by libxlsxwriter in constant memory: rows go to a temporary file as they come.
// Texts are written as texts, never as formulas, and formula-like ones are neutralised as in CSV,
// because many an XLSX ends as CSV. Not thread-safe.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "base/time.h"
#include "channels/csv_writer.h"

namespace huiyin::channels {

// Empty, text, number, or a local date and time.
using XlsxCell = std::variant<std::monostate, std::string_view, double, CivilTime>;

struct XlsxOptions {
  std::string sheet = "Sheet1";  // characters []:*?/\ are replaced, 31 characters kept
  FormulaCells formulas = FormulaCells::kNeutralize;
};

class XlsxWriter {
 public:
  // kUnavailable when the file cannot be written. It appears at `path` on Close() only.
  static Result<std::unique_ptr<XlsxWriter>> Create(const std::string& path,
                                                    const XlsxOptions& options = {});
  ~XlsxWriter();  // without Close(): nothing stays
  XlsxWriter(const XlsxWriter&) = delete;
  XlsxWriter& operator=(const XlsxWriter&) = delete;

  Status WriteHeader(std::span<const std::string_view> names);  // bold, frozen, with filter
  // kTooLarge beyond 1,048,576 rows or 16,384 cells. Texts over 32,767 UTF-16 units are cut and end
  // in "…"; cut_cells() counts them.
  Status WriteRow(std::span<const XlsxCell> cells);
  Status Close();
  uint64_t rows() const { return row_; }
  uint64_t cut_cells() const { return cut_cells_; }

 private:
  struct Book;
  explicit XlsxWriter(std::unique_ptr<Book> book);
  std::unique_ptr<Book> book_;
  FormulaCells formulas_ = FormulaCells::kNeutralize;
  uint32_t row_ = 0;
  uint64_t cut_cells_ = 0;
};

}  // namespace huiyin::channels
