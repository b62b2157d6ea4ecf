// Heads brought outside prove what the log alone cannot: that a consistent, shorter log once was
// longer. And what hands can do to the database is found without them.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <sstream>

#include "feedback_load.h"
#include "http/server.h"
#include "ledger/head.h"
#include "store/instance.h"
#include "support/temp_dir.h"

namespace huiyin::test {
namespace {

namespace fs = std::filesystem;

std::string Read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Takes heads over HTTP; refuses the first, as a receiver that restarts would.
class Receiver {
 public:
  Receiver() {
    http::ServerOptions options;
    options.address = "127.0.0.1";
    options.port = 0;
    auto started = http::Server::Start(options, [this](http::Request&& request, http::Reply reply) {
      const std::lock_guard lock(mutex_);
      if (refused_++ == 0) {
        reply(http::Response::Text(503, "not now"));
        return;
      }
      lines_ += request.body;
      reply(http::Response::Empty(204));
    });
    EXPECT_TRUE(started.ok());
    server_ = std::move(*started);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/in"; }
  std::string lines() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  std::mutex mutex_;
  int refused_ = 0;
  std::string lines_;
  std::unique_ptr<http::Server> server_;
};

// The database of a stopped instance, its WAL included.
void CopyDatabase(const std::string& from, const std::string& to) {
  for (const char* file : {"/huiyin.db", "/huiyin.db-wal", "/huiyin.db-shm"}) {
    fs::remove(to + file);
    if (fs::exists(from + file)) fs::copy_file(from + file, to + file);
  }
}

uint64_t LargestSize(const std::string& heads) {
  uint64_t largest = 0;
  std::istringstream lines(heads);
  for (std::string line; std::getline(lines, line);) {
    const auto head = ledger::ParseHead(line);
    if (head.ok()) largest = std::max(largest, head->tree_size);
  }
  return largest;
}

bool Eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

TEST(Heads, OnASchedule_ReachFileAndReceiver_AndProveACutLog) {
  TempDir folder;
  Site site(folder.File("data"));
  const std::string file = folder.File("heads.txt");
  Receiver receiver;
  ServerProcess server({"--data", site.data, "--heads-file", file, "--heads-url", receiver.url(),
                        "--heads-every", "1", "--outgoing-allow", "127.0.0.1"});
  ASSERT_TRUE(server.Start());
  ASSERT_EQ(Load::Send(server.port(), site.token, "one").status, 201);
  ASSERT_TRUE(Eventually([&] { return !receiver.lines().empty(); }));
  ASSERT_EQ(server.Terminate(), 0);
  const std::string shorter = folder.File("shorter");
  fs::create_directory(shorter);
  CopyDatabase(site.data, shorter);
  const auto before = site.Verify().at("events").to_number<uint64_t>();
  EXPECT_GT(LargestSize(Read(file)), 0u);

  // At its start the server tells the newest head again; only a larger one proves the cut below.
  ASSERT_TRUE(server.Start());
  ASSERT_EQ(Load::Send(server.port(), site.token, "two").status, 201);
  ASSERT_TRUE(Eventually(
      [&] { return LargestSize(Read(file)) > before && LargestSize(receiver.lines()) > before; }));
  ASSERT_EQ(server.Terminate(), 0);
  std::ofstream(folder.File("received")) << receiver.lines();
  int code = -1;
  for (const std::string& heads : {file, folder.File("received")}) {
    Huiyin({"verify", "--data", site.data, "--heads", heads}, "", &code);
    EXPECT_EQ(code, 0) << heads;
  }
  // Yesterday's file in place of today's: consistent in itself.
  CopyDatabase(shorter, site.data);
  Huiyin({"verify", "--data", site.data}, "", &code);
  EXPECT_EQ(code, 0);
  const std::string said = Huiyin(
      {"verify", "--data", site.data, "--heads", folder.File("received"), "--json"}, "", &code);
  EXPECT_EQ(code, 1);
  EXPECT_NE(said.find("\"cut\""), std::string::npos) << said;
  Huiyin({"verify", "--data", site.data, "--heads", folder.File("missing")}, "", &code);
  EXPECT_EQ(code, 1);
  std::ofstream(folder.File("nonsense")) << "no head\n";
  Huiyin({"verify", "--data", site.data, "--heads", folder.File("nonsense")}, "", &code);
  EXPECT_EQ(code, 1);
}

TEST(Tampering, ByHand_IsCaughtAndTheEventNamed) {
  TempDir folder;
  Site site(folder.File("data"));
  ServerProcess server({"--data", site.data});
  ASSERT_TRUE(server.Start());
  for (const char* key : {"one", "two", "three", "four"}) {
    ASSERT_EQ(Load::Send(server.port(), site.token, key).status, 201);
  }
  ASSERT_EQ(server.Terminate(), 0);
  ASSERT_TRUE(site.Verify().at("ok").as_bool());
  struct {
    const char* sql;
    int64_t first_bad;
  } const hands[] = {
      {"UPDATE events SET actor = 'user:1' WHERE seq = 5", 5},
      {"UPDATE events SET payload = replace(payload, 'api', 'abc') WHERE seq = "
       "(SELECT min(seq) FROM events WHERE kind = 'ticket_created')",
       -1},
      {"DELETE FROM events WHERE seq = 6", 6},
      {"DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)", -1},
      {"INSERT INTO events SELECT seq + 1, at, ticket_id, ticket_no, actor, kind, payload, "
       "leaf_hash "
       "FROM events ORDER BY seq DESC LIMIT 1",
       -1},
      {"UPDATE tree_heads SET root = zeroblob(32) WHERE second = (SELECT max(second) FROM "
       "tree_heads)",
       -1},
      {"UPDATE tree_heads SET signature = zeroblob(64)", -1},
  };
  const std::string whole = folder.File("whole");
  fs::create_directory(whole);
  CopyDatabase(site.data, whole);
  for (const auto& hand : hands) {
    CopyDatabase(whole, site.data);
    {
      auto connection = store::OpenConnection("sqlite://" + site.data + "/huiyin.db",
                                              store::Database::Mode::kOpen);
      ASSERT_TRUE(connection.ok());
      const auto changed = (*connection)->ExecSql(hand.sql, {});
      ASSERT_TRUE(changed.ok()) << hand.sql << changed.error().ToString();
      ASSERT_GE(*changed, 1) << hand.sql;
    }
    const json::object report = site.Verify();
    EXPECT_FALSE(report.at("ok").as_bool()) << hand.sql;
    if (hand.first_bad >= 0) {
      EXPECT_EQ(report.at("first_bad").to_number<int64_t>(), hand.first_bad) << hand.sql;
    }
  }
}

}  // namespace
}  // namespace huiyin::test
