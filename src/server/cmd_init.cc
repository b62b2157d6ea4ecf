#include "app/seed_instance.h"
#include "server/cli.h"
#include "server/instance.h"

namespace huiyin::server {

int RunInit(int argc, char** argv) {
  CLI::App cli("Makes an empty instance with its keys and the first administrator.", "huiyin init");
  InstanceOptions options;
  std::string organisation;
  std::string admin;
  bool from_stdin = false;
  cli.add_option("--data", options.data_dir, "data folder")->required();
  cli.add_option("--org", organisation, "name of the organisation")->required();
  cli.add_option("--admin", admin, "login of the first administrator")->required();
  cli.add_flag("--password-stdin", from_stdin, "read the administrator's password from stdin")
      ->required();
  cli.add_option("--db", options.db_url, "postgresql://… (default: SQLite in the data folder)");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  const std::string password = ReadSecretLine();
  auto instance = Instance::Create(options);
  if (!instance.ok()) return Fail(instance.error());
  const Status seeded = app::SeedInstance((*instance)->context(), organisation, admin, password);
  if (!seeded.ok()) return Fail(seeded.error());
  std::printf("instance of %s made in %s; start it with: huiyin serve --data %s\n",
              organisation.c_str(), options.data_dir.c_str(), options.data_dir.c_str());
  return kExitOk;
}

}  // namespace huiyin::server
