// Forms and the widget on somebody's site, through the API.
#include <gtest/gtest.h>

#include "api_world.h"
#include "base/hmac.h"

namespace huiyin::test {
namespace {

class Widget : public testing::TestWithParam<OnEngine> {
 protected:
  Answer Send(const std::string& more) {
    return desk.Post("/api/v1/feedback",
                     R"({"channel":"in_app","form":"default","text":"页面打不开")" + more + "}");
  }
  std::string Secret() {
    return world.As("admin").Post("/api/v1/forms/default/widget-secret").Text("secret");
  }
  std::string Refused(const Answer& answer) {
    if (answer.status != 400) return std::to_string(answer.status) + answer.body;
    const auto json = answer.json();
    const auto& first = json.at("errors").as_array().at(0);
    return std::string(first.at("path").as_string()) + " " +
           std::string(first.at("problem").as_string());
  }

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
};

TEST_P(Widget, SignedUser_IsKeptWithPageAndVersion) {
  const Answer sent = Send(R"(,"widget":{"page":"https://shop.example/cart?token=1#x",)"
                           R"("version":"2.1","user_id":"u42","signature":")" +
                           HmacSha256Hex(Secret(), "u42") + R"("})");
  ASSERT_EQ(sent.status, 201) << sent.body;
  const auto ticket = desk.Get("/api/v1/tickets/" + sent.Text("ticket_no")).json();
  const auto& custom = ticket.at("custom").as_object();
  EXPECT_EQ(custom.at("widget_page").as_string(), "https://shop.example/cart");
  EXPECT_EQ(custom.at("widget_version").as_string(), "2.1");
  EXPECT_EQ(custom.at("widget_user_id").as_string(), "u42");
}

TEST_P(Widget, UserWithoutTheSitesSignature_IsRefused) {
  EXPECT_EQ(Refused(Send(R"(,"widget":{"user_id":"u42"})")), "widget.signature wrong");
  const std::string signature = HmacSha256Hex(Secret(), "u42");
  EXPECT_EQ(Refused(Send(R"(,"widget":{"user_id":"u43","signature":")" + signature + R"("})")),
            "widget.signature wrong");
  EXPECT_EQ(Refused(Send(R"(,"custom":{"widget_user_id":"u42"})")),
            "custom.widget_user_id unknown_field");
}

TEST_P(Widget, NewWidgetKey_MakesOldSignaturesWorthless) {
  const std::string old = HmacSha256Hex(Secret(), "u42");
  ApiClient admin = world.As("admin");
  const auto listed = admin.Get("/api/v1/documents/form").json();
  const auto& form = listed.at("items").as_array().at(0);
  auto body = form.at("body").as_object();
  body["widget_key"] = 2;
  ASSERT_EQ(admin
                .Call(http::Method::kPut, "/api/v1/documents/form/default",
                      R"({"version":)" + std::to_string(form.at("version").as_int64()) +
                          R"(,"body":)" + boost::json::serialize(body) + "}")
                .status,
            200);
  EXPECT_EQ(Refused(Send(R"(,"widget":{"user_id":"u42","signature":")" + old + R"("})")),
            "widget.signature wrong");
}

TEST_P(Widget, Secret_IsShownOnlyToWhoMayEditForms) {
  EXPECT_EQ(desk.Post("/api/v1/forms/default/widget-secret").status,
            world.instance.ActorOf("supervisor").May("form.edit") ? 200 : 403);
  EXPECT_EQ(world.As("agent").Post("/api/v1/forms/default/widget-secret").status, 403);
  EXPECT_EQ(world.As("admin").Post("/api/v1/forms/none/widget-secret").status, 404);
}

TEST_P(Widget, AnswersThatDoNotFitTheForm_AreNamed) {
  EXPECT_EQ(Refused(Send(R"(,"custom":{"shoe_size":"42"})")), "custom.shoe_size unknown_field");
  EXPECT_EQ(Refused(desk.Post("/api/v1/feedback",
                              R"({"channel":"in_app","form":"gone","text":"页面打不开"})")),
            "form unknown_value");
}

INSTANTIATE_TEST_SUITE_P(Engines, Widget, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

// RFC 4231, test case 2.
TEST(Hmac, WorkedExample_Matches) {
  EXPECT_EQ(HmacSha256Hex("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

}  // namespace
}  // namespace huiyin::test
