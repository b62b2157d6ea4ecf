// The page "Understanding": what people put right counts, what they stated themselves does not.
#include <gtest/gtest.h>

#include "api_world.h"

namespace huiyin::test {
namespace {

class UnderstandingPage : public testing::TestWithParam<OnEngine> {
 protected:
  struct Field {
    int64_t seen, wrong;
    double rate, low, high;
  };
  Field Of(const char* field) {
    const auto body = desk.Get("/api/v1/understanding").json();
    for (const auto& f : body.at("versions").at(0).at("fields").as_array()) {
      if (f.at("field").as_string() != field) continue;
      return {f.at("seen").as_int64(), f.at("wrong").as_int64(), f.at("rate").to_number<double>(),
              f.at("low").to_number<double>(), f.at("high").to_number<double>()};
    }
    return {-1, -1, 0, 0, 0};
  }
  void Note(const std::string& number) {
    EXPECT_EQ(desk.Post("/api/v1/tickets/" + number + "/note", R"({"text":"看过"})").status, 200);
  }

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
};

TEST_P(UnderstandingPage, CorrectionsCount_AndTakingThemBackUndoesIt) {
  const std::string number = ApiWorld::Enter(desk, "请问周末几点关门");
  const std::string path = "/api/v1/tickets/" + number;
  Note(ApiWorld::Enter(desk, "打印机连不上网络，重启也没有用"));
  const auto was = std::string(desk.Get(path).json().at("category").as_string());
  ASSERT_EQ(was, "inquiry");
  ASSERT_EQ(desk.Post(path + "/correct", R"({"category":"suggestion"})").status, 200);
  const Field wrong = Of("category");
  EXPECT_EQ(wrong.seen, 2);
  EXPECT_EQ(wrong.wrong, 1);
  EXPECT_DOUBLE_EQ(wrong.rate, 0.5);
  // Wilson, 1 of 2, 95 %.
  EXPECT_NEAR(wrong.low, 0.0945, 0.0005);
  EXPECT_NEAR(wrong.high, 0.9055, 0.0005);
  const auto body = desk.Get("/api/v1/understanding").json();
  const auto& example = body.at("examples").at(0);
  EXPECT_EQ(example.at("ticket").at("ticket_no").as_string(), number);
  EXPECT_EQ(example.at("was").as_string(), "inquiry");
  EXPECT_EQ(example.at("now").as_string(), "suggestion");
  bool confused = false;
  for (const auto& cell : body.at("category").as_array()) {
    confused |= cell.at("was").as_string() == "inquiry" &&
                cell.at("now").as_string() == "suggestion" && cell.at("count").as_int64() == 1;
  }
  EXPECT_TRUE(confused);

  ASSERT_EQ(desk.Post(path + "/correct", R"({"category":"inquiry"})").status, 200);
  EXPECT_EQ(Of("category").wrong, 0);
  EXPECT_TRUE(desk.Get("/api/v1/understanding").json().at("examples").as_array().empty());
}

TEST_P(UnderstandingPage, WhatAPersonStated_IsNoVerdict) {
  Note(ApiWorld::Enter(desk, "请问周末几点关门", R"(,"category":"suggestion")"));
  EXPECT_EQ(Of("category").seen, 0);
  EXPECT_EQ(Of("sentiment").seen, 1);
}

TEST_P(UnderstandingPage, TicketsOneMayNotRead_AreNoExamples) {
  const std::string hidden = ApiWorld::Enter(
      desk, "机密：请问合同几号到期",
      R"(,"department_id":)" + std::to_string(world.instance.DepartmentId("dept_legal")));
  ASSERT_EQ(
      desk.Post("/api/v1/tickets/" + hidden + "/correct", R"({"sentiment":"positive"})").status,
      200);
  EXPECT_EQ(Of("sentiment").wrong, 1);
  ApiClient leader = world.As("leader");
  const Answer answer = leader.Get("/api/v1/understanding");
  EXPECT_EQ(answer.body.find(hidden), std::string::npos);
  EXPECT_NE(desk.Get("/api/v1/understanding").body.find(hidden), std::string::npos);
}

TEST_P(UnderstandingPage, OwnTopics_CountAtOnce_AndAreNamedByTheVersion) {
  ApiClient admin = world.As("admin");
  const auto put = [&](const std::string& topics, int version) {
    return admin.Call(
        http::Method::kPut, "/api/v1/documents/setting/understanding",
        R"({"version":)" + std::to_string(version) + R"(,"body":{"topics":")" + topics + R"("}})");
  };
  const auto topics_of = [&](const std::string& number) {
    return desk.Get("/api/v1/tickets/" + number).body;
  };
  const std::string before = ApiWorld::Enter(desk, "月饼礼盒的流心月饼漏了一盒");
  EXPECT_EQ(topics_of(before).find("moon_cake"), std::string::npos);
  ASSERT_EQ(put(R"(moon_cake\t月饼|流心)", 0).status, 200);
  const std::string after = ApiWorld::Enter(desk, "另一张订单里的流心月饼也少了两个");
  EXPECT_NE(topics_of(after).find("moon_cake"), std::string::npos);
  EXPECT_NE(world.analyser.Get()->version().find("+own."), std::string::npos);
  Note(before);
  Note(after);
  EXPECT_EQ(desk.Get("/api/v1/understanding").json().at("versions").as_array().size(), 2U);

  ASSERT_EQ(put("", 1).status, 200);
  const std::string last = ApiWorld::Enter(desk, "第三张订单的流心月饼包装破损");
  EXPECT_EQ(topics_of(last).find("moon_cake"), std::string::npos);
}

TEST_P(UnderstandingPage, OwnTopicsBeyondTheLimit_AreRefusedWithTheShippedOnesCounted) {
  ApiClient admin = world.As("admin");
  std::string topics;
  for (int i = 0; i < 1990; ++i) {
    topics += "own_" + std::to_string(i) + R"(\t词)" + std::to_string(i) + R"(\n)";
  }
  const std::string version = world.analyser.Get()->version();
  const Answer refused = admin.Call(http::Method::kPut, "/api/v1/documents/setting/understanding",
                                    R"({"version":0,"body":{"topics":")" + topics + R"("}})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("2000 topics"), std::string::npos) << refused.body;
  EXPECT_EQ(world.analyser.Get()->version(), version);
}

TEST_P(UnderstandingPage, SettingThatCannotBeFollowed_KeepsTheFormerAnalyser) {
  const app::Config older = *world.instance.config();
  app::Config gone = older;
  app::Document& setting = gone.settings["understanding"];
  setting.body = R"({"topics":"no tabulator here"})";
  app::AnalyserInUse first(std::string(HUIYIN_SOURCE_DIR) + "/models");
  ASSERT_TRUE(first.Follow(gone).ok());
  EXPECT_EQ(first.Get()->version(), world.analyser.Get()->version());

  setting.body = R"({"topics":"late\t来得太晚"})";
  gone.as_of += 1;
  ASSERT_TRUE(first.Follow(gone).ok());
  const auto newest = first.Get();
  EXPECT_NE(newest->version(), world.analyser.Get()->version());
  ASSERT_TRUE(first.Follow(older).ok());
  EXPECT_EQ(first.Get(), newest) << "an older configuration changes nothing";
}

INSTANTIATE_TEST_SUITE_P(Engines, UnderstandingPage,
                         testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
