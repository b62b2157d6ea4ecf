#include "api/openapi.h"

#include <algorithm>
#include <map>
#include <vector>

#include "api/problems.h"
#include "api/route.h"
#include "base/json_text.h"

namespace huiyin::api {
namespace {

std::string Lower(std::string_view method) {
  std::string out(method);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return out;
}

struct QueryParameters {
  std::string_view pattern;
  std::string_view names;  // separated by blanks; "#": a whole number, "@": an instant
};

constexpr QueryParameters kQuery[] = {
    {"/api/v1/tickets",
     "state sub_state priority category complaint_kind channel sentiment department owner view tag "
     "q sort cursor #limit @received_from @received_to"},
    {"/api/v1/tickets/export",
     "format columns labels #utc_offset state sub_state priority category complaint_kind channel "
     "sentiment department owner view tag q sort @received_from @received_to"},
    {"/api/v1/board", "#department"},
    {"/api/v1/tickets/{ticket_no}/similar", "#limit"},
    {"/api/v1/incidents/candidates", "#hours #least"},
    {"/api/v1/bulk-notices", "state incident_no"},
    {"/api/v1/outbox", "state cursor"},
    {"/api/v1/quarantine", "cursor"},
    {"/api/v1/events", "#after kind ticket_no #limit"},
    {"/api/v1/process",
     "@created_from @created_to department category priority channel clock #variants"},
    {"/api/v1/process/tickets",
     "@created_from @created_to department category priority channel clock from to activity start "
     "end #limit"},
    {"/api/v1/process/findings",
     "@created_from @created_to department category priority channel clock #limit"},
};

void Parameter(JsonText& json, std::string_view name, std::string_view in, bool required,
               std::string_view schema) {
  json.Open('{').Key("name").Str(name).Key("in").Str(in).Key("required").Bool(required);
  json.Key("schema").Raw(schema).Close('}');
}

constexpr std::string_view kText = R"({"type":"string"})";

void PathParameters(JsonText& json, const Route& route) {
  const std::string_view pattern = route.pattern;
  for (size_t open = pattern.find('{'); open != std::string_view::npos;
       open = pattern.find('{', open + 1)) {
    const size_t close = pattern.find('}', open);
    Parameter(json, pattern.substr(open + 1, close - open - 1), "path", true, kText);
  }
}

void QueryParametersOf(JsonText& json, const Route& route) {
  for (std::string_view name : QueryNames(route)) {
    std::string_view schema = kText;
    if (name[0] == '#') schema = R"({"type":"integer"})";
    if (name[0] == '@') schema = R"({"type":"string","format":"date-time"})";
    if (name[0] == '#' || name[0] == '@') name.remove_prefix(1);
    Parameter(json, name, "query", false, schema);
  }
}

void Parameters(JsonText& json, const Route& route) {
  json.Key("parameters").Open('[');
  PathParameters(json, route);
  QueryParametersOf(json, route);
  const bool changes = route.method != http::Method::kGet;
  if (route.key != TakesKey::kNo) {
    Parameter(json, "Idempotency-Key", "header", route.key == TakesKey::kMust, kText);
  }
  if (route.pattern.starts_with("/api/v1/tickets/{ticket_no}") && changes) {
    const bool edit = route.method == http::Method::kPatch;
    Parameter(json, "If-Match", "header", edit, kText);
  }
  if (changes && route.access != Access::kPublic) {
    Parameter(json, "X-CSRF-Token", "header", false, kText);
  }
  json.Close(']');
}

void Content(JsonText& json, std::string_view type, const std::string& schema) {
  json.Key("content").Open('{').Key(type).Open('{').Key("schema").Raw(schema);
  json.Close('}').Close('}');
}

void Security(JsonText& json, const Route& route) {
  json.Key("security").Open('[');
  if (route.access != Access::kPublic) {
    json.Raw(R"({"session":[]})");
    if (route.access != Access::kSession) json.Raw(R"({"token":[]})");
  } else if (route.pattern == "/api/v1/feedback") {
    json.Raw("{}").Raw(R"({"session":[]})").Raw(R"({"token":[]})");
  }
  json.Close(']');
}

std::string ProblemSchema(const std::vector<const ProblemCode*>& problems) {
  JsonText json;
  json.Open('{').Key("allOf").Open('[').Raw(SchemaSet::Reference("Problem"));
  json.Open('{').Key("properties").Open('{').Key("type").Open('{').Key("enum").Open('[');
  for (const ProblemCode* problem : problems) json.Str(problem->code);
  json.Close(']').Close('}').Close('}').Close('}').Close(']').Close('}');
  return json.Take();
}

// The refusals, one a status: their codes are an enumeration, so that clients can switch on them.
void Problems(JsonText& json, const Route& route) {
  std::map<int, std::vector<const ProblemCode*>> by_status;
  for (const ProblemCode& problem : ProblemCodes()) {
    if (CanAnswer(route, problem)) by_status[problem.status].push_back(&problem);
  }
  for (const auto& [status, problems] : by_status) {
    std::string description;
    for (const ProblemCode* problem : problems) {
      description += (description.empty() ? "`" : "; `") + std::string(problem->code) +
                     "`: " + std::string(problem->meaning);
    }
    json.Key(std::to_string(status)).Open('{').Key("description").Str(description);
    Content(json, "application/problem+json", ProblemSchema(problems));
    json.Close('}');
  }
}

void Operation(JsonText& json, SchemaSet& schemas, const Route& route) {
  json.Key(Lower(http::MethodName(route.method))).Open('{');
  json.Key("summary").Str(route.summary);
  if (!route.permission.empty()) json.Key("x-permission").Str(route.permission);
  Parameters(json, route);
  Security(json, route);
  if (route.request_schema != nullptr) {
    json.Key("requestBody").Open('{').Key("required").Bool(true);
    Content(json, TakesFile(route) ? "multipart/form-data" : "application/json",
            route.request_schema(schemas));
    json.Close('}');
  }
  json.Key("responses").Open('{').Key("2XX").Open('{').Key("description");
  if (route.response_schema != nullptr) {
    json.Str("done");
    Content(json, AnswersFile(route) ? "application/octet-stream" : "application/json",
            route.response_schema(schemas));
  } else if (route.pattern.ends_with("/export")) {
    json.Str("a file");
    Content(json, "application/octet-stream", R"({"type":"string","format":"binary"})");
  } else {
    json.Str(route.pattern.starts_with("/api/") ? "done; no body" : "a text");
  }
  json.Close('}');
  Problems(json, route);
  json.Close('}').Close('}');
}

constexpr std::string_view kSecuritySchemes =
    R"({"session":{"type":"apiKey","in":"cookie","name":"huiyin_session"},)"
    R"("token":{"type":"http","scheme":"bearer"}})";

constexpr std::string_view kProblem =
    R"({"type":"object","additionalProperties":false,)"
    R"("required":["type","title","status","detail","request_id","errors"],"properties":{)"
    R"("type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},)"
    R"("detail":{"type":"string"},"request_id":{"type":"string"},"errors":{"type":"array",)"
    R"("items":{"type":"object","additionalProperties":false,)"
    R"("required":["path","problem","detail"],"properties":{"path":{"type":"string"},)"
    R"("problem":{"type":"string"},"detail":{"type":"string"}}}}}})";

