#include "store/migrations.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "store/archive.h"
#include "store/instance.h"
#include "store/table_copy.h"
#include "store/world.h"
#include "support/postgres_server.h"

namespace huiyin::store {
namespace {

// Migrations on a bare connection.
class MigrationsOn : public testing::TestWithParam<Engine> {
 protected:
  void SetUp() override { connection_ = Connect(); }
  void TearDown() override {
    connection_.reset();
    if (!schema_.empty()) test::PostgresServer::Shared().DropSchema(schema_);
  }
  std::unique_ptr<Connection> Connect() {
    if (GetParam() == Engine::kSqlite) {
      return *OpenConnection("sqlite://" + folder_.File("m.db"), Database::Mode::kCreate);
    }
    if (schema_.empty()) schema_ = test::PostgresServer::Shared().NewSchema();
    return *OpenConnection(test::PostgresServer::Shared().UrlOf(schema_), Database::Mode::kCreate);
  }
  // The released ones and some of our own.
  static std::vector<Migration> With(std::initializer_list<std::string_view> extra) {
    std::vector<Migration> out(AllMigrations().begin(), AllMigrations().end());
    for (const auto sql : extra) {
      out.push_back({static_cast<int>(out.size()) + 1, "extra", sql, sql, sql});
    }
    return out;
  }
  // Tables, columns and indexes, as the engine tells them.
  std::string Schema() {
    const std::string_view sql =
        GetParam() == Engine::kSqlite
            ? "SELECT coalesce(sql, name) FROM sqlite_master ORDER BY type, name"
            : "SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable "
              "FROM information_schema.columns WHERE table_schema = current_schema() UNION ALL "
              "SELECT replace(indexdef, current_schema(), '') FROM pg_indexes "
              "WHERE schemaname = current_schema() ORDER BY 1";
    std::string out;
    const auto status = connection_->EachSql(sql, {}, [&](const Row& row) {
      out += row.Text(0);
      out += '\n';
      return Ok();
    });
    EXPECT_TRUE(status.ok()) << status.error().ToString();
    return out;
  }
  test::TempDir folder_;
  std::string schema_;
  std::unique_ptr<Connection> connection_;
};
INSTANTIATE_TEST_SUITE_P(Engines, MigrationsOn, testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return EngineName(engine.param); });

TEST_P(MigrationsOn, Migrate_AllAtOnceOrOneByOne_GivesTheSameSchema) {
  const auto all = With({"CREATE TABLE extra_one (a TEXT)", "ALTER TABLE extra_one ADD b TEXT"});
  for (size_t i = 1; i <= all.size(); ++i) {
    ASSERT_TRUE(Migrate(*connection_, std::span(all).first(i), {}).ok());
    EXPECT_EQ(*SchemaVersion(*connection_), static_cast<int>(i));
  }
  const std::string stepwise = Schema();
  TearDown();
  schema_.clear();
  std::filesystem::remove(folder_.File("m.db"));
  connection_ = Connect();
  ASSERT_TRUE(Migrate(*connection_, all, {}).ok());
  EXPECT_EQ(Schema(), stepwise);
}

TEST_P(MigrationsOn, Migrate_WhenAStatementFails_LeavesTheOldSchema) {
  ASSERT_TRUE(Migrate(*connection_, AllMigrations(), {}).ok());
  const std::string before = Schema();
  const auto broken = With({"CREATE TABLE fine (a TEXT)", "CREATE TABLE bad (; nonsense"});
  const auto status = Migrate(*connection_, broken, {});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(Schema(), before);
  EXPECT_EQ(*SchemaVersion(*connection_), static_cast<int>(AllMigrations().size()));
  // And the next program that is right goes on from there.
  EXPECT_TRUE(Migrate(*connection_, With({"CREATE TABLE fine (a TEXT)"}), {}).ok());
}

TEST_P(MigrationsOn, Migrate_WhenTheSchemaIsNewer_RefusesWithoutTouchingIt) {
  ASSERT_TRUE(Migrate(*connection_, With({"CREATE TABLE future (a TEXT)"}), {}).ok());
  const std::string before = Schema();
  const auto status = Migrate(*connection_, AllMigrations(), {});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::kFailedPrecondition);
  EXPECT_EQ(status.error().type, "newer_schema");
  EXPECT_EQ(Schema(), before);
}

TEST_P(MigrationsOn, Migrate_WhenAReleasedFileWasEdited_Refuses) {
  ASSERT_TRUE(Migrate(*connection_, With({"CREATE TABLE a (a TEXT)"}), {}).ok());
  const auto status = Migrate(*connection_, With({"CREATE TABLE a (b TEXT)"}), {});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().type, "migration_edited");
}

