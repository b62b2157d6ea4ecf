#include "app/users_account.h"

#include "app/analyser_in_use.h"
#include "app/config.h"
#include "app/fact_json.h"
#include "app/json_read.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

std::string BytesOrNone(const store::Row& row, int column) {
  return row.IsNull(column) ? std::string() : std::string(row.BlobBytes(column));
}

Account ReadAccount(const store::Row& row) {
  Account a;
  a.id = row.Int(0);
  a.login = row.Str(1);
  a.display_name = row.Str(2);
  a.department_id = row.OptInt(3).value_or(0);
  a.roles = StringList(row.Text(4));
  a.tier = row.Str(5);
  a.skills = StringList(row.Text(6));
  a.capacity = row.Int(7);
  a.active = row.Bool(8);
  a.email = row.Str(10);
  a.locale = row.Str(11);
  a.password_hash = row.Str(12);
  a.must_change_password = row.Bool(13);
  a.totp_enc = BytesOrNone(row, 14);
  a.totp_pending_enc = BytesOrNone(row, 15);
  a.totp_last_step = row.Int(16);
  a.recovery_codes = StringList(row.Text(17));
  a.failed_logins = row.Int(18);
  a.locked_until = row.At(19);
  a.version = row.Int(20);
  return a;
}

}  // namespace

Result<std::optional<Account>> AccountByLogin(store::Session& session, std::string_view login) {
  return session.One(q::user_by_login, {login}, ReadAccount);
}

Result<Account> AccountById(store::Session& session, int64_t id) {
  TRY_ASSIGN(auto found, session.One(q::user_by_id, {id}, ReadAccount));
  if (!found) return NotFound("there is no such user", "user_not_found");
  return std::move(*found);
}

Status Require(const domain::Actor& actor, std::string_view permission) {
  if (actor.May(permission)) return Ok();
  return PermissionDenied("this needs the permission " + std::string(permission),
                          "permission_denied");
}

domain::Fact FactOf(std::string kind) { return domain::MakeFact(std::move(kind), {}, {}); }

void AppendFact(store::Tx& tx, const domain::Actor& actor, const domain::Fact& fact) {
  store::NewEvent event;
  event.actor = actor.Label();
  event.kind = fact.kind;
  event.payload = FactPayload(fact);
  tx.Append(std::move(event));
}

Status ReloadConfig(const Context& context) {
  TRY(context.db->Read([&](store::Session& session) { return context.config->Reload(session); }));
  return context.analyser == nullptr ? Ok() : context.analyser->Follow(*context.config->Get());
}

Status RunCommand(const Context& context, const store::Command& command) {
  TRY(context.db->writer().Run(command));
  return Ok();
}

Status RunAndReload(const Context& context, const store::Command& command) {
  TRY(context.db->writer().Run(command));
  return ReloadConfig(context);
}

Error StaleEtag() {
  return Conflict("somebody changed this meanwhile; read it again", "stale_etag");
}

}  // namespace huiyin::app
