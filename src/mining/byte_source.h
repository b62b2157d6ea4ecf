// Bytes of a file as a stream: plain, gzip (told by its magic), or in another encoding turned into
// UTF-8. Memory is bounded by the chunk whatever the size of the file. Failure: kNotFound for a
// file that cannot be opened, kCorruption for broken gzip or a byte the encoding does not have.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huiyin::mining {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Up to `size` bytes into `to`; 0 at the end.
  virtual Result<size_t> Read(char* to, size_t size) = 0;
};

// Over memory the caller keeps alive; hands out at most `chunk_bytes` a call.
std::unique_ptr<ByteSource> FromMemory(std::string_view bytes, size_t chunk_bytes = SIZE_MAX);

enum class Compression { kNone, kGzip };

// A file, or standard input for "-", unpacked when it is gzip.
class InputFile final : public ByteSource {
 public:
  static Result<std::unique_ptr<InputFile>> Open(const std::string& path);
  static std::unique_ptr<InputFile> Over(std::unique_ptr<ByteSource> raw);
  ~InputFile() override;
  Result<size_t> Read(char* to, size_t size) override;
  Compression compression() const;
  // Bytes taken from the disk so far, and the size of the file (0 when unknown), for progress.
  uint64_t raw_bytes_read() const;
  uint64_t raw_bytes_total() const;

 private:
  struct State;
  explicit InputFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Puts back what was looked at.
class PeekSource final : public ByteSource {
 public:
  explicit PeekSource(ByteSource& inner) : inner_(inner) {}
  // Up to `size` first bytes, without taking them.
  Result<std::string_view> Peek(size_t size);
  Result<size_t> Read(char* to, size_t size) override;

 private:
  ByteSource& inner_;
  std::string held_;
  size_t given_ = 0;
  bool ended_ = false;
  std::optional<Error> late_error_;  // given once what came before it has been read
};

// Names iconv knows ("GB18030", "UTF-16LE", "ISO-8859-1").
Result<std::unique_ptr<ByteSource>> Recoded(ByteSource& inner, const std::string& encoding);
// The encoding of the first bytes of a text: byte order mark, else valid UTF-8, else GB18030 when
// the bytes fit it, else ISO-8859-1.
std::string GuessEncoding(std::string_view first_bytes);

}  // namespace huiyin::mining
