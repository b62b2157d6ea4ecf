// Files of tickets: who may give and get them, what is refused, how they are answered, and that
// they stay exactly the bytes that were given.
#include "app/attachments.h"

#include <gtest/gtest.h>

#include "api_world.h"
#include "app/reseal.h"

namespace huiyin::test {
namespace {

using namespace std::string_view_literals;

std::string Png(std::string_view more = "pixels") {
  return std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"sv) + std::string(more);
}

class Attachments : public testing::TestWithParam<OnEngine> {
 protected:
  struct Given {
    std::string path, track;
  };
  Given Enter(const char* department = "dept_service") {
    const Answer answer = desk.Post(
        "/api/v1/feedback", R"({"channel":"phone","text":"屏幕有一条亮线","department_id":)" +
                                std::to_string(world.instance.DepartmentId(department)) + "}");
    EXPECT_EQ(answer.status, 201) << answer.body;
    return {"/api/v1/tickets/" + answer.Text("ticket_no"),
            "/api/v1/track/" + answer.Text("tracking_secret")};
  }
  static Answer Upload(ApiClient& who, const std::string& owner, const std::string& name,
                       const std::string& bytes, const std::string& visibility = "") {
    std::string body;
    if (!visibility.empty()) {
      body += "--edge\r\nContent-Disposition: form-data; name=\"visibility\"\r\n\r\n" + visibility +
              "\r\n";
    }
    body += "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
            "\"\r\nContent-Type: image/png\r\n\r\n" + bytes + "\r\n--edge--\r\n";
    return who.Call(http::Method::kPost, owner + "/attachments", std::move(body),
                    {{"Content-Type", "multipart/form-data; boundary=edge"}});
  }
  static std::string FileOf(const std::string& owner, const Answer& uploaded) {
    return owner + "/attachments/" + std::to_string(uploaded.json().at("id").as_int64());
  }
  static std::string HeaderOf(const Answer& answer, std::string_view name) {
    for (const auto& header : answer.headers) {
      if (header.name == name) return header.value;
    }
    return "";
  }

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
  ApiClient customer = world.Anonymous();
};

TEST_P(Attachments, CustomersFile_ComesBackByteForByteAndNeverAsAPage) {
  const Given ticket = Enter();
  std::string bytes = Png();
  for (int i = 0; i < 300'000; ++i) bytes += static_cast<char>(i * 7 % 251);
  const Answer uploaded = Upload(customer, ticket.track, "亮线 照片.png", bytes);
  ASSERT_EQ(uploaded.status, 201) << uploaded.body;
  EXPECT_EQ(uploaded.Text("content_type"), "image/png");
  EXPECT_EQ(uploaded.Text("from"), "customer");
  EXPECT_EQ(uploaded.Text("visibility"), "customer");
  EXPECT_EQ(uploaded.json().at("size_bytes").as_int64(), static_cast<int64_t>(bytes.size()));
  for (const auto& [who, owner] :
       {std::pair(&customer, ticket.track), std::pair(&desk, ticket.path)}) {
    const Answer got = who->Get(FileOf(owner, uploaded));
    ASSERT_EQ(got.status, 200) << got.body;
    EXPECT_TRUE(got.body == bytes);
    EXPECT_EQ(HeaderOf(got, "Content-Type"), "image/png");
    EXPECT_EQ(HeaderOf(got, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(HeaderOf(got, "Cache-Control"), "private, no-store");
    EXPECT_NE(HeaderOf(got, "Content-Security-Policy").find("sandbox"), std::string::npos);
    const std::string disposition = HeaderOf(got, "Content-Disposition");
    EXPECT_TRUE(disposition.starts_with("attachment; ")) << disposition;
    EXPECT_NE(disposition.find("filename*=UTF-8''%E4%BA%AE"), std::string::npos) << disposition;
    EXPECT_EQ(who->Get(owner).json().at("attachments").as_array().size(), 1u);
  }
}

TEST_P(Attachments, InternalFile_DoesNotExistForTheCustomer) {
  const Given ticket = Enter();
  const Answer internal = Upload(desk, ticket.path, "鉴定.pdf", "%PDF-1.7 internal");
  ASSERT_EQ(internal.status, 201) << internal.body;
  EXPECT_EQ(internal.Text("visibility"), "internal") << "shown only when somebody says so";
  const Answer shown = Upload(desk, ticket.path, "说明.pdf", "%PDF-1.7 shown", "customer");
  ASSERT_EQ(shown.status, 201) << shown.body;
  EXPECT_EQ(customer.Get(FileOf(ticket.track, internal)).Text("type"), "attachment_not_found");
  EXPECT_EQ(customer.Get(FileOf(ticket.track, shown)).body, "%PDF-1.7 shown");
  EXPECT_EQ(customer.Get(ticket.track).json().at("attachments").as_array().size(), 1u);
  EXPECT_EQ(desk.Get(ticket.path).json().at("attachments").as_array().size(), 2u);
}

TEST_P(Attachments, OtherTicketOrDepartment_GivesNothingAndTakesNothing) {
  const Given mine = Enter(), legal = Enter("dept_legal");
  const Answer file = Upload(desk, legal.path, "合同.pdf", "%PDF-1.7", "customer");
  ASSERT_EQ(file.status, 201) << file.body;
  EXPECT_EQ(customer.Get(FileOf(mine.track, file)).Text("type"), "attachment_not_found");
  EXPECT_EQ(desk.Get(FileOf(mine.path, file)).Text("type"), "attachment_not_found");
  ApiClient agent = world.As("agent");
  EXPECT_EQ(agent.Get(FileOf(legal.path, file)).Text("type"), "ticket_not_found");
  EXPECT_EQ(Upload(agent, legal.path, "a.txt", "x").Text("type"), "ticket_not_found");
  EXPECT_EQ(Upload(customer, legal.path, "a.txt", "x").status, 401);
  EXPECT_EQ(customer.Get(FileOf(legal.path, file)).status, 401);
  EXPECT_EQ(Upload(customer, "/api/v1/track/guess", "a.txt", "x").Text("type"),
            "tracking_not_found");
  ApiClient auditor = world.As("auditor");
  EXPECT_EQ(Upload(auditor, legal.path, "a.txt", "x").status, 403);
}

TEST_P(Attachments, DisguisedOrRunnableContent_IsRefused) {
  const Given ticket = Enter();
  const std::pair<std::pair<std::string, std::string>, const char*> kAttacks[] = {
      {{"photo.png", "<html><script>alert(1)</script></html>"}, "type_not_allowed"},
      {{"photo.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='a()'/>"}, "type_not_allowed"},
      {{"run.exe", std::string("MZ\x90\0\3\0\0\0"sv)}, "type_not_allowed"},
      {{"page.html", "<!doctype html><p>x"}, "type_not_allowed"},
      {{"photo.jpg", Png()}, "extension_mismatch"},
      {{"page.html", Png()}, "extension_mismatch"},
      {{"both.png", Png("<script>alert(1)</script>")}, "dangerous_content"},
      {{"both.png", Png("PK\5\6 and an archive")}, "dangerous_content"},
      {{"broken.docx", "PK\3\4 no archive"}, "type_not_allowed"},
      {{"empty.png", ""}, "empty_file"}};
  for (const auto& [file, code] : kAttacks) {
    const Answer answer = Upload(customer, ticket.track, file.first, file.second);
    EXPECT_EQ(answer.status, 400) << file.first;
    EXPECT_EQ(answer.Text("type"), code) << file.first << " " << answer.body;
  }
  const auto body = [&](const std::string& text, const std::string& type) {
    return customer
        .Call(http::Method::kPost, ticket.track + "/attachments", text, {{"Content-Type", type}})
        .Text("type");
  };
  EXPECT_EQ(body("{}", "application/json"), "bad_multipart");
  EXPECT_EQ(body("--e\r\nno end", "multipart/form-data; boundary=e"), "bad_multipart");
  EXPECT_EQ(body("--e--", "multipart/form-data; boundary=e"), "bad_multipart");
  EXPECT_EQ(Upload(desk, ticket.path, "a.txt", "x", "everybody").Text("type"), "invalid_field");
  EXPECT_TRUE(desk.Get(ticket.path).json().at("attachments").as_array().empty());
}

TEST_P(Attachments, HostileName_LosesItsPathAndItsTricks) {
  const Given ticket = Enter();
  const std::pair<std::string, std::string> kNames[] = {
      {"../../etc/cron.d/a.txt", "a.txt"},
      {"C:\\\\windows\\\\b.txt", "b.txt"},
      {"invoice\u202Etxt.exe.txt", "invoicetxt.exe.txt"},
      {"call 13800138000.txt", "call 138****8000.txt"}};
  for (const auto& [given, kept] : kNames) {
    const Answer answer = Upload(customer, ticket.track, given, "text of " + kept);
    ASSERT_EQ(answer.status, 201) << given << answer.body;
    EXPECT_EQ(answer.Text("name"), kept);
  }
  const Answer longest = Upload(customer, ticket.track, std::string(3'000, 'a') + ".txt", "long");
  ASSERT_EQ(longest.status, 201) << longest.body;
  EXPECT_LE(longest.Text("name").size(), 255u);
  EXPECT_TRUE(longest.Text("name").ends_with(".txt"));
}

TEST_P(Attachments, Limits_HoldPerFileCustomerAndTicket) {
  const Given ticket = Enter();
  const Answer huge =
      Upload(customer, ticket.track, "huge.txt", std::string(app::kMaxAttachmentBytes + 1, 'a'));
  EXPECT_EQ(huge.status, 413);
  EXPECT_EQ(huge.Text("type"), "too_large");
  for (int i = 0; i < app::kMaxCustomerAttachments; ++i) {
    ASSERT_EQ(Upload(customer, ticket.track, "a.txt", std::to_string(i)).status, 201);
  }
  const Answer full = Upload(customer, ticket.track, "a.txt", "one too many");
  EXPECT_EQ(full.status, 409);
  EXPECT_EQ(full.Text("type"), "attachments_full");
  for (int64_t i = app::kMaxCustomerAttachments; i < app::kMaxAttachments; ++i) {
    ASSERT_EQ(Upload(desk, ticket.path, "b.txt", std::to_string(i)).status, 201);
  }
  EXPECT_EQ(Upload(desk, ticket.path, "b.txt", "one too many").Text("type"), "attachments_full");
}

TEST_P(Attachments, FloodOfUploads_IsSlowedDown) {
  const Given ticket = Enter();
  Answer last;
  for (int i = 0; i < 61; ++i) last = Upload(customer, ticket.track, "a.txt", "same");
  EXPECT_EQ(last.status, 429);
  EXPECT_EQ(desk.Get(ticket.path).json().at("attachments").as_array().size(), 1u);
}

TEST_P(Attachments, AFileAlone_EndsTheWaitForTheCustomer) {
  const Given ticket = Enter();
  const auto waits = [&] {
    const auto parsed = desk.Get(ticket.path).json();
    const auto& sub_state = parsed.at("sub_state");
    return sub_state.is_string() && sub_state.as_string() == "waiting_customer";
  };
  const auto messages = [&] {
    int n = 0;
    const auto parsed = desk.Get(ticket.path + "/events").json();
    for (const auto& item : parsed.at("items").as_array()) {
      n += item.at("kind").as_string() == "customer_message" ? 1 : 0;
    }
    return n;
  };
  ASSERT_EQ(Upload(customer, ticket.track, "before.png", Png("before")).status, 201);
  EXPECT_EQ(messages(), 0);  // nobody had asked
  ASSERT_EQ(desk.Post(ticket.path + "/start_work").status, 200);
  ASSERT_EQ(desk.Post(ticket.path + "/ask_customer", R"({"text":"请拍一张照片"})").status, 200);
  ASSERT_TRUE(waits());
  ASSERT_EQ(Upload(desk, ticket.path, "ours.png", Png("ours"), "customer").status, 201);
  EXPECT_TRUE(waits());  // ours is no answer
  ASSERT_EQ(Upload(customer, ticket.track, "a.png", Png()).status, 201);
  EXPECT_FALSE(waits());
  EXPECT_EQ(messages(), 1);
  // Asked once more, the same file once more is an answer again.
  ASSERT_EQ(desk.Post(ticket.path + "/ask_customer", R"({"text":"请再发一次"})").status, 200);
  ASSERT_EQ(Upload(customer, ticket.track, "a.png", Png()).status, 201);
  EXPECT_FALSE(waits());
  EXPECT_EQ(messages(), 2);
}

TEST_P(Attachments, SameFileAgain_AnswersTheFirstAndAddsNoFact) {
  const Given ticket = Enter();
  const Answer first = Upload(customer, ticket.track, "a.png", Png());
  const Answer again = Upload(customer, ticket.track, "a.png", Png());
  ASSERT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(first.body, again.body);
  const Answer events = desk.Get(ticket.path + "/events");
  size_t facts = 0;
  const auto parsed = events.json();
  for (const auto& item : parsed.at("items").as_array()) {
    if (item.at("kind").as_string() != "attachment_added") continue;
    ++facts;
    const auto& payload = item.at("payload").as_object();
    EXPECT_EQ(payload.at("size_bytes").as_int64(), static_cast<int64_t>(Png().size()));
    EXPECT_EQ(payload.at("content_type").as_string(), "image/png");
    EXPECT_EQ(payload.at("commitment").as_string().size(), 64u);
    EXPECT_FALSE(payload.contains("name")) << "a name may say who it is; the log is for ever";
  }
  EXPECT_EQ(facts, 1u);
}

TEST_P(Attachments, StoredBytes_AreSealedAndMayNotBeSwapped) {
  const Given ticket = Enter();
  const std::string secret = "the words of a confidential letter";
  const Answer one = Upload(customer, ticket.track, "one.txt", secret);
  const Answer two = Upload(customer, ticket.track, "two.txt", "another letter");
  ASSERT_TRUE(world.instance.db()
                  .Read([&](store::Session& session) {
                    return session.EachSql(
                        "SELECT bytes_enc FROM attachments", {}, [&](const store::Row& row) {
                          EXPECT_EQ(row.BlobBytes(0).find("confidential"), std::string_view::npos);
                          return Ok();
                        });
                  })
                  .ok());
  const std::vector<store::Param> ids = {one.json().at("id").as_int64(),
                                         two.json().at("id").as_int64()};
  ASSERT_TRUE(world.instance.db()
                  .writer()
                  .Run([&](store::Tx& tx) -> Status {
                    TRY(
                        tx.db().ExecSql("UPDATE attachments SET bytes_enc = (SELECT o.bytes_enc "
                                        "FROM attachments o WHERE o.id = ?2) WHERE id = ?1",
                                        ids));
                    return Ok();
                  })
                  .ok());
  EXPECT_EQ(customer.Get(FileOf(ticket.track, one)).status, 500);
  EXPECT_EQ(customer.Get(FileOf(ticket.track, two)).body, "another letter");
}

TEST_P(Attachments, AfterRotationOfTheMasterKey_StillOpenWithTheNewOneAlone) {
  const Given ticket = Enter();
  const Answer file = Upload(customer, ticket.track, "a.txt", "still readable");
  app::Context& context = world.instance.context();
  const KeyRing* old_ring = context.keys;
  KeyRing ring = *old_ring;
  ring.AddCurrent(SecretKey::Generate());
  context.keys = &ring;
  ASSERT_TRUE(app::ResealAll(context).ok());
  ring.RemoveOthers();
  EXPECT_EQ(customer.Get(FileOf(ticket.track, file)).body, "still readable");
  context.keys = old_ring;
}

INSTANTIATE_TEST_SUITE_P(Engines, Attachments,
                         testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
