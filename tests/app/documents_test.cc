#include "app/documents.h"

#include <gtest/gtest.h>

#include "support/instance.h"

namespace huiyin::app {
namespace {

using test::Instance;

class DocumentsTest : public ::testing::Test {
 protected:
  Result<Document> Put(const std::string& kind, const std::string& id, const std::string& body,
                       int64_t version, const std::string& by = "admin") {
    return PutDocument(context_, kinds_, instance_.ActorOf(by), {kind, id, body, version});
  }
  std::string Refusal(const std::string& kind, const std::string& id, const std::string& body,
                      int64_t version = 0) {
    const auto result = Put(kind, id, body, version);
    if (result.ok()) return "ok";
    if (result.error().fields.empty()) return result.error().type;
    return result.error().fields[0].path + " " + result.error().fields[0].problem;
  }
  Instance instance_{test::People::kOrganisation};
  Context& context_ = instance_.context();
  DocumentKinds kinds_ = DefaultDocumentKinds();
};

TEST_F(DocumentsTest, EveryVersion_IsKeptWithWhoAndWhen) {
  ASSERT_EQ(Put("setting", "wall", R"({"refresh_s": 5})", 0)->version, 1);
  instance_.clock().Advance(Duration::Minutes(1));
  ASSERT_EQ(Put("setting", "wall", R"({"refresh_s":10})", 1)->version, 2);
  const auto latest = GetDocument(context_, "setting", "wall");
  ASSERT_TRUE(latest.ok());
  EXPECT_EQ(latest->version, 2);
  EXPECT_EQ(latest->body, R"({"refresh_s":10})");
  EXPECT_EQ(latest->by, "user:" + std::to_string(instance_.PersonId("admin")));
  EXPECT_EQ(latest->at, instance_.clock().Now());
  const auto history = DocumentHistory(context_, "setting", "wall", 50);
  ASSERT_EQ(history->size(), 2u);
  EXPECT_EQ((*history)[1].body, R"({"refresh_s":5})");
  EXPECT_EQ(GetDocumentVersion(context_, "setting", "wall", 1)->body, R"({"refresh_s":5})");
  EXPECT_EQ(instance_.config()->settings.at("wall").version, 2);
}

TEST_F(DocumentsTest, StaleVersion_IsRefused) {
  ASSERT_TRUE(Put("setting", "wall", "{}", 0).ok());
  EXPECT_EQ(Refusal("setting", "wall", "{}", 0), "stale_etag");
  EXPECT_EQ(Refusal("setting", "wall", "{}", 2), "stale_etag");
  EXPECT_EQ(Refusal("setting", "new", "{}", 1), "stale_etag");
}

TEST_F(DocumentsTest, CalendarThatCannotBeRead_IsRefusedWithItsLine) {
  EXPECT_EQ(Refusal("calendar", "main", "{}"), "text required");
  const std::string body = R"({"text":"calendar shop\nzone Nowhere/City\n"})";
  EXPECT_EQ(Refusal("calendar", "main", body), "text.line[2] time_zone");
  EXPECT_EQ(Refusal("calendar", "main", R"({"text":"calendar shop\nzone UTC\n"})"),
            "text.hours required");
  EXPECT_EQ(Refusal("calendar", "main", R"({"name":7,"text":"calendar shop"})"), "name type");
  const auto refused = Put("calendar", "main", body, 0);
  EXPECT_NE(refused.error().fields[0].detail.find("Nowhere/City"), std::string::npos);
  EXPECT_EQ(Put("calendar", "main",
                R"({"text":"calendar shop\nzone Asia/Shanghai\nhours mon-fri 09:00-18:00\n"})", 0)
                ->version,
            1);
  EXPECT_EQ(instance_.config()->calendar->zone_name(), "Asia/Shanghai");
}

TEST_F(DocumentsTest, Rights_AreThoseOfTheKind) {
  EXPECT_EQ(Put("setting", "wall", "{}", 0, "supervisor").error().type, "permission_denied");
  EXPECT_EQ(Put("routing", "rules", R"({"rules":[]})", 0, "agent").error().type,
            "permission_denied");
  EXPECT_TRUE(Put("routing", "rules", R"({"rules":[]})", 0, "supervisor").ok());
}

TEST_F(DocumentsTest, BadBodies_AreNamed) {
  EXPECT_EQ(Refusal("nothing", "x", "{}"), "document_kind_unknown");
  EXPECT_EQ(Refusal("setting", "../x", "{}"), "id format");
  EXPECT_EQ(Refusal("setting", "x", "[]"), "invalid_json");
  EXPECT_EQ(Refusal("setting", "x", "{\"a\":"), "invalid_json");
  EXPECT_EQ(Refusal("setting", "x", std::string(100, '[')), "invalid_json");
  EXPECT_EQ(Refusal("setting", "x", "{\"a\":\"" + std::string(kMaxDocumentBytes, 'x') + "\"}"),
            "document_too_large");
  EXPECT_EQ(Refusal("setting", "security", R"({"lockout_after":1})", 1),
            "lockout_after out_of_range");
  EXPECT_EQ(Refusal("setting", "security", R"({"lockout":5})", 1), "lockout unknown_field");
  EXPECT_EQ(Refusal("setting", "lifecycle", R"({"reopen_window_days":0})", 1),
            "reopen_window_days out_of_range");
  EXPECT_EQ(Refusal("form", "x", "{}"), "title required");
  EXPECT_EQ(Refusal("form", "x", R"({"title":{"fr":"Bonjour"}})"), "title.fr unknown_field");
  EXPECT_EQ(Refusal("form", "x",
                    R"({"title":{"en":"A"},"fields":[{"name":"a","kind":"select",)"
                    R"("label":{"en":"A"}}]})"),
            "fields[0].options required");
  EXPECT_EQ(Refusal("template", "ack_high:zh-CN", R"({"text":"您好"})", 1),
            "text missing_variable");
  EXPECT_EQ(Refusal("template", "ack high", R"({"text":"x"})"), "id format");
}

TEST_F(DocumentsTest, Log_ProvesTheTextWithoutHoldingIt) {
  ASSERT_TRUE(Put("setting", "smtp", R"({"password":"tell nobody"})", 0).ok());
  EXPECT_EQ(instance_.WholeLog().find("tell nobody"), std::string::npos);
  const std::string payload = instance_.LastPayload("document_changed");
  EXPECT_EQ(payload.rfind("{\"commitment\":\"", 0), 0u);
  EXPECT_NE(payload.find("\"id\":\"smtp\",\"kind\":\"setting\",\"version\":1}"), std::string::npos);
}

TEST_F(DocumentsTest, MissingDocument_IsNotFound) {
  EXPECT_EQ(GetDocument(context_, "setting", "none").error().type, "document_not_found");
  EXPECT_EQ(GetDocumentVersion(context_, "form", "default", 9).error().type, "document_not_found");
  EXPECT_EQ(DocumentHistory(context_, "setting", "none", 10).error().type, "document_not_found");
}

}  // namespace
}  // namespace huiyin::app
