// Webhooks through the API: who may, what is shown once, what is refused, and that what is sent is
// the ticket as the API shows it.
#include "jobs/webhooks.h"

#include <gtest/gtest.h>

#include "api_world.h"
#include "app/webhook_events.h"
#include "support/http_receiver.h"

namespace huiyin::test {
namespace {

namespace json = boost::json;

class WebhooksApi : public testing::TestWithParam<OnEngine> {
 protected:
  ApiWorld world{GetParam()};
  ApiClient admin = world.As("admin");
  HttpReceiver receiver;

  Answer Make(const std::string& more = "") {
    return admin.Post("/api/v1/webhooks", R"({"url":")" + receiver.url() + "\"" + more + "}");
  }
  std::string Made(const std::string& more = "") {
    const Answer made = Make(more);
    EXPECT_EQ(made.status, 201) << made.body;
    return "/api/v1/webhooks/" +
           std::string(made.json().as_object().at("webhook").as_object().at("id").as_string());
  }
  void Send() {
    jobs::WebhookSender sender(world.instance.context(), *OutgoingPolicy::Parse({"127.0.0.1"}));
    sender.Step();
    sender.Wait();
  }
  json::array Deliveries(const std::string& path) {
    return admin.Get(path + "/deliveries").json().as_object().at("items").as_array();
  }
};

TEST_P(WebhooksApi, Secret_IsShownOnceAndNeverAgain) {
  const Answer made = Make();
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string secret(made.json().as_object().at("secret").as_string());
  EXPECT_EQ(secret.rfind("whsec_", 0), 0u);
  const Answer list = admin.Get("/api/v1/webhooks");
  EXPECT_EQ(list.body.find(secret.substr(6)), std::string::npos);
  EXPECT_EQ(list.body.find("sealed"), std::string::npos);
  EXPECT_EQ(list.json().as_object().at("events").as_array().size(), app::WebhookEvents().size());
  // Not by the way of documents, either.
  EXPECT_EQ(admin.Get("/api/v1/documents/webhook").status, 404);
  const std::string id(made.json().as_object().at("webhook").as_object().at("id").as_string());
  const Answer rotated = admin.Post("/api/v1/webhooks/" + id + "/secret");
  ASSERT_EQ(rotated.status, 200) << rotated.body;
  EXPECT_NE(rotated.json().as_object().at("secret").as_string(), secret);
  EXPECT_FALSE(
      rotated.json().as_object().at("webhook").as_object().at("old_secret_until").is_null());
}

TEST_P(WebhooksApi, BadInput_IsRefusedByField) {
  const struct {
    const char *body, *path;
  } kBad[] = {{R"({"url":""})", "url"},
              {R"({"url":"ftp://example.com/"})", "url"},
              {R"({"url":"http://a:b@example.com/"})", "url"},
              {R"({"url":"javascript:alert"})", "url"},
              {R"({"url":"http://example.com/","events":["ticket.unknown"]})", "events"}};
  for (const auto& bad : kBad) {
    const Answer answer = admin.Post("/api/v1/webhooks", bad.body);
    EXPECT_EQ(answer.status, 400) << bad.body << answer.body;
    EXPECT_NE(answer.body.find("\"" + std::string(bad.path) + "\""), std::string::npos)
        << answer.body;
  }
  EXPECT_EQ(admin.Post("/api/v1/webhooks", R"({"url":7})").status, 400);
  EXPECT_EQ(Make(",\"description\":\"" + std::string(201, 'x') + "\"").status, 400);
  EXPECT_EQ(world.As("supervisor").Get("/api/v1/webhooks").status, 403);
  for (const char* path : {"/secret", "/test"}) {
    EXPECT_EQ(admin.Post(std::string("/api/v1/webhooks/wh-none") + path).Text("type"),
              "webhook_not_found");
  }
}

TEST_P(WebhooksApi, Edit_NeedsTheVersionThatWasRead) {
  const std::string path = Made();
  const auto patch = [&](const std::string& body) {
    return admin.Call(http::Method::kPatch, path, body);
  };
  const Answer off = patch(R"({"active":false,"description":"ERP","version":1})");
  ASSERT_EQ(off.status, 200) << off.body;
  EXPECT_EQ(off.json().as_object().at("version").as_int64(), 2);
  EXPECT_EQ(patch(R"({"active":true,"version":1})").status, 412);
  const Answer test = admin.Post(path + "/test");
  EXPECT_EQ(test.status, 409);
  EXPECT_EQ(test.Text("type"), "webhook_inactive");
}

TEST_P(WebhooksApi, AtMostTwenty) {
  for (int i = 0; i < 20; ++i) ASSERT_EQ(Make().status, 201);
  const Answer more = Make();
  EXPECT_EQ(more.status, 409);
  EXPECT_EQ(more.Text("type"), "webhooks_full");
}

TEST_P(WebhooksApi, TestEvent_ArrivesAndItsFateIsSeen) {
  const std::string path = Made(R"(,"events":["ticket.closed"])");
  ASSERT_EQ(admin.Post(path + "/test").status, 202);
  EXPECT_EQ(Deliveries(path).at(0).as_object().at("state").as_string(), "waiting");
  receiver.AnswerStatus(500);
  Send();
  EXPECT_NE(json::serialize(Deliveries(path)).find("500"), std::string::npos);
  receiver.AnswerStatus(200);
  world.instance.clock().Advance(Duration::Minutes(2));
  Send();
  const json::object delivery = Deliveries(path).at(0).as_object();
  EXPECT_EQ(delivery.at("state").as_string(), "sent");
  EXPECT_EQ(delivery.at("event").as_string(), "webhook.test");
  EXPECT_EQ(delivery.at("attempts").as_int64(), 2);
}

TEST_P(WebhooksApi, DeadDelivery_IsInTheOutboxAndIsSentAgainFromThere) {
  const std::string path = Made();
  ASSERT_EQ(admin.Post(path + "/test").status, 202);
  receiver.AnswerStatus(500);
  for (int i = 0; i < 12; ++i) {
    Send();
    world.instance.clock().Advance(Duration::Hours(6));
  }
  ApiClient desk = world.As("supervisor");
  const Answer listed = desk.Get("/api/v1/outbox?state=dead");
  ASSERT_EQ(listed.status, 200) << listed.body;
  const json::array dead = listed.json().as_object().at("items").as_array();
  ASSERT_EQ(dead.size(), 1u);
  const json::object row = dead.at(0).as_object();
  EXPECT_EQ(row.at("kind").as_string(), "webhook");
  receiver.AnswerStatus(204);
  const std::string id = std::to_string(row.at("id").as_int64());
  ASSERT_EQ(desk.Post("/api/v1/outbox/" + id + "/retry").status, 204);
  Send();
  admin = world.As("admin");  // his session ended meanwhile
  EXPECT_EQ(Deliveries(path).at(0).as_object().at("state").as_string(), "sent");
}

// Every field that is sent has the name and the value the API gives it at that moment.
TEST_P(WebhooksApi, Data_IsTheTicketAsTheApiShowsIt) {
  Made(R"(,"events":["ticket.created","ticket.work_started","ticket.priority_changed"])");
  ApiClient desk = world.As("supervisor");
  const std::string path =
      "/api/v1/tickets/" +
      ApiWorld::Enter(
          desk, "投诉：手机 13800138000 收不到退款，太差了",
          R"(,"department_id":)" + std::to_string(world.instance.DepartmentId("dept_service")));
  const auto expect_same = [&](size_t at) {
    Send();
    ASSERT_EQ(receiver.requests().size(), at + 1);
    const json::value sent = json::parse(receiver.requests()[at].body);
    const json::object shown = desk.Get(path).json().as_object();
    const json::object data = sent.at("data").as_object();
    EXPECT_EQ(receiver.requests()[at].body.find("13800138000"), std::string::npos);
    EXPECT_GE(data.size(), 20u);
    for (const auto& [key, value] : data) {
      ASSERT_TRUE(shown.contains(key)) << key;
      EXPECT_EQ(json::serialize(value), json::serialize(shown.at(key))) << key;
    }
  };
  expect_same(0);
  ASSERT_EQ(desk.Post(path + "/start_work").status, 200);
  expect_same(1);
}

INSTANTIATE_TEST_SUITE_P(Engines, WebhooksApi,
                         testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
