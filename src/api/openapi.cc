#include "api/openapi.h"

#include <algorithm>
#include <map>
#include <vector>

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

void Parameters(JsonText& json, std::string_view pattern) {
  json.Key("parameters").Open('[');
  for (size_t open = pattern.find('{'); open != std::string_view::npos;
       open = pattern.find('{', open + 1)) {
    const size_t close = pattern.find('}', open);
    json.Open('{').Key("name").Str(pattern.substr(open + 1, close - open - 1));
    json.Key("in").Str("path").Key("required").Bool(true);
    json.Key("schema").Raw(R"({"type":"string"})").Close('}');
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
    if (route.access == Access::kPermission) json.Raw(R"({"token":[]})");
  }
  json.Close(']');
}

void Operation(JsonText& json, const Route& route) {
  json.Key(Lower(http::MethodName(route.method))).Open('{');
  json.Key("summary").Str(route.summary);
  if (!route.permission.empty()) json.Key("x-permission").Str(route.permission);
  Parameters(json, route.pattern);
  Security(json, route);
  if (route.request_schema != nullptr) {
    json.Key("requestBody").Open('{').Key("required").Bool(true);
    Content(json, "application/json", route.request_schema());
    json.Close('}');
  }
  json.Key("responses").Open('{').Key("2XX").Open('{').Key("description").Str("done");
  if (route.response_schema != nullptr) {
    Content(json, "application/json", route.response_schema());
  }
  json.Close('}').Key("default").Raw(R"({"$ref":"#/components/responses/Problem"})");
  json.Close('}').Close('}');
}

constexpr std::string_view kComponents =
    R"({"securitySchemes":{"session":{"type":"apiKey","in":"cookie","name":"huiyin_session"},)"
    R"("token":{"type":"http","scheme":"bearer"}},"responses":{"Problem":{"description":)"
    R"("RFC 9457 problem","content":{"application/problem+json":{"schema":{"type":"object",)"
    R"("required":["type","title","status","detail","request_id","errors"],"properties":{)"
    R"("type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},)"
    R"("detail":{"type":"string"},"request_id":{"type":"string"},"errors":{"type":"array",)"
    R"("items":{"type":"object","properties":{"path":{"type":"string"},"problem":)"
    R"({"type":"string"},"detail":{"type":"string"}}}}}}}}}}})";

}  // namespace

std::string OpenApiText() {
  std::map<std::string_view, std::vector<const Route*>> paths;
  for (const Route& route : Routes()) paths[route.pattern].push_back(&route);
  JsonText json;
  json.Open('{').Key("openapi").Str("3.1.0").Key("info").Open('{');
  json.Key("title").Str("Huiyin").Key("version").Str("1").Close('}');
  json.Key("paths").Open('{');
  for (const auto& [pattern, routes] : paths) {
    json.Key(pattern).Open('{');
    for (const Route* route : routes) Operation(json, *route);
    json.Close('}');
  }
  json.Close('}').Key("components").Raw(kComponents).Close('}');
  return json.Take();
}

}  // namespace huiyin::api
