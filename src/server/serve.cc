#include "server/serve.h"

#include <csignal>
#include <cstdio>
#include <thread>
#include <tuple>
#include <utility>

#include "api/service.h"
#include "base/log.h"
#include "http/server.h"
#include "jobs/runner.h"
#include "server/command.h"
#include "server/web_assets.h"

namespace huiyin::server {
namespace {

Status SplitListen(const std::string& listen, http::ServerOptions& out) {
  const size_t colon = listen.rfind(':');
  if (colon == std::string::npos) return InvalidArgument("--listen must be HOST:PORT");
  std::string host = listen.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  if (host == "localhost") host = "127.0.0.1";
  const int port = std::atoi(listen.c_str() + colon + 1);
  if (port < 0 || port > 65535) return InvalidArgument("--listen: the port is 0 to 65535");
  out.address = host;
  out.port = static_cast<uint16_t>(port);
  return Ok();
}

// The bytes of a path that may end in the suffix of a packed form; none when there is no such form.
std::pair<const WebAsset*, std::string_view> FindForm(std::string_view path, std::string& coding) {
  for (const auto& [suffix, name, bytes] :
       {std::tuple(api::kBrotliSuffix, "br", &WebAsset::brotli_bytes),
        std::tuple(api::kGzipSuffix, "gzip", &WebAsset::gzip_bytes)}) {
    if (!path.ends_with(suffix)) continue;
    const WebAsset* asset = FindWebAsset(path.substr(0, path.size() - suffix.size()));
    if (asset == nullptr || (asset->*bytes).empty()) return {};
    coding = name;
    return {asset, asset->*bytes};
  }
  const WebAsset* asset = FindWebAsset(path);
  return {asset, asset == nullptr ? std::string_view() : asset->bytes};
}

// Web files as answers, made once.
const http::Response* AssetResponse(std::string_view path) {
  static std::mutex mutex;
  static std::map<std::string, http::Response, std::less<>> made;
  std::lock_guard lock(mutex);
  if (const auto found = made.find(path); found != made.end()) return &found->second;
  std::string coding;
  const auto [asset, bytes] = FindForm(path, coding);
  if (asset == nullptr) return nullptr;
  http::Response response;
  response.static_body = bytes;
  if (!coding.empty()) response.Set("Content-Encoding", coding);
  if (!asset->gzip_bytes.empty()) response.Set("Vary", "Accept-Encoding");
  response.Set("Content-Type", asset->content_type);
  // Weak: the same text in several codings.
  if (!asset->etag.empty()) response.Set("ETag", "W/" + std::string(asset->etag));
  response.Set("Cache-Control",
               asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  return &made.emplace(std::string(path), std::move(response)).first->second;
}

// Signals are blocked before any thread starts, so that only this wait receives them.
sigset_t BlockSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return set;
}

}  // namespace

void PrepareSignals() { BlockSignals(); }

int Serve(Instance& instance, const ServeOptions& options) {
  const sigset_t signals = BlockSignals();
  app::Context& context = instance.context();
  http::ServerOptions server_options;
  const Status address = SplitListen(options.listen, server_options);
  if (!address.ok()) {
    std::fprintf(stderr, "huiyin: %s\n", address.error().message.c_str());
    return kExitUsage;
  }
  server_options.tls_certificate_file = options.tls_certificate;
  server_options.tls_key_file = options.tls_key;
  server_options.trusted_proxies = options.trusted_proxies;
  server_options.route_limits = api::Service::LimitsOf;
  server_options.finish = api::Service::SecurityHeaders;
  api::ServiceOptions service_options;
  service_options.secure_cookies =
      !options.tls_certificate.empty() || context.public_url.starts_with("https://");
  service_options.pow_difficulty = options.pow_difficulty;
  service_options.web_asset = AssetResponse;
  api::Service service(context, service_options);
  jobs::Runner jobs(context, instance.db_url(), options.heads, options.heads.policy);
  auto server = http::Server::Start(server_options, service.Handler(), service.Upgrades());
  if (!server.ok()) {
    std::fprintf(stderr, "huiyin: %s\n", server.error().ToString().c_str());
    return kExitFailed;
  }
  jobs.Start();
  std::printf("huiyin is ready on http%s://%s:%u\n", options.tls_certificate.empty() ? "" : "s",
              server_options.address.c_str(), (*server)->port());
  std::fflush(stdout);
  int received = 0;
  sigwait(&signals, &received);
  log::Info("stopping");
  (*server)->Drain(10'000);
  jobs.Stop();
  service.Drain();
  server->reset();
  context.db->writer().Drain();
  return kExitOk;
}

}  // namespace huiyin::server
