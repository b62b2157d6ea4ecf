#include "base/log.h"
#include "base/outgoing.h"
#include "server/cli.h"
#include "server/serve.h"

namespace huiyin::server {

void PrepareSignals();

int RunServe(int argc, char** argv) {
  CLI::App cli("Runs an instance: API, web app and jobs.", "huiyin serve");
  InstanceOptions instance_options;
  ServeOptions serve;
  bool verbose = false;
  int64_t heads_every_s = 3600;
  std::vector<std::string> outgoing_allow;
  cli.set_config("--config", "", "TOML file with the options below");
  cli.add_option("--data", instance_options.data_dir, "data folder")->required();
  cli.add_option("--db", instance_options.db_url, "postgresql://…");
  cli.add_option("--listen", serve.listen, "HOST:PORT")->capture_default_str();
  cli.add_option("--public-url", instance_options.public_url,
                 "address customers reach this server at, for links");
  cli.add_option("--tls-certificate", serve.tls_certificate, "PEM chain");
  cli.add_option("--tls-key", serve.tls_key, "PEM key");
  cli.add_option("--trusted-proxy", serve.trusted_proxies, "whose X-Forwarded-For is believed");
  cli.add_option("--pow-difficulty", serve.pow_difficulty, "zero bits of the public form's proof")
      ->check(CLI::Range(0, 32));
  cli.add_option("--heads-file", serve.heads.file, "append signed heads of the log to this file");
  cli.add_option("--heads-url", serve.heads.url, "POST signed heads of the log to this address")
      ->check([](const std::string& url) {
        const Status checked = CheckOutgoingUrl(url);
        return checked.ok() ? "" : checked.error().message;
      });
  cli.add_option("--outgoing-allow", outgoing_allow,
                 "networks, addresses and hosts that webhooks and --heads-url may reach although "
                 "they are not of the public Internet");
  cli.add_option("--heads-every", heads_every_s, "seconds between two heads")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{1}, int64_t{31} * 86'400));
  cli.add_option("--clock-file", instance_options.clock_file,
                 "test instances only: an ISO instant");
  cli.add_flag("--verbose", verbose, "log every request's fate");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  serve.heads.every = Duration::Seconds(heads_every_s);
  auto policy = OutgoingPolicy::Parse(outgoing_allow);
  if (!policy.ok()) {
    std::fprintf(stderr, "huiyin: --outgoing-allow %s\n", policy.error().message.c_str());
    return kExitUsage;
  }
  serve.heads.policy = std::move(*policy);
  log::Init(verbose ? log::Level::kDebug : log::Level::kInfo);
  PrepareSignals();
  if (instance_options.public_url.empty()) instance_options.public_url = "http://" + serve.listen;
  auto instance = Instance::Open(instance_options);
  if (!instance.ok()) return Fail(instance.error());
  return Serve(**instance, serve);
}

}  // namespace huiyin::server
