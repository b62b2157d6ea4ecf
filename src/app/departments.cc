#include "app/departments.h"

#include <algorithm>
#include <map>

#include "app/users_account.h"
#include "base/utf8.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr size_t kMaxNameCodePoints = 60;
constexpr size_t kMaxCodeBytes = 40;

Status CheckName(const std::string& name) {
  if (name.empty()) return InvalidField("name", "required", "a name");
  if (!IsValidUtf8(name) || CodePointCount(name) > kMaxNameCodePoints) {
    return InvalidField("name", "too_long", "at most 60 characters of valid UTF-8");
  }
  return Ok();
}

bool IsIdentifier(std::string_view text) {
  if (text.empty() || text.size() > kMaxCodeBytes || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::optional<int64_t> NonZero(int64_t id) {
  return id == 0 ? std::nullopt : std::optional<int64_t>(id);
}

Result<std::optional<Department>> Find(store::Session& session, int64_t id) {
  return session.One(q::department_by_id, {id}, [](const store::Row& row) {
    return Department{row.Int(0),  row.Str(1), row.Str(2), row.Str(4), row.OptInt(3).value_or(0),
                      row.Bool(5), row.Int(6)};
  });
}

// Follows the parents upwards; there are few.
Status CheckParent(store::Session& session, int64_t id, int64_t parent_id) {
  for (int64_t at = parent_id; at != 0;) {
    if (at == id) return InvalidField("parent_id", "cycle", "a department is not below itself");
    TRY_ASSIGN(const auto parent, Find(session, at));
    if (!parent) return InvalidField("parent_id", "unknown_value", "there is no such department");
    at = parent->parent_id;
  }
  return Ok();
}

Status Taken(const Error& error, const char* path) {
  if (error.type != "unique_violation") return error;
  return InvalidField(path, "taken", "another department has this name or code");
}

Result<int64_t> Count(store::Session& session, const store::Query& query, int64_t id) {
  TRY_ASSIGN(const auto n,
             session.One(query, {id}, [](const store::Row& row) { return row.Int(0); }));
  return n.value_or(0);
}

Status CheckUnused(store::Session& session, int64_t id) {
  TRY_ASSIGN(const int64_t people, Count(session, q::users_active_of_department, id));
  TRY_ASSIGN(const int64_t below, Count(session, q::departments_children_active, id));
  if (people == 0 && below == 0) return Ok();
  return Conflict("there are still " + std::to_string(people) + " active people and " +
                      std::to_string(below) + " departments in it",
                  "department_in_use");
}

domain::Fact DepartmentFact(const Department& d) {
  domain::Fact fact = FactOf("department_changed");
  fact.Set("active", d.active)
      .Set("calendar_id", d.calendar_id)
      .Set("code", d.code)
      .Set("department_id", d.id)
      .Set("name", d.name)
      .Set("parent_id", d.parent_id)
      .Set("version", d.version);
  return fact;
}

}  // namespace

Result<int64_t> InsertDepartment(store::Tx& tx, const domain::Actor& actor,
                                 const NewDepartment& wanted) {
  TRY_ASSIGN(const int64_t id, tx.NextId());
  Department d{id, wanted.name, wanted.code, wanted.calendar_id, wanted.parent_id, true, 1};
  if (d.code.empty()) d.code = "dept_" + std::to_string(id);
  TRY(CheckParent(tx.db(), id, d.parent_id));
  const auto inserted =
      tx.Exec(q::department_insert, {d.id, d.name, d.code, NonZero(d.parent_id), d.calendar_id});
  if (!inserted.ok()) TRY(Taken(inserted.error(), "name"));
  AppendFact(tx, actor, DepartmentFact(d));
  return id;
}

Result<int64_t> CreateDepartment(const Context& context, const domain::Actor& actor,
                                 const NewDepartment& wanted) {
  TRY(Require(actor, "user.manage"));
  TRY(CheckName(wanted.name));
  if (!wanted.code.empty() && !IsIdentifier(wanted.code)) {
    return InvalidField("code", "format", "lower-case letters, digits and _, a letter first");
  }
  if (!IsIdentifier(wanted.calendar_id)) {
    return InvalidField("calendar_id", "format", "the id of a calendar");
  }
  int64_t id = 0;
  Status done = RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(id, InsertDepartment(tx, actor, wanted));
    return Ok();
  });
  if (!done.ok()) return std::move(done).error();
  return id;
}

Result<int64_t> UpdateDepartment(const Context& context, const domain::Actor& actor, int64_t id,
                                 const DepartmentChange& change, int64_t expected_version) {
  TRY(Require(actor, "user.manage"));
  if (change.name) TRY(CheckName(*change.name));
  if (change.calendar_id && !IsIdentifier(*change.calendar_id)) {
    return InvalidField("calendar_id", "format", "the id of a calendar");
  }
  Status done = RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(auto found, Find(tx.db(), id));
    if (!found) return NotFound("there is no such department", "department_not_found");
    if (found->version != expected_version) return StaleEtag();
    Department d = std::move(*found);
    const bool was_active = d.active;
    d.name = change.name.value_or(d.name);
    d.calendar_id = change.calendar_id.value_or(d.calendar_id);
    d.parent_id = change.parent_id.value_or(d.parent_id);
    d.active = change.active.value_or(d.active);
    ++d.version;
    TRY(CheckParent(tx.db(), id, d.parent_id));
    if (was_active && !d.active) TRY(CheckUnused(tx.db(), id));
    const auto rows = tx.Exec(q::department_update, {id, d.name, NonZero(d.parent_id),
                                                     d.calendar_id, d.active, expected_version});
    if (!rows.ok()) return Taken(rows.error(), "name");
    if (*rows != 1) return StaleEtag();
    AppendFact(tx, actor, DepartmentFact(d));
    return Ok();
  });
  if (!done.ok()) return std::move(done).error();
  return expected_version + 1;
}

Result<std::vector<DepartmentInfo>> ListDepartments(const Context& context) {
  std::map<int64_t, int64_t> open;
  TRY(context.db->Read([&](store::Session& session) {
    return session.Each(q::departments_open_tickets, {}, [&](const store::Row& row) -> Status {
      open[row.Int(0)] = row.Int(1);
      return Ok();
    });
  }));
  const auto config = context.config->Get();
  std::map<int64_t, int64_t> members;
  for (const auto& [id, person] : config->people) {
    if (person.active) ++members[person.department_id];
  }
  std::vector<DepartmentInfo> out;
  for (const auto& [id, department] : config->departments) {
    out.push_back({department, members[id], open[id]});
  }
  return out;
}

}  // namespace huiyin::app
