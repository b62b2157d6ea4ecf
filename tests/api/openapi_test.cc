// The description of the API: complete, the one in the repository, and kept by every answer.
#include "api/openapi.h"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "api/problems.h"
#include "api_world.h"
#include "contract.h"

namespace huiyin::test {
namespace {

namespace json = boost::json;

std::string FileText(const std::string& path) {
  std::ifstream in(std::string(HUIYIN_SOURCE_DIR) + "/" + path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST(OpenApi, EveryRoute_NamesAnswerRefusalsAndRights) {
  const auto document = json::parse(api::OpenApiText()).as_object();
  for (const api::Route& route : api::Routes()) {
    std::string method(http::MethodName(route.method));
    for (char& c : method) c = static_cast<char>(tolower(c));
    const auto& operation = document.at("paths").at(route.pattern).at(method).as_object();
    EXPECT_EQ(operation.at("security").as_array().empty(),
              route.access == api::Access::kPublic && route.pattern != "/api/v1/feedback")
        << route.pattern;
    EXPECT_TRUE(operation.at("responses").as_object().contains("503")) << route.pattern;
    if (route.method == http::Method::kGet) {
      EXPECT_TRUE(operation.at("responses").at("2XX").as_object().contains("content") ||
                  !route.pattern.starts_with("/api/"))
          << route.pattern;
    }
  }
}

TEST(OpenApi, EveryReference_LeadsToASchema) {
  const std::string text = api::OpenApiText();
  const auto document = json::parse(text).as_object();
  const auto& schemas = document.at("components").at("schemas").as_object();
  const std::regex reference("#/components/schemas/([A-Za-z]+)");
  for (std::sregex_iterator at(text.begin(), text.end(), reference), end; at != end; ++at) {
    EXPECT_TRUE(schemas.contains((*at)[1].str())) << (*at)[1];
  }
}

TEST(OpenApi, FileInTheRepository_IsWhatTheProgramSays) {
  EXPECT_TRUE(json::parse(FileText("docs/openapi.json")) == json::parse(api::OpenApiText()))
      << "run scripts/update-api.sh";
  EXPECT_TRUE(FileText("docs/api.md").find(api::ApiTables()) != std::string::npos)
      << "run scripts/update-api.sh";
}

TEST(OpenApi, EveryCodeTheApiLayerRaises_IsDocumented) {
  std::set<std::string, std::less<>> known;
  for (const auto& problem : api::ProblemCodes()) known.insert(std::string(problem.code));
  const std::regex raised(
      R"re((?:InvalidArgument|NotFound|Conflict|PermissionDenied|Unauthenticated|FailedPrecondition|Unavailable)\([^;]*?,\s*"([a-z]+_[a-z_]+)"\))re");
  size_t found = 0;
  for (const char* file :
       {"src/api/handlers_admin.cc", "src/api/handlers_attachments.cc", "src/app/attachments.cc",
        "src/channels/attachment_type.cc", "src/api/handlers_customer.cc",
        "src/api/handlers_desk.cc", "src/api/handlers_tickets.cc", "src/api/service.cc",
        "src/app/act_on_ticket.cc", "src/app/sessions.cc", "src/app/pow.cc", "src/app/tokens.cc",
        "src/app/documents.cc", "src/app/verbs_handling.cc", "src/app/verbs_relations.cc",
        "src/app/open_ticket.cc", "src/app/verbs_conversation.cc", "src/app/roles.cc",
        "src/app/departments.cc"}) {
    const std::string text = FileText(file);
    for (std::sregex_iterator at(text.begin(), text.end(), raised), end; at != end; ++at) {
      ++found;
      EXPECT_TRUE(known.contains((*at)[1].str())) << (*at)[1] << " of " << file;
    }
  }
  EXPECT_GT(found, 30u);
}

TEST(OpenApi, DriftingAnswers_AreSeen) {
  http::Request request;
  request.method = http::Method::kGet;
  request.path = "/api/v1/me/presence";
  EXPECT_EQ(ContractBreach(request, 200, R"({"online":true})"), "");
  EXPECT_NE(ContractBreach(request, 200, R"({"online":1})"), "");
  EXPECT_NE(ContractBreach(request, 200, R"({})"), "");
  EXPECT_NE(ContractBreach(request, 200, R"({"online":true,"since":""})"), "");
  EXPECT_NE(ContractBreach(request, 418, R"({"online":true})"), "");
  EXPECT_NE(ContractBreach(request, 401,
                           R"({"type":"no_such_code","title":"","status":401,"detail":"",)"
                           R"("request_id":"","errors":[]})"),
            "");
  request.query.emplace_back("nonsense", "1");
  EXPECT_NE(ContractBreach(request, 200, R"({"online":true})"), "");
}

}  // namespace
}  // namespace huiyin::test
