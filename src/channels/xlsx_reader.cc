#include "channels/xlsx_reader.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "channels/xlsx_reader_workbook.h"
#include "channels/xlsx_reader_xml.h"

namespace huiyin::channels {
namespace {

constexpr size_t kHeaderRows = 10;

// One sheet row as read: cells in column order, texts owned here or by the shared texts.
struct SheetRow {
  uint64_t line = 0;
  std::vector<std::string> cells;
  std::optional<RowProblemKind> problem;
  uint32_t problem_column = 0;
  bool blank() const {
    return !problem && std::all_of(cells.begin(), cells.end(),
                                   [](const std::string& cell) { return cell.empty(); });
  }
};

// Turns the events of a sheet part into rows; pauses the parser after each.
class SheetHandler final : public XmlHandler {
 public:
  SheetHandler(const Workbook& workbook, const TableLimits& limits)
      : workbook_(workbook), limits_(limits) {}

  SheetRow row;
  bool complete = false;  // `row` waits to be taken

  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "row") {
      BeginRow(attributes);
    } else if (name == "c" && in_row_) {
      BeginCell(attributes);
    } else if (in_cell_ && (name == "v" || (name == "t" && phonetic_ == 0))) {
      capture_ = true;
    } else if (name == "rPh") {
      ++phonetic_;
    }
  }

  Flow End(std::string_view name) override {
    if (name == "v" || name == "t") {
      capture_ = false;
    } else if (name == "rPh" && phonetic_ > 0) {
      --phonetic_;
    } else if (name == "c" && in_cell_) {
      EndCell();
    } else if (name == "row" && in_row_) {
      in_row_ = false;
      complete = true;
      return Flow::kPause;
    }
    return Flow::kGoOn;
  }

  void Text(std::string_view text) override {
    if (!capture_) return;
    if (value_.size() + text.size() > limits_.max_cell_bytes) {
      Problem(RowProblemKind::kCellTooLong);
      return;
    }
    value_ += text;
  }

 private:
  void BeginRow(const XmlAttributes& attributes) {
    uint64_t line = row.line + 1;
    if (const auto r = attributes.Find("r")) {
      std::from_chars(r->data(), r->data() + r->size(), line);
    }
    row.line = std::max<uint64_t>(line, 1);
    row.cells.clear();
    row.problem.reset();
    row_bytes_ = 0;
    next_column_ = 0;
    in_row_ = true;
    in_cell_ = capture_ = false;
  }

  // "BC12" -> 54 (0-based); the next column when there is no reference.
  size_t ColumnOf(std::string_view reference) const {
    size_t column = 0;
    for (const char c : reference) {
      if (c < 'A' || c > 'Z') break;
      column = column * 26 + static_cast<size_t>(c - 'A' + 1);
      if (column > limits_.max_columns) break;
    }
    return column == 0 ? next_column_ : column - 1;
  }

  void BeginCell(const XmlAttributes& attributes) {
    in_cell_ = true;
    capture_ = false;
    value_.clear();
    type_ = attributes.Find("t").value_or("n");
    style_ = 0;
    if (const auto s = attributes.Find("s")) {
      std::from_chars(s->data(), s->data() + s->size(), style_);
    }
    column_ = ColumnOf(attributes.Find("r").value_or(""));
    next_column_ = column_ + 1;
  }

  void EndCell() {
    in_cell_ = false;
    if (value_.empty()) return;
    std::string text = CellText();
    row_bytes_ += text.size();
    if (column_ >= limits_.max_columns) return Problem(RowProblemKind::kTooManyCells);
    if (row_bytes_ > limits_.max_row_bytes) return Problem(RowProblemKind::kRowTooLong);
    if (text.find('\0') != std::string::npos) return Problem(RowProblemKind::kNulByte);
    if (row.cells.size() <= column_) row.cells.resize(column_ + 1);
    row.cells[column_] = std::move(text);
  }

