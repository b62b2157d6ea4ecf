// What a customer without an account may do, and what he is kept from.
#include <gtest/gtest.h>

#include "api_world.h"

namespace huiyin::test {
namespace {

class Customer : public testing::TestWithParam<OnEngine> {
 protected:
  struct Given {
    std::string path, track, no, code;
  };
  Given Enter(const std::string& text, const std::string& more = "") {
    const auto department = std::to_string(world.instance.DepartmentId("dept_service"));
    const Answer answer =
        desk.Post("/api/v1/feedback", R"({"channel":"phone","text":")" + text +
                                          R"(","department_id":)" + department + more + "}");
    EXPECT_EQ(answer.status, 201) << answer.body;
    const std::string no = answer.Text("ticket_no");
    return {"/api/v1/tickets/" + no, "/api/v1/track/" + answer.Text("tracking_secret"), no,
            answer.Text("contact_code")};
  }
  void Solve(const Given& ticket) {
    if (desk.Get(ticket.path).Text("state") == "pending") {
      ASSERT_EQ(desk.Post(ticket.path + "/start_work").status, 200);
    }
    ASSERT_EQ(desk.Post(ticket.path + "/communicate_solution", R"({"text":"已为您更换"})").status,
              200);
    ASSERT_EQ(desk.Post(ticket.path + "/resolve", R"({"summary":"已更换"})").status, 200);
  }
  bool May(const Given& ticket, const char* what) {
    return customer.Get(ticket.track).json().at(what).as_bool();
  }

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
  ApiClient customer = world.Anonymous();
};

TEST_P(Customer, Rating_IsGivenOncePerSolution) {
  const Given ticket = Enter("遥控器失灵", R"(,"priority":"low")");
  EXPECT_FALSE(May(ticket, "can_rate"));
  EXPECT_EQ(customer.Post(ticket.track + "/rate", R"({"rating":5})").status, 409);
  Solve(ticket);
  EXPECT_EQ(customer.Post(ticket.track + "/rate", R"({"rating":0})").status, 400);
  EXPECT_EQ(customer.Post(ticket.track + "/rate", R"({"rating":6})").status, 400);
  ASSERT_EQ(customer.Post(ticket.track + "/rate", R"({"rating":2,"comment":"慢"})").status, 200);
  EXPECT_FALSE(May(ticket, "can_rate"));
  EXPECT_EQ(customer.Post(ticket.track + "/rate", R"({"rating":5})").status, 409);
  ASSERT_EQ(customer.Post(ticket.track + "/reopen", R"({"reason":"又坏了"})").status, 200);
  Solve(ticket);
  EXPECT_TRUE(May(ticket, "can_rate"));
  ASSERT_EQ(customer.Post(ticket.track + "/rate", R"({"rating":4})").status, 200);
  EXPECT_EQ(customer.Get(ticket.track).json().at("rating").as_int64(), 4);
}

TEST_P(Customer, VoidedTicket_TakesNoRatingAndNoReopening) {
  const Given ticket = Enter("广告：代开证明");
  ASSERT_EQ(desk.Post(ticket.path + "/void", R"({"reason":"spam"})").status, 200);
  EXPECT_FALSE(May(ticket, "can_rate"));
  EXPECT_FALSE(May(ticket, "can_reopen"));
  EXPECT_EQ(customer.Post(ticket.track + "/rate", R"({"rating":1})").status, 409);
  EXPECT_EQ(customer.Post(ticket.track + "/reopen", R"({"reason":"不是广告"})").status, 409);
}

TEST_P(Customer, Reopening_NeedsAReasonAndEndsThirtyDaysAfterClosing) {
  const Given ticket = Enter("门锁打不开", R"(,"priority":"low")");
  Solve(ticket);
  EXPECT_EQ(customer.Post(ticket.track + "/reopen", R"({"reason":" "})").status, 400);
  ASSERT_EQ(customer.Post(ticket.track + "/confirm").status, 200);
  EXPECT_EQ(customer.Post(ticket.track + "/confirm").status, 409);
  world.instance.clock().Advance(Duration::Days(30));
  EXPECT_TRUE(May(ticket, "can_reopen"));
  world.instance.clock().Advance(Duration::Minutes(1));
  EXPECT_FALSE(May(ticket, "can_reopen"));
  const Answer late = customer.Post(ticket.track + "/reopen", R"({"reason":"又坏了"})");
  EXPECT_EQ(late.status, 409);
  EXPECT_NE(late.body.find("reopen_window_over"), std::string::npos);
}

