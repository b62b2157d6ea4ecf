// An instance of every schema ever released opens with today's program, on both engines, and
// everything about it verifies. The kept ones are made by scripts/make-fixture.sh.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>

#include "feedback_load.h"
#include "store/migrations.h"
#include "support/postgres_server.h"
#include "support/temp_dir.h"

namespace huiyin::test {
namespace {

constexpr int kFirstKept = 2;
constexpr char kPhrase[] = "a fixture of the tests\n";

std::string Fixture(int schema) {
  char name[32];
  std::snprintf(name, sizeof name, "schema_%04d.backup", schema);
  return std::string(HUIYIN_SOURCE_DIR) + "/tests/fixtures/" + name;
}

TEST(Upgrade, OfEverySchemaEverReleased_OpensVerifiesAndWorksOn) {
  for (int schema = kFirstKept; schema <= store::AllMigrations().back().number; ++schema) {
    SCOPED_TRACE(schema);
    ASSERT_TRUE(std::filesystem::exists(Fixture(schema)))
        << "a new schema: run scripts/make-fixture.sh PROGRAM and commit what it makes";
    for (const bool on_postgres : {false, true}) {
      TempDir folder;
      const std::string data = folder.File("data");
      std::vector<std::string> restore = {"restore", Fixture(schema), "--data", data,
                                          "--passphrase-stdin"};
      if (on_postgres) {
        PostgresServer& postgres = PostgresServer::Shared();
        restore.insert(restore.end(), {"--db", postgres.UrlOf(postgres.NewSchema())});
      }
      int code = -1;
      Huiyin(restore, kPhrase, &code);
      ASSERT_EQ(code, 0);
      EXPECT_EQ(Huiyin({"migrate", "--data", data}, "", &code),
                "schema " + std::to_string(store::AllMigrations().back().number) + "\n");
      EXPECT_EQ(code, 0);
      const std::string said = Huiyin({"verify", "--data", data, "--rollups", "--json"}, "", &code);
      EXPECT_EQ(code, 0) << said;
      std::string token = Huiyin({"token", "create", "--data", data, "--user", "supervisor",
                                  "--scope", "intake,read,write", "--days", "1"},
                                 "", &code);
      while (!token.empty() && token.back() == '\n') token.pop_back();
      ServerProcess server({"--data", data});
      ASSERT_TRUE(server.Start());
      const HttpAnswer list = Ask(server.port(), "GET", "/api/v1/tickets", token);
      EXPECT_EQ(list.status, 200) << list.body;
      EXPECT_EQ(Load::Send(server.port(), token, "new").status, 201);
      EXPECT_EQ(server.Terminate(), 0);
    }
  }
}

TEST(UserCommand, AddsListsUnlocksAndResets) {
  TempDir folder;
  Site site(folder.File("data"));
  int code = -1;
  const std::vector<std::string> data = {"--data", site.data};
  const auto run = [&](std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.end(), data.begin(), data.end());
    return Huiyin(arguments, input, &code);
  };
  const std::string strong = "plenty of quiet words\n";
  const std::string list = run({"user", "list"});
  ASSERT_EQ(code, 0);
  EXPECT_NE(list.find("\troot\t"), std::string::npos) << list;
  run({"user", "add", "wang", "--role", "qi_inspector", "--password-stdin"}, strong);
  ASSERT_EQ(code, 0);
  EXPECT_NE(run({"user", "list"}).find("\twang\tqi_inspector\t"), std::string::npos);
  run({"user", "add", "wang", "--role", "qi_inspector", "--password-stdin"}, strong);
  EXPECT_EQ(code, 1) << "taken";
  run({"user", "add", "li", "--role", "nonsense", "--password-stdin"}, strong);
  EXPECT_EQ(code, 1) << "no such role";
  run({"user", "add", "li", "--department", "nowhere", "--password-stdin"}, strong);
  EXPECT_EQ(code, 1) << "no such department";
  run({"user", "password", "wang", "--password-stdin"}, "short\n");
  EXPECT_EQ(code, 1) << "too short";
  run({"user", "password", "wang", "--password-stdin"}, "other " + strong);
  EXPECT_EQ(code, 0);
  run({"user", "unlock", "wang"});
  EXPECT_EQ(code, 0);
  run({"user", "unlock", "nobody"});
  EXPECT_EQ(code, 1);
  run({"user", "add", "li"});
  EXPECT_EQ(code, 2) << "no password";
  EXPECT_TRUE(site.Verify().at("ok").as_bool());
}

}  // namespace
}  // namespace huiyin::test
