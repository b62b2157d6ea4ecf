// What was acknowledged is there, once, whatever dies: the process, the disk, the server, the line.
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "store/instance.h"
#include "store/log_reader.h"
#include "store/queries.h"
#include "store/world.h"
#include "support/cutting_proxy.h"
#include "support/postgres_server.h"

namespace huiyin::store {
namespace {

// One row and one event under a key of its own.
Command Put(std::string key) {
  return [key = std::move(key)](Tx& tx) -> Status {
    TRY_ASSIGN(const int64_t id, tx.NextId());
    TRY(tx.db().ExecSql("INSERT INTO instance (key, value) VALUES (?1, ?2)",
                        std::vector<Param>{key, std::to_string(id)}));
    NewEvent event = AnEvent(id);
    event.ticket_no = key;
    tx.Append(std::move(event));
    tx.Add({1, "opened", "", 0, 1, 0});
    return Ok();
  };
}

// Empty when the instance is whole and holds every key of `acknowledged` exactly once.
std::string Judge(World& world, const std::set<std::string>& acknowledged) {
  Database& db = world.db();
  std::set<std::string> rows, ids;
  std::map<std::string, int> events;
  int64_t counted = 0;
  const auto status = db.Read([&](Session& session) -> Status {
    TRY(session.EachSql("SELECT key, value FROM instance", {}, [&](const Row& row) {
      rows.insert(row.Str(0));
      ids.insert(row.Str(1));
      return Ok();
    }));
    TRY(session.EachSql("SELECT ticket_no FROM events", {}, [&](const Row& row) {
      ++events[row.Str(0)];
      return Ok();
    }));
    return session.EachSql("SELECT coalesce(sum(n), 0) FROM rollups", {}, [&](const Row& row) {
      counted = row.Int(0);
      return Ok();
    });
  });
  if (!status.ok()) return status.error().ToString();
  for (const auto& key : acknowledged) {
    if (!rows.contains(key)) return key + " was acknowledged and is missing";
  }
  for (const auto& [key, count] : events) {
    if (count != 1 || !rows.contains(key)) return key + " has " + std::to_string(count) + " events";
  }
  if (events.size() != rows.size()) return "rows and events differ";
  if (ids.size() != rows.size()) return "an id was given twice";
  if (counted != static_cast<int64_t>(rows.size())) return "the rollup counts otherwise";
  ledger::VerifyOptions options;
  options.trusted_keys = {world.key().public_key()};
  options.log_id = db.log_id();
  const auto report = VerifyLog(db, options);
  if (!report.ok()) return report.error().ToString();
  return report->ok ? "" : report->findings[0].message_en;
}

class KillOn : public testing::TestWithParam<Engine> {};
INSTANTIATE_TEST_SUITE_P(Engines, KillOn, testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return EngineName(engine.param); });

// Writes until it is killed; tells each acknowledged key in one line.
[[noreturn]] void WriteForever(World& world, int round, int out) {
  auto opened = world.Open(Database::Mode::kOpen);
  if (!opened.ok()) _exit(3);
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0;; ++i) {
        const std::string key =
            std::to_string(round) + "-" + std::to_string(t) + "-" + std::to_string(i);
        if (!world.db().writer().Run(Put(key)).ok()) _exit(4);
        const std::string line = key + "\n";
        if (write(out, line.data(), line.size()) < 0) _exit(5);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  _exit(6);
}

TEST_P(KillOn, Kill9_AtAnyMoment_LosesNothingAcknowledged) {
  World world(GetParam());
  ASSERT_TRUE(world.Open(Database::Mode::kCreate).ok());
  world.Close();
  std::set<std::string> acknowledged;
  SeededRandom random(2026);
  for (int round = 0; round < 8; ++round) {
    int fds[2];
    ASSERT_EQ(pipe(fds), 0);
    const pid_t child = fork();
    if (child == 0) {
      close(fds[0]);
      WriteForever(world, round, fds[1]);
    }
    close(fds[1]);
    FILE* lines = fdopen(fds[0], "r");
    char line[128];
    const uint64_t enough = 20 + random.Below(400);
    for (uint64_t seen = 0; std::fgets(line, sizeof line, lines) != nullptr; ++seen) {
      if (seen == enough) kill(child, SIGKILL);
      std::string key(line);
      if (key.ends_with('\n')) acknowledged.insert(key.substr(0, key.size() - 1));
    }
    std::fclose(lines);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
    ASSERT_TRUE(world.Open(Database::Mode::kOpen).ok());
    EXPECT_EQ(Judge(world, acknowledged), "");
    world.Close();
  }
  EXPECT_GT(acknowledged.size(), 160u);
}

// A full disk in a process of its own: a small tmpfs where it may be mounted, else a limit on the
// size of files. Gives back what went wrong.
std::string FillDisk(World& world, bool mounted) {
  const std::string ballast = world.folder() + "/ballast";
  if (mounted) std::ofstream(ballast) << std::string(1 << 20, 'b');
  world.options().batch_limit = 16;
  auto opened = world.Open(Database::Mode::kCreate);
  if (!opened.ok()) return opened.error().ToString();
  std::set<std::string> acknowledged;
  const std::string filling(20'000, 'f');
  Status failure;
  for (int i = 0; i < 2'000 && failure.ok(); ++i) {
    const std::string key = std::to_string(i);
    const auto run = world.db().writer().Run([&](Tx& tx) -> Status {
      TRY(Put(key)(tx));
      TRY(
          tx.db().ExecSql("INSERT INTO documents (kind, id, version, body, at, by) "
                          "VALUES ('f', ?1, 1, ?2, 0, '')",
                          std::vector<Param>{key, filling}));
      return Ok();
    });
    if (run.ok()) {
      acknowledged.insert(key);
    } else {
      failure = run.error();
    }
  }
  if (failure.ok()) return "the disk never filled";
  if (failure.error().code != ErrorCode::kUnavailable) return failure.error().ToString();
  if (mounted && failure.error().type != "disk_full") return failure.error().ToString();
  // Still refuses, still readable.
  if (world.db().writer().Run(Put("refused")).ok() && mounted) acknowledged.insert("refused");
  if (auto judged = Judge(world, acknowledged); !judged.empty()) return "full: " + judged;
  // Room again: recovers without help.
  if (mounted) std::filesystem::remove(ballast);
  const rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
  if (!mounted) setrlimit(RLIMIT_FSIZE, &unlimited);
  const auto again = world.db().writer().Run(Put("again"));
  if (!again.ok()) return "after room was made: " + again.error().ToString();
  acknowledged.insert("again");
  if (auto judged = Judge(world, acknowledged); !judged.empty()) return "after: " + judged;
  auto reopened = world.Open(Database::Mode::kOpen);
  if (!reopened.ok()) return reopened.error().ToString();
  return Judge(world, acknowledged);
}

TEST(DiskFull, Writer_RefusesThenRecovers_AndLosesNothing) {
  for (const bool small_tmpfs : {true, false}) {
    World world(Engine::kSqlite);
    int fds[2];
    ASSERT_EQ(pipe(fds), 0);
    const pid_t child = fork();
    if (child == 0) {
      signal(SIGXFSZ, SIG_IGN);
      // A name space of its own: the mount ends with the child.
      const bool mounted = small_tmpfs && unshare(CLONE_NEWNS) == 0 &&
                           mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                           mount("none", world.folder().c_str(), "tmpfs", 0, "size=6m") == 0;
      const rlimit limit{4 << 20, RLIM_INFINITY};
      if (!mounted) setrlimit(RLIMIT_FSIZE, &limit);
      const std::string text = FillDisk(world, mounted);
      world.Close();
      if (write(fds[1], text.data(), text.size()) < 0) _exit(3);
      _exit(0);
    }
    close(fds[1]);
    std::string text;
    char buffer[4096];
    for (ssize_t got = 0; (got = read(fds[0], buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<size_t>(got));
    }
    close(fds[0]);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    EXPECT_EQ(text, "") << (small_tmpfs ? "tmpfs" : "limit");
  }
}

TEST(SqliteLocked, Writer_WhenAnotherProcessHoldsTheLock_SaysBusyAndRecovers) {
  World world(Engine::kSqlite);
  ASSERT_TRUE(world.Open(Database::Mode::kCreate).ok());
  world.options().lock_wait = Duration::Millis(30);
  ASSERT_TRUE(world.Open(Database::Mode::kOpen).ok());
  const auto other = *OpenConnection(world.options().url, Database::Mode::kOpen);
  ASSERT_TRUE(other->Begin(TxKind::kWrite).ok());
  const auto busy = world.db().writer().Run(Put("busy"));
  ASSERT_FALSE(busy.ok());
  EXPECT_EQ(busy.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(busy.error().type, "database_busy");
  EXPECT_GT(busy.error().retry_after_s, 0);
  EXPECT_EQ(Judge(world, {}), "");  // reading goes on
  other->Rollback();
  EXPECT_TRUE(world.db().writer().Run(Put("free")).ok());
  EXPECT_EQ(Judge(world, {"free"}), "");
}

TEST(SqliteWal, UnderConstantWriting_StaysBounded) {
  World world(Engine::kSqlite);
  ASSERT_TRUE(world.Open(Database::Mode::kCreate).ok());
  const std::string megabyte(1 << 20, 'm');
  uintmax_t largest = 0;
  for (int i = 0; i < 400; ++i) {
    const auto run = world.db().writer().Run([&](Tx& tx) -> Status {
      TRY(tx.db().ExecSql("INSERT INTO instance (key, value) VALUES (?1, ?2)",
                          std::vector<Param>{std::to_string(i), megabyte}));
      return Ok();
    });
    ASSERT_TRUE(run.ok()) << run.error().ToString();
    largest = std::max(largest, std::filesystem::file_size(world.path() + "-wal"));
  }
  EXPECT_LT(largest, uintmax_t{200} << 20);
}

TEST(SqliteLocked, TwoWriters_OnOneFile_ShareOneLog) {
  World world(Engine::kSqlite);
  ASSERT_TRUE(world.Open(Database::Mode::kCreate).ok());
  World other(Engine::kSqlite);  // its own writer on the same file, as `huiyin import` has
  other.options().url = world.options().url;
  ASSERT_TRUE(other.Open(Database::Mode::kOpen).ok());
  std::set<std::string> acknowledged;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (World* writer : {&world, &other}) {
    threads.emplace_back([&, writer] {
      for (int i = 0; i < 200; ++i) {
        const std::string key = (writer == &world ? "a" : "b") + std::to_string(i);
        ASSERT_TRUE(writer->db().writer().Run(Put(key)).ok());
        const std::lock_guard lock(mutex);
        acknowledged.insert(key);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(acknowledged.size(), 400u);
  EXPECT_EQ(Judge(world, acknowledged), "");
}

// Writers that go on whatever the answer is, until told to stop.
class Load {
 public:
  Load(World& world, std::string name, int threads) {
    for (int t = 0; t < threads; ++t) {
      threads_.emplace_back([this, &world, name, t] {
        for (int i = 0; !stop_; ++i) {
          const std::string key = name + std::to_string(t) + "-" + std::to_string(i);
          const auto run = world.db().writer().Run(Put(key));
          const std::lock_guard lock(mutex_);
          if (run.ok()) {
            acknowledged_.insert(key);
          } else if (run.error().code != ErrorCode::kUnavailable) {
            wrong_ = run.error().ToString();
          }
        }
      });
    }
  }
  void WaitFor(size_t more) {
    const size_t wanted = Count() + more;
    while (Count() < wanted) std::this_thread::yield();
  }
  std::set<std::string> Stop() {
    stop_ = true;
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    EXPECT_EQ(wrong_, "");
    return acknowledged_;
  }

 private:
  size_t Count() {
    const std::lock_guard lock(mutex_);
    return acknowledged_.size();
  }
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::set<std::string> acknowledged_;
  std::string wrong_;
  std::vector<std::thread> threads_;
};

TEST(PostgresFault, Server_StoppedAndStartedUnderLoad_NothingLostNothingTwice) {
  test::PostgresServer server;
  World world(Engine::kSqlite);
  world.options().url = server.UrlOf(server.NewSchema());
  ASSERT_TRUE(world.Open(Database::Mode::kCreate).ok());
  Load load(world, "k", 6);
  for (int round = 0; round < 4; ++round) {
    load.WaitFor(100);
    server.StopServer(round % 2 == 0 ? test::PostgresServer::Stop::kImmediate
                                     : test::PostgresServer::Stop::kFast);
    server.StartServer();
  }
  load.WaitFor(100);
  EXPECT_EQ(Judge(world, load.Stop()), "");
  world.Close();
}

// The line is found dead only when the next batch or reader uses it.
TEST(PostgresFault, Server_RestartedWhileNobodyAsks_TheNextCommandNoticesNothing) {
  test::PostgresServer server;
  World world(Engine::kSqlite);
  world.options().url = server.UrlOf(server.NewSchema());
  ASSERT_TRUE(world.Open(Database::Mode::kCreate).ok());
  std::set<std::string> acknowledged;
  for (const auto how : {test::PostgresServer::Stop::kFast, test::PostgresServer::Stop::kImmediate,
                         test::PostgresServer::Stop::kFast}) {
    server.StopServer(how);
    server.StartServer();
    const std::string key = "restart" + std::to_string(acknowledged.size());
    const auto run = world.db().writer().Run(Put(key));
    ASSERT_TRUE(run.ok()) << run.error().ToString();
    acknowledged.insert(key);
    EXPECT_EQ(Judge(world, acknowledged), "");
  }
  world.Close();
}

TEST(PostgresFault, TwoNodes_OnOneDatabase_ShareOneLog) {
  World one(Engine::kPostgres);
  ASSERT_TRUE(one.Open(Database::Mode::kCreate).ok());
  World two(Engine::kSqlite);
  two.options().url = one.options().url;
  ASSERT_TRUE(two.Open(Database::Mode::kOpen).ok());
  Load first(one, "a", 4), second(two, "b", 4);
  first.WaitFor(200);
  second.WaitFor(200);
  auto acknowledged = first.Stop();
  acknowledged.merge(second.Stop());
  EXPECT_EQ(Judge(one, acknowledged), "");
}

class CutLine : public testing::TestWithParam<test::CuttingProxy::Cut> {};
INSTANTIATE_TEST_SUITE_P(Postgres, CutLine,
                         testing::Values(test::CuttingProxy::Cut::kBeforeCommit,
                                         test::CuttingProxy::Cut::kAfterCommit));

TEST_P(CutLine, DuringCommit_TheBatchIsThereExactlyOnce) {
  test::PostgresServer server;
  test::CuttingProxy proxy(server.socket_folder() + "/.s.PGSQL." + std::to_string(server.port()));
  const std::string schema = server.NewSchema();
  World world(Engine::kSqlite);
  world.options().readers = 1;
  world.options().url = "postgresql://huiyin@127.0.0.1:" + std::to_string(proxy.port()) +
                        "/postgres?sslmode=disable&gssencmode=disable&options=-csearch_path%3D" +
                        schema;
  ASSERT_TRUE(world.Open(Database::Mode::kCreate).ok());
  std::set<std::string> acknowledged;
  for (int i = 0; i < 6; ++i) {
    const std::string key = "cut" + std::to_string(i);
    if (i % 2 == 1) proxy.Arm(GetParam());
    const auto run = world.db().writer().Run(Put(key));
    ASSERT_TRUE(run.ok()) << run.error().ToString();
    acknowledged.insert(key);
  }
  EXPECT_EQ(proxy.cuts(), 3);
  EXPECT_EQ(Judge(world, acknowledged), "");
  world.Close();
}

TEST(PostgresFault, Command_WhenItsConnectionIsEnded_RunsAgain) {
  World world(Engine::kPostgres);
  ASSERT_TRUE(world.Open(Database::Mode::kCreate).ok());
  int runs = 0;
  const auto run = world.db().writer().Run([&](Tx& tx) -> Status {
    TRY(Put("again")(tx));
    if (++runs < 3) {
      TRY(tx.db().EachSql("SELECT pg_terminate_backend(pg_backend_pid())", {},
                          [](const Row&) { return Ok(); }));
    }
    return Ok();
  });
  ASSERT_TRUE(run.ok()) << run.error().ToString();
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(Judge(world, {"again"}), "");
}

TEST(PostgresFault, Command_ThatAlwaysEndsItsConnection_FailsAloneAfterAFewTries) {
  World world(Engine::kPostgres);
  ASSERT_TRUE(world.Open(Database::Mode::kCreate).ok());
  int runs = 0;
  const auto run = world.db().writer().Run([&](Tx& tx) -> Status {
    ++runs;
    return tx.db().EachSql("SELECT pg_terminate_backend(pg_backend_pid())", {},
                           [](const Row&) { return Ok(); });
  });
  EXPECT_EQ(run.error().type, "database_gone");
  EXPECT_LE(runs, 6);
  EXPECT_TRUE(world.db().writer().Run(Put("next")).ok());
  EXPECT_EQ(Judge(world, {"next"}), "");
}

}  // namespace
}  // namespace huiyin::store
