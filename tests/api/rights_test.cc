// Walks every route as nobody and as every person, and every object route on another department's
// ticket. The expectations come from the route table and the role sets, not from a second list.
#include <gtest/gtest.h>

#include "api/route.h"
#include "api_world.h"

namespace huiyin::test {
namespace {

std::string Concrete(std::string_view pattern, const std::string& ticket_no) {
  std::string out;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '{') {
      out += pattern[i];
      continue;
    }
    const size_t close = pattern.find('}', i);
    const std::string_view name = pattern.substr(i + 1, close - i - 1);
    out += name == "ticket_no"    ? ticket_no
           : name == "transition" ? "note"
           : name == "id"         ? "999999"
                                  : "nothing";
    i = close;
  }
  return out;
}

const char* const kPeople[] = {"admin",   "supervisor", "leader",  "agent",   "tech",    "product",
                               "special", "inspector",  "auditor", "manager", "operator"};

TEST(Rights, EveryRoute_RefusesWhoeverLacksThePermission) {
  ApiWorld world;
  ApiClient supervisor = world.As("supervisor");
  const std::string no = ApiWorld::Enter(supervisor, "请问怎么开发票");
  for (const char* login : kPeople) {
    const domain::Actor actor = world.instance.ActorOf(login);
    ApiClient client = world.As(login);
    for (const api::Route& route : api::Routes()) {
      if (route.access != api::Access::kPermission) continue;
      if (actor.May(route.permission)) continue;
      const Answer answer = client.Call(route.method, Concrete(route.pattern, no), "{}");
      EXPECT_EQ(answer.status, 403) << login << " " << route.pattern << " " << answer.body;
    }
  }
}

TEST(Rights, EveryRoute_RefusesAnonymousCallers) {
  ApiWorld world;
  ApiClient supervisor = world.As("supervisor");
  const std::string no = ApiWorld::Enter(supervisor, "请问怎么开发票");
  for (const api::Route& route : api::Routes()) {
    if (route.access == api::Access::kPublic) continue;
    ApiClient nobody = world.Anonymous();
    const Answer answer = nobody.Call(route.method, Concrete(route.pattern, no), "{}");
    EXPECT_EQ(answer.status, 401) << route.pattern;
  }
}

TEST(Rights, OtherDepartmentsTicket_DoesNotExist) {
  ApiWorld world;
  ApiClient supervisor = world.As("supervisor");
  const std::string no = ApiWorld::Enter(
      supervisor, "请问怎么开发票",
      R"(,"department_id":)" + std::to_string(world.instance.DepartmentId("dept_legal")));
  for (const char* login : {"agent", "tech", "product"}) {
    ApiClient client = world.As(login);
    for (const api::Route& route : api::Routes()) {
      if (route.pattern.find("{ticket_no}") == std::string_view::npos) continue;
      const Answer answer =
          client.Call(route.method, Concrete(route.pattern, no), R"({"text":"x"})");
      EXPECT_TRUE(answer.status == 404 || answer.status == 400)
          << login << " " << route.pattern << " " << answer.status;
      EXPECT_EQ(answer.body.find("发票"), std::string::npos);
    }
    EXPECT_EQ(client.Get("/api/v1/tickets").body.find(no), std::string::npos);
    EXPECT_EQ(client.Get("/api/v1/tickets?q=" + no).body.find(no), std::string::npos);
  }
}

TEST(Rights, ChangeWithoutCsrfToken_IsRefused) {
  ApiWorld world;
  ApiClient desk = world.As("supervisor");
  desk.ForgetCsrf();
  const Answer answer = desk.Post("/api/v1/feedback", R"({"channel":"phone","text":"x"})");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.Text("type"), "csrf_failed");
}

TEST(Rights, GuessedTrackingLinks_LeadNowhere) {
  ApiWorld world;
  ApiClient desk = world.As("agent");
  const Answer opened =
      desk.Post("/api/v1/feedback", R"({"channel":"phone","text":"请问几点关门"})");
  std::string secret = opened.Text("tracking_secret");
  secret[secret.size() - 2] = secret[secret.size() - 2] == 'A' ? 'B' : 'A';
  EXPECT_EQ(world.Anonymous().Get("/api/v1/track/" + secret).status, 404);
  EXPECT_EQ(world.Anonymous()
                .Post("/api/v1/public/track", R"({"ticket_no":")" + opened.Text("ticket_no") +
                                                  R"(","contact_code":"00000000"})")
                .status,
            404);
}

}  // namespace
}  // namespace huiyin::test
