// huiyin sla recompute: open tickets get the dues of the policies and the calendar of now.
#include "app/sla_recompute.h"
#include "base/json_text.h"
#include "base/time.h"
#include "server/cli.h"
#include "server/instance.h"

namespace huiyin::server {
namespace {

std::string SayDue(const std::optional<Instant>& at) { return at ? FormatUtc(*at) : "-"; }

void Print(const app::SlaRecomputed& done, bool dry_run) {
  std::printf("%lld of %lld open tickets %s\n", static_cast<long long>(done.changed),
              static_cast<long long>(done.open), dry_run ? "would change" : "changed");
  for (const app::ChangedDue& sample : done.samples) {
    std::printf("%-18s %-15s %-24s -> %s\n", sample.ticket_no.c_str(), sample.clock.c_str(),
                SayDue(sample.before).c_str(), SayDue(sample.after).c_str());
  }
}

void PrintJson(const app::SlaRecomputed& done) {
  JsonText out;
  out.Open('{').Key("open").Int(done.open).Key("changed").Int(done.changed);
  out.Key("samples").Open('[');
  const auto due = [&](const char* key, const std::optional<Instant>& at) {
    out.Key(key);
    at ? out.Str(FormatUtc(*at)) : out.Null();
  };
  for (const app::ChangedDue& sample : done.samples) {
    out.Open('{').Key("ticket_no").Str(sample.ticket_no).Key("clock").Str(sample.clock);
    due("before", sample.before);
    due("after", sample.after);
    out.Close('}');
  }
  out.Close(']').Close('}');
  std::printf("%s\n", out.Take().c_str());
}

}  // namespace

int RunSla(int argc, char** argv) {
  CLI::App cli("Clocks of tickets.", "huiyin sla");
  auto* recompute = cli.add_subcommand(
      "recompute", "give open tickets the dues of the policies and the calendar of now");
  cli.require_subcommand(1);
  InstanceOptions options;
  bool dry_run = false, json = false;
  recompute->add_option("--data", options.data_dir, "data folder")->required();
  recompute->add_option("--db", options.db_url, "postgresql://…");
  recompute->add_flag("--dry-run", dry_run, "only say what would change");
  recompute->add_flag("--json", json, "for programs");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  auto instance = Instance::Open(options);
  if (!instance.ok()) return Fail(instance.error());
  const auto done =
      app::RecomputeSla((*instance)->context(), "system",
                        dry_run ? app::RecomputeMode::kDryRun : app::RecomputeMode::kApply);
  if (!done.ok()) return Fail(done.error());
  if (json) {
    PrintJson(*done);
  } else {
    Print(*done, dry_run);
  }
  return kExitOk;
}

}  // namespace huiyin::server
