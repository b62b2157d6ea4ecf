// GET /tickets: pages without holes or repeats, every filter, every order, search, scope.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "api_world.h"
#include "jobs/search_index.h"
#include "jobs/timers.h"

namespace huiyin::test {
namespace {

namespace json = boost::json;

class Lists : public testing::TestWithParam<OnEngine> {
 protected:
  // 40 tickets, one a minute, of all kinds; every fourth in the legal department.
  void SetUp() override {
    const char* const categories[] = {"complaint", "suggestion", "inquiry", "malfunction"};
    const char* const priorities[] = {"high", "mid", "low"};
    const auto legal = std::to_string(world.instance.DepartmentId("dept_legal"));
    const auto service = std::to_string(world.instance.DepartmentId("dept_service"));
    for (int i = 0; i < 40; ++i) {
      world.instance.clock().Advance(Duration::Minutes(1));
      const std::string no = ApiWorld::Enter(
          desk, "第" + std::to_string(i) + "件事情，请处理",
          std::string(R"(,"category":")") + categories[i % 4] + R"(","priority":")" +
              priorities[i % 3] + R"(","department_id":)" + (i % 4 == 3 ? legal : service));
      all.push_back(no);
    }
  }

  struct Page {
    std::vector<std::string> numbers;
    std::string next;
  };
  Page Read(ApiClient& client, const std::string& query) {
    const Answer answer = client.Get("/api/v1/tickets?" + query);
    EXPECT_EQ(answer.status, 200) << query << " " << answer.body.substr(0, 200);
    Page page;
    if (answer.status != 200) return page;
    const json::object body = answer.json().as_object();
    for (const auto& item : body.at("items").as_array()) {
      page.numbers.emplace_back(item.at("ticket_no").as_string());
    }
    if (body.at("next_cursor").is_string()) page.next = body.at("next_cursor").as_string();
    return page;
  }
  std::vector<std::string> ReadAll(ApiClient& client, const std::string& query) {
    std::vector<std::string> out;
    std::string cursor;
    do {
      const Page page = Read(client, query + (cursor.empty() ? "" : "&cursor=" + cursor));
      out.insert(out.end(), page.numbers.begin(), page.numbers.end());
      cursor = page.next;
    } while (!cursor.empty() && out.size() < 1'000);
    return out;
  }
  static size_t Different(const std::vector<std::string>& numbers) {
    return std::set<std::string>(numbers.begin(), numbers.end()).size();
  }

  void RunTimers() {
    while (true) {
      const auto ran = jobs::RunTimers(world.instance.context(), 200);
      ASSERT_TRUE(ran.ok()) << ran.error().ToString();
      if (*ran == 0) return;
    }
  }

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
  std::vector<std::string> all;
};

TEST_P(Lists, Pages_HoldEveryTicketOnceInEveryOrder) {
  const std::vector<std::string> newest_first(all.rbegin(), all.rend());
  for (const char* limit : {"1", "7", "40", "200"}) {
    EXPECT_EQ(ReadAll(desk, std::string("sort=-received_at&limit=") + limit), newest_first);
    EXPECT_EQ(ReadAll(desk, std::string("sort=received_at&limit=") + limit), all);
  }
  for (const char* sort : {"-updated_at", "-priority", "due_at"}) {
    const auto read = ReadAll(desk, std::string("limit=6&sort=") + sort);
    EXPECT_EQ(read.size(), 40u) << sort;
    EXPECT_EQ(Different(read), 40u) << sort;
  }
  const auto by_priority = ReadAll(desk, "limit=200&sort=-priority");
  const auto high = ReadAll(desk, "limit=200&sort=-received_at&priority=high");
  ASSERT_EQ(high.size(), 14u);
  EXPECT_TRUE(std::equal(high.begin(), high.end(), by_priority.begin()));
}

TEST_P(Lists, TicketsArrivingWhileOnePages_NeitherRepeatNorHideOthers) {
  const Page first = Read(desk, "limit=20&sort=-received_at");
  world.instance.clock().Advance(Duration::Minutes(1));
  ApiWorld::Enter(desk, "刚刚来的一件");
  const Page second = Read(desk, "limit=20&sort=-received_at&cursor=" + first.next);
  std::vector<std::string> both = first.numbers;
  both.insert(both.end(), second.numbers.begin(), second.numbers.end());
  EXPECT_EQ(both, std::vector<std::string>(all.rbegin(), all.rend()));
}

TEST_P(Lists, Filters_TakeExactlyTheirs) {
  EXPECT_EQ(ReadAll(desk, "limit=200&category=complaint").size(), 10u);
  EXPECT_EQ(ReadAll(desk, "limit=200&category=complaint,inquiry").size(), 20u);
  EXPECT_EQ(ReadAll(desk, "limit=200&category=complaint&priority=high,low").size(), 7u);
  EXPECT_EQ(ReadAll(desk, "limit=200&state=pending").size(), 40u);
  EXPECT_EQ(ReadAll(desk, "limit=200&state=closed").size(), 0u);
  EXPECT_EQ(ReadAll(desk, "limit=200&owner=none").size(), 40u);
  EXPECT_EQ(ReadAll(desk, "limit=200&owner=me").size(), 0u);
  EXPECT_EQ(ReadAll(desk, "limit=200&q=" + all[5]), std::vector<std::string>{all[5]});
  ASSERT_EQ(desk.Post("/api/v1/tickets/" + all[5] + "/start_work").status, 200);
  EXPECT_EQ(ReadAll(desk, "limit=200&owner=me"), std::vector<std::string>{all[5]});
  EXPECT_EQ(ReadAll(desk, "limit=200&view=mine"), std::vector<std::string>{all[5]});
  EXPECT_EQ(ReadAll(desk, "limit=200&view=unassigned").size(), 39u);
}

TEST_P(Lists, Search_FindsTwoCharactersOnceTheIndexHasFollowed) {
  world.instance.clock().Advance(Duration::Minutes(1));
  const std::string no = ApiWorld::Enter(desk, "扫地机器人充電口冒煙了");
  while (true) {
    const auto passed = jobs::IndexNext(world.instance.context(), 1'000);
    ASSERT_TRUE(passed.ok()) << passed.error().ToString();
    if (*passed == 0) break;
  }
  // 冒烟: simplified finds traditional; percent-decoding is the server's.
  EXPECT_EQ(ReadAll(desk, "limit=10&q=冒烟"), std::vector<std::string>{no});
  EXPECT_EQ(ReadAll(desk, "limit=10&q=烟"), std::vector<std::string>{no});
  EXPECT_EQ(ReadAll(desk, "limit=10&q=机器人 冒烟"), std::vector<std::string>{no});
  EXPECT_EQ(ReadAll(desk, "limit=10&q=烟冒").size(), 0u);
  EXPECT_EQ(ReadAll(desk, "limit=200&q=事情").size(), 40u);
  ASSERT_EQ(desk.Post("/api/v1/tickets/" + no + "/note", R"({"text":"已联系厂家质检"})").status,
            200);
  ASSERT_TRUE(jobs::IndexNext(world.instance.context(), 1'000).ok());
  EXPECT_EQ(ReadAll(desk, "limit=10&q=厂家"), std::vector<std::string>{no});
}

TEST_P(Lists, Views_HaveTheirOwnOrder) {
  const auto limit = std::string("limit=9&view=due_soon");
  world.instance.clock().Advance(Duration::Minutes(30));
  const auto soon = ReadAll(desk, limit);
  ASSERT_GT(soon.size(), 9u);
  EXPECT_EQ(soon, ReadAll(desk, limit + "&sort=due_at"));
  EXPECT_EQ(Different(soon), ReadAll(desk, limit + "&sort=-received_at").size());
  EXPECT_EQ(ReadAll(desk, "limit=9"), std::vector<std::string>(all.rbegin(), all.rend()));
}

// Answered late, and asked back: the clocks that still run stand still, so no due time is next.
TEST_P(Lists, BreachedTicketThatWaitsForTheCustomer_StaysInTheList) {
  world.instance.clock().Advance(Duration::Hours(50));
  RunTimers();
  desk = world.As("supervisor");  // the session of then is long over
  const std::string path = "/api/v1/tickets/" + all[14];
  ASSERT_EQ(desk.Post(path + "/start_work").status, 200);
  ASSERT_EQ(desk.Post(path + "/acknowledge", R"({"text":"已收到，我们会在24小时内答复。"})").status,
            200);
  ASSERT_EQ(desk.Post(path + "/reply", R"({"text":"您好，我们正在处理。"})").status, 200);
  ASSERT_EQ(desk.Post(path + "/complete_analysis",
                      R"({"restated":"要发票","reproduced":"no","impact_scope":"单个客户"})")
                .status,
            200);
  ASSERT_EQ(desk.Post(path + "/ask_customer", R"({"text":"请问订单号是多少？"})").status, 200);
  const auto by_due = ReadAll(desk, "limit=9&view=breached&sort=due_at");
  const auto listed = ReadAll(desk, "limit=9&view=breached");
  EXPECT_EQ(std::count(by_due.begin(), by_due.end(), all[14]), 0);
  EXPECT_EQ(std::count(listed.begin(), listed.end(), all[14]), 1);
  EXPECT_TRUE(std::is_sorted(listed.begin(), listed.end()));
}

TEST_P(Lists, OnesDepartment_IsAllOneSees) {
  ApiClient agent = world.As("agent");
  EXPECT_EQ(ReadAll(agent, "limit=7").size(), 30u);
  EXPECT_EQ(ReadAll(agent, "limit=200&q=" + all[3]).size(), 0u) << "a legal ticket";
  ApiClient auditor = world.As("auditor");
  EXPECT_EQ(auditor.Get("/api/v1/tickets").status, 403);
}

TEST_P(Lists, BadQueries_SayWhatIsWrong) {
  for (const char* query :
       {"limit=0", "limit=201", "limit=x", "state=open", "priority=urgent", "category=rant",
        "sort=title", "view=nothing", "cursor=1", "cursor=1.2.3", "cursor=a.b", "owner=bob"}) {
    const Answer answer = desk.Get(std::string("/api/v1/tickets?") + query);
    EXPECT_EQ(answer.status, 400) << query;
    const std::string field = std::string(query).substr(0, std::string(query).find('='));
    EXPECT_NE(answer.body.find(field), std::string::npos) << answer.body;
  }
  const std::string long_query(101, 'x');
  EXPECT_EQ(desk.Get("/api/v1/tickets?q=" + long_query).status, 400);
}

INSTANTIATE_TEST_SUITE_P(Engines, Lists, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
