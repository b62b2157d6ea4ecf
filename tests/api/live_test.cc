// Live updates as a client on the wire sees them: order, rights, catching up, being cut.
#include <gtest/gtest.h>

#include <map>

#include "api_world.h"
#include "app/sessions.h"
#include "http/raw_client.h"
#include "http/server.h"

namespace huiyin::test {
namespace {

namespace json = boost::json;
using http::test::Frame;
using http::test::RawClient;

class Live : public testing::TestWithParam<OnEngine> {
 protected:
  Live() {
    http::ServerOptions options;
    auto started =
        http::Server::Start(options, world.service->Handler(), world.service->Upgrades());
    HY_CHECK(started.ok());
    server = std::move(*started);
  }

  struct Socket {
    RawClient line;
    json::object Next() {
      for (;;) {
        const Frame frame = http::test::ReadFrame(line);
        if (frame.opcode == 9) continue;  // a ping
        if (frame.opcode != 1) {
          return {{"closed", frame.opcode == 8 ? frame.CloseCode() : 0}};
        }
        return json::parse(frame.payload).as_object();
      }
    }
    // The next fact of this kind; what comes before is put into `seen`.
    json::object Until(std::string_view kind, std::vector<json::object>* seen = nullptr) {
      for (;;) {
        json::object message = Next();
        if (message.contains("closed") || message.contains("reload")) return message;
        if (message.contains("kind") && message.at("kind").as_string() == kind) return message;
        if (seen != nullptr) seen->push_back(std::move(message));
      }
    }
    void Say(const std::string& text) { line.Send(http::test::MaskedFrame(0x81, text)); }
  };

  Socket Connect(ApiClient& client, int64_t* hello = nullptr) {
    Socket socket{RawClient(server->port())};
    socket.line.Send(
        "GET /api/v1/live HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Version: 13\r\nCookie: huiyin_session=" +
        client.cookie() + "\r\n\r\n");
    EXPECT_NE(socket.line.ReadUntil("\r\n\r\n").find(" 101 "), std::string::npos);
    const json::object first = socket.Next();
    EXPECT_TRUE(first.contains("hello"));
    if (hello != nullptr) *hello = first.at("hello").at("seq").as_int64();
    return socket;
  }
  std::string Note(ApiClient& client, const std::string& no) {
    EXPECT_EQ(client.Post("/api/v1/tickets/" + no + "/note", R"({"text":"x"})").status, 200);
    return no;
  }

