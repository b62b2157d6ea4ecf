// Each verb on a ticket through the API: what it does, whom it refuses and why.
#include <gtest/gtest.h>

#include "api_world.h"

namespace huiyin::test {
namespace {

namespace json = boost::json;

class Verbs : public testing::TestWithParam<OnEngine> {
 protected:
  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");

  // A ticket in progress, of the service department unless another is named; its path.
  std::string Working(const std::string& text, const std::string& more = "",
                      const char* of = "dept_service") {
    const std::string path = Entered(text, more, of);
    EXPECT_EQ(desk.Post(path + "/start_work").status, 200);
    return path;
  }
  std::string Entered(const std::string& text, const std::string& more = "",
                      const char* of = "dept_service") {
    const auto department = std::to_string(world.instance.DepartmentId(of));
    return "/api/v1/tickets/" +
           ApiWorld::Enter(desk, text, R"(,"department_id":)" + department + more);
  }
  static std::string NumberOf(const std::string& path) { return path.substr(path.rfind('/') + 1); }
  std::string Id(const char* login) { return std::to_string(world.instance.PersonId(login)); }
  json::object Read(const std::string& path) { return desk.Get(path).json().as_object(); }
};

void ExpectRefused(const Answer& answer, int status, const std::string& word) {
  EXPECT_EQ(answer.status, status) << answer.body.substr(0, 200);
  EXPECT_NE(answer.body.find(word), std::string::npos) << answer.body.substr(0, 200);
}

TEST_P(Verbs, ApprovalChain_GrowsWithTheAmountAndNobodyDecidesTwice) {
  ApiClient planner = world.As("agent2");
  const std::string path = Working("机器漏电，把孩子电伤了", R"(,"priority":"high")");
  ASSERT_EQ(planner
                .Post(path + "/plan", R"({"plan":"退款并赔偿","compensation_kind":"refund",)"
                                      R"("compensation_minor":150000})")
                .status,
            200);
  ExpectRefused(planner.Post(path + "/request_approval"), 409, "evaluation_missing");
  ASSERT_EQ(planner.Post(path + "/evaluate", R"({"evaluation":"可行"})").status, 200);
  ASSERT_EQ(planner.Post(path + "/request_approval").status, 200);
  ExpectRefused(planner.Post(path + "/request_approval"), 409, "approval_already_asked");
  ExpectRefused(planner.Post(path + "/approve"), 403, "ticket.approve");
  ExpectRefused(desk.Post(path + "/approve"), 403, "team_leader");

  ApiClient leader = world.As("leader");
  EXPECT_NE(leader.Get("/api/v1/approvals").body.find("机器漏电"), std::string::npos);
  ASSERT_EQ(leader.Post(path + "/approve", R"({"comment":"同意"})").status, 200);
  ExpectRefused(leader.Post(path + "/approve"), 409, "same_approver");
  ExpectRefused(desk.Post(path + "/communicate_solution", R"({"text":"x"})"), 409,
                "approval_missing");
  ASSERT_EQ(desk.Post(path + "/approve").status, 200);
  const json::object approval = Read(path).at("handling").at("approval").as_object();
  EXPECT_EQ(approval.at("state").as_string(), "approved");
  EXPECT_EQ(approval.at("steps").as_array().size(), 2u);
  EXPECT_EQ(desk.Post(path + "/communicate_solution", R"({"text":"为您退款"})").status, 200);
}

// The role is not enough: the list shows what its reader may open, and nothing of the others.
TEST_P(Verbs, ApprovalsOfAnotherDepartment_AreNotShown) {
  ApiClient leader = world.As("leader");
  const auto waiting = [&](const std::string& text, const char* department) {
    const std::string path = Working(text, R"(,"priority":"high")", department);
    EXPECT_EQ(desk.Post(path + "/plan", R"({"plan":"退款","compensation_kind":"refund",)"
                                        R"("compensation_minor":1500})")
                  .status,
              200);
    EXPECT_EQ(desk.Post(path + "/evaluate", R"({"evaluation":"可行"})").status, 200);
    EXPECT_EQ(desk.Post(path + "/request_approval").status, 200);
    return path;
  };
  const std::string own = waiting("本部门的插座漏电，烧坏了电器", "dept_service");
  const std::string other = waiting("别的部门的锅炉爆裂，烫伤了人", "dept_tech");
  ASSERT_EQ(leader.Get(other).status, 404);
  const std::string list = leader.Get("/api/v1/approvals").body;
  EXPECT_NE(list.find(NumberOf(own)), std::string::npos) << list;
  EXPECT_EQ(list.find(NumberOf(other)), std::string::npos) << list;
  EXPECT_EQ(list.find("锅炉"), std::string::npos);
}

TEST_P(Verbs, Rejection_NeedsACommentAndAsksForANewPlan) {
  ApiClient planner = world.As("agent2");
  const std::string path = Working("要求赔偿三百元", R"(,"priority":"mid")");
  const std::string plan =
      R"({"plan":"赔偿","compensation_kind":"refund","compensation_minor":30000})";
  ASSERT_EQ(planner.Post(path + "/plan", plan).status, 200);
  ASSERT_EQ(planner.Post(path + "/evaluate", R"({"evaluation":"可行"})").status, 200);
  ASSERT_EQ(planner.Post(path + "/request_approval").status, 200);
  ApiClient leader = world.As("leader");
  ExpectRefused(leader.Post(path + "/reject"), 400, "comment");
  ASSERT_EQ(leader.Post(path + "/reject", R"({"comment":"金额过高"})").status, 200);
  EXPECT_EQ(Read(path).at("handling").at("approval").at("state").as_string(), "rejected");
  ExpectRefused(desk.Post(path + "/communicate_solution", R"({"text":"x"})"), 409,
                "approval_missing");
  // A new plan within the limit needs nobody.
  ASSERT_EQ(planner.Post(path + "/plan", R"({"plan":"道歉并送券"})").status, 200);
  EXPECT_EQ(desk.Post(path + "/communicate_solution", R"({"text":"送您一张券"})").status, 200);
}

TEST_P(Verbs, Malfunction_GoesThroughTestingAndBack) {
  const std::string path = Working("打印机无法开机", R"(,"category":"malfunction")");
  ASSERT_EQ(desk.Post(path + "/plan", R"({"plan":"更换电源"})").status, 200);
  ASSERT_EQ(desk.Post(path + "/implementation_done").status, 200);
  EXPECT_EQ(Read(path).at("state").as_string(), "to_be_tested");
  ExpectRefused(desk.Post(path + "/test_failed"), 400, "reason");
  ASSERT_EQ(desk.Post(path + "/test_failed", R"({"reason":"仍不开机"})").status, 200);
  EXPECT_EQ(Read(path).at("state").as_string(), "in_progress");
  const std::string question = Working("请问几点关门", R"(,"category":"inquiry")");
  ExpectRefused(desk.Post(question + "/implementation_done"), 409, "nothing_to_test");
}

TEST_P(Verbs, Question_WaitsForTheCustomerAndHisReplyEndsTheWait) {
  const Answer entered =
      desk.Post("/api/v1/feedback", R"({"channel":"phone","text":"账单不对，多扣了钱"})");
  const std::string path = "/api/v1/tickets/" + entered.Text("ticket_no");
  ASSERT_EQ(desk.Post(path + "/start_work").status, 200);
  ExpectRefused(desk.Post(path + "/resume"), 409, "not_waiting");
  ASSERT_EQ(desk.Post(path + "/ask_customer", R"({"text":"请问是哪一笔？"})").status, 200);
  EXPECT_EQ(Read(path).at("sub_state").as_string(), "waiting_customer");
  ApiClient customer = world.Anonymous();
  const std::string track = "/api/v1/track/" + entered.Text("tracking_secret");
  ASSERT_EQ(customer.Post(track + "/reply", R"({"text":"三月的"})").status, 200);
  const auto after = Read(path);
  EXPECT_TRUE(after.at("sub_state").is_null() ||
              after.at("sub_state").as_string() != "waiting_customer");
  ASSERT_EQ(desk.Post(path + "/wait_third_party", R"({"reason":"等银行"})").status, 200);
  EXPECT_EQ(desk.Post(path + "/resume").status, 200);
}

TEST_P(Verbs, Split_MakesATicketOfTheMessagesAndBothStayReadable) {
  const std::string path = Working("快递丢了，另外发票也开错了");
  ASSERT_EQ(desk.Post(path + "/reply", R"({"text":"发票的事另案处理"})").status, 200);
  std::string message;
  const auto timeline = desk.Get(path + "/timeline").json();
  for (const auto& item : timeline.at("items").as_array()) {
    if (item.at("text").as_string() == "发票的事另案处理") {
      message = json::serialize(item.at("changes").at("message_id"));
    }
  }
  ASSERT_FALSE(message.empty());
  ExpectRefused(desk.Post(path + "/split", R"({"message_ids":[]})"), 400, "message_ids");
  ExpectRefused(desk.Post(path + "/split", R"({"message_ids":[1]})"), 400, "message_ids");
  ASSERT_EQ(desk.Post(path + "/split", R"({"message_ids":[)" + message + "]}").status, 200);
  const auto links = Read(path).at("links").as_array();
  ASSERT_EQ(links.size(), 1u);
  EXPECT_EQ(links[0].at("kind").as_string(), "split");
  const std::string other = "/api/v1/tickets/" + std::string(links[0].at("ticket_no").as_string());
  EXPECT_NE(desk.Get(other).body.find("发票的事另案处理"), std::string::npos);
  EXPECT_EQ(desk.Get(other + "/timeline").status, 200);
  ExpectRefused(desk.Post(path + "/split", R"({"message_ids":[)" + message + "]}"), 400,
                "already_split");
}

TEST_P(Verbs, SplitOfANote_WouldTellItTheCustomerAndIsRefused) {
  const std::string path = Working("快递丢了");
  ASSERT_EQ(desk.Post(path + "/note", R"({"text":"客户情绪不好，小心"})").status, 200);
  std::string note;
  const auto timeline = desk.Get(path + "/timeline").json();
  for (const auto& item : timeline.at("items").as_array()) {
    if (item.at("kind").as_string() == "note") {
      note = json::serialize(item.at("changes").at("message_id"));
    }
  }
  ASSERT_FALSE(note.empty());
  ExpectRefused(desk.Post(path + "/split", R"({"message_ids":[)" + note + "]}"), 400,
                "internal_message");
  EXPECT_TRUE(Read(path).at("links").as_array().empty());
}

TEST_P(Verbs, ParentAndChild_NeverFormACircle) {
  const std::string a = Entered("第一件：大面积停电");
  const std::string b = Entered("第二件：我家也停电了");
  const std::string c = Entered("第三件：整栋楼没电");
  const auto no = [](const std::string& path) { return path.substr(path.rfind('/') + 1); };
  const auto link = [&](const std::string& from, const char* kind, const std::string& to) {
    return desk.Post(from + "/link",
                     std::string(R"({"kind":")") + kind + R"(","ticket_no":")" + no(to) + "\"}");
  };
  ASSERT_EQ(link(a, "parent", b).status, 200);
  ASSERT_EQ(link(b, "parent", c).status, 200);
  ExpectRefused(link(c, "parent", a), 409, "circle");
  ExpectRefused(link(a, "child", c), 409, "circle");
  ExpectRefused(link(a, "related", a), 400, "same_ticket");
  ExpectRefused(link(a, "cousin", b), 400, "kind");
  // The same link twice is the same link.
  EXPECT_EQ(link(a, "related", c).status, 200);
  EXPECT_EQ(link(a, "related", c).status, 200);
  EXPECT_EQ(Read(a).at("links").as_array().size(), 2u);
}

TEST_P(Verbs, Parent_IsReplacedNotDoubled) {
  const std::string a = Entered("第一件：大面积停电");
  const std::string b = Entered("第二件：我家也停电了");
  const std::string c = Entered("第三件：整栋楼没电");
  const auto parent = [&](const std::string& of) {
    return desk.Post(a + "/link",
                     R"({"kind":"parent","ticket_no":")" + of.substr(of.rfind('/') + 1) + "\"}");
  };
  ASSERT_EQ(parent(b).status, 200);
  ExpectRefused(parent(c), 409, "has_parent");
  EXPECT_EQ(Read(a).at("links").as_array().size(), 1u);
}

TEST_P(Verbs, Task_OpensTheTicketToAnotherDepartmentAndIsDoneOnce) {
  const std::string path = Working("宽带连不上，已重启三次");
  ApiClient tech = world.As("tech");
  EXPECT_EQ(tech.Get(path).status, 404);
  ExpectRefused(desk.Post(path + "/task"), 400, "title");
  ExpectRefused(desk.Post(path + "/task", R"({"title":"查","owner_id":999999})"), 400, "owner_id");
  ASSERT_EQ(desk.Post(path + "/task", R"({"title":"查线路","due_at":"2026-03-12T09:00:00Z",)"
                                      R"("owner_id":)" +
                                          Id("tech") + "}")
                .status,
            200);
  EXPECT_EQ(tech.Get(path).status, 200);
  const auto task = Read(path).at("tasks").as_array().at(0).as_object();
  EXPECT_EQ(task.at("due_at").as_string(), "2026-03-12T09:00:00Z");
  const std::string done = R"({"result":"已修","task_id":)" + json::serialize(task.at("id")) + "}";
  ASSERT_EQ(tech.Post(path + "/task_done", done).status, 200);
  ExpectRefused(tech.Post(path + "/task_done", done), 409, "task_done");
  ExpectRefused(desk.Post(path + "/task_done", R"({"task_id":5})"), 400, "task_id");
}

TEST_P(Verbs, Note_MentionsPeopleAndStaysInside) {
  const Answer entered =
      desk.Post("/api/v1/feedback", R"({"channel":"phone","text":"会员积分不见了"})");
  const std::string path = "/api/v1/tickets/" + entered.Text("ticket_no");
  ExpectRefused(desk.Post(path + "/note", R"({"text":"看","mentions":[999999]})"), 400, "mentions");
  ASSERT_EQ(
      desk.Post(path + "/note", R"({"text":"内部：请核对积分","mentions":[)" + Id("special") + "]}")
          .status,
      200);
  ApiClient special = world.As("special");
  EXPECT_NE(special.Get("/api/v1/tickets?view=mentions").body.find(entered.Text("ticket_no")),
            std::string::npos);
  const Answer track = world.Anonymous().Get("/api/v1/track/" + entered.Text("tracking_secret"));
  ASSERT_EQ(track.status, 200);
  EXPECT_EQ(track.body.find("内部"), std::string::npos);
}

TEST_P(Verbs, Seen_ClearsOnesOwnMentionsOfThatTicketOnly) {
  ApiClient special = world.As("special");
  const auto mentions = [](ApiClient& client) {
    const auto views = client.Get("/api/v1/views").json();
    for (const auto& view : views.at("items").as_array()) {
      if (view.at("view") == "mentions") return view.at("count").to_number<int64_t>();
    }
    return int64_t{-1};
  };
  const std::string first = Entered("会员积分不见了");
  const std::string second = Entered("请问可以延保吗");
  const std::string note =
      R"({"text":"请核对","mentions":[)" + Id("special") + "," + Id("supervisor") + "]}";
  for (const std::string& path : {first, second}) {
    ASSERT_EQ(desk.Post(path + "/note", note).status, 200);
  }
  const std::string before = desk.Get(first).Text("etag");
  EXPECT_EQ(mentions(special), 2);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(special.Post(first + "/seen").status, 204);
    EXPECT_EQ(mentions(special), 1);
  }
  EXPECT_EQ(mentions(desk), 2);
  EXPECT_EQ(desk.Get(first).Text("etag"), before);
  ASSERT_EQ(desk.Post(first + "/note", note).status, 200);
  EXPECT_EQ(mentions(special), 2);
  EXPECT_EQ(special.Post("/api/v1/tickets/HY-0/seen").status, 404);
}

