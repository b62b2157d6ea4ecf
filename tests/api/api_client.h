// Calls the API service in process: requests as values, answers awaited. One client is one caller
// (cookie, CSRF token or bearer token kept).
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <boost/json.hpp>
#include <future>
#include <string>

#include "api/service.h"
#include "contract.h"
#include "http/message.h"

namespace huiyin::test {

struct Answer {
  int status = 0;
  std::string body;
  std::vector<http::Header> headers;
  boost::json::value json() const { return boost::json::parse(body); }
  std::string Text(std::string_view key) const {
    const auto parsed = json();
    const auto* value =
        parsed.as_object().if_contains(boost::json::string_view(key.data(), key.size()));
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
  }
};

class ApiClient {
 public:
  // Each caller has an address of his own, so that rate limits count them apart.
  explicit ApiClient(api::Service& service) : handler_(service.Handler()) {
    static std::atomic<int> next{1};
    const int n = next++;
    address_ = "10.0." + std::to_string(n / 250) + "." + std::to_string(n % 250 + 1);
  }

  Answer Call(http::Method method, std::string path, std::string body = {},
              std::vector<http::Header> headers = {}) {
    http::Request request;
    request.method = method;
    const size_t mark = path.find('?');
    request.path = path.substr(0, mark);
    request.target = path;
    if (mark != std::string::npos) AddQuery(path.substr(mark + 1), request);
    request.body = std::move(body);
    request.headers = std::move(headers);
    request.peer_address = address_;
    request.request_id = "test";
    if (!token_.empty()) request.headers.push_back({"Authorization", "Bearer " + token_});
    if (!cookie_.empty()) {
      request.headers.push_back({"Cookie", "huiyin_session=" + cookie_});
      request.headers.push_back({"X-CSRF-Token", csrf_});
    }
    auto sink = std::make_shared<Sink>();
    auto future = sink->promise.get_future();
    http::Request asked;
    asked.method = request.method;
    asked.path = request.path;
    if (checks_query_) asked.query = request.query;
    handler_(std::move(request), http::Reply(sink));
    Answer answer = future.get();
    const std::string breach = ContractBreach(asked, answer.status, answer.body);
    EXPECT_EQ(breach, "") << http::MethodName(method) << " " << path << " " << answer.status;
    return answer;
  }
  Answer Get(std::string path) { return Call(http::Method::kGet, std::move(path)); }
  Answer Post(std::string path, std::string body = "{}") {
    return Call(http::Method::kPost, std::move(path), std::move(body));
  }

  Answer SignIn(const std::string& login, const std::string& password) {
    Answer answer =
        Post("/api/v1/session", R"({"user":")" + login + R"(","password":")" + password + R"("})");
    for (const auto& header : answer.headers) {
      if (header.name != "Set-Cookie") continue;
      const size_t start = header.value.find('=') + 1;
      cookie_ = header.value.substr(start, header.value.find(';') - start);
    }
    csrf_ = answer.status == 200 ? answer.Text("csrf_token") : "";
    return answer;
  }
  void UseToken(std::string token) { token_ = std::move(token); }
  const std::string& cookie() const { return cookie_; }
  // For a test that sends parameters which routes ignore.
  void SendAnyQuery() { checks_query_ = false; }
  void ForgetCsrf() { csrf_.clear(); }

 private:
  struct Sink final : http::ReplySink {
    std::promise<Answer> promise;
    void Deliver(http::Response response) override {
      promise.set_value({response.status, std::string(response.Body()), response.headers});
    }
    std::shared_ptr<http::ResponseStream> Stream(http::Response, http::StreamOptions) override {
      return nullptr;
    }
    void Dropped() override { promise.set_value({500, "dropped", {}}); }
  };

  static void AddQuery(std::string_view text, http::Request& request) {
    while (!text.empty()) {
      const size_t end = std::min(text.find('&'), text.size());
      const std::string_view pair = text.substr(0, end);
      const size_t equals = std::min(pair.find('='), pair.size());
      request.query.emplace_back(pair.substr(0, equals),
                                 equals < pair.size() ? pair.substr(equals + 1) : "");
      text = end == text.size() ? std::string_view() : text.substr(end + 1);
    }
  }

  http::Handler handler_;
  std::string address_, cookie_, csrf_, token_;
  bool checks_query_ = true;
};

}  // namespace huiyin::test
