// The whole life of a ticket through the API, and what the log makes of it.
#include <gtest/gtest.h>

#include "api_world.h"
#include "app/fact_json.h"
#include "app/ticket_clocks.h"
#include "app/ticket_unit.h"
#include "ledger/receipt.h"
#include "ledger/verify.h"
#include "store/log_reader.h"
#include "store/queries.h"

namespace huiyin::test {
namespace {

std::string Solve(const std::string& text) {
  // Finds the nonce of a challenge answer.
  const auto parsed = boost::json::parse(text).as_object();
  const std::string challenge(parsed.at("challenge").as_string());
  const auto difficulty = static_cast<int>(parsed.at("difficulty").as_int64());
  for (int nonce = 0;; ++nonce) {
    if (app::SolvesChallenge(challenge, std::to_string(nonce), difficulty)) {
      return R"({"challenge":")" + challenge + R"(","nonce":")" + std::to_string(nonce) + R"("})";
    }
  }
}

// Every ticket's row must be what its facts say; every clock too.
void ExpectReplayAgrees(ApiWorld& world) {
  const auto config = world.instance.config();
  int tickets = 0;
  ASSERT_TRUE(
      world.instance.db()
          .Read([&](store::Session& session) -> Status {
            TRY_ASSIGN(const auto ids,
                       session.All(store::q::ticket_ids_after, {0, 10'000},
                                   [](const store::Row& row) { return row.Int(0); }));
            for (const int64_t id : ids) {
              TRY_ASSIGN(const auto record, app::LoadTicket(session, id));
              TRY_ASSIGN(const auto facts, app::LoadFacts(session, id));
              const domain::Lifecycle life = domain::Replay(facts);
              TRY(session.Each(store::q::ticket_by_id, {id}, [&](const store::Row& row) -> Status {
                ++tickets;
                EXPECT_EQ(row.Str(3), domain::Name(life.category));
                EXPECT_EQ(row.Str(8), domain::Name(life.priority));
                EXPECT_EQ(row.Str(9), domain::Name(life.state));
                EXPECT_EQ(row.OptInt(19).value_or(0), life.department_id);
                EXPECT_EQ(row.OptInt(20).value_or(0), life.owner_id);
                EXPECT_EQ(row.OptInt(21).value_or(0), life.first_owner_id);
                EXPECT_EQ(row.Int(32), life.cycle);
                EXPECT_EQ(row.OptInt(33).value_or(0), life.rating);
                EXPECT_EQ(row.At(25), life.received_at);
                const auto clocks = app::ComputeClocks(*config, facts, row.At(27));
                EXPECT_EQ(row.OptAt(28), clocks.next_due_at);
                EXPECT_EQ(row.Bool(31), clocks.breached);
                return Ok();
              }));
            }
            return Ok();
          })
          .ok());
  EXPECT_GT(tickets, 0);
}

void ExpectLogVerifies(ApiWorld& world) {
  ledger::VerifyOptions options;
  options.trusted_keys = {world.instance.context().signing_key->public_key()};
  options.log_id = world.instance.db().log_id();
  const auto report = store::VerifyLog(world.instance.db(), options);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->ok);
}

class Loop : public testing::TestWithParam<OnEngine> {};

TEST_P(Loop, FromPublicFormToRating_IsAnsweredReopenedConfirmedAndProven) {
  ApiWorld world(GetParam());
  ApiClient customer = world.Anonymous();
  const std::string pow = Solve(customer.Get("/api/v1/public/challenge").body);
  const Answer opened = customer.Post(
      "/api/v1/feedback",
      R"({"channel":"web_form","text":"快递太慢了，客服还推诿，我要投诉","category":"complaint",)"
      R"("contact":{"name":"王小明","mobile":"13900001111","email":"w@example.com"},"pow":)" +
          pow + "}");
  ASSERT_EQ(opened.status, 201) << opened.body;
  const std::string no = opened.Text("ticket_no");
  const std::string track = "/api/v1/track/" + opened.Text("tracking_secret");
  const auto receipt = ledger::VerifyReceiptText(opened.Text("receipt"));
  ASSERT_TRUE(receipt.ok()) << receipt.error().ToString();
  EXPECT_EQ(receipt->event.ticket_no, no);
  EXPECT_EQ(receipt->event.payload.find("complaint"), std::string::npos)
      << "a customer's receipt tells nothing internal";

  ApiClient desk = world.As("supervisor");
  const std::string ticket = "/api/v1/tickets/" + no;
  world.instance.clock().Advance(Duration::Minutes(10));
  EXPECT_EQ(desk.Post(ticket + "/resolve", R"({"summary":"x"})").status, 409);
  ASSERT_EQ(desk.Post(ticket + "/start_work").status, 200);
  ASSERT_EQ(desk.Post(ticket + "/complete_analysis",
                      R"({"restated":"包裹九天未动","reproduced":"yes","impact_scope":"单个客户"})")
                .status,
            200);
  ASSERT_EQ(
      desk.Post(
              ticket + "/plan",
              R"({"plan":"重新派送并补偿","compensation_kind":"coupon","compensation_minor":30000})")
          .status,
      200);
  const Answer refused = desk.Post(ticket + "/communicate_solution", R"({"text":"已安排"})");
  EXPECT_EQ(refused.status, 409);
  EXPECT_NE(refused.body.find("approval_missing"), std::string::npos);
  ASSERT_EQ(desk.Post(ticket + "/evaluate", R"({"evaluation":"可行"})").status, 200);
  ASSERT_EQ(desk.Post(ticket + "/request_approval").status, 200);
  EXPECT_EQ(desk.Post(ticket + "/approve").status, 409) << "never one's own";
  const auto config = world.instance.config();
  domain::Actor leader = world.instance.ActorOf("leader");
  EXPECT_TRUE(leader.HasRole("team_leader"));
  // The leader of another department does not even see it; the manager reads all but lacks the
  // role.
  ApiClient manager = world.As("manager");
  EXPECT_EQ(manager.Post(ticket + "/approve").status, 403);
  ApiClient admin = world.As("admin");
  EXPECT_EQ(admin.Post(ticket + "/approve").status, 403);
  ASSERT_EQ(desk.Post(ticket + "/plan", R"({"plan":"重新派送"})").status, 200);
  ASSERT_EQ(desk.Post(ticket + "/communicate_solution", R"({"text":"今天重新派送"})").status, 200);
  ASSERT_EQ(desk.Post(ticket + "/resolve", R"({"summary":"已重新派送"})").status, 200);

  world.instance.clock().Advance(Duration::Hours(3));
  const Answer reopened = customer.Post(track + "/reopen", R"({"reason":"还是没有收到"})");
  ASSERT_EQ(reopened.status, 200) << reopened.body;
  EXPECT_EQ(reopened.Text("state"), "in_progress");
  ASSERT_EQ(desk.Post(ticket + "/communicate_solution", R"({"text":"已送到门口"})").status, 200);
  ASSERT_EQ(desk.Post(ticket + "/resolve", R"({"summary":"已送达"})").status, 200);
  ASSERT_EQ(customer.Post(track + "/confirm").status, 200);
  const Answer rated = customer.Post(track + "/rate", R"({"rating":5,"comment":"谢谢"})");
  ASSERT_EQ(rated.status, 200) << rated.body;
  EXPECT_EQ(rated.Text("state"), "closed");
  EXPECT_EQ(rated.json().as_object().at("rating").as_int64(), 5);

  const Answer late = customer.Get(track + "/receipt");
  ASSERT_EQ(late.status, 200) << late.body;
  EXPECT_TRUE(ledger::VerifyReceiptText(late.Text("receipt")).ok());
  // Nothing personal is in the clear in the log.
  const std::string log = world.instance.WholeLog();
  for (const char* secret : {"王小明", "13900001111", "w@example.com", "快递太慢"}) {
    EXPECT_EQ(log.find(secret), std::string::npos) << secret;
  }
  ExpectReplayAgrees(world);
  ExpectLogVerifies(world);
}

TEST_P(Loop, SameKey_GivesTheSameTicketOnce) {
  ApiWorld world(GetParam());
  ApiClient desk = world.As("agent");
  const std::vector<http::Header> key = {{"Idempotency-Key", "abc"}};
  const auto call = [&](const std::string& text) {
    return desk.Call(http::Method::kPost, "/api/v1/feedback",
                     R"({"channel":"api","text":")" + text + "\"}", key);
  };
  const Answer first = call("请问几点关门");
  const Answer second = call("请问几点关门");
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(first.Text("ticket_no"), second.Text("ticket_no"));
  const Answer other = call("另一件事情");
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(other.Text("type"), "idempotency_conflict");
}

TEST_P(Loop, SamePersonSayingNearlyTheSame_WithinTenMinutes_IsOneTicket) {
  ApiWorld world(GetParam());
  ApiClient desk = world.As("agent");
  const std::string contact = R"(,"contact":{"mobile":"13900002222"})";
  const std::string text = "包裹停在中转站整整九天没有动过，客服每次都说帮我催，到现在没有准话";
  const std::string first = ApiWorld::Enter(desk, text, contact);
  EXPECT_EQ(ApiWorld::Enter(desk, text + "！", contact), first);
  world.instance.clock().Advance(Duration::Minutes(11));
  EXPECT_NE(ApiWorld::Enter(desk, text, contact), first);
}

TEST_P(Loop, MergeAndUndo_KeepBothTicketsWhole) {
  ApiWorld world(GetParam());
  ApiClient desk = world.As("supervisor");
  const std::string a = ApiWorld::Enter(desk, "第一件：空气净化器噪音太大了，要求退货");
  world.instance.clock().Advance(Duration::Minutes(1));
  const std::string b = ApiWorld::Enter(desk, "第二件：客服电话打不通，我要投诉");
  ASSERT_EQ(desk.Post("/api/v1/tickets/" + b + "/merge", R"({"into":")" + a + "\"}").status, 200);
  EXPECT_EQ(desk.Post("/api/v1/tickets/" + b + "/reply", R"({"text":"x"})").status, 409);
  ASSERT_EQ(desk.Post("/api/v1/tickets/" + b + "/unmerge").status, 200);
  EXPECT_EQ(desk.Get("/api/v1/tickets/" + b).Text("state"), "pending");
  EXPECT_EQ(desk.Post("/api/v1/tickets/" + b + "/reply", R"({"text":"您好"})").status, 200);
  ExpectReplayAgrees(world);
}

TEST_P(Loop, StaleEdit_IsRefusedAndChangesNothing) {
  ApiWorld world(GetParam());
  ApiClient desk = world.As("supervisor");
  const std::string no = ApiWorld::Enter(desk, "请问可以改收货地址吗");
  const std::string path = "/api/v1/tickets/" + no;
  const std::string etag = desk.Get(path).Text("etag");
  const auto edit = [&](const std::string& title) {
    return desk.Call(http::Method::kPatch, path, R"({"title":")" + title + "\"}",
                     {{"If-Match", etag}});
  };
  EXPECT_EQ(edit("新标题").status, 200);
  EXPECT_EQ(edit("更新的标题").status, 412);
  EXPECT_EQ(desk.Get(path).Text("title"), "新标题");
  EXPECT_EQ(desk.Call(http::Method::kPatch, path, R"({"title":"x"})").status, 428);
}

INSTANTIATE_TEST_SUITE_P(Engines, Loop, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