// Grouped in the order of the table, one group a pattern.
std::vector<std::pair<std::string_view, std::vector<const Route*>>> ByPattern() {
  std::vector<std::pair<std::string_view, std::vector<const Route*>>> out;
  for (const Route& route : Routes()) {
    const auto same = [&](const auto& group) { return group.first == route.pattern; };
    auto at = std::find_if(out.begin(), out.end(), same);
    if (at == out.end()) at = out.insert(out.end(), {route.pattern, {}});
    at->second.push_back(&route);
  }
  return out;
}

std::string CodesOf(const Route& route) {
  std::string out;
  for (const ProblemCode& problem : ProblemCodes()) {
    // What every route can answer stands once, in the table of codes.
    if (problem.where == "*" || problem.where == "body" || problem.where == "signed_in") continue;
    if (!CanAnswer(route, problem)) continue;
    out += (out.empty() ? "`" : " `") + std::string(problem.code) + "`";
  }
  return out;
}

std::string NameOf(const Route& route, std::string (*schema)(SchemaSet&)) {
  if (schema == nullptr) return route.pattern.starts_with("/api/") ? "" : "text";
  if (schema == UploadSchema) return "a file (multipart)";
  if (schema == DownloadSchema) return "the file's bytes";
  SchemaSet set;
  const std::string text = schema(set);
  std::string out;
  for (size_t at = text.find("schemas/"); at != std::string::npos; at = text.find("schemas/", at)) {
    at += 8;
    out += (out.empty() ? "" : " or ") + text.substr(at, text.find('"', at) - at);
  }
  return out.empty() ? "JSON" : out;
}

