#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "channels/encoding.h"

namespace huiyin::channels {
namespace {

class FileBytes final : public ByteSource {
 public:
  FileBytes(int fd, uint64_t size) : fd_(fd), size_(size) {}
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;
  ~FileBytes() override { ::close(fd_); }

  Result<size_t> Read(char* to, size_t size) override {
    while (true) {
      const ssize_t n = ::pread(fd_, to, size, static_cast<off_t>(offset_));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) {
        return Unavailable("the file cannot be read at byte " + std::to_string(offset_) + ": " +
                           std::strerror(errno));
      }
      offset_ += static_cast<uint64_t>(n);
      return static_cast<size_t>(n);
    }
  }
  Status Seek(uint64_t offset) override {
    offset_ = offset;
    return Ok();
  }
  uint64_t size_bytes() const override { return size_; }

 private:
  int fd_;
  uint64_t size_;
  uint64_t offset_ = 0;
};

class MemoryBytes final : public ByteSource {
 public:
  explicit MemoryBytes(std::string bytes) : bytes_(std::move(bytes)) {}

  Result<size_t> Read(char* to, size_t size) override {
    const size_t n = std::min(size, bytes_.size() - offset_);
    if (n > 0) std::memcpy(to, bytes_.data() + offset_, n);
    offset_ += n;
    return n;
  }
  Status Seek(uint64_t offset) override {
    offset_ = std::min<uint64_t>(offset, bytes_.size());
    return Ok();
  }
  uint64_t size_bytes() const override { return bytes_.size(); }

 private:
  std::string bytes_;
  size_t offset_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> OpenFileBytes(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    const int why = errno;
    if (why == ENOENT) return NotFound("there is no file " + path);
    return InvalidArgument("cannot open " + path + ": " + std::strerror(why));
  }
  struct stat info {};
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(fd);
    return InvalidArgument(path + " is not a regular file; save it to a file first");
  }
  return std::unique_ptr<ByteSource>(
      std::make_unique<FileBytes>(fd, static_cast<uint64_t>(info.st_size)));
}

std::unique_ptr<ByteSource> OwnedBytes(std::string bytes) {
  return std::make_unique<MemoryBytes>(std::move(bytes));
}

}  // namespace huiyin::channels
