// API tokens: a program acts with the permissions of the token's user, restricted by the token's
// scopes. Shown once, stored as a hash, always expiring, revocable. pii.reveal is in no scope: a
// person asks for it, with a reason.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "domain/permissions.h"

namespace huiyin::app {

inline constexpr size_t kMaxTokenBytes = 128;
inline constexpr int64_t kMaxTokenDays = 3650;

struct TokenScope {
  std::string_view scope;
  std::vector<std::string_view> permissions;
};
// intake, read, write, admin: the one table of what a scope can give.
std::span<const TokenScope> TokenScopes();
// What of `permissions` the scopes leave. The scope intake gives feedback.create to every user's
// token: entering feedback is no privilege, the public may.
std::set<std::string> RestrictToScopes(const std::set<std::string>& permissions,
                                       const std::vector<std::string>& scopes);

struct NewApiToken {
  int64_t user_id = 0;
  std::string name;  // what it is for
  std::vector<std::string> scopes;
  int64_t days = 90;
};
struct CreatedToken {
  int64_t id = 0;
  std::string token;  // "hyt_…", never to be had again
  Instant expires_at;
};
// Needs token.manage. kInvalidArgument "invalid_field" (scopes, days, name, user_id);
// kPermissionDenied "token_exceeds_rights" for administrative permissions the actor lacks himself.
Result<CreatedToken> CreateToken(const Context& context, const domain::Actor& actor,
                                 const NewApiToken& wanted);
// Needs token.manage. kNotFound "token_not_found". Fine when it is revoked already.
Status RevokeToken(const Context& context, const domain::Actor& actor, int64_t token_id);

struct TokenInfo {
  int64_t id = 0;
  std::string name, login;
  std::vector<std::string> scopes;
  Instant created_at, expires_at;
  std::optional<Instant> revoked_at;
};
Result<std::vector<TokenInfo>> ListTokens(const Context& context, const domain::Actor& actor);

// kUnauthenticated "invalid_token" (unknown, revoked, or its user deactivated) or "token_expired".
Result<domain::Actor> ActorOfToken(const Context& context, std::string_view token);
struct TokenActor {
  domain::Actor actor;
  Instant expires_at;
};
Result<TokenActor> FindTokenActor(const Context& context, std::string_view token);
Error InvalidToken();

}  // namespace huiyin::app
