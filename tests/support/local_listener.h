// A server for tests on a private port of 127.0.0.1: takes one connection after the other, each
// served on the listener's own thread. Aborts with the reason when it cannot listen.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace huiyin::test {

class LocalListener {
 public:
  // `serve` gets the socket, which is closed after it. Begins at Start: what it uses must be there.
  explicit LocalListener(std::function<void(int client)> serve);
  ~LocalListener() { Stop(); }
  LocalListener(const LocalListener&) = delete;

  void Start();
  // Ends the one being served only by its own doing: `serve` must come back once stopping().
  void Stop();
  bool stopping() const { return stop_; }
  std::string port() const { return std::to_string(port_); }
  int connections() const { return connections_; }

 private:
  void Accept();
  const std::function<void(int)> serve_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stop_ = false;
  std::atomic<int> connections_ = 0;
  std::thread acceptor_;
};

}  // namespace huiyin::test