TEST_P(Verbs, Watching_IsOnesOwnAndIdempotent) {
  const std::string path = Entered("请问可以延保吗");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(desk.Post(path + "/watch").status, 200);
  EXPECT_EQ(Read(path).at("watchers").as_array().size(), 1u);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(desk.Post(path + "/unwatch").status, 200);
  EXPECT_EQ(Read(path).at("watchers").as_array().size(), 0u);
}

TEST_P(Verbs, Priority_RisesForManyAndFallsForFew) {
  const std::string path = Entered("请问发票抬头能改吗", R"(,"priority":"low")");
  ApiClient agent = world.As("agent");
  ExpectRefused(agent.Post(path + "/set_priority", R"({"priority":"high"})"), 400, "reason");
  ASSERT_EQ(
      agent.Post(path + "/set_priority", R"({"priority":"high","reason":"客户要投诉"})").status,
      200);
  ExpectRefused(agent.Post(path + "/set_priority", R"({"priority":"low","reason":"误判"})"), 403,
                "ticket.lower_priority");
  EXPECT_EQ(desk.Post(path + "/set_priority", R"({"priority":"mid","reason":"误判"})").status, 200);
  ExpectRefused(desk.Post(path + "/set_priority", R"({"priority":"urgent","reason":"x"})"), 400,
                "priority");
}

