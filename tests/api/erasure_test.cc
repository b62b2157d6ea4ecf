// Erasing a person: nothing of what he said or left is found afterwards, neither in the files of
// the database nor in any column, while the log verifies and what stays can be read.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "api_world.h"
#include "app/erase_subject.h"
#include "app/export_subject.h"
#include "app/users.h"
#include "jobs/search_index.h"
#include "ledger/verify.h"
#include "store/log_reader.h"

namespace huiyin::test {
namespace {

using domain::Actor;

constexpr char kMobile[] = "13912345678";
constexpr char kEmail[] = "ouyang.qinglan@example.com";
// Each is planted somewhere a person's words end up.
constexpr const char* kPlanted[] = {"欧阳青岚",      kMobile,    kEmail,     "ouyang.qinglan",
                                    "紫云里九号院",  "豆绿旧钟", "蔷薇信笺", "槐荫茶会",
                                    "BILL-77Q19X",   "靛青围巾", "铜雀琴谱", "麦田相册",
                                    "zirconwhisper", "霜叶订单"};

class Erasure : public testing::TestWithParam<OnEngine> {
 protected:
  void SetUp() override {
    const Answer given = desk.Post(
        "/api/v1/feedback",
        R"({"channel":"phone","text":"紫云里九号院的豆绿旧钟坏了 zirconwhisper","priority":"low",)"
        R"("contact":{"name":"欧阳青岚","mobile":"13912345678",)"
        R"("email":"ouyang.qinglan@example.com"}})");
    ASSERT_EQ(given.status, 201) << given.body;
    number = given.Text("ticket_no");
    track = "/api/v1/track/" + given.Text("tracking_secret");
    path = "/api/v1/tickets/" + number;
    const auto ticket = desk.Get(path).json();
    customer = ticket.at("customer").at("id").as_int64();
    // Somebody else, whose data must stay.
    other = ApiWorld::Enter(desk, "另一位客户说的青石板路不平",
                            R"(,"contact":{"name":"司徒远山","mobile":"13800001111"})");
  }
  void Live() {
    const auto ok = [](const Answer& answer) { ASSERT_LT(answer.status, 300) << answer.body; };
    ok(customers.Post(track + "/reply", R"({"text":"还有蔷薇信笺也湿了"})"));
    ok(desk.Post(path + "/note", R"({"text":"他提到槐荫茶会"})"));
    ok(desk.Post(path + "/task", R"({"title":"找靛青围巾","department_id":)" +
                                     std::to_string(world.instance.DepartmentId("dept_tech")) +
                                     "}"));
    ok(desk.Post(path + "/reveal", R"({"field":"mobile","reason":"为铜雀琴谱回电"})"));
    const std::string file = std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16) + "麦田相册";
    ok(customers.Call(http::Method::kPost, track + "/attachments",
                      "--edge\r\nContent-Disposition: form-data; name=\"file\"; "
                      "filename=\"麦田相册.png\"\r\nContent-Type: image/png\r\n\r\n" +
                          file + "\r\n--edge--\r\n",
                      {{"Content-Type", "multipart/form-data; boundary=edge"}}));
    const std::string etag = desk.Get(path).Text("etag");
    ok(desk.Call(http::Method::kPatch, path,
                 R"({"title":"霜叶订单","order_no":"BILL-77Q19X","tags":["霜叶订单"],)"
                 R"("custom":{"where":"紫云里九号院"}})",
                 {{"If-Match", etag}}));
    Index();
  }
  void Index() {
    for (int i = 0; i < 100; ++i) {
      const auto passed = jobs::IndexNext(world.instance.context(), 500);
      ASSERT_TRUE(passed.ok()) << passed.error().ToString();
      if (*passed == 0) return;
    }
  }
  // The organisation's personal-information protection officer.
  ApiClient Officer() {
    app::NewUser wanted;
    wanted.login = "officer";
    wanted.display_name = "officer";
    wanted.password = kPassword;
    wanted.roles = {"pi_officer"};
    const auto made =
        app::CreateUser(world.instance.context(), world.instance.hasher(), Actor::System(), wanted);
    EXPECT_TRUE(made.ok()) << made.error().ToString();
    return world.As("officer");
  }
  void Close() { ASSERT_EQ(desk.Post(path + "/void", R"({"reason":"withdrawn"})").status, 200); }
  Result<app::ErasureOutlook> Erase(const Actor& actor = Actor::System()) {
    return app::EraseSubject(world.instance.context(), actor, customer, "customer_request");
  }
  bool Purge() {
    const auto purged = app::PurgeErased(world.instance.context());
    EXPECT_TRUE(purged.ok()) << purged.error().ToString();
    return purged.ok() && *purged;
  }
  // Every value of every column of every table as one text; bytes as they are.
  std::string EveryValue() {
    std::string out;
    store::Database& db = world.instance.db();
    const bool postgres = db.engine() == store::Engine::kPostgres;
    EXPECT_TRUE(db.Read([&](store::Session& session) -> Status {
                    std::vector<std::string> tables;
                    TRY(session.EachSql(
                        postgres ? "SELECT tablename::text FROM pg_tables WHERE schemaname = "
                                   "current_schema()"
                                 : "SELECT name FROM sqlite_master WHERE type = 'table' AND name "
                                   "NOT LIKE 'ticket_search%'",
                        {}, [&](const store::Row& row) {
                          tables.push_back(row.Str(0));
                          return Ok();
                        }));
                    for (const std::string& table : tables) {
                      std::string columns;
                      TRY(session.EachSql(
                          postgres
                              ? "SELECT column_name::text, data_type::text FROM "
                                "information_schema.columns WHERE table_schema = current_schema() "
                                "AND table_name = '" +
                                    table + "'"
                              : "SELECT name, type FROM pragma_table_info('" + table + "')",
                          {}, [&](const store::Row& row) {
                            const std::string cell = row.Str(1) == "bytea"
                                                         ? "encode(" + row.Str(0) + ", 'escape')"
                                                         : "CAST(" + row.Str(0) + " AS TEXT)";
                            columns += (columns.empty() ? "" : " || '|' || ") +
                                       ("coalesce(" + cell) + ", '')";
                            return Ok();
                          }));
                      TRY(session.EachSql("SELECT " + columns + " FROM " + table, {},
                                          [&](const store::Row& row) {
                                            out += row.Str(0) + "\n";
                                            return Ok();
                                          }));
                    }
                    return Ok();
                  }).ok());
    return out;
  }
  std::string DatabaseFiles() {
    std::string out;
    for (const auto& entry : std::filesystem::directory_iterator(world.instance.data_dir())) {
      if (entry.path().filename().string().rfind("huiyin.db", 0) != 0) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      out.append(std::istreambuf_iterator<char>(file), {});
    }
    return out;
  }
  static void ExpectNothingPlanted(const std::string& where) {
    for (const char* planted : kPlanted) {
      EXPECT_EQ(where.find(planted), std::string::npos) << planted;
    }
    // The index keeps pairs of characters; these stand in no other text of this test.
    for (const char* pair : {"豆绿", "蔷薇", "槐荫", "阳青"}) {
      EXPECT_EQ(where.find(pair), std::string::npos) << pair;
    }
  }
  int64_t Found(const std::string& typed) {
    const auto body = desk.Get("/api/v1/tickets?q=" + typed).json();
    return static_cast<int64_t>(body.at("items").as_array().size());
  }

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
  ApiClient customers = world.Anonymous();
  std::string number, track, path, other;
  int64_t customer = 0;
};

TEST_P(Erasure, OfAPerson_LeavesNothingThatWasSaid) {
  Live();
  const std::string before = EveryValue();
  EXPECT_NE(before.find("豆绿旧钟"), std::string::npos) << "the search itself must find things";
  EXPECT_NE(before.find("BILL-77Q19X"), std::string::npos);
  EXPECT_EQ(Found("豆绿旧钟"), 1);
  Close();
  const auto erased = Erase();
  ASSERT_TRUE(erased.ok()) << erased.error().ToString();
  EXPECT_EQ(erased->tickets, 1);
  EXPECT_GE(erased->messages, 3);
  EXPECT_EQ(erased->attachments, 1);
  EXPECT_TRUE(Purge());
  EXPECT_FALSE(Purge()) << "once is enough";
  const std::string after = EveryValue();
  ExpectNothingPlanted(after);
  EXPECT_NE(after.find("青石板路"), std::string::npos) << "others keep theirs";
  if (GetParam() == OnEngine::kSqlite) {
    const std::string files = DatabaseFiles();
    ExpectNothingPlanted(files);
    EXPECT_NE(files.find("青石板路"), std::string::npos);
  }
  EXPECT_EQ(Found("豆绿旧钟"), 0);
  EXPECT_EQ(Found("蔷薇信笺"), 0);
  EXPECT_EQ(Found("青石板路"), 1) << "the index still knows the others";
}

TEST_P(Erasure, OfAPerson_KeepsTheLogValidAndTheTicketReadable) {
  Live();
  Close();
  ASSERT_TRUE(Erase().ok());
  Purge();
  ledger::VerifyOptions verify;
  verify.trusted_keys = {world.instance.context().signing_key->public_key()};
  verify.log_id = world.instance.db().log_id();
  const auto report = store::VerifyLog(world.instance.db(), verify, "");
  ASSERT_TRUE(report.ok()) << report.error().ToString();
  EXPECT_TRUE(report->ok);
  ExpectNothingPlanted(world.instance.WholeLog());
  const Answer got = desk.Get(path);
  ASSERT_EQ(got.status, 200) << got.body;
  const auto ticket = got.json();
  EXPECT_EQ(ticket.at("state").as_string(), "closed");
  EXPECT_EQ(ticket.at("content").as_string(), "");
  EXPECT_TRUE(ticket.at("customer").at("erased").as_bool());
  EXPECT_EQ(desk.Get(path + "/timeline").status, 200);
  EXPECT_EQ(desk.Post(path + "/note", R"({"text":"后来"})").status, 409);
  EXPECT_EQ(desk.Post(path + "/reveal", R"({"field":"content","reason":"x"})").Text("type"),
            "erased");
  EXPECT_EQ(customers.Get(track).status, 200);
  const auto verdict = desk.Get("/api/v1/tickets/" + other).json();
  EXPECT_FALSE(verdict.at("customer").at("erased").as_bool());
}

TEST_P(Erasure, WhileWorkOrEvidenceStandsAgainstIt_IsRefusedAndNothingChanges) {
  Live();
  const std::string before = EveryValue();
  const auto open = Erase();
  ASSERT_FALSE(open.ok());
  EXPECT_EQ(open.error().type, "open_tickets");
  EXPECT_NE(open.error().message.find(number), std::string::npos);
  EXPECT_EQ(EveryValue(), before);
  const std::string etag = desk.Get(path).Text("etag");
  ASSERT_EQ(
      desk.Call(http::Method::kPatch, path, R"({"tags":["legal_hold"]})", {{"If-Match", etag}})
          .status,
      200);
  Close();
  EXPECT_EQ(Erase().error().type, "legal_hold");
  EXPECT_EQ(
      app::EraseSubject(world.instance.context(), Actor::System(), 999'999, "customer_request")
          .error()
          .type,
      "customer_not_found");
  EXPECT_EQ(
      app::EraseSubject(world.instance.context(), Actor::System(), customer, "因为").error().type,
      "invalid_field");
  EXPECT_EQ(Erase(world.instance.ActorOf("supervisor")).error().type, "permission_denied");
}

TEST_P(Erasure, SamePersonLater_IsANewCustomer) {
  Close();
  ASSERT_TRUE(Erase().ok());
  const auto found = app::SubjectsByContact(world.instance.context(), kMobile);
  ASSERT_TRUE(found.ok());
  EXPECT_TRUE(found->empty());
  world.instance.clock().Advance(Duration::Minutes(20));
  const std::string again =
      ApiWorld::Enter(desk, "又有一件事", R"(,"contact":{"mobile":"13912345678"})");
  EXPECT_NE(desk.Get("/api/v1/tickets/" + again).json().at("customer").at("id").as_int64(),
            customer);
  const auto twice = Erase();
  ASSERT_TRUE(twice.ok()) << "erasing the erased does nothing";
  EXPECT_EQ(twice->tickets, 0);
}

TEST_P(Erasure, IndexerThatReadBefore_BringsNothingBack) {
  Close();
  // Nothing of the ticket is indexed yet when it is erased.
  ASSERT_TRUE(Erase().ok());
  Index();
  Purge();
  EXPECT_EQ(Found("豆绿旧钟"), 0);
  EXPECT_EQ(Found("青石板路"), 1);
}

TEST_P(Erasure, ListOfErasures_ErasesThemAgainInAnOlderCopy) {
  Live();
  const app::Context& context = world.instance.context();
  const std::string line = R"({"customer_id":)" + std::to_string(customer) +
                           R"(,"erased_at":"2027-01-01T00:00:00Z","log_id":")" +
                           world.instance.db().log_id() + "\"}\n";
  // As after a restore: what was decided is done, though the ticket is open again.
  const auto applied = app::ApplyErasureList(context, line);
  ASSERT_TRUE(applied.ok()) << applied.error().ToString();
  EXPECT_EQ(*applied, 1);
  ExpectNothingPlanted(EveryValue());
  const auto list = app::ErasureList(context);
  ASSERT_TRUE(list.ok());
  EXPECT_NE(list->find("\"customer_id\":" + std::to_string(customer)), std::string::npos);
  EXPECT_EQ(*app::ApplyErasureList(context, *list), 0) << "a second time nothing is left";
  const std::string no_one = R"({"customer_id":999999,"erased_at":"2027-01-01T00:00:00Z",)"
                             R"("log_id":")" +
                             world.instance.db().log_id() + "\"}";
  EXPECT_EQ(*app::ApplyErasureList(context, no_one), 0);
  EXPECT_EQ(app::ApplyErasureList(context, "{}").error().type, "erasure_list");
  EXPECT_EQ(app::ApplyErasureList(
                context, R"({"customer_id":1,"erased_at":"2027-01-01T00:00:00Z","log_id":"x"})")
                .error()
                .type,
            "erasure_list");
}

