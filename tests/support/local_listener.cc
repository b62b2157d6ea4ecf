#include "support/local_listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace huiyin::test {

LocalListener::LocalListener(std::function<void(int client)> serve) : serve_(std::move(serve)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  auto* name = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || bind(listener_, name, length) != 0 || listen(listener_, 8) != 0 ||
      getsockname(listener_, name, &length) != 0) {
    std::perror("test server");
    std::abort();
  }
  port_ = ntohs(address.sin_port);
}

void LocalListener::Start() {
  acceptor_ = std::thread([this] { Accept(); });
}

void LocalListener::Stop() {
  if (listener_ < 0) return;
  stop_ = true;
  shutdown(listener_, SHUT_RDWR);
  if (acceptor_.joinable()) acceptor_.join();
  close(listener_);
  listener_ = -1;
}

void LocalListener::Accept() {
  while (!stop_) {
    const int client = accept(listener_, nullptr, nullptr);
    if (client < 0) continue;
    ++connections_;
    serve_(client);
    close(client);
  }
}

}  // namespace huiyin::test
