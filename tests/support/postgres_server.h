// A real PostgreSQL for the tests: Debian's, in a folder of its own, on a private socket and a free
// port, started once a test program and stopped at its end, also when the program is killed.
// HUIYIN_TEST_POSTGRES names a running one instead (a libpq URL whose user may create schemas).
// Where none can be had the test fails.
#pragma once

#include <sys/types.h>

#include <string>

namespace huiyin::test {

class PostgresServer {
 public:
  // The one of this program; started by the first call. Aborts the program with the reason when it
  // cannot be started.
  static PostgresServer& Shared();
  // One of the caller's own, which may be stopped and started.
  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;

  // A URL whose search_path is `schema` only.
  std::string UrlOf(const std::string& schema);
  // A fresh schema's name.
  std::string NewSchema();
  void DropSchema(const std::string& schema);

  enum class Stop { kFast, kImmediate };  // immediate: like kill -9
  void StopServer(Stop how);
  void StartServer();
  // "host=… port=…" of the socket, for psql and the like.
  const std::string& socket_folder() const { return folder_; }
  int port() const { return port_; }

 private:
  explicit PostgresServer(std::string url);
  std::string BaseUrl() const;
  void Run(const std::string& sql);
  std::string url_;  // of a running one, else empty
  std::string folder_;
  int port_ = 0;
  pid_t server_ = 0;  // 0: not running
  int schemas_ = 0;
};

}  // namespace huiyin::test
