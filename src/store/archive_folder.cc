#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <vector>

#include "base/bytes.h"
#include "store/archive.h"

namespace huiyin::store {
namespace {

namespace fs = std::filesystem;

constexpr char kSums[] = "SHA256SUMS";
constexpr size_t kReadBytes = 64 << 10;

class RunningHash {
 public:
  RunningHash() { crypto_hash_sha256_init(&state_); }
  void Add(std::string_view bytes) {
    crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
  }
  std::string Hex() {
    Hash32 out;
    crypto_hash_sha256_final(&state_, out.data());
    return HexEncode(View(out));
  }

 private:
  crypto_hash_sha256_state state_;
};

Error FileError(const char* what, const std::string& path) {
  const int code = errno;
  return Unavailable(std::string("cannot ") + what + " " + path + ": " + std::strerror(code),
                     code == ENOSPC || code == EFBIG || code == EDQUOT ? "disk_full" : "disk_io");
}

// Our own names only: nothing above the folder, whoever wrote the list.
bool IsInside(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\0') != name.npos) return false;
  for (const auto& part : fs::path(name)) {
    if (part == ".." || part == ".") return false;
  }
  return true;
}

class FolderWriter final : public ArchiveWriter {
 public:
  explicit FolderWriter(std::string folder) : folder_(std::move(folder)) {}
  ~FolderWriter() override {
    if (file_ != nullptr) std::fclose(file_);
  }

  Status Begin(std::string_view name) override {
    TRY(End());
    HY_CHECK(IsInside(name));
    name_ = name;
    path_ = folder_ + "/" + name_;
    std::error_code error;
    fs::create_directories(fs::path(path_).parent_path(), error);
    file_ = std::fopen(path_.c_str(), "wbx");
    if (file_ == nullptr) return FileError("make", path_);
    hash_ = RunningHash();
    return Ok();
  }
  Status Write(std::string_view bytes) override {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) {
      return FileError("write", path_);
    }
    hash_.Add(bytes);
    return Ok();
  }
  Status Finish() override {
    TRY(End());
    const std::string sums = std::move(sums_);
    TRY(Begin(kSums));
    TRY(Write(sums));
    return End();
  }

 private:
  Status End() {
    if (file_ == nullptr) return Ok();
    const bool synced = std::fflush(file_) == 0 && fsync(fileno(file_)) == 0;
    const Status status = synced ? Ok() : Status(FileError("write", path_));
    std::fclose(file_);
    file_ = nullptr;
    sums_ += hash_.Hex() + "  " + name_ + "\n";
    return status;
  }

  const std::string folder_;
  std::string name_, path_, sums_;
  FILE* file_ = nullptr;
  RunningHash hash_;
};

struct Listed {
  std::string hash, name;
};

class FolderReader final : public ArchiveReader {
 public:
  FolderReader(std::string folder, std::vector<Listed> entries)
      : folder_(std::move(folder)), entries_(std::move(entries)) {}

  Result<std::optional<std::string>> Next() override {
    while (open_) {
      TRY_ASSIGN(const std::string rest, Read());
      (void)rest;
    }
    if (at_ == entries_.size()) return std::optional<std::string>();
    const Listed& entry = entries_[at_++];
    file_ = std::ifstream(folder_ + "/" + entry.name, std::ios::binary);
    if (!file_) return Corruption("the export lacks " + entry.name, "archive_damaged");
    hash_ = RunningHash();
    open_ = true;
    return std::optional(entry.name);
  }
  Result<std::string> Read() override {
    if (!open_) return std::string();
    std::string out(kReadBytes, '\0');
    file_.read(out.data(), static_cast<std::streamsize>(out.size()));
    out.resize(static_cast<size_t>(file_.gcount()));
    hash_.Add(out);
    if (!out.empty()) return out;
    open_ = false;
    const Listed& entry = entries_[at_ - 1];
    if (file_.bad() || hash_.Hex() != entry.hash) {
      return Corruption(entry.name + " is not what was exported: its hash differs from SHA256SUMS",
                        "archive_damaged");
    }
    return out;
  }

 private:
  const std::string folder_;
  const std::vector<Listed> entries_;
  size_t at_ = 0;
  bool open_ = false;
  std::ifstream file_;
  RunningHash hash_;
};

}  // namespace

Result<std::unique_ptr<ArchiveWriter>> MakeFolderArchive(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Unavailable("cannot make " + folder + ": " + error.message(), "disk_io");
  if (!fs::is_empty(folder, error) || error) {
    return Conflict(folder + " is not empty", "folder_not_empty");
  }
  chmod(folder.c_str(), 0700);
  return std::unique_ptr<ArchiveWriter>(new FolderWriter(folder));
}

Result<std::unique_ptr<ArchiveReader>> OpenFolderArchive(const std::string& folder) {
  std::ifstream sums(folder + "/" + kSums);
  if (!sums) {
    return NotFound("there is no finished export in " + folder + " (no SHA256SUMS)", "no_export");
  }
  std::vector<Listed> entries;
  for (std::string line; std::getline(sums, line);) {
    if (line.size() < 67 || line.compare(64, 2, "  ") != 0 || !IsInside(line.substr(66))) {
      return Corruption("SHA256SUMS of the export is not readable", "archive_damaged");
    }
    entries.push_back({line.substr(0, 64), line.substr(66)});
  }
  return std::unique_ptr<ArchiveReader>(new FolderReader(folder, std::move(entries)));
}

}  // namespace huiyin::store