TEST_P(Customer, Promise_IsNeverAnInternalClock) {
  // The analysis clock (24 h) is due before the low ticket's first answer (48 h), but is no
  // promise.
  const Given ticket = Enter("请问能否开增值税发票", R"(,"priority":"low","category":"inquiry")");
  const auto tracked = customer.Get(ticket.track).json();
  const std::string promised(tracked.at("next_promised_at").as_string());
  bool named = false;
  const auto clocks = desk.Get(ticket.path).json();
  for (const auto& clock : clocks.at("clocks").as_array()) {
    if (clock.at("due_at").as_string() != promised) continue;
    named = true;
    EXPECT_NE(clock.at("clock").as_string(), "analysis");
  }
  EXPECT_TRUE(named);
}

TEST_P(Customer, NumberAndCode_OpenTheTicketOnlyTogether) {
  const Given ticket = Enter("订单一直没发货");
  const Given other = Enter("客服电话打不通");
  const auto ask = [&](const std::string& no, const std::string& code) {
    ApiClient somebody = world.Anonymous();
    return somebody.Post("/api/v1/public/track",
                         R"({"ticket_no":")" + no + R"(","contact_code":")" + code + "\"}");
  };
  const Answer found = ask(ticket.no, ticket.code);
  ASSERT_EQ(found.status, 200) << found.body;
  EXPECT_EQ("/api/v1/track/" + found.Text("tracking_secret"), ticket.track);
  const Answer wrong = ask(ticket.no, other.code);
  EXPECT_EQ(wrong.status, 404);
  std::string unknown = ticket.no;
  unknown.replace(unknown.size() - 3, 3, "999");
  // An unknown number and a wrong code answer alike: numbers cannot be probed.
  EXPECT_EQ(ask(unknown, ticket.code).body, wrong.body);
  EXPECT_EQ(ask("nonsense", ticket.code).body, wrong.body);
}

TEST_P(Customer, ContactThatDiffers_IsAnotherCustomerAndIsNotLost) {
  const auto person = [&](const std::string& text, const std::string& contact) {
    const Given ticket = Enter(text, R"(,"contact":{)" + contact + "}");
    return desk.Get(ticket.path).json().at("customer").at("id").as_int64();
  };
  const std::string mobile = R"("mobile":"13900005555")";
  const std::string email = R"("email":"w@example.com")";
  const int64_t both = person("第一件事情，请处理", mobile + "," + email);
  EXPECT_EQ(person("第二件完全不同的", mobile), both);
  EXPECT_EQ(person("第三件又是别的事", email), both);
  EXPECT_EQ(person("第四件还是同一人", email + "," + mobile), both);
  EXPECT_NE(person("第五件换了号码", R"("mobile":"13900006666",)" + email), both);
  EXPECT_NE(person("第六件换了邮箱", mobile + R"(,"email":"stranger@example.com")"), both);
}

TEST_P(Customer, GuessingCodes_IsSlowedDown) {
  const Given ticket = Enter("订单一直没发货");
  ApiClient guesser = world.Anonymous();
  Answer last;
  for (int i = 0; i < 31; ++i) {
    last = guesser.Post("/api/v1/public/track",
                        R"({"ticket_no":")" + ticket.no + R"(","contact_code":"00000000"})");
  }
  EXPECT_EQ(last.status, 429);
  bool told = false;
  for (const auto& header : last.headers) told = told || header.name == "Retry-After";
  EXPECT_TRUE(told);
}

TEST_P(Customer, Page_ShowsTheConversationAndNothingInternal) {
  const Given ticket =
      Enter("手机号是13900004444，请回电", R"(,"contact":{"name":"王五","mobile":"13900004444"})");
  ASSERT_EQ(desk.Post(ticket.path + "/start_work").status, 200);
  ASSERT_EQ(desk.Post(ticket.path + "/note", R"({"text":"内部判断：可能欺诈"})").status, 200);
  ASSERT_EQ(desk.Post(ticket.path + "/complete_analysis",
                      R"({"restated":"内部复述","reproduced":"no","impact_scope":"内部范围"})")
                .status,
            200);
  ASSERT_EQ(desk.Post(ticket.path + "/plan", R"({"plan":"内部方案"})").status, 200);
  ASSERT_EQ(desk.Post(ticket.path + "/reply", R"({"text":"您好，正在处理"})").status, 200);
  const Answer page = customer.Get(ticket.track);
  EXPECT_NE(page.body.find("您好，正在处理"), std::string::npos);
  EXPECT_EQ(page.body.find("内部"), std::string::npos);
  EXPECT_EQ(page.body.find("周主管"), std::string::npos) << "a department answers, not a name";
  EXPECT_EQ(page.body.find("13900004444"), std::string::npos) << "a link may be forwarded";
  for (const auto& header : page.headers) {
    if (header.name == "Cache-Control") {
      EXPECT_EQ(header.value, "no-store");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, Customer,
                         testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
