// huiyin backup and huiyin restore.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/erase_subject.h"
#include "server/cli.h"
#include "server/transfer.h"

namespace huiyin::server {
namespace {

namespace fs = std::filesystem;

// Removes what a failed or finished trial left.
class Scratch {
 public:
  explicit Scratch(std::string path) : path_(std::move(path)) {}
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  const std::string path_;
};

// The backup as somebody would use it: restored beside itself, opened with its keys, verified.
Result<ledger::Report> TryRestore(const std::string& backup, const store::ArchiveKey& key,
                                  const KeyRing& ring) {
  const Scratch trial(backup + ".trial");
  std::error_code ignored;
  fs::remove_all(trial.path(), ignored);  // of a run that was killed
  TRY_ASSIGN(const auto in, store::OpenSealedArchive(backup, key));
  UnpackOptions unpack;
  unpack.target.data_dir = trial.path();
  unpack.ring = ring;
  TRY(UnpackInstance(unpack, *in));
  return CheckInstance(unpack.target);
}

Result<ledger::Report> BackUp(const InstanceOptions& options, const std::string& dest,
                              const std::optional<std::string>& passphrase) {
  if (fs::exists(dest)) return Conflict(dest + " exists already", "backup_exists");
  TRY_ASSIGN(const KeyRing ring, RingOf(options.data_dir + "/master.key"));
  store::ArchiveKey key;
  if (passphrase) {
    key.passphrase = *passphrase;
  } else {
    key.ring = ring;
  }
  // Under a name of its own until it is proven.
  const Scratch part(dest + ".part");
  std::error_code error;
  fs::remove(part.path(), error);
  {
    TRY_ASSIGN(const auto out, store::MakeSealedArchive(part.path(), key));
    TRY(PackInstance(options, passphrase ? WithKeys::kSigningAndMaster : WithKeys::kSigning, *out));
  }
  TRY_ASSIGN(ledger::Report report, TryRestore(part.path(), key, ring));
  if (::link(part.path().c_str(), dest.c_str()) != 0) {
    return Unavailable("cannot name the backup " + dest, "disk_io");
  }
  return report;
}

Result<ledger::Report> Restore(const InstanceOptions& options, const std::string& source,
                               const std::string& key_file,
                               const std::optional<std::string>& passphrase) {
  store::ArchiveKey key;
  UnpackOptions unpack;
  unpack.target = options;
  if (!key_file.empty() || !passphrase) {
    auto ring = RingOf(key_file);
    if (!ring.ok() && !key_file.empty()) return std::move(ring).error();
    if (ring.ok()) unpack.ring = *ring;
  }
  if (passphrase) {
    key.passphrase = *passphrase;
  } else {
    key.ring = unpack.ring;
  }
  TRY_ASSIGN(const auto in, store::OpenSealedArchive(source, key));
  TRY(UnpackInstance(unpack, *in));
  return CheckInstance(options);
}

Result<std::optional<std::string>> Passphrase(bool from_stdin) {
  if (!from_stdin) return std::optional<std::string>();
  std::string line = ReadSecretLine();
  if (line.size() < 12) {
    return InvalidArgument("a passphrase has at least 12 characters", "passphrase_too_short");
  }
  return std::optional(std::move(line));
}

// People erased after the backup was made are in it: erased again before anybody uses it.
Result<int64_t> EraseAgain(const InstanceOptions& options, const std::string& list) {
  std::ifstream file(list, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return NotFound("cannot read " + list);
  TRY_ASSIGN(const auto instance, Instance::Open(options));
  return app::ApplyErasureList(instance->context(), text);
}

int Told(const char* what, const std::string& where, const Result<ledger::Report>& report) {
  if (!report.ok()) return Fail(report.error());
  std::printf("%s %s: %llu events verified\n", what, where.c_str(),
              static_cast<unsigned long long>(report->events));
  return kExitOk;
}

}  // namespace

int RunBackup(int argc, char** argv) {
  CLI::App cli(
      "Writes everything of an instance into one sealed file while it runs, restores it on trial "
      "and verifies the event log before it gets its name.",
      "huiyin backup");
  InstanceOptions options;
  std::string dest;
  bool passphrase_stdin = false;
  cli.add_option("DEST", dest, "the new file")->required();
  cli.add_option("--data", options.data_dir, "data folder")->required();
  cli.add_option("--db", options.db_url, "postgresql://…");
  cli.add_flag("--passphrase-stdin", passphrase_stdin,
               "seal with a passphrase, the master key inside, instead of with the master key");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  const auto passphrase = Passphrase(passphrase_stdin);
  if (!passphrase.ok()) return Fail(passphrase.error());
  return Told("backup", dest, BackUp(options, dest, *passphrase));
}

int RunRestore(int argc, char** argv) {
  CLI::App cli("Makes an instance of a backup, in a new folder (and an empty database).",
               "huiyin restore");
  InstanceOptions options;
  std::string source;
  std::string key_file;
  std::string erasures;
  bool passphrase_stdin = false;
  cli.add_option("SRC", source, "the backup")->required();
  cli.add_option("--data", options.data_dir, "data folder to make")->required();
  cli.add_option("--db", options.db_url, "postgresql://… (default: SQLite in the data folder)");
  cli.add_option("--key-file", key_file, "master.key of the instance (or HUIYIN_MASTER_KEY)");
  cli.add_option("--erasures", erasures,
                 "who was erased since (huiyin subject erasures): erased here, too")
      ->check(CLI::ExistingFile);
  cli.add_flag("--passphrase-stdin", passphrase_stdin, "the passphrase it was made with");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  const auto passphrase = Passphrase(passphrase_stdin);
  if (!passphrase.ok()) return Fail(passphrase.error());
  const int exit =
      Told("restored", options.data_dir, Restore(options, source, key_file, *passphrase));
  if (exit != kExitOk || erasures.empty()) return exit;
  const auto erased = EraseAgain(options, erasures);
  if (!erased.ok()) return Fail(erased.error());
  std::printf("erased again: %lld\n", static_cast<long long>(*erased));
  return kExitOk;
}

}  // namespace huiyin::server
