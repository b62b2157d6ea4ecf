#include "app/tokens.h"
#include "server/cli.h"
#include "server/instance.h"

namespace huiyin::server {
namespace {

std::vector<std::string> Split(const std::string& list) {
  std::vector<std::string> out;
  std::string current;
  for (const char c : list + ",") {
    if (c != ',') {
      current += c;
    } else if (!current.empty()) {
      out.push_back(std::move(current));
      current.clear();
    }
  }
  return out;
}

}  // namespace

int RunToken(int argc, char** argv) {
  CLI::App cli("API tokens.", "huiyin token");
  auto* create = cli.add_subcommand("create", "print a new token, and nothing else");
  cli.require_subcommand(1);
  InstanceOptions options;
  std::string user;
  std::string scope;
  std::string name = "command line";
  int64_t days = 90;
  create->add_option("--data", options.data_dir, "data folder")->required();
  create->add_option("--db", options.db_url, "postgresql://…");
  create->add_option("--user", user, "login whose rights the token has")->required();
  create->add_option("--scope", scope, "intake,read,write,admin")->required();
  create->add_option("--days", days, "days until it expires");
  create->add_option("--name", name, "what it is for");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  auto instance = Instance::Open(options);
  if (!instance.ok()) return Fail(instance.error());
  app::Context& context = (*instance)->context();
  app::NewApiToken wanted;
  for (const auto& [id, person] : context.config->Get()->people) {
    if (person.login == user) wanted.user_id = id;
  }
  if (wanted.user_id == 0) return Fail(NotFound("there is no user \"" + user + "\""));
  wanted.name = name;
  wanted.scopes = Split(scope);
  wanted.days = days;
  const auto created = app::CreateToken(context, domain::Actor::System(), wanted);
  if (!created.ok()) return Fail(created.error());
  std::printf("%s\n", created->token.c_str());
  return kExitOk;
}

}  // namespace huiyin::server
