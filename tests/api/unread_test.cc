// What is news to whom: one's own and what one has opened, when somebody else changed it.
#include <gtest/gtest.h>

#include "api_world.h"

namespace huiyin::test {
namespace {

class Unread : public testing::TestWithParam<OnEngine> {
 protected:
  // In the list and on the ticket itself: they must agree.
  bool IsUnread(ApiClient& client) {
    const auto ticket = client.Get("/api/v1/tickets/" + no).json();
    const auto list = client.Get("/api/v1/tickets?view=all").json();
    for (const auto& row : list.at("items").as_array()) {
      if (row.at("ticket_no").as_string() != no) continue;
      EXPECT_EQ(row.at("unread"), ticket.at("unread"));
      return row.at("unread").as_bool();
    }
    ADD_FAILURE() << "not in the list";
    return false;
  }
  void See(ApiClient& client) {
    EXPECT_EQ(client.Post("/api/v1/tickets/" + no + "/seen", "{}").status, 204);
  }
  void Act(ApiClient& client, const std::string& verb, const std::string& body) {
    const Answer answer = client.Post("/api/v1/tickets/" + no + "/" + verb, body);
    ASSERT_EQ(answer.status, 200) << answer.body;
  }

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
  ApiClient agent = world.As("agent");
  const std::string no = ApiWorld::Enter(
      desk, "请问怎么开发票",
      R"(,"department_id":)" + std::to_string(world.instance.DepartmentId("dept_service")));
};

TEST_P(Unread, WhatOneNeitherOwnsNorOpened_IsNoNews) {
  EXPECT_FALSE(IsUnread(agent));
  Act(desk, "note", R"({"text":"请看"})");
  EXPECT_FALSE(IsUnread(agent));
}

TEST_P(Unread, WhatOneWasGiven_IsNewsUntilOneOpensIt) {
  const int64_t id = world.instance.ActorOf("agent").user_id;
  Act(desk, "assign", R"({"owner_id":)" + std::to_string(id) + "}");
  EXPECT_TRUE(IsUnread(agent));
  See(agent);
  EXPECT_FALSE(IsUnread(agent));
}

TEST_P(Unread, AnothersChange_IsNewsToWhoeverOpenedIt_OnesOwnIsNot) {
  See(agent);
  See(desk);
  Act(desk, "note", R"({"text":"请看"})");
  EXPECT_TRUE(IsUnread(agent));
  EXPECT_FALSE(IsUnread(desk));
  // One's own change does not hide what one has not read yet.
  Act(agent, "note", R"({"text":"好"})");
  EXPECT_TRUE(IsUnread(agent));
  EXPECT_TRUE(IsUnread(desk));
  See(agent);
  EXPECT_FALSE(IsUnread(agent));
  EXPECT_TRUE(IsUnread(desk));
}

TEST_P(Unread, OneCanTakeItBack) {
  See(agent);
  EXPECT_EQ(agent.Call(http::Method::kDelete, "/api/v1/tickets/" + no + "/seen", "").status, 204);
  EXPECT_TRUE(IsUnread(agent));
  EXPECT_FALSE(IsUnread(desk));
  // Also for somebody who never opened it.
  EXPECT_EQ(desk.Call(http::Method::kDelete, "/api/v1/tickets/" + no + "/seen", "").status, 204);
  EXPECT_TRUE(IsUnread(desk));
}

TEST_P(Unread, TheCustomersWord_IsNews) {
  const Answer opened =
      desk.Post("/api/v1/feedback", R"({"channel":"phone","text":"请问几点关门"})");
  ASSERT_EQ(opened.status, 201) << opened.body;
  const std::string other = opened.Text("ticket_no");
  ASSERT_EQ(desk.Post("/api/v1/tickets/" + other + "/seen", "{}").status, 204);
  ASSERT_LT(world.Anonymous()
                .Post("/api/v1/track/" + opened.Text("tracking_secret") + "/reply",
                      R"({"text":"还在等"})")
                .status,
            300);
  EXPECT_TRUE(desk.Get("/api/v1/tickets/" + other).json().at("unread").as_bool());
}

INSTANTIATE_TEST_SUITE_P(Engines, Unread, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
