// huiyin user: people from the command line, for the first ones and for when nobody can sign in.
#include "app/authenticate_hashing.h"
#include "app/users.h"
#include "server/cli.h"
#include "server/instance.h"

namespace huiyin::server {
namespace {

Result<int64_t> IdOf(const app::Context& context, const std::string& login) {
  for (const auto& [id, person] : context.config->Get()->people) {
    if (person.login == login) return id;
  }
  return NotFound("there is no user \"" + login + "\"", "user_not_found");
}

Result<int64_t> DepartmentOf(const app::Context& context, const std::string& code) {
  if (code.empty()) return int64_t{0};
  for (const auto& [id, department] : context.config->Get()->departments) {
    if (department.code == code) return id;
  }
  return NotFound("there is no department \"" + code + "\"", "department_not_found");
}

Status Add(const app::Context& context, app::NewUser wanted, const std::string& department) {
  TRY_ASSIGN(wanted.department_id, DepartmentOf(context, department));
  wanted.password = ReadSecretLine();
  wanted.must_change_password = true;
  app::PasswordHasher hasher;
  TRY_ASSIGN(const int64_t id, app::CreateUser(context, hasher, domain::Actor::System(), wanted));
  std::printf("%s is user %lld; the password must be changed at the first sign-in\n",
              wanted.login.c_str(), static_cast<long long>(id));
  return Ok();
}

Status SetPassword(const app::Context& context, const std::string& login) {
  TRY_ASSIGN(const int64_t id, IdOf(context, login));
  app::PasswordHasher hasher;
  TRY(app::ResetPassword(context, hasher, domain::Actor::System(), id, ReadSecretLine()));
  std::printf("%s must change it at the next sign-in; all sessions are ended\n", login.c_str());
  return Ok();
}

Status Unlock(const app::Context& context, const std::string& login) {
  TRY_ASSIGN(const int64_t id, IdOf(context, login));
  return app::UnlockUser(context, domain::Actor::System(), id);
}

Status List(const app::Context& context) {
  const auto config = context.config->Get();
  const int64_t now = context.Now().us;
  for (const auto& [id, person] : config->people) {
    std::string roles;
    for (const auto& role : person.roles) roles += (roles.empty() ? "" : ",") + role;
    const auto department = config->departments.find(person.department_id);
    std::printf("%lld\t%s\t%s\t%s\t%s%s%s\n", static_cast<long long>(id), person.login.c_str(),
                roles.c_str(),
                department == config->departments.end() ? "-" : department->second.code.c_str(),
                person.active ? "active" : "inactive", person.two_factor ? " two-factor" : "",
                person.locked_until_us > now ? " locked" : "");
  }
  return Ok();
}

}  // namespace

int RunUser(int argc, char** argv) {
  CLI::App cli("People who sign in.", "huiyin user");
  cli.require_subcommand(1);
  InstanceOptions options;
  app::NewUser wanted;
  std::string login;
  std::string department;
  bool from_stdin = false;
  auto* add = cli.add_subcommand("add", "a new person");
  auto* password = cli.add_subcommand("password", "a new password for somebody who forgot it");
  auto* unlock = cli.add_subcommand("unlock", "forget failed sign-ins");
  auto* list = cli.add_subcommand("list", "id, login, roles, department, state; tabs between");
  for (auto* command : {add, password, unlock, list}) {
    command->add_option("--data", options.data_dir, "data folder")->required();
    command->add_option("--db", options.db_url, "postgresql://…");
    if (command != list) command->add_option("LOGIN", login, "login")->required();
  }
  for (auto* command : {add, password}) {
    command->add_flag("--password-stdin", from_stdin, "read the password from stdin")->required();
  }
  add->add_option("--role", wanted.roles, "role; may be repeated");
  add->add_option("--department", department, "code of the department");
  add->add_option("--name", wanted.display_name, "name to show");
  add->add_option("--email", wanted.email, "address for notices");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  auto instance = Instance::Open(options);
  if (!instance.ok()) return Fail(instance.error());
  const app::Context& context = (*instance)->context();
  wanted.login = login;
  const Status done = *add        ? Add(context, wanted, department)
                      : *password ? SetPassword(context, login)
                      : *unlock   ? Unlock(context, login)
                                  : List(context);
  return done.ok() ? kExitOk : Fail(done.error());
}

}  // namespace huiyin::server
