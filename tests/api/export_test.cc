// GET /tickets/export: the same tickets as the list, as CSV and XLSX, safe for spreadsheets.
#include <gtest/gtest.h>

#include <set>

#include "api_world.h"

namespace huiyin::test {
namespace {

class Exports : public testing::TestWithParam<OnEngine> {
 protected:
  Answer Csv(ApiClient& client, const std::string& query) {
    return client.Get("/api/v1/tickets/export?format=csv" + query);
  }
  static std::string Header(const Answer& answer, std::string_view name) {
    for (const auto& header : answer.headers) {
      if (http::EqualsIgnoreCase(header.name, name)) return header.value;
    }
    return "";
  }

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
};

TEST_P(Exports, Csv_HasMarkHeadAndTheFilteredRowsInOrder) {
  const std::string first = ApiWorld::Enter(desk, "请问怎么开发票", R"(,"category":"inquiry")");
  world.instance.clock().Advance(Duration::Minutes(1));
  const std::string second =
      ApiWorld::Enter(desk, "建议增加夜间模式", R"(,"category":"suggestion")");
  world.instance.clock().Advance(Duration::Minutes(1));
  const std::string third = ApiWorld::Enter(desk, "如何修改密码", R"(,"category":"inquiry")");

  const Answer all = Csv(desk, "&columns=ticket_no,category&sort=received_at");
  ASSERT_EQ(all.status, 200) << all.body;
  EXPECT_EQ(all.body, "\xEF\xBB\xBFticket_no,category\r\n" + first + ",inquiry\r\n" + second +
                          ",suggestion\r\n" + third + ",inquiry\r\n");
  EXPECT_EQ(Header(all, "X-Row-Count"), "3");
  EXPECT_EQ(Header(all, "Content-Disposition"), "attachment; filename=\"tickets.csv\"");
  EXPECT_EQ(Header(all, "Cache-Control"), "no-store");

  const Answer some = Csv(desk, "&columns=category,ticket_no&category=inquiry&labels=en");
  EXPECT_EQ(some.body,
            "\xEF\xBB\xBF"
            "Category,Number\r\ninquiry," +
                third + "\r\ninquiry," + first + "\r\n");
}

TEST_P(Exports, CsvLongerThanAPage_HasEveryTicketOnce) {
  std::set<std::string> numbers;
  for (int i = 0; i < 205; ++i) {
    world.instance.clock().Advance(Duration::Seconds(1));
    numbers.insert(ApiWorld::Enter(desk, "第" + std::to_string(i) + "件不同的事情"));
  }
  const Answer answer = Csv(desk, "&columns=ticket_no");
  EXPECT_EQ(Header(answer, "X-Row-Count"), std::to_string(numbers.size()));
  for (const std::string& number : numbers) {
    const size_t at = answer.body.find(number);
    ASSERT_NE(at, std::string::npos) << number;
    EXPECT_EQ(answer.body.find(number, at + 1), std::string::npos) << number;
  }
}

TEST_P(Exports, CellsASpreadsheetWouldRun_AreNeutralised) {
  int minute = 0;
  for (const char* text : {"=HYPERLINK(1)", "+cmd|calc", "-2+3+cmd", "@SUM(A1)"}) {
    world.instance.clock().Advance(Duration::Minutes(++minute));
    const std::string no = ApiWorld::Enter(desk, text);
    desk.Call(http::Method::kPatch, "/api/v1/tickets/" + no,
              std::string(R"({"product":")") + text + "\"}", {{"If-Match", "*"}});
  }
  const Answer answer = Csv(desk, "&columns=title");
  ASSERT_EQ(answer.status, 200);
  for (size_t at = answer.body.find("\r\n"); at + 2 < answer.body.size();
       at = answer.body.find("\r\n", at + 2)) {
    const std::string_view line = std::string_view(answer.body).substr(at + 2);
    EXPECT_TRUE(line.starts_with("'") || line.starts_with("\"'")) << line;
  }
}

TEST_P(Exports, PersonalData_StaysMaskedEvenForThoseWhoMayReveal) {
  ASSERT_TRUE(world.instance.ActorOf("supervisor").May("pii.reveal"));
  ApiWorld::Enter(desk, "我的电话是13812345678，请回电",
                  R"(,"contact":{"name":"张三丰","mobile":"13987654321"})");
  const Answer answer = Csv(desk, "");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.find("13812345678"), std::string::npos) << answer.body;
  EXPECT_EQ(answer.body.find("13987654321"), std::string::npos);
  EXPECT_EQ(answer.body.find("张三丰"), std::string::npos);
  EXPECT_NE(answer.body.find("139****4321"), std::string::npos) << answer.body;
}

TEST_P(Exports, LocalTimes_AreTheOffsetAsked) {
  ApiWorld::Enter(desk, "请问怎么开发票");
  const std::string utc = Csv(desk, "&columns=received_at").body;
  const std::string local = Csv(desk, "&columns=received_at&utc_offset=480").body;
  const auto at = [](const std::string& body) {
    const std::string text = body.substr(body.find("\r\n") + 2, 19);
    return *ParseInstant(text + "Z");
  };
  EXPECT_EQ((at(local) - at(utc)).us, Duration::Hours(8).us);
}

TEST_P(Exports, Xlsx_IsAZipOfTheSameRows) {
  ApiWorld::Enter(desk, "请问怎么开发票");
  const Answer answer = desk.Get("/api/v1/tickets/export?format=xlsx&labels=zh&utc_offset=480");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_TRUE(answer.body.starts_with("PK"));
  EXPECT_EQ(Header(answer, "X-Row-Count"), "1");
  EXPECT_EQ(Header(answer, "Content-Disposition"), "attachment; filename=\"tickets.xlsx\"");
}

TEST_P(Exports, Export_LeavesAFactWithoutWhatWasSearchedFor) {
  ApiWorld::Enter(desk, "请问怎么开发票");
  ASSERT_EQ(Csv(desk, "&columns=ticket_no&state=pending&q=13812345678").status, 200);
  ApiClient auditor = world.As("auditor");
  const Answer facts = auditor.Get("/api/v1/events?kind=tickets_exported");
  ASSERT_EQ(facts.status, 200) << facts.body;
  EXPECT_NE(facts.body.find("state=pending&q\""), std::string::npos) << facts.body;
  EXPECT_EQ(facts.body.find("13812345678"), std::string::npos);
  EXPECT_NE(facts.body.find(world.instance.ActorOf("supervisor").Label()), std::string::npos);
}

TEST_P(Exports, WrongQuestion_NamesTheParameter) {
  for (const char* wrong : {"columns=secret", "columns=title,title", "labels=fr", "utc_offset=9999",
                            "utc_offset=x", "limit=5", "cursor=1.1", "state=lost", "nothing=1"}) {
    const Answer answer = Csv(desk, std::string("&") + wrong);
    EXPECT_EQ(answer.status, 400) << wrong;
    EXPECT_EQ(answer.Text("type"), "invalid_field") << wrong;
  }
  EXPECT_EQ(desk.Get("/api/v1/tickets/export?format=pdf").status, 400);
}

TEST_P(Exports, OtherDepartmentsTickets_AreNotInIt) {
  const std::string legal = ApiWorld::Enter(
      desk, "请问怎么开发票",
      R"(,"department_id":)" + std::to_string(world.instance.DepartmentId("dept_legal")));
  ApiClient admin = world.As("admin");
  int64_t version = 0;
  const auto roles = admin.Get("/api/v1/roles").json();
  for (const auto& role : roles.at("items").as_array()) {
    if (role.at("role") == "team_leader") version = role.at("version").to_number<int64_t>();
  }
  ASSERT_LT(admin
                .Call(http::Method::kPut, "/api/v1/roles/team_leader",
                      R"({"permissions":["ticket.read","export.tickets"],"version":)" +
                          std::to_string(version) + "}")
                .status,
            300);
  ApiClient leader = world.As("leader");
  const Answer answer = Csv(leader, "&columns=ticket_no");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.find(legal), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Engines, Exports, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
