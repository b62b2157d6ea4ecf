// Clients that write feedback as fast as it is taken, and remember what was acknowledged; and the
// proof that nothing acknowledged is lost and nothing is there twice.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <boost/json.hpp>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server_process.h"
#include "support/temp_dir.h"

namespace huiyin::test {

namespace json = boost::json;

inline constexpr int kWriters = 6;

class Load {
 public:
  explicit Load(std::string token) : token_(std::move(token)) {}
  ~Load() { Stop(); }

  void Begin(uint16_t port) {
    running_ = true;
    for (int i = 0; i < kWriters; ++i) threads_.emplace_back([this, port] { Write(port); });
  }
  void Stop() {
    running_ = false;
    for (auto& t : threads_) t.join();
    threads_.clear();
  }
  size_t acknowledged() {
    const std::lock_guard lock(mutex_);
    return tickets_.size();
  }
  // A minute without that many: the server hangs, and the test says so instead of hanging, too.
  [[nodiscard]] bool Reaches(size_t acknowledged_tickets) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (acknowledged() < acknowledged_tickets) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::yield();
    }
    return true;
  }
  // By key; an empty number: sent, but no answer came.
  std::map<std::string, std::string> tickets() {
    const std::lock_guard lock(mutex_);
    auto all = tickets_;
    for (const auto& key : unanswered_) all.emplace(key, "");
    return all;
  }
  static HttpAnswer Send(uint16_t port, const std::string& token, const std::string& key) {
    return Ask(port, "POST", "/api/v1/feedback", token,
               R"({"channel":"api","text":"第)" + key + R"(件事情没有人处理"})",
               "Idempotency-Key: " + key + "\r\n");
  }

 private:
  void Write(uint16_t port) {
    while (running_) {
      const std::string key = "k" + std::to_string(next_++);
      const HttpAnswer answer = Send(port, token_, key);
      const std::lock_guard lock(mutex_);
      if (answer.status == 201) {
        tickets_[key] = json::parse(answer.body).at("ticket_no").as_string().c_str();
      } else {
        unanswered_.push_back(key);
        if (answer.status == 0) return;  // killed
      }
    }
  }

  const std::string token_;
  std::atomic<bool> running_{false};
  std::atomic<int> next_{0};
  std::mutex mutex_;
  std::map<std::string, std::string> tickets_;
  std::vector<std::string> unanswered_;
  std::vector<std::thread> threads_;
};

struct Site {
  explicit Site(std::string data_folder, const std::string& db_url = "")
      : data(std::move(data_folder)) {
    std::vector<std::string> init = {"init",       "--data",  data,   "--org",
                                     "Fault Test", "--admin", "root", "--password-stdin"};
    if (!db_url.empty()) init.insert(init.end(), {"--db", db_url});
    int code = 0;
    Huiyin(init, "a long enough password\n", &code);
    EXPECT_EQ(code, 0);
    token = Huiyin({"token", "create", "--data", data, "--user", "root", "--scope",
                    "intake,read,write", "--days", "1"});
    while (!token.empty() && token.back() == '\n') token.pop_back();
  }
  json::object Verify() {
    const std::string text = Huiyin({"verify", "--data", data, "--json"});
    EXPECT_FALSE(text.empty());
    return text.empty() ? json::object() : json::parse(text).as_object();
  }

  const std::string data;
  std::string token;
};

// Every key sent again: an acknowledged one gives its ticket, any other at most one.
inline void ExpectNothingLostNothingTwice(Load& load, const Site& site, uint16_t port) {
  const auto tickets = load.tickets();
  for (const auto& [key, no] : tickets) {
    const HttpAnswer answer = Load::Send(port, site.token, key);
    ASSERT_EQ(answer.status, 201) << answer.body;
    if (no.empty()) continue;
    EXPECT_EQ(json::parse(answer.body).at("ticket_no").as_string().c_str(), no) << key;
  }
  size_t listed = 0;
  std::string cursor;
  do {
    const HttpAnswer page = Ask(port, "GET", "/api/v1/tickets?limit=200" + cursor, site.token);
    ASSERT_EQ(page.status, 200) << page.body;
    const json::object body = json::parse(page.body).as_object();
    listed += body.at("items").as_array().size();
    cursor = body.at("next_cursor").is_string()
                 ? "&cursor=" + std::string(body.at("next_cursor").as_string())
                 : "";
  } while (!cursor.empty());
  EXPECT_EQ(listed, tickets.size());
}

}  // namespace huiyin::test
