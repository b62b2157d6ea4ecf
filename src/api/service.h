// The HTTP API as one object: finds the route, says who asks, checks the right the route table
// names, calls the handler on a worker (or at once for the intake path), turns errors into
// problems.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/authenticate.h"
#include "app/context.h"
#include "app/documents.h"
#include "app/pow.h"
#include "app/rate_limit.h"
#include "app/sessions.h"
#include "http/message.h"
#include "http/server.h"
#include "http/websocket.h"

namespace huiyin::api {

struct Route;
class LiveHub;

// The path of a web file followed by one of these means its packed form.
inline constexpr std::string_view kBrotliSuffix = ".br";
inline constexpr std::string_view kGzipSuffix = ".gz";

struct ServiceOptions {
  size_t workers = 16;
  size_t max_queued = 2'000;
  bool secure_cookies = false;  // true behind TLS
  int pow_difficulty = 16;
  // Files of the web app by path, with a suffix packed; nullptr when there is none.
  std::function<const http::Response*(std::string_view path)> web_asset;
};

class Service {
 public:
  Service(const app::Context& context, ServiceOptions options);
  ~Service();

  http::Handler Handler();
  http::UpgradeHandler Upgrades();
  static http::BodyLimits LimitsOf(http::Method method, std::string_view path);
  static void SecurityHeaders(const http::ExchangeInfo& exchange, http::Response& response);
  // Refuses new work; readyz says 503.
  void Drain();

 private:
  friend struct Call;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace huiyin::api
