// Past tickets that say nearly the same, and the groups of the last hours.
#include <gtest/gtest.h>

#include "api_world.h"

namespace huiyin::test {
namespace {

class Similar : public testing::TestWithParam<OnEngine> {
 protected:
  std::string Enter(const char* department, const std::string& text) {
    return ApiWorld::Enter(
        desk, text,
        R"(,"department_id":)" + std::to_string(world.instance.DepartmentId(department)));
  }
  static std::vector<std::string> Numbers(const Answer& answer) {
    std::vector<std::string> out;
    const auto body = answer.json();
    for (const auto& item : body.at("items").as_array()) {
      out.emplace_back(item.at("ticket").at("ticket_no").as_string());
    }
    return out;
  }

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
};

TEST_P(Similar, TheLikestComesFirst_StrangersNotAtAll) {
  const std::string first = Enter("dept_tech", "城东片区今天上午大面积停网，什么时候能恢复");
  const std::string second = Enter("dept_tech", "城东片区上午停网了，什么时候恢复，急");
  Enter("dept_service", "请问信用卡年费怎么收");
  const std::string asked = Enter("dept_tech", "城东片区今天上午大面积停网，什么时候能恢复啊？");
  const Answer answer = desk.Get("/api/v1/tickets/" + asked + "/similar");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(Numbers(answer), (std::vector<std::string>{first, second}));
  const auto body = answer.json();
  const auto& items = body.at("items").as_array();
  EXPECT_GT(items[0].at("likeness").as_double(), items[1].at("likeness").as_double());
  EXPECT_TRUE(items[0].at("near_duplicate").as_bool());
  EXPECT_FALSE(items[1].at("near_duplicate").as_bool());
}

TEST_P(Similar, ATicketThatCameLater_IsFoundToo) {
  const std::string asked = Enter("dept_tech", "打印机连不上网络，重启也没有用");
  EXPECT_TRUE(Numbers(desk.Get("/api/v1/tickets/" + asked + "/similar")).empty());
  const std::string later = Enter("dept_tech", "打印机还是连不上网络，重启也没有用");
  EXPECT_EQ(Numbers(desk.Get("/api/v1/tickets/" + asked + "/similar")),
            std::vector<std::string>{later});
}

TEST_P(Similar, TicketsOneMayNotRead_AreNotShown) {
  Enter("dept_legal", "理财合同纠纷，客户经理当面承诺保本");
  const std::string own = Enter("dept_service", "理财合同纠纷，客户经理当面承诺保本保息");
  ApiClient leader = world.As("leader");  // of the service desk
  const Answer answer = leader.Get("/api/v1/tickets/" + own + "/similar");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_TRUE(Numbers(answer).empty());
  EXPECT_EQ(Numbers(desk.Get("/api/v1/tickets/" + own + "/similar")).size(), 1u);
}

TEST_P(Similar, BadQuestions_AreRefused) {
  const std::string own = "/api/v1/tickets/" + Enter("dept_tech", "打印机连不上网络");
  EXPECT_EQ(desk.Get(own + "/similar?limit=0").status, 400);
  EXPECT_EQ(desk.Get(own + "/similar?limit=x").status, 400);
  EXPECT_EQ(desk.Get("/api/v1/tickets/T260310-999999/similar").status, 404);
  EXPECT_EQ(desk.Get("/api/v1/incidents/candidates?hours=1000").status, 400);
}

TEST_P(Similar, AlikeTicketsOfADay_AreOneCandidate) {
  std::vector<std::string> outage;
  for (const char* text :
       {"城东片区今天上午大面积停网，什么时候能恢复", "城东片区上午大面积停网，几点能恢复",
        "城东片区今天大面积停网，何时能恢复"}) {
    outage.push_back(Enter("dept_tech", text));
  }
  Enter("dept_service", "请问信用卡年费怎么收");
  const Answer answer = desk.Get("/api/v1/incidents/candidates");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto body = answer.json();
  const auto& items = body.at("items").as_array();
  ASSERT_EQ(items.size(), 1u) << answer.body;
  EXPECT_EQ(items[0].at("count").as_int64(), 3);
  const auto& tickets = items[0].at("tickets").as_array();
  for (size_t i = 0; i < outage.size(); ++i) {
    EXPECT_EQ(tickets[i].at("ticket_no").as_string(), outage[i]);
  }
  // Once they are an incident they are no candidate any more.
  EXPECT_EQ(desk.Post("/api/v1/incidents", R"({"title":"停网","ticket_nos":[")" + outage[0] +
                                               "\",\"" + outage[1] + "\"]}")
                .status,
            201);
  EXPECT_TRUE(
      desk.Get("/api/v1/incidents/candidates?least=2").json().at("items").as_array().empty());
  EXPECT_TRUE(
      desk.Get("/api/v1/incidents/candidates?least=4").json().at("items").as_array().empty());
}

INSTANTIATE_TEST_SUITE_P(Engines, Similar, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
