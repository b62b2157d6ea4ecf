// Rollups are what the events say, and a changed one is found.
#include "app/rollup_check.h"

#include <gtest/gtest.h>

#include "api_world.h"

namespace huiyin::test {
namespace {

class Rollups : public testing::TestWithParam<OnEngine> {
 protected:
  Rollups() {
    ApiClient desk = world.As("supervisor");
    const char* const channels[] = {"phone", "email", "phone"};
    for (const char* channel : channels) {
      world.clock().Advance(Duration::Minutes(40));
      const Answer made = desk.Post("/api/v1/feedback",
                                    std::string(R"({"channel":")") + channel +
                                        R"(","text":"还没有人处理这件事情","priority":"high"})");
      EXPECT_EQ(made.status, 201) << made.body;
      last = made.Text("ticket_no");
    }
    EXPECT_EQ(desk.Post("/api/v1/tickets/" + last + "/void", R"({"reason":"spam"})").status, 200);
  }
  app::RollupReport Check() {
    const auto report = world.instance.db().Get<app::RollupReport>(app::CheckRollups);
    EXPECT_TRUE(report.ok());
    return report.ok() ? *report : app::RollupReport();
  }
  void Change(std::string_view sql) {
    ASSERT_TRUE(world.instance.db()
                    .writer()
                    .Run([&](store::Tx& tx) -> Status {
                      TRY_ASSIGN(const int64_t n, tx.db().ExecSql(sql, {}));
                      EXPECT_GE(n, 1);
                      return Ok();
                    })
                    .ok());
  }
  struct World : ApiWorld {
    using ApiWorld::ApiWorld;
    ManualClock& clock() { return instance.clock(); }
  };
  World world{GetParam()};
  std::string last;
};
INSTANTIATE_TEST_SUITE_P(Engines, Rollups, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

TEST_P(Rollups, Untouched_AreWhatTheEventsSay) {
  const auto report = Check();
  EXPECT_EQ(report.differences, 0) << report.first->metric << " " << report.first->dims;
  EXPECT_GE(report.rows, 3);
}

TEST_P(Rollups, ChangedByHand_IsNamed) {
  Change("UPDATE rollups SET n = n + 1 WHERE metric = 'voided'");
  const auto report = Check();
  EXPECT_EQ(report.differences, 1);
  ASSERT_TRUE(report.first.has_value());
  EXPECT_EQ(report.first->metric, "voided");
  EXPECT_EQ(report.first->stored_n, report.first->counted_n + 1);
}

TEST_P(Rollups, MissingAndInvented_AreFoundInOrder) {
  Change("DELETE FROM rollups WHERE metric = 'received'");
  Change(
      "INSERT INTO rollups (hour, metric, dims, bucket, n, sum) VALUES (1, 'received', 'x', 0, 7, "
      "0)");
  const auto report = Check();
  EXPECT_GE(report.differences, 3);
  ASSERT_TRUE(report.first.has_value());
  EXPECT_EQ(report.first->hour, 1);
  EXPECT_EQ(report.first->stored_n, 7);
  EXPECT_EQ(report.first->counted_n, 0);
}

}  // namespace
}  // namespace huiyin::test
