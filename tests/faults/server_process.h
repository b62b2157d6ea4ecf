// The real program as its users run it: `huiyin` commands, and a server that can be killed at any
// moment. Folders are the test's own, the port is a free one.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace huiyin::test {

// Runs a command of the program to its end; standard output, the exit code in `code`.
std::string Huiyin(const std::vector<std::string>& arguments, const std::string& input = "",
                   int* code = nullptr);

// The same, ended by kill -9 when it still runs after so long; whether it was.
bool HuiyinKilled(const std::vector<std::string>& arguments, std::chrono::microseconds after);

class ServerProcess {
 public:
  // `huiyin serve` with these arguments and --listen on a free port.
  explicit ServerProcess(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {}
  ~ServerProcess() { Kill(); }
  ServerProcess(const ServerProcess&) = delete;

  // False: it ended instead of becoming ready.
  bool Start();
  void Kill();                            // -9
  int Terminate();                        // SIGTERM; its exit code, or minus the signal it died of
  bool SetFileSizeLimit(uint64_t bytes);  // RLIMIT_FSIZE of the running server
  uint16_t port() const { return port_; }

 private:
  std::vector<std::string> arguments_;
  pid_t process_ = 0;
  uint16_t port_ = 0;
};

struct HttpAnswer {
  int status = 0;  // 0: no whole answer came
  std::string body;
};
// One request on a connection of its own; the body is JSON unless the headers say what it is.
HttpAnswer Ask(uint16_t port, const std::string& method, const std::string& path,
               const std::string& token, const std::string& body = "",
               const std::string& more_headers = "");

}  // namespace huiyin::test
