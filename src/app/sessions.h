// Sessions of people in a browser: 32 random bytes in a cookie, only their hash stored. A session
// ends after the idle limit, after the absolute limit, when the person signs out, is deactivated,
// gets other roles, or changes the password. Its token is replaced at sign-in and whenever what it
// may do grows; the CSRF token stays.
#pragma once

#include <string>
#include <string_view>

#include "app/context.h"
#include "base/bytes.h"
#include "domain/permissions.h"
#include "store/tx.h"

namespace huiyin::app {

inline constexpr int64_t kMaxSessionsOfPerson = 20;  // the longest unused ends first

struct NewSession {
  std::string token;  // for the cookie; shown once
  Hash32 hash{};
  std::string csrf;
};
NewSession MakeSession(Random& random);
// The same session under another token.
NewSession RotatedSession(Random& random, std::string csrf);

// What a session may be used for before it is a full one.
enum class SessionLimit { kNone, kPasswordChange, kTwoFactorSetup };
std::string_view Name(SessionLimit limit);  // "none", "password_change", "two_factor_setup"

struct SignedIn {
  // Without any role or permission while `limit` is not kNone.
  domain::Actor actor;
  SessionLimit limit = SessionLimit::kNone;
  Hash32 token_hash{};
  std::string csrf, login, locale;
  bool two_factor = false;
  bool two_factor_required = false;
  Instant created_at, last_seen_at, expires_at;
};

// kUnauthenticated "signed_out" (unknown, ended or too long) or "session_expired". Notes the use of
// the session at most once a minute, without waiting.
Result<SignedIn> FindSession(const Context& context, std::string_view token);
// The same, without counting as a use: for connections that stay open by themselves.
Result<domain::Actor> ActorOfSession(const Context& context, std::string_view token);
// kPermissionDenied "csrf_failed".
Status CheckCsrf(const SignedIn& session, std::string_view given);
// kPermissionDenied "password_change_required" or "two_factor_setup_required": for calls that need
// no permission but a full session.
Status RequireFullSession(const SignedIn& session);

// Fine when the session is gone already.
Status SignOut(const Context& context, std::string_view token);
// All sessions of one's own, or of somebody else's with user.manage.
Status SignOutEverywhere(const Context& context, const domain::Actor& actor, int64_t user_id);
// Deletes what has expired; for a job.
Status PurgeSessions(const Context& context);

// Inside a command.
Status InsertSession(store::Tx& tx, const NewSession& session, int64_t user_id, Instant created_at,
                     Instant expires_at);
// Replaces the token of one session and ends all others of the person.
Status ReplaceSessions(store::Tx& tx, const SignedIn& current, const NewSession& fresh);

}  // namespace huiyin::app