TEST_P(MigrationsOn, Migrate_OfAnOlderSchema_AsksForABackupFirst) {
  int asked = 0;
  MigrateOptions options;
  options.before_upgrade = [&](int from, int to) -> Status {
    ++asked;
    EXPECT_EQ(to, from + 1);
    return asked == 1 ? Status(Unavailable("no room", "disk_full")) : Ok();
  };
  ASSERT_TRUE(Migrate(*connection_, AllMigrations(), options).ok());
  EXPECT_EQ(asked, 0);  // nothing to lose yet
  const auto newer = With({"CREATE TABLE a (a TEXT)"});
  EXPECT_EQ(Migrate(*connection_, newer, options).error().type, "disk_full");
  EXPECT_EQ(*SchemaVersion(*connection_), static_cast<int>(AllMigrations().size()));
  EXPECT_TRUE(Migrate(*connection_, newer, options).ok());
  EXPECT_TRUE(Migrate(*connection_, newer, options).ok());
  EXPECT_EQ(asked, 2);
}

class OpenOn : public BothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, OpenOn, testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return EngineName(engine.param); });

TEST_P(OpenOn, Open_SaysWhatIsAndWhatIsNotThere) {
  EXPECT_EQ(world_.Open(Database::Mode::kCreate).error().type, "instance_exists");
  EXPECT_TRUE(world_.Open(Database::Mode::kOpen).ok());
  World empty(GetParam());
  EXPECT_EQ(empty.Open(Database::Mode::kOpen).error().type, "no_database");
}

TEST_P(OpenOn, Open_OfAnOlderSchema_KeepsABackupAndUpgrades) {
  World old(GetParam());
  {
    auto connection = OpenConnection(old.options().url, Database::Mode::kCreate);
    ASSERT_TRUE(connection.ok());
    ASSERT_TRUE(Migrate(**connection, AllMigrations().first(1), {}).ok());
  }
  const auto opened = old.Open(Database::Mode::kOpen);
  ASSERT_TRUE(opened.ok()) << opened.error().ToString();
  std::vector<std::filesystem::path> backups;
  for (const auto& entry : std::filesystem::directory_iterator(old.folder() + "/backups")) {
    backups.push_back(entry.path());
  }
  ASSERT_EQ(backups.size(), 1u);
  if (GetParam() == Engine::kSqlite) {
    auto copy = OpenConnection("sqlite://" + backups[0].string(), Database::Mode::kOpen);
    ASSERT_TRUE(copy.ok());
    EXPECT_EQ(*SchemaVersion(**copy), 1);
  } else {
    // It is an export that loads, with the schema it had.
    const std::string path = old.folder() + "/again.db";
    auto archive = OpenFolderArchive(backups[0].string());
    ASSERT_TRUE(archive.ok());
    const auto none = [](const std::string& name, ArchiveReader&) -> Status {
      return Internal("unexpected " + name);
    };
    ASSERT_TRUE(LoadTables("sqlite://" + path, **archive, kStart, none).ok());
    auto copy = OpenConnection("sqlite://" + path, Database::Mode::kOpen);
    ASSERT_TRUE(copy.ok());
    EXPECT_EQ(*SchemaVersion(**copy), 1);
  }
}

TEST_P(OpenOn, Open_WithAnotherKey_KeepsTheLogsName) {
  const std::string log_id = db().log_id();
  EXPECT_EQ(log_id, world_.key().public_key().Fingerprint());
  SeededRandom random(99);
  const auto other = ledger::SigningKey::Generate(random);
  world_.options().signing_key = &other;
  ASSERT_TRUE(world_.Open(Database::Mode::kOpen).ok());
  EXPECT_EQ(db().log_id(), log_id);
}

TEST(Sqlite, Open_OfSomethingElse_IsCorruption) {
  World world(Engine::kSqlite);
  FILE* file = std::fopen(world.path().c_str(), "w");
  for (int i = 0; i < 500; ++i) std::fputs("this is not a database\n", file);
  std::fclose(file);
  EXPECT_EQ(world.Open(Database::Mode::kOpen).error().code, ErrorCode::kCorruption);
}

TEST(Sqlite, CopyTo_WhileTheWriterIsBusy_IsACompleteInstance) {
  World world(Engine::kSqlite);
  ASSERT_TRUE(world.Open(Database::Mode::kCreate).ok());
  AppendEvents(world.db().writer(), 1, 300);
  const std::string copy = world.folder() + "/copy.db";
  ASSERT_TRUE(world.db().CopyTo(copy).ok());
  EXPECT_EQ(world.db().CopyTo(copy).error().type, "backup_exists");
  AppendEvents(world.db().writer(), 1, 10);
  EXPECT_FALSE(std::filesystem::exists(copy + "-wal"));
  world.options().url = "sqlite://" + copy;
  ASSERT_TRUE(world.Open(Database::Mode::kOpen).ok());
  EXPECT_EQ(CountEvents(world.db()), 300);
  EXPECT_EQ(AppendEvents(world.db().writer(), 1, 1)->events()[0].seq, 300u);
}

TEST(Sqlite, CopyTo_AnImpossiblePlace_LeavesNothing) {
  World world(Engine::kSqlite);
  ASSERT_TRUE(world.Open(Database::Mode::kCreate).ok());
  EXPECT_FALSE(world.db().CopyTo(world.folder() + "/no/such/folder/copy.db").ok());
}

}  // namespace
}  // namespace huiyin::store
