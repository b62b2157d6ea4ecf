// Backup, restore, export and import by their commands, on both engines: nothing differs, what is
// damaged or does not fit is refused, and what was made works.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "feedback_load.h"
#include "support/postgres_server.h"
#include "support/temp_dir.h"

namespace huiyin::test {
namespace {

namespace fs = std::filesystem;

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void Flip(const std::string& path, std::streamoff at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(at);
  const char old = static_cast<char>(file.get());
  file.seekp(at);
  file.put(static_cast<char>(old ^ 1));
}

int Code(const std::vector<std::string>& arguments, const std::string& input = "") {
  int code = -1;
  Huiyin(arguments, input, &code);
  return code;
}

std::vector<std::string> FilesIn(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) out.push_back(fs::relative(entry.path(), folder).string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

void ExpectSameBytes(const std::string& a, const std::string& b) {
  ASSERT_EQ(FilesIn(a), FilesIn(b));
  for (const auto& file : FilesIn(a)) {
    EXPECT_EQ(Read(a + "/" + file), Read(b + "/" + file)) << file;
  }
}

// An organisation with work of ninety days.
class Transfer : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = new TempDir();
    ASSERT_EQ(Code({"demo", "--data", made_->File("data"), "--tickets", "30", "--only-make"}), 0);
  }
  static void TearDownTestSuite() {
    delete made_;
    made_ = nullptr;
  }
  static std::string Data() { return made_->File("data"); }
  std::string At(const std::string& name) { return folder_.File(name); }
  static bool Verifies(const std::string& data) {
    return Code({"verify", "--data", data, "--rollups", "--json"}) == 0;
  }

