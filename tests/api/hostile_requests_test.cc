// Generated requests to every route, as several people, as a token and as nobody, while
// the clock goes on and sometimes back: never a 5xx, every answer as the OpenAPI document says
// (ApiClient checks each, so every problem code is a documented one), the log still verifies, and
// what was acknowledged is there. 5,000 requests; test.sh asks for 100,000
// (HUIYIN_HOSTILE_ROUNDS).
#include "hostile_requests.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <map>
#include <set>
#include <thread>

#include "api_world.h"
#include "ledger/verify.h"
#include "store/log_reader.h"
#include "store/queries.h"

namespace huiyin::test {
namespace {

constexpr int kRequestsARound = 1'000;
constexpr int kThreads = 5;
constexpr uint64_t kSeed = 20'261'123;

struct Caller {
  std::string login;  // empty: nobody
  ApiClient client;
};

std::vector<std::string> NamesThatExist(ApiClient& desk) {
  std::vector<std::string> names = {"1",        "2",       "3",     "7",     "100",
                                    "setting",  "policy",  "macro", "form",  "calendar",
                                    "security", "general", "admin", "agent", "service_supervisor",
                                    "dept_tech"};
  for (int i = 0; i < 6; ++i) {
    const Answer opened =
        desk.Post("/api/v1/feedback",
                  R"({"channel":"phone","text":"订单一直没有发货，第)" + std::to_string(i) +
                      R"(次来电","contact":{"mobile":"1380000000)" + std::to_string(i) + "\"}}");
    names.push_back(opened.Text("ticket_no"));
    names.push_back(opened.Text("ticket_no"));
    names.push_back(opened.Text("tracking_secret"));
    names.push_back(opened.Text("contact_code"));
  }
  return names;
}

// Who signed out is signed in again; whoever can no longer be stays outside.
void SignInAgain(Caller& caller) {
  if (!caller.login.empty()) caller.client.SignIn(caller.login, kPassword);
}

void ExpectLogClean(ApiWorld& world, const std::set<std::string>& acknowledged) {
  ledger::VerifyOptions options;
  options.trusted_keys = {world.instance.context().signing_key->public_key()};
  const auto report = store::VerifyLog(world.instance.db(), options);
  ASSERT_TRUE(report.ok()) << report.error().ToString();
  EXPECT_TRUE(report->ok);
  const Status read = world.instance.db().Read([&](store::Session& session) -> Status {
    for (const std::string& no : acknowledged) {
      TRY_ASSIGN(const int64_t id, app::TicketIdOf(no));
      TRY_ASSIGN(const auto rows, session.All(store::q::ticket_place, {id},
                                              [](const store::Row& row) { return row.OptInt(0); }));
      EXPECT_EQ(rows.size(), 1u) << no;
    }
    return Ok();
  });
  EXPECT_TRUE(read.ok());
}

void Round(uint64_t seed, std::map<int, int>& statuses) {
  ApiWorld world;
  std::vector<Caller> callers;
  for (const char* login : {"", "admin", "supervisor", "agent", "tech", "auditor"}) {
    callers.push_back({login, world.Anonymous()});
    SignInAgain(callers.back());
    callers.back().client.SendAnyQuery();
  }
  HostileRequests requests(seed, NamesThatExist(callers[2].client));
  SeededRandom random(seed);
  std::set<std::string> acknowledged;
  for (int i = 0; i < kRequestsARound; ++i) {
    world.instance.clock().Advance(random.Below(500) == 0 ? -Duration::Hours(1)
                                                          : Duration::Seconds(2));
    Caller& caller = callers[random.Below(callers.size())];
    const HostileRequest request = requests.Next();
    const Answer answer =
        caller.client.Call(request.method, request.path, request.body, request.headers);
    ++statuses[answer.status];
    ASSERT_LT(answer.status, 500) << caller.login << " " << http::MethodName(request.method) << " "
                                  << request.path << "\n"
                                  << request.body.substr(0, 2'000) << "\n"
                                  << answer.body;
    if (answer.status == 201 && request.path == "/api/v1/feedback") {
      acknowledged.insert(answer.Text("ticket_no"));
    }
    if (answer.status == 401 && random.Below(8) == 0) SignInAgain(caller);
  }
  EXPECT_EQ(world.Anonymous().Get("/readyz").status, 200);
  ExpectLogClean(world, acknowledged);
}

TEST(HostileRequests, Generated_NeverGive5xxAndLoseNothing) {
  // Rounds know nothing of each other; side by side they wait for the disk together.
  const char* wanted = std::getenv("HUIYIN_HOSTILE_ROUNDS");
  const int rounds = wanted == nullptr ? 5 : std::atoi(wanted);
  std::vector<std::map<int, int>> statuses(static_cast<size_t>(rounds));
  std::atomic<int> next = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int round = next++; round < rounds; round = next++) {
        Round(kSeed + static_cast<uint64_t>(round), statuses[static_cast<size_t>(round)]);
      }
    });
  }
  threads.clear();
  // The generator reaches what it is for: answers of every sort come back.
  std::map<int, int> all;
  for (const auto& round : statuses) {
    for (const auto& [status, count] : round) all[status] += count;
  }
  for (const int status : {200, 400, 401, 403, 404, 409}) {
    EXPECT_GT(all[status], 0) << status;
  }
  std::string counts;
  for (const auto& [status, count] : all) {
    counts += std::to_string(status) + ":" + std::to_string(count) + " ";
  }
  RecordProperty("statuses", counts);
}

}  // namespace
}  // namespace huiyin::test
