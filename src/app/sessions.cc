#include "app/sessions.h"

#include "app/authenticate_policy.h"
#include "app/config.h"
#include "app/json_read.h"
#include "app/tokens.h"
#include "app/users_account.h"
#include "base/crypto.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr Duration kTouchEvery = Duration::Minutes(1);

struct SessionRow {
  SignedIn session;
  Person person;
  bool active = false;
  bool must_change_password = false;
};

SessionRow ReadRow(const store::Row& row) {
  SessionRow out;
  out.person.id = row.Int(0);
  out.session.csrf = row.Str(1);
  out.session.created_at = row.At(2);
  out.session.last_seen_at = row.At(3);
  out.session.expires_at = row.At(4);
  out.active = row.Bool(5);
  out.person.roles = StringList(row.Text(6));
  out.person.department_id = row.OptInt(7).value_or(0);
  out.person.display_name = row.Str(8);
  out.session.login = row.Str(9);
  out.session.locale = row.Str(10);
  out.must_change_password = row.Bool(11);
  out.session.two_factor = row.Bool(12);
  return out;
}

Error SignedOut() { return Unauthenticated("sign in first", "signed_out"); }

void NoteUse(const Context& context, const SignedIn& session, Instant now) {
  if (now - session.last_seen_at < kTouchEvery) return;
  // A full queue or a database that is gone only means that the next request notes it.
  (void)context.db->writer().Submit(
      [hash = session.token_hash, now](store::Tx& tx) -> Status {
        TRY(tx.Exec(q::session_touch, {hash, now}));
        return Ok();
      },
      [](Status, std::shared_ptr<const store::CommitInfo>) {});
}

}  // namespace

NewSession MakeSession(Random& random) { return RotatedSession(random, random.Token(24)); }

NewSession RotatedSession(Random& random, std::string csrf) {
  NewToken token = MakeToken(random, "hys_");
  return {std::move(token.token), token.hash, std::move(csrf)};
}

std::string_view Name(SessionLimit limit) {
  switch (limit) {
    case SessionLimit::kNone:
      return "none";
    case SessionLimit::kPasswordChange:
      return "password_change";
    case SessionLimit::kTwoFactorSetup:
      return "two_factor_setup";
  }
  return "none";
}

namespace {

Result<SignedIn> LookUpSession(const Context& context, std::string_view token) {
  if (token.empty() || token.size() > kMaxTokenBytes) return SignedOut();
  const Hash32 hash = TokenHash(token);
  const Instant now = context.Now();
  using Found = std::optional<SessionRow>;
  TRY_ASSIGN(Found found, context.db->Get<Found>([&](store::Session& session) {
    return session.One(q::session_person, {hash}, ReadRow);
  }));
  if (!found || !found->active) return SignedOut();
  const auto config = context.config->Get();
  SignedIn out = std::move(found->session);
  out.token_hash = hash;
  if (now >= out.expires_at || now - out.last_seen_at >= SecurityPolicyOf(*config).session_idle) {
    return Unauthenticated("this session has ended; sign in again", "session_expired");
  }
  out.actor = config->ActorOf(found->person);
  out.two_factor_required = config->TwoFactorRequired(found->person);
  if (found->must_change_password) {
    out.limit = SessionLimit::kPasswordChange;
  } else if (out.two_factor_required && !out.two_factor) {
    out.limit = SessionLimit::kTwoFactorSetup;
  }
  if (out.limit != SessionLimit::kNone) {
    out.actor.roles.clear();
    out.actor.permissions.clear();
  }
  return out;
}

}  // namespace

Result<SignedIn> FindSession(const Context& context, std::string_view token) {
  TRY_ASSIGN(SignedIn found, LookUpSession(context, token));
  NoteUse(context, found, context.Now());
  return found;
}

Result<domain::Actor> ActorOfSession(const Context& context, std::string_view token) {
  TRY_ASSIGN(SignedIn session, LookUpSession(context, token));
  return std::move(session.actor);
}

Status CheckCsrf(const SignedIn& session, std::string_view given) {
  if (!given.empty() && SecretEquals(session.csrf, given)) return Ok();
  return PermissionDenied("the header X-CSRF-Token is missing or not of this session",
                          "csrf_failed");
}

Status RequireFullSession(const SignedIn& session) {
  switch (session.limit) {
    case SessionLimit::kNone:
      return Ok();
    case SessionLimit::kPasswordChange:
      return PermissionDenied("choose a password of your own first", "password_change_required");
    case SessionLimit::kTwoFactorSetup:
      return PermissionDenied("set up the second factor first", "two_factor_setup_required");
  }
  return Ok();
}

Status InsertSession(store::Tx& tx, const NewSession& session, int64_t user_id, Instant created_at,
                     Instant expires_at) {
  TRY(tx.Exec(q::session_insert,
              {session.hash, user_id, session.csrf, created_at, tx.now(), expires_at}));
  TRY(tx.Exec(q::sessions_keep_newest, {user_id, kMaxSessionsOfPerson}));
  return Ok();
}

Status ReplaceSessions(store::Tx& tx, const SignedIn& current, const NewSession& fresh) {
  TRY(tx.Exec(q::sessions_delete_of_user, {current.actor.user_id}));
  return InsertSession(tx, fresh, current.actor.user_id, current.created_at, current.expires_at);
}

Status SignOut(const Context& context, std::string_view token) {
  if (token.empty() || token.size() > kMaxTokenBytes) return Ok();
  const Hash32 hash = TokenHash(token);
  return RunCommand(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const auto user_id, tx.db().One(q::session_by_hash, {hash},
                                               [](const store::Row& row) { return row.Int(0); }));
    if (!user_id) return Ok();
    TRY(tx.Exec(q::session_delete, {hash}));
    domain::Actor actor;
    actor.kind = domain::Actor::Kind::kUser;
    actor.user_id = *user_id;
    AppendFact(tx, actor, FactOf("session_ended").Set("user_id", *user_id));
    return Ok();
  });
}

Status SignOutEverywhere(const Context& context, const domain::Actor& actor, int64_t user_id) {
  if (actor.user_id != user_id) TRY(Require(actor, "user.manage"));
  return RunCommand(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const int64_t ended, tx.Exec(q::sessions_delete_of_user, {user_id}));
    if (ended == 0) return Ok();
    AppendFact(tx, actor, FactOf("sessions_ended").Set("count", ended).Set("user_id", user_id));
    return Ok();
  });
}

Status PurgeSessions(const Context& context) {
  const Duration idle = SecurityPolicyOf(*context.config->Get()).session_idle;
  return RunCommand(context, [&](store::Tx& tx) -> Status {
    TRY(tx.Exec(q::sessions_purge, {tx.now(), tx.now() - idle}));
    return Ok();
  });
}

}  // namespace huiyin::app
