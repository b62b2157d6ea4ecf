#include "mining/byte_source.h"

#include <fcntl.h>
#include <iconv.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "base/utf8.h"

namespace huiyin::mining {
namespace {

constexpr size_t kRawChunkBytes = 256 * 1024;

class MemorySource final : public ByteSource {
 public:
  MemorySource(std::string_view bytes, size_t chunk) : bytes_(bytes), chunk_(chunk) {}
  Result<size_t> Read(char* to, size_t size) override {
    const size_t n = std::min({size, chunk_, bytes_.size()});
    if (n > 0) std::memcpy(to, bytes_.data(), n);
    bytes_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view bytes_;
  size_t chunk_;
};

class FileSource final : public ByteSource {
 public:
  FileSource(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
  ~FileSource() override {
    if (fd_ > 0) close(fd_);
  }
  Result<size_t> Read(char* to, size_t size) override {
    for (;;) {
      const ssize_t n = read(fd_, to, size);
      if (n >= 0) return static_cast<size_t>(n);
      if (errno != EINTR) {
        return Error(ErrorCode::kUnavailable, "cannot read " + path_ + ": " + strerror(errno));
      }
    }
  }

 private:
  int fd_;
  std::string path_;
};

class RecodedSource final : public ByteSource {
 public:
  RecodedSource(ByteSource& inner, iconv_t converter, std::string encoding)
      : inner_(inner), converter_(converter), encoding_(std::move(encoding)) {}
  ~RecodedSource() override { iconv_close(converter_); }

  Result<size_t> Read(char* to, size_t size) override {
    char* out = to;
    size_t room = size;
    while (room == size) {
      if (held_ == 0 || need_more_) {
        if (held_ == sizeof(buffer_)) return Bad();
        TRY_ASSIGN(const size_t n, inner_.Read(buffer_ + held_, sizeof(buffer_) - held_));
        if (n == 0) return held_ == 0 ? Result<size_t>(size_t{0}) : Bad();
        held_ += n;
        need_more_ = false;
      }
      char* in = buffer_;
      const size_t rc = iconv(converter_, &in, &held_, &out, &room);
      const int why = rc == static_cast<size_t>(-1) ? errno : 0;
      std::memmove(buffer_, in, held_);
      if (why == EILSEQ) return Bad();
      if (why == EINVAL) need_more_ = true;
    }
    return size - room;
  }

 private:
  Error Bad() const {
    return Corruption("the text is not valid " + encoding_ + "; name the encoding with --encoding");
  }
  ByteSource& inner_;
  iconv_t converter_;
  std::string encoding_;
  char buffer_[32 * 1024];
  size_t held_ = 0;
  bool need_more_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> FromMemory(std::string_view bytes, size_t chunk_bytes) {
  return std::make_unique<MemorySource>(bytes, std::max<size_t>(chunk_bytes, 1));
}

struct InputFile::State {
  std::unique_ptr<ByteSource> raw;
  std::vector<char> in = std::vector<char>(kRawChunkBytes);
  size_t begin = 0, end = 0;
  uint64_t taken = 0, total = 0;
  Compression compression = Compression::kNone;
  bool looked = false, raw_ended = false, member_open = false;
  z_stream z{};

  Status Refill() {
    TRY_ASSIGN(const size_t n, raw->Read(in.data(), in.size()));
    begin = 0;
    end = n;
    taken += n;
    raw_ended = n == 0;
    return Ok();
  }

  Status Look() {
    looked = true;
    // Two bytes decide; a source may hand out one at a time.
    while (end < 2 && !raw_ended) {
      TRY_ASSIGN(const size_t n, raw->Read(in.data() + end, in.size() - end));
      end += n;
      taken += n;
      raw_ended = n == 0;
    }
    if (end >= 2 && static_cast<uint8_t>(in[0]) == 0x1F && static_cast<uint8_t>(in[1]) == 0x8B) {
      compression = Compression::kGzip;
      if (inflateInit2(&z, 15 + 16) != Z_OK) return Internal("zlib did not start");
      member_open = true;
    }
    return Ok();
  }

  Result<size_t> ReadPlain(char* to, size_t size) {
    if (begin == end) {
      if (raw_ended) return size_t{0};
      TRY(Refill());
    }
    const size_t n = std::min(size, end - begin);
    std::memcpy(to, in.data() + begin, n);
    begin += n;
    return n;
  }

