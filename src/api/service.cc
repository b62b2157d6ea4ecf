#include "api/service.h"

#include <atomic>

#include "api/error_map.h"
#include "api/handlers.h"
#include "api/live.h"
#include "api/route.h"
#include "app/analyser_in_use.h"
#include "app/attachments.h"
#include "base/log.h"
#include "http/cookie.h"
#include "http/router.h"
#include "http/worker_pool.h"

namespace huiyin::api {

namespace {

constexpr std::string_view kFeedbackPath = "/api/v1/feedback";
constexpr std::string_view kLivePath = "/api/v1/live";

bool ChangesSomething(http::Method method) {
  return method != http::Method::kGet && method != http::Method::kHead &&
         method != http::Method::kOptions;
}

std::string_view BearerOf(const http::Request& request) {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view header = request.Get("Authorization");
  return header.starts_with(kBearer) ? header.substr(kBearer.size()) : std::string_view();
}

}  // namespace

struct Service::Impl {
  Impl(const app::Context& context_in, ServiceOptions options_in)
      : context(context_in),
        options(std::move(options_in)),
        authenticator(context_in),
        pow(*context_in.instance_key, *context_in.random,
            {options.pow_difficulty, Duration::Minutes(10), 200'000}),
        rates(app::DefaultRateLimits(), *context_in.random),
        documents(app::DefaultDocumentKinds()),
        process(context_in),
        similar(context_in),
        verdicts(context_in),
        live(context_in),
        workers("api", options.workers, options.max_queued) {
    documents["setting"].check = [check = documents["setting"].check, this](std::string_view id,
                                                                            std::string_view body) {
      return id == "understanding" ? context.analyser->Check(body) : check(id, body);
    };
    shared = {&context,  &authenticator,        &pow, &rates, &documents, &process, &similar,
              &verdicts, options.secure_cookies};
    const auto routes = Routes();
    for (size_t i = 0; i < routes.size(); ++i) {
      const Status added = router.Add(routes[i].method, routes[i].pattern, i);
      HY_CHECK(added.ok());
    }
  }

  // Who asks. An Authorization header that is wrong is an error, never a fall-back to anonymous.
  Status Identify(Call& call) {
    if (call.request.Has("Authorization")) {
      TRY_ASSIGN(auto actor, authenticator.FindToken(BearerOf(call.request)));
      call.actor = *actor;
      return Ok();
    }
    const auto cookie = http::CookieValue(call.request.Get("Cookie"), kSessionCookie);
    if (!cookie) return Ok();
    auto session = app::FindSession(context, *cookie);
    if (!session.ok()) {
      if (session.error().code == ErrorCode::kUnauthenticated) return Ok();
      return std::move(session).error();
    }
    call.actor = session->actor;
    call.session = std::move(*session);
    return Ok();
  }

  // Asks the same question again later, without counting as a use of the session.
  LiveHub::Who WhoIs(const http::Request& request) {
    if (request.Has("Authorization")) {
      return [this, token = std::string(BearerOf(request))]() -> Result<domain::Actor> {
        TRY_ASSIGN(const auto actor, authenticator.FindToken(token));
        return *actor;
      };
    }
    const auto cookie = http::CookieValue(request.Get("Cookie"), kSessionCookie);
    return [this, token = std::string(cookie.value_or(""))] {
      return app::ActorOfSession(context, token);
    };
  }

  Status CheckAccess(const Route& route, const Call& call) {
    const bool signed_in = call.actor.kind == domain::Actor::Kind::kUser ||
                           call.actor.kind == domain::Actor::Kind::kToken;
    if (call.session && ChangesSomething(call.request.method)) {
      TRY(app::CheckCsrf(*call.session, call.request.Get("X-CSRF-Token")));
    }
    switch (route.access) {
      case Access::kPublic:
        return Ok();
      case Access::kSession:
        if (!call.session) return Unauthenticated("sign in first", "signed_out");
        return Ok();
      case Access::kSignedIn:
      case Access::kPermission:
        if (!signed_in) return Unauthenticated("sign in first", "signed_out");
        if (call.session) TRY(app::RequireFullSession(*call.session));
        if (route.access == Access::kPermission && !call.actor.May(route.permission)) {
          return PermissionDenied("this needs the permission " + std::string(route.permission),
                                  "permission_denied");
        }
        return Ok();
    }
    return huiyin::Internal("a route without an access rule");
  }

  Result<http::Response> Run(const Route& route, http::Request& request) {
    Call call{shared, request, {}, {}, context.config->Get()};
    TRY(Identify(call));
    TRY(CheckAccess(route, call));
    return route.handler(call);
  }

  void Answer(const Route& route, http::Request&& request, http::Reply reply) {
    auto shared_request = std::make_shared<http::Request>(std::move(request));
    auto shared_reply = std::make_shared<http::Reply>(std::move(reply));
    const bool posted = workers.TryPost([this, &route, shared_request, shared_reply] {
      auto response = Run(route, *shared_request);
      (*shared_reply)(response.ok() ? std::move(*response)
                                    : ProblemOf(response.error(), shared_request->request_id));
    });
    if (!posted) {
      Error busy = Unavailable("too many requests at once; try again", "busy");
      busy.retry_after_s = 1;
      (*shared_reply)(ProblemOf(busy, shared_request->request_id));
    }
  }

  // The intake path: identified, parsed and understood on the I/O thread, answered by the writer.
  void TakeFeedback(http::Request&& request, http::Reply reply) {
    Call call{shared, request, {}, {}, context.config->Get()};
    Status status = Identify(call);
    if (status.ok() && call.session) {
      status = app::CheckCsrf(*call.session, request.Get("X-CSRF-Token"));
    }
    if (!status.ok()) {
      reply(ProblemOf(status.error(), request.request_id));
      return;
    }
    PostFeedback(call, std::move(reply));
  }

  void Serve(http::Request&& request, http::Reply reply) {
    if (request.method == http::Method::kPost && request.path == kFeedbackPath) {
      TakeFeedback(std::move(request), std::move(reply));
      return;
    }
    auto match = router.Find(request.method, request.path);
    if (match.outcome == http::Router::Outcome::kFound) {
      request.params = std::move(match.params);
      Answer(Routes()[match.route], std::move(request), std::move(reply));
      return;
    }
    if (match.outcome == http::Router::Outcome::kMethodNotAllowed) {
      http::Response response = http::Problem(405, "method_not_allowed",
                                              "allowed here: " + match.allow, request.request_id);
      response.Set("Allow", match.allow);
      reply(std::move(response));
      return;
    }
    ServeWeb(std::move(request), std::move(reply));
  }

  void ServeWeb(http::Request&& request, http::Reply reply) {
    const bool api = request.path.starts_with("/api/");
    const bool reads =
        request.method == http::Method::kGet || request.method == http::Method::kHead;
    if (!api && reads && options.web_asset) {
      if (auto page = WebPage(request, *context.config->Get(), options.web_asset)) {
        reply(std::move(*page));
        return;
      }
    }
    reply(http::Problem(404, "not_found", "there is nothing at this address", request.request_id));
  }

  const app::Context& context;
  ServiceOptions options;
  app::Authenticator authenticator;
  app::ProofOfWork pow;
  app::RateLimiter rates;
  app::DocumentKinds documents;
  app::ProcessLog process;
  app::SimilarTickets similar;
  app::VerdictRecord verdicts;
  LiveHub live;
  http::Router router;
  Shared shared;
  std::atomic<bool> draining{false};
  http::WorkerPool workers;  // last: its tasks use everything above
};

Service::Service(const app::Context& context, ServiceOptions options)
    : impl_(std::make_unique<Impl>(context, std::move(options))) {}

Service::~Service() { Drain(); }

void Service::Drain() {
  if (impl_->draining.exchange(true)) return;
  impl_->workers.Stop();
}

http::Handler Service::Handler() {
  return [impl = impl_.get()](http::Request&& request, http::Reply reply) {
    if (request.path == "/healthz") {
      reply(http::Response::Text(200, "ok\n"));
      return;
    }
    impl->Serve(std::move(request), std::move(reply));
  };
}

http::UpgradeHandler Service::Upgrades() {
  return [impl = impl_.get()](http::Request&& request, http::UpgradeReply reply) {
    if (request.path != kLivePath) {
      reply.Refuse(http::Problem(404, "not_found", "no WebSocket here", request.request_id));
      return;
    }
    auto shared_request = std::make_shared<http::Request>(std::move(request));
    auto shared_reply = std::make_shared<http::UpgradeReply>(std::move(reply));
    const bool posted = impl->workers.TryPost([impl, shared_request, shared_reply] {
      Call call{impl->shared, *shared_request, {}, {}, impl->context.config->Get()};
      Status status = impl->Identify(call);
      if (status.ok() && !call.actor.May("ticket.read")) {
        status = Unauthenticated("sign in first", "signed_out");
      }
      if (!status.ok()) {
        shared_reply->Refuse(ProblemOf(status.error(), shared_request->request_id));
        return;
      }
      shared_reply->Accept(impl->live.Accept(call.actor, impl->WhoIs(*shared_request)));
    });
    if (!posted) {
      shared_reply->Refuse(http::Problem(503, "busy", "try again", shared_request->request_id));
    }
  };
}

http::BodyLimits Service::LimitsOf(http::Method method, std::string_view path) {
  http::BodyLimits limits;
  limits.max_bytes = 256 * 1024;
  if (method == http::Method::kPost && path.find("/attachments") != std::string_view::npos) {
    limits.max_bytes = app::kMaxAttachmentBytes + 64 * 1024;
    limits.chunked = http::Chunked::kAllowed;
  }
  if (path.starts_with("/api/v1/routing-rules")) limits.max_bytes = 1024 * 1024;
  return limits;
}

void Service::SecurityHeaders(const http::ExchangeInfo&, http::Response& response) {
  response.Set("X-Content-Type-Options", "nosniff");
  response.Set("Referrer-Policy", "no-referrer");
  response.Set("Cross-Origin-Opener-Policy", "same-origin");
  if (response.Get("Content-Security-Policy").empty()) {
    response.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.Set("X-Frame-Options", "DENY");
  }
  if (response.Get("Cache-Control").empty()) response.Set("Cache-Control", "no-store");
}

}  // namespace huiyin::api
