#include "server/transfer.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/secret_file.h"
#include "store/log_reader.h"
#include "store/read_only.h"
#include "store/table_copy.h"

namespace huiyin::server {
namespace {

namespace fs = std::filesystem;

constexpr char kMasterKey[] = "master.key";
constexpr char kSigningKey[] = "signing.key";
constexpr size_t kMaxKeyBytes = 64 << 10;

bool KeyFromEnvironment() {
  const char* text = std::getenv("HUIYIN_MASTER_KEY");
  return text != nullptr && *text != '\0';
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

Status UnpackInto(const UnpackOptions& options, const std::string& url, store::ArchiveReader& in) {
  const std::string& dir = options.target.data_dir;
  const auto take = [&](const std::string& name, store::ArchiveReader& reader) -> Status {
    if (name == std::string("keys/") + kMasterKey || name == std::string("keys/") + kSigningKey) {
      TRY_ASSIGN(const std::string text, ReadKey(reader));
      return WriteSecretFile(dir + "/" + name.substr(5), text, IfExists::kRefuse);
    }
    return Corruption("the archive has something that is none of ours", "archive_damaged");
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
