// An opened instance: migrations run, statements prepared, a pool of readers and the writer.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/random.h"
#include "base/result.h"
#include "base/time.h"
#include "store/session.h"
#include "store/writer.h"

namespace huiyin::ledger {
class SigningKey;
}

namespace huiyin::store {

struct DatabaseOptions {
  std::string url;       // "sqlite:///path/huiyin.db" or "postgresql://…"
  std::string data_dir;  // where automatic backups before a migration go
  int readers = 4;
  size_t queue_limit = 20'000;                      // commands waiting before kUnavailable
  size_t batch_limit = 1'024;                       // commands in one transaction
  Duration lock_wait = Duration::Seconds(5);        // for another process that writes (SQLite)
  const Clock* clock = nullptr;                     // required
  const ledger::SigningKey* signing_key = nullptr;  // required
};

class Database {
 public:
  virtual ~Database() = default;
  // Opens, and upgrades an older schema in one transaction after an automatic backup. A newer
  // schema is refused with kFailedPrecondition "newer_schema". kCreate makes an empty instance and
  // refuses an existing one (kConflict "instance_exists"); kOpen of nothing is kNotFound
  // "no_database".
  enum class Mode { kCreate, kOpen };
  static Result<std::unique_ptr<Database>> Open(const DatabaseOptions& options, Mode mode);

  virtual Engine engine() const = 0;
  const std::string& url() const { return url_; }  // as opened; may hold a password
  virtual Writer& writer() = 0;
  // Runs `work` on a pooled read-only connection in one snapshot. Never waits for the writer.
  virtual Status Read(const std::function<Status(Session&)>& work) = 0;
  // Names the log in its heads and receipts; the same for the life of the instance.
  virtual const std::string& log_id() const = 0;
  // A consistent, checked copy while everything runs on (store/sqlite_backup.h). SQLite only;
  // kFailedPrecondition "backup_by_engine" on PostgreSQL, whose own tools do it.
  virtual Status CopyTo(const std::string& path) = 0;
  // Everything committed is in the database file alone, and its write-ahead log empty: what was
  // overwritten is nowhere any more. kUnavailable "database_busy" while readers need the log.
  // Nothing on PostgreSQL, whose log is recycled by its own rules.
  virtual Status TruncateLog() = 0;

  template <typename T>
  Result<T> Get(const std::function<Result<T>(Session&)>& work) {
    std::optional<T> out;
    TRY(Read([&](Session& session) -> Status {
      auto got = work(session);
      if (!got.ok()) return std::move(got).error();
      out = std::move(got).value();
      return Ok();
    }));
    return std::move(*out);
  }

 private:
  std::string url_;
};

}  // namespace huiyin::store
