// huiyin subject: the rights of the people the data is about, from the command line.
#include <fstream>

#include "app/erase_subject.h"
#include "app/export_subject.h"
#include "channels/attachment_type.h"
#include "server/cli.h"
#include "server/instance.h"

namespace huiyin::server {
namespace {

struct Asked {
  int64_t customer = 0;
  std::string contact, out, files, reason;
};

// By number, or by a contact that leads to one customer only.
Result<int64_t> CustomerOf(const app::Context& context, const Asked& asked) {
  if (asked.customer != 0) return asked.customer;
  TRY_ASSIGN(const auto found, app::SubjectsByContact(context, asked.contact));
  if (found.size() == 1) return found.front();
  if (found.empty()) return NotFound("nobody gave this contact", "customer_not_found");
  std::string ids;
  for (const int64_t id : found) ids += " " + std::to_string(id);
  return Conflict("several customers gave this contact; name one with --customer:" + ids,
                  "customer_ambiguous");
}

Status WriteFile(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return Unavailable("cannot write " + path, "disk_io");
  return Ok();
}

Status Export(const app::Context& context, const Asked& asked) {
  const auto system = domain::Actor::System();
  TRY_ASSIGN(const int64_t id, CustomerOf(context, asked));
  TRY_ASSIGN(const std::string text, app::ExportSubject(context, system, id, asked.reason));
  if (!asked.files.empty()) {
    TRY(app::EachSubjectFile(
        context, system, id, [&](int64_t file, const std::string& name, std::string bytes) {
          const std::string path =
              asked.files + "/" + std::to_string(file) + "-" + channels::SafeFileName(name);
          return WriteFile(path, bytes);
        }));
  }
  if (!asked.out.empty()) return WriteFile(asked.out, text + "\n");
  std::printf("%s\n", text.c_str());
  return Ok();
}

Status Show(const app::ErasureOutlook& o, const char* word) {
  std::printf("customer %lld: %s%lld tickets, %lld messages, %lld files\n",
              static_cast<long long>(o.customer_id), word, static_cast<long long>(o.tickets),
              static_cast<long long>(o.messages), static_cast<long long>(o.attachments));
  return Ok();
}

Status Erase(const app::Context& context, const Asked& asked, bool dry_run) {
  const auto system = domain::Actor::System();
  TRY_ASSIGN(const int64_t id, CustomerOf(context, asked));
  if (dry_run) {
    TRY_ASSIGN(const auto outlook, app::OutlookOfErasure(context, system, id));
    for (const auto& ticket : outlook.open) std::printf("not closed: %s\n", ticket.c_str());
    for (const auto& ticket : outlook.held) std::printf("legal hold: %s\n", ticket.c_str());
    return Show(outlook, "would erase ");
  }
  TRY_ASSIGN(const auto erased, app::EraseSubject(context, system, id, asked.reason));
  TRY(app::PurgeErased(context));
  return Show(erased, "erased ");
}

Status List(const app::Context& context, const Asked& asked) {
  TRY_ASSIGN(const std::string list, app::ErasureList(context));
  if (!asked.out.empty()) return WriteFile(asked.out, list);
  std::printf("%s", list.c_str());
  return Ok();
}

}  // namespace

int RunSubject(int argc, char** argv) {
  CLI::App cli("Everything held about a person, and its erasure.", "huiyin subject");
  cli.require_subcommand(1);
  InstanceOptions options;
  Asked asked;
  bool dry_run = false;
  auto* give = cli.add_subcommand("export", "everything held about a person, unmasked, as JSON");
  auto* erase = cli.add_subcommand("erase", "take a person's data away for good");
  auto* list = cli.add_subcommand("erasures", "who was erased, for restoring older backups");
  for (auto* command : {give, erase, list}) {
    command->add_option("--data", options.data_dir, "data folder")->required();
    command->add_option("--db", options.db_url, "postgresql://…");
  }
  for (auto* command : {give, erase}) {
    auto* who = command->add_option_group("who")->require_option(1);
    who->add_option("--customer", asked.customer, "number of the customer")
        ->check(CLI::PositiveNumber);
    who->add_option("--contact", asked.contact, "mobile number or e-mail address");
  }
  const auto words = [](std::span<const std::string_view> reasons) {
    return std::vector<std::string>(reasons.begin(), reasons.end());
  };
  give->add_option("--reason", asked.reason, "why it is given out")
      ->required()
      ->check(CLI::IsMember(words(app::SubjectExportReasons())));
  give->add_option("--files", asked.files, "folder for the files of the tickets")
      ->check(CLI::ExistingDirectory);
  for (auto* command : {give, list}) {
    command->add_option("--out", asked.out, "file (default: standard output)");
  }
  auto* why = erase->add_option("--reason", asked.reason, "why")
                  ->check(CLI::IsMember(words(app::ErasureReasons())));
  auto* try_out = erase->add_flag("--dry-run", dry_run, "say what would be erased");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  if (*erase && why->count() == 0 && try_out->count() == 0) {
    std::fprintf(stderr, "huiyin subject erase: --reason or --dry-run is required\n");
    return kExitUsage;
  }
  auto instance = Instance::Open(options);
  if (!instance.ok()) return Fail(instance.error());
  const app::Context& context = (*instance)->context();
  const Status done = *give    ? Export(context, asked)
                      : *erase ? Erase(context, asked, dry_run)
                               : List(context, asked);
  return done.ok() ? kExitOk : Fail(done.error());
}

}  // namespace huiyin::server
