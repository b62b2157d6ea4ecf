#include "contract.h"

#include <algorithm>
#include <boost/json.hpp>

#include "api/openapi.h"
#include "api/problems.h"
#include "api/route.h"
#include "base/time.h"
#include "http/router.h"

namespace huiyin::test {
namespace {

namespace json = boost::json;

const json::object& Document() {
  static const json::value document = json::parse(api::OpenApiText());
  return document.get_object();
}

bool HasType(const json::value& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_bool();
  if (type == "null") return value.is_null();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  return type == "number" && value.is_number();
}

std::string Breach(const json::value& value, const json::object& schema, const std::string& path);

std::string ObjectBreach(const json::object& object, const json::object& schema,
                         const std::string& path) {
  if (const auto* required = schema.if_contains("required")) {
    for (const auto& key : required->as_array()) {
      if (!object.contains(key.as_string())) {
        return path + " lacks " + std::string(key.as_string());
      }
    }
  }
  const auto* properties = schema.if_contains("properties");
  const auto* others = schema.if_contains("additionalProperties");
  for (const auto& [key, item] : object) {
    const std::string at = path + "." + std::string(key);
    const auto* known = properties == nullptr ? nullptr : properties->as_object().if_contains(key);
    if (known == nullptr && others != nullptr) {
      if (others->is_bool()) {
        if (!others->get_bool()) return at + " is not in the document";
        continue;
      }
      known = others;
    }
    if (known == nullptr) continue;
    if (auto breach = Breach(item, known->as_object(), at); !breach.empty()) return breach;
  }
  return "";
}

std::string AnyBreach(const json::value& value, const json::array& choices,
                      const std::string& path) {
  std::string why;
  for (const auto& choice : choices) {
    const std::string breach = Breach(value, choice.as_object(), path);
    if (breach.empty()) return "";
    why += (why.empty() ? "" : " / ") + breach;
  }
  return why;
}

std::string Breach(const json::value& value, const json::object& schema, const std::string& path) {
  if (const auto* reference = schema.if_contains("$ref")) {
    const std::string_view name = reference->as_string();
    return Breach(
        value,
        Document().at("components").at("schemas").at(name.substr(name.rfind('/') + 1)).as_object(),
        path);
  }
  if (const auto* any = schema.if_contains("anyOf")) return AnyBreach(value, any->as_array(), path);
  if (const auto* all = schema.if_contains("allOf")) {
    for (const auto& part : all->as_array()) {
      if (auto breach = Breach(value, part.as_object(), path); !breach.empty()) return breach;
    }
  }
  if (const auto* type = schema.if_contains("type"); type && !HasType(value, type->as_string())) {
    return path + " is no " + std::string(type->as_string()) + ": " + json::serialize(value);
  }
  if (const auto* words = schema.if_contains("enum")) {
    const auto& list = words->as_array();
    if (std::find(list.begin(), list.end(), value) == list.end()) {
      return path + " is not one of the documented words: " + json::serialize(value);
    }
  }
  if (schema.contains("format") && value.is_string() &&
      !ParseInstant(std::string_view(value.as_string())).ok()) {
    return path + " is no instant: " + json::serialize(value);
  }
  if (value.is_array() && schema.contains("items")) {
    size_t index = 0;
    for (const auto& item : value.as_array()) {
      const std::string at = path + "[" + std::to_string(index++) + "]";
      if (auto breach = Breach(item, schema.at("items").as_object(), at); !breach.empty()) {
        return breach;
      }
    }
  }
  return value.is_object() ? ObjectBreach(value.as_object(), schema, path) : "";
}

const api::Route* RouteOf(const http::Request& request) {
  static const http::Router router = [] {
    http::Router out;
    const auto routes = api::Routes();
    for (size_t i = 0; i < routes.size(); ++i) {
      HY_CHECK(out.Add(routes[i].method, routes[i].pattern, i).ok());
    }
    return out;
  }();
  const auto match = router.Find(request.method, request.path);
  return match.outcome == http::Router::Outcome::kFound ? &api::Routes()[match.route] : nullptr;
}

std::string Lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return tolower(c); });
  return out;
}

std::string QueryBreach(const http::Request& request, const api::Route& route) {
  const auto names = api::QueryNames(route);
  for (const auto& [name, value] : request.query) {
    const bool known = std::any_of(names.begin(), names.end(), [&](std::string_view documented) {
      if (documented[0] == '#' || documented[0] == '@') documented.remove_prefix(1);
      return documented == name;
    });
    if (!known) return "the query parameter " + std::string(name) + " is not in the document";
  }
  return "";
}

}  // namespace

std::string ContractBreach(const http::Request& request, int status, const std::string& body) {
  const api::Route* route = RouteOf(request);
  if (route == nullptr) return "";  // a page, or an address without a route
  const auto& responses = Document()
                              .at("paths")
                              .at(route->pattern)
                              .at(Lower(http::MethodName(route->method)))
                              .at("responses")
                              .as_object();
  const bool fine = status >= 200 && status < 300;
  if (fine) {
    if (auto breach = QueryBreach(request, *route); !breach.empty()) return breach;
  }
  const auto* response = responses.if_contains(fine ? "2XX" : std::to_string(status));
  if (response == nullptr)
    return "the status " + std::to_string(status) + " is not in the document";
  const auto* content = response->as_object().if_contains("content");
  if (content == nullptr) {
    const bool text = !route->pattern.starts_with("/api/");
    return body.empty() || text ? "" : "there is a body, and none in the document: " + body;
  }
  if (body.empty() && status == 204) return "";
  if (content->as_object().contains("application/octet-stream")) return "";
  boost::system::error_code error;
  const json::value parsed = json::parse(body, error);
  if (error) return "the body is no JSON: " + body;
  return Breach(parsed, content->as_object().begin()->value().at("schema").as_object(), "body");
}

}  // namespace huiyin::test
