// Rotating the master key: everything readable with the new key alone, nothing with the old one.
#include "app/reseal.h"

#include <gtest/gtest.h>

#include <set>

#include "api_world.h"

namespace huiyin::test {
namespace {

class Reseal : public testing::TestWithParam<OnEngine> {
 protected:
  ApiWorld world{GetParam()};
};

TEST_P(Reseal, NewKeyAlone_OpensEverythingAndTheOldOneNothing) {
  ApiClient desk = world.As("supervisor");
  std::vector<std::string> tickets;
  for (int i = 0; i < 3; ++i) {
    tickets.push_back(ApiWorld::Enter(desk, "第" + std::to_string(i) + "件事情没有人处理",
                                      R"(,"contact":{"name":"张三","mobile":"1390000111)" +
                                          std::to_string(i) + R"(","email":"z)" +
                                          std::to_string(i) + R"(@example.com"})"));
  }
  app::Context& context = world.instance.context();
  const KeyRing* old_ring = context.keys;
  KeyRing both = *old_ring;
  both.AddCurrent(SecretKey::Generate());
  context.keys = &both;
  const auto first = app::ResealAll(context);
  ASSERT_TRUE(first.ok()) << first.error().ToString();
  // Three customers, three tickets, their notices; the test's instance key is not stored.
  EXPECT_GE(first->rows, 9);
  EXPECT_EQ(first->left, 0);
  const auto second = app::ResealAll(context);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->rows, 0) << "a second pass finds nothing";

  KeyRing fresh = both;
  fresh.RemoveOthers();
  context.keys = &fresh;
  for (size_t i = 0; i < tickets.size(); ++i) {
    const std::string path = "/api/v1/tickets/" + tickets[i] + "/reveal";
    EXPECT_EQ(desk.Post(path, R"({"field":"mobile","reason":"回电"})").Text("value"),
              "1390000111" + std::to_string(i));
    EXPECT_EQ(desk.Post(path, R"({"field":"content","reason":"核对"})").Text("value"),
              "第" + std::to_string(i) + "件事情没有人处理");
  }
  context.keys = old_ring;
  const Answer refused = desk.Post("/api/v1/tickets/" + tickets[0] + "/reveal",
                                   R"({"field":"mobile","reason":"回电"})");
  EXPECT_NE(refused.status, 200);
  EXPECT_EQ(refused.body.find("13900001110"), std::string::npos);
  const auto hopeless = app::ResealAll(context);
  ASSERT_FALSE(hopeless.ok());
  EXPECT_NE(hopeless.error().message.find("customers.data_key"), std::string::npos)
      << hopeless.error().message;
}

TEST(SealedColumns, NameEverySealedColumnOfTheSchema) {
  ApiWorld world;
  // Sealed with the data key of their row's customer or ticket, which is itself in the list.
  const std::set<std::string> under_a_data_key = {"customers.name_enc",  "customers.mobile_enc",
                                                  "customers.email_enc", "tickets.content_enc",
                                                  "messages.text_enc",   "attachments.bytes_enc"};
  std::set<std::string> listed;
  for (const auto& column : app::SealedColumns()) {
    listed.insert(std::string(column.table) + "." + column.column);
  }
  std::set<std::string> found;
  ASSERT_TRUE(world.instance.db()
                  .Read([&](store::Session& session) {
                    return session.EachSql(
                        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c "
                        "WHERE m.type = 'table' AND (c.name LIKE '%\\_enc' ESCAPE '\\' OR c.name = "
                        "'data_key')",
                        {}, [&](const store::Row& row) {
                          found.insert(row.Str(0) + "." + row.Str(1));
                          return Ok();
                        });
                  })
                  .ok());
  for (const auto& column : found) {
    EXPECT_TRUE(listed.contains(column) || under_a_data_key.contains(column))
        << column << " would stay sealed with the old key";
  }
  for (const auto& column : listed) EXPECT_TRUE(found.contains(column)) << column;
}

INSTANTIATE_TEST_SUITE_P(Engines, Reseal, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
