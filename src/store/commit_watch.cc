#include "store/commit_watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <thread>

#include "base/log.h"
#include "store/ledger_log.h"
#include "store/postgres_connection.h"
#include "store/sqlite_connection.h"

namespace huiyin::store {
namespace {

constexpr int kSqlitePollMs = 200;
constexpr int kReconnectMs = 1'000;
// Even without a notice the size is looked at this often.
constexpr int kPostgresPollMs = 10'000;

class Watch : public CommitWatch {
 public:
  explicit Watch(LogGrew grew) : stop_fd_(eventfd(0, EFD_CLOEXEC)), grew_(std::move(grew)) {}
  ~Watch() override { close(stop_fd_); }

 protected:
  void StopThread() {
    const uint64_t one = 1;
    [[maybe_unused]] const auto written = write(stop_fd_, &one, sizeof one);
    if (thread_.joinable()) thread_.join();
  }
  enum class Woke { kStop, kReadable, kTimeout };
  Woke Wait(int fd, int timeout_ms) const {
    pollfd fds[2] = {{stop_fd_, POLLIN, 0}, {fd, POLLIN, 0}};
    const int ready = poll(fds, fd < 0 ? 1 : 2, timeout_ms);
    if (fds[0].revents != 0) return Woke::kStop;
    return ready > 0 ? Woke::kReadable : Woke::kTimeout;
  }
  void Tell(uint64_t size) {
    if (told_ && *told_ == size) return;
    told_ = size;
    try {
      grew_(size);
    } catch (const std::exception& e) {
      log::Error(std::string("commit watch: ") + e.what());
    }
  }
  // False when the connection does not answer.
  bool TellSize(Connection& connection) {
    const auto state = ReadLedger(connection, LedgerLock::kNone);
    if (state.ok()) Tell(state->tree.size());
    return state.ok();
  }
  std::thread thread_;

 private:
  const int stop_fd_;
  const LogGrew grew_;
  std::optional<uint64_t> told_;
};

class SqliteWatch final : public Watch {
 public:
  SqliteWatch(std::unique_ptr<SqliteConnection> connection, LogGrew grew)
      : Watch(std::move(grew)), connection_(std::move(connection)) {
    thread_ = std::thread([this] { Loop(); });
  }
  ~SqliteWatch() override { StopThread(); }

 private:
  void Loop() {
    int64_t seen = -1;
    do {
      int64_t version = seen;
      // Changes when anybody else has committed; costs a few microseconds.
      (void)connection_->EachSql("PRAGMA data_version", {}, [&](const Row& row) {
        version = row.Int(0);
        return Ok();
      });
      if (version != seen && TellSize(*connection_)) seen = version;
    } while (Wait(-1, kSqlitePollMs) != Woke::kStop);
  }
  const std::unique_ptr<SqliteConnection> connection_;
};

class PostgresWatch final : public Watch {
 public:
  PostgresWatch(std::unique_ptr<PostgresConnection> connection, LogGrew grew)
      : Watch(std::move(grew)), connection_(std::move(connection)) {
    thread_ = std::thread([this] { Loop(); });
  }
  ~PostgresWatch() override { StopThread(); }

 private:
  bool Listen() {
    std::string channel;
    const auto named = connection_->EachSql("SELECT quote_ident('huiyin_' || current_schema())", {},
                                            [&](const Row& row) {
                                              channel = row.Str(0);
                                              return Ok();
                                            });
    return named.ok() && connection_->Script("LISTEN " + channel).ok() && TellSize(*connection_);
  }
  void Loop() {
    bool listening = Listen();
    for (;;) {
      const Woke woke =
          listening ? Wait(PQsocket(connection_->raw()), kPostgresPollMs) : Wait(-1, kReconnectMs);
      if (woke == Woke::kStop) return;
      if (!listening) {
        listening = connection_->Reconnect().ok() && Listen();
      } else if (woke == Woke::kTimeout) {
        listening = TellSize(*connection_);
      } else {
        listening = Receive();
      }
    }
  }
  bool Receive() {
    if (PQconsumeInput(connection_->raw()) != 1) return false;
    uint64_t size = 0;
    while (PGnotify* notice = PQnotifies(connection_->raw())) {
      size = std::max<uint64_t>(size, std::strtoull(notice->extra, nullptr, 10));
      PQfreemem(notice);
    }
    if (size > 0) Tell(size);
    return PQstatus(connection_->raw()) == CONNECTION_OK;
  }
  const std::unique_ptr<PostgresConnection> connection_;
};

}  // namespace

Result<std::unique_ptr<CommitWatch>> CommitWatch::Start(const std::string& url, LogGrew grew) {
  TRY_ASSIGN(const DatabaseUrl parsed, ParseDatabaseUrl(url));
  if (parsed.engine == Engine::kSqlite) {
    TRY_ASSIGN(auto connection, SqliteConnection::Open(parsed.path, SqliteAccess::kReadOnly));
    return std::unique_ptr<CommitWatch>(new SqliteWatch(std::move(connection), std::move(grew)));
  }
  TRY_ASSIGN(auto connection, PostgresConnection::Open(parsed.path));
  return std::unique_ptr<CommitWatch>(new PostgresWatch(std::move(connection), std::move(grew)));
}

}  // namespace huiyin::store
