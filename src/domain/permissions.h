// Permissions, and what each role of domain.md §1.10 may by default. An administrator edits the
// role sets; the list of permissions is ours. Administrator, security auditor and quality roles are
// separate: none of them holds the others' permissions.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace huiyin::domain {

struct Permission {
  std::string_view id;  // "ticket.read"
  std::string_view zh, en;
};
std::span<const Permission> AllPermissions();
bool IsPermission(std::string_view id);

struct RoleDefaults {
  std::string_view role;
  std::string_view zh, en;
  std::vector<std::string_view> permissions;
};
std::span<const RoleDefaults> DefaultRoles();

// Pairs one person may not hold together (separation of duties); empty when fine.
std::string_view ConflictOf(const std::set<std::string>& permissions);

// Who asks. Made by app/authenticate; the only thing rights are decided on.
struct Actor {
  enum class Kind { kAnonymous, kCustomer, kUser, kToken, kSystem };
  Kind kind = Kind::kAnonymous;
  int64_t user_id = 0;
  int64_t token_id = 0;
  int64_t department_id = 0;
  std::string name;
  std::set<std::string> roles;
  std::set<std::string> permissions;

  bool May(std::string_view permission) const;
  bool HasRole(std::string_view role) const;
  // "user:17", "token:5", "customer", "system", "anonymous": as written into events.
  std::string Label() const;
  static Actor System();
  static Actor Customer();
};

// Whether the actor may see a ticket of this department at all: ticket.read_all, his own
// department, or his own work (owner, first owner, watcher, task).
bool MayReadTicket(const Actor& actor, int64_t department_id, int64_t owner_id,
                   int64_t first_owner_id);

}  // namespace huiyin::domain
