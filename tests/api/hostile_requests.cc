#include "hostile_requests.h"

#include "api/openapi.h"
#include "domain/lifecycle.h"

namespace huiyin::test {

namespace json = boost::json;
using http::Method;

namespace {

constexpr int kDeepest = 40;  // the service takes 32

const json::object& Document() {
  static const json::value document = json::parse(api::OpenApiText());
  return document.get_object();
}

const json::object* BodySchema(const api::Route& route) {
  std::string method(http::MethodName(route.method));
  for (char& c : method) c = static_cast<char>(tolower(c));
  const auto& operation = Document().at("paths").at(route.pattern).at(method).as_object();
  const auto* body = operation.if_contains("requestBody");
  if (body == nullptr) return nullptr;
  return &body->at("content").as_object().begin()->value().at("schema").as_object();
}

std::string Encoded(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (isalnum(byte) || c == '-' || c == '_' || c == '.') {
      out += c;
    } else {
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out;
}

}  // namespace

HostileRequests::HostileRequests(uint64_t seed, std::vector<std::string> names)
    : random_(seed), names_(std::move(names)) {}

bool HostileRequests::Once(uint64_t in) { return random_.Below(in) == 0; }

std::string_view HostileRequests::Name() { return names_[random_.Below(names_.size())]; }

std::string HostileRequests::AnyText() {
  static const std::vector<std::string> kTexts = {
      "",
      " ",
      "\xE3\x80\x80",
      "请问怎么开发票",
      "退款一直没有到账，我要投诉",
      "=HYPERLINK(\"http://x\")",
      "'; DROP TABLE tickets; --",
      "<script>alert(1)</script>",
      "../../etc/passwd",
      "{{customer_name}}",
      "{{",
      "%s%n",
      "a\r\nSet-Cookie: x=1",
      "\xE2\x80\xAE"
      "fdp.exe",
      "\xF0\x9F\x98\x80",
      "2026-03-10T08:20:00Z",
      "9999-12-31T23:59:60Z",
      "-1",
      "99999999999999999999",
      "high",
      "complaint",
      "pending",
      "none",
      "null",
      "constructor",
      "13800000000",
      "a@b.cn",
      "{\"a\":",
      std::string("a\0b", 3),
  };
  if (Once(3)) return std::string(Name());
  if (Once(200)) return std::string(20'001 + random_.Below(3), 'x');
  if (Once(400)) return std::string(1 + random_.Below(400), '\x41');
  return kTexts[random_.Below(kTexts.size())];
}

json::value HostileRequests::Anything(int depth) {
  switch (random_.Below(depth > 3 ? 8 : 10)) {
    case 0:
      return nullptr;
    case 1:
      return Once(2);
    case 2:
      return static_cast<int64_t>(random_.Below(20));
    case 3:
      return Once(2) ? INT64_MIN : INT64_MAX;
    case 4:
      return -1;
    case 5:
      return Once(2) ? 0.5 : 1e308;
    case 8: {
      json::array out;
      for (uint64_t n = random_.Below(4); n > 0; --n) out.push_back(Anything(depth + 1));
      return out;
    }
    case 9: {
      json::object out;
      for (uint64_t n = random_.Below(4); n > 0; --n) out[AnyText()] = Anything(depth + 1);
      return out;
    }
    default:
      return json::string(AnyText());
  }
}

json::value HostileRequests::ObjectAfter(const json::object& schema, int depth) {
  json::object out;
  const auto* required = schema.if_contains("required");
  const auto needed = [&](std::string_view key) {
    if (required == nullptr) return false;
    for (const auto& one : required->as_array()) {
      if (std::string_view(one.as_string()) == key) return true;
    }
    return false;
  };
  if (const auto* properties = schema.if_contains("properties")) {
    for (const auto& [key, value] : properties->as_object()) {
      if (needed(key) ? Once(40) : !Once(6)) continue;
      out[key] = Once(25) ? Anything(0) : After(value.as_object(), depth + 1);
    }
  }
  if (Once(40)) out[AnyText()] = Anything(0);
  return out;
}

json::value HostileRequests::After(const json::object& schema, int depth) {
  if (depth > 8) return Anything(9);
  if (const auto* reference = schema.if_contains("$ref")) {
    const std::string_view name = reference->as_string();
    const auto last = name.substr(name.rfind('/') + 1);
    return After(Document().at("components").at("schemas").at(last).as_object(), depth);
  }
  for (const char* choice : {"anyOf", "allOf"}) {
    if (const auto* list = schema.if_contains(choice)) {
      const auto& array = list->as_array();
      return After(array[random_.Below(array.size())].as_object(), depth);
    }
  }
  if (const auto* words = schema.if_contains("enum"); words != nullptr && !Once(20)) {
    return words->as_array()[random_.Below(words->as_array().size())];
  }
  const auto* type = schema.if_contains("type");
  const std::string_view name =
      type == nullptr || !type->is_string() ? "" : std::string_view(type->as_string());
  if (name == "object") return ObjectAfter(schema, depth);
  if (name == "array") {
    json::array out;
    const auto* items = schema.if_contains("items");
    const uint64_t count = Once(100) ? 300 : random_.Below(3);
    for (uint64_t n = 0; n < count; ++n) {
      out.push_back(items == nullptr ? Anything(1) : After(items->as_object(), depth + 1));
    }
    return out;
  }
  if (name == "integer") return static_cast<int64_t>(random_.Below(Once(4) ? 1'000'000 : 15));
  if (name == "number") return static_cast<double>(random_.Below(100)) / 7;
  if (name == "boolean") return Once(2);
  if (name == "string") return json::string(AnyText());
  return Anything(0);
}

std::string HostileRequests::Spoilt(std::string body) {
  switch (random_.Below(9)) {
    case 0:
      return "";
    case 1:
      return body.substr(0, random_.Below(body.size() + 1));
    case 2:
      return body + "x";
    case 3:
      return "[" + body + "]";
    case 4: {
      if (!body.empty()) body[random_.Below(body.size())] = static_cast<char>(random_.Below(256));
      return body;
    }
    case 5: {
      std::string deep;
      for (int i = 0; i < kDeepest; ++i) deep += "{\"a\":";
      return deep + "1" + std::string(kDeepest, '}');
    }
    case 6:
      return "{\"text\":\"\\ud800\",\"reason\":\"\\u0000\"}";
    case 7:
      return "{\"text\":\"x\",\"text\":\"y\",\"owner_id\":1e400}";
    default: {
      body.insert(random_.Below(body.size() + 1), "\xC0\xAF\xFF");
      return body;
    }
  }
}

std::string HostileRequests::Body(const api::Route& route) {
  const json::object* schema = BodySchema(route);
  if (schema == nullptr) return Once(10) ? json::serialize(Anything(0)) : "";
  std::string body = json::serialize(Once(30) ? Anything(0) : After(*schema, 0));
  if (Once(12)) body = Spoilt(std::move(body));
  if (Once(5'000)) body.append(1'200'000, ' ');  // larger than any route takes
  return body;
}

std::string HostileRequests::Path(const api::Route& route) {
  std::string path;
  const std::string_view pattern = route.pattern;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '{') {
      path += pattern[i];
      continue;
    }
    const size_t close = pattern.find('}', i);
    const auto name = pattern.substr(i + 1, close - i - 1);
    if (name == "transition" && !Once(20)) {
      const auto all = domain::AllTransitions();
      path += domain::Name(all[random_.Below(all.size())]);
    } else {
      // A path is decoded, bounded and free of control characters before it gets here.
      std::string text = Once(8) ? AnyText() : std::string(Name());
      std::erase_if(text, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == '/' || c == '\\' || c == '?' ||
               c == '\x7f';
      });
      path += text.empty() || text == "." || text == ".." ? "x" : text.substr(0, 200);
    }
    i = close;
  }
  return path;
}

std::string HostileRequests::Query(const api::Route& route) {
  std::string out;
  const auto names = api::QueryNames(route);
  for (uint64_t n = random_.Below(3); n > 0; --n) {
    out += out.empty() ? '?' : '&';
    if (!names.empty() && !Once(10)) {
      std::string_view name = names[random_.Below(names.size())];
      if (name[0] == '#' || name[0] == '@') name.remove_prefix(1);
      out += name;
    } else {
      out += "odd";
    }
    std::string text = AnyText();
    std::erase_if(text, [](char c) { return c == '&' || c == '?' || c == '\0'; });
    out += "=" + text.substr(0, 500);
  }
  return out;
}

std::vector<http::Header> HostileRequests::Headers() {
  std::vector<http::Header> out;
  if (Once(4)) {
    if (last_key_.empty() || Once(2)) last_key_ = "key-" + std::to_string(random_.Below(1'000));
    out.push_back({"Idempotency-Key", Once(20) ? std::string(5'000, 'k') : last_key_});
  }
  if (Once(3)) {
    out.push_back({"If-Match", Once(2) ? "\"" + std::to_string(random_.Below(30)) + "\""
                                       : Encoded(AnyText().substr(0, 100))});
  }
  if (Once(20)) out.push_back({"Content-Type", Once(2) ? "text/plain" : "multipart/form-data"});
  if (Once(20)) out.push_back({"Accept-Language", Encoded(AnyText().substr(0, 100))});
  if (Once(30)) out.push_back({"X-Forwarded-For", "127.0.0.1"});
  if (Once(30)) out.push_back({"If-None-Match", "*"});
  if (Once(60)) out.push_back({"Authorization", "Bearer " + Encoded(AnyText().substr(0, 100))});
  return out;
}

const api::Route& HostileRequests::AnyRoute() {
  const auto routes = api::Routes();
  return routes[random_.Below(routes.size())];
}

HostileRequest HostileRequests::Next() {
  const api::Route& route = AnyRoute();
  // The document is large, and nothing in a request changes it.
  if (route.pattern == "/openapi.json" && !Once(20)) return Next();
  HostileRequest out;
  out.method = Once(100) ? static_cast<Method>(random_.Below(http::kMethodCount)) : route.method;
  out.path = Path(route) + (out.method == Method::kGet ? Query(route) : "");
  out.body = Body(route);
  out.headers = Headers();
  return out;
}

}  // namespace huiyin::test
