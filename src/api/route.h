// The table of routes: method, pattern, who may, what for. A route that is not in the table does
// not exist, and tests walk the table. One handler function a route.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/schema_set.h"
#include "app/authenticate.h"
#include "app/config.h"
#include "app/context.h"
#include "app/documents.h"
#include "app/pow.h"
#include "app/process_log.h"
#include "app/rate_limit.h"
#include "app/sessions.h"
#include "app/similar_tickets.h"
#include "app/verdict_quality.h"
#include "domain/permissions.h"
#include "http/message.h"

namespace huiyin::api {

// What all handlers share.
struct Shared {
  const app::Context* context = nullptr;
  app::Authenticator* authenticator = nullptr;
  app::ProofOfWork* pow = nullptr;
  app::RateLimiter* rates = nullptr;
  const app::DocumentKinds* documents = nullptr;
  app::ProcessLog* process = nullptr;
  app::SimilarTickets* similar = nullptr;
  app::VerdictRecord* verdicts = nullptr;
  bool secure_cookies = false;
};

// One request on its way.
struct Call {
  const Shared& shared;
  http::Request& request;
  domain::Actor actor;
  std::optional<app::SignedIn> session;
  std::shared_ptr<const app::Config> config;

  const app::Context& context() const { return *shared.context; }
  std::string Param(std::string_view name) const { return std::string(request.Param(name)); }
};

enum class Access {
  kPublic,      // nobody needs to sign in; rate limited by the handler
  kSession,     // a person's session, also one that may only set up its second factor
  kSignedIn,    // a full session or a token, whatever its rights
  kPermission,  // the permission the route names
};

using RouteHandler = Result<http::Response> (*)(Call&);

// Whether a caller may, or must, send an Idempotency-Key, so that the same call twice acts once.
enum class TakesKey { kNo, kMay, kMust };

struct Route {
  http::Method method;
  std::string_view pattern;
  Access access;
  std::string_view permission;  // of kPermission
  RouteHandler handler;
  std::string_view summary;
  // JSON Schemas for openapi.json; nullptr: no JSON body.
  std::string (*request_schema)(SchemaSet&) = nullptr;
  std::string (*response_schema)(SchemaSet&) = nullptr;
  TakesKey key = TakesKey::kNo;
};

std::span<const Route> Routes();

// Bodies that are no JSON: multipart/form-data with one part "file", and a file's bytes.
std::string UploadSchema(SchemaSet& set);
std::string DownloadSchema(SchemaSet& set);
inline bool TakesFile(const Route& route) { return route.request_schema == UploadSchema; }
inline bool AnswersFile(const Route& route) { return route.response_schema == DownloadSchema; }

}  // namespace huiyin::api
