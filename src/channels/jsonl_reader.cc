#include "channels/jsonl_reader.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "channels/jsonl_reader_flatten.h"
#include "channels/table_source_text.h"

namespace huiyin::channels {
namespace {

constexpr size_t kSampleBytes = 1 << 20;
constexpr size_t kRawKeptBytes = 64 << 10;
const Dialect kLines{'\n', '\n', Quoting::kNone};

class JsonLinesReader final : public RowSource {
 public:
  JsonLinesReader(std::unique_ptr<TextStream> stream, const TableOptions& options)
      : buffer_(std::move(stream)), options_(options), json_(options.limits.max_json_depth) {}

  Status Open();
  Result<std::optional<Row>> Next() override;
  const std::vector<std::string>& columns() const override { return columns_; }
  ResumeToken position() const override { return {row_, line_, buffer_.offset(), fingerprint_}; }
  const TableInfo& info() const override { return info_; }
  double progress() const override { return buffer_.progress(); }

 private:
  void LearnColumns();
  bool AddColumns();
  Row Emit(std::string_view line, size_t consumed);
  Row Broken(RowProblemKind kind, std::string_view raw, size_t consumed,
             std::optional<uint64_t> byte_offset, const std::string& what);
  Result<Row> SkipLongLine();

  TextBuffer buffer_;
  TableOptions options_;
  TableInfo info_;
  JsonFlattener json_;
  std::vector<std::string> columns_;
  std::unordered_map<std::string, size_t> index_;
  std::vector<std::string_view> cells_;
  std::string fingerprint_;
  RowProblem problem_;
  std::string raw_;
  uint64_t row_ = 0;
  uint64_t line_ = 1;
};

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Status JsonLinesReader::Open() {
  while (buffer_.text().size() < kSampleBytes && buffer_.end() == TextEnd::kMore) {
    TRY(buffer_.Fill());
  }
  if (buffer_.text().empty()) return InvalidArgument("the file is empty", "empty_table");
  fingerprint_ =
      TableFingerprint(buffer_.text().substr(0, 64 << 10), buffer_.stream().source_size_bytes());
  info_.format = TableFormat::kJsonLines;
  info_.encoding = buffer_.stream().guess().encoding;
  info_.encoding_confidence = buffer_.stream().guess().confidence;
  LearnColumns();
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

void JsonLinesReader::LearnColumns() {
  const std::string_view text = buffer_.text();
  for (size_t at = 0; at < text.size();) {
    size_t end = LineEnd(text, at, kLines);
    if (end == std::string_view::npos) end = text.size();
    if (json_.Parse(text.substr(at, end - at)).ok() && !AddColumns()) return;
    at = end;
  }
}

// False when the table would get too many columns; none is added then.
bool JsonLinesReader::AddColumns() {
  size_t fresh = 0;
  for (size_t i = 0; i < json_.size(); ++i) fresh += index_.contains(json_.member(i).name) ? 0 : 1;
  if (columns_.size() + fresh > options_.limits.max_columns) return false;
  for (size_t i = 0; fresh > 0 && i < json_.size(); ++i) {
    const std::string& name = json_.member(i).name;
    if (index_.emplace(name, columns_.size()).second) columns_.push_back(name);
  }
  return true;
}

Result<std::optional<Row>> JsonLinesReader::Next() {
  while (true) {
    const std::string_view text = buffer_.text();
    const bool at_end = buffer_.end() == TextEnd::kEnd;
    if (text.empty() && at_end) return std::optional<Row>();
    size_t end = LineEnd(text, 0, kLines);
    const bool open = end == std::string_view::npos;
    if (open) end = text.size();
    if (end > options_.limits.max_row_bytes) {
      TRY_ASSIGN(Row row, SkipLongLine());
      return std::optional<Row>(row);
    }
    if (open && !at_end) {
      TRY(buffer_.Fill());
      continue;
    }
    if (!IsBlank(text.substr(0, end))) return std::optional<Row>(Emit(text.substr(0, end), end));
    buffer_.Consume(end);
    ++line_;
  }
}

Row JsonLinesReader::Broken(RowProblemKind kind, std::string_view raw, size_t consumed,
                            std::optional<uint64_t> byte_offset, const std::string& what) {
  while (!raw.empty() && (raw.back() == '\n' || raw.back() == '\r')) raw.remove_suffix(1);
  raw_ = SanitizeUtf8(raw);
  problem_ = {kind, line_, 0, byte_offset, "line " + std::to_string(line_) + ": " + what};
  Row row{++row_, line_, {}, &problem_, raw_};
  ++line_;
  buffer_.Consume(consumed);
  return row;
}

Row JsonLinesReader::Emit(std::string_view line, size_t consumed) {
  const auto start = buffer_.ByteOffset(0);
  if (const auto fault = buffer_.FirstFault(consumed)) {
    const bool nul = fault->kind == RowProblemKind::kNulByte;
    return Broken(fault->kind, line, consumed, fault->byte_offset,
                  nul ? "a NUL byte"
                      : "bytes that are no " + std::string(EncodingName(info_.encoding)) + " text");
  }
  if (const Status parsed = json_.Parse(line); !parsed.ok()) {
    return Broken(RowProblemKind::kBadJson, line, consumed, start, parsed.error().message);
  }
  if (!AddColumns()) {
    return Broken(RowProblemKind::kTooManyCells, line, consumed, start,
                  "the table would get more than " + std::to_string(options_.limits.max_columns) +
                      " columns");
  }
  cells_.assign(columns_.size(), {});
  for (size_t i = 0; i < json_.size(); ++i) {
    const FlatMember& member = json_.member(i);
    if (member.value.size() > options_.limits.max_cell_bytes) {
      return Broken(RowProblemKind::kCellTooLong, line, consumed, start,
                    member.name + " has " + std::to_string(member.value.size()) + " bytes");
    }
    if (member.value.find('\0') != std::string::npos) {
      return Broken(RowProblemKind::kNulByte, line, consumed, start, member.name + " has a NUL");
    }
    cells_[index_.find(member.name)->second] = member.value;
  }
  Row row{++row_, line_, cells_, nullptr, {}};
  ++line_;
  buffer_.Consume(consumed);
  return row;
}

Result<Row> JsonLinesReader::SkipLongLine() {
  const auto byte_offset = buffer_.ByteOffset(0);
  const uint64_t start = buffer_.offset();
  raw_ = SanitizeUtf8(
      buffer_.text().substr(0, std::min(kRawKeptBytes, options_.limits.max_row_bytes)));
  while (true) {
    const size_t end = LineEnd(buffer_.text(), 0, kLines);
    buffer_.Consume(end == std::string_view::npos ? buffer_.text().size() : end);
    if (end != std::string_view::npos || buffer_.end() == TextEnd::kEnd) break;
    TRY(buffer_.Fill());
  }
  problem_ = {RowProblemKind::kRowTooLong, line_, 0, byte_offset,
              "line " + std::to_string(line_) + ": longer than " +
                  std::to_string(options_.limits.max_row_bytes) + " bytes; " +
                  std::to_string(buffer_.offset() - start) + " bytes passed over"};
  return Row{++row_, line_++, {}, &problem_, raw_};
}

}  // namespace

Result<std::unique_ptr<RowSource>> OpenJsonLines(std::unique_ptr<ByteSource> source,
                                                 const TableOptions& options) {
  TRY_ASSIGN(auto stream, TextStream::Open(std::move(source), options.encoding));
  auto reader = std::make_unique<JsonLinesReader>(std::move(stream), options);
  TRY(reader->Open());
  return std::unique_ptr<RowSource>(std::move(reader));
}

}  // namespace huiyin::channels
