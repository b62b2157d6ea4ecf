#include <unistd.h>

#include <filesystem>

#include "app/seed_instance.h"
#include "base/log.h"
#include "server/cli.h"
#include "server/demo_fill.h"
#include "server/serve.h"

namespace huiyin::server {

void PrepareSignals();

namespace {

// Made under another name and renamed when complete, so that a half-made demo is never started.
Status MakeDemo(const std::string& data_dir, int tickets) {
  namespace fs = std::filesystem;
  const std::string part = data_dir + ".part";
  std::error_code error;
  fs::remove_all(part, error);
  const Instant now = SystemClock().Now();
  ManualClock clock(now - Duration::Days(91));
  InstanceOptions options;
  options.data_dir = part;
  options.clock = &clock;
  options.public_url = "http://127.0.0.1:8080";
  {
    TRY_ASSIGN(auto instance, Instance::Create(options));
    TRY(app::SeedInstance(instance->context(), "回音示例公司", "admin", kDemoPassword));
    const bool terminal = isatty(1) != 0;
    TRY(FillDemo(*instance, clock, now, tickets, [&](int done, int total) {
      if (terminal) std::printf("\rfilling the demo: %d of %d tickets", done, total);
      std::fflush(stdout);
    }));
    if (terminal) std::printf("\n");
    instance->context().db->writer().Drain();
  }
  fs::create_directories(fs::path(data_dir).parent_path(), error);
  fs::rename(part, data_dir, error);
  if (error) return Unavailable("cannot rename " + part + ": " + error.message());
  return Ok();
}

void PrintLogins(const std::string& listen) {
  std::printf("\n  回音 Huiyin demo, password of everybody: %s\n\n", kDemoPassword);
  std::printf(
      "    desk       http://%s/            agent, handler, supervisor, leader, tech, admin, "
      "auditor\n",
      listen.c_str());
  std::printf("    customers  http://%s/feedback    (no account)\n", listen.c_str());
  std::printf("    API        http://%s/openapi.json\n\n", listen.c_str());
  std::fflush(stdout);
}

}  // namespace

int RunDemo(int argc, char** argv) {
  CLI::App cli("Starts a server on an example organisation, made at the first start.",
               "huiyin demo");
  InstanceOptions options;
  ServeOptions serve;
  options.data_dir = "data/demo";
  int tickets = 2'000;
  bool only_make = false;
  cli.add_option("--data", options.data_dir, "data folder")->capture_default_str();
  cli.add_option("--listen", serve.listen, "HOST:PORT")->capture_default_str();
  cli.add_option("--tickets", tickets, "how many")->check(CLI::Range(0, 1'000'000));
  cli.add_flag("--only-make", only_make, "fill the folder and stop");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  PrepareSignals();
  if (!std::filesystem::exists(options.data_dir)) {
    const Status made = MakeDemo(options.data_dir, tickets);
    if (!made.ok()) return Fail(made.error());
  }
  if (only_make) return kExitOk;
  serve.pow_difficulty = 12;
  options.public_url = "http://" + serve.listen;
  auto instance = Instance::Open(options);
  if (!instance.ok()) return Fail(instance.error());
  log::Init(log::Level::kWarn);
  PrintLogins(serve.listen);
  return Serve(**instance, serve);
}

}  // namespace huiyin::server
