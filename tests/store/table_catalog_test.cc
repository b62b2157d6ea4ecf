// No table is forgotten by export and backup.
#include "store/table_catalog.h"

#include <gtest/gtest.h>

#include <set>

#include "store/world.h"

namespace huiyin::store {
namespace {

class Catalog : public BothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, Catalog, testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return EngineName(engine.param); });

TEST_P(Catalog, ContentTables_AreAllTablesButTheOnesLeftOutByName) {
  std::set<std::string> all;
  const bool sqlite = GetParam() == Engine::kSqlite;
  const std::string_view sql =
      sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table'"
             : "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()";
  std::vector<Table> tables;
  ASSERT_TRUE(db().Read([&](Session& session) -> Status {
                    TRY_ASSIGN(tables, ContentTables(session));
                    return session.EachSql(sql, {}, [&](const Row& row) {
                      all.insert(row.Str(0));
                      return Ok();
                    });
                  })
                  .ok());
  for (const LeftOut& left_out : WhatIsLeftOut()) {
    if (*left_out.rows == '\0') all.erase(left_out.table);
  }
  // The full text index of SQLite keeps tables of its own, named after it.
  if (sqlite) std::erase_if(all, [](auto& name) { return name.starts_with("ticket_search_"); });
  for (const Table& table : tables) {
    EXPECT_EQ(all.erase(table.name), 1u) << table.name;
    EXPECT_FALSE(table.key.empty()) << table.name;
    EXPECT_FALSE(table.columns.empty()) << table.name;
  }
  EXPECT_TRUE(all.empty()) << *all.begin() << " is neither exported nor left out by name";
}

TEST(CatalogOfBothEngines, TellTheSameTablesAndColumns) {
  std::vector<std::string> told;
  for (const Engine engine : {Engine::kSqlite, Engine::kPostgres}) {
    World world(engine);
    ASSERT_TRUE(world.Open(Database::Mode::kCreate).ok());
    std::string text;
    ASSERT_TRUE(world.db()
                    .Read([&](Session& session) -> Status {
                      TRY_ASSIGN(const auto tables, ContentTables(session));
                      for (const Table& table : tables) {
                        text += table.name + ":";
                        for (const auto& c : table.columns) {
                          text += " " + c.name + "/" + std::to_string(static_cast<int>(c.type));
                        }
                        for (const auto& k : table.key) text += " key " + k;
                        text += "\n";
                      }
                      return Ok();
                    })
                    .ok());
    told.push_back(text);
  }
  EXPECT_EQ(told[0], told[1]);
}

TEST_P(Catalog, ContentTables_OfATableWithoutAKey_IsAnError) {
  ASSERT_TRUE(writer()
                  .Run([](Tx& tx) -> Status {
                    TRY(tx.db().ExecSql("CREATE TABLE keyless (a TEXT)", {}));
                    return Ok();
                  })
                  .ok());
  const auto got = db().Read([](Session& session) -> Status {
    TRY_ASSIGN(const auto tables, ContentTables(session));
    (void)tables;
    return Ok();
  });
  ASSERT_FALSE(got.ok());
  EXPECT_NE(got.error().message.find("keyless"), std::string::npos);
}

}  // namespace
}  // namespace huiyin::store
