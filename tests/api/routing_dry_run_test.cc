// Routing rules tried out on past tickets: how many would go elsewhere, before anything is saved.
#include <gtest/gtest.h>

#include "api_world.h"
#include "app/config.h"
#include "app/routing_json.h"

namespace huiyin::test {
namespace {

class RoutingDryRun : public testing::TestWithParam<OnEngine> {
 protected:
  RoutingDryRun() : world(GetParam()), desk(world.As("supervisor")), admin(world.As("admin")) {}

  // The rules of now with one more before them.
  std::string RulesWith(const std::string& rule) {
    auto rules =
        boost::json::parse(app::RoutingRulesText(world.instance.config()->routing)).as_object();
    auto& list = rules.at("rules").as_array();
    list.insert(list.begin(), boost::json::parse(rule));
    return boost::json::serialize(rules);
  }

  ApiWorld world;
  ApiClient desk, admin;
};

INSTANTIATE_TEST_SUITE_P(Engines, RoutingDryRun,
                         testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

TEST_P(RoutingDryRun, OfTheNewestFiveHundred_SaysHowManyWouldChange) {
  for (int i = 0; i < 520; ++i) {
    // The newest 500 are looked at: the first twenty, which would change too, are not.
    const bool concerned = i < 20 || i % 13 == 0;
    const std::string text = concerned ? "发票抬头写错了，第" : "请问营业时间是几点，第";
    const std::string no =
        ApiWorld::Enter(desk, text + std::to_string(i) + "次", R"(,"category":"inquiry")");
    ASSERT_EQ(no[0], 'T') << no;
  }
  // 20 <= i < 520 with i % 13 == 0: 26, 39, ..., 507.
  const Answer said = admin.Post("/api/v1/routing-rules/dry-run",
                                 RulesWith(R"({"name":"发票","when":{"text_contains":["发票"]},)"
                                           R"("then":{"department":"dept_legal","stop":true}})"));
  ASSERT_EQ(said.status, 200) << said.body;
  const auto figures = said.json();
  EXPECT_EQ(figures.at("tickets"), 500);
  EXPECT_EQ(figures.at("changed"), 38);
  for (const auto& sample : figures.at("samples").as_array()) {
    EXPECT_NE(sample.at("after").as_string().find("dept_legal"), boost::json::string::npos);
  }
  // Nothing was saved.
  EXPECT_EQ(admin
                .Post("/api/v1/routing-rules/dry-run",
                      app::RoutingRulesText(world.instance.config()->routing))
                .json()
                .at("changed"),
            0);
}

}  // namespace
}  // namespace huiyin::test
