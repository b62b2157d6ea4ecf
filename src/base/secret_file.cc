#include "base/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/random.h"

namespace huiyin {
namespace {

constexpr size_t kMaxBytes = 64 * 1024;

// Closes on every way out; writers close by hand first to see the error.
struct File {
  int fd = -1;
  ~File() {
    if (fd >= 0) ::close(fd);
  }
};

Error SystemError(const std::string& what, const std::string& path) {
  return Unavailable("cannot " + what + " " + path + ": " + std::strerror(errno), "key_file");
}

Status WriteAll(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return SystemError("write", path);
    text.remove_prefix(static_cast<size_t>(n));
  }
  if (::fsync(fd) != 0) return SystemError("sync", path);
  return Ok();
}

Status SyncFolderOf(const std::string& path) {
  auto folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  File file{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (file.fd < 0 || ::fsync(file.fd) != 0) return SystemError("sync the folder of", path);
  return Ok();
}

Status Publish(const std::string& temporary, const std::string& path, IfExists if_exists) {
  if (if_exists == IfExists::kReplace) {
    if (::rename(temporary.c_str(), path.c_str()) != 0) return SystemError("replace", path);
    return Ok();
  }
  if (::link(temporary.c_str(), path.c_str()) != 0) {
    if (errno == EEXIST) return Conflict(path + " exists already", "key_file_exists");
    return SystemError("create", path);
  }
  return Ok();
}

}  // namespace

Status WriteSecretFile(const std::string& path, std::string_view text, IfExists if_exists) {
  SystemRandom random;
  const std::string temporary = path + ".new-" + random.Token(6);
  File file{::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (file.fd < 0) return SystemError("create", temporary);
  auto written = WriteAll(file.fd, text, temporary);
  if (written.ok()) written = Publish(temporary, path, if_exists);
  ::unlink(temporary.c_str());  // gone already after a rename
  TRY(std::move(written));
  return SyncFolderOf(path);
}

Result<std::string> ReadSecretFile(const std::string& path) {
  File file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.fd < 0) {
    if (errno == ENOENT) return NotFound("no key file " + path);
    return SystemError("open", path);
  }
  struct stat info {};
  if (::fstat(file.fd, &info) != 0) return SystemError("read", path);
  if (!S_ISREG(info.st_mode) || static_cast<size_t>(info.st_size) > kMaxBytes) {
    return Corruption(path + " is not a key file");
  }
  if ((info.st_mode & 077) != 0) {
    return FailedPrecondition(path + " may be read by other users; run: chmod 600 " + path,
                              "key_file_permissions");
  }
  std::string text(static_cast<size_t>(info.st_size), '\0');
  size_t have = 0;
  while (have < text.size()) {
    const ssize_t n = ::read(file.fd, text.data() + have, text.size() - have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return SystemError("read", path);
    if (n == 0) break;
    have += static_cast<size_t>(n);
  }
  text.resize(have);
  return text;
}

}  // namespace huiyin
