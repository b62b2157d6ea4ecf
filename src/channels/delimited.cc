#include "channels/delimited.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "channels/table_source_text.h"

namespace huiyin::channels {
namespace {

constexpr size_t kSampleBytes = 1 << 20;
constexpr size_t kHeaderRows = 10;
constexpr size_t kRawKeptBytes = 64 << 10;  // of a row too long to be held
// Text read again after quotes that never close; beyond it rows must end on their line, or a
// hostile file could make every line cost a pass over the rest.
constexpr uint64_t kRereadBytes = uint64_t{256} << 20;

// Lines passed before and behind a record.
struct LineSpan {
  size_t begin = 0, end = 0;
};

class DelimitedReader final : public RowSource {
 public:
  DelimitedReader(std::unique_ptr<TextStream> stream, const TableOptions& options)
      : buffer_(std::move(stream)), options_(options), limits_(options.limits) {}

  Status Open();
  Result<std::optional<Row>> Next() override;
  const std::vector<std::string>& columns() const override { return columns_; }
  ResumeToken position() const override { return {row_, line_, buffer_.offset(), fingerprint_}; }
  const TableInfo& info() const override { return info_; }
  double progress() const override { return buffer_.progress(); }

 private:
  Status ReadHeader();
  Status TakeHeader(const std::vector<std::vector<std::string>>& sample,
                    const std::vector<size_t>& ends, const std::vector<LineSpan>& lines);
  Row Emit(size_t record_bytes);
  Row Broken(RowProblemKind kind, size_t column, size_t raw_bytes, size_t lines, size_t fault_at,
             const std::string& what);
  Row Stray();
  Result<Row> Oversize();
  Result<Row> SkipLongRow(const std::string& what);
  Result<bool> SkipPiece(bool& quoted, bool& cell_start, size_t& consumed, size_t& lines);
  bool LinesLookLikeRows(size_t from, size_t to, size_t at_most);
  std::string Where(size_t column) const;
  void SetRaw(std::string_view text);

