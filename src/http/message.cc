#include "http/message.h"

#include <array>

#include "base/json_text.h"

namespace huiyin::http {
namespace {

constexpr std::array<std::string_view, kMethodCount> kMethodNames = {
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

const Header* FindHeader(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (EqualsIgnoreCase(header.name, name)) return &header;
  }
  return nullptr;
}

}  // namespace

std::string_view MethodName(Method method) { return kMethodNames[static_cast<size_t>(method)]; }

std::optional<Method> ParseMethod(std::string_view name) {
  for (size_t i = 0; i < kMethodNames.size(); ++i) {
    if (kMethodNames[i] == name) return static_cast<Method>(i);
  }
  return std::nullopt;
}

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (Lower(a[i]) != Lower(b[i])) return false;
  }
  return true;
}

std::string_view Request::Get(std::string_view header) const {
  const Header* found = FindHeader(headers, header);
  return found ? std::string_view(found->value) : std::string_view();
}

bool Request::Has(std::string_view header) const { return FindHeader(headers, header) != nullptr; }

std::optional<std::string_view> Request::Query(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string_view Request::Param(std::string_view name) const {
  for (const auto& [key, value] : params) {
    if (key == name) return value;
  }
  return {};
}

Response& Response::Set(std::string_view name, std::string_view value) {
  std::erase_if(headers, [&](const Header& header) { return EqualsIgnoreCase(header.name, name); });
  return Add(name, value);
}

Response& Response::Add(std::string_view name, std::string_view value) {
  headers.push_back({std::string(name), std::string(value)});
  return *this;
}

std::string_view Response::Get(std::string_view name) const {
  const Header* found = FindHeader(headers, name);
  return found ? std::string_view(found->value) : std::string_view();
}

Response Response::Empty(int status) {
  Response response;
  response.status = status;
  return response;
}

Response Response::Bytes(int status, std::string content_type, std::string body) {
  Response response;
  response.status = status;
  response.headers.push_back({"Content-Type", std::move(content_type)});
  response.body = std::move(body);
  return response;
}

Response Response::Json(int status, std::string body) {
  return Bytes(status, "application/json", std::move(body));
}

Response Response::Text(int status, std::string body) {
  return Bytes(status, "text/plain; charset=utf-8", std::move(body));
}

Response Response::Html(int status, std::string body) {
  return Bytes(status, "text/html; charset=utf-8", std::move(body));
}

std::string_view ReasonPhrase(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 101:
      return "Switching Protocols";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Unknown";
  }
}

Response Problem(int status, std::string_view type, std::string_view detail,
                 std::string_view request_id) {
  JsonText json;
  json.Open('{').Key("type").Str(type).Key("title").Str(ReasonPhrase(status));
  json.Key("status").Int(status).Key("detail").Str(detail);
  json.Key("request_id").Str(request_id).Close('}');
  return Response::Bytes(status, "application/problem+json", json.Take());
}

}  // namespace huiyin::http