  static TempDir* made_;
  TempDir folder_;
};
TempDir* Transfer::made_ = nullptr;

TEST_F(Transfer, ExportThroughBothEngines_GivesIdenticalBytes) {
  PostgresServer& postgres = PostgresServer::Shared();
  const std::string url = postgres.UrlOf(postgres.NewSchema());
  ASSERT_EQ(Code({"export", At("one"), "--data", Data()}), 0);
  ASSERT_EQ(Code({"import", At("one"), "--data", At("pg"), "--db", url, "--keys", Data()}), 0);
  EXPECT_TRUE(Verifies(At("pg")));
  ASSERT_EQ(Code({"export", At("two"), "--data", At("pg")}), 0);
  ExpectSameBytes(At("one"), At("two"));
  ASSERT_EQ(Code({"import", At("two"), "--data", At("lite"), "--keys", At("pg")}), 0);
  EXPECT_TRUE(Verifies(At("lite")));
  ASSERT_EQ(Code({"export", At("three"), "--data", At("lite")}), 0);
  ExpectSameBytes(At("one"), At("three"));
  // The database is no longer empty.
  EXPECT_EQ(Code({"import", At("one"), "--data", At("again"), "--db", url, "--keys", Data()}), 1);
  EXPECT_TRUE(FilesIn(At("again")).empty());
}

// A text as somebody attaches it, alone and as a form sends it.
const std::string kFile = "维修记录\n更换了屏幕\n";
const std::string kUpload =
    "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"record.txt\"\r\n"
    "Content-Type: text/plain\r\n\r\n" +
    kFile + "\r\n--edge--\r\n";

TEST_F(Transfer, ImportedInstance_WorksOn) {
  for (const bool on_postgres : {false, true}) {
    TempDir folder;
    Site site(folder.File("data"));
    ServerProcess server({"--data", site.data});
    ASSERT_TRUE(server.Start());
    const json::object made =
        json::parse(Load::Send(server.port(), site.token, "one").body).as_object();
    const std::string no(made.at("ticket_no").as_string());
    std::ofstream(folder.File("receipt")) << made.at("receipt").as_string().c_str();
    const std::string files = "/api/v1/tickets/" + no + "/attachments";
    const HttpAnswer file = Ask(server.port(), "POST", files, site.token, kUpload,
                                "Content-Type: multipart/form-data; boundary=edge\r\n");
    ASSERT_EQ(file.status, 201) << file.body;
    const std::string path =
        files + "/" + std::to_string(json::parse(file.body).at("id").to_number<int64_t>());
    // While it runs.
    ASSERT_EQ(Code({"export", folder.File("out"), "--data", site.data}), 0);
    ASSERT_EQ(server.Terminate(), 0);
    std::vector<std::string> import = {"import",           folder.File("out"), "--data",
                                       folder.File("new"), "--keys",           site.data};
    if (on_postgres) {
      PostgresServer& postgres = PostgresServer::Shared();
      import.insert(import.end(), {"--db", postgres.UrlOf(postgres.NewSchema())});
    }
    ASSERT_EQ(Code(import), 0);
    ServerProcess again({"--data", folder.File("new")});
    ASSERT_TRUE(again.Start());
    EXPECT_EQ(Ask(again.port(), "GET", "/api/v1/tickets/" + no, site.token).status, 200);
    EXPECT_EQ(Ask(again.port(), "GET", path, site.token).body, kFile);
    // The replayed key gives the old ticket, a new one a new number.
    EXPECT_NE(Load::Send(again.port(), site.token, "one").body.find(no), std::string::npos);
    const HttpAnswer other = Load::Send(again.port(), site.token, "two");
    ASSERT_EQ(other.status, 201) << other.body;
    EXPECT_EQ(other.body.find(no), std::string::npos);
    // The search index is made again.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    bool found = false;
    while (!found && std::chrono::steady_clock::now() < deadline) {
      found = Ask(again.port(), "GET", "/api/v1/tickets?q=%E4%BA%8B%E6%83%85", site.token)
                  .body.find(no) != std::string::npos;
      std::this_thread::yield();
    }
    EXPECT_TRUE(found);
    EXPECT_EQ(again.Terminate(), 0);
    EXPECT_TRUE(Verifies(folder.File("new")));
    EXPECT_EQ(Code({"verify", "--receipt", folder.File("receipt")}), 0);
  }
}

TEST_F(Transfer, DamagedExport_IsRefusedAndNothingIsKept) {
  ASSERT_EQ(Code({"export", At("good"), "--data", Data()}), 0);
  EXPECT_EQ(Code({"export", At("good"), "--data", Data()}), 1) << "the folder is not empty";
  for (const char* file : {"manifest.json", "tables/events.jsonl", "tables/users.jsonl"}) {
    fs::remove_all(At("bad"));
    fs::copy(At("good"), At("bad"), fs::copy_options::recursive);
    Flip(At("bad/") + file, static_cast<std::streamoff>(fs::file_size(At("bad/") + file) / 2));
    EXPECT_EQ(Code({"import", At("bad"), "--data", At("new"), "--keys", Data()}), 1) << file;
    EXPECT_TRUE(FilesIn(At("new")).empty()) << file;
    fs::remove(At("bad/") + file);
    EXPECT_EQ(Code({"import", At("bad"), "--data", At("new"), "--keys", Data()}), 1) << file;
  }
  fs::remove(At("bad/SHA256SUMS"));
  EXPECT_EQ(Code({"import", At("bad"), "--data", At("new"), "--keys", Data()}), 1);
  // An entry that would leave the folder.
  fs::copy(At("good/SHA256SUMS"), At("bad/SHA256SUMS"));
  std::ofstream(At("bad/SHA256SUMS"), std::ios::app) << std::string(64, 'a') << "  ../outside\n";
  EXPECT_EQ(Code({"import", At("bad"), "--data", At("new"), "--keys", Data()}), 1);
  ASSERT_EQ(Code({"import", At("good"), "--data", At("new"), "--keys", Data()}), 0);
}

TEST_F(Transfer, BackupWithTheMasterKey_RestoresTheSameBytes) {
  ASSERT_EQ(Code({"backup", At("b"), "--data", Data()}), 0);
  EXPECT_EQ(FilesIn(folder_.path()), std::vector<std::string>{"b"}) << "no trial is left";
  EXPECT_EQ(Code({"backup", At("b"), "--data", Data()}), 1) << "exists";
  const std::string key = Data() + "/master.key";
  ASSERT_EQ(Code({"restore", At("b"), "--data", At("new"), "--key-file", key}), 0);
  EXPECT_EQ(Code({"restore", At("b"), "--data", At("new"), "--key-file", key}), 1) << "not empty";
  ASSERT_EQ(Code({"export", At("e1"), "--data", Data()}), 0);
  ASSERT_EQ(Code({"export", At("e2"), "--data", At("new")}), 0);
  ExpectSameBytes(At("e1"), At("e2"));
  // Without its key, with another, cut, or with a bit changed anywhere.
  EXPECT_EQ(Code({"restore", At("b"), "--data", At("x")}), 1);
  Site other(At("other"));
  EXPECT_EQ(Code({"restore", At("b"), "--data", At("x"), "--key-file", At("other/master.key")}), 1);
  const auto size = fs::file_size(At("b"));
  for (const auto at :
       {size_t{3}, size_t{16}, size_t{18}, size_t{40}, size_t{150}, size / 2, size - 2}) {
    fs::copy_file(At("b"), At("bad"), fs::copy_options::overwrite_existing);
    Flip(At("bad"), static_cast<std::streamoff>(at));
    EXPECT_EQ(Code({"restore", At("bad"), "--data", At("x"), "--key-file", key}), 1) << at;
    fs::copy_file(At("b"), At("bad"), fs::copy_options::overwrite_existing);
    fs::resize_file(At("bad"), at);
    EXPECT_EQ(Code({"restore", At("bad"), "--data", At("x"), "--key-file", key}), 1) << at;
  }
  std::ofstream(At("b"), std::ios::app) << "more";
  EXPECT_EQ(Code({"restore", At("b"), "--data", At("x"), "--key-file", key}), 1);
  EXPECT_TRUE(!fs::exists(At("x")) || FilesIn(At("x")).empty());
}

TEST_F(Transfer, BackupWithAPassphrase_NeedsNothingElse_OnEitherEngine) {
  PostgresServer& postgres = PostgresServer::Shared();
  const std::string phrase = "seven quiet herons\n";
  EXPECT_EQ(Code({"backup", At("b"), "--data", Data(), "--passphrase-stdin"}, "short\n"), 1);
  ASSERT_EQ(Code({"backup", At("b"), "--data", Data(), "--passphrase-stdin"}, phrase), 0);
  EXPECT_EQ(
      Code({"restore", At("b"), "--data", At("x"), "--passphrase-stdin"}, "seven quiet hens\n"), 1);
  ASSERT_EQ(Code({"restore", At("b"), "--data", At("pg"), "--db",
                  postgres.UrlOf(postgres.NewSchema()), "--passphrase-stdin"},
                 phrase),
            0);
  EXPECT_TRUE(Verifies(At("pg")));
  // And from PostgreSQL back.
  ASSERT_EQ(Code({"backup", At("c"), "--data", At("pg")}), 0);
  ASSERT_EQ(Code({"restore", At("c"), "--data", At("lite"), "--key-file", At("pg/master.key")}), 0);
  EXPECT_TRUE(Verifies(At("lite")));
}

TEST(BackupUnderLoad, HoldsEverythingAcknowledgedBefore) {
  TempDir folder;
  Site site(folder.File("data"));
  ServerProcess server({"--data", site.data});
  ASSERT_TRUE(server.Start());
  Load load(site.token);
  load.Begin(server.port());
  ASSERT_TRUE(load.Reaches(50));
  const auto before = load.tickets();
  EXPECT_EQ(Code({"backup", folder.File("b"), "--data", site.data}), 0);
  ASSERT_TRUE(load.Reaches(load.acknowledged() + 20)) << "the server works on";
  load.Stop();
  EXPECT_EQ(server.Terminate(), 0);
  ASSERT_EQ(Code({"restore", folder.File("b"), "--data", folder.File("new"), "--key-file",
                  site.data + "/master.key"}),
            0);
  ServerProcess again({"--data", folder.File("new")});
  ASSERT_TRUE(again.Start());
  for (const auto& [key, no] : before) {
    if (no.empty()) continue;
    EXPECT_EQ(Ask(again.port(), "GET", "/api/v1/tickets/" + no, site.token).status, 200) << key;
  }
  EXPECT_EQ(again.Terminate(), 0);
}

}  // namespace
}  // namespace huiyin::test
