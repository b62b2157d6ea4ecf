// huiyin export DIR and huiyin import DIR.
#include "base/secret_file.h"
#include "server/cli.h"
#include "server/transfer.h"

namespace huiyin::server {
namespace {

Status Export(const InstanceOptions& options, const std::string& folder) {
  TRY_ASSIGN(const auto out, store::MakeFolderArchive(folder));
  return PackInstance(options, WithKeys::kNone, *out);
}

Result<ledger::Report> Import(const InstanceOptions& options, const std::string& folder,
                              const std::string& keys) {
  UnpackOptions unpack;
  unpack.target = options;
  TRY_ASSIGN(unpack.ring, RingOf(keys + "/master.key"));
  TRY_ASSIGN(unpack.signing, ReadSecretFile(keys + "/signing.key"));
  TRY_ASSIGN(const auto in, store::OpenFolderArchive(folder));
  TRY(UnpackInstance(unpack, *in));
  return CheckInstance(options);
}

}  // namespace

int RunExport(int argc, char** argv) {
  CLI::App cli(
      "Writes everything of an instance as JSON lines and files (docs/formats/export.md) while it "
      "runs. Personal data stays sealed; the keys are not written.",
      "huiyin export");
  InstanceOptions options;
  std::string folder;
  cli.add_option("DIR", folder, "a new or empty folder")->required();
  cli.add_option("--data", options.data_dir, "data folder")->required();
  cli.add_option("--db", options.db_url, "postgresql://…");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  const Status done = Export(options, folder);
  if (!done.ok()) return Fail(done.error());
  std::printf("exported to %s\n", folder.c_str());
  return kExitOk;
}

int RunImportInstance(int argc, char** argv) {
  CLI::App cli(
      "Makes an instance of an export, on either engine. For a table of feedback see: huiyin "
      "import feedback --help",
      "huiyin import");
  InstanceOptions options;
  std::string folder;
  std::string keys;
  cli.add_option("DIR", folder, "the export")->required();
  cli.add_option("--data", options.data_dir, "data folder to make")->required();
  cli.add_option("--db", options.db_url, "postgresql://… (default: SQLite in the data folder)");
  cli.add_option("--keys", keys, "folder with the exported instance's master.key and signing.key")
      ->required();
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  const auto report = Import(options, folder, keys);
  if (!report.ok()) return Fail(report.error());
  std::printf("imported to %s: %llu events verified\n", options.data_dir.c_str(),
              static_cast<unsigned long long>(report->events));
  return kExitOk;
}

}  // namespace huiyin::server
