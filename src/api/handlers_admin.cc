// Settings: departments, people, roles, tokens, routing rules, templates, documents, SLA preview.
#include "api/call_parts.h"
#include "api/codec.h"
#include "api/dto_admin.h"
#include "api/handlers.h"
#include "api/ticket_dto.h"
#include "app/calendar_json.h"
#include "app/departments.h"
#include "app/forms.h"
#include "app/roles.h"
#include "app/routing_dry_run.h"
#include "app/routing_json.h"
#include "app/setting_secrets.h"
#include "app/sla_json.h"
#include "app/template_lint.h"
#include "app/tokens.h"
#include "app/users.h"

namespace huiyin::api {

namespace {

Result<int64_t> IdOf(Call& call) {
  return api::IdOf(call, NotFound("there is nothing under this id", "not_found"));
}

std::optional<int64_t> NonZero(int64_t id) {
  return id == 0 ? std::nullopt : std::optional<int64_t>(id);
}

template <typename T>
http::Response Ok200(const T& answer) {
  return http::Response::Json(200, Encode(answer));
}

dto::User UserDto(const app::Config& config, const app::Person& p) {
  return {p.id,
          p.login,
          p.display_name,
          p.tier,
          p.email,
          p.locale,
          NonZero(p.department_id),
          config.DepartmentName(p.department_id),
          p.roles,
          p.skills,
          p.capacity,
          p.active,
          p.online,
          p.two_factor,
          p.version};
}

Result<http::Response> AnswerUser(Call& call, int64_t id, int status) {
  const auto config = call.context().config->Get();
  const auto found = config->people.find(id);
  if (found == config->people.end()) return NotFound("there is no such user", "user_not_found");
  return http::Response::Json(status, Encode(UserDto(*config, found->second)));
}

Result<http::Response> AnswerDepartment(Call& call, int64_t id, int status) {
  TRY_ASSIGN(const auto all, app::ListDepartments(call.context()));
  for (const auto& info : all) {
    const auto& d = info.department;
    if (d.id != id) continue;
    return http::Response::Json(
        status, Encode(dto::Department{d.id, d.name, d.code, d.calendar_id, NonZero(d.parent_id),
                                       d.active, info.members, info.open, d.version}));
  }
  return NotFound("there is no such department", "department_not_found");
}

}  // namespace

Result<http::Response> GetDepartments(Call& call) {
  TRY_ASSIGN(const auto all, app::ListDepartments(call.context()));
  dto::Departments out;
  for (const auto& info : all) {
    const auto& d = info.department;
    out.items.push_back({d.id, d.name, d.code, d.calendar_id, NonZero(d.parent_id), d.active,
                         info.members, info.open, d.version});
  }
  return Ok200(out);
}

Result<http::Response> PostDepartments(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::DepartmentIn>(call.request.body));
  app::NewDepartment wanted;
  wanted.name = in.name;
  wanted.code = in.code.value_or("");
  wanted.parent_id = in.parent_id.value_or(0);
  if (in.calendar_id) wanted.calendar_id = *in.calendar_id;
  TRY_ASSIGN(const int64_t id, app::CreateDepartment(call.context(), call.actor, wanted));
  return AnswerDepartment(call, id, 201);
}

Result<http::Response> PatchDepartment(Call& call) {
  TRY_ASSIGN(const int64_t id, IdOf(call));
  TRY_ASSIGN(const auto in, Decode<dto::DepartmentEdit>(call.request.body));
  app::DepartmentChange change{in.name, in.calendar_id, in.parent_id, in.active};
  TRY(app::UpdateDepartment(call.context(), call.actor, id, change, in.version));
  return AnswerDepartment(call, id, 200);
}

Result<http::Response> GetUsers(Call& call) {
  dto::Users out;
  for (const auto& [id, person] : call.config->people) {
    dto::User user = UserDto(*call.config, person);
    // Who only needs names to assign work to does not get addresses.
    if (!call.actor.May("user.manage")) user.email.clear();
    out.items.push_back(std::move(user));
  }
  return Ok200(out);
}

Result<http::Response> PostUsers(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::UserIn>(call.request.body));
  app::NewUser wanted;
  wanted.login = in.user;
  wanted.password = in.password;
  wanted.must_change_password = true;
  wanted.display_name = in.display_name.value_or("");
  wanted.department_id = in.department_id.value_or(0);
  wanted.roles = in.roles;
  if (in.tier) wanted.tier = *in.tier;
  if (in.skills) wanted.skills = *in.skills;
  if (in.capacity) wanted.capacity = *in.capacity;
  if (in.email) wanted.email = *in.email;
  if (in.locale) wanted.locale = *in.locale;
  TRY_ASSIGN(const int64_t id, app::CreateUser(call.context(), call.shared.authenticator->hasher(),
                                               call.actor, wanted));
  return AnswerUser(call, id, 201);
}

