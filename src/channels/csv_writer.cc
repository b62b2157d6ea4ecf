#include "channels/csv_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace huiyin::channels {
namespace {

constexpr size_t kSendBytes = 64 << 10;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// -12.5, +3, 1e5, -1,234.50, 30%: digits with what belongs to a number, and nothing else.
bool IsPlainNumber(std::string_view cell) {
  size_t i = !cell.empty() && (cell[0] == '+' || cell[0] == '-') ? 1 : 0;
  if (i >= cell.size() || !IsDigit(cell[i])) return false;
  while (i < cell.size() &&
         (IsDigit(cell[i]) || (cell[i] == ',' && i + 1 < cell.size() && IsDigit(cell[i + 1])))) {
    ++i;
  }
  if (i < cell.size() && cell[i] == '.') {
    ++i;
    while (i < cell.size() && IsDigit(cell[i])) ++i;
  }
  if (i + 1 < cell.size() && (cell[i] == 'e' || cell[i] == 'E')) {
    ++i;
    if (cell[i] == '+' || cell[i] == '-') ++i;
    if (i >= cell.size()) return false;
    while (i < cell.size() && IsDigit(cell[i])) ++i;
  }
  if (i < cell.size() && cell[i] == '%') ++i;
  return i == cell.size();
}

Error DiskError(const std::string& what) {
  return Unavailable(what + ": " + std::strerror(errno), "write_failed");
}

}  // namespace

bool IsFormulaLike(std::string_view cell) {
  if (cell.empty()) return false;
  // Spreadsheets pass over blanks before the sign.
  const size_t first = cell.find_first_not_of(' ');
  if (first == std::string_view::npos) return false;
  cell.remove_prefix(first);
  if (std::string_view("=+-@\t\r\n").find(cell[0]) != std::string_view::npos) {
    return !IsPlainNumber(cell);
  }
  for (const std::string_view wide : {"＝", "＋", "－", "＠"}) {
    if (cell.starts_with(wide)) return true;
  }
  return false;
}

CsvWriter::CsvWriter(WriteBytes sink, CsvOptions options)
    : sink_(std::move(sink)), options_(options) {
  if (options_.bom == ByteOrderMark::kWrite) buffer_ = "\xEF\xBB\xBF";
}

void CsvWriter::AppendCell(std::string_view cell) {
  std::string without_nul;
  if (cell.find('\0') != std::string_view::npos) {
    without_nul = cell;
    std::erase(without_nul, '\0');
    cell = without_nul;
  }
  const bool guard = options_.formulas == FormulaCells::kNeutralize && IsFormulaLike(cell);
  const bool spaced = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
  const char special[] = {'"', '\r', '\n', options_.delimiter};
  const bool quote =
      spaced || cell.find_first_of(std::string_view(special, 4)) != std::string_view::npos;
  if (!quote) {
    if (guard) buffer_ += '\'';
    buffer_ += cell;
    return;
  }
  buffer_ += '"';
  if (guard) buffer_ += '\'';
  while (true) {
    const size_t at = cell.find('"');
    buffer_ += cell.substr(0, at);
    if (at == std::string_view::npos) break;
    buffer_ += "\"\"";
    cell.remove_prefix(at + 1);
  }
  buffer_ += '"';
}

Status CsvWriter::WriteRow(std::span<const std::string_view> cells) {
  if (!failed_.ok()) return failed_;
  const size_t before = buffer_.size();
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) buffer_ += options_.delimiter;
    AppendCell(cells[i]);
  }
  // A row with one empty cell would be a blank line, which is no row.
  if (cells.size() == 1 && buffer_.size() == before) buffer_ += "\"\"";
  buffer_ += options_.newline;
  ++rows_;
  return buffer_.size() >= kSendBytes ? Send() : Ok();
}

Status CsvWriter::WriteRow(std::initializer_list<std::string_view> cells) {
  return WriteRow(std::span<const std::string_view>(cells.begin(), cells.size()));
}

Status CsvWriter::Send() {
  failed_ = sink_(buffer_);
  buffer_.clear();
  return failed_;
}

Status CsvWriter::Close() {
  if (!failed_.ok() || buffer_.empty()) return failed_;
  return Send();
}

Result<AtomicFile> AtomicFile::Create(std::string path) {
  std::string temporary = path + ".XXXXXX";
  const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) return DiskError("cannot write beside " + path);
  return AtomicFile(std::move(path), std::move(temporary), fd);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::move(other.temporary_)), fd_(other.fd_) {
  other.fd_ = -1;
}

AtomicFile::~AtomicFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(temporary_.c_str());
}

Status AtomicFile::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return DiskError("cannot write " + path_);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return Ok();
}

Status AtomicFile::Commit() {
  if (::fsync(fd_) != 0) return DiskError("cannot flush " + path_);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
    return DiskError("cannot put " + path_ + " in place");
  }
  ::close(fd_);
  fd_ = -1;
  return Ok();
}

}  // namespace huiyin::channels
