#include "server/transfer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "base/secret_file.h"
#include "store/log_reader.h"
#include "store/read_only.h"
#include "store/table_copy.h"

namespace huiyin::server {
namespace {

namespace fs = std::filesystem;

constexpr char kMasterKey[] = "master.key";
constexpr char kSigningKey[] = "signing.key";
// Folders of the data folder whose files belong to the contents.
constexpr const char* kFileFolders[] = {"attachments"};
constexpr std::string_view kFilesPrefix = "files/";
constexpr size_t kReadBytes = 256 << 10;
constexpr size_t kMaxKeyBytes = 64 << 10;

bool KeyFromEnvironment() {
  const char* text = std::getenv("HUIYIN_MASTER_KEY");
  return text != nullptr && *text != '\0';
}

std::vector<std::string> FilesOf(const std::string& data_dir) {
  std::vector<std::string> out;
  for (const char* folder : kFileFolders) {
    std::error_code error;
    for (fs::recursive_directory_iterator it(fs::path(data_dir) / folder, error), end;
         !error && it != end; it.increment(error)) {
      std::error_code ignored;
      if (it->is_regular_file(ignored)) {
        out.push_back(it->path().lexically_relative(data_dir).generic_string());
      }
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

Status PackFile(const std::string& path, const std::string& name, store::ArchiveWriter& out) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Unavailable("cannot read " + path, "disk_io");
  TRY(out.Begin(name));
  std::string buffer(kReadBytes, '\0');
  while (file) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    TRY(out.Write(std::string_view(buffer).substr(0, static_cast<size_t>(file.gcount()))));
  }
  return file.bad() ? Status(Unavailable("cannot read " + path, "disk_io")) : Ok();
}

Status PackKey(const std::string& data_dir, const char* name, store::ArchiveWriter& out) {
  TRY_ASSIGN(const std::string text, ReadSecretFile(data_dir + "/" + name));
  TRY(out.Begin(std::string("keys/") + name));
  return out.Write(text);
}

void ShowProgress(int64_t rows) {
  if (isatty(STDERR_FILENO) == 0) return;
  std::fprintf(stderr, "\r%lld rows", static_cast<long long>(rows));
}

Result<std::string> ReadKey(store::ArchiveReader& in) {
  std::string text;
  for (;;) {
    TRY_ASSIGN(const std::string more, in.Read());
    if (more.empty()) return text;
    text += more;
    if (text.size() > kMaxKeyBytes) return Corruption("a key is too long", "archive_damaged");
  }
}

bool IsContentFile(const fs::path& path) {
  if (path.is_absolute()) return false;
  for (const auto& part : path) {
    if (part == ".." || part == ".") return false;
  }
  return std::any_of(std::begin(kFileFolders), std::end(kFileFolders),
                     [&](const char* folder) { return *path.begin() == folder; });
}

Status UnpackFile(const std::string& data_dir, const std::string& name, store::ArchiveReader& in) {
  if (!IsContentFile(name)) {
    return Corruption("the archive has a file that is none of ours", "archive_damaged");
  }
  const fs::path path = fs::path(data_dir) / name;
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  FILE* file = fd < 0 ? nullptr : fdopen(fd, "wb");
  if (file == nullptr) return Unavailable("cannot make " + path.string(), "disk_io");
  const auto write = [&]() -> Status {
    for (;;) {
      TRY_ASSIGN(const std::string more, in.Read());
      if (more.empty()) break;
      if (std::fwrite(more.data(), 1, more.size(), file) != more.size()) {
        return Unavailable("cannot write " + path.string(), "disk_full");
      }
    }
    const bool synced = std::fflush(file) == 0 && fsync(fd) == 0;
    return synced ? Ok() : Status(Unavailable("cannot write " + path.string(), "disk_full"));
  };
  const Status written = write();
  std::fclose(file);
  return written;
}

Status UnpackInto(const UnpackOptions& options, const std::string& url, store::ArchiveReader& in) {
  const std::string& dir = options.target.data_dir;
  const auto take = [&](const std::string& name, store::ArchiveReader& reader) -> Status {
    if (name == std::string("keys/") + kMasterKey || name == std::string("keys/") + kSigningKey) {
      TRY_ASSIGN(const std::string text, ReadKey(reader));
      return WriteSecretFile(dir + "/" + name.substr(5), text, IfExists::kRefuse);
    }
    if (!name.starts_with(kFilesPrefix)) {
      return Corruption("the archive has something that is none of ours", "archive_damaged");
    }
    return UnpackFile(dir, name.substr(kFilesPrefix.size()), reader);
  };
  TRY(store::LoadTables(url, in, SystemClock().Now(), take, ShowProgress));
  if (!fs::exists(dir + "/" + kMasterKey) && options.ring && !KeyFromEnvironment()) {
    TRY(options.ring->SaveNew(dir + "/" + kMasterKey));
  }
  if (!fs::exists(dir + "/" + kSigningKey) && options.signing) {
    TRY(WriteSecretFile(dir + "/" + kSigningKey, *options.signing, IfExists::kRefuse));
  }
  if (options.target.db_url.empty()) return Ok();
  return WriteSecretFile(dir + "/database.url", url + "\n", IfExists::kRefuse);
}

void Empty(const std::string& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

Result<KeyRing> RingOf(const std::string& key_file) {
  return KeyRing::FromEnvironmentOrFile(key_file);
}

Status PackInstance(const InstanceOptions& options, WithKeys keys, store::ArchiveWriter& out) {
  TRY_ASSIGN(const std::string url,
             DatabaseUrlOf(options.db_url.empty() ? options.data_dir : options.db_url));
  {
    TRY_ASSIGN(const auto snapshot, store::OpenReadOnly(url));
    TRY(store::WriteTables(*snapshot, out, ShowProgress));
  }
  if (keys != WithKeys::kNone) TRY(PackKey(options.data_dir, kSigningKey, out));
  if (keys == WithKeys::kSigningAndMaster && fs::exists(options.data_dir + "/" + kMasterKey)) {
    TRY(PackKey(options.data_dir, kMasterKey, out));
  }
  for (const std::string& file : FilesOf(options.data_dir)) {
    TRY(PackFile(options.data_dir + "/" + file, std::string(kFilesPrefix) + file, out));
  }
  return out.Finish();
}

Status UnpackInstance(const UnpackOptions& options, store::ArchiveReader& in) {
  const std::string& dir = options.target.data_dir;
  std::error_code error;
  fs::create_directories(dir, error);
  if (error) return Unavailable("cannot make the folder " + dir, "data_folder");
  if (!fs::is_empty(dir, error) || error) {
    return Conflict(dir + " is not empty; give a new folder", "folder_not_empty");
  }
  chmod(dir.c_str(), 0700);
  TRY_ASSIGN(const std::string url,
             DatabaseUrlOf(options.target.db_url.empty() ? dir : options.target.db_url));
  Status done = UnpackInto(options, url, in);
  if (!done.ok()) Empty(dir);
  return done;
}

Result<ledger::Report> CheckInstance(const InstanceOptions& options) {
  TRY_ASSIGN(const auto instance, Instance::Open(options));
  ledger::VerifyOptions verify;
  verify.trusted_keys = {instance->signing_key().public_key()};
  verify.log_id = instance->context().db->log_id();
  TRY_ASSIGN(ledger::Report report, store::VerifyLog(*instance->context().db, verify));
  if (report.ok) return report;
  return Corruption("the event log does not verify: " + report.findings.front().message_en,
                    "log_not_ok");
}

}  // namespace huiyin::server