Result<http::Response> PatchUser(Call& call) {
  TRY_ASSIGN(const int64_t id, IdOf(call));
  TRY_ASSIGN(const auto in, Decode<dto::UserEdit>(call.request.body));
  app::UserChange change;
  change.display_name = in.display_name;
  change.tier = in.tier;
  change.email = in.email;
  change.locale = in.locale;
  change.department_id = in.department_id;
  change.roles = in.roles;
  change.skills = in.skills;
  change.capacity = in.capacity;
  change.active = in.active;
  TRY(app::UpdateUser(call.context(), call.actor, id, change, in.version));
  return AnswerUser(call, id, 200);
}

Result<http::Response> PostUserUnlock(Call& call) {
  TRY_ASSIGN(const int64_t id, IdOf(call));
  TRY(app::UnlockUser(call.context(), call.actor, id));
  return http::Response::Empty(204);
}

Result<http::Response> GetRoles(Call& call) {
  dto::Roles out;
  for (const auto& [id, role] : call.config->roles) {
    out.items.push_back({role.role,
                         {role.zh, role.en},
                         {role.permissions.begin(), role.permissions.end()},
                         role.two_factor_required,
                         role.version});
  }
  return Ok200(out);
}

Result<http::Response> PutRole(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::RoleIn>(call.request.body));
  app::RoleEdit edit;
  edit.role = call.Param("role");
  edit.zh = in.zh.value_or("");
  edit.en = in.en.value_or("");
  edit.permissions = in.permissions;
  edit.two_factor_required = in.two_factor_required.value_or(false);
  edit.expected_version = in.version;
  TRY(app::PutRole(call.context(), call.actor, edit));
  return http::Response::Empty(204);
}

Result<http::Response> GetPermissions(Call&) {
  dto::Permissions out;
  for (const auto& p : domain::AllPermissions()) {
    out.items.push_back({std::string(p.id), std::string(p.zh), std::string(p.en)});
  }
  return Ok200(out);
}

Result<http::Response> GetTokens(Call& call) {
  TRY_ASSIGN(const auto tokens, app::ListTokens(call.context(), call.actor));
  dto::Tokens out;
  for (const auto& t : tokens) {
    out.items.push_back(
        {t.id, t.name, t.login, t.scopes, t.created_at, t.expires_at, t.revoked_at});
  }
  return Ok200(out);
}

Result<http::Response> PostTokens(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::TokenIn>(call.request.body));
  app::NewApiToken wanted{in.user_id.value_or(call.actor.user_id), in.name, in.scopes,
                          in.days.value_or(90)};
  TRY_ASSIGN(const auto created, app::CreateToken(call.context(), call.actor, wanted));
  http::Response response = http::Response::Json(
      201, Encode(dto::TokenOut{created.id, created.token, created.expires_at}));
  response.compression = http::Compression::kNever;
  return response;
}

Result<http::Response> DeleteToken(Call& call) {
  TRY_ASSIGN(const int64_t id, IdOf(call));
  TRY(app::RevokeToken(call.context(), call.actor, id));
  return http::Response::Empty(204);
}

Result<http::Response> GetRoutingRules(Call& call) {
  return Ok200(dto::RoutingRules{call.config->routing.version,
                                 RawJson{app::RoutingRulesText(call.config->routing)}});
}

Result<http::Response> PutRoutingRules(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::DocumentIn>(call.request.body));
  TRY(app::ParseRoutingRules(in.body.text));
  TRY_ASSIGN(const auto stored, app::PutDocument(call.context(), *call.shared.documents, call.actor,
                                                 {"routing", "rules", in.body.text, in.version}));
  return Ok200(dto::Version{stored.version});
}

Result<http::Response> PostRoutingDryRun(Call& call) {
  TRY_ASSIGN(const auto rules, app::ParseRoutingRules(call.request.body));
  TRY_ASSIGN(const auto result, app::DryRunRouting(call.context(), rules));
  dto::RoutingDryRun out;
  out.tickets = result.tickets;
  out.changed = result.changed;
  for (const auto& sample : result.samples) {
    out.samples.push_back({sample.ticket_no, sample.before, sample.after});
  }
  return Ok200(out);
}