  Result<size_t> ReadGzip(char* to, size_t size) {
    z.next_out = reinterpret_cast<Bytef*>(to);
    z.avail_out = static_cast<uInt>(std::min<size_t>(size, 1u << 30));
    const uInt room = z.avail_out;
    while (z.avail_out == room) {
      if (begin == end && !raw_ended) TRY(Refill());
      if (begin == end) {
        if (member_open) return Corruption("the gzip file ends in the middle");
        return size_t{0};
      }
      if (!member_open) {  // another member, or padding after the last
        if (static_cast<uint8_t>(in[begin]) != 0x1F) {
          begin = end;
          continue;
        }
        inflateReset(&z);
        member_open = true;
      }
      z.next_in = reinterpret_cast<Bytef*>(in.data() + begin);
      z.avail_in = static_cast<uInt>(end - begin);
      const int rc = inflate(&z, Z_NO_FLUSH);
      begin = end - z.avail_in;
      if (rc == Z_STREAM_END) {
        member_open = false;
      } else if (rc != Z_OK && rc != Z_BUF_ERROR) {
        return Corruption(std::string("the gzip file is broken: ") + (z.msg ? z.msg : "bad data"));
      }
    }
    return static_cast<size_t>(room - z.avail_out);
  }

  ~State() {
    if (compression == Compression::kGzip) inflateEnd(&z);
  }
};

InputFile::InputFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
InputFile::~InputFile() = default;

Result<std::unique_ptr<InputFile>> InputFile::Open(const std::string& path) {
  auto state = std::make_unique<State>();
  int fd = 0;
  if (path != "-") {
    fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return NotFound("cannot open " + path + ": " + strerror(errno));
    struct stat st {};
    if (fstat(fd, &st) == 0) {
      if (S_ISDIR(st.st_mode)) {
        close(fd);
        return InvalidArgument(path + " is a folder, not a log");
      }
      if (S_ISREG(st.st_mode)) state->total = static_cast<uint64_t>(st.st_size);
    }
  }
  state->raw = std::make_unique<FileSource>(fd, path);
  return std::unique_ptr<InputFile>(new InputFile(std::move(state)));
}

std::unique_ptr<InputFile> InputFile::Over(std::unique_ptr<ByteSource> raw) {
  auto state = std::make_unique<State>();
  state->raw = std::move(raw);
  return std::unique_ptr<InputFile>(new InputFile(std::move(state)));
}

Result<size_t> InputFile::Read(char* to, size_t size) {
  if (size == 0) return size_t{0};
  if (!state_->looked) TRY(state_->Look());
  return state_->compression == Compression::kGzip ? state_->ReadGzip(to, size)
                                                   : state_->ReadPlain(to, size);
}

Compression InputFile::compression() const { return state_->compression; }
uint64_t InputFile::raw_bytes_read() const { return state_->taken; }
uint64_t InputFile::raw_bytes_total() const { return state_->total; }

Result<std::string_view> PeekSource::Peek(size_t size) {
  while (held_.size() - given_ < size && !ended_) {
    const size_t before = held_.size();
    held_.resize(before + size);
    auto n = inner_.Read(held_.data() + before, size);
    held_.resize(before + (n.ok() ? *n : 0));
    if (!n.ok() && held_.empty()) return std::move(n).error();
    if (!n.ok()) late_error_ = std::move(n).error();
    ended_ = late_error_.has_value() || *n == 0;
  }
  return std::string_view(held_).substr(given_, size);
}

Result<size_t> PeekSource::Read(char* to, size_t size) {
  if (given_ < held_.size()) {
    const size_t n = std::min(size, held_.size() - given_);
    std::memcpy(to, held_.data() + given_, n);
    given_ += n;
    if (given_ == held_.size()) {
      std::string().swap(held_);
      given_ = 0;
    }
    return n;
  }
  if (late_error_.has_value()) return *late_error_;
  return ended_ ? Result<size_t>(size_t{0}) : inner_.Read(to, size);
}

Result<std::unique_ptr<ByteSource>> Recoded(ByteSource& inner, const std::string& encoding) {
  iconv_t converter = iconv_open("UTF-8", encoding.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    return InvalidArgument("unknown encoding \"" + encoding + "\"");
  }
  return std::unique_ptr<ByteSource>(std::make_unique<RecodedSource>(inner, converter, encoding));
}

std::string GuessEncoding(std::string_view first) {
  if (first.starts_with("\xEF\xBB\xBF")) return "UTF-8";
  if (first.starts_with("\xFF\xFE")) return "UTF-16";
  if (first.starts_with("\xFE\xFF")) return "UTF-16";
  if (first.size() >= 2 && first[0] == '<' && first[1] == '\0') return "UTF-16LE";
  if (first.size() >= 2 && first[0] == '\0' && first[1] == '<') return "UTF-16BE";
  const size_t bad = FirstInvalidUtf8(first);
  // The sample may end inside a character.
  if (bad == std::string_view::npos || bad + 4 > first.size()) return "UTF-8";
  auto source = FromMemory(first);
  auto recoded = Recoded(*source, "GB18030");
  if (!recoded.ok()) return "ISO-8859-1";
  std::string out(first.size() * 4 + 16, '\0');
  size_t total = 0;
  for (;;) {
    auto n = (*recoded)->Read(out.data(), out.size());
    if (!n.ok()) break;
    if (*n == 0) return "GB18030";
    total += *n;
  }
  return total + 64 > first.size() && total > 0 ? "GB18030" : "ISO-8859-1";
}

}  // namespace huiyin::mining
