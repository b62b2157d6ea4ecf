// The whole program on a disk that fills up: refuses with the documented problem, goes on reading,
// recovers by itself when there is room again, loses nothing.
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "feedback_load.h"
#include "support/temp_dir.h"

namespace huiyin::test {
namespace {

enum class Starved { kSmallDisk, kFileSizeLimit };

// In a process of its own, whose mount and limit end with it.
void Scenario(const std::string& folder, Starved how) {
  const std::string ballast = folder + "/ballast";
  Site site(folder + "/data");
  ASSERT_FALSE(site.token.empty());
  if (how == Starved::kSmallDisk) {
    std::ofstream(ballast) << std::string(2 << 20, 'b');
  } else {
    const rlimit limit{6 << 20, RLIM_INFINITY};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  }
  ServerProcess server({"--data", site.data});
  ASSERT_TRUE(server.Start());
  const std::string filling(6'000, 'f');
  std::map<std::string, std::string> acknowledged;
  HttpAnswer refused;
  for (int i = 0; i < 5'000 && refused.status == 0; ++i) {
    const std::string key = "f" + std::to_string(i);
    const HttpAnswer answer = Ask(
        server.port(), "POST", "/api/v1/feedback", site.token,
        R"({"channel":"api","text":"number )" + std::to_string(i * 7919) + " " + filling + "\"}",
        "Idempotency-Key: " + key + "\r\n");
    if (answer.status == 201) {
      acknowledged[key] = boost::json::parse(answer.body).at("ticket_no").as_string().c_str();
    } else {
      refused = answer;
    }
  }
  EXPECT_EQ(refused.status, 503) << refused.body.substr(0, 300);
  if (how == Starved::kSmallDisk) {
    EXPECT_NE(refused.body.find("disk_full"), std::string::npos) << refused.body;
  }
  EXPECT_GT(acknowledged.size(), 20u);
  // Reading goes on.
  const std::string some = "/api/v1/tickets/" + acknowledged.begin()->second;
  EXPECT_EQ(Ask(server.port(), "GET", some, site.token).status, 200);
  if (how == Starved::kSmallDisk) {
    std::filesystem::remove(ballast);
  } else {
    ASSERT_TRUE(server.SetFileSizeLimit(RLIM_INFINITY));
  }
  EXPECT_EQ(Load::Send(server.port(), site.token, "again").status, 201) << "room was made";
  server.Kill();
  ASSERT_TRUE(server.Start());
  for (const auto& [key, no] : acknowledged) {
    EXPECT_EQ(Ask(server.port(), "GET", "/api/v1/tickets/" + no, site.token).status, 200) << key;
  }
  EXPECT_EQ(server.Terminate(), 0);
  EXPECT_TRUE(site.Verify().at("ok").as_bool());
}

int RunAlone(const std::string& folder, Starved how) {
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    if (how == Starved::kSmallDisk) {
      const bool mounted = unshare(CLONE_NEWNS) == 0 &&
                           mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                           mount("none", folder.c_str(), "tmpfs", 0, "size=12m") == 0;
      if (!mounted) _exit(77);
    }
    Scenario(folder, how);
    _exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(DiskFull, Server_RefusesRecoversAndLosesNothing) {
  // Where no small disk may be mounted, the limit on the size of files stands for it; it is tried
  // everywhere, because it fails at other writes.
  TempDir small_disk;
  const int on_disk = RunAlone(small_disk.path(), Starved::kSmallDisk);
  EXPECT_TRUE(on_disk == 0 || on_disk == 77) << on_disk;
  TempDir limited;
  EXPECT_EQ(RunAlone(limited.path(), Starved::kFileSizeLimit), 0);
}

}  // namespace
}  // namespace huiyin::test