namespace {

const std::map<std::string, app::Document>* DocumentsOf(const app::Config& config,
                                                        std::string_view kind) {
  if (kind == "template") return &config.templates;
  if (kind == "setting") return &config.settings;
  if (kind == "form") return &config.forms;
  if (kind == "sla_policy") return &config.sla_policies;
  if (kind == "calendar") return &config.calendars;
  if (kind == "macro") return &config.macros;
  return nullptr;
}

// The built-in policies too, as version 0 until somebody saves one of that id.
std::map<std::string, app::Document> AllPolicies(const app::Config& config) {
  std::map<std::string, app::Document> out = config.sla_policies;
  for (const domain::SlaPolicy& policy : domain::DefaultPolicies()) {
    out.try_emplace(policy.id, app::Document{policy.id, 0, app::SlaPolicyText(policy), {}, ""});
  }
  return out;
}

// The shipped one too: what is in force until somebody saves "main", and the official days to take.
std::map<std::string, app::Document> AllCalendars(const app::Config& config) {
  std::map<std::string, app::Document> out = config.calendars;
  const std::string id = app::kShippedCalendar;
  out.try_emplace(id, app::Document{id, 0, app::ShippedCalendarBody(), {}, ""});
  return out;
}

Result<http::Response> AnswerDocuments(const Call& call, std::string_view kind,
                                       const std::map<std::string, app::Document>& all) {
  dto::Documents out;
  for (const auto& [id, document] : all) {
    const domain::Fact by = domain::MakeFact("", {}, document.by);
    TRY_ASSIGN(std::string body, app::HideSecrets(kind, id, document.body));
    out.items.push_back({id, document.version, RawJson{std::move(body)}, document.at, document.by,
                         call.config->PersonName(by.UserId())});
  }
  return Ok200(out);
}

}  // namespace

Result<http::Response> GetTemplates(Call& call) {
  return AnswerDocuments(call, "template", call.config->templates);
}

Result<http::Response> GetDocuments(Call& call) {
  const auto* all = DocumentsOf(*call.config, call.Param("kind"));
  if (all == nullptr) return NotFound("there is no such kind", "document_kind_unknown");
  // How this instance is set up and routed is for those who change it; forms, calendars, policies
  // and macros are what people work with.
  const std::string kind = call.Param("kind");
  if (kind == "setting" || kind == "routing") {
    const std::string& needed = call.shared.documents->at(kind).permission;
    if (!call.actor.May(needed)) {
      return PermissionDenied("this needs the permission " + needed, "permission_denied");
    }
  }
  if (kind == "sla_policy") return AnswerDocuments(call, kind, AllPolicies(*call.config));
  if (kind == "calendar") return AnswerDocuments(call, kind, AllCalendars(*call.config));
  return AnswerDocuments(call, kind, *all);
}

Result<http::Response> PutDocument(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::DocumentIn>(call.request.body));
  TRY_ASSIGN(const auto stored,
             app::PutDocument(call.context(), *call.shared.documents, call.actor,
                              {call.Param("kind"), call.Param("id"), in.body.text, in.version}));
  return Ok200(dto::Version{stored.version});
}

Result<http::Response> PutTemplate(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::DocumentIn>(call.request.body));
  TRY_ASSIGN(const auto stored,
             app::PutDocument(call.context(), *call.shared.documents, call.actor,
                              {"template", call.Param("id"), in.body.text, in.version}));
  return Ok200(dto::Version{stored.version});
}

Result<http::Response> PostTemplateLint(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::TemplateIn>(call.request.body));
  JsonText body;
  body.Open('{').Key("subject").Str(in.subject).Key("text").Str(in.text).Close('}');
  TRY_ASSIGN(const auto parsed, app::ParseTemplate(in.id, body.text()));
  dto::TemplateFindings out;
  for (const auto& finding : app::LintTemplate(parsed)) {
    out.findings.push_back({finding.code,
                            finding.severity == app::Severity::kError ? "error" : "warning",
                            finding.zh, finding.en});
  }
  return Ok200(out);
}

Result<http::Response> PostWidgetSecret(Call& call) {
  const std::string id = call.Param("form");
  const auto found = call.config->forms.find(id);
  if (found == call.config->forms.end()) return NotFound("there is no such form", "form_not_found");
  TRY_ASSIGN(const app::Form form, app::ParseForm(found->second.body));
  TRY(call.context().db->writer().Run([&](store::Tx& tx) -> Status {
    JsonText fact;
    fact.Open('{').Key("form").Str(id).Key("widget_key").Int(form.widget_key).Close('}');
    tx.Append({"", 0, call.actor.Label(), "widget_secret_shown", fact.Take()});
    return Ok();
  }));
  const SecretKey& key = *call.context().instance_key;
  http::Response response =
      Ok200(dto::WidgetSecret{id, app::WidgetSecret(key, id, form.widget_key), form.widget_key});
  response.compression = http::Compression::kNever;
  return response;
}

}  // namespace huiyin::api
