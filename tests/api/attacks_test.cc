// The attacks that hurt comparable products, a test each: reaching into others' objects by every
// way but the front door, claiming to be somebody, setting what is not offered, planting markup.
// (Who may call which route: rights_test. Guessed links: customer_test. Live events: live_test.)
#include <gtest/gtest.h>

#include "api_world.h"
#include "app/setting_secrets.h"

namespace huiyin::test {
namespace {

namespace json = boost::json;

class Attack : public testing::TestWithParam<OnEngine> {
 protected:
  std::string Enter(const char* department, const std::string& text) {
    return ApiWorld::Enter(
        desk, text,
        R"(,"department_id":)" + std::to_string(world.instance.DepartmentId(department)));
  }
  std::string Id(const char* login) { return std::to_string(world.instance.PersonId(login)); }

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
};

std::string HeaderOf(const Answer& answer, std::string_view name) {
  for (const auto& header : answer.headers) {
    if (header.name == name) return header.value;
  }
  return "";
}

TEST_P(Attack, HiddenTicket_IsNotReachedThroughOnesOwn) {
  const std::string hidden = Enter("dept_legal", "机密：合同纠纷，对方已起诉");
  const std::string own = Enter("dept_service", "请问几点关门");
  ApiClient leader = world.As("leader");  // may merge and act on many, in one department
  const std::string path = "/api/v1/tickets/" + own;
  ASSERT_EQ(leader.Get(path).status, 200);
  const std::string other = R"("ticket_no":")" + hidden + "\"";
  for (const std::string kind : {"related", "parent", "child", "duplicate"}) {
    EXPECT_EQ(leader.Post(path + "/link", R"({"kind":")" + kind + "\"," + other + "}").status, 404);
    EXPECT_EQ(leader.Post(path + "/unlink", R"({"kind":")" + kind + "\"," + other + "}").status,
              404);
  }
  EXPECT_EQ(leader.Post(path + "/merge", R"({"into":")" + hidden + "\"}").status, 404);
  const Answer bulk =
      leader.Post("/api/v1/tickets/bulk",
                  R"({"transition":"note","body":{"text":"x"},"ticket_nos":[")" + hidden + "\"]}");
  EXPECT_EQ(bulk.status, 200);
  EXPECT_EQ(bulk.json().at("done").as_array().size(), 0u) << bulk.body;
  EXPECT_EQ(bulk.body.find("机密"), std::string::npos);
  EXPECT_EQ(desk.Get("/api/v1/tickets/" + hidden).json().at("links").as_array().size(), 0u);
  EXPECT_EQ(world.instance.EventCount("note_added"), 0);
}

TEST_P(Attack, HiddenTicketsMessages_AreNotSplitIntoOnesOwn) {
  const std::string hidden = "/api/v1/tickets/" + Enter("dept_legal", "机密：合同纠纷");
  const std::string own = "/api/v1/tickets/" + Enter("dept_service", "请问几点关门");
  ASSERT_EQ(desk.Post(hidden + "/note", R"({"text":"机密的备注"})").status, 200);
  std::string id;
  const auto timeline = desk.Get(hidden + "/timeline").json();
  for (const auto& item : timeline.at("items").as_array()) {
    const auto* message = item.at("changes").as_object().if_contains("message_id");
    if (message != nullptr) id = json::serialize(*message);
  }
  ASSERT_FALSE(id.empty());
  ApiClient leader = world.As("leader");
  EXPECT_EQ(leader.Post(own + "/split", R"({"message_ids":[)" + id + "]}").status, 400);
  EXPECT_EQ(leader.Get("/api/v1/tickets?q=机密").json().at("items").as_array().size(), 0u);
}

TEST_P(Attack, HiddenTickets_AreInNoCountAndNoColumn) {
  const auto counts = [&](ApiClient& client) { return client.Get("/api/v1/views").body; };
  const auto columns = [&](ApiClient& client) { return client.Get("/api/v1/board").body; };
  ApiClient agent = world.As("agent");
  const std::string before = counts(agent);
  Enter("dept_legal", "机密：合同纠纷");
  EXPECT_EQ(counts(agent), before);
  EXPECT_EQ(columns(agent).find("机密"), std::string::npos);
  EXPECT_NE(columns(desk).find("机密"), std::string::npos);
}

