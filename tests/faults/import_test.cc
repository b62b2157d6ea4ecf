// `huiyin import feedback` by its command: killed and started again, beside a running server, and
// the dates of a sheet whose days come first. Nothing is lost, nothing is there twice.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "server_process.h"
#include "support/temp_dir.h"

namespace huiyin::test {
namespace {

namespace json = boost::json;

class ImportCommand : public testing::Test {
 protected:
  void SetUp() override {
    int code = -1;
    Huiyin({"init", "--data", Data(), "--org", "测试", "--admin", "admin", "--password-stdin"},
           "a long enough password 1\n", &code);
    ASSERT_EQ(code, 0);
  }
  std::string Data() const { return dir_.path() + "/data"; }
  std::string File(const std::string& name, const std::string& text) const {
    const std::string path = dir_.path() + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  // Rows nobody could take for another: a customer each, another text each.
  std::string Rows(int from, int to) const {
    std::string csv = "反馈内容,手机号,时间\n";
    for (int i = from; i < to; ++i) {
      csv += "第" + std::to_string(i) + "件事情没有人处理," + std::to_string(13000000000 + i) +
             ",2026-03-0" + std::to_string(1 + i % 9) + " 10:00\n";
    }
    return csv;
  }
  json::object Import(const std::string& file, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"import", "feedback", file, "--data", Data(), "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    int code = -1;
    const std::string out = Huiyin(arguments, "", &code);
    EXPECT_EQ(code, 0) << out;
    return code == 0 ? json::parse(out).as_object() : json::object{};
  }
  std::string Token() {
    return Trim(Huiyin({"token", "create", "--data", Data(), "--user", "admin", "--scope",
                        "intake,read", "--days", "1"}));
  }
  static std::string Trim(std::string text) {
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }
  // Every ticket, page by page.
  json::array Tickets(uint16_t port, const std::string& token) {
    json::array all;
    std::string cursor;
    do {
      const auto answer = Ask(port, "GET",
                              "/api/v1/tickets?limit=200&sort=received_at" +
                                  (cursor.empty() ? "" : "&cursor=" + cursor),
                              token);
      EXPECT_EQ(answer.status, 200) << answer.body;
      if (answer.status != 200) break;
      const json::value page = json::parse(answer.body);
      for (const auto& item : page.at("items").as_array()) all.push_back(item);
      const auto& next = page.at("next_cursor");
      cursor = next.is_string() ? std::string(next.as_string()) : "";
    } while (!cursor.empty());
    return all;
  }
  bool Verifies() {
    int code = -1;
    Huiyin({"verify", "--data", Data()}, "", &code);
    return code == 0;
  }

  TempDir dir_;
};

// How far an import has come is only seen in the log it writes.
void KillWhenItHasWritten(pid_t process, const std::string& log, uintmax_t bytes) {
  std::error_code none;
  int status = 0;
  while (std::filesystem::file_size(log, none) < bytes || none) {
    if (waitpid(process, &status, WNOHANG) == process) return;  // it was faster
    none.clear();
  }
  kill(process, SIGKILL);
  waitpid(process, &status, 0);
}

TEST_F(ImportCommand, WhenKilledAndStartedAgain_EveryRowIsThereOnce) {
  constexpr int kRows = 1'500;
  const std::string file = File("rows.csv", Rows(0, kRows));
  for (const uintmax_t kilobytes : {200, 900, 2'000}) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      std::freopen("/dev/null", "w", stdout);
      std::freopen("/dev/null", "w", stderr);
      execl(HUIYIN_BINARY, HUIYIN_BINARY, "import", "feedback", file.c_str(), "--data",
            Data().c_str(), static_cast<char*>(nullptr));
      _exit(127);
    }
    KillWhenItHasWritten(child, Data() + "/huiyin.db-wal", kilobytes * 1'024);
  }
  const auto done = Import(file);
  ASSERT_FALSE(done.empty());
  EXPECT_EQ(done.at("imported").as_int64() + done.at("duplicates").as_int64(), kRows);
  EXPECT_EQ(done.at("rejected").as_int64(), 0);

  ServerProcess server({"--data", Data()});
  ASSERT_TRUE(server.Start());
  EXPECT_EQ(Tickets(server.port(), Token()).size(), static_cast<size_t>(kRows));
  EXPECT_EQ(server.Terminate(), 0);
  EXPECT_TRUE(Verifies());
}

TEST_F(ImportCommand, BesideARunningServer_BothWrite) {
  constexpr int kRows = 400, kSent = 40;
  ServerProcess server({"--data", Data()});
  ASSERT_TRUE(server.Start());
  const std::string token = Token();
  const std::string file = File("rows.csv", Rows(0, kRows));
  std::thread sender([&] {
    for (int i = 0; i < kSent; ++i) {
      const auto answer =
          Ask(server.port(), "POST", "/api/v1/feedback", token,
              R"({"channel":"api","text":"接口的第)" + std::to_string(i) + R"(件"})");
      EXPECT_EQ(answer.status, 201) << answer.body;
    }
  });
  const auto done = Import(file);
  sender.join();
  ASSERT_FALSE(done.empty());
  EXPECT_EQ(done.at("imported").as_int64(), kRows);
  EXPECT_EQ(Tickets(server.port(), token).size(), static_cast<size_t>(kRows + kSent));
  EXPECT_EQ(Import(file).at("duplicates").as_int64(), kRows);
  EXPECT_EQ(server.Terminate(), 0);
  EXPECT_TRUE(Verifies());
}

TEST_F(ImportCommand, SheetThatProvesItsDaysComeFirst_IsReadSo) {
  const std::string csv =
      "text,received_at\n包裹丢失了一直没有人回复,03/04/2026 10:00\n屏幕有划痕要求更换,25/04/2026 "
      "10:00\n";
  const std::string file = File("days.csv", csv);
  ASSERT_EQ(Import(file).at("imported").as_int64(), 2);
  ServerProcess server({"--data", Data()});
  ASSERT_TRUE(server.Start());
  const auto tickets = Tickets(server.port(), Token());
  ASSERT_EQ(tickets.size(), 2U);
  EXPECT_EQ(tickets[0].at("received_at").as_string(), "2026-04-03T02:00:00Z");
  EXPECT_EQ(tickets[1].at("received_at").as_string(), "2026-04-25T02:00:00Z");
}

TEST_F(ImportCommand, SheetThatProvesNothing_RejectsUntilTold) {
  const std::string file = File("dates.csv", "text,received_at\n包裹丢失了,03/04/2026 10:00\n");
  const auto unknown = Import(file);
  EXPECT_EQ(unknown.at("rejected").as_int64(), 1);
  EXPECT_TRUE(std::filesystem::exists(unknown.at("rejects_file").as_string().c_str()));
  EXPECT_EQ(Import(file, {"--dates", "mdy"}).at("imported").as_int64(), 1);
  int code = 0;
  Huiyin({"import", "feedback", file, "--data", Data(), "--dates", "ymd"}, "", &code);
  EXPECT_EQ(code, 2);
}

TEST_F(ImportCommand, DryRun_WritesNothing) {
  const std::string file = File("rows.csv", Rows(0, 5) + ",13000000009,2026-03-01 10:00\n");
  const auto dry = Import(file, {"--dry-run"});
  EXPECT_EQ(dry.at("imported").as_int64(), 5);
  EXPECT_EQ(dry.at("rejected").as_int64(), 1);
  EXPECT_EQ(Import(file).at("imported").as_int64(), 5);
}

}  // namespace
}  // namespace huiyin::test
