#include "app/config.h"

#include "app/json_read.h"
#include "app/routing_json.h"
#include "app/sla_json.h"
#include "base/log.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

Status ReadDepartments(store::Session& session, Config& out) {
  return session.Each(q::departments_all, {}, [&](const store::Row& row) -> Status {
    Department d{row.Int(0),  row.Str(1), row.Str(2), row.Str(4), row.OptInt(3).value_or(0),
                 row.Bool(5), row.Int(6)};
    out.departments.emplace(d.id, std::move(d));
    return Ok();
  });
}

Status ReadPeople(store::Session& session, Config& out) {
  return session.Each(q::users_all, {}, [&](const store::Row& row) -> Status {
    Person p;
    p.id = row.Int(0);
    p.login = row.Str(1);
    p.display_name = row.Str(2);
    p.department_id = row.OptInt(3).value_or(0);
    p.roles = StringList(row.Text(4));
    p.tier = row.Str(5);
    p.skills = StringList(row.Text(6));
    p.capacity = row.Int(7);
    p.active = row.Bool(8);
    p.online = row.Bool(9);
    p.email = row.Str(10);
    p.locale = row.Str(11);
    p.two_factor = !row.IsNull(14);
    p.locked_until_us = row.Int(19);
    p.version = row.Int(20);
    out.people.emplace(p.id, std::move(p));
    return Ok();
  });
}

Status ReadRoles(store::Session& session, Config& out) {
  return session.Each(q::roles_all, {}, [&](const store::Row& row) -> Status {
    RoleSet r{row.Str(0), row.Str(1), row.Str(2), StringList(row.Text(3)), row.Bool(4), row.Int(5)};
    out.roles.emplace(r.role, std::move(r));
    return Ok();
  });
}

Result<std::map<std::string, Document>> ReadDocuments(store::Session& session,
                                                      std::string_view kind) {
  std::map<std::string, Document> out;
  TRY(session.Each(q::documents_of_kind, {kind}, [&](const store::Row& row) -> Status {
    Document d{row.Str(0), row.Int(1), row.Str(2), row.At(3), row.Str(4)};
    out.emplace(d.id, std::move(d));
    return Ok();
  }));
  return out;
}

Status ReadPolicyVersions(store::Session& session, Config& out) {
  auto versions = std::make_shared<PolicyVersions>();
  TRY(session.Each(
      q::document_versions_of_kind, {"sla_policy"}, [&](const store::Row& row) -> Status {
        auto document = ParseSlaPolicy(row.Text(0), row.Text(2));
        if (document.ok()) {
          versions->Add(row.Str(0), row.Int(1), std::move(*document));
        } else {
          log::Error("SLA policy " + row.Str(0) + ", version " + std::to_string(row.Int(1)) +
                     " cannot be read: " + document.error().ToString());
        }
        return Ok();
      }));
  out.sla_names = versions->newest();
  out.sla.pinned = [versions](const std::vector<std::string>& names) {
    return versions->Named(names);
  };
  return Ok();
}

Status ReadWebhooks(store::Session& session, Config& out) {
  TRY_ASSIGN(const auto documents, ReadDocuments(session, "webhook"));
  for (const auto& [id, document] : documents) {
    auto webhook = ParseWebhook(document);
    if (!webhook.ok()) {
      log::Error("a webhook in the database is unreadable: " + webhook.error().ToString());
    } else if (*webhook) {
      out.webhooks.emplace(id, std::move(**webhook));
    }
  }
  return Ok();
}

void ApplyLifecycleSettings(Config& config) {
  const auto found = config.settings.find("lifecycle");
  if (found == config.settings.end()) return;
  const auto object = ParseObject(found->second.body);
  if (!object.ok()) return;
  config.lifecycle.confirmation_window =
      Duration::Days(IntOf(*object, "confirmation_window_days", 7));
  config.lifecycle.reopen_window = Duration::Days(IntOf(*object, "reopen_window_days", 30));
}

