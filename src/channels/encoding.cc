#include "channels/encoding.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <deque>
#include <utility>
#include <vector>

#include "base/utf8.h"

namespace huiyin::channels {
namespace {

// ICU names. Big5-HKSCS is a superset of what Taiwan's and Hong Kong's programs write.
const char* IcuName(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8:
      return "UTF-8";
    case Encoding::kUtf16Le:
      return "UTF-16LE";
    case Encoding::kUtf16Be:
      return "UTF-16BE";
    case Encoding::kGb18030:
      return "gb18030";
    case Encoding::kBig5:
      return "Big5-HKSCS";
    case Encoding::kWindows1252:
      return "windows-1252";
  }
  return "UTF-8";
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using ConverterPtr = std::unique_ptr<UConverter, CloseConverter>;

Result<ConverterPtr> OpenConverter(Encoding encoding) {
  UErrorCode status = U_ZERO_ERROR;
  ConverterPtr converter(ucnv_open(IcuName(encoding), &status));
  if (U_FAILURE(status)) {
    return Internal("ICU has no converter for " + std::string(EncodingName(encoding)))
        .WithInternal(u_errorName(status));
  }
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &status);
  return converter;
}

char* PutUtf8(char* to, char32_t c) {
  if (c < 0x80) {
    *to++ = static_cast<char>(c);
  } else if (c < 0x800) {
    *to++ = static_cast<char>(0xC0 | (c >> 6));
    *to++ = static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *to++ = static_cast<char>(0xE0 | (c >> 12));
    *to++ = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    *to++ = static_cast<char>(0x80 | (c & 0x3F));
  } else {
    *to++ = static_cast<char>(0xF0 | (c >> 18));
    *to++ = static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    *to++ = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    *to++ = static_cast<char>(0x80 | (c & 0x3F));
  }
  return to;
}

}  // namespace

std::string_view EncodingName(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8:
      return "UTF-8";
    case Encoding::kUtf16Le:
      return "UTF-16LE";
    case Encoding::kUtf16Be:
      return "UTF-16BE";
    case Encoding::kGb18030:
      return "GB18030";
    case Encoding::kBig5:
      return "Big5";
    case Encoding::kWindows1252:
      return "windows-1252";
  }
  return "UTF-8";
}

Result<Encoding> ParseEncoding(std::string_view name) {
  std::string key;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      key += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  static constexpr std::pair<std::string_view, Encoding> kNames[] = {
      {"utf8", Encoding::kUtf8},           {"utf8sig", Encoding::kUtf8},
      {"ascii", Encoding::kUtf8},          {"utf16", Encoding::kUtf16Le},
      {"utf16le", Encoding::kUtf16Le},     {"utf16be", Encoding::kUtf16Be},
      {"gb18030", Encoding::kGb18030},     {"gbk", Encoding::kGb18030},
      {"gb2312", Encoding::kGb18030},      {"cp936", Encoding::kGb18030},
      {"big5", Encoding::kBig5},           {"big5hkscs", Encoding::kBig5},
      {"cp950", Encoding::kBig5},          {"windows1252", Encoding::kWindows1252},
      {"cp1252", Encoding::kWindows1252},  {"latin1", Encoding::kWindows1252},
      {"iso88591", Encoding::kWindows1252}};
  for (const auto& [text, encoding] : kNames) {
    if (key == text) return encoding;
  }
  return InvalidField("encoding", "unknown",
                      "not one of utf-8, utf-16le, utf-16be, gb18030, big5, windows-1252");
}

// Source bytes -> UTF-16 by ICU -> UTF-8. Bad sequences are cut out one by one: the converter stops
// at each, which tells where it was.
class TextStream::Converter {
 public:
  explicit Converter(ConverterPtr icu) : icu_(std::move(icu)) {}

  void Reset(uint64_t source_offset) {
    ucnv_reset(icu_.get());
    in_begin_ = in_end_ = 0;
    out_begin_ = out_end_ = 0;
    block_offset_ = source_offset;
    at_end_ = flushed_ = false;
    carry_ = 0;
    bad_unit_ = kNone;
    bad_.clear();
  }

