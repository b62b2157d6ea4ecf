#include "channels/xlsx_writer.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include <cmath>

#include "base/utf8.h"

namespace huiyin::channels {
namespace {

constexpr size_t kMaxUtf16Units = 32'767;

Error WriteError(lxw_error code) {
  return Unavailable(std::string("the XLSX file cannot be written: ") + lxw_strerror(code),
                     "write_failed");
}

std::string SheetName(std::string_view wanted) {
  std::string name;
  for (const char c : SanitizeUtf8(wanted)) {
    name += std::string_view("[]:*?/\\").find(c) == std::string_view::npos && c != '\0' ? c : '_';
  }
  while (!name.empty() && name.front() == '\'') name.erase(0, 1);
  while (!name.empty() && name.back() == '\'') name.pop_back();
  name = Prefix(name, 31);
  return name.empty() ? "Sheet1" : name;
}

// Valid UTF-8 without NUL (the library takes C strings), within the length a cell may have.
std::string CellText(std::string_view text, FormulaCells formulas, uint64_t& cut_cells) {
  std::string out;
  if (formulas == FormulaCells::kNeutralize && IsFormulaLike(text)) out += '\'';
  out += SanitizeUtf8(text);
  std::erase(out, '\0');
  size_t units = 0, pos = 0, fits = 0;
  while (pos < out.size()) {
    units += NextCodePoint(out, pos) >= 0x10000 ? 2 : 1;
    if (units < kMaxUtf16Units) fits = pos;
  }
  if (units > kMaxUtf16Units) {
    out.resize(fits);
    out += "…";
    ++cut_cells;
  }
  return out;
}

}  // namespace

struct XlsxWriter::Book {
  std::string path, temporary;
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format* bold = nullptr;
  lxw_format* date = nullptr;
  lxw_format* time = nullptr;
  uint32_t columns = 0;
};

XlsxWriter::XlsxWriter(std::unique_ptr<Book> book) : book_(std::move(book)) {}

XlsxWriter::~XlsxWriter() {
  if (book_->book == nullptr) return;
  lxw_workbook_free(book_->book);  // drops its temporary files unwritten
  ::unlink(book_->temporary.c_str());
}

Result<std::unique_ptr<XlsxWriter>> XlsxWriter::Create(const std::string& path,
                                                       const XlsxOptions& options) {
  auto book = std::make_unique<Book>();
  book->path = path;
  // The library opens the file only when it closes the workbook: reserve the name now, so that a
  // folder that cannot be written is known before the work.
  book->temporary = path + ".XXXXXX";
  const int fd = ::mkstemp(book->temporary.data());
  if (fd < 0) return Unavailable("cannot write beside " + path, "write_failed");
  ::close(fd);
  lxw_workbook_options library_options{};
  library_options.constant_memory = LXW_TRUE;
  book->book = workbook_new_opt(book->temporary.c_str(), &library_options);
  if (book->book == nullptr) {
    ::unlink(book->temporary.c_str());
    return Unavailable("out of memory while writing XLSX", "write_failed");
  }
  std::unique_ptr<XlsxWriter> writer(new XlsxWriter(std::move(book)));
  Book& b = *writer->book_;
  writer->formulas_ = options.formulas;
  b.sheet = workbook_add_worksheet(b.book, SheetName(options.sheet).c_str());
  b.bold = workbook_add_format(b.book);
  b.date = workbook_add_format(b.book);
  b.time = workbook_add_format(b.book);
  if (b.sheet == nullptr || b.bold == nullptr || b.date == nullptr || b.time == nullptr) {
    return Unavailable("the XLSX sheet cannot be made", "write_failed");
  }
  format_set_bold(b.bold);
  format_set_num_format(b.date, "yyyy-mm-dd");
  format_set_num_format(b.time, "yyyy-mm-dd hh:mm:ss");
  return writer;
}

Status XlsxWriter::WriteHeader(std::span<const std::string_view> names) {
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string name = CellText(names[i], formulas_, cut_cells_);
    const lxw_error code = worksheet_write_string(book_->sheet, row_, static_cast<lxw_col_t>(i),
                                                  name.c_str(), book_->bold);
    if (code != LXW_NO_ERROR) return WriteError(code);
  }
  book_->columns = static_cast<uint32_t>(names.size());
  worksheet_freeze_panes(book_->sheet, row_ + 1, 0);
  ++row_;
  return Ok();
}

Status XlsxWriter::WriteRow(std::span<const XlsxCell> cells) {
  if (row_ >= LXW_ROW_MAX || cells.size() > LXW_COL_MAX) {
    return Error(ErrorCode::kTooLarge,
                 "an XLSX sheet holds 1,048,576 rows of 16,384 cells; "
                 "write CSV, or a part at a time");
  }
  for (size_t i = 0; i < cells.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    lxw_error code = LXW_NO_ERROR;
    if (const auto* text = std::get_if<std::string_view>(&cells[i])) {
      const std::string value = CellText(*text, formulas_, cut_cells_);
      if (!value.empty()) {
        code = worksheet_write_string(book_->sheet, row_, column, value.c_str(), nullptr);
      }
    } else if (const auto* number = std::get_if<double>(&cells[i])) {
      if (std::isfinite(*number)) {
        code = worksheet_write_number(book_->sheet, row_, column, *number, nullptr);
      }
    } else if (const auto* civil = std::get_if<CivilTime>(&cells[i])) {
      lxw_datetime at{};
      at.year = civil->year;
      at.month = civil->month;
      at.day = civil->day;
      at.hour = civil->hour;
      at.min = civil->minute;
      at.sec = civil->second + static_cast<double>(civil->micros) / 1e6;
      code = worksheet_write_datetime(book_->sheet, row_, column, &at,
                                      civil->has_time ? book_->time : book_->date);
    }
    if (code != LXW_NO_ERROR) return WriteError(code);
  }
  ++row_;
  return Ok();
}

Status XlsxWriter::Close() {
  Book& b = *book_;
  if (b.book == nullptr) return FailedPrecondition("the XLSX file is closed already");
  if (b.columns > 0 && row_ > 0) {
    worksheet_autofilter(b.sheet, 0, 0, row_ - 1, static_cast<lxw_col_t>(b.columns - 1));
  }
  const lxw_error code = workbook_close(std::exchange(b.book, nullptr));
  if (code != LXW_NO_ERROR) {
    ::unlink(b.temporary.c_str());
    return WriteError(code);
  }
  if (::rename(b.temporary.c_str(), b.path.c_str()) != 0) {
    ::unlink(b.temporary.c_str());
    return Unavailable("cannot put " + b.path + " in place", "write_failed");
  }
  return Ok();
}

}  // namespace huiyin::channels
