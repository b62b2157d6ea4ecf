#include "support/postgres_server.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <postgresql/libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

namespace huiyin::test {
namespace {

namespace fs = std::filesystem;

constexpr char kPrograms[] = "/usr/lib/postgresql/15/bin/";
constexpr int kMaxPings = 3'000;
constexpr int kPingPauseUs = 10'000;

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "PostgreSQL for the tests: %s\n", why.c_str());
  std::abort();
}

// PostgreSQL refuses to run as root: then it runs as Debian's postgres user.
const passwd* Owner() { return geteuid() == 0 ? getpwnam("postgres") : nullptr; }

enum class Life {
  kOwn,
  kOurs,  // ends with the thread that started it, however that dies: no server is left behind
};

pid_t StartProgram(const std::string& program, const std::vector<std::string>& arguments,
                   const std::string& log, Life life) {
  std::vector<char*> argv;
  const std::string path = kPrograms + program;
  argv.push_back(const_cast<char*>(path.c_str()));
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const passwd* owner = Owner();
  const pid_t child = fork();
  if (child != 0) return child;
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  dup2(out, 1);
  dup2(out, 2);
  if (owner != nullptr && (setgid(owner->pw_gid) != 0 || setuid(owner->pw_uid) != 0)) _exit(126);
  // After the change of user, which would clear it.
  if (life == Life::kOurs) prctl(PR_SET_PDEATHSIG, SIGQUIT);
  execv(path.c_str(), argv.data());
  _exit(127);
}

void RunProgram(const std::string& program, const std::vector<std::string>& arguments,
                const std::string& log) {
  int status = 0;
  waitpid(StartProgram(program, arguments, log, Life::kOwn), &status, 0);
  if (status != 0) Fail(program + " failed (" + std::to_string(status) + "), see " + log);
}

int FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    Fail("no free port");
  }
  close(fd);
  return ntohs(address.sin_port);
}

std::string Encoded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    char buffer[4];
    std::snprintf(buffer, sizeof buffer, "%%%02X", static_cast<unsigned char>(c));
    out += buffer;
  }
  return out;
}

}  // namespace

PostgresServer& PostgresServer::Shared() {
  // Destroyed at the program's end, which stops the server.
  static PostgresServer server(
      std::getenv("HUIYIN_TEST_POSTGRES") != nullptr ? std::getenv("HUIYIN_TEST_POSTGRES") : "");
  return server;
}

PostgresServer::PostgresServer() : PostgresServer(std::string()) {}

PostgresServer::PostgresServer(std::string url) : url_(std::move(url)) {
  if (!url_.empty()) return;
  if (!fs::exists(std::string(kPrograms) + "postgres")) {
    Fail(std::string("not found in ") + kPrograms + "; install postgresql-15");
  }
  std::string name = (fs::temp_directory_path() / "huiyin-pg-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) Fail("no temporary folder");
  folder_ = name;
  if (const passwd* owner = Owner()) {
    if (chown(folder_.c_str(), owner->pw_uid, owner->pw_gid) != 0) Fail("chown " + folder_);
  }
  port_ = FreePort();
  RunProgram("initdb",
             {"-D", folder_ + "/data", "-U", "huiyin", "-A", "trust", "-E", "UTF8", "--locale=C",
              "--no-sync"},
             folder_ + "/log");
  StartServer();
}

PostgresServer::~PostgresServer() {
  if (!url_.empty()) return;
  if (server_ != 0) StopServer(Stop::kImmediate);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void PostgresServer::StartServer() {
  const std::string log = folder_ + "/server.log";
  server_ =
      StartProgram("postgres",
                   {"-D", folder_ + "/data", "-c", "listen_addresses=", "-c",
                    "unix_socket_directories=" + folder_, "-c", "port=" + std::to_string(port_),
                    "-c", "fsync=off", "-c", "shared_buffers=64MB", "-c", "max_connections=60"},
                   log, Life::kOurs);
  for (int tries = 0; PQping(BaseUrl().c_str()) != PQPING_OK; ++tries) {
    if (tries > kMaxPings || waitpid(server_, nullptr, WNOHANG) != 0) {
      Fail("the server does not start, see " + log);
    }
    usleep(kPingPauseUs);
  }
}

void PostgresServer::StopServer(Stop how) {
  kill(server_, how == Stop::kFast ? SIGINT : SIGQUIT);
  waitpid(server_, nullptr, 0);
  server_ = 0;
}

std::string PostgresServer::BaseUrl() const {
  if (!url_.empty()) return url_;
  return "postgresql:///postgres?user=huiyin&host=" + Encoded(folder_) +
         "&port=" + std::to_string(port_);
}

void PostgresServer::Run(const std::string& sql) {
  PGconn* connection = PQconnectdb(BaseUrl().c_str());
  PGresult* result = PQexec(connection, sql.c_str());
  if (PQresultStatus(result) != PGRES_COMMAND_OK) Fail(sql + ": " + PQerrorMessage(connection));
  PQclear(result);
  PQfinish(connection);
}

std::string PostgresServer::NewSchema() {
  const std::string schema = "t" + std::to_string(getpid()) + "_" + std::to_string(++schemas_);
  Run("CREATE SCHEMA " + schema);
  return schema;
}

void PostgresServer::DropSchema(const std::string& schema) {
  Run("SET client_min_messages = error; DROP SCHEMA IF EXISTS " + schema + " CASCADE");
}

std::string PostgresServer::UrlOf(const std::string& schema) {
  const std::string base = BaseUrl();
  return base + (base.find('?') == std::string::npos ? "?" : "&") +
         "options=" + Encoded("-csearch_path=" + schema);
}

}  // namespace huiyin::test
