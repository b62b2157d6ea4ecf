// Tables as CSV (RFC 4180) for people who open them in a spreadsheet: a byte order mark so that
// Chinese is read right, and no cell that the spreadsheet would run as a formula.
// Bytes go to a sink as they come; memory is bounded by one row. Not thread-safe.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huiyin::channels {

// Takes the bytes or says why not; after an error the writer only repeats it.
using WriteBytes = std::function<Status(std::string_view)>;

enum class ByteOrderMark { kWrite, kOmit };
// kNeutralize: cells that begin with = + - @ tab CR LF (or the full-width forms of the first four)
// get a leading apostrophe, unless they are plain numbers. Not reversible by reading.
enum class FormulaCells { kNeutralize, kKeep };

struct CsvOptions {
  char delimiter = ',';
  std::string_view newline = "\r\n";
  ByteOrderMark bom = ByteOrderMark::kWrite;
  FormulaCells formulas = FormulaCells::kNeutralize;
};

// Whether a spreadsheet would take the cell as a formula.
bool IsFormulaLike(std::string_view cell);

class CsvWriter {
 public:
  explicit CsvWriter(WriteBytes sink, CsvOptions options = {});
  // NUL bytes are dropped; everything else is kept.
  Status WriteRow(std::span<const std::string_view> cells);
  Status WriteRow(std::initializer_list<std::string_view> cells);
  // Sends what is held back; call once at the end.
  Status Close();
  uint64_t rows() const { return rows_; }

 private:
  void AppendCell(std::string_view cell);
  Status Send();

  WriteBytes sink_;
  CsvOptions options_;
  std::string buffer_;
  uint64_t rows_ = 0;
  Status failed_;
};

// A sink that writes a file beside `path` and renames it into place on Commit(), so that a reader
// never sees half a file. Without Commit() nothing stays.
class AtomicFile {
 public:
  static Result<AtomicFile> Create(std::string path);
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();
  Status Write(std::string_view bytes);
  Status Commit();  // flushed to the disk
  WriteBytes Sink() {
    return [this](std::string_view bytes) { return Write(bytes); };
  }

 private:
  AtomicFile(std::string path, std::string temporary, int fd)
      : path_(std::move(path)), temporary_(std::move(temporary)), fd_(fd) {}
  std::string path_, temporary_;
  int fd_ = -1;
};

}  // namespace huiyin::channels
