#include "app/authenticate.h"

#include <algorithm>

#include "app/config.h"
#include "app/json_read.h"
#include "app/tokens.h"
#include "app/users_insert.h"
#include "base/totp.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr size_t kMaxLoginBytes = 256;
constexpr size_t kMaxCodeBytes = 64;
constexpr Duration kTokenCacheLife = Duration::Seconds(2);
constexpr size_t kMaxCachedTokens = 4096;

Error WrongCredentials(std::string_view field = {}) {
  Error error =
      Unauthenticated("the name, the password or the code is wrong", "invalid_credentials");
  if (!field.empty()) {
    error.fields.push_back({std::string(field), "wrong_code", "not the code of this moment"});
  }
  return error;
}

domain::Actor UserActor(int64_t user_id) {
  domain::Actor actor;
  actor.kind = domain::Actor::Kind::kUser;
  actor.user_id = user_id;
  return actor;
}

// Counts a failure; inside a command. A locked account is not locked for longer by tries that were
// under way when the lock fell.
Status CountFailure(store::Tx& tx, const Account& account, const SecurityPolicy& policy) {
  if (account.locked_until > tx.now()) return Ok();
  const int64_t failures = account.failed_logins + 1;
  const Duration wait = LockoutOf(policy, failures, policy.lockout_after);
  const Instant until = wait.us > 0 ? tx.now() + wait : Instant{};
  TRY(tx.Exec(q::user_login_failed, {account.id, until}));
  domain::Fact fact = FactOf("login_failed");
  fact.Set("failures", failures).Set("user_id", account.id);
  if (wait.us > 0) fact.Set("locked_until", FormatUtc(until));
  AppendFact(tx, UserActor(account.id), fact);
  return Ok();
}

enum class Factor { kNone, kTotp, kRecoveryCode, kMissing, kWrong };
std::string FactorName(Factor factor) {
  if (factor == Factor::kTotp) return "totp";
  return factor == Factor::kRecoveryCode ? "recovery_code" : "password";
}

// Checks the second factor and takes what it uses up out of `account`.
Result<Factor> UseSecondFactor(const Context& context, Account& account, const std::string& code,
                               Instant now) {
  if (account.totp_enc.empty()) return Factor::kNone;
  if (code.empty()) return Factor::kMissing;
  TRY_ASSIGN(const std::string secret,
             context.keys->Open(account.totp_enc, "users.totp:" + std::to_string(account.id)));
  const auto step = TotpVerify(secret, code, now, account.totp_last_step);
  if (step.ok()) {
    account.totp_last_step = *step;
    return Factor::kTotp;
  }
  const Hash32 typed = RecoveryCodeHash(code);
  const auto found = std::find(account.recovery_codes.begin(), account.recovery_codes.end(),
                               HexEncode(View(typed)));
  if (found == account.recovery_codes.end()) return Factor::kWrong;
  account.recovery_codes.erase(found);
  return Factor::kRecoveryCode;
}

enum class Outcome { kSignedIn, kWrongPassword, kCodeRequired, kWrongCode, kLocked };

// The command of a sign-in whose password was right a moment ago; it may run again.
struct SignInCommand {
  const Context& context;
  const SignInRequest& request;
  const Account verified;
  const SecurityPolicy policy;
  const NewSession session;
  std::string new_hash;  // the same password at today's cost; empty: as it is
  Outcome outcome = Outcome::kWrongPassword;
  Instant locked_until;

  Status operator()(store::Tx& tx) {
    outcome = Outcome::kWrongPassword;
    TRY_ASSIGN(Account account, AccountById(tx.db(), verified.id));
    if (!account.active || account.password_hash != verified.password_hash) return Ok();
    if (account.locked_until > tx.now()) {
      outcome = Outcome::kLocked;
      locked_until = account.locked_until;
      return Ok();
    }
    TRY_ASSIGN(const Factor factor, UseSecondFactor(context, account, request.code, tx.now()));
    if (factor == Factor::kMissing) {
      outcome = Outcome::kCodeRequired;
      return Ok();
    }
    if (factor == Factor::kWrong) {
      outcome = Outcome::kWrongCode;
      return CountFailure(tx, account, policy);
    }
    TRY(Begin(tx, account, factor));
    outcome = Outcome::kSignedIn;
    return Ok();
  }

  Status Begin(store::Tx& tx, const Account& account, Factor factor) const {
    TRY(tx.Exec(q::user_login_ok,
                {account.id, account.totp_last_step, StringListText(account.recovery_codes)}));
    if (!new_hash.empty()) {
      TRY(tx.Exec(q::user_set_password, {account.id, new_hash, account.must_change_password}));
    }
    if (!request.previous_token.empty()) {
      TRY(tx.Exec(q::session_delete, {TokenHash(request.previous_token)}));
    }
    TRY(InsertSession(tx, session, account.id, tx.now(), tx.now() + policy.session_absolute));
    domain::Fact fact = FactOf("session_started");
    fact.Set("method", FactorName(factor)).Set("user_id", account.id);
    if (factor == Factor::kRecoveryCode) {
      fact.Set("recovery_codes_left", static_cast<int64_t>(account.recovery_codes.size()));
    }
    AppendFact(tx, UserActor(account.id), fact);
    return Ok();
  }
};

}  // namespace

Status Authenticator::RecordFailure(int64_t user_id) {
  const SecurityPolicy policy = SecurityPolicyOf(*context_.config->Get());
  bool locked = false;
  Status done = RunCommand(context_, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const Account account, AccountById(tx.db(), user_id));
    locked = account.failed_logins + 1 >= policy.lockout_after;
    return CountFailure(tx, account, policy);
  });
  if (!done.ok()) return std::move(done).error();
  return locked ? ReloadConfig(context_) : Ok();
}

