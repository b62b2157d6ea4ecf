// The command that rotates the master key, on the program's real files.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "feedback_load.h"
#include "support/temp_dir.h"

namespace huiyin::test {
namespace {

std::string Read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(RotateKeys, Command_RefusesWhileServedAndThenReplacesTheKey) {
  TempDir folder;
  Site site(folder.File("data"));
  ServerProcess server({"--data", site.data});
  ASSERT_TRUE(server.Start());
  const HttpAnswer made = Load::Send(server.port(), site.token, "one");
  ASSERT_EQ(made.status, 201);
  const std::string no(boost::json::parse(made.body).at("ticket_no").as_string());
  // Found by searching: the jobs have begun, so the server's lease is in the database.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (
      Ask(server.port(), "GET", "/api/v1/tickets?q=%E4%BA%8B%E6%83%85", site.token).body.find(no) ==
          std::string::npos &&
      std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  const std::string before = Read(site.data + "/master.key");
  int code = 0;
  Huiyin({"rotate-keys", "--data", site.data}, "", &code);
  EXPECT_EQ(code, 1) << "a server runs";
  EXPECT_EQ(Read(site.data + "/master.key"), before);
  EXPECT_EQ(server.Terminate(), 0);
  const std::string said = Huiyin({"rotate-keys", "--data", site.data}, "", &code);
  ASSERT_EQ(code, 0) << said;
  EXPECT_NE(Read(site.data + "/master.key"), before);
  ASSERT_TRUE(server.Start());
  EXPECT_EQ(Ask(server.port(), "GET", "/api/v1/tickets/" + no, site.token).status, 200);
  EXPECT_EQ(Load::Send(server.port(), site.token, "two").status, 201);
  EXPECT_EQ(server.Terminate(), 0);
  EXPECT_TRUE(site.Verify().at("ok").as_bool());
  // The old key opens nothing any more.
  std::ofstream(site.data + "/master.key") << before;
  EXPECT_FALSE(server.Start());
}

}  // namespace
}  // namespace huiyin::test
