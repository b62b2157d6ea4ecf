// huiyin migrate: the upgrade that opening an instance does, as a step of its own.
#include "server/cli.h"
#include "server/instance.h"
#include "store/migrations.h"

namespace huiyin::server {

int RunMigrate(int argc, char** argv) {
  CLI::App cli(
      "Upgrades the schema to this program's in one transaction, after a backup to "
      "DATA/backups. Every command that opens an instance does the same.",
      "huiyin migrate");
  InstanceOptions options;
  cli.add_option("--data", options.data_dir, "data folder")->required();
  cli.add_option("--db", options.db_url, "postgresql://…");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  const auto instance = Instance::Open(options);
  if (!instance.ok()) return Fail(instance.error());
  std::printf("schema %d\n", store::AllMigrations().back().number);
  return kExitOk;
}

}  // namespace huiyin::server
