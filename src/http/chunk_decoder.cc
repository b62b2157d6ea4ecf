#include "http/chunk_decoder.h"

#include <algorithm>

namespace huiyin::http {
namespace {

constexpr size_t kMaxOverheadBytes = 16 * 1024;
constexpr int kMaxDigits = 8;

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsLineByte(char c) {
  return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\t';
}

}  // namespace

ChunkDecoder::Outcome ChunkDecoder::Feed(std::string_view in, size_t& used, std::string& out) {
  used = 0;
  while (used < in.size()) {
    if (state_ == State::kData) {
      const size_t take = std::min<uint64_t>(remaining_, in.size() - used);
      out.append(in.data() + used, take);
      used += take;
      content_ += take;
      remaining_ -= take;
      if (remaining_ == 0) state_ = State::kDataCr;
      continue;
    }
    const Outcome outcome = Step(in[used++]);
    if (outcome != Outcome::kNeedMore) return outcome;
    if (++overhead_ > kMaxOverheadBytes + content_) return Outcome::kTooLarge;
  }
  return Outcome::kNeedMore;
}

ChunkDecoder::Outcome ChunkDecoder::Step(char c) {
  const auto go = [this](bool good, State next) {
    state_ = next;
    return good ? Outcome::kNeedMore : Outcome::kMalformed;
  };
  switch (state_) {
    case State::kSize: {
      const int value = HexValue(c);
      if (value >= 0) {
        if (++digits_ > kMaxDigits) return Outcome::kTooLarge;
        remaining_ = remaining_ * 16 + static_cast<uint64_t>(value);
        return Outcome::kNeedMore;
      }
      if (c == '\r') return go(digits_ > 0, State::kSizeLf);
      return go(digits_ > 0 && c == ';', State::kExtension);
    }
    case State::kExtension:
      if (c == '\r') return go(true, State::kSizeLf);
      return go(IsLineByte(c), State::kExtension);
    case State::kSizeLf:
      if (c != '\n') return Outcome::kMalformed;
      digits_ = 0;
      line_bytes_ = 0;
      if (remaining_ > max_bytes_ - std::min(content_, max_bytes_)) return Outcome::kTooLarge;
      return go(true, remaining_ > 0 ? State::kData : State::kTrailer);
    case State::kDataCr:
      return go(c == '\r', State::kDataLf);
    case State::kDataLf:
      return go(c == '\n', State::kSize);
    case State::kTrailer:
      if (c == '\r') return go(true, State::kTrailerLf);
      ++line_bytes_;
      return go(IsLineByte(c), State::kTrailer);
    case State::kTrailerLf:
      if (c != '\n') return Outcome::kMalformed;
      if (line_bytes_ == 0) return Outcome::kDone;
      line_bytes_ = 0;
      return go(true, State::kTrailer);
    case State::kData:
      break;
  }
  return Outcome::kMalformed;
}

}  // namespace huiyin::http
