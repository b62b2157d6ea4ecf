// CSV and TSV (RFC 4180 with the usual liberties) as a stream: encoding, delimiter and the mapping
// of columns are found from the beginning of the file.
#include <algorithm>
#include <cstring>

#include "base/utf8.h"
#include "mining/load.h"
#include "mining/table_ingest.h"

namespace huiyin::mining {
namespace {

constexpr size_t kSniffBytes = 256 * 1024;
constexpr size_t kMaxColumns = 4096;

// Cuts rows. Views are valid until the next row.
class CsvRows {
 public:
  CsvRows(ByteSource& source, char delimiter, size_t max_row_bytes)
      : source_(source), delimiter_(delimiter), max_row_bytes_(max_row_bytes), window_(1 << 18) {}

  // False at the end; kTooLarge for an endless row.
  Result<bool> Next(std::vector<std::string_view>& row) {
    line_ += newlines_;
    newlines_ = 0;
    pos_ = row_end_;
    for (;;) {
      if (pos_ < end_) {
        const Cut cut = CutRow();
        if (cut == Cut::kRow) break;
        if (end_ - pos_ > max_row_bytes_) {
          return Error(ErrorCode::kTooLarge,
                       "line " + std::to_string(line_) + ": a row of more than " +
                           std::to_string(max_row_bytes_) + " bytes; a quote may not be closed");
        }
      }
      TRY_ASSIGN(const bool more, Fill());
      if (!more) return false;
    }
    row.clear();
    for (const Field& field : fields_) row.push_back(View(field));
    return true;
  }
  size_t line() const { return line_; }

 private:
  enum class Cut { kRow, kNeedMore };
  struct Field {
    size_t begin, end;
    bool escaped;
  };

  Result<bool> Fill() {
    if (ended_) return false;
    if (pos_ > 0) {
      std::memmove(window_.data(), window_.data() + pos_, end_ - pos_);
      end_ -= pos_;
      row_end_ -= pos_;
      pos_ = 0;
    }
    if (end_ == window_.size()) window_.resize(window_.size() * 2);
    TRY_ASSIGN(const size_t n, source_.Read(window_.data() + end_, window_.size() - end_));
    if (n == 0) ended_ = true;
    end_ += n;
    return n > 0 || pos_ < end_;
  }

  Cut CutRow() {
    fields_.clear();
    newlines_ = 0;
    size_t at = pos_;
    const char* w = window_.data();
    for (;;) {  // a field a turn
      Field field{at, at, false};
      if (at < end_ && w[at] == '"') {
        field.begin = ++at;
        for (;;) {
          const void* quote = at < end_ ? std::memchr(w + at, '"', end_ - at) : nullptr;
          if (quote == nullptr) {
            if (!ended_) return Cut::kNeedMore;
            at = end_;  // never closed: the rest is the field
            field.end = at;
            break;
          }
          at = static_cast<size_t>(static_cast<const char*>(quote) - w);
          if (at + 1 >= end_ && !ended_) return Cut::kNeedMore;
          if (at + 1 < end_ && w[at + 1] == '"') {
            field.escaped = true;
            at += 2;
            continue;
          }
          field.end = at++;
          break;
        }
        newlines_ += static_cast<size_t>(std::count(w + field.begin, w + field.end, '\n'));
        while (at < end_ && w[at] != delimiter_ && w[at] != '\n' && w[at] != '\r') ++at;
      } else {
        while (at < end_ && w[at] != delimiter_ && w[at] != '\n' && w[at] != '\r') ++at;
        field.end = at;
      }
      if (at >= end_ && !ended_) return Cut::kNeedMore;
      if (fields_.size() < kMaxColumns) fields_.push_back(field);
      if (at >= end_) break;
      if (w[at] == delimiter_) {
        ++at;
        continue;
      }
      if (w[at] == '\r') {
        if (at + 1 >= end_ && !ended_) return Cut::kNeedMore;
        if (at + 1 < end_ && w[at + 1] == '\n') ++at;
      }
      ++at;
      ++newlines_;
      break;
    }
    row_end_ = at;
    return Cut::kRow;
  }

  std::string_view View(const Field& field) {
    if (field.escaped) {
      size_t to = field.begin;  // shrinks in place
      for (size_t i = field.begin; i < field.end; ++i) {
        window_[to++] = window_[i];
        if (window_[i] == '"') ++i;
      }
      return {window_.data() + field.begin, to - field.begin};
    }
    return {window_.data() + field.begin, field.end - field.begin};
  }

