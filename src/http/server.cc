#include "http/server.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>

#include "base/log.h"
#include "http/connection.h"
#include "http/io_loop.h"
#include "http/stream_transport.h"

namespace huiyin::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr int kCutWaitMs = 5'000;

// The only protocol spoken here is HTTP/1.1; offering ALPN keeps HTTP/2 clients from guessing.
int SelectAlpn(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in,
               unsigned int in_size, void*) {
  static const unsigned char kOffered[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, kOffered, sizeof kOffered - 1, in, in_size) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

Result<std::unique_ptr<asio::ssl::context>> MakeTls(const ServerOptions& options) {
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context->native_handle(), SelectAlpn, nullptr);
  error_code ec;
  context->use_certificate_chain_file(options.tls_certificate_file, ec);
  if (ec) {
    return InvalidArgument("TLS certificate " + options.tls_certificate_file + ": " + ec.message());
  }
  context->use_private_key_file(options.tls_key_file, asio::ssl::context::pem, ec);
  if (ec) return InvalidArgument("TLS key " + options.tls_key_file + ": " + ec.message());
  return context;
}

int TickMs(const ServerOptions& options) {
  const int shortest = std::min({options.header_timeout_ms, options.body_timeout_ms,
                                 options.idle_timeout_ms, options.write_timeout_ms});
  return std::clamp(shortest / 4, 10, 500);
}

class AsioServer final : public Server {
 public:
  AsioServer(std::shared_ptr<Core> core, std::unique_ptr<asio::ssl::context> tls)
      : core_(std::move(core)), tls_(std::move(tls)) {
    const int threads = std::max(1, core_->options.io_threads);
    for (int i = 0; i < threads; ++i) {
      loops_.push_back(std::make_shared<IoLoop>(TickMs(core_->options)));
    }
  }
  ~AsioServer() override {
    Drain(0);
    for (const auto& loop : loops_) loop->Stop();
  }

  Status Listen();
  uint16_t port() const override { return port_; }
  ServerStats stats() const override;
  bool Drain(int deadline_ms) override;

 private:
  void AcceptNext();
  void Admit(Socket socket, const std::shared_ptr<IoLoop>& loop);

  const std::shared_ptr<Core> core_;
  const std::unique_ptr<asio::ssl::context> tls_;
  std::vector<std::shared_ptr<IoLoop>> loops_;
  std::optional<asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>> acceptor_;
  std::optional<asio::steady_timer> pause_;  // after running out of file descriptors
  size_t next_loop_ = 0;
  uint16_t port_ = 0;
};

Status AsioServer::Listen() {
  const ServerOptions& options = core_->options;
  error_code ec;
  const auto address = asio::ip::make_address(options.address, ec);
  if (ec) return InvalidArgument("not a numeric address: " + options.address);
  acceptor_.emplace(loops_[0]->context().get_executor());
  const tcp::endpoint endpoint(address, options.port);
  acceptor_->open(endpoint.protocol(), ec);
  if (!ec) acceptor_->set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec) acceptor_->bind(endpoint, ec);
  if (!ec) acceptor_->listen(4096, ec);
  if (ec) {
    return Unavailable("cannot listen on " + options.address + ":" + std::to_string(options.port) +
                       ": " + ec.message());
  }
  port_ = acceptor_->local_endpoint(ec).port();
  pause_.emplace(loops_[0]->context());
  AcceptNext();
  for (size_t i = 0; i < loops_.size(); ++i) loops_[i]->Start(static_cast<int>(i));
  return Ok();
}

void AsioServer::AcceptNext() {
  const auto loop = loops_[next_loop_++ % loops_.size()];
  acceptor_->async_accept(loop->context(), [this, loop](error_code ec, Socket socket) {
    if (ec == asio::error::operation_aborted || core_->draining) return;
    if (ec) {
      // Out of descriptors or memory: let some connections end first.
      log::Warn("accept: " + ec.message());
      pause_->expires_after(std::chrono::milliseconds(100));
      pause_->async_wait([this](error_code stopped) {
        if (!stopped) AcceptNext();
      });
      return;
    }
    Admit(std::move(socket), loop);
    AcceptNext();
  });
}

void AsioServer::Admit(Socket socket, const std::shared_ptr<IoLoop>& loop) {
  error_code ec;
  const auto remote = socket.remote_endpoint(ec);
  if (ec) return;
  std::string peer = remote.address().to_string();
  Core::Slot slot;
  const auto admission = Core::Admit(core_, ParseAddress(peer).value_or(AddressBytes{}), slot);
  socket.non_blocking(true, ec);
  if (admission != Core::Admission::kAdmitted) {
    core_->connections_refused.fetch_add(1);
    if (!tls_) {
      const std::string_view answer =
          admission == Core::Admission::kTooMany
              ? "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
                "Connection: close\r\n\r\n"
              : "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
                "Connection: close\r\n\r\n";
      socket.write_some(asio::buffer(answer.data(), answer.size()), ec);
      socket.shutdown(Socket::shutdown_send, ec);
    }
    return;
  }
  socket.set_option(tcp::no_delay(true), ec);
  auto transport =
      tls_ ? MakeTlsTransport(std::move(socket), *tls_) : MakePlainTransport(std::move(socket));
  auto connection = std::make_shared<Connection>(core_, loop, std::move(transport), std::move(slot),
                                                 std::move(peer));
  loop->Post([connection = std::move(connection)] { connection->Start(); });
}

ServerStats AsioServer::stats() const {
  ServerStats stats;
  stats.connections = core_->open_connections();
  stats.websockets = core_->websockets;
  stats.requests = core_->requests;
  stats.refused = core_->refused;
  stats.connections_refused = core_->connections_refused;
  stats.websockets_dropped = core_->websockets_dropped;
  return stats;
}

bool AsioServer::Drain(int deadline_ms) {
  core_->draining = true;
  loops_[0]->Post([this] {
    error_code ec;
    if (acceptor_) acceptor_->close(ec);
    if (pause_) pause_->cancel();
  });
  const auto for_all = [this](void (LoopMember::*action)()) {
    for (const auto& loop : loops_) {
      loop->Post([raw = loop.get(), action] {
        raw->ForEach([action](LoopMember& member) { (member.*action)(); });
      });
    }
  };
  for_all(&LoopMember::OnDrain);
  if (core_->WaitUntilEmpty(deadline_ms)) return true;
  for_all(&LoopMember::Cut);
  core_->WaitUntilEmpty(kCutWaitMs);
  return false;
}

}  // namespace

Result<std::unique_ptr<Server>> Server::Start(ServerOptions options, Handler handler,
                                              UpgradeHandler upgrade) {
  TRY_ASSIGN(AddressSet proxies, AddressSet::Parse(options.trusted_proxies));
  std::unique_ptr<asio::ssl::context> tls;
  if (options.tls_certificate_file.empty() != options.tls_key_file.empty()) {
    return InvalidArgument("TLS needs both a certificate and a key");
  }
  if (!options.tls_certificate_file.empty()) {
    TRY_ASSIGN(tls, MakeTls(options));
  }
  auto core = std::make_shared<Core>(std::move(options), std::move(handler), std::move(upgrade),
                                     std::move(proxies));
  auto server = std::make_unique<AsioServer>(std::move(core), std::move(tls));
  TRY(server->Listen());
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace huiyin::http
