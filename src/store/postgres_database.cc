#include "store/group_writer.h"
#include "store/instance.h"
#include "store/migrations.h"
#include "store/postgres_connection.h"
#include "store/reader_pool.h"

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

 private:
  const std::string log_id_;
  ReaderPool readers_;
  const std::unique_ptr<GroupWriter> writer_;
};

}  // namespace

Result<std::unique_ptr<Database>> OpenPostgres(const std::string& url,
                                               const DatabaseOptions& options,
                                               Database::Mode mode) {
  TRY_ASSIGN(auto connection, PostgresConnection::Open(url));
  TRY_ASSIGN(std::string log_id, OpenInstance(*connection, options, mode, {}));
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