  TextBuffer buffer_;
  TableOptions options_;
  TableLimits limits_;
  TableInfo info_;
  Dialect dialect_;
  std::vector<std::string> columns_;
  std::string fingerprint_;
  RecordLayout layout_, probe_;
  RowProblem problem_;
  std::string raw_;
  uint64_t row_ = 0;
  uint64_t line_ = 1;
  uint64_t reread_bytes_ = 0;
  uint64_t one_line_until_ = 0;  // text offset before which quoted cells must end on their line
};

Status DelimitedReader::Open() {
  while (buffer_.text().size() < kSampleBytes && buffer_.end() == TextEnd::kMore) {
    TRY(buffer_.Fill());
  }
  const std::string_view sample = buffer_.text();
  if (sample.empty()) return InvalidArgument("the file is empty", "empty_table");
  fingerprint_ = TableFingerprint(sample.substr(0, 64 << 10), buffer_.stream().source_size_bytes());
  const DialectGuess guess = DetectDialect(sample, buffer_.end(), options_);
  dialect_ = guess.dialect;
  info_.format = TableFormat::kDelimited;
  info_.encoding = buffer_.stream().guess().encoding;
  info_.encoding_confidence = buffer_.stream().guess().confidence;
  info_.delimiter = dialect_.delimiter;
  info_.quoting = dialect_.quoting;
  if (guess.preamble_bytes > 0) {
    buffer_.Consume(guess.preamble_bytes);
    ++line_;
  }
  TRY(ReadHeader());
  if (!options_.resume) return Ok();
  if (options_.resume->fingerprint != fingerprint_) {
    return InvalidArgument("the resume position belongs to another file, or the file was changed",
                           "resume_mismatch");
  }
  TRY(buffer_.Seek(options_.resume->offset));
  row_ = options_.resume->row;
  line_ = options_.resume->line;
  return Ok();
}

Status DelimitedReader::ReadHeader() {
  std::vector<std::vector<std::string>> sample;
  std::vector<size_t> ends;  // offset behind each sampled record
  std::vector<LineSpan> lines;
  const std::string_view text = buffer_.text();
  size_t at = 0, line = 0;
  while (at < text.size() && sample.size() < kHeaderRows) {
    if (ScanRecord(text, at, buffer_.end(), dialect_, MultiLine::kAllowed, layout_) !=
        ScanOutcome::kRecord) {
      break;
    }
    at = layout_.next;
    const LineSpan span{line, line + layout_.lines};
    line = span.end;
    if (layout_.blank) continue;
    std::vector<std::string> cells;
    for (const std::string_view cell : layout_.cells) {
      if (cells.size() > limits_.max_columns) break;
      cells.push_back(SanitizeUtf8(cell.substr(0, limits_.max_cell_bytes)));
    }
    sample.push_back(std::move(cells));
    ends.push_back(at);
    lines.push_back(span);
  }
  return TakeHeader(sample, ends, lines);
}

Status DelimitedReader::TakeHeader(const std::vector<std::vector<std::string>>& sample,
                                   const std::vector<size_t>& ends,
                                   const std::vector<LineSpan>& lines) {
  const HeaderChoice choice = ChooseHeader(sample, options_.header);
  size_t count = 0;
  for (const auto& row : sample) count = std::max(count, row.size());
  if (count > limits_.max_columns) {
    return Error(ErrorCode::kTooLarge, "the table has more than " +
                                           std::to_string(limits_.max_columns) +
                                           " columns; is the delimiter right?");
  }
  if (!choice.row) {
    columns_ = ColumnNames({}, std::max<size_t>(count, 1));
    return Ok();
  }
  columns_ = ColumnNames(sample[*choice.row], sample[*choice.row].size());
  info_.skipped_lines = *choice.row;
  buffer_.Consume(ends[*choice.row]);
  info_.header_line = line_ + lines[*choice.row].begin;
  line_ += lines[*choice.row].end;
  return Ok();
}

Result<std::optional<Row>> DelimitedReader::Next() {
  while (true) {
    if (buffer_.text().empty()) {
      if (buffer_.end() == TextEnd::kEnd) return std::optional<Row>();
      TRY(buffer_.Fill());
      continue;
    }
    const MultiLine multiline =
        buffer_.offset() < one_line_until_ ? MultiLine::kForbidden : MultiLine::kAllowed;
    ScanOutcome outcome =
        ScanRecord(buffer_.text(), 0, buffer_.end(), dialect_, multiline, layout_);
    const bool more = outcome == ScanOutcome::kNeedMore;
    // Judged by the extent alone, so that the outcome does not hang on how the window was filled;
    // 2 bytes more, because a quote is judged by what follows it.
    if (more ? buffer_.text().size() > limits_.max_row_bytes + 2
             : layout_.next > limits_.max_row_bytes) {
      TRY_ASSIGN(Row row, Oversize());
      return std::optional<Row>(row);
    }
    if (more) {
      TRY(buffer_.Fill());
      continue;
    }
    if (outcome == ScanOutcome::kStrayQuote) return std::optional<Row>(Stray());
    if (layout_.blank) {
      buffer_.Consume(layout_.next);
      line_ += layout_.lines;
      continue;
    }
    if (layout_.multiline_cells > 0 && dialect_.quoting == Quoting::kWhenNeeded &&
        LinesLookLikeRows(LineEnd(buffer_.text(), 0, dialect_), layout_.next, SIZE_MAX)) {
      // Two lines that each have a quote as a character, not one row with a newline in it.
      outcome =
          ScanRecord(buffer_.text(), 0, buffer_.end(), dialect_, MultiLine::kForbidden, layout_);
      if (outcome != ScanOutcome::kRecord) return std::optional<Row>(Stray());
    }
    return std::optional<Row>(Emit(layout_.next));
  }
}

std::string DelimitedReader::Where(size_t column) const {
  std::string where = "line " + std::to_string(line_);
  if (column == 0) return where;
  where += ", column " + std::to_string(column);
  if (column <= columns_.size()) where += " (" + columns_[column - 1] + ")";
  return where;
}

void DelimitedReader::SetRaw(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  raw_ = SanitizeUtf8(text);
}

// Reports the first `raw_bytes` of the window as a row that cannot be used, and consumes them.
Row DelimitedReader::Broken(RowProblemKind kind, size_t column, size_t raw_bytes, size_t lines,
                            size_t fault_at, const std::string& what) {
  problem_.kind = kind;
  problem_.line = line_;
  problem_.column = static_cast<uint32_t>(column);
  problem_.byte_offset = buffer_.ByteOffset(fault_at);
  problem_.message = Where(column) + ": " + what;
  SetRaw(buffer_.text().substr(0, raw_bytes));
  Row row{++row_, line_, {}, &problem_, raw_};
  line_ += lines;
  buffer_.Consume(raw_bytes);
  return row;
}

Row DelimitedReader::Emit(size_t record_bytes) {
  const size_t lines = layout_.lines;
  if (const auto fault = buffer_.FirstFault(record_bytes)) {
    size_t column = 0;
    const char* const at = buffer_.text().data() + fault->at;
    for (size_t i = 0; i < layout_.cells.size(); ++i) {
      const std::string_view cell = layout_.cells[i];
      if (at >= cell.data() && at < cell.data() + cell.size()) column = i + 1;
    }
    const bool nul = fault->kind == RowProblemKind::kNulByte;
    Row row =
        Broken(fault->kind, column, record_bytes, lines, fault->at,
               nul ? "a NUL byte"
                   : "bytes that are no " + std::string(EncodingName(info_.encoding)) + " text");
    if (fault->byte_offset) {
      problem_.byte_offset = fault->byte_offset;
      problem_.message += " (byte " + std::to_string(*fault->byte_offset) + " of the file)";
    }
    return row;
  }
  auto& cells = layout_.cells;
  for (size_t i = 0; record_bytes > limits_.max_cell_bytes && i < cells.size(); ++i) {
    if (cells[i].size() <= limits_.max_cell_bytes) continue;
    return Broken(RowProblemKind::kCellTooLong, i + 1, record_bytes, lines, 0,
                  "the cell has " + std::to_string(cells[i].size()) + " bytes, more than " +
                      std::to_string(limits_.max_cell_bytes));
  }
  while (cells.size() > columns_.size() && cells.back().empty()) cells.pop_back();
  if (cells.size() > columns_.size()) {
    return Broken(RowProblemKind::kTooManyCells, columns_.size() + 1, record_bytes, lines, 0,
                  std::to_string(cells.size()) + " cells, but the table has " +
                      std::to_string(columns_.size()) +
                      " columns; a delimiter inside a cell needs quotes around the cell");
  }
  cells.resize(columns_.size());
  Row row{++row_, line_, cells, nullptr, {}};
  line_ += lines;
  buffer_.Consume(record_bytes);
  return row;
}

Row DelimitedReader::Stray() {
  const size_t column = layout_.cells.size() + 1;
  reread_bytes_ += layout_.next;
  if (reread_bytes_ > kRereadBytes) one_line_until_ = buffer_.offset() + layout_.next;
  const size_t line_end = LineEnd(buffer_.text(), 0, dialect_);
  const bool last = line_end == std::string_view::npos;
  return Broken(RowProblemKind::kStrayQuote, column, last ? buffer_.text().size() : line_end,
                last ? 0 : 1, 0,
                "a quote is opened and not closed where a cell can end; double a quote inside a "
                "quoted cell");
}

// Whether the physical lines in [from, to) split into as many cells as the table has columns.
bool DelimitedReader::LinesLookLikeRows(size_t from, size_t to, size_t at_most) {
  if (columns_.size() < 2) return false;
  const std::string_view text = buffer_.text().substr(0, to);
  size_t looked = 0;
  while (from < to && looked < at_most) {
    // Cut before the end, the last line may be torn: it is no evidence.
    const size_t end = LineEnd(text, from, dialect_);
    if (end == std::string_view::npos) break;
    Dialect plain = dialect_;
    plain.quoting = Quoting::kNone;
    if (ScanRecord(text.substr(0, end), from, TextEnd::kEnd, plain, MultiLine::kForbidden,
                   probe_) != ScanOutcome::kRecord ||
        probe_.cells.size() != columns_.size()) {
      return false;
    }
    ++looked;
    from = end;
  }
  return looked > 0;
}

Result<Row> DelimitedReader::Oversize() {
  const size_t line_end = LineEnd(buffer_.text(), 0, dialect_);
  if (line_end == std::string_view::npos || line_end > limits_.max_row_bytes) {
    return SkipLongRow("the line is longer than " + std::to_string(limits_.max_row_bytes) +
                       " bytes");
  }
  // A quoted cell swallowed everything since: rows behind a stray quote, or one monstrous cell?
  const bool plain_will_do = dialect_.quoting == Quoting::kWhenNeeded || columns_.size() < 2;
  if (!plain_will_do && !LinesLookLikeRows(line_end, limits_.max_row_bytes, 20)) {
    return SkipLongRow("a quoted cell does not end within " +
                       std::to_string(limits_.max_row_bytes) + " bytes");
  }
  reread_bytes_ += limits_.max_row_bytes;
  const ScanOutcome outcome =
      ScanRecord(buffer_.text(), 0, buffer_.end(), dialect_, MultiLine::kForbidden, layout_);
  return outcome == ScanOutcome::kRecord ? Emit(layout_.next) : Stray();
}

// Passes over the record at the window's start without holding it.
Result<Row> DelimitedReader::SkipLongRow(const std::string& what) {
  const uint64_t start = buffer_.offset(), start_line = line_;
  const std::optional<uint64_t> byte_offset = buffer_.ByteOffset(0);
  const std::string message = Where(0) + ": " + what;
  SetRaw(buffer_.text().substr(0, std::min(kRawKeptBytes, limits_.max_row_bytes)));
  bool quoted = false, cell_start = true, done = false;
  size_t lines = 0;
  while (!done) {
    size_t consumed = 0;
    TRY_ASSIGN(done, SkipPiece(quoted, cell_start, consumed, lines));
    buffer_.Consume(consumed);
    if (!done && buffer_.end() == TextEnd::kEnd && buffer_.text().empty()) break;
    if (!done) TRY(buffer_.Fill());
  }
  const uint64_t bytes = buffer_.offset() - start;
  problem_ = {RowProblemKind::kRowTooLong, start_line, 0, byte_offset,
              message + "; " + std::to_string(bytes) + " bytes passed over"};
  line_ += lines;
  return Row{++row_, start_line, {}, &problem_, raw_};
}

// Walks the window; true when the record's newline was reached. Leaves the last two bytes unless
// the text ends, because a quote is judged by what follows it.
Result<bool> DelimitedReader::SkipPiece(bool& quoted, bool& cell_start, size_t& consumed,
                                        size_t& lines) {
  const std::string_view text = buffer_.text();
  const bool last = buffer_.end() == TextEnd::kEnd;
  const size_t stop = last ? text.size() : text.size() - std::min<size_t>(text.size(), 2);
  size_t i = 0;
  const auto at = [&](size_t k) { return k < text.size() ? text[k] : dialect_.newline; };
  while (i < stop) {
    const char c = text[i];
    if (c == dialect_.newline) {
      ++lines;
      if (!quoted) {
        consumed = i + 1;
        return true;
      }
    }
    if (c == '"' && quoted) {
      const char next = at(i + 1);
      if (next == '"') {
        i += 2;
        continue;
      }
      if (next == dialect_.delimiter || next == dialect_.newline ||
          (next == '\r' && at(i + 2) == '\n')) {
        quoted = false;
      }
    } else if (c == '"' && cell_start && dialect_.quoting == Quoting::kRfc4180) {
      quoted = true;
    }
    cell_start = !quoted && c == dialect_.delimiter;
    ++i;
  }
  consumed = std::min(i, text.size());
  return false;
}

}  // namespace

Result<std::unique_ptr<RowSource>> OpenDelimited(std::unique_ptr<ByteSource> source,
                                                 const TableOptions& options) {
  TRY_ASSIGN(auto stream, TextStream::Open(std::move(source), options.encoding));
  auto reader = std::make_unique<DelimitedReader>(std::move(stream), options);
  TRY(reader->Open());
  return std::unique_ptr<RowSource>(std::move(reader));
}

}  // namespace huiyin::channels
