#include "app/users.h"

#include <algorithm>
#include <array>

#include "app/authenticate_policy.h"
#include "app/config.h"
#include "app/json_read.h"
#include "app/roles.h"
#include "app/users_account.h"
#include "app/users_insert.h"
#include "base/utf8.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr size_t kMaxLoginCodePoints = 64;
constexpr size_t kMaxNameCodePoints = 60;
constexpr size_t kMaxEmailBytes = 254;
constexpr size_t kMaxSkills = 50;
constexpr size_t kMaxSkillCodePoints = 60;
constexpr size_t kMaxRoles = 20;
constexpr int64_t kMaxCapacity = 1000;

bool HasBlankOrControl(std::string_view text) {
  size_t pos = 0;
  while (pos < text.size()) {
    const char32_t c = NextCodePoint(text, pos);
    if (c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x3000 || c == 0xFEFF ||
        (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F)) {
      return true;
    }
  }
  return false;
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
}

Status CheckShortText(const std::string& path, const std::string& text, size_t most) {
  if (!IsValidUtf8(text)) return InvalidField(path, "invalid_utf8", "not valid UTF-8");
  if (CodePointCount(text) > most) {
    return InvalidField(path, "too_long", "at most " + std::to_string(most) + " characters");
  }
  if (HasControl(text)) return InvalidField(path, "invalid_character", "no control characters");
  return Ok();
}

template <size_t N>
Status CheckOneOf(const char* path, const std::string& value,
                  const std::array<std::string_view, N>& allowed) {
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return Ok();
  std::string words;
  for (const auto word : allowed) words += (words.empty() ? "" : ", ") + std::string(word);
  return InvalidField(path, "unknown_value", "one of " + words);
}

Status CheckEmail(const std::string& email) {
  if (email.empty()) return Ok();
  const size_t at = email.find('@');
  const bool plausible = email.size() <= kMaxEmailBytes && IsValidUtf8(email) &&
                         !HasBlankOrControl(email) && at != std::string::npos && at > 0 &&
                         email.find('@', at + 1) == std::string::npos &&
                         email.find('.', at) != std::string::npos && email.back() != '.';
  return plausible ? Ok() : InvalidField("email", "format", "not an e-mail address");
}

// What a new and a changed person have in common.
Status CheckFields(const Account& a) {
  TRY(CheckShortText("display_name", a.display_name, kMaxNameCodePoints));
  if (a.display_name.empty()) return InvalidField("display_name", "required", "a name");
  TRY(CheckOneOf("tier", a.tier, std::array<std::string_view, 3>{"junior", "mid", "senior"}));
  TRY(CheckOneOf("locale", a.locale, std::array<std::string_view, 3>{"zh-CN", "zh-TW", "en"}));
  TRY(CheckEmail(a.email));
  if (a.capacity < 0 || a.capacity > kMaxCapacity) {
    return InvalidField("capacity", "out_of_range", "from 0 to 1000 open tickets");
  }
  if (a.skills.size() > kMaxSkills) return InvalidField("skills", "too_long", "at most 50");
  for (const std::string& skill : a.skills) {
    TRY(CheckShortText("skills", skill, kMaxSkillCodePoints));
  }
  if (a.roles.size() > kMaxRoles) return InvalidField("roles", "too_long", "at most 20");
  return Ok();
}

Status CheckDepartment(store::Session& session, int64_t department_id) {
  if (department_id == 0) return Ok();
  TRY_ASSIGN(const auto active, session.One(q::department_by_id, {department_id},
                                            [](const store::Row& row) { return row.Bool(5); }));
  if (active.value_or(false)) return Ok();
  return InvalidField("department_id", "unknown_value", "there is no such active department");
}

std::optional<int64_t> NonZero(int64_t id) {
  return id == 0 ? std::nullopt : std::optional<int64_t>(id);
}

