#include "app/two_factor.h"

#include "app/config.h"
#include "app/json_read.h"
#include "app/roles.h"
#include "app/users_account.h"
#include "base/totp.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

std::string SealOwner(int64_t user_id) { return "users.totp:" + std::to_string(user_id); }

std::string Issuer(const Config& config) {
  const auto found = config.settings.find("organisation");
  if (found != config.settings.end()) {
    const auto body = ParseObject(found->second.body);
    if (body.ok() && !TextOf(*body, "name").empty()) return TextOf(*body, "name");
  }
  return "Huiyin";
}

Error NotEnabled() {
  return FailedPrecondition("there is no second factor to take away", "two_factor_off");
}

Status Clear(store::Tx& tx, const domain::Actor& actor, int64_t user_id) {
  TRY_ASSIGN(const Account account, AccountById(tx.db(), user_id));
  if (account.totp_enc.empty()) return NotEnabled();
  TRY(tx.Exec(q::user_totp_clear, {user_id}));
  AppendFact(tx, actor, FactOf("two_factor_disabled").Set("user_id", user_id));
  return Ok();
}

}  // namespace

Result<TotpSetup> BeginTotp(const Context& context, const SignedIn& session) {
  const int64_t user_id = session.actor.user_id;
  const std::string secret = NewTotpSecret(*context.random);
  const std::string sealed = context.keys->Seal(secret, SealOwner(user_id));
  Status done = RunCommand(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const Account account, AccountById(tx.db(), user_id));
    if (!account.totp_enc.empty()) {
      return FailedPrecondition("a second factor is set up; take it away first",
                                "two_factor_enabled");
    }
    TRY(tx.Exec(q::user_totp_pending, {user_id, store::Blob{sealed}}));
    AppendFact(tx, session.actor, FactOf("two_factor_begun").Set("user_id", user_id));
    return Ok();
  });
  if (!done.ok()) return std::move(done).error();
  return TotpSetup{Base32Encode(secret),
                   OtpauthUri(Issuer(*context.config->Get()), session.login, secret)};
}

Result<TotpConfirmed> ConfirmTotp(const Context& context, const SignedIn& session,
                                  std::string_view code) {
  const int64_t user_id = session.actor.user_id;
  TotpConfirmed out;
  std::vector<std::string> hashes;
  for (RecoveryCode& made : MakeRecoveryCodes(*context.random)) {
    hashes.push_back(HexEncode(View(made.hash)));
    out.recovery_codes.push_back(std::move(made.code));
  }
  out.session = RotatedSession(*context.random, session.csrf);
  Status done = RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const Account account, AccountById(tx.db(), user_id));
    if (account.totp_pending_enc.empty()) {
      return FailedPrecondition("begin the set-up first", "two_factor_not_begun");
    }
    TRY_ASSIGN(const std::string secret,
               context.keys->Open(account.totp_pending_enc, SealOwner(user_id)));
    const auto step = TotpVerify(secret, code, tx.now(), std::nullopt);
    if (!step.ok()) {
      return InvalidField("code", "wrong_code", "not the code of this moment; check the clock");
    }
    TRY(tx.Exec(q::user_totp_confirm, {user_id, *step, StringListText(hashes)}));
    TRY(ReplaceSessions(tx, session, out.session));
    AppendFact(tx, session.actor, FactOf("two_factor_enabled").Set("user_id", user_id));
    return Ok();
  });
  if (!done.ok()) return std::move(done).error();
  return out;
}

Result<NewSession> DisableTotp(Authenticator& authenticator, const SignedIn& session,
                               std::string_view password) {
  const int64_t user_id = session.actor.user_id;
  const Context& context = authenticator.context();
  TRY_ASSIGN(const Account account, authenticator.ConfirmPassword(user_id, password, "password"));
  if (account.totp_enc.empty()) return NotEnabled();
  const NewSession fresh = RotatedSession(*context.random, session.csrf);
  Status done = RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY(Clear(tx, session.actor, user_id));
    return ReplaceSessions(tx, session, fresh);
  });
  if (!done.ok()) return std::move(done).error();
  return fresh;
}

Status ResetTwoFactor(const Context& context, const domain::Actor& actor, int64_t user_id) {
  TRY(Require(actor, "user.manage"));
  return RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const Account account, AccountById(tx.db(), user_id));
    TRY_ASSIGN(const auto permissions, PermissionsOfRoles(tx.db(), account.roles));
    TRY(RequireAdministrative(actor, permissions, "permission_denied"));
    TRY(Clear(tx, actor, user_id));
    TRY(tx.Exec(q::sessions_delete_of_user, {user_id}));
    return Ok();
  });
}

}  // namespace huiyin::app
