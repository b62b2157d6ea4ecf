// Bytes of a file somebody exported somewhere, as UTF-8. Detection reads the bytes themselves: a
// byte order mark, strict UTF-8, then every candidate is decoded and the text that reads like
// language wins (frequent Chinese characters against rare ones; GB18030 and Big5 share most byte
// pairs, so only what the pairs mean tells them apart). ICU converts.
// Not thread-safe; one owner.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huiyin::channels {

enum class Encoding { kUtf8, kUtf16Le, kUtf16Be, kGb18030, kBig5, kWindows1252 };
std::string_view EncodingName(Encoding encoding);       // "UTF-8", "GB18030", ...
Result<Encoding> ParseEncoding(std::string_view name);  // accepts GBK, GB2312, cp936, ...

// Where bytes come from; seekable so that an import can go on where it stopped.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Up to `size` bytes into `to`; 0 at the end. kUnavailable when the disk fails.
  virtual Result<size_t> Read(char* to, size_t size) = 0;
  virtual Status Seek(uint64_t offset) = 0;
  virtual uint64_t size_bytes() const = 0;
};
// kNotFound, or kInvalidArgument for a folder or a pipe.
Result<std::unique_ptr<ByteSource>> OpenFileBytes(const std::string& path);
std::unique_ptr<ByteSource> OwnedBytes(std::string bytes);

enum class SampleEnd { kEndOfFile, kCut };  // kCut: the last character may be torn

struct EncodingGuess {
  Encoding encoding = Encoding::kUtf8;
  size_t bom_bytes = 0;
  // 1: proven (byte order mark, valid UTF-8); else the margin over the runner-up, 0..1.
  double confidence = 1;
};
EncodingGuess DetectEncoding(std::string_view sample, SampleEnd end);
// Of a whole source: passes over leading ASCII, however long, to find bytes that tell. Leaves the
// position anywhere.
Result<EncodingGuess> DetectEncoding(ByteSource& source);

// A byte sequence the encoding has no character for; U+FFFD stands for it in the text.
struct BadBytes {
  uint64_t text_offset = 0;    // in the UTF-8 text
  uint64_t source_offset = 0;  // in the file
};

// The UTF-8 text of a source, in pieces. UTF-8 sources pass through unchecked (the reader checks
// row by row, which is cheaper); every other one is converted and its bad bytes are kept in order.
class TextStream {
 public:
  static Result<std::unique_ptr<TextStream>> Open(std::unique_ptr<ByteSource> source,
                                                  std::optional<Encoding> forced = {});
  ~TextStream();

  // Up to `size` (at least 16) bytes of text into `to`; 0 at the end. A character is never torn
  // unless the source is UTF-8.
  Result<size_t> Read(char* to, size_t size);
  // Goes to a text offset reached before: by seeking for UTF-8, else by converting again.
  Status SeekText(uint64_t text_offset);

  const EncodingGuess& guess() const { return guess_; }
  uint64_t text_offset() const { return text_offset_; }  // of the next byte Read gives
  uint64_t source_read_bytes() const { return source_offset_; }
  uint64_t source_size_bytes() const { return source_->size_bytes(); }
  // First bad bytes at or after `from` and before `to` (text offsets). Forgets all before `from`.
  std::optional<BadBytes> BadIn(uint64_t from, uint64_t to);
  // File offset of a text offset; exact for UTF-8, unknown (empty) otherwise.
  std::optional<uint64_t> SourceOffset(uint64_t text_offset) const;

 private:
  class Converter;
  TextStream(std::unique_ptr<ByteSource> source, EncodingGuess guess);
  Status Restart();

  std::unique_ptr<ByteSource> source_;
  EncodingGuess guess_;
  uint64_t text_offset_ = 0;
  uint64_t source_offset_ = 0;
  std::unique_ptr<Converter> converter_;  // null for UTF-8
};

// A whole short text (an attachment, a test) as UTF-8; bad bytes become U+FFFD.
Result<std::string> ToUtf8(std::string_view bytes, Encoding encoding);
// UTF-8 into an encoding, without byte order mark; kInvalidArgument when a character has no form.
Result<std::string> FromUtf8(std::string_view text, Encoding encoding);

}  // namespace huiyin::channels
