// Roles as sets of permissions that an administrator edits, under two rules that no edit may break:
// nobody holds administration together with security audit or inspection (domain::ConflictOf), and
// somebody active can always manage users and roles.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "domain/permissions.h"
#include "store/session.h"

namespace huiyin::app {

struct RoleEdit {
  std::string role;    // [a-z][a-z0-9_]{0,39}
  std::string zh, en;  // empty: as they are (a new role needs both)
  std::vector<std::string> permissions;
  bool two_factor_required = false;
  int64_t expected_version = 0;  // 0: a new role
};
// The new version. Needs role.manage. kInvalidArgument "invalid_field"; kConflict "stale_etag",
// "separation_of_duties" (fields name who would hold what) or "last_administrator".
Result<int64_t> PutRole(const Context& context, const domain::Actor& actor, const RoleEdit& edit);

// Permissions that give power over people, rights or the record of what happened. Who lacks one
// cannot hand it on.
bool IsAdministrative(std::string_view permission);
// kPermissionDenied `type` when `permissions` hold an administrative one that the actor lacks,
// unless he manages roles (and so could give it to anybody anyway).
Status RequireAdministrative(const domain::Actor& actor, const std::set<std::string>& permissions,
                             std::string type);

// Inside a command, against the rows as they are now.
// kInvalidArgument "invalid_field" on "roles" for a role that is not there.
Result<std::set<std::string>> PermissionsOfRoles(store::Session& session,
                                                 const std::vector<std::string>& roles);
// Checks both rules after a change; conflicts only among people who hold `role`, or the one user.
Status CheckRightsAfterRoleEdit(store::Session& session, std::string_view role);
Status CheckRightsAfterUserEdit(store::Session& session, int64_t user_id);

}  // namespace huiyin::app
