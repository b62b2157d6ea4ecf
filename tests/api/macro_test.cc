// Macros through the API: a trial tells what would happen and changes nothing; a run does every
// step or none.
#include <gtest/gtest.h>

#include "api_world.h"

namespace huiyin::test {
namespace {

namespace json = boost::json;

class Macros : public testing::TestWithParam<OnEngine> {
 protected:
  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
  ApiClient admin = world.As("admin");

  std::string Entered() {
    return "/api/v1/tickets/" +
           ApiWorld::Enter(desk, "请问怎么开发票",
                           R"(,"department_id":)" +
                               std::to_string(world.instance.DepartmentId("dept_service")));
  }
  int Put(const std::string& id, const std::string& body) { return Write(admin, id, body).status; }
  static Answer Write(ApiClient& who, const std::string& id, const std::string& body) {
    return who.Call(http::Method::kPut, "/api/v1/documents/macro/" + id,
                    R"({"version":0,"body":)" + body + "}");
  }
  std::string Timeline(const std::string& path) { return desk.Get(path + "/timeline").body; }
};

constexpr char kRefund[] = R"({"title":"退款说明","steps":[
  {"do":"start_work"},
  {"do":"reply","text":"编号 {{ticket_no}}：退款三天内到账。"},
  {"do":"note","text":"已按退款流程处理"},
  {"do":"tags","tags":["退款","发票"]},
  {"do":"set_priority","priority":"high"}]})";

TEST_P(Macros, Run_TakesEveryStepInOrder) {
  ASSERT_EQ(Put("refund", kRefund), 200);
  const std::string path = Entered();
  const std::string no = path.substr(path.rfind('/') + 1);

  const Answer trial = desk.Post(path + "/macros/refund/trial");
  ASSERT_EQ(trial.status, 200) << trial.body;
  const json::object told = trial.json().as_object();
  EXPECT_TRUE(told.at("allowed").as_bool()) << trial.body;
  ASSERT_EQ(told.at("steps").as_array().size(), 5u);
  EXPECT_NE(trial.body.find("编号 " + no), std::string::npos);
  // Nothing happened yet.
  EXPECT_EQ(Timeline(path).find("退款三天"), std::string::npos);
  EXPECT_EQ(desk.Get(path).Text("state"), "pending");

  const Answer done = desk.Post(path + "/macros/refund");
  ASSERT_EQ(done.status, 200) << done.body;
  const json::object ticket = done.json().as_object();
  EXPECT_EQ(ticket.at("state").as_string(), "in_progress");
  EXPECT_EQ(ticket.at("priority").as_string(), "high");
  EXPECT_EQ(ticket.at("tags").as_array().size(), 2u);
  EXPECT_NE(Timeline(path).find("编号 " + no + "：退款三天内到账。"), std::string::npos);
  EXPECT_NE(Timeline(path).find("已按退款流程处理"), std::string::npos);
  // The reason of the new priority is the macro's name.
  EXPECT_NE(Timeline(path).find("退款说明"), std::string::npos);
}

TEST_P(Macros, RefusedStep_UndoesTheOnesBeforeIt) {
  // A ticket cannot be resolved before a solution was told.
  ASSERT_EQ(Put("done", R"({"title":"了结","steps":[{"do":"reply","text":"您好，已处理"},
      {"do":"resolve","text":"已处理"},{"do":"note","text":"留底"}]})"),
            200);
  const std::string path = Entered();
  const Answer trial = desk.Post(path + "/macros/done/trial");
  const auto told = trial.json().as_object();
  EXPECT_FALSE(told.at("allowed").as_bool());
  EXPECT_TRUE(told.at("steps").at(0).at("allowed").as_bool()) << trial.body;
  EXPECT_FALSE(told.at("steps").at(1).at("allowed").as_bool());
  EXPECT_EQ(told.at("steps").at(1).at("code").as_string(), "transition_refused");
  EXPECT_TRUE(told.at("steps").at(2).at("allowed").as_bool());

  const std::string etag = desk.Get(path).Text("etag");
  const Answer run = desk.Post(path + "/macros/done");
  EXPECT_EQ(run.status, 409) << run.body;
  EXPECT_NE(run.body.find("step 2 (resolve)"), std::string::npos) << run.body;
  EXPECT_EQ(Timeline(path).find("您好，已处理"), std::string::npos);
  EXPECT_EQ(desk.Get(path).Text("etag"), etag);
}

TEST_P(Macros, StepsKeepTheirOwnPermissions) {
  ASSERT_EQ(Put("lower", R"({"title":"降级","steps":[{"do":"note","text":"看过"},
      {"do":"set_priority","priority":"low"}]})"),
            200);
  const std::string path =
      "/api/v1/tickets/" +
      ApiWorld::Enter(desk, "机器漏电",
                      R"(,"priority":"high","department_id":)" +
                          std::to_string(world.instance.DepartmentId("dept_service")));
  ApiClient agent = world.As("agent");
  const Answer trial = agent.Post(path + "/macros/lower/trial");
  ASSERT_EQ(trial.status, 200) << trial.body;
  EXPECT_NE(trial.body.find("permission_denied"), std::string::npos) << trial.body;
  const Answer run = agent.Post(path + "/macros/lower");
  EXPECT_EQ(run.status, 403) << run.body;
  EXPECT_EQ(Timeline(path).find("看过"), std::string::npos);
}

TEST_P(Macros, StaleTicketUnknownMacroAndOthersTickets_AreRefused) {
  ASSERT_EQ(Put("refund", kRefund), 200);
  const std::string path = Entered();
  EXPECT_EQ(desk.Post(path + "/macros/nothing").status, 404);
  EXPECT_EQ(desk.Post("/api/v1/tickets/FB20200101-000001/macros/refund").status, 404);
  const std::string etag = desk.Get(path).Text("etag");
  ASSERT_EQ(desk.Post(path + "/note", R"({"text":"x"})").status, 200);
  const Answer stale =
      desk.Call(http::Method::kPost, path + "/macros/refund", "", {{"If-Match", etag}});
  EXPECT_EQ(stale.status, 412) << stale.body;
}

TEST_P(Macros, WrongDocuments_NameTheStep) {
  const auto refused = [&](const std::string& body, const std::string& path) {
    const Answer answer = Write(admin, "wrong", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_NE(answer.body.find(path), std::string::npos) << answer.body;
  };
  refused(R"({"title":"x"})", "steps");
  refused(R"({"title":"","steps":[{"do":"start_work"}]})", "title");
  refused(R"({"title":"x","steps":[{"do":"reveal"}]})", "steps[0].do");
  refused(R"({"title":"x","steps":[{"do":"start_work"},{"do":"reply"}]})", "steps[1].text");
  refused(R"({"title":"x","steps":[{"do":"reply","text":"{{password}}"}]})", "steps[0].text");
  refused(R"({"title":"x","steps":[{"do":"reply","text":"{{ticket_no"}]})", "steps[0].text");
  refused(R"({"title":"x","steps":[{"do":"set_priority","priority":"top"}]})", "steps[0].priority");
  refused(R"({"title":"x","steps":[{"do":"assign"}]})", "steps[0].owner_id");
  refused(R"({"title":"x","steps":[{"do":"tags","tags":[]}]})", "steps[0].tags");
  refused(R"({"title":"x","steps":[{"do":"note","text":"a","sql":"b"}]})", "steps[0].sql");
  ApiClient agent = world.As("agent");
  EXPECT_EQ(Write(agent, "x", "{}").status, 403);
}

INSTANTIATE_TEST_SUITE_P(Engines, Macros, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