// The instance's calendar: document "main" of kind calendar ({"text": …}), else China's official
// one.
void ApplyCalendar(Config& config) {
  const auto found = config.calendars.find("main");
  if (found == config.calendars.end()) return;
  const auto object = ParseObject(found->second.body);
  if (!object.ok()) return;
  auto calendar = domain::Calendar::Parse(TextOf(*object, "text"));
  if (calendar.ok()) {
    config.calendar = std::move(*calendar);
  } else {
    log::Error("the calendar in the database is unreadable: " + calendar.error().ToString());
  }
}

}  // namespace

const Department* Config::DepartmentByCode(std::string_view code) const {
  for (const auto& [id, department] : departments) {
    if (department.code == code) return &department;
  }
  return nullptr;
}

std::string Config::DepartmentName(int64_t id) const {
  const auto found = departments.find(id);
  return found == departments.end() ? "" : found->second.name;
}

std::string Config::PersonName(int64_t id) const {
  const auto found = people.find(id);
  return found == people.end() ? "" : found->second.display_name;
}

domain::Actor Config::ActorOf(const Person& person) const {
  domain::Actor actor;
  actor.kind = domain::Actor::Kind::kUser;
  actor.user_id = person.id;
  actor.department_id = person.department_id;
  actor.name = person.display_name;
  for (const std::string& role : person.roles) {
    actor.roles.insert(role);
    const auto found = roles.find(role);
    if (found == roles.end()) continue;
    actor.permissions.insert(found->second.permissions.begin(), found->second.permissions.end());
  }
  return actor;
}

bool Config::TwoFactorRequired(const Person& person) const {
  for (const std::string& role : person.roles) {
    const auto found = roles.find(role);
    if (found != roles.end() && found->second.two_factor_required) return true;
  }
  return false;
}

std::shared_ptr<const Config> ConfigCache::Get() const {
  std::lock_guard lock(mutex_);
  return current_;
}

Status ConfigCache::Reload(store::Session& session) {
  std::lock_guard reading(reading_);
  auto fresh = std::make_shared<Config>();
  TRY(session.Each(q::events_newest, {}, [&](const store::Row& row) -> Status {
    fresh->as_of = row.Int(0);
    return Ok();
  }));
  TRY(ReadDepartments(session, *fresh));
  TRY(ReadPeople(session, *fresh));
  TRY(ReadRoles(session, *fresh));
  TRY_ASSIGN(fresh->templates, ReadDocuments(session, "template"));
  TRY_ASSIGN(fresh->settings, ReadDocuments(session, "setting"));
  TRY_ASSIGN(fresh->sla_policies, ReadDocuments(session, "sla_policy"));
  TRY(ReadPolicyVersions(session, *fresh));
  TRY_ASSIGN(fresh->calendars, ReadDocuments(session, "calendar"));
  TRY_ASSIGN(fresh->forms, ReadDocuments(session, "form"));
  TRY_ASSIGN(fresh->macros, ReadDocuments(session, "macro"));
  TRY(ReadWebhooks(session, *fresh));
  TRY_ASSIGN(const auto routing, ReadDocuments(session, "routing"));
  fresh->routing = domain::DefaultRoutingRules();
  if (const auto found = routing.find("rules"); found != routing.end()) {
    auto rules = ParseRoutingRules(found->second.body);
    if (rules.ok()) {
      fresh->routing = std::move(*rules);
      fresh->routing.version = found->second.version;
    } else {
      log::Error("routing rules in the database are unreadable: " + rules.error().ToString());
    }
  }
  ApplyLifecycleSettings(*fresh);
  ApplyCalendar(*fresh);
  std::lock_guard lock(mutex_);
  if (fresh->as_of >= current_->as_of) current_ = std::move(fresh);
  return Ok();
}

}  // namespace huiyin::app
