#include "app/tokens.h"

#include <algorithm>

#include "app/config.h"
#include "app/json_read.h"
#include "app/roles.h"
#include "app/users_account.h"
#include "base/crypto.h"
#include "base/utf8.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr size_t kMaxNameCodePoints = 100;

std::vector<std::string> SplitScopes(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    if (comma != 0) out.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return out;
}

std::string JoinScopes(const std::vector<std::string>& scopes) {
  std::string out;
  for (const TokenScope& known : TokenScopes()) {
    if (std::find(scopes.begin(), scopes.end(), known.scope) == scopes.end()) continue;
    if (!out.empty()) out += ',';
    out += known.scope;
  }
  return out;
}

Status CheckWanted(const NewApiToken& wanted) {
  if (wanted.scopes.empty()) return InvalidField("scopes", "required", "at least one scope");
  for (const std::string& scope : wanted.scopes) {
    const auto scopes = TokenScopes();
    if (std::none_of(scopes.begin(), scopes.end(),
                     [&](const TokenScope& known) { return known.scope == scope; })) {
      return InvalidField("scopes", "unknown_value", "intake, read, write or admin");
    }
  }
  if (wanted.days < 1 || wanted.days > kMaxTokenDays) {
    return InvalidField("days", "out_of_range", "from 1 to 3650 days");
  }
  if (!IsValidUtf8(wanted.name) || CodePointCount(wanted.name) > kMaxNameCodePoints) {
    return InvalidField("name", "too_long", "at most 100 characters");
  }
  return Ok();
}

struct TokenRow {
  int64_t id = 0;
  Person person;
  std::vector<std::string> scopes;
  Instant expires_at;
  bool revoked = false;
  bool active = false;
};

TokenRow ReadRow(const store::Row& row) {
  TokenRow out;
  out.id = row.Int(0);
  out.person.id = row.Int(1);
  out.scopes = SplitScopes(row.Text(2));
  out.expires_at = row.At(3);
  out.revoked = !row.IsNull(4);
  out.active = row.Bool(5);
  out.person.roles = StringList(row.Text(6));
  out.person.department_id = row.OptInt(7).value_or(0);
  out.person.display_name = row.Str(8);
  return out;
}

}  // namespace

std::span<const TokenScope> TokenScopes() {
  static const std::vector<TokenScope> scopes = {
      {"intake", {"feedback.create"}},
      {"read",
       {"ticket.read", "ticket.read_all", "wall.read", "inspection.read", "indicator.read",
        "export.tickets", "audit.read"}},
      {"write",
       {"feedback.create", "ticket.work", "ticket.reply", "ticket.note", "ticket.assign",
        "ticket.merge", "ticket.approve", "ticket.lower_priority", "ticket.bulk", "incident.manage",
        "inspection.write"}},
      {"admin",
       {"user.manage", "role.manage", "token.manage", "setting.edit", "form.edit", "template.edit",
        "routing.edit", "sla.edit", "outbox.manage", "audit.verify"}},
  };
  return scopes;
}

std::set<std::string> RestrictToScopes(const std::set<std::string>& permissions,
                                       const std::vector<std::string>& scopes) {
  std::set<std::string> out;
  for (const TokenScope& known : TokenScopes()) {
    if (std::find(scopes.begin(), scopes.end(), known.scope) == scopes.end()) continue;
    for (const std::string_view permission : known.permissions) {
      if (known.scope == "intake" || permissions.contains(std::string(permission))) {
        out.emplace(permission);
      }
    }
  }
  return out;
}

Error InvalidToken() {
  return Unauthenticated("this token is not valid; make a new one", "invalid_token");
}

Result<CreatedToken> CreateToken(const Context& context, const domain::Actor& actor,
                                 const NewApiToken& wanted) {
  TRY(Require(actor, "token.manage"));
  TRY(CheckWanted(wanted));
  const NewToken secret = MakeToken(*context.random, "hyt_");
  const std::string scopes = JoinScopes(wanted.scopes);
  CreatedToken created;
  created.token = secret.token;
  Status done = RunCommand(context, [&](store::Tx& tx) -> Status {
    const auto account = AccountById(tx.db(), wanted.user_id);
    if (!account.ok() || !account->active) {
      return InvalidField("user_id", "unknown_value", "there is no such active user");
    }
    TRY_ASSIGN(const auto permissions, PermissionsOfRoles(tx.db(), account->roles));
    TRY(RequireAdministrative(actor, RestrictToScopes(permissions, wanted.scopes),
                              "token_exceeds_rights"));
    TRY_ASSIGN(created.id, tx.NextId());
    created.expires_at = tx.now() + Duration::Days(wanted.days);
    TRY(tx.Exec(q::token_insert, {created.id, wanted.user_id, wanted.name, secret.hash, scopes,
                                  tx.now(), created.expires_at}));
    AppendFact(tx, actor,
               FactOf("token_created")
                   .Set("expires_at", FormatUtc(created.expires_at))
                   .Set("scopes", SplitScopes(scopes))
                   .Set("token_id", created.id)
                   .Set("user_id", wanted.user_id));
    return Ok();
  });
  if (!done.ok()) return std::move(done).error();
  return created;
}

Status RevokeToken(const Context& context, const domain::Actor& actor, int64_t token_id) {
  TRY(Require(actor, "token.manage"));
  // Reloaded so that the authenticator's cache forgets it at once.
  return RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const auto found, tx.db().One(q::token_by_id, {token_id},
                                             [](const store::Row& row) { return row.Int(0); }));
    if (!found) return NotFound("there is no such token", "token_not_found");
    TRY_ASSIGN(const int64_t changed, tx.Exec(q::token_revoke, {token_id, tx.now()}));
    if (changed == 0) return Ok();
    AppendFact(tx, actor, FactOf("token_revoked").Set("token_id", token_id).Set("user_id", *found));
    return Ok();
  });
}

Result<std::vector<TokenInfo>> ListTokens(const Context& context, const domain::Actor& actor) {
  TRY(Require(actor, "token.manage"));
  using Infos = std::vector<TokenInfo>;
  return context.db->Get<Infos>([](store::Session& session) {
    return session.All(q::tokens_all, {}, [](const store::Row& row) {
      return TokenInfo{row.Int(0), row.Str(1), row.Str(6),  SplitScopes(row.Text(2)),
                       row.At(3),  row.At(4),  row.OptAt(5)};
    });
  });
}

Result<TokenActor> FindTokenActor(const Context& context, std::string_view token) {
  if (token.empty() || token.size() > kMaxTokenBytes) return InvalidToken();
  const Hash32 hash = TokenHash(token);
  using Found = std::optional<TokenRow>;
  TRY_ASSIGN(const Found found, context.db->Get<Found>([&](store::Session& session) {
    return session.One(q::token_person, {hash}, ReadRow);
  }));
  if (!found || found->revoked || !found->active) return InvalidToken();
  if (context.Now() >= found->expires_at) {
    return Unauthenticated("this token has expired; make a new one", "token_expired");
  }
  TokenActor out{context.config->Get()->ActorOf(found->person), found->expires_at};
  out.actor.kind = domain::Actor::Kind::kToken;
  out.actor.token_id = found->id;
  out.actor.permissions = RestrictToScopes(out.actor.permissions, found->scopes);
  return out;
}

Result<domain::Actor> ActorOfToken(const Context& context, std::string_view token) {
  TRY_ASSIGN(TokenActor found, FindTokenActor(context, token));
  return std::move(found.actor);
}

}  // namespace huiyin::app