  Result<size_t> Read(ByteSource& source, char* to, size_t size, uint64_t text_offset) {
    char* const start = to;
    while (to == start) {
      if (out_begin_ == out_end_) {
        if (at_end_ && in_begin_ == in_end_ && flushed_) return 0;
        TRY(Convert(source));
        if (out_begin_ == out_end_ && at_end_ && flushed_) return 0;
      }
      to = Encode(to, start + size, text_offset, start);
      if (to == start && out_begin_ < out_end_) return 0;  // `size` is smaller than the character
    }
    return static_cast<size_t>(to - start);
  }

  std::deque<BadBytes>& bad() { return bad_; }
  uint64_t source_offset() const { return block_offset_ + in_begin_; }

 private:
  // Fills out_ with UTF-16 up to the next bad sequence, for which U+FFFD is put at bad_unit_.
  Status Convert(ByteSource& source) {
    if (in_begin_ == in_end_ && !at_end_) {
      block_offset_ += in_end_;
      TRY_ASSIGN(in_end_, source.Read(in_.data(), in_.size()));
      in_begin_ = 0;
      at_end_ = in_end_ == 0;
      flushed_ = false;
    }
    UErrorCode status = U_ZERO_ERROR;
    const char* from = in_.data() + in_begin_;
    UChar* out = out_.data();
    if (carry_ != 0) *out++ = std::exchange(carry_, 0);
    ucnv_toUnicode(icu_.get(), &out, out_.data() + out_.size() - 1, &from, in_.data() + in_end_,
                   nullptr, at_end_, &status);
    in_begin_ = static_cast<size_t>(from - in_.data());
    out_begin_ = 0;
    out_end_ = static_cast<size_t>(out - out_.data());
    bad_unit_ = kNone;
    if (status == U_BUFFER_OVERFLOW_ERROR) {  // ICU may stop between the halves of a pair
      if ((out_[out_end_ - 1] & 0xFC00) == 0xD800) carry_ = out_[--out_end_];
      return Ok();
    }
    if (U_FAILURE(status)) return NoteBad(status);
    if (at_end_) flushed_ = true;
    return Ok();
  }

  Status NoteBad(UErrorCode status) {
    if (status != U_INVALID_CHAR_FOUND && status != U_ILLEGAL_CHAR_FOUND &&
        status != U_TRUNCATED_CHAR_FOUND && status != U_ILLEGAL_ESCAPE_SEQUENCE) {
      return Internal("text conversion failed").WithInternal(u_errorName(status));
    }
    char bytes[32];
    int8_t length = sizeof bytes;
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(icu_.get(), bytes, &length, &ignored);
    bad_unit_ = out_end_;
    bad_source_ = block_offset_ + in_begin_ - static_cast<uint64_t>(std::max<int8_t>(length, 0));
    out_[out_end_++] = 0xFFFD;
    if (status == U_TRUNCATED_CHAR_FOUND) ucnv_reset(icu_.get());
    return Ok();
  }

  // Never tears a character: stops before one that does not fit.
  char* Encode(char* to, const char* end, uint64_t text_offset, const char* start) {
    while (out_begin_ < out_end_) {
      size_t next = out_begin_;
      char32_t c = out_[next++];
      if (c >= 0xD800 && c < 0xDC00 && next < out_end_) {
        c = 0x10000 + ((c - 0xD800) << 10) + (out_[next++] - 0xDC00U);
      } else if (c >= 0xD800 && c < 0xE000) {
        c = 0xFFFD;
      }
      char bytes[4];
      const auto length = PutUtf8(bytes, c) - bytes;
      if (end - to < length) break;
      if (out_begin_ == bad_unit_) {
        bad_.push_back({text_offset + static_cast<uint64_t>(to - start), bad_source_});
      }
      if (end - to >= 4) {
        std::memcpy(to, bytes, 4);
      } else {
        std::memcpy(to, bytes, static_cast<size_t>(length));
      }
      to += length;
      out_begin_ = next;
    }
    return to;
  }

  static constexpr size_t kNone = static_cast<size_t>(-1);
  ConverterPtr icu_;
  std::vector<char> in_ = std::vector<char>(64 << 10);
  std::vector<UChar> out_ = std::vector<UChar>(64 << 10);
  size_t in_begin_ = 0, in_end_ = 0, out_begin_ = 0, out_end_ = 0;
  uint64_t block_offset_ = 0;  // of in_[0] in the source
  bool at_end_ = false, flushed_ = false;
  UChar carry_ = 0;  // first half of a surrogate pair whose second half comes next
  size_t bad_unit_ = kNone;
  uint64_t bad_source_ = 0;
  std::deque<BadBytes> bad_;
};

