// uses: channels base
#include <string>

#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "base/utf8.h"
#include "channels/encoding.h"

namespace {

std::string Pull(huiyin::channels::TextStream& stream, size_t piece_bytes) {
  std::string text, piece(piece_bytes, '\0');
  while (true) {
    auto n = stream.Read(piece.data(), piece.size());
    HY_CHECK(n.ok());
    if (*n == 0) return text;
    text.append(piece, 0, *n);
  }
}

}  // namespace

// Every encoding turns any bytes into valid UTF-8, the same in pieces of any size, and the marks of
// bad bytes stand where U+FFFD stands. The first byte picks the encoding.
FUZZ_TARGET(encoding) {
  using namespace huiyin::channels;
  (void)DetectEncoding(bytes, SampleEnd::kEndOfFile);
  (void)DetectEncoding(bytes, SampleEnd::kCut);
  if (bytes.empty()) return;
  const auto encoding = static_cast<Encoding>(static_cast<uint8_t>(bytes[0]) % 6);
  const std::string body(bytes.substr(1));
  auto stream = TextStream::Open(OwnedBytes(body), encoding);
  HY_CHECK(stream.ok());
  const std::string text = Pull(**stream, 4096);
  uint64_t from = 0;
  while (const auto bad = (*stream)->BadIn(from, text.size())) {
    HY_CHECK(text.substr(bad->text_offset, 3) == "\uFFFD");
    HY_CHECK(bad->source_offset < body.size());
    from = bad->text_offset + 1;
  }
  HY_CHECK((*stream)->SeekText(0).ok());
  HY_CHECK(Pull(**stream, 16) == text);
  if (encoding != Encoding::kUtf8) HY_CHECK(huiyin::IsValidUtf8(text));
}