std::vector<std::string> Sorted(std::vector<std::string> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

// Takes over what the change names; the names of what is different now.
std::vector<std::string> Merge(Account& a, const UserChange& change) {
  std::vector<std::string> changed;
  const auto take = [&](const char* name, auto& field, const auto& wanted) {
    if (!wanted || field == *wanted) return;
    field = *wanted;
    changed.emplace_back(name);
  };
  take("active", a.active, change.active);
  take("capacity", a.capacity, change.capacity);
  take("department_id", a.department_id, change.department_id);
  take("display_name", a.display_name, change.display_name);
  take("email", a.email, change.email);
  take("locale", a.locale, change.locale);
  auto roles = change.roles;
  if (roles) roles = Sorted(*roles);
  take("roles", a.roles, roles);
  auto skills = change.skills;
  if (skills) skills = Sorted(*skills);
  take("skills", a.skills, skills);
  take("tier", a.tier, change.tier);
  return changed;
}

bool Names(const std::vector<std::string>& changed, std::string_view field) {
  return std::find(changed.begin(), changed.end(), field) != changed.end();
}

domain::Fact UserFact(std::string kind, const Account& account) {
  domain::Fact fact = FactOf(std::move(kind));
  fact.Set("active", account.active)
      .Set("department_id", account.department_id)
      .Set("login", account.login)
      .Set("roles", account.roles)
      .Set("user_id", account.id);
  return fact;
}

// The actor may act on somebody with these roles, and give them.
Status RequireOver(store::Session& session, const domain::Actor& actor,
                   const std::vector<std::string>& roles) {
  TRY_ASSIGN(const auto permissions, PermissionsOfRoles(session, roles));
  return RequireAdministrative(actor, permissions, "exceeds_rights");
}

}  // namespace

Status CheckLogin(const std::string& login) {
  if (login.empty()) return InvalidField("user", "required", "a login");
  if (!IsValidUtf8(login)) return InvalidField("user", "invalid_utf8", "not valid UTF-8");
  if (CodePointCount(login) > kMaxLoginCodePoints) {
    return InvalidField("user", "too_long", "at most 64 characters");
  }
  if (HasBlankOrControl(login)) {
    return InvalidField("user", "invalid_character", "no spaces and no control characters");
  }
  return Ok();
}

Status InsertUser(store::Tx& tx, const domain::Actor& actor, Account& account) {
  TRY(CheckDepartment(tx.db(), account.department_id));
  TRY_ASSIGN(account.id, tx.NextId());
  const auto inserted =
      tx.Exec(q::user_insert,
              {account.id, account.login, account.display_name, NonZero(account.department_id),
               StringListText(account.roles), account.tier, StringListText(account.skills),
               account.capacity, account.email, account.locale, account.password_hash,
               account.must_change_password, tx.now()});
  if (!inserted.ok()) {
    if (inserted.error().type != "unique_violation") return inserted.error();
    return InvalidField("user", "taken", "somebody has this login already");
  }
  AppendFact(tx, actor, UserFact("user_created", account));
  return CheckRightsAfterUserEdit(tx.db(), account.id);
}

Result<int64_t> CreateUser(const Context& context, PasswordHasher& hasher,
                           const domain::Actor& actor, const NewUser& wanted) {
  TRY(Require(actor, "user.manage"));
  TRY(CheckLogin(wanted.login));
  Account account;
  account.login = FoldLogin(wanted.login);
  account.display_name = wanted.display_name.empty() ? wanted.login : wanted.display_name;
  account.department_id = wanted.department_id;
  account.roles = Sorted(wanted.roles);
  account.tier = wanted.tier;
  account.skills = Sorted(wanted.skills);
  account.capacity = wanted.capacity;
  account.active = true;
  account.email = wanted.email;
  account.locale = wanted.locale;
  account.must_change_password = wanted.must_change_password;
  TRY(CheckFields(account));
  TRY(CheckPassword(SecurityPolicyOf(*context.config->Get()), account.login, wanted.password,
                    "password"));
  TRY_ASSIGN(account.password_hash, hasher.Hash(wanted.password));
  Status done = RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY(RequireOver(tx.db(), actor, account.roles));
    return InsertUser(tx, actor, account);
  });
  if (!done.ok()) return std::move(done).error();
  return account.id;
}