TextStream::TextStream(std::unique_ptr<ByteSource> source, EncodingGuess guess)
    : source_(std::move(source)), guess_(guess) {}
TextStream::~TextStream() = default;

Result<std::unique_ptr<TextStream>> TextStream::Open(std::unique_ptr<ByteSource> source,
                                                     std::optional<Encoding> forced) {
  TRY_ASSIGN(EncodingGuess guess, DetectEncoding(*source));
  if (forced && *forced != guess.encoding) guess = {*forced, 0, 1};
  std::unique_ptr<TextStream> stream(new TextStream(std::move(source), guess));
  if (guess.encoding != Encoding::kUtf8) {
    TRY_ASSIGN(ConverterPtr icu, OpenConverter(guess.encoding));
    stream->converter_ = std::make_unique<Converter>(std::move(icu));
  }
  TRY(stream->Restart());
  return stream;
}

Status TextStream::Restart() {
  text_offset_ = 0;
  source_offset_ = guess_.bom_bytes;
  if (converter_) converter_->Reset(source_offset_);
  return source_->Seek(source_offset_);
}

Result<size_t> TextStream::Read(char* to, size_t size) {
  size_t n = 0;
  if (converter_) {
    TRY_ASSIGN(n, converter_->Read(*source_, to, size, text_offset_));
    source_offset_ = converter_->source_offset();
  } else {
    TRY_ASSIGN(n, source_->Read(to, size));
    source_offset_ += n;
  }
  text_offset_ += n;
  return n;
}

Status TextStream::SeekText(uint64_t text_offset) {
  TRY(Restart());
  if (!converter_) {
    text_offset_ = text_offset;
    source_offset_ = guess_.bom_bytes + text_offset;
    return source_->Seek(source_offset_);
  }
  std::vector<char> skipped(64 << 10);
  while (text_offset_ < text_offset) {
    const uint64_t left = text_offset - text_offset_;
    const size_t want = static_cast<size_t>(std::min<uint64_t>(left, skipped.size()));
    TRY_ASSIGN(const size_t n, Read(skipped.data(), want));
    if (n == 0) return InvalidArgument("the resume position does not fit this file");
  }
  return Ok();
}

std::optional<BadBytes> TextStream::BadIn(uint64_t from, uint64_t to) {
  if (!converter_) return {};
  auto& bad = converter_->bad();
  while (!bad.empty() && bad.front().text_offset < from) bad.pop_front();
  if (bad.empty() || bad.front().text_offset >= to) return {};
  return bad.front();
}

std::optional<uint64_t> TextStream::SourceOffset(uint64_t text_offset) const {
  if (converter_) return {};
  return guess_.bom_bytes + text_offset;
}

Result<std::string> ToUtf8(std::string_view bytes, Encoding encoding) {
  TRY_ASSIGN(auto stream, TextStream::Open(OwnedBytes(std::string(bytes)), encoding));
  std::string out;
  std::vector<char> piece(64 << 10);
  while (true) {
    TRY_ASSIGN(const size_t n, stream->Read(piece.data(), piece.size()));
    if (n == 0) break;
    out.append(piece.data(), n);
  }
  return encoding == Encoding::kUtf8 ? SanitizeUtf8(out) : out;
}

Result<std::string> FromUtf8(std::string_view text, Encoding encoding) {
  TRY_ASSIGN(ConverterPtr utf8, OpenConverter(Encoding::kUtf8));
  TRY_ASSIGN(ConverterPtr target, OpenConverter(encoding));
  std::string out(text.size() * 4 + 16, '\0');
  UErrorCode status = U_ZERO_ERROR;
  char* to = out.data();
  const char* from = text.data();
  ucnv_convertEx(target.get(), utf8.get(), &to, out.data() + out.size(), &from,
                 text.data() + text.size(), nullptr, nullptr, nullptr, nullptr, 1, 1, &status);
  if (U_FAILURE(status)) {
    return InvalidArgument("the text has a character that " + std::string(EncodingName(encoding)) +
                           " cannot hold")
        .WithInternal(u_errorName(status));
  }
  out.resize(static_cast<size_t>(to - out.data()));
  return out;
}

}  // namespace huiyin::channels
