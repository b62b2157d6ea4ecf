// Bad input has one documented problem code each, and generated nonsense never a 5xx. The table of
// docs/bad-input.md names the test of each kind.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "api/route.h"
#include "api_world.h"
#include "app/open_ticket.h"
#include "ledger/verify.h"
#include "store/log_reader.h"

namespace huiyin::test {
namespace {

// What was acknowledged before stands unchanged after, and the log with it.
class Refusal : public testing::TestWithParam<OnEngine> {
 protected:
  void TearDown() override {
    EXPECT_EQ(desk.Get(path).body, before);
    EXPECT_EQ(desk.Get("/api/v1/tickets?limit=200").json().at("items").as_array().size(), entered);
    ledger::VerifyOptions options;
    options.trusted_keys = {world.instance.context().signing_key->public_key()};
    const auto report = store::VerifyLog(world.instance.db(), options);
    ASSERT_TRUE(report.ok()) << report.error().ToString();
    EXPECT_TRUE(report->ok);
  }
  // The problem code that this body gets as feedback, and the path of the field it names.
  std::pair<std::string, std::string> Feedback(const std::string& body) {
    const Answer answer = desk.Post("/api/v1/feedback", body);
    EXPECT_EQ(answer.status, 400) << answer.body;
    const auto problem = answer.json().as_object();
    const auto* errors = problem.if_contains("errors");
    if (errors == nullptr || errors->as_array().empty()) return {answer.Text("type"), ""};
    return {answer.Text("type"), std::string(errors->as_array().at(0).at("path").as_string())};
  }
  using Said = std::pair<std::string, std::string>;

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
  std::string path =
      "/api/v1/tickets/" + ApiWorld::Enter(desk, "先前已经受理的反馈，一个字都不能丢");
  std::string before = desk.Get(path).body;
  size_t entered = 1;
};

TEST_P(Refusal, OfAWrongType) {
  EXPECT_EQ(Feedback(R"({"channel":"api","text":5})"), Said("invalid_field", "text"));
  EXPECT_EQ(Feedback(R"({"channel":"api","text":"x","contact":{"mobile":[1]}})"),
            Said("invalid_field", "contact.mobile"));
}

TEST_P(Refusal, OfAnUnknownField) {
  EXPECT_EQ(Feedback(R"({"channel":"api","text":"x","extra":1})"), Said("invalid_field", "extra"));
}

// Code points count, not bytes: the same limit for Chinese.
TEST_P(Refusal, OfTextThatIsTooLong) {
  for (const std::string& character : {std::string("x"), std::string("长"), std::string("😀")}) {
    const auto body = [&](size_t length) {
      std::string text;
      for (size_t i = 0; i < length; ++i) text += character;
      return R"({"channel":"api","text":")" + text + "\"}";
    };
    EXPECT_EQ(Feedback(body(app::kMaxTextCodePoints + 1)), Said("invalid_field", "text"));
    EXPECT_EQ(desk.Post("/api/v1/feedback", body(app::kMaxTextCodePoints)).status, 201);
    ++entered;
  }
}

TEST_P(Refusal, OfDeepJson) {
  for (const int depth : {33, 10'000}) {
    std::string deep = R"({"channel":"api","text":"x","custom":)";
    for (int i = 0; i < depth; ++i) deep += "{\"a\":";
    deep += "1" + std::string(static_cast<size_t>(depth), '}') + "}";
    EXPECT_EQ(Feedback(deep).first, "invalid_json") << depth;
  }
}

TEST_P(Refusal, OfInvalidUtf8) {
  for (const char* bytes : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\xb8"}) {
    EXPECT_EQ(Feedback(std::string(R"({"channel":"api","text":")") + bytes + "\"}").first,
              "invalid_utf8");
  }
}

TEST_P(Refusal, OfNul) {
  EXPECT_EQ(Feedback(R"({"channel":"api","text":"a\u0000b"})"), Said("invalid_field", "text"));
  EXPECT_EQ(Feedback(std::string("{\"channel\":\"api\",\"text\":\"a\0b\"}", 32)).first,
            "invalid_json");
}

TEST_P(Refusal, OfEditsOfAClosedTicket) {
  ASSERT_EQ(desk.Post(path + "/void", R"({"reason":"spam"})").status, 200);
  before = desk.Get(path).body;
  const std::string etag = desk.Get(path).Text("etag");
  const Answer edit =
      desk.Call(http::Method::kPatch, path, R"({"title":"x"})", {{"If-Match", etag}});
  EXPECT_EQ(edit.status, 409) << edit.body;
  EXPECT_EQ(edit.Text("type"), "transition_refused");
  EXPECT_NE(edit.body.find("\"closed\""), std::string::npos) << edit.body;
  const std::string into = ApiWorld::Enter(desk, "另一件事：发票抬头写错了");
  entered = 2;
  const std::pair<const char*, std::string> steps[] = {
      {"acknowledge", "{}"},
      {"set_priority", R"({"priority":"high","reason":"重要"})"},
      {"merge", R"({"into":")" + into + "\"}"},
      {"progress", R"({"text":"还在处理","next_at":"2026-03-12T02:00:00Z"})"}};
  for (const auto& [step, body] : steps) {
    const Answer answer = desk.Post(path + "/" + step, body);
    EXPECT_EQ(answer.status, 409) << step << answer.body;
    EXPECT_EQ(answer.Text("type"), "transition_refused") << step << answer.body;
  }
}

TEST_P(Refusal, OfEditsOfAClosedTicket_LeavesItsTags) {
  ASSERT_EQ(desk.Post(path + "/void", R"({"reason":"spam"})").status, 200);
  const std::string etag = desk.Get(path).Text("etag");
  EXPECT_EQ(
      desk.Call(http::Method::kPatch, path, R"({"tags":["legal_hold"]})", {{"If-Match", etag}})
          .status,
      200);
  before = desk.Get(path).body;
}

TEST_P(Refusal, IsNotNeeded_WhenTheClockJumpsBack) {
  world.instance.clock().Advance(-Duration::Hours(1));
  const std::string number = ApiWorld::Enter(desk, "时钟倒退之后来的反馈");
  entered = 2;
  EXPECT_EQ(desk.Get("/api/v1/tickets/" + number).Text("state"), "pending");
  world.instance.clock().Advance(Duration::Hours(1));
}

INSTANTIATE_TEST_SUITE_P(Engines, Refusal, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

struct Bad {
  const char* body;
  const char* type;
  const char* path;
};

TEST(BadInput, Feedback_NamesWhatIsWrongAndWhere) {
  ApiWorld world;
  ApiClient desk = world.As("agent");
  const Bad cases[] = {
      {"", "invalid_json", ""},
      {"{", "invalid_json", ""},
      {"[]", "invalid_field", "body"},
      {R"({"channel":"api"})", "invalid_field", "text"},
      {R"({"channel":"api","text":"  \u3000 "})", "invalid_field", "text"},
      {R"({"channel":"fax","text":"x"})", "invalid_field", "channel"},
      {R"({"channel":"api","text":5})", "invalid_field", "text"},
      {R"({"channel":"api","text":"x","extra":1})", "invalid_field", "extra"},
      {R"({"channel":"api","text":"x","contact":{"phone":"1"}})", "invalid_field", "contact.phone"},
      {R"({"channel":"api","text":"x","contact":{"mobile":"abc"}})", "invalid_field",
       "contact.mobile"},
      {R"({"channel":"api","text":"x","received_at":"yesterday"})", "invalid_field", "received_at"},
      {R"({"channel":"api","text":"x","received_at":"2099-01-01T00:00:00Z"})", "invalid_field",
       "received_at"},
      {R"({"channel":"api","text":"a\u0000b"})", "invalid_field", "text"},
      {"{\"channel\":\"api\",\"text\":\"\xff\"}", "invalid_utf8", ""},
      {R"({"channel":"api","text":"x","custom":[]})", "invalid_field", "custom"},
  };
  for (const Bad& bad : cases) {
    const Answer answer = desk.Post("/api/v1/feedback", bad.body);
    EXPECT_EQ(answer.status, 400) << bad.body;
    EXPECT_EQ(answer.Text("type"), bad.type) << bad.body << answer.body;
    if (*bad.path != '\0') {
      EXPECT_NE(answer.body.find("\"path\":\"" + std::string(bad.path) + "\""), std::string::npos)
          << answer.body;
    }
  }
}

TEST(BadInput, PublicFeedback_NeedsProofOfWorkAndNoPrivileges) {
  ApiWorld world;
  const auto post = [&](const char* more) {
    return world.Anonymous().Post("/api/v1/feedback",
                                  std::string(R"({"channel":"web_form","text":"x")") + more + "}");
  };
  EXPECT_EQ(post("").Text("type"), "pow_required");
  EXPECT_EQ(post(R"(,"received_at":"2026-01-01T00:00:00Z")").Text("type"), "invalid_field");
  EXPECT_EQ(post(R"(,"website":"http://spam")").Text("type"), "invalid_field");
  EXPECT_EQ(post(R"(,"pow":{"challenge":"zzz","nonce":"1"})").Text("type"), "pow_invalid");
}

std::string Nonsense() {
  const auto piece = rc::gen::oneOf(
      rc::gen::just<std::string>("{}"), rc::gen::just<std::string>("[]"),
      rc::gen::just<std::string>(R"({"text":"x","channel":"api"})"),
      rc::gen::just<std::string>(R"({"text":null,"reason":1e999,"steps":[[]],"owner_id":-1})"),
      rc::gen::just<std::string>(R"({"text":"y","owner_id":9223372036854775807})"),
      rc::gen::just<std::string>(R"({"restated":"a","reproduced":"yes","impact_scope":"b"})"),
      rc::gen::just<std::string>(R"({"summary":"s","plan":"p","evaluation":"e","comment":"c"})"),
      rc::gen::just<std::string>(R"({"priority":"high","reason":"r","kind":"parent"})"),
      rc::gen::just<std::string>(R"({"message_ids":[1,2,3],"task_id":7,"title":"t"})"),
      rc::gen::arbitrary<std::string>());
  return *piece;
}

TEST(BadInput, GeneratedRequests_NeverGive5xx_Property) {
  ApiWorld world;
  ApiClient desk = world.As("supervisor");
  ApiClient admin = world.As("admin");
  desk.SendAnyQuery();
  admin.SendAnyQuery();
  const std::string no = ApiWorld::Enter(desk, "请问怎么开发票");
  const auto routes = api::Routes();
  EXPECT_TRUE(rc::check("no 5xx", [&] {
    const auto& route = routes[*rc::gen::inRange<size_t>(0, routes.size())];
    if (route.pattern == "/api/v1/session/password" || route.pattern == "/api/v1/session") return;
    std::string path;
    for (size_t i = 0; i < route.pattern.size(); ++i) {
      if (route.pattern[i] != '{') {
        path += route.pattern[i];
        continue;
      }
      const size_t close = route.pattern.find('}', i);
      const auto name = route.pattern.substr(i + 1, close - i - 1);
      if (name == "ticket_no") {
        path += *rc::gen::elementOf(std::vector<std::string>{no, "T261123-999999", "x", "T-1"});
      } else if (name == "transition") {
        const auto all = domain::AllTransitions();
        path += domain::Name(all[*rc::gen::inRange<size_t>(0, all.size())]);
      } else {
        path += *rc::gen::elementOf(
            std::vector<std::string>{"1", "x", "-1", "99999999999999999999", "setting"});
      }
      i = close;
    }
    if (route.method == http::Method::kGet) {
      path += *rc::gen::elementOf(std::vector<std::string>{"", "?limit=0", "?limit=x", "?cursor=zz",
                                                           "?q=%", "?q=电", "?sort=x", "?owner=zz",
                                                           "?state=nope", "?after=x"});
    }
    ApiClient& client = *rc::gen::arbitrary<bool>() ? desk : admin;
    const Answer answer = client.Call(route.method, path, Nonsense());
    RC_ASSERT(answer.status < 500);
  }));
}

}  // namespace
}  // namespace huiyin::test