Result<int64_t> UpdateUser(const Context& context, const domain::Actor& actor, int64_t user_id,
                           const UserChange& change, int64_t expected_version) {
  TRY(Require(actor, "user.manage"));
  int64_t version = expected_version;
  Status done = RunAndReload(context, [&](store::Tx& tx) -> Status {
    version = expected_version;
    TRY_ASSIGN(Account account, AccountById(tx.db(), user_id));
    if (account.version != expected_version) return StaleEtag();
    TRY(RequireOver(tx.db(), actor, account.roles));
    const std::vector<std::string> changed = Merge(account, change);
    if (changed.empty()) return Ok();
    TRY(CheckFields(account));
    if (Names(changed, "department_id")) TRY(CheckDepartment(tx.db(), account.department_id));
    if (Names(changed, "roles")) TRY(RequireOver(tx.db(), actor, account.roles));
    TRY_ASSIGN(
        const int64_t rows,
        tx.Exec(q::user_update, {user_id, account.display_name, NonZero(account.department_id),
                                 StringListText(account.roles), account.tier,
                                 StringListText(account.skills), account.capacity, account.active,
                                 account.email, account.locale, expected_version}));
    if (rows != 1) return StaleEtag();
    version = expected_version + 1;
    if (Names(changed, "roles") || !account.active) {
      TRY(tx.Exec(q::sessions_delete_of_user, {user_id}));
      TRY(CheckRightsAfterUserEdit(tx.db(), user_id));
    }
    domain::Fact fact = UserFact("user_changed", account);
    fact.Set("fields", changed).Set("version", version);
    AppendFact(tx, actor, fact);
    return Ok();
  });
  if (!done.ok()) return std::move(done).error();
  return version;
}

Status UnlockUser(const Context& context, const domain::Actor& actor, int64_t user_id) {
  TRY(Require(actor, "user.manage"));
  return RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const Account account, AccountById(tx.db(), user_id));
    if (account.failed_logins == 0 && account.locked_until.us == 0) return Ok();
    TRY(tx.Exec(q::user_unlock, {user_id}));
    AppendFact(tx, actor, FactOf("user_unlocked").Set("user_id", user_id));
    return Ok();
  });
}

Status ResetPassword(const Context& context, PasswordHasher& hasher, const domain::Actor& actor,
                     int64_t user_id, std::string_view password) {
  TRY(Require(actor, "user.manage"));
  TRY_ASSIGN(const Account before, context.db->Get<Account>([&](store::Session& session) {
    return AccountById(session, user_id);
  }));
  TRY(CheckPassword(SecurityPolicyOf(*context.config->Get()), before.login, password, "password"));
  TRY_ASSIGN(const std::string hash, hasher.Hash(password));
  return RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const Account account, AccountById(tx.db(), user_id));
    TRY(RequireOver(tx.db(), actor, account.roles));
    TRY(tx.Exec(q::user_set_password, {user_id, hash, true}));
    TRY(tx.Exec(q::sessions_delete_of_user, {user_id}));
    AppendFact(tx, actor,
               FactOf("password_changed").Set("must_change", true).Set("user_id", user_id));
    return Ok();
  });
}

Status SetOnline(const Context& context, const domain::Actor& actor, int64_t user_id, bool online) {
  if (actor.user_id != user_id) TRY(Require(actor, "user.manage"));
  return RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const int64_t rows, tx.Exec(q::user_set_online, {user_id, online}));
    if (rows != 1) return NotFound("there is no such user", "user_not_found");
    AppendFact(tx, actor, FactOf("presence_changed").Set("online", online).Set("user_id", user_id));
    return Ok();
  });
}

}  // namespace huiyin::app
