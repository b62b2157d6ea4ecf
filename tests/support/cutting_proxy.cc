#include "support/cutting_proxy.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <string_view>

namespace huiyin::test {
namespace {

constexpr int kPollMs = 20;

int ConnectTo(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return fd;
  close(fd);
  return -1;
}

bool SendAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

}  // namespace

CuttingProxy::CuttingProxy(std::string socket_path) : socket_path_(std::move(socket_path)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener_, 16) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

CuttingProxy::~CuttingProxy() {
  stop_ = true;
  acceptor_.join();
  for (auto& server : servers_) server.join();
  close(listener_);
}

void CuttingProxy::Accept() {
  while (!stop_) {
    pollfd ready{listener_, POLLIN, 0};
    if (poll(&ready, 1, kPollMs) != 1) continue;
    const int client = accept(listener_, nullptr, nullptr);
    if (client >= 0) servers_.emplace_back([this, client] { Serve(client); });
  }
}

void CuttingProxy::Serve(int client) {
  const int server = ConnectTo(socket_path_);
  char buffer[65'536];
  bool cut_after_answer = false;
  while (!stop_ && server >= 0) {
    pollfd fds[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    if (poll(fds, 2, kPollMs) <= 0) continue;
    if (fds[0].revents != 0) {
      const auto got = read(client, buffer, sizeof buffer);
      if (got <= 0) break;
      const std::string_view bytes(buffer, static_cast<size_t>(got));
      const Cut cut =
          bytes.find("COMMIT") != std::string_view::npos ? cut_.exchange(Cut::kNever) : Cut::kNever;
      if (cut != Cut::kNever) ++cuts_;
      if (cut == Cut::kBeforeCommit) break;
      cut_after_answer = cut == Cut::kAfterCommit;
      if (!SendAll(server, bytes)) break;
    }
    if (fds[1].revents != 0) {
      const auto got = read(server, buffer, sizeof buffer);
      if (got <= 0 || cut_after_answer) break;
      if (!SendAll(client, {buffer, static_cast<size_t>(got)})) break;
    }
  }
  if (server >= 0) close(server);
  close(client);
}

}  // namespace huiyin::test
