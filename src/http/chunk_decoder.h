// Decodes a chunked body (RFC 9112 §7.1), strictly: hex digits only, CRLF only, no space around the
// size. Extensions and trailers are read over and never believed; everything that is not content is
// counted, and refused once it exceeds 16 KiB plus the content so far.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace huiyin::http {

class ChunkDecoder {
 public:
  enum class Outcome { kNeedMore, kDone, kMalformed, kTooLarge };
  explicit ChunkDecoder(size_t max_bytes) : max_bytes_(max_bytes) {}
  // Appends content to `out`; `used` says how much of `in` belonged to the body. Not to be called
  // again after anything but kNeedMore.
  Outcome Feed(std::string_view in, size_t& used, std::string& out);

 private:
  enum class State { kSize, kExtension, kSizeLf, kData, kDataCr, kDataLf, kTrailer, kTrailerLf };
  Outcome Step(char c);

  State state_ = State::kSize;
  uint64_t remaining_ = 0;
  int digits_ = 0;
  size_t line_bytes_ = 0;  // of the trailer line being read
  size_t overhead_ = 0;
  size_t content_ = 0;
  const size_t max_bytes_;
};

}  // namespace huiyin::http