// The account when name and password are right; nothing when they are wrong (and counted).
Result<std::optional<Account>> Authenticator::CheckNameAndPassword(const SignInRequest& request,
                                                                   const std::string& login) {
  const SecurityPolicy policy = SecurityPolicyOf(*context_.config->Get());
  using Found = std::optional<Account>;
  TRY_ASSIGN(Found account, context_.db->Get<Found>([&](store::Session& session) {
    return AccountByLogin(session, login);
  }));
  const Instant now = context_.Now();
  if (!account) {
    TRY(strangers_.Check(login, now));
    TRY(hasher_.VerifyNobody(request.password));
    strangers_.Failed(login, policy.lockout_after, policy, now);
    return Found();
  }
  if (account->locked_until > now) return LockedOut(account->locked_until, now);
  TRY_ASSIGN(const bool right, hasher_.Verify(account->password_hash, request.password));
  if (!right || !account->active) {
    TRY(RecordFailure(account->id));
    return Found();
  }
  return account;
}

Result<SignedInNow> Authenticator::SignIn(const SignInRequest& request) {
  if (request.login.size() > kMaxLoginBytes || !CheckLogin(request.login).ok() ||
      request.password.empty() || request.password.size() > kMaxPasswordBytes ||
      request.code.size() > kMaxCodeBytes) {
    return WrongCredentials();
  }
  const std::string login = FoldLogin(request.login);
  const SecurityPolicy policy = SecurityPolicyOf(*context_.config->Get());
  const auto address_failed = [&] {
    if (request.client.empty()) return;
    addresses_.Failed(request.client, policy.address_lockout_after, policy, context_.Now());
  };
  if (!request.client.empty()) TRY(addresses_.Check(request.client, context_.Now()));
  TRY_ASSIGN(const std::optional<Account> account, CheckNameAndPassword(request, login));
  if (!account) {
    address_failed();
    return WrongCredentials();
  }
  SignInCommand command{context_, request, *account, policy, MakeSession(*context_.random),
                        {},       {},      {}};
  if (hasher_.NeedsRehash(account->password_hash)) {
    command.new_hash = hasher_.Hash(request.password).value_or({});
  }
  TRY(RunCommand(context_, [&](store::Tx& tx) { return command(tx); }));
  switch (command.outcome) {
    case Outcome::kWrongPassword:
      return WrongCredentials();
    case Outcome::kCodeRequired:
      return Unauthenticated("enter the code of your authenticator app", "totp_required");
    case Outcome::kWrongCode:
      address_failed();
      return WrongCredentials("totp");
    case Outcome::kLocked:
      return LockedOut(command.locked_until, context_.Now());
    case Outcome::kSignedIn:
      break;
  }
  if (account->locked_until.us != 0) TRY(ReloadConfig(context_));
  TRY_ASSIGN(SignedIn who, FindSession(context_, command.session.token));
  return SignedInNow{command.session, std::move(who)};
}

Result<Account> Authenticator::ConfirmPassword(int64_t user_id, std::string_view password,
                                               std::string_view field) {
  TRY_ASSIGN(Account account, context_.db->Get<Account>([&](store::Session& session) {
    return AccountById(session, user_id);
  }));
  const Instant now = context_.Now();
  if (account.locked_until > now) return LockedOut(account.locked_until, now);
  TRY_ASSIGN(const bool right, hasher_.Verify(account.password_hash, password));
  if (right) return account;
  TRY(RecordFailure(user_id));
  return InvalidField(std::string(field), "wrong_password", "this is not your password");
}

Result<NewSession> Authenticator::ChangePassword(const SignedIn& session,
                                                 std::string_view old_password,
                                                 std::string_view new_password) {
  const int64_t user_id = session.actor.user_id;
  TRY_ASSIGN(const Account account, ConfirmPassword(user_id, old_password, "old"));
  TRY(CheckPassword(SecurityPolicyOf(*context_.config->Get()), account.login, new_password, "new"));
  if (old_password == new_password) {
    return InvalidField("new", "unchanged", "choose another password than the old one");
  }
  TRY_ASSIGN(const std::string hash, hasher_.Hash(new_password));
  const NewSession fresh = RotatedSession(*context_.random, session.csrf);
  Status done = RunCommand(context_, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const Account current, AccountById(tx.db(), user_id));
    if (current.password_hash != account.password_hash) return StaleEtag();
    TRY(tx.Exec(q::user_set_password, {user_id, hash, false}));
    TRY(ReplaceSessions(tx, session, fresh));
    AppendFact(tx, session.actor, FactOf("password_changed").Set("user_id", user_id));
    return Ok();
  });
  if (!done.ok()) return std::move(done).error();
  return fresh;
}

Result<std::shared_ptr<const domain::Actor>> Authenticator::FindToken(std::string_view token) {
  const auto config = context_.config->Get();
  const Instant now = context_.Now();
  if (token.size() > kMaxTokenBytes) return InvalidToken();
  const std::string key(View(TokenHash(token)));
  {
    const std::lock_guard lock(tokens_mutex_);
    const auto found = tokens_.find(key);
    if (found != tokens_.end() && found->second.config == config && now < found->second.until) {
      return found->second.actor;
    }
  }
  TRY_ASSIGN(TokenActor fresh, FindTokenActor(context_, token));
  auto actor = std::make_shared<const domain::Actor>(std::move(fresh.actor));
  const std::lock_guard lock(tokens_mutex_);
  // Only tokens that exist come here, so clearing everything is rare and costs one read each.
  if (tokens_.size() >= kMaxCachedTokens) tokens_.clear();
  tokens_[key] = {config, std::min(fresh.expires_at, now + kTokenCacheLife), actor};
  return actor;
}

}  // namespace huiyin::app
