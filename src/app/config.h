// The instance's configuration as one immutable snapshot: departments, people, roles, rules,
// policies, templates. Read without locks on every request; replaced as a whole when it changes.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/webhook.h"
#include "base/result.h"
#include "domain/lifecycle.h"
#include "domain/permissions.h"
#include "domain/routing.h"
#include "domain/sla.h"
#include "store/session.h"

namespace huiyin::app {

struct Department {
  int64_t id = 0;
  std::string name, code, calendar_id;
  int64_t parent_id = 0;
  bool active = true;
  int64_t version = 1;
};

struct Person {
  int64_t id = 0;
  std::string login, display_name, tier, email, locale;
  int64_t department_id = 0;
  std::vector<std::string> roles, skills;
  int64_t capacity = 20;
  bool active = true;
  bool online = false;
  bool two_factor = false;
  int64_t locked_until_us = 0;
  int64_t version = 1;
};

struct RoleSet {
  std::string role, zh, en;
  std::vector<std::string> permissions;
  bool two_factor_required = false;
  int64_t version = 1;
};

struct Document {
  std::string id;
  int64_t version = 0;
  std::string body;  // JSON
  Instant at;
  std::string by;
};

struct Config {
  int64_t as_of = -1;  // the newest event of the log when it was read
  std::map<int64_t, Department> departments;
  std::map<int64_t, Person> people;
  std::map<std::string, RoleSet> roles;
  domain::RoutingRules routing;
  domain::LifecyclePolicy lifecycle;
  domain::SlaRules sla;
  std::vector<std::string> sla_names;  // the policies a ticket that comes now names (sla_json.h)
  std::shared_ptr<const domain::Calendar> calendar = domain::Calendar::CnStandard();
  std::map<std::string, Document> templates;  // "ack_high:zh-CN:email"
  std::map<std::string, Document> settings;   // "confirmation_window_days", "smtp", …
  std::map<std::string, Document> sla_policies;
  std::map<std::string, Document> calendars;
  std::map<std::string, Document> forms;
  std::map<std::string, Document> macros;
  std::map<std::string, Webhook> webhooks;

  const Department* DepartmentByCode(std::string_view code) const;
  std::string DepartmentName(int64_t id) const;
  std::string PersonName(int64_t id) const;
  domain::Actor ActorOf(const Person& person) const;
  bool TwoFactorRequired(const Person& person) const;
};

class ConfigCache {
 public:
  std::shared_ptr<const Config> Get() const;
  // Reads everything anew; keeps the old snapshot when reading fails, and when it is the newer one:
  // several threads reload, and whoever read before a change must not put the old state back.
  Status Reload(store::Session& session);

 private:
  std::mutex reading_;  // one at a time, from the first statement on
  mutable std::mutex mutex_;
  std::shared_ptr<const Config> current_ = std::make_shared<Config>();
};

}  // namespace huiyin::app
