#include "store/world.h"

#include "store/queries.h"
#include "support/postgres_server.h"

namespace huiyin::store {
namespace {

ledger::SigningKey TestKey() {
  SeededRandom random(7);
  return ledger::SigningKey::Generate(random);
}

}  // namespace

World::World(Engine engine) : key_(TestKey()) {
  options_.url = "sqlite://" + path();
  if (engine == Engine::kPostgres) {
    schema_ = test::PostgresServer::Shared().NewSchema();
    options_.url = test::PostgresServer::Shared().UrlOf(schema_);
  }
  options_.data_dir = folder();
  options_.clock = &clock_;
  options_.signing_key = &key_;
  options_.readers = 3;
}

World::~World() {
  Close();
  if (!schema_.empty()) test::PostgresServer::Shared().DropSchema(schema_);
}

Result<Database*> World::Open(Database::Mode mode) {
  Close();
  TRY_ASSIGN(database_, Database::Open(options_, mode));
  return database_.get();
}

NewEvent AnEvent(int64_t ticket_id, std::string kind) {
  return {"FB-" + std::to_string(ticket_id), ticket_id, "user:1", std::move(kind),
          R"({"priority":"high"})"};
}

std::shared_ptr<const CommitInfo> AppendEvents(Writer& writer, int64_t ticket_id, int count) {
  auto info = writer.Run([&](Tx& tx) -> Status {
    for (int i = 0; i < count; ++i) tx.Append(AnEvent(ticket_id));
    return Ok();
  });
  EXPECT_TRUE(info.ok()) << info.error().ToString();
  if (!info.ok()) return nullptr;
  EXPECT_EQ((*info)->events().size(), static_cast<size_t>(count));
  return *info;
}

int64_t CountEvents(Database& db) {
  int64_t count = -1;
  const auto status = db.Read([&](Session& session) -> Status {
    return session.EachSql("SELECT count(*) FROM events", {}, [&](const Row& row) {
      count = row.Int(0);
      return Ok();
    });
  });
  EXPECT_TRUE(status.ok()) << status.error().ToString();
  return count;
}

}  // namespace huiyin::store