  ApiWorld world{GetParam()};
  std::unique_ptr<http::Server> server;
};

TEST_P(Live, Facts_ComeInTheOrderOfTheLogToWhomeverMaySeeThem) {
  ApiClient desk = world.As("supervisor");
  ApiClient tech = world.As("tech");
  int64_t known = 0;
  Socket all = Connect(desk, &known);
  Socket own = Connect(tech);
  const std::string since = R"({"subscribe":["tickets"],"since":)" + std::to_string(known) + "}";
  all.Say(since);
  own.Say(since);
  const auto legal =
      R"(,"department_id":)" + std::to_string(world.instance.DepartmentId("dept_legal"));
  const auto tech_department =
      R"(,"department_id":)" + std::to_string(world.instance.DepartmentId("dept_tech"));
  const std::string hidden = ApiWorld::Enter(desk, "合同条款有争议", legal);
  const std::string shown = ApiWorld::Enter(desk, "路由器频繁掉线", tech_department);
  Note(desk, hidden);
  Note(desk, shown);

  int64_t last = known;
  std::map<std::string, int> counts;
  while (counts[shown] < 3) {
    const json::object fact = all.Next();
    ASSERT_TRUE(fact.contains("seq")) << json::serialize(fact);
    ASSERT_GT(fact.at("seq").as_int64(), last);
    last = fact.at("seq").as_int64();
    ++counts[std::string(fact.at("ticket_no").as_string())];
  }
  EXPECT_EQ(counts[hidden], 3);
  std::vector<json::object> seen;
  const json::object noted = own.Until("note_added", &seen);
  EXPECT_EQ(noted.at("ticket_no").as_string(), shown);
  for (const auto& fact : seen) EXPECT_EQ(fact.at("ticket_no").as_string(), shown);
}

TEST_P(Live, Reconnected_GetsEachMissedFactOnce) {
  ApiClient desk = world.As("supervisor");
  int64_t known = 0;
  { Socket before = Connect(desk, &known); }
  const std::string no = ApiWorld::Enter(desk, "请问可以延保吗");
  for (int i = 0; i < 5; ++i) Note(desk, no);
  Socket again = Connect(desk);
  again.Say(R"({"subscribe":["ticket:)" + no + R"("],"since":)" + std::to_string(known) + "}");
  Note(desk, no);
  int64_t last = known;
  for (int facts = 0; facts < 8; ++facts) {  // two of intake, six notes
    const json::object fact = again.Next();
    ASSERT_TRUE(fact.contains("seq")) << json::serialize(fact);
    EXPECT_EQ(fact.at("ticket_no").as_string(), no);
    EXPECT_GT(fact.at("seq").as_int64(), last);
    last = fact.at("seq").as_int64();
  }
}

TEST_P(Live, TooMuchMissed_SaysReloadInsteadOfHalf) {
  ApiClient desk = world.As("supervisor");
  int64_t known = 0;
  { Socket before = Connect(desk, &known); }
  const std::string no = ApiWorld::Enter(desk, "请问可以延保吗");
  for (int i = 0; i < 310; ++i) Note(desk, no);
  Socket again = Connect(desk);
  again.Say(R"({"subscribe":["tickets"],"since":)" + std::to_string(known) + "}");
  const json::object answer = again.Next();
  ASSERT_TRUE(answer.contains("reload")) << json::serialize(answer);
  Note(desk, no);
  EXPECT_EQ(again.Until("note_added").at("ticket_no").as_string(), no);
}

// "name" or "name writes", of the others, from the next message about them.
std::vector<std::string> People(const json::object& message) {
  if (!message.contains("viewers")) return {json::serialize(message)};
  std::vector<std::string> out;
  for (const auto& person : message.at("viewers").at("people").as_array()) {
    std::string name(person.at("name").as_string());
    if (person.at("writing").as_bool()) name += " writes";
    out.push_back(std::move(name));
  }
  return out;
}
using Names = std::vector<std::string>;

TEST_P(Live, WhoHasTheTicketOpen_IsShownToTheOthers) {
  ApiClient desk = world.As("supervisor");
  ApiClient tech = world.As("tech");
  const std::string supervisor = desk.Get("/api/v1/session").Text("display_name");
  const std::string engineer = tech.Get("/api/v1/session").Text("display_name");
  const std::string no = ApiWorld::Enter(
      desk, "路由器频繁掉线",
      R"(,"department_id":)" + std::to_string(world.instance.DepartmentId("dept_tech")));
  const std::string viewing = R"({"viewing":")" + no + "\"";
  Socket first = Connect(desk);
  first.Say(viewing + "}");
  EXPECT_EQ(People(first.Next()), Names{});  // alone
  {
    Socket second = Connect(tech);
    second.Say(viewing + "}");
    EXPECT_EQ(People(second.Next()), Names{supervisor});
    EXPECT_EQ(People(first.Next()), Names{engineer});
    second.Say(viewing + R"(,"writing":true})");
    EXPECT_EQ(People(first.Next()), Names{engineer + " writes"});
    // A second page of the same person is the same person.
    Socket third = Connect(tech);
    third.Say(viewing + "}");
    EXPECT_EQ(People(third.Next()), Names{supervisor});
    second.Say(R"({"viewing":null})");
    EXPECT_EQ(People(first.Next()), Names{engineer});
    third.Say(R"({"viewing":null})");
    EXPECT_EQ(People(first.Next()), Names{});
    second.Say(viewing + "}");
    EXPECT_EQ(People(first.Next()), Names{engineer});
  }
  EXPECT_EQ(People(first.Next()), Names{});  // the line is gone, and so is the person
}

TEST_P(Live, WhoMayNotSeeTheTicket_SeesAndIsNobodyOnIt) {
  ApiClient desk = world.As("supervisor");
  ApiClient special = world.As("special");
  ApiClient tech = world.As("tech");
  const std::string no = ApiWorld::Enter(
      desk, "合同条款有争议",
      R"(,"department_id":)" + std::to_string(world.instance.DepartmentId("dept_legal")));
  const std::string viewing = R"({"viewing":")" + no + "\"}";
  int64_t known = 0;
  Socket stranger = Connect(tech, &known);
  stranger.Say(viewing);
  stranger.Say(R"({"viewing":"T260310-999999"})");
  stranger.Say(R"({"viewing":7})");
  Socket first = Connect(desk);
  first.Say(viewing);
  EXPECT_EQ(People(first.Next()), Names{});
  Socket second = Connect(special);
  second.Say(viewing);
  EXPECT_EQ(People(first.Next()), Names{special.Get("/api/v1/session").Text("display_name")});
  // What the stranger hears first is not about this ticket.
  stranger.Say(R"({"subscribe":["tickets"],"since":)" + std::to_string(known) + "}");
  const std::string own = ApiWorld::Enter(
      desk, "路由器频繁掉线",
      R"(,"department_id":)" + std::to_string(world.instance.DepartmentId("dept_tech")));
  EXPECT_EQ(stranger.Next().at("ticket_no").as_string(), own);
}