  std::string CellText() {
    if (type_ == "s") {
      size_t index = workbook_.texts.size();
      std::from_chars(value_.data(), value_.data() + value_.size(), index);
      if (index >= workbook_.texts.size()) {
        Problem(RowProblemKind::kBadBytes);
        return {};
      }
      const std::string_view text = workbook_.texts.at(index);
      if (text.size() <= limits_.max_cell_bytes) return std::string(text);
      Problem(RowProblemKind::kCellTooLong);  // before copying: many cells may refer to it
      return {};
    }
    if (type_ == "b") return value_ == "1" ? "TRUE" : "FALSE";
    if (type_ == "inlineStr" || type_ == "str") {
      return value_.find("_x") == std::string::npos ? value_ : DecodeXstring(value_);
    }
    if (type_ != "n") return value_;
    const CellStyle style =
        style_ < workbook_.styles.size() ? workbook_.styles[style_] : CellStyle{};
    double number = 0;
    if (style.is_temporal() &&
        std::from_chars(value_.data(), value_.data() + value_.size(), number).ec == std::errc()) {
      return FormatSerial(number, workbook_.dates, style);
    }
    return FormatNumber(value_);
  }

  void Problem(RowProblemKind kind) {
    if (row.problem) return;
    row.problem = kind;
    row.problem_column = static_cast<uint32_t>(column_ + 1);
  }

  const Workbook& workbook_;
  const TableLimits& limits_;
  bool in_row_ = false, in_cell_ = false, capture_ = false;
  int phonetic_ = 0;
  std::string type_, value_;
  size_t style_ = 0, column_ = 0, next_column_ = 0, row_bytes_ = 0;
};

class XlsxReader final : public RowSource {
 public:
  XlsxReader(std::unique_ptr<XlsxArchive> archive, const TableOptions& options)
      : options_(options), archive_(std::move(archive)) {}

  Status Open();
  Result<std::optional<Row>> Next() override;
  const std::vector<std::string>& columns() const override { return columns_; }
  ResumeToken position() const override { return {row_, line_, 0, fingerprint_}; }
  const TableInfo& info() const override { return info_; }
  double progress() const override {
    const auto declared = static_cast<double>(xml_->part().declared_bytes());
    return declared <= 0 ? 1 : static_cast<double>(xml_->part().read_bytes()) / declared;
  }

 private:
  Status OpenSheet();
  Status ReadHeader();
  Status Resume();
  Result<bool> ReadRow();  // into current_; false at the end; blank rows are passed over
  Row Emit();

  TableOptions options_;
  std::unique_ptr<XlsxArchive> archive_;
  std::unique_ptr<Workbook> workbook_;
  std::unique_ptr<SheetHandler> handler_;
  std::unique_ptr<XmlStream> xml_;
  TableInfo info_;
  std::vector<std::string> columns_;
  std::deque<SheetRow> waiting_;  // read while looking for the header
  SheetRow current_;
  std::vector<std::string_view> cells_;
  std::string fingerprint_, raw_;
  RowProblem problem_;
  uint64_t row_ = 0;
  uint64_t line_ = 1;
};

Status XlsxReader::Open() {
  TRY_ASSIGN(workbook_, ReadWorkbook(*archive_, options_.limits));
  info_.format = TableFormat::kXlsx;
  fingerprint_ = archive_->fingerprint();
  TRY(OpenSheet());
  TRY(ReadHeader());
  return options_.resume ? Resume() : Ok();
}

Status XlsxReader::OpenSheet() {
  TRY_ASSIGN(const SheetRef* sheet, workbook_->Find(options_.sheet));
  info_.sheet = sheet->name;
  TRY_ASSIGN(auto part, archive_->Open(sheet->part, options_.limits.max_sheet_bytes));
  handler_ = std::make_unique<SheetHandler>(*workbook_, options_.limits);
  xml_ = std::make_unique<XmlStream>(std::move(part), *handler_);
  return Ok();
}

