// A TCP door to a PostgreSQL socket that can be told to cut a connection at a chosen moment.
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace huiyin::test {

class CuttingProxy {
 public:
  // Forwards 127.0.0.1:port() to the Unix socket.
  explicit CuttingProxy(std::string socket_path);
  ~CuttingProxy();
  int port() const { return port_; }

  enum class Cut {
    kNever,
    kBeforeCommit,  // the next COMMIT does not reach the server
    kAfterCommit,   // the next COMMIT is executed, its answer is lost
  };
  void Arm(Cut cut) { cut_ = cut; }
  int cuts() const { return cuts_; }

 private:
  void Accept();
  void Serve(int client);
  std::string socket_path_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<Cut> cut_ = Cut::kNever;
  std::atomic<int> cuts_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread acceptor_;
  std::vector<std::thread> servers_;
};

}  // namespace huiyin::test
