// Signing in, and who a request comes from. One Authenticator a server: it bounds concurrent
// password hashing, counts failures by address, and remembers API tokens for two seconds. Wrong
// name, wrong password and wrong code answer alike and cost alike; failures lock the account and
// the address for a time that doubles. Thread-safe; the calls that hash block for a quarter of a
// second.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "app/authenticate_backoff.h"
#include "app/authenticate_hashing.h"
#include "app/context.h"
#include "app/sessions.h"
#include "app/users_account.h"

namespace huiyin::app {

struct SignInRequest {
  std::string login;
  std::string password;
  std::string code;            // of the authenticator app, or a recovery code; may be empty
  std::string client;          // what an address is counted by; empty: not counted
  std::string previous_token;  // the session the browser had until now; ended
};

struct SignedInNow {
  NewSession session;
  SignedIn who;
};

class Authenticator {
 public:
  explicit Authenticator(const Context& context, HashingOptions hashing = {})
      : context_(context), hasher_(hashing) {}

  // kUnauthenticated "invalid_credentials" or "totp_required" (name and password are right);
  // kRateLimited "locked_out" with retry_after_s; kUnavailable "login_busy". With `who.limit` set
  // the session may only do what the limit names.
  Result<SignedInNow> SignIn(const SignInRequest& request);

  // Checks the password of somebody who is signed in, for steps that ask it again. kInvalidArgument
  // "invalid_field" on `field` with problem "wrong_password", counted as a failed sign-in;
  // kRateLimited "locked_out".
  Result<Account> ConfirmPassword(int64_t user_id, std::string_view password,
                                  std::string_view field);
  // Ends every session of the person and begins one under a new token. kInvalidArgument
  // "invalid_field" on "old" or "new".
  Result<NewSession> ChangePassword(const SignedIn& session, std::string_view old_password,
                                    std::string_view new_password);

  // ActorOfToken (app/tokens.h) through a small cache that a change of the configuration empties.
  Result<std::shared_ptr<const domain::Actor>> FindToken(std::string_view token);

  PasswordHasher& hasher() { return hasher_; }
  const Context& context() const { return context_; }

 private:
  struct CachedToken {
    std::shared_ptr<const Config> config;
    Instant until;
    std::shared_ptr<const domain::Actor> actor;
  };

  Result<std::optional<Account>> CheckNameAndPassword(const SignInRequest& request,
                                                      const std::string& login);
  Status RecordFailure(int64_t user_id);

  const Context& context_;
  PasswordHasher hasher_;
  // An address is forgiven one failure a minute, because an office shares one.
  FailureCounter addresses_{50'000, Duration::Minutes(1)};
  FailureCounter strangers_{50'000, {}};
  std::mutex tokens_mutex_;
  std::unordered_map<std::string, CachedToken> tokens_;
};

}  // namespace huiyin::app
