// Saved views through the API: who sees whose, who may share with whom, what is refused.
#include <gtest/gtest.h>

#include "api_world.h"

namespace huiyin::test {
namespace {

namespace json = boost::json;

constexpr char kPath[] = "/api/v1/saved-views";

class SavedViewsApi : public testing::TestWithParam<OnEngine> {
 protected:
  ApiWorld world{GetParam()};

  static std::string Body(const std::string& name, const std::string& shared,
                          const std::string& query = "state=pending&sort=due_at") {
    return R"({"name":")" + name + R"(","query":")" + query + R"(","shared":")" + shared + "\"}";
  }
  static std::string Made(ApiClient& who, const std::string& name, const std::string& shared) {
    const Answer made = who.Post(kPath, Body(name, shared));
    EXPECT_EQ(made.status, 201) << made.body;
    const auto parsed = made.json();
    return std::string(kPath) + "/" +
           std::to_string(parsed.as_object().at("id").to_number<int64_t>());
  }
  static std::vector<std::string> Names(ApiClient& who) {
    std::vector<std::string> out;
    const auto parsed = who.Get(kPath).json();
    for (const auto& item : parsed.as_object().at("items").as_array()) {
      out.emplace_back(item.as_object().at("name").as_string());
    }
    return out;
  }
  static Answer Put(ApiClient& who, const std::string& path, const std::string& body) {
    return who.Call(http::Method::kPut, path, body);
  }
  static Answer Delete(ApiClient& who, const std::string& path) {
    return who.Call(http::Method::kDelete, path);
  }
};

using Views = std::vector<std::string>;

TEST_P(SavedViewsApi, Sharing_DecidesWhoSeesAView) {
  ApiClient leader = world.As("leader"), colleague = world.As("agent2");
  ApiClient supervisor = world.As("supervisor"), tech = world.As("tech");
  Made(leader, "own", "nobody");
  Made(leader, "ours", "department");
  Made(supervisor, "all", "everybody");
  EXPECT_EQ(Names(leader), (Views{"own", "ours", "all"}));
  EXPECT_EQ(Names(colleague), (Views{"ours", "all"}));
  EXPECT_EQ(Names(tech), (Views{"all"}));
}

TEST_P(SavedViewsApi, SharingWithEverybody_NeedsItsPermission) {
  ApiClient agent = world.As("agent"), supervisor = world.As("supervisor");
  EXPECT_EQ(agent.Post(kPath, Body("x", "everybody")).status, 403);
  const std::string own = Made(agent, "x", "nobody");
  EXPECT_EQ(Put(agent, own, Body("x", "everybody")).status, 403);
  EXPECT_EQ(Names(supervisor), Views{});
  const auto mine = agent.Get(kPath).json(), his = supervisor.Get(kPath).json();
  EXPECT_FALSE(mine.as_object().at("may_share_with_everybody").as_bool());
  EXPECT_TRUE(his.as_object().at("may_share_with_everybody").as_bool());
}

TEST_P(SavedViewsApi, OnlyTheOwnerChangesAView) {
  ApiClient agent = world.As("agent"), colleague = world.As("agent2");
  const std::string hidden = Made(agent, "hidden", "nobody");
  const std::string ours = Made(agent, "ours", "department");
  EXPECT_EQ(Put(colleague, hidden, Body("stolen", "nobody")).Text("type"), "view_not_found");
  EXPECT_EQ(Put(colleague, ours, Body("stolen", "nobody")).Text("type"), "view_not_found");
  EXPECT_EQ(Delete(colleague, hidden).status, 404);
  EXPECT_EQ(Delete(colleague, ours).status, 403);
  const Answer changed = Put(agent, ours, Body("renamed", "nobody", "priority=high"));
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.Text("query"), "priority=high");
  EXPECT_EQ(Names(colleague), Views{});
  EXPECT_EQ(Delete(agent, ours).status, 204);
  EXPECT_EQ(Delete(agent, ours).status, 404);
  EXPECT_EQ(Names(agent), Views{"hidden"});
}

TEST_P(SavedViewsApi, ViewForEverybody_IsRemovedByWhoeverMayShareSo) {
  ApiClient supervisor = world.As("supervisor"), admin = world.As("admin");
  ApiClient agent = world.As("agent");
  const std::string all = Made(supervisor, "all", "everybody");
  EXPECT_EQ(Delete(agent, all).status, 403);
  EXPECT_EQ(Delete(admin, all).status, 204);
  EXPECT_EQ(Names(supervisor), Views{});
}

TEST_P(SavedViewsApi, View_ListsAndExportsWhatItsReaderMayRead) {
  ApiClient supervisor = world.As("supervisor"), tech = world.As("tech");
  const std::string no = ApiWorld::Enter(
      supervisor, "请问怎么开发票",
      R"(,"department_id":)" + std::to_string(world.instance.DepartmentId("dept_legal")));
  Made(supervisor, "phone", "everybody");
  const auto seen = tech.Get(kPath).json();
  const auto& view = seen.as_object().at("items").as_array().at(0).as_object();
  EXPECT_FALSE(view.at("mine").as_bool());
  const std::string query = "?" + std::string(view.at("query").as_string());
  EXPECT_EQ(tech.Get("/api/v1/tickets" + query).body.find(no), std::string::npos);
  EXPECT_NE(supervisor.Get("/api/v1/tickets" + query).body.find(no), std::string::npos);
  EXPECT_NE(supervisor.Get("/api/v1/tickets/export" + query + "&format=csv").body.find(no),
            std::string::npos);
}

TEST_P(SavedViewsApi, BadInput_IsRefusedAndNothingKept) {
  ApiClient agent = world.As("agent");
  const std::string long_name(41, 'n'), long_query = "q=" + std::string(1000, 'x');
  for (const std::string& body :
       {Body("", "nobody"), Body("   ", "nobody"), Body(long_name, "nobody"), Body("x", "friends"),
        Body("x", "nobody", "state=gone"), Body("x", "nobody", "cursor=abc"),
        Body("x", "nobody", "limit=5"), Body("x", "nobody", "sort=title"),
        Body("x", "nobody", "nothing=1"), Body("x", "nobody", "q=%zz"),
        Body("x", "nobody", long_query)}) {
    const Answer answer = agent.Post(kPath, body);
    EXPECT_EQ(answer.status, 400) << body << answer.body;
  }
  EXPECT_EQ(Names(agent), Views{});
}

TEST_P(SavedViewsApi, NamesAreTakenOnceAndFiftyAreEnough) {
  ApiClient agent = world.As("agent"), colleague = world.As("agent2");
  Made(agent, "n0", "nobody");
  EXPECT_EQ(agent.Post(kPath, Body("n0", "nobody")).Text("type"), "unique_violation");
  Made(colleague, "n0", "department");  // another's name is no hindrance
  for (int i = 1; i < 50; ++i) Made(agent, "n" + std::to_string(i), "nobody");
  EXPECT_EQ(agent.Post(kPath, Body("n50", "nobody")).Text("type"), "views_full");
}

INSTANTIATE_TEST_SUITE_P(Engines, SavedViewsApi,
                         testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
