#include "server_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "http/raw_client.h"

namespace huiyin::test {
namespace {

struct Pipes {
  int in = -1, out = -1;
};

// In the child: becomes the program. Dies with the test.
[[noreturn]] void Become(const std::vector<std::string>& arguments, int in, int out) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (in >= 0) dup2(in, 0);
  dup2(out, 1);
  const int silent = open("/dev/null", O_WRONLY);
  if (std::getenv("HUIYIN_TEST_LOUD") == nullptr) dup2(silent, 2);
  std::vector<char*> argv = {const_cast<char*>(HUIYIN_BINARY)};
  for (const std::string& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
  argv.push_back(nullptr);
  execv(HUIYIN_BINARY, argv.data());
  _exit(127);
}

int ExitOf(pid_t process) {
  int status = 0;
  waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

std::string Huiyin(const std::vector<std::string>& arguments, const std::string& input, int* code) {
  int in[2], out[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) std::abort();
  const pid_t child = fork();
  if (child == 0) Become(arguments, in[0], out[1]);
  close(in[0]);
  close(out[1]);
  const bool fed = write(in[1], input.data(), input.size()) == static_cast<ssize_t>(input.size());
  close(in[1]);
  std::string text;
  char block[4096];
  for (ssize_t got = 0; (got = read(out[0], block, sizeof block)) > 0;) {
    text.append(block, static_cast<size_t>(got));
  }
  close(out[0]);
  const int ended = ExitOf(child);
  if (code != nullptr) *code = fed ? ended : -1;
  return text;
}

bool HuiyinKilled(const std::vector<std::string>& arguments, std::chrono::microseconds after) {
  const int silent = open("/dev/null", O_RDWR | O_CLOEXEC);
  const pid_t child = fork();
  if (child == 0) Become(arguments, silent, silent);
  close(silent);
  const int ended = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  if (ended < 0) std::abort();
  pollfd end{ended, POLLIN, 0};
  const timespec patience{after.count() / 1'000'000, after.count() % 1'000'000 * 1'000};
  const bool runs = ppoll(&end, 1, &patience, nullptr) == 0;
  if (runs) kill(child, SIGKILL);
  ExitOf(child);
  close(ended);
  return runs;
}

bool ServerProcess::Start() {
  Kill();
  int out[2];
  if (pipe2(out, O_CLOEXEC) != 0) std::abort();
  std::vector<std::string> arguments = {"serve", "--listen", "127.0.0.1:0"};
  arguments.insert(arguments.end(), arguments_.begin(), arguments_.end());
  process_ = fork();
  if (process_ == 0) Become(arguments, -1, out[1]);
  close(out[1]);
  std::string line;
  for (char c = 0; read(out[0], &c, 1) == 1 && c != '\n';) line += c;
  close(out[0]);
  const size_t colon = line.rfind(':');
  port_ = colon == line.npos ? 0 : static_cast<uint16_t>(std::atoi(line.c_str() + colon + 1));
  if (port_ == 0) Kill();
  return port_ != 0;
}

void ServerProcess::Kill() {
  if (process_ == 0) return;
  kill(process_, SIGKILL);
  ExitOf(process_);
  process_ = 0;
}

int ServerProcess::Terminate() {
  if (process_ == 0) return -1;
  kill(process_, SIGTERM);
  const int code = ExitOf(process_);
  process_ = 0;
  return code;
}

bool ServerProcess::SetFileSizeLimit(uint64_t bytes) {
  const rlimit limit{bytes, RLIM_INFINITY};
  return prlimit(process_, RLIMIT_FSIZE, &limit, nullptr) == 0;
}

HttpAnswer Ask(uint16_t port, const std::string& method, const std::string& path,
               const std::string& token, const std::string& body, const std::string& more_headers) {
  http::test::RawClient line(port);
  const bool typed = more_headers.find("Content-Type:") != std::string::npos;
  const bool sent =
      line.Send(method + " " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token +
                "\r\n" + more_headers + (typed ? "" : "Content-Type: application/json\r\n") +
                "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  if (!sent) return {};
  http::test::Answer answer = line.Read();
  return {answer.status, std::move(answer.body)};
}

}  // namespace huiyin::test
