// A fresh instance on one of the engines, for the conformance suite.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/random.h"
#include "ledger/head.h"
#include "store/database.h"
#include "support/temp_dir.h"

namespace huiyin::store {

inline constexpr Instant kStart{1'780'000'000'000'000};  // 2026-05-28

class World {
 public:
  explicit World(Engine engine);
  ~World();

  // Closes first when it is open.
  Result<Database*> Open(Database::Mode mode);
  Database& db() { return *database_; }
  void Close() { database_.reset(); }
  DatabaseOptions& options() { return options_; }
  ManualClock& clock() { return clock_; }
  const ledger::SigningKey& key() const { return key_; }
  const std::string& folder() const { return folder_.path(); }
  // Of the SQLite file.
  std::string path() const { return folder_.File("huiyin.db"); }

 private:
  test::TempDir folder_;
  ManualClock clock_{kStart};
  ledger::SigningKey key_;
  std::string schema_;  // PostgreSQL: of this world alone
  DatabaseOptions options_;
  std::unique_ptr<Database> database_;
};

inline std::string EngineName(Engine engine) {
  return engine == Engine::kSqlite ? "Sqlite" : "Postgres";
}

// Tests that hold on both engines.
class BothEngines : public testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    auto opened = world_.Open(Database::Mode::kCreate);
    ASSERT_TRUE(opened.ok()) << opened.error().ToString();
  }
  Database& db() { return world_.db(); }
  Writer& writer() { return world_.db().writer(); }
  World world_{GetParam()};
};

NewEvent AnEvent(int64_t ticket_id, std::string kind = "ticket_created");
// One committed command that appends `count` events; their count is checked.
std::shared_ptr<const CommitInfo> AppendEvents(Writer& writer, int64_t ticket_id, int count);
int64_t CountEvents(Database& db);

}  // namespace huiyin::store