TEST_P(Erasure, ExportOfAPerson_HoldsEverythingAndIsNoted) {
  Live();
  app::Context& context = world.instance.context();
  const auto text = app::ExportSubject(context, Actor::System(), customer, "access_request");
  ASSERT_TRUE(text.ok()) << text.error().ToString();
  for (const char* planted : kPlanted) {
    if (std::string_view(planted) == "ouyang.qinglan") continue;  // part of the address
    EXPECT_NE(text->find(planted), std::string::npos) << planted;
  }
  EXPECT_EQ(text->find("青石板路"), std::string::npos) << "nothing of others";
  const auto json = boost::json::parse(*text);
  EXPECT_EQ(json.at("customer").at("mobile").as_string(), kMobile);
  EXPECT_EQ(json.at("tickets").at(0).at("revealed").as_array().size(), 1u);
  EXPECT_EQ(json.at("tickets").at(0).at("attachments").as_array().size(), 1u);
  std::string file;
  ASSERT_TRUE(app::EachSubjectFile(context, Actor::System(), customer,
                                   [&](int64_t, const std::string&, std::string bytes) {
                                     file = std::move(bytes);
                                     return Ok();
                                   })
                  .ok());
  EXPECT_NE(file.find("麦田相册"), std::string::npos);
  EXPECT_EQ(world.instance.EventCount("customer_exported"), 1);
  EXPECT_NE(world.instance.LastPayload("customer_exported").find("access_request"),
            std::string::npos);
  EXPECT_EQ(app::ExportSubject(context, Actor::System(), customer, "").error().type,
            "invalid_field");
}

