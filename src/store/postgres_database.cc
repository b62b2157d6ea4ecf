#include <filesystem>

#include "base/log.h"
#include "store/archive.h"
#include "store/group_writer.h"
#include "store/instance.h"
#include "store/migrations.h"
#include "store/postgres_connection.h"
#include "store/reader_pool.h"
#include "store/table_copy.h"

namespace huiyin::store {
namespace {

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(std::string log_id, std::vector<std::unique_ptr<Connection>> readers,
                   std::unique_ptr<GroupWriter> writer)
      : log_id_(std::move(log_id)), readers_(std::move(readers)), writer_(std::move(writer)) {}

  Engine engine() const override { return Engine::kPostgres; }
  Writer& writer() override { return *writer_; }
  Status Read(const std::function<Status(Session&)>& work) override { return readers_.Read(work); }
  const std::string& log_id() const override { return log_id_; }
  Status CopyTo(const std::string&) override {
    return FailedPrecondition("copy a PostgreSQL database with pg_dump or its own backups",
                              "backup_by_engine");
  }
  Status TruncateLog() override { return Ok(); }

 private:
  const std::string log_id_;
  ReaderPool readers_;
  const std::unique_ptr<GroupWriter> writer_;
};

// An export of the old schema (docs/formats/export.md); personal data in it stays sealed.
Status BackUpBefore(const std::string& url, const DatabaseOptions& options, int from, int to) {
  const std::filesystem::path folder = std::filesystem::path(options.data_dir) / "backups";
  std::string at = FormatUtc(options.clock->Now());
  std::erase_if(at, [](char c) { return c == ':' || c == '-' || c == '.'; });
  const std::string copy = (folder / ("before-schema-" + std::to_string(to) + "-from-" +
                                      std::to_string(from) + "-" + at))
                               .string();
  TRY_ASSIGN(const auto connection, PostgresConnection::Open(url));
  TRY(connection->Begin(TxKind::kSnapshot));
  TRY_ASSIGN(const auto out, MakeFolderArchive(copy));
  TRY(WriteTables(*connection, *out));
  TRY(out->Finish());
  log::Info("backup before the upgrade: " + copy);
  return Ok();
}

}  // namespace

Result<std::unique_ptr<Database>> OpenPostgres(const std::string& url,
                                               const DatabaseOptions& options,
                                               Database::Mode mode) {
  TRY_ASSIGN(auto connection, PostgresConnection::Open(url));
  TRY_ASSIGN(std::string log_id, OpenInstance(*connection, options, mode, [&](int from, int to) {
               return BackUpBefore(url, options, from, to);
             }));
  std::vector<std::unique_ptr<Connection>> readers;
  for (int i = 0; i < options.readers; ++i) {
    TRY_ASSIGN(auto reader, PostgresConnection::Open(url));
    readers.push_back(std::move(reader));
  }
  TRY_ASSIGN(
      auto writer,
      GroupWriter::Start(
          std::move(connection),
          {options.queue_limit, options.batch_limit, options.clock, *options.signing_key, {}}));
  return std::unique_ptr<Database>(
      new PostgresDatabase(std::move(log_id), std::move(readers), std::move(writer)));
}

}  // namespace huiyin::store
