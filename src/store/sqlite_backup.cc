#include "store/sqlite_backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>

#include "store/sqlite_connection.h"
#include "store/sqlite_error.h"

namespace huiyin::store {
namespace {

namespace fs = std::filesystem;

constexpr int kPagesAStep = 1'024;

Status CopyPages(sqlite3* source, sqlite3* dest, const BackupProgress& progress) {
  sqlite3_backup* backup = sqlite3_backup_init(dest, "main", source, "main");
  if (backup == nullptr) return SqliteError(sqlite3_extended_errcode(dest), dest, "backup");
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(backup, kPagesAStep);
    if (progress) {
      const int total = sqlite3_backup_pagecount(backup);
      progress(total - sqlite3_backup_remaining(backup), total);
    }
  }
  const int finished = sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) return SqliteError(code, dest, "backup");
  if (finished != SQLITE_OK) return SqliteError(finished, dest, "backup");
  return Ok();
}

Status CheckCopy(SqliteConnection& copy) {
  std::string verdict;
  TRY(copy.EachSql("PRAGMA integrity_check(10)", {}, [&](const Row& row) {
    if (!verdict.empty()) verdict += "; ";
    verdict += row.Text(0);
    return Ok();
  }));
  if (verdict != "ok") {
    return Corruption("the copy of the database is damaged", "backup_damaged")
        .WithInternal(std::move(verdict));
  }
  return Ok();
}

Status SyncPath(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = fd >= 0 && fsync(fd) == 0;
  if (fd >= 0) close(fd);
  if (!synced) return Unavailable("cannot write " + path + " to the disk", "disk_io");
  return Ok();
}

Status CopyTo(const std::string& source_path, const std::string& copy_path,
              const BackupProgress& progress) {
  TRY_ASSIGN(const auto source, SqliteConnection::Open(source_path, SqliteAccess::kReadOnly));
  TRY_ASSIGN(const auto copy, SqliteConnection::Open(copy_path, SqliteAccess::kCreate));
  // Held over all steps, so that a busy writer never makes the copy start again.
  TRY(source->Begin(TxKind::kSnapshot));
  TRY(source->EachSql("SELECT count(*) FROM sqlite_master", {}, [](const Row&) { return Ok(); }));
  TRY(CopyPages(source->raw(), copy->raw(), progress));
  source->Rollback();
  TRY(copy->Script("PRAGMA journal_mode = DELETE;"));
  return CheckCopy(*copy);
}

}  // namespace

Status SqliteBackup(const std::string& source_path, const std::string& dest_path,
                    const BackupProgress& progress) {
  std::error_code error;
  if (fs::exists(dest_path, error)) {
    return Conflict(dest_path + " exists already", "backup_exists");
  }
  const std::string partial = dest_path + ".partial";
  const auto forget = [&] {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
      std::error_code ignored;
      fs::remove(partial + suffix, ignored);
    }
  };
  forget();
  auto status = CopyTo(source_path, partial, progress);
  if (status.ok()) status = SyncPath(partial);
  if (!status.ok()) {
    forget();
    return status;
  }
  fs::rename(partial, dest_path, error);
  if (error) {
    forget();
    return Unavailable("cannot name the backup " + dest_path + ": " + error.message(), "disk_io");
  }
  const std::string folder = fs::path(dest_path).parent_path().string();
  return SyncPath(folder.empty() ? "." : folder);
}

}  // namespace huiyin::store
