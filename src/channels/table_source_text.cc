#include "channels/table_source_text.h"

#include <algorithm>
#include <cstring>

#include "base/utf8.h"

namespace huiyin::channels {
namespace {

constexpr size_t kPieceBytes = 256 << 10;
constexpr size_t kSlackBytes = 16;  // ScanRecord looks that far behind the end

// Without the bytes of a character that the end of the window tears.
size_t WholeCharacters(std::string_view text) {
  for (size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const auto byte = static_cast<uint8_t>(text[text.size() - back]);
    if ((byte & 0xC0) == 0x80) continue;
    const size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    return length > back ? text.size() - back : text.size();
  }
  return text.size();
}

}  // namespace

Status TextBuffer::Fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  const size_t more = std::max(kPieceBytes, end_);
  if (buffer_.size() < end_ + more + kSlackBytes) buffer_.resize(end_ + more + kSlackBytes);
  TRY_ASSIGN(const size_t n, stream_->Read(buffer_.data() + end_, more));
  end_ += n;
  at_end_ = n == 0;
  return Ok();
}

Status TextBuffer::Seek(uint64_t text_offset) {
  TRY(stream_->SeekText(text_offset));
  begin_ = end_ = 0;
  at_end_ = false;
  clean_end_ = text_offset;
  fault_.reset();
  return Ok();
}

void TextBuffer::ScanFaults(uint64_t from) {
  const auto skip = static_cast<size_t>(from - offset());
  std::string_view rest = text().substr(skip);
  if (!at_end_) rest = rest.substr(0, WholeCharacters(rest));
  fault_.reset();
  size_t first = rest.size();
  if (const size_t nul = rest.find('\0'); nul != std::string_view::npos) {
    first = nul;
    fault_ = {from + nul, RowProblemKind::kNulByte};
  }
  if (stream_->guess().encoding == Encoding::kUtf8) {
    const size_t bad = FirstInvalidUtf8(rest.substr(0, first));
    if (bad != std::string_view::npos) {
      first = bad;
      fault_ = {from + bad, RowProblemKind::kBadBytes};
    }
  }
  clean_end_ = from + first;
}

std::optional<TextBuffer::Fault> TextBuffer::FirstFault(size_t bytes) {
  const uint64_t here = offset();
  if (here + bytes > clean_end_ && !(fault_ && fault_->first >= here)) {
    ScanFaults(std::max(clean_end_, here));
  }
  std::optional<Fault> found;
  if (fault_ && fault_->first >= here && fault_->first < here + bytes) {
    const auto at = static_cast<size_t>(fault_->first - here);
    found = Fault{at, fault_->second, ByteOffset(at)};
  }
  if (const auto bad = stream_->BadIn(here, here + bytes)) {
    const auto at = static_cast<size_t>(bad->text_offset - here);
    if (!found || at < found->at) {
      found = Fault{at, RowProblemKind::kBadBytes, bad->source_offset};
    }
  }
  return found;
}

double TextBuffer::progress() const {
  const auto size = static_cast<double>(stream_->source_size_bytes());
  const auto read = static_cast<double>(stream_->source_read_bytes());
  if (size <= 0) return 1;
  return std::clamp((read - static_cast<double>(end_ - begin_)) / size, 0.0, 1.0);
}

}  // namespace huiyin::channels