  ByteSource& source_;
  char delimiter_;
  size_t max_row_bytes_;
  std::vector<char> window_;
  size_t pos_ = 0, end_ = 0, row_end_ = 0;
  bool ended_ = false;
  size_t line_ = 1, newlines_ = 0;
  std::vector<Field> fields_;
};

// The delimiter that cuts most of the first lines into the same number of fields, more than one.
char GuessDelimiter(std::string_view head) {
  char best = ',';
  size_t best_score = 0;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    std::vector<size_t> counts;
    size_t count = 0;
    bool quoted = false;
    for (const char c : head) {
      if (c == '"') quoted = !quoted;
      if (quoted) continue;
      if (c == delimiter) ++count;
      if (c == '\n') {
        counts.push_back(count);
        count = 0;
        if (counts.size() >= 50) break;
      }
    }
    if (counts.empty()) counts.push_back(count);
    if (counts[0] == 0) continue;
    const size_t same = static_cast<size_t>(std::count(counts.begin(), counts.end(), counts[0]));
    const size_t score = same * 1000 / counts.size() * 100 + std::min<size_t>(counts[0], 99);
    if (score > best_score) {
      best = delimiter;
      best_score = score;
    }
  }
  return best;
}

// A header has no cell that is a number or a time, and no empty name but perhaps the first.
bool LooksLikeHeader(const std::vector<std::string>& row) {
  size_t filled = 0;
  for (const std::string& cell : row) {
    if (cell.empty()) continue;
    ++filled;
    int64_t us = 0;
    if (ParseIsoTime(cell, 0, &us)) return false;
    if (std::all_of(cell.begin(), cell.end(),
                    [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; })) {
      return false;
    }
  }
  return filled > 0;
}

std::vector<std::string> Copy(const std::vector<std::string_view>& row) {
  return {row.begin(), row.end()};
}

bool IsBlank(const std::vector<std::string_view>& row) {
  return row.empty() || (row.size() == 1 && row[0].find_first_not_of(" \t") == row[0].npos);
}

std::string DelimiterName(char c) {
  return c == '\t' ? std::string("tab") : "\"" + std::string(1, c) + "\"";
}

Status ReadRows(ByteSource& source, std::string_view head, const LoadOptions& options,
                LogBuilder& builder, LoadReport& report) {
  const char delimiter = options.delimiter != '\0' ? options.delimiter : GuessDelimiter(head);
  if (options.delimiter == '\0')
    report.guesses.push_back("delimiter = " + DelimiterName(delimiter));
  CsvRows rows(source, delimiter, options.max_row_bytes);
  std::vector<std::string_view> row;
  std::vector<std::vector<std::string>> sample;
  std::vector<size_t> lines;
  std::vector<std::string> header;
  bool more = true;
  while (sample.size() < TableIngest::kSampleRows) {
    TRY_ASSIGN(more, rows.Next(row));
    if (!more) break;
    if (IsBlank(row)) continue;
    if (header.empty()) {
      header = Copy(row);
      if (header[0].starts_with("\xEF\xBB\xBF")) header[0].erase(0, 3);
      if (LooksLikeHeader(header)) continue;
      sample.push_back(header);
      lines.push_back(rows.line());
      for (size_t i = 0; i < header.size(); ++i) header[i] = "column " + std::to_string(i + 1);
      report.guesses.push_back("no header line");
      continue;
    }
    sample.push_back(Copy(row));
    lines.push_back(rows.line());
  }
  if (header.empty()) return InvalidArgument("the file is empty");
  if (sample.empty()) return InvalidArgument("the file has a header and no rows");
  for (std::string& name : header) name = SanitizeUtf8(name.substr(0, 1024));
  TableIngest ingest(options, builder, report);
  TRY(ingest.Decide(header, sample));
  for (size_t i = 0; i < sample.size(); ++i) {
    TRY(ingest.Add({sample[i].begin(), sample[i].end()}, lines[i]));
  }
  while (more) {
    TRY_ASSIGN(more, rows.Next(row));
    if (more && !IsBlank(row)) TRY(ingest.Add(row, rows.line()));
  }
  return Ok();
}

}  // namespace

Status ReadCsv(ByteSource& source, const LoadOptions& options, LogBuilder& builder,
               LoadReport& report) {
  PeekSource peek(source);
  TRY_ASSIGN(const std::string_view raw_head, peek.Peek(kSniffBytes));
  const std::string encoding =
      options.encoding.empty() ? GuessEncoding(raw_head) : options.encoding;
  if (encoding == "UTF-8") {
    const std::string head(raw_head);
    return ReadRows(peek, head, options, builder, report);
  }
  if (options.encoding.empty()) report.guesses.push_back("encoding = " + encoding);
  TRY_ASSIGN(auto recoded, Recoded(peek, encoding));
  PeekSource utf8(*recoded);
  TRY_ASSIGN(const std::string_view head_view, utf8.Peek(16 * 1024));
  const std::string head(head_view);
  return ReadRows(utf8, head, options, builder, report);
}

}  // namespace huiyin::mining
