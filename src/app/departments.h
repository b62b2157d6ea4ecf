// Departments: a tree of names with a code that rules refer to. Needs user.manage. A department is
// deactivated, not deleted, and only when no active person or department is left in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/config.h"
#include "app/context.h"
#include "domain/permissions.h"
#include "store/tx.h"

namespace huiyin::app {

struct NewDepartment {
  std::string name;  // 1..60 characters, unique
  std::string code;  // [a-z][a-z0-9_]{0,39}, unique; empty: made from the id
  int64_t parent_id = 0;
  std::string calendar_id = "cn_standard";
};
// The id. kInvalidArgument "invalid_field" ("taken" for a name or code in use).
Result<int64_t> CreateDepartment(const Context& context, const domain::Actor& actor,
                                 const NewDepartment& wanted);

struct DepartmentChange {
  std::optional<std::string> name, calendar_id;
  std::optional<int64_t> parent_id;  // 0: none
  std::optional<bool> active;
};
// The new version. kNotFound "department_not_found"; kConflict "stale_etag", "department_in_use";
// kInvalidArgument "invalid_field" ("cycle" for a department below itself).
Result<int64_t> UpdateDepartment(const Context& context, const domain::Actor& actor, int64_t id,
                                 const DepartmentChange& change, int64_t expected_version);

struct DepartmentInfo {
  Department department;
  int64_t members = 0;  // active people
  int64_t open = 0;     // tickets not closed
};
Result<std::vector<DepartmentInfo>> ListDepartments(const Context& context);

// Inside a command.
Result<int64_t> InsertDepartment(store::Tx& tx, const domain::Actor& actor,
                                 const NewDepartment& wanted);

}  // namespace huiyin::app