TEST_P(Verbs, Correction_KeepsWhatWasThere) {
  const std::string path = Entered("希望增加夜间模式", R"(,"category":"complaint")");
  ExpectRefused(desk.Post(path + "/correct", R"({"category":"rant"})"), 400, "category");
  ASSERT_EQ(desk.Post(path + "/correct", R"({"category":"suggestion","reason":"是建议"})").status,
            200);
  EXPECT_EQ(Read(path).at("category").as_string(), "suggestion");
  const std::string payload = world.instance.LastPayload("classification_corrected");
  EXPECT_NE(payload.find("was_category"), std::string::npos) << payload;
  EXPECT_EQ(payload.find("是建议"), std::string::npos) << "reasons are messages, not facts";
}

TEST_P(Verbs, Reveal_NeedsARightAndAReasonAndIsWrittenDown) {
  const std::string path =
      Entered("请回电", R"(,"contact":{"name":"张三丰","mobile":"13900003333"})");
  EXPECT_EQ(desk.Get(path).body.find("13900003333"), std::string::npos);
  ExpectRefused(desk.Post(path + "/reveal", R"({"field":"mobile"})"), 400, "reason");
  ApiClient agent = world.As("agent");
  ExpectRefused(agent.Post(path + "/reveal", R"({"field":"mobile","reason":"回电"})"), 403,
                "pii.reveal");
  const Answer shown = desk.Post(path + "/reveal", R"({"field":"mobile","reason":"回电"})");
  EXPECT_EQ(shown.Text("value"), "13900003333");
  ExpectRefused(desk.Post(path + "/reveal", R"({"field":"email","reason":"回信"})"), 409,
                "nothing_to_reveal");
  ExpectRefused(desk.Post(path + "/reveal", R"({"field":"password","reason":"x"})"), 400, "field");
  EXPECT_EQ(world.instance.EventCount("revealed"), 1);
}