TEST_P(Attack, HeadersThatClaimAnIdentity_AreIgnored) {
  ApiClient nobody = world.Anonymous();
  const std::vector<http::Header> claims = {
      {"X-Forwarded-User", "admin"},     {"X-Remote-User", "admin"},
      {"Remote-User", "admin"},          {"X-Forwarded-For", "127.0.0.1"},
      {"CF-Connecting-IP", "127.0.0.1"}, {"X-Original-URL", "/api/v1/users"},
      {"X-HTTP-Method-Override", "GET"}};
  EXPECT_EQ(nobody.Call(http::Method::kGet, "/api/v1/users", "", claims).status, 401);
  // Nor do they slip out of a rate limit: the eleventh sign-in of an address is refused.
  Answer last;
  for (int i = 0; i < 12; ++i) {
    last = nobody.Call(http::Method::kPost, "/api/v1/session",
                       R"({"user":"nobody)" + std::to_string(i) + R"(","password":"x"})",
                       {{"X-Forwarded-For", "203.0.113." + std::to_string(i)}});
  }
  EXPECT_EQ(last.status, 429) << last.body;
}

TEST_P(Attack, FieldsThatAreNotOffered_AreRefusedNotIgnored) {
  const std::string path = "/api/v1/tickets/" + Enter("dept_service", "请问几点关门");
  const std::string etag = desk.Get(path).Text("etag");
  for (const char* field : {"state", "owner_id", "breached", "id", "version", "first_owner",
                            "approval", "rating", "department_id", "__proto__"}) {
    const Answer answer = desk.Call(http::Method::kPatch, path,
                                    std::string(R"({")") + field + R"(":1})", {{"If-Match", etag}});
    EXPECT_EQ(answer.status, 400) << field;
  }
  ApiClient admin = world.As("admin");
  for (const char* field : {"permissions", "is_admin", "password_hash", "totp_enc"}) {
    const Answer answer =
        admin.Call(http::Method::kPatch, "/api/v1/users/" + Id("agent"),
                   std::string(R"({"version":1,")") + field + R"(":["user.manage"]})");
    EXPECT_EQ(answer.status, 400) << field;
  }
  EXPECT_FALSE(world.instance.ActorOf("agent").May("user.manage"));
}

TEST_P(Attack, Prototype_AsACustomField_IsOnlyAName) {
  const Answer made = desk.Post(
      "/api/v1/feedback",
      R"({"channel":"api","text":"x","custom":{"__proto__":{"admin":true},"constructor":"y"}})");
  ASSERT_EQ(made.status, 201) << made.body;
  const Answer read = desk.Get("/api/v1/tickets/" + made.Text("ticket_no"));
  EXPECT_NE(read.body.find("__proto__"), std::string::npos);
}

TEST_P(Attack, Markup_StaysTextInAnswersThatNoBrowserRuns) {
  const std::string markup = "<img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}";
  const std::string no = Enter("dept_service", markup);
  const Answer read = desk.Get("/api/v1/tickets/" + no);
  EXPECT_EQ(read.json().at("content").as_string(), markup);
  EXPECT_TRUE(HeaderOf(read, "Content-Type").starts_with("application/json"));
}

TEST_P(Attack, WildcardsInAFilter_AreLetters) {
  const std::string no = Enter("dept_service", "请问几点关门");
  const std::string path = "/api/v1/tickets/" + no;
  const std::string etag = desk.Get(path).Text("etag");
  ASSERT_EQ(
      desk.Call(http::Method::kPatch, path, R"({"tags":["加急","100%"]})", {{"If-Match", etag}})
          .status,
      200);
  const auto found = [&](const std::string& tag) {
    return desk.Get("/api/v1/tickets?tag=" + tag).json().at("items").as_array().size();
  };
  EXPECT_EQ(found("加急"), 1u);
  EXPECT_EQ(found("100%"), 1u);
  for (const char* tag : {"%", "_", "加_", "1%", "\"", "' OR 1=1 --", "\\", "!"}) {
    EXPECT_EQ(found(tag), 0u) << tag;
  }
}

TEST_P(Attack, SessionCookie_IsFreshHiddenAndBoundToTheSite) {
  ApiClient first = world.Anonymous();
  const Answer in = first.SignIn("agent", kPassword);
  const std::string cookie = HeaderOf(in, "Set-Cookie");
  EXPECT_NE(cookie.find("HttpOnly"), std::string::npos) << cookie;
  EXPECT_TRUE(cookie.find("SameSite=Lax") != cookie.npos ||
              cookie.find("SameSite=Strict") != cookie.npos)
      << cookie;
  const std::string before = first.cookie();
  first.SignIn("agent", kPassword);
  EXPECT_NE(first.cookie(), before) << "a session handed over before signing in is worth nothing";
  EXPECT_EQ(in.body.find(before), std::string::npos) << "the page's scripts never see it";
}

TEST_P(Attack, TokenOfScopeIntake_ReadsNothing) {
  ApiClient admin = world.As("admin");
  const Answer made =
      admin.Post("/api/v1/tokens", R"({"name":"shop","user_id":)" + Id("supervisor") +
                                       R"(,"scopes":["intake"],"days":1})");
  ASSERT_EQ(made.status, 201) << made.body;
  ApiClient shop = world.Anonymous();
  shop.UseToken(made.Text("token"));
  const Answer given = shop.Post("/api/v1/feedback", R"({"channel":"api","text":"漏发一件"})");
  ASSERT_EQ(given.status, 201) << given.body;
  EXPECT_EQ(shop.Get("/api/v1/tickets").status, 403);
  EXPECT_EQ(shop.Get("/api/v1/tickets/" + given.Text("ticket_no")).status, 403);
  EXPECT_EQ(shop.Get("/api/v1/events").status, 403);
  shop.UseToken(made.Text("token") + "x");
  EXPECT_EQ(shop.Post("/api/v1/feedback", R"({"channel":"api","text":"x"})").status, 401)
      << "a wrong token is never an anonymous caller";
}

TEST_P(Attack, MailPassword_IsSealedAndNeverGivenOut) {
  ApiClient admin = world.As("admin");
  const auto put = [&](const std::string& body, int version) {
    return admin.Call(http::Method::kPut, "/api/v1/documents/setting/smtp",
                      R"({"version":)" + std::to_string(version) + R"(,"body":)" + body + "}");
  };
  const std::string rest = R"("url":"smtp://mail.example.com","from":"a@example.com")";
  ASSERT_EQ(put("{" + rest + R"(,"password":"tell nobody"})", 0).status, 200);
  const auto stored = [&] { return world.instance.config()->settings.at("smtp").body; };
  EXPECT_EQ(stored().find("tell nobody"), std::string::npos);
  EXPECT_EQ(*app::SmtpPassword(world.instance.context(), stored()), "tell nobody");
  const Answer shown = admin.Get("/api/v1/documents/setting");
  EXPECT_EQ(shown.body.find("tell nobody"), std::string::npos);
  EXPECT_EQ(shown.body.find("password_sealed"), std::string::npos);
  EXPECT_NE(shown.body.find(R"("password_set":true)"), std::string::npos);
  // Saved without it, it stays; what is sealed elsewhere is not taken; "" removes it.
  ASSERT_EQ(put("{" + rest + R"(,"password_sealed":"x","password_set":true})", 1).status, 200);
  EXPECT_EQ(*app::SmtpPassword(world.instance.context(), stored()), "tell nobody");
  ASSERT_EQ(put("{" + rest + R"(,"password":""})", 2).status, 200);
  EXPECT_EQ(*app::SmtpPassword(world.instance.context(), stored()), "");
  for (const char* login : {"agent", "supervisor", "auditor"}) {
    ApiClient client = world.As(login);
    EXPECT_EQ(client.Get("/api/v1/documents/setting").status, 403) << login;
  }
}

TEST_P(Attack, DocumentKindsAndIds_AreNoPaths) {
  ApiClient admin = world.As("admin");
  for (const char* path :
       {"/api/v1/documents/..", "/api/v1/documents/setting/..", "/api/v1/documents/users",
        "/api/v1/public/forms/..", "/api/v1/public/forms/' OR 1=1"}) {
    EXPECT_GE(admin.Get(path).status, 400) << path;
    EXPECT_LT(admin.Get(path).status, 500) << path;
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, Attack, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
