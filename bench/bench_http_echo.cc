// uses: http base
// The transport alone: answers every request at once from the I/O thread, WebSockets get back what
// they send. Prints the address and runs until SIGTERM, then drains.
//   bench_http_echo PORT [THREADS]; then wrk -t1 -c64 -d10s http://127.0.0.1:PORT/
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "http/server.h"

int main(int argc, char** argv) {
  namespace http = huiyin::http;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  http::ServerOptions options;
  options.port = static_cast<uint16_t>(argc > 1 ? std::atoi(argv[1]) : 0);
  options.io_threads = argc > 2 ? std::atoi(argv[2]) : 2;
  const auto handler = [](http::Request&& request, http::Reply reply) {
    reply(http::Response::Json(200, request.body.empty() ? "{\"ok\":true}" : request.body));
  };
  const auto upgrade = [](http::Request&&, http::UpgradeReply reply) {
    http::WebSocketAccept accept;
    accept.callbacks.on_message = [](const auto& session, std::string_view text) {
      session->Send(std::make_shared<const std::string>(text));
    };
    reply.Accept(std::move(accept));
  };
  auto server = http::Server::Start(std::move(options), handler, upgrade);
  if (!server.ok()) {
    std::fprintf(stderr, "%s\n", server.error().ToString().c_str());
    return 1;
  }
  std::printf("http://127.0.0.1:%u/\n", (*server)->port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  const bool clean = (*server)->Drain(5'000);
  std::printf("requests %llu, drained %s\n",
              static_cast<unsigned long long>((*server)->stats().requests),
              clean ? "clean" : "cut");
  return 0;
}
