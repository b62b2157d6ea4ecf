// A window on the text of a file, for readers that need a whole record in memory: grows to the
// longest record, forgets what is consumed, and knows up to where the text is faultless, so that
// the check costs one pass over each piece and nothing a row.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "channels/delimited_scan.h"
#include "channels/encoding.h"
#include "channels/table_source.h"

namespace huiyin::channels {

class TextBuffer {
 public:
  explicit TextBuffer(std::unique_ptr<TextStream> stream) : stream_(std::move(stream)) {}

  // What is read and not consumed; 16 more bytes behind it are readable. Valid until Fill().
  std::string_view text() const { return {buffer_.data() + begin_, end_ - begin_}; }
  TextEnd end() const { return at_end_ ? TextEnd::kEnd : TextEnd::kMore; }
  // Reads more behind text(): as much again as is there, at least 256 KiB.
  Status Fill();
  void Consume(size_t bytes) { begin_ += bytes; }
  // Goes to a text offset and forgets the window.
  Status Seek(uint64_t text_offset);

  uint64_t offset() const { return stream_->text_offset() - (end_ - begin_); }  // of text()[0]
  const TextStream& stream() const { return *stream_; }

  struct Fault {
    size_t at = 0;  // in text()
    RowProblemKind kind = RowProblemKind::kBadBytes;
    std::optional<uint64_t> byte_offset;
  };
  // The first undecodable byte or NUL within the first `bytes` of text().
  std::optional<Fault> FirstFault(size_t bytes);
  std::optional<uint64_t> ByteOffset(size_t at) const {
    return stream_->SourceOffset(offset() + at);
  }
  double progress() const;

 private:
  void ScanFaults(uint64_t from);

  std::unique_ptr<TextStream> stream_;
  std::vector<char> buffer_;
  size_t begin_ = 0, end_ = 0;
  bool at_end_ = false;
  uint64_t clean_end_ = 0;  // text offset up to which there is no fault, seen from offset()
  std::optional<std::pair<uint64_t, RowProblemKind>> fault_;  // the first one behind clean_end_
};

}  // namespace huiyin::channels
