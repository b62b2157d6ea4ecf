// Conversations: the customer asks for a person, the clock runs until a person answers.
#include <gtest/gtest.h>

#include "api_world.h"

namespace huiyin::test {
namespace {

class Chat : public testing::TestWithParam<OnEngine> {
 protected:
  struct Conversation {
    std::string path, track;
  };
  Conversation Begin(const std::string& channel = "chat", const std::string& more = "") {
    const Answer answer =
        desk.Post("/api/v1/feedback",
                  R"({"channel":")" + channel + R"(","text":"请问年费怎么收")" + more + "}");
    EXPECT_EQ(answer.status, 201) << answer.body;
    return {"/api/v1/tickets/" + answer.Text("ticket_no"),
            "/api/v1/track/" + answer.Text("tracking_secret")};
  }
  // "state" of each wait in order, with the seconds until it was due.
  std::vector<std::string> Waits(const Conversation& chat) {
    std::vector<std::string> out;
    const auto body = desk.Get(chat.path).json();
    for (const auto& clock : body.at("clocks").as_array()) {
      if (clock.at("clock").as_string() == "chat_answer") {
        out.emplace_back(clock.at("state").as_string());
      }
    }
    return out;
  }
  int Facts(const Conversation& chat, std::string_view kind) {
    int n = 0;
    const auto body = desk.Get(chat.path + "/events").json();
    for (const auto& item : body.at("items").as_array()) {
      n += item.at("kind").as_string() == kind ? 1 : 0;
    }
    return n;
  }
  void Pass(int64_t seconds) { world.instance.clock().Advance(Duration::Seconds(seconds)); }
  using States = std::vector<std::string>;

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
  ApiClient customer = world.Anonymous();
};

TEST_P(Chat, AskedForAPerson_TheClockRunsUntilOneAnswers) {
  const Conversation chat = Begin("bot");
  EXPECT_EQ(Waits(chat), States{});
  const Answer asked = customer.Post(chat.track + "/person", "{}");
  ASSERT_EQ(asked.status, 200) << asked.body;
  EXPECT_TRUE(asked.json().at("waits_for_person").as_bool());
  EXPECT_FALSE(asked.json().at("can_ask_person").as_bool());
  EXPECT_EQ(Waits(chat), States{"running"});
  Pass(30);
  ASSERT_EQ(desk.Post(chat.path + "/reply", R"({"text":"您好，我来为您查询"})").status, 200);
  EXPECT_EQ(Waits(chat), States{"met"});
  const Answer after = customer.Get(chat.track);
  EXPECT_FALSE(after.json().at("waits_for_person").as_bool());
  EXPECT_TRUE(after.json().at("can_ask_person").as_bool());
}

TEST_P(Chat, AnsweredAfterThirtySeconds_IsLate) {
  const Conversation chat = Begin();
  ASSERT_EQ(customer.Post(chat.track + "/person", "{}").status, 200);
  Pass(31);
  EXPECT_EQ(Waits(chat), States{"breached"});
  ASSERT_EQ(desk.Post(chat.path + "/reply", R"({"text":"您好"})").status, 200);
  EXPECT_EQ(Waits(chat), States{"met_late"});
}

TEST_P(Chat, AutomaticWords_StopNothing) {
  const Conversation chat = Begin("chat", R"(,"to_human":true)");
  EXPECT_EQ(Waits(chat), States{"running"});
  const Answer greeting =
      desk.Post(chat.path + "/reply", R"({"text":"正在为您转接人工","automatic":true})");
  ASSERT_EQ(greeting.status, 200) << greeting.body;
  EXPECT_EQ(Waits(chat), States{"running"});
  const Answer track = customer.Get(chat.track);
  EXPECT_TRUE(track.json().at("waits_for_person").as_bool());
  EXPECT_EQ(track.json().at("messages").as_array().back().at("from").as_string(), "system");
  ASSERT_EQ(desk.Post(chat.path + "/reply", R"({"text":"您好"})").status, 200);
  EXPECT_EQ(Waits(chat), States{"met"});
}

TEST_P(Chat, EveryFurtherMessage_WaitsAnew) {
  const Conversation chat = Begin();
  ASSERT_EQ(customer.Post(chat.track + "/reply", R"({"text":"在吗"})").status, 200);
  EXPECT_EQ(Waits(chat), States{});  // no person was asked for yet
  const Answer asked = customer.Post(chat.track + "/person", R"({"text":"我要找人工"})");
  ASSERT_EQ(asked.status, 200) << asked.body;
  EXPECT_NE(asked.body.find("我要找人工"), std::string::npos);
  EXPECT_EQ(Waits(chat), States{"running"});
  ASSERT_EQ(customer.Post(chat.track + "/reply", R"({"text":"有人吗"})").status, 200);
  ASSERT_EQ(customer.Post(chat.track + "/person", "{}").status, 200);
  EXPECT_EQ(Facts(chat, "human_requested"), 1);  // one wait, however often it is asked for
  ASSERT_EQ(desk.Post(chat.path + "/reply", R"({"text":"您好"})").status, 200);
  ASSERT_EQ(customer.Post(chat.track + "/reply", R"({"text":"年费多少"})").status, 200);
  EXPECT_EQ(Waits(chat), (States{"met", "running"}));
}

TEST_P(Chat, OnlyAConversation_HasAPersonToAskFor) {
  const Conversation form = Begin("web_form");
  const Answer asked = customer.Post(form.track + "/person", "{}");
  EXPECT_EQ(asked.status, 409);
  EXPECT_EQ(asked.Text("type"), "not_a_chat");
  EXPECT_FALSE(customer.Get(form.track).json().at("can_ask_person").as_bool());
  EXPECT_EQ(desk.Post("/api/v1/feedback",
                      R"({"channel":"phone","text":"请问年费怎么收","to_human":true})")
                .status,
            400);
  const Conversation chat = Begin();
  EXPECT_EQ(customer.Post(chat.track + "x/person", "{}").status, 404);
  EXPECT_EQ(customer.Post(chat.track + "/person", R"({"text":1})").status, 400);
  ASSERT_EQ(desk.Post(chat.path + "/void", R"({"reason":"withdrawn"})").status, 200);
  EXPECT_EQ(customer.Post(chat.track + "/person", "{}").Text("type"), "transition_refused");
  EXPECT_EQ(Facts(chat, "human_requested"), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, Chat, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