TEST_P(Verbs, Voided_EndsForGood) {
  const std::string path = Entered("广告：低价代开各类证明");
  ExpectRefused(desk.Post(path + "/void", R"({"reason":"boring"})"), 400, "reason");
  ASSERT_EQ(desk.Post(path + "/void", R"({"reason":"spam"})").status, 200);
  EXPECT_EQ(Read(path).at("state").as_string(), "closed");
  ExpectRefused(desk.Post(path + "/void", R"({"reason":"spam"})"), 409, "closed");
  ExpectRefused(desk.Post(path + "/reopen", R"({"reason":"误判"})"), 409, "voided");
  ExpectRefused(desk.Post(path + "/assign", R"({"owner_id":)" + Id("agent") + "}"), 409, "closed");
}

// The page shows the title of what a link points at.
TEST_P(Verbs, Voided_AsDuplicate_NamesATicketThatIsThereAndMayBeSeen) {
  ApiClient agent = world.As("agent");
  const std::string seen = Entered("快递一直没有到"), path = Entered("发票抬头开错了");
  const std::string hidden = ApiWorld::Enter(
      desk, "合同条款有争议",
      R"(,"department_id":)" + std::to_string(world.instance.DepartmentId("dept_legal")));
  const auto as_duplicate_of = [&](const std::string& number) {
    return agent.Post(path + "/void", R"({"reason":"duplicate","of":")" + number + R"("})");
  };
  for (const std::string& number : {hidden, std::string("HY-20200101-0000009999")}) {
    const Answer refused = as_duplicate_of(number);
    EXPECT_NE(refused.status, 200) << number;
    EXPECT_EQ(Read(path).at("state").as_string(), "pending");
  }
  EXPECT_EQ(as_duplicate_of(hidden).status, 404);
  EXPECT_EQ(as_duplicate_of(NumberOf(path)).status, 400);
  EXPECT_EQ(as_duplicate_of(NumberOf(seen)).status, 200);
}

TEST_P(Verbs, Assigned_ToAnotherDepartment_KeepsTheFirstOwnerWhoStillReadsIt) {
  const std::string path = Entered("合同条款有争议");
  ApiClient agent = world.As("agent");
  ASSERT_EQ(desk.Post(path + "/assign", R"({"owner_id":)" + Id("agent") + "}").status, 200);
  const auto legal = std::to_string(world.instance.DepartmentId("dept_legal"));
  ASSERT_EQ(
      desk.Post(path + "/assign", R"({"reason":"需法务","department_id":)" + legal + "}").status,
      200);
  const auto after = Read(path);
  EXPECT_EQ(after.at("first_owner").as_string(), "王小明");
  EXPECT_TRUE(after.at("owner_id").is_null());
  EXPECT_EQ(agent.Get(path).status, 200) << "the first contact still answers the customer";
  ExpectRefused(desk.Post(path + "/assign"), 400, "owner_id");
  ExpectRefused(desk.Post(path + "/assign", R"({"department_id":999999})"), 400, "department_id");
}

INSTANTIATE_TEST_SUITE_P(Engines, Verbs, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
