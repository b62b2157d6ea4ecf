// Settings: departments, people, roles, tokens, rules, templates, documents, as described structs.
// Include in .cc files only.
#pragma once

#include "api/dto.h"

namespace huiyin::api::dto {

struct DepartmentIn {
  std::string name;
  std::optional<std::string> code, calendar_id;
  std::optional<int64_t> parent_id;
};
BOOST_DESCRIBE_STRUCT(DepartmentIn, (), (name, code, calendar_id, parent_id))

struct DepartmentEdit {
  std::optional<std::string> name, calendar_id;
  std::optional<int64_t> parent_id;
  std::optional<bool> active;
  int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(DepartmentEdit, (), (name, calendar_id, parent_id, active, version))

struct Department {
  int64_t id = 0;
  std::string name, code, calendar_id;
  std::optional<int64_t> parent_id;
  bool active = true;
  int64_t members = 0, open = 0, version = 1;
};
BOOST_DESCRIBE_STRUCT(Department, (),
                      (id, name, code, calendar_id, parent_id, active, members, open, version))

struct UserIn {
  std::string user, password;
  std::optional<std::string> display_name, tier, email, locale;
  std::optional<int64_t> department_id, capacity;
  std::vector<std::string> roles;
  std::optional<std::vector<std::string>> skills;
};
BOOST_DESCRIBE_STRUCT(UserIn, (),
                      (user, password, display_name, tier, email, locale, department_id, capacity,
                       roles, skills))

struct UserEdit {
  std::optional<std::string> display_name, tier, email, locale;
  std::optional<int64_t> department_id, capacity;
  std::optional<std::vector<std::string>> roles, skills;
  std::optional<bool> active;
  int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(UserEdit, (),
                      (display_name, tier, email, locale, department_id, capacity, roles, skills,
                       active, version))

struct User {
  int64_t id = 0;
  std::string user, display_name, tier, email, locale;
  std::optional<int64_t> department_id;
  std::string department;
  std::vector<std::string> roles, skills;
  int64_t capacity = 0;
  bool active = true, online = false, two_factor = false;
  int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(User, (),
                      (id, user, display_name, tier, email, locale, department_id, department,
                       roles, skills, capacity, active, online, two_factor, version))

struct RoleIn {
  std::vector<std::string> permissions;
  std::optional<bool> two_factor_required;
  std::optional<std::string> zh, en;
  int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(RoleIn, (), (permissions, two_factor_required, zh, en, version))

struct TokenIn {
  std::string name;
  std::vector<std::string> scopes;
  std::optional<int64_t> user_id, days;
};
BOOST_DESCRIBE_STRUCT(TokenIn, (), (name, scopes, user_id, days))

struct TokenOut {
  int64_t id = 0;
  std::string token;
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(TokenOut, (), (id, token, expires_at))

struct DocumentIn {
  RawJson body;
  int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(DocumentIn, (), (body, version))

struct TemplateIn {
  std::string id, subject, text;
};
BOOST_DESCRIBE_STRUCT(TemplateIn, (), (id, subject, text))

struct PreviewIn {
  Instant received_at;
  std::string priority;
  std::optional<std::string> category, channel, customer_tier;
  std::optional<int64_t> department_id;
  // As if this were saved: the id of a policy and its body.
  std::optional<std::string> draft_id;
  std::optional<RawJson> draft;
  std::optional<std::string> calendar;  // as if this text were the calendar of the clocks
};
BOOST_DESCRIBE_STRUCT(PreviewIn, (),
                      (received_at, priority, category, channel, customer_tier, department_id,
                       draft_id, draft, calendar))

struct PreviewOut {
  std::vector<Clock> clocks;
};
BOOST_DESCRIBE_STRUCT(PreviewOut, (), (clocks))

struct RecomputeIn {
  bool dry_run = true;
};
BOOST_DESCRIBE_STRUCT(RecomputeIn, (), (dry_run))

struct ChangedDue {
  std::string ticket_no, clock;
  std::optional<Instant> before, after;
};
BOOST_DESCRIBE_STRUCT(ChangedDue, (), (ticket_no, clock, before, after))

struct RecomputeOut {
  int64_t open = 0, changed = 0;
  std::vector<ChangedDue> samples;
};
BOOST_DESCRIBE_STRUCT(RecomputeOut, (), (open, changed, samples))

struct Departments {
  std::vector<Department> items;
};
BOOST_DESCRIBE_STRUCT(Departments, (), (items))

struct Users {
  std::vector<User> items;
};
BOOST_DESCRIBE_STRUCT(Users, (), (items))

struct RoleLabel {
  std::string zh, en;
};
BOOST_DESCRIBE_STRUCT(RoleLabel, (), (zh, en))

struct Role {
  std::string role;
  RoleLabel label;
  std::vector<std::string> permissions;
  bool two_factor_required = false;
  int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Role, (), (role, label, permissions, two_factor_required, version))

struct Roles {
  std::vector<Role> items;
};
BOOST_DESCRIBE_STRUCT(Roles, (), (items))

struct Permission {
  std::string id, zh, en;
};
BOOST_DESCRIBE_STRUCT(Permission, (), (id, zh, en))

struct Permissions {
  std::vector<Permission> items;
};
BOOST_DESCRIBE_STRUCT(Permissions, (), (items))

struct Token {
  int64_t id = 0;
  std::string name, user;
  std::vector<std::string> scopes;
  Instant created_at, expires_at;
  std::optional<Instant> revoked_at;
};
BOOST_DESCRIBE_STRUCT(Token, (), (id, name, user, scopes, created_at, expires_at, revoked_at))

struct Tokens {
  std::vector<Token> items;
};
BOOST_DESCRIBE_STRUCT(Tokens, (), (items))

struct WidgetSecret {
  std::string form, secret;
  int64_t widget_key = 0;
};
BOOST_DESCRIBE_STRUCT(WidgetSecret, (), (form, secret, widget_key))

struct RoutingRules {
  int64_t version = 0;
  RawJson body;
};
BOOST_DESCRIBE_STRUCT(RoutingRules, (), (version, body))

struct RoutingChange {
  std::string ticket_no, before, after;
};
BOOST_DESCRIBE_STRUCT(RoutingChange, (), (ticket_no, before, after))

struct RoutingDryRun {
  int64_t tickets = 0, changed = 0;
  std::vector<RoutingChange> samples;
};
BOOST_DESCRIBE_STRUCT(RoutingDryRun, (), (tickets, changed, samples))

struct Document {
  std::string id;
  int64_t version = 0;
  RawJson body;
  Instant at;
  std::string by, by_name;
};
BOOST_DESCRIBE_STRUCT(Document, (), (id, version, body, at, by, by_name))

struct Documents {
  std::vector<Document> items;
};
BOOST_DESCRIBE_STRUCT(Documents, (), (items))

struct Version {
  int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Version, (), (version))

struct TemplateFinding {
  std::string code, severity, zh, en;
};
BOOST_DESCRIBE_STRUCT(TemplateFinding, (), (code, severity, zh, en))

struct TemplateFindings {
  std::vector<TemplateFinding> findings;
};
BOOST_DESCRIBE_STRUCT(TemplateFindings, (), (findings))

}  // namespace huiyin::api::dto
