#include <filesystem>

#include "base/log.h"
#include "store/group_writer.h"
#include "store/instance.h"
#include "store/migrations.h"
#include "store/reader_pool.h"
#include "store/sqlite_backup.h"
#include "store/sqlite_checkpointer.h"
#include "store/sqlite_connection.h"

namespace huiyin::store {
namespace {

namespace fs = std::filesystem;

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::string path, std::string log_id,
                 std::vector<std::unique_ptr<Connection>> readers)
      : path_(std::move(path)), log_id_(std::move(log_id)), readers_(std::move(readers)) {}
  ~SqliteDatabase() override { Stop(); }

  Status StartWriter(std::unique_ptr<SqliteConnection> connection, const DatabaseOptions& options) {
    TRY_ASSIGN(checkpointer_, SqliteCheckpointer::Start(path_, *connection));
    GroupWriterOptions writer{options.queue_limit, options.batch_limit, options.clock,
                              *options.signing_key, [this] { checkpointer_->AfterCommit(); }};
    TRY_ASSIGN(writer_, GroupWriter::Start(std::move(connection), std::move(writer)));
    return Ok();
  }

  Engine engine() const override { return Engine::kSqlite; }
  Writer& writer() override { return *writer_; }
  Status Read(const std::function<Status(Session&)>& work) override { return readers_.Read(work); }
  const std::string& log_id() const override { return log_id_; }
  Status CopyTo(const std::string& path) override { return SqliteBackup(path_, path); }
  Status TruncateLog() override {
    TRY_ASSIGN(const auto connection, SqliteConnection::Open(path_, SqliteAccess::kReadWrite));
    connection->SetLockWait(Duration::Seconds(5));
    int64_t busy = 1;
    TRY(connection->EachSql("PRAGMA wal_checkpoint(TRUNCATE)", {}, [&](const Row& row) {
      busy = row.Int(0);
      return Ok();
    }));
    if (busy == 0) return Ok();
    return Unavailable("readers still need the write-ahead log", "database_busy");
  }

 private:
  // The writer's thread uses the checkpointer, the checkpointer's end needs nobody.
  void Stop() {
    if (writer_) writer_->Drain();
    checkpointer_.reset();
  }
  const std::string path_;
  const std::string log_id_;
  ReaderPool readers_;
  std::unique_ptr<SqliteCheckpointer> checkpointer_;
  std::unique_ptr<GroupWriter> writer_;
};

Status BackUpBefore(const std::string& path, const DatabaseOptions& options, int from, int to) {
  const fs::path folder = fs::path(options.data_dir) / "backups";
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Unavailable("cannot make the folder of backups: " + error.message(), "disk_io");
  std::string at = FormatUtc(options.clock->Now());
  std::erase_if(at, [](char c) { return c == ':' || c == '-' || c == '.'; });
  const fs::path copy = folder / ("before-schema-" + std::to_string(to) + "-from-" +
                                  std::to_string(from) + "-" + at + ".db");
  TRY(SqliteBackup(path, copy.string()));
  log::Info("backup before the upgrade: " + copy.string());
  return Ok();
}

}  // namespace

Result<std::unique_ptr<Database>> OpenSqlite(const std::string& path,
                                             const DatabaseOptions& options, Database::Mode mode) {
  const auto access =
      mode == Database::Mode::kCreate ? SqliteAccess::kCreate : SqliteAccess::kReadWrite;
  TRY_ASSIGN(auto connection, SqliteConnection::Open(path, access));
  connection->SetLockWait(options.lock_wait);
  TRY_ASSIGN(std::string log_id, OpenInstance(*connection, options, mode, [&](int from, int to) {
               return BackUpBefore(path, options, from, to);
             }));
  std::vector<std::unique_ptr<Connection>> readers;
  for (int i = 0; i < options.readers; ++i) {
    TRY_ASSIGN(auto reader, SqliteConnection::Open(path, SqliteAccess::kReadOnly));
    readers.push_back(std::move(reader));
  }
  auto database = std::make_unique<SqliteDatabase>(path, std::move(log_id), std::move(readers));
  TRY(database->StartWriter(std::move(connection), options));
  return std::unique_ptr<Database>(std::move(database));
}

}  // namespace huiyin::store
