#include "app/roles.h"

#include <algorithm>
#include <functional>
#include <map>

#include "app/json_read.h"
#include "app/users_account.h"
#include "base/utf8.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr size_t kMaxRoleBytes = 40;
constexpr size_t kMaxLabelCodePoints = 60;

struct Holder {
  int64_t id = 0;
  std::string login;
  std::vector<std::string> roles;
  bool active = false;
};

using RolePermissions = std::map<std::string, std::vector<std::string>, std::less<>>;

Result<RolePermissions> ReadRolePermissions(store::Session& session) {
  RolePermissions out;
  TRY(session.Each(q::roles_all, {}, [&](const store::Row& row) -> Status {
    out.emplace(row.Str(0), StringList(row.Text(3)));
    return Ok();
  }));
  return out;
}

std::set<std::string> Union(const RolePermissions& roles, const std::vector<std::string>& held) {
  std::set<std::string> out;
  for (const std::string& role : held) {
    const auto found = roles.find(role);
    if (found != roles.end()) out.insert(found->second.begin(), found->second.end());
  }
  return out;
}

Error SeparationOfDuties(std::string_view conflict, std::string path) {
  Error error = Conflict(
      "separation of duties: " + std::string(conflict) + " may not be one person's or one role's",
      "separation_of_duties");
  error.fields.push_back({std::move(path), std::string(conflict), "not together"});
  return error;
}

Status CheckRights(store::Session& session, const std::function<bool(const Holder&)>& concerned) {
  TRY_ASSIGN(const RolePermissions roles, ReadRolePermissions(session));
  TRY_ASSIGN(const auto people, session.All(q::users_rights, {}, [](const store::Row& row) {
    return Holder{row.Int(0), row.Str(1), StringList(row.Text(2)), row.Bool(3)};
  }));
  bool administrator = false;
  for (const Holder& person : people) {
    const std::set<std::string> permissions = Union(roles, person.roles);
    administrator |=
        person.active && permissions.contains("user.manage") && permissions.contains("role.manage");
    if (!concerned(person)) continue;
    const std::string_view conflict = domain::ConflictOf(permissions);
    if (!conflict.empty()) return SeparationOfDuties(conflict, person.login);
  }
  if (administrator) return Ok();
  return Conflict("this would leave nobody who can manage users and roles", "last_administrator");
}

bool IsRoleName(std::string_view role) {
  if (role.empty() || role.size() > kMaxRoleBytes || role[0] < 'a' || role[0] > 'z') return false;
  return std::all_of(role.begin(), role.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Status CheckLabel(const char* path, const std::string& label) {
  if (!IsValidUtf8(label) || CodePointCount(label) > kMaxLabelCodePoints) {
    return InvalidField(path, "too_long", "at most 60 characters");
  }
  return Ok();
}

Status CheckEdit(const RoleEdit& edit) {
  if (!IsRoleName(edit.role)) {
    return InvalidField("role", "format", "lower-case letters, digits and _, a letter first");
  }
  TRY(CheckLabel("label.zh", edit.zh));
  TRY(CheckLabel("label.en", edit.en));
  for (size_t i = 0; i < edit.permissions.size(); ++i) {
    if (!domain::IsPermission(edit.permissions[i])) {
      return InvalidField("permissions[" + std::to_string(i) + "]", "unknown_value",
                          "not a permission; see GET /api/v1/permissions");
    }
  }
  if (edit.expected_version == 0 && (edit.zh.empty() || edit.en.empty())) {
    return InvalidField("label", "required", "a new role needs a label in both languages");
  }
  return Ok();
}

struct StoredRole {
  std::string zh, en;
  std::vector<std::string> permissions;
  int64_t version = 0;
};

std::vector<std::string> Missing(const std::set<std::string>& from,
                                 const std::set<std::string>& in) {
  std::vector<std::string> out;
  std::set_difference(from.begin(), from.end(), in.begin(), in.end(), std::back_inserter(out));
  return out;
}

}  // namespace

bool IsAdministrative(std::string_view permission) {
  static constexpr std::string_view kAdministrative[] = {
      "user.manage", "role.manage", "token.manage", "setting.edit", "audit.read", "audit.verify"};
  return std::find(std::begin(kAdministrative), std::end(kAdministrative), permission) !=
         std::end(kAdministrative);
}

Status RequireAdministrative(const domain::Actor& actor, const std::set<std::string>& permissions,
                             std::string type) {
  if (actor.May("role.manage")) return Ok();
  for (const std::string& permission : permissions) {
    if (!IsAdministrative(permission) || actor.May(permission)) continue;
    return PermissionDenied("you do not hold " + permission + " yourself", std::move(type));
  }
  return Ok();
}

Result<std::set<std::string>> PermissionsOfRoles(store::Session& session,
                                                 const std::vector<std::string>& roles) {
  TRY_ASSIGN(const RolePermissions known, ReadRolePermissions(session));
  for (size_t i = 0; i < roles.size(); ++i) {
    if (!known.contains(roles[i])) {
      return InvalidField("roles[" + std::to_string(i) + "]", "unknown_value",
                          "there is no such role");
    }
  }
  return Union(known, roles);
}

Status CheckRightsAfterRoleEdit(store::Session& session, std::string_view role) {
  return CheckRights(session, [&](const Holder& person) {
    return std::find(person.roles.begin(), person.roles.end(), role) != person.roles.end();
  });
}

Status CheckRightsAfterUserEdit(store::Session& session, int64_t user_id) {
  return CheckRights(session, [&](const Holder& person) { return person.id == user_id; });
}

Result<int64_t> PutRole(const Context& context, const domain::Actor& actor, const RoleEdit& edit) {
  TRY(Require(actor, "role.manage"));
  TRY(CheckEdit(edit));
  const std::set<std::string> wanted(edit.permissions.begin(), edit.permissions.end());
  if (const auto conflict = domain::ConflictOf(wanted); !conflict.empty()) {
    return SeparationOfDuties(conflict, "permissions");
  }
  const std::string list = StringListText({wanted.begin(), wanted.end()});
  Status done = RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const auto stored,
               tx.db().One(q::role_by_id, {edit.role}, [](const store::Row& row) {
                 return StoredRole{row.Str(1), row.Str(2), StringList(row.Text(3)), row.Int(5)};
               }));
    const StoredRole before = stored.value_or(StoredRole{});
    if (before.version != edit.expected_version) return StaleEtag();
    const std::string& zh = edit.zh.empty() ? before.zh : edit.zh;
    const std::string& en = edit.en.empty() ? before.en : edit.en;
    if (stored) {
      TRY(tx.Exec(q::role_update,
                  {edit.role, list, edit.two_factor_required, zh, en, edit.expected_version}));
    } else {
      TRY(tx.Exec(q::role_upsert, {edit.role, zh, en, list, edit.two_factor_required}));
    }
    TRY(CheckRightsAfterRoleEdit(tx.db(), edit.role));
    const std::set<std::string> had(before.permissions.begin(), before.permissions.end());
    AppendFact(tx, actor,
               FactOf("role_changed")
                   .Set("added", Missing(wanted, had))
                   .Set("removed", Missing(had, wanted))
                   .Set("role", edit.role)
                   .Set("two_factor_required", edit.two_factor_required)
                   .Set("version", before.version + 1));
    return Ok();
  });
  if (!done.ok()) return std::move(done).error();
  return edit.expected_version + 1;
}

}  // namespace huiyin::app