TEST_P(Erasure, OverHttp_TakesItsOwnRights) {
  const std::string base = "/api/v1/customers/" + std::to_string(customer);
  EXPECT_EQ(desk.Post(base + "/export", R"({"reason":"access_request"})").status, 403);
  EXPECT_EQ(desk.Get(base + "/erasure").status, 403);
  EXPECT_EQ(desk.Post(base + "/erase", R"({"reason":"customer_request"})").status, 403);
  ApiClient officer = Officer();
  const Answer given = officer.Post(base + "/export", R"({"reason":"access_request"})");
  ASSERT_EQ(given.status, 200) << given.body;
  EXPECT_NE(given.body.find(kEmail), std::string::npos);
  EXPECT_EQ(officer.Post(base + "/export", R"({"reason":"curiosity"})").status, 400);
  EXPECT_EQ(officer.Get("/api/v1/customers/999999/erasure").Text("type"), "customer_not_found");
  EXPECT_EQ(officer.Get("/api/v1/customers/x/erasure").Text("type"), "customer_not_found");
  const auto outlook = officer.Get(base + "/erasure").json();
  EXPECT_EQ(outlook.at("tickets").as_int64(), 1);
  EXPECT_EQ(outlook.at("open_tickets").at(0).as_string(), number);
  EXPECT_EQ(officer.Post(base + "/erase", R"({"reason":"customer_request"})").Text("type"),
            "open_tickets");
  Close();
  const Answer erased = officer.Post(base + "/erase", R"({"reason":"customer_request"})");
  ASSERT_EQ(erased.status, 200) << erased.body;
  EXPECT_TRUE(erased.json().at("erased_at").is_string());
  EXPECT_EQ(officer.Post(base + "/export", R"({"reason":"access_request"})").Text("type"),
            "erased");
  EXPECT_NE(world.instance.LastPayload("customer_erased").find("customer_request"),
            std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Engines, Erasure, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
