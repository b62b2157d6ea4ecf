// A person's row with its secrets, for signing in and for changing people; and what every command
// about people, roles and documents does alike: check the right, append a fact, reload.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "domain/fact.h"
#include "domain/permissions.h"
#include "store/tx.h"

namespace huiyin::app {

struct Account {
  int64_t id = 0;
  std::string login, display_name, tier, email, locale;
  int64_t department_id = 0;
  std::vector<std::string> roles, skills;
  int64_t capacity = 0;
  bool active = false;
  std::string password_hash;
  bool must_change_password = false;
  std::string totp_enc, totp_pending_enc;  // sealed; empty: none
  int64_t totp_last_step = 0;
  std::vector<std::string> recovery_codes;  // hex of their hashes
  int64_t failed_logins = 0;
  Instant locked_until;
  int64_t version = 0;
};

// `login` in folded form (authenticate_policy.h).
Result<std::optional<Account>> AccountByLogin(store::Session& session, std::string_view login);
// kNotFound "user_not_found".
Result<Account> AccountById(store::Session& session, int64_t id);

// kPermissionDenied "permission_denied" naming the permission.
Status Require(const domain::Actor& actor, std::string_view permission);
// Appends `fact` (kind and fields) as an event about no ticket.
void AppendFact(store::Tx& tx, const domain::Actor& actor, const domain::Fact& fact);
domain::Fact FactOf(std::string kind);
// Runs the command and waits; the second form then reads the configuration anew.
Status RunCommand(const Context& context, const store::Command& command);
Status RunAndReload(const Context& context, const store::Command& command);
Status ReloadConfig(const Context& context);
// 412: somebody else was faster.
Error StaleEtag();

}  // namespace huiyin::app