Status XlsxReader::ReadHeader() {
  std::vector<std::vector<std::string>> sample;
  while (sample.size() < kHeaderRows) {
    TRY_ASSIGN(const bool more, ReadRow());
    if (!more) break;
    sample.push_back(current_.problem ? std::vector<std::string>() : current_.cells);
    waiting_.push_back(std::move(current_));
  }
  if (waiting_.empty()) return InvalidArgument("the sheet is empty", "empty_table");
  const HeaderChoice choice = ChooseHeader(sample, options_.header);
  size_t count = 1;
  for (const auto& row : sample) count = std::max(count, row.size());
  if (!choice.row) {
    columns_ = ColumnNames({}, count);
    return Ok();
  }
  columns_ = ColumnNames(sample[*choice.row], sample[*choice.row].size());
  info_.skipped_lines = *choice.row;
  info_.header_line = waiting_[*choice.row].line;
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<ptrdiff_t>(*choice.row) + 1);
  line_ = info_.header_line + 1;
  return Ok();
}

Status XlsxReader::Resume() {
  if (options_.resume->fingerprint != fingerprint_) {
    return InvalidArgument("the resume position belongs to another file, or the file was changed",
                           "resume_mismatch");
  }
  while (row_ < options_.resume->row) {
    TRY_ASSIGN(const std::optional<Row> passed, Next());
    if (!passed) return InvalidArgument("the resume position lies behind the end of the sheet");
  }
  return Ok();
}

Result<bool> XlsxReader::ReadRow() {
  while (true) {
    TRY_ASSIGN(const XmlStream::State state, xml_->Pump());
    if (!handler_->complete) {
      if (state == XmlStream::State::kEnd) return false;
      continue;
    }
    handler_->complete = false;
    if (handler_->row.blank()) continue;
    current_.line = handler_->row.line;
    current_.problem = handler_->row.problem;
    current_.problem_column = handler_->row.problem_column;
    current_.cells.swap(handler_->row.cells);
    return true;
  }
}

Result<std::optional<Row>> XlsxReader::Next() {
  if (!waiting_.empty()) {
    current_ = std::move(waiting_.front());
    waiting_.pop_front();
  } else {
    TRY_ASSIGN(const bool more, ReadRow());
    if (!more) return std::optional<Row>();
  }
  return std::optional<Row>(Emit());
}

Row XlsxReader::Emit() {
  line_ = current_.line + 1;
  auto& cells = current_.cells;
  while (cells.size() > columns_.size() && cells.back().empty()) cells.pop_back();
  if (!current_.problem && cells.size() > columns_.size()) {
    current_.problem = RowProblemKind::kTooManyCells;
    current_.problem_column = static_cast<uint32_t>(columns_.size() + 1);
  }
  if (current_.problem) {
    raw_.clear();
    for (const std::string& cell : cells) raw_ += (raw_.empty() ? "" : "\t") + cell;
    raw_ = SanitizeUtf8(raw_);
    problem_ = {*current_.problem,
                current_.line,
                current_.problem_column,
                {},
                "row " + std::to_string(current_.line) + ", column " +
                    std::to_string(current_.problem_column) + ": " +
                    std::string(RowProblemName(*current_.problem))};
    return Row{++row_, current_.line, {}, &problem_, raw_};
  }
  cells_.assign(columns_.size(), {});
  for (size_t i = 0; i < cells.size(); ++i) cells_[i] = cells[i];
  return Row{++row_, current_.line, cells_, nullptr, {}};
}

Result<std::unique_ptr<RowSource>> OpenArchive(std::unique_ptr<XlsxArchive> archive,
                                               const TableOptions& options) {
  auto reader = std::make_unique<XlsxReader>(std::move(archive), options);
  TRY(reader->Open());
  return std::unique_ptr<RowSource>(std::move(reader));
}

}  // namespace

Result<std::unique_ptr<RowSource>> OpenXlsx(const std::string& path, const TableOptions& options) {
  TRY_ASSIGN(auto archive, XlsxArchive::OpenFile(path, options.limits));
  return OpenArchive(std::move(archive), options);
}

Result<std::unique_ptr<RowSource>> OpenXlsxBytes(std::string bytes, const TableOptions& options) {
  TRY_ASSIGN(auto archive, XlsxArchive::OpenBytes(std::move(bytes), options.limits));
  return OpenArchive(std::move(archive), options);
}

}  // namespace huiyin::channels