TEST_P(Live, HandedOnOutOfSight_TheTicketLosesItsViewer) {
  ApiClient desk = world.As("supervisor");
  ApiClient leader = world.As("leader");
  const std::string no = ApiWorld::Enter(
      desk, "请问退款什么时候到账",
      R"(,"department_id":)" + std::to_string(world.instance.DepartmentId("dept_service")));
  const std::string viewing = R"({"viewing":")" + no + "\"}";
  Socket first = Connect(desk);
  first.Say(viewing);
  EXPECT_EQ(People(first.Next()), Names{});
  Socket second = Connect(leader);
  second.Say(viewing);
  EXPECT_EQ(People(first.Next()).size(), 1u);
  ASSERT_EQ(desk.Post("/api/v1/tickets/" + no + "/assign",
                      R"({"department_id":)" +
                          std::to_string(world.instance.DepartmentId("dept_legal")) + "}")
                .status,
            200);
  EXPECT_EQ(People(first.Next()), Names{});
}

TEST_P(Live, SignedOut_IsCut) {
  ApiClient desk = world.As("supervisor");
  ApiClient agent = world.As("agent");
  Socket socket = Connect(agent);
  socket.Say(R"({"subscribe":["tickets"]})");
  ASSERT_EQ(agent.Call(http::Method::kDelete, "/api/v1/session").status, 204);
  EXPECT_EQ(socket.Until("never").at("closed").as_int64(), 4401);
}

TEST_P(Live, RoleTakenAway_TakesEffectAtOnce) {
  ApiClient admin = world.As("admin");
  ApiClient special = world.As("special");  // reads every department's tickets
  Socket socket = Connect(special);
  socket.Say(R"({"subscribe":["tickets"]})");
  const std::string path = "/api/v1/users/" + std::to_string(world.instance.PersonId("special"));
  const Answer changed =
      admin.Call(http::Method::kPatch, path, R"({"version":1,"roles":["agent_intake"]})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  // Other roles end the sessions: the socket goes with them.
  EXPECT_EQ(socket.Until("never").at("closed").as_int64(), 4401);
}

TEST_P(Live, BadMessages_EndTheSession) {
  ApiClient desk = world.As("supervisor");
  Socket nonsense = Connect(desk);
  nonsense.Say("[1,2");
  EXPECT_EQ(nonsense.Next().at("closed").as_int64(), 1007);
  Socket greedy = Connect(desk);
  std::string topics;
  for (int i = 0; i < 201; ++i) topics += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
  greedy.Say(R"({"subscribe":[)" + topics + "]}");
  EXPECT_EQ(greedy.Next().at("closed").as_int64(), 1008);
}

TEST_P(Live, NobodySignedIn_GetsNoSocket) {
  RawClient line(server->port());
  line.Send(
      "GET /api/v1/live HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  EXPECT_NE(line.ReadUntil("\r\n\r\n").find(" 401 "), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Engines, Live, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