std::string WhoMay(const Route& route) {
  switch (route.access) {
    case Access::kPublic:
      return "anybody";
    case Access::kSession:
      return "session";
    case Access::kSignedIn:
      return "signed in";
    case Access::kPermission:
      return "`" + std::string(route.permission) + "`";
  }
  return "";
}

}  // namespace

std::vector<std::string_view> QueryNames(const Route& route) {
  std::vector<std::string_view> out;
  if (route.method != http::Method::kGet) return out;
  for (const QueryParameters& query : kQuery) {
    if (query.pattern != route.pattern) continue;
    std::string_view rest = query.names;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find(' '), rest.size());
      out.push_back(rest.substr(0, end));
      rest = end == rest.size() ? std::string_view() : rest.substr(end + 1);
    }
  }
  return out;
}

std::string UploadSchema(SchemaSet&) {
  return R"({"type":"object","required":["file"],"properties":{)"
         R"("file":{"type":"string","contentMediaType":"application/octet-stream"},)"
         R"("visibility":{"type":"string","enum":["customer","internal"]}}})";
}

std::string DownloadSchema(SchemaSet&) {
  return R"({"type":"string","contentMediaType":"application/octet-stream"})";
}

std::string OpenApiText() {
  SchemaSet schemas;
  schemas.DefineVocabularies();
  schemas.Define("Problem", std::string(kProblem));
  JsonText json;
  json.Open('{').Key("openapi").Str("3.1.0").Key("info").Open('{');
  json.Key("title").Str("Huiyin").Key("version").Str("1").Close('}');
  json.Key("paths").Open('{');
  for (const auto& [pattern, routes] : ByPattern()) {
    json.Key(pattern).Open('{');
    for (const Route* route : routes) Operation(json, schemas, *route);
    json.Close('}');
  }
  json.Close('}').Key("components").Open('{').Key("securitySchemes").Raw(kSecuritySchemes);
  json.Key("schemas").Open('{');
  for (const auto& [name, schema] : schemas.all()) json.Key(name).Raw(schema);
  json.Close('}').Close('}').Close('}');
  return json.Take();
}

std::string ApiTables() {
  std::string out =
      "| call | who may | body | answer | codes of its own |\n|---|---|---|---|---|\n";
  for (const Route& route : Routes()) {
    out += "| `" + std::string(http::MethodName(route.method)) + " " + std::string(route.pattern) +
           "` | " + WhoMay(route) + " | " +
           (route.request_schema == nullptr ? "" : NameOf(route, route.request_schema)) + " | " +
           NameOf(route, route.response_schema) + " | " + CodesOf(route) + " |\n";
  }
  out += "\n| code | status | meaning |\n|---|---|---|\n";
  for (const ProblemCode& problem : ProblemCodes()) {
    out += "| `" + std::string(problem.code) + "` | " + std::to_string(problem.status) + " | " +
           std::string(problem.meaning) + " |\n";
  }
  return out;
}

}  // namespace huiyin::api
