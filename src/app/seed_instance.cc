#include "app/seed_instance.h"

#include "app/authenticate_policy.h"
#include "app/config.h"
#include "app/departments.h"
#include "app/documents.h"
#include "app/json_read.h"
#include "app/seed_templates.h"
#include "app/users_account.h"
#include "app/users_insert.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr size_t kMaxOrganisationCodePoints = 100;

struct SeedDepartment {
  const char* code;
  const char* name;
};
constexpr SeedDepartment kDepartments[] = {
    {"dept_service", "客户服务部"}, {"dept_service_supervision", "服务监督部"},
    {"dept_tech", "技术支持部"},    {"dept_product", "产品部"},
    {"dept_special", "专项小组"},   {"dept_legal", "法务部"}};

constexpr std::string_view kDefaultForm =
    R"({"form":"default","title":{"zh-CN":"告诉我们发生了什么","zh-TW":"告訴我們發生了什麼",)"
    R"("en":"Tell us what happened"},"intro":{"zh-CN":"每一条反馈都会有人答复。联系方式可以不填。",)"
    R"("zh-TW":"每一則回饋都會有人答覆。聯絡方式可以不填。",)"
    R"("en":"Every message gets an answer. You need not say who you are."},)"
    R"("categories":["suggestion","complaint","malfunction","inquiry","other"],)"
    R"("fields":[{"name":"product","kind":"product","label":{"zh-CN":"产品或服务",)"
    R"("zh-TW":"產品或服務","en":"Product or service"},"required":false,"options":[]},)"
    R"({"name":"order_no","kind":"order_no","label":{"zh-CN":"订单号","zh-TW":"訂單編號",)"
    R"("en":"Order number"},"required":false,"options":[]}],"products":[]})";

// What posters in stores and offices open, with the store filled in.
constexpr std::string_view kStoreForm =
    R"({"form":"store","title":{"zh-CN":"在这里遇到了什么","zh-TW":"在這裡遇到了什麼",)"
    R"("en":"How was it here"},"intro":{"zh-CN":"每一条反馈都会有人答复。联系方式可以不填。",)"
    R"("zh-TW":"每一則回饋都會有人答覆。聯絡方式可以不填。",)"
    R"("en":"Every message gets an answer. You need not say who you are."},)"
    R"("categories":["suggestion","complaint","malfunction","inquiry","other"],)"
    R"("fields":[{"name":"store","kind":"store","label":{"zh-CN":"门店或窗口",)"
    R"("zh-TW":"門市或窗口","en":"Store or counter"},"required":true,"options":[]}],"products":[]})";

constexpr std::string_view kSecurity =
    R"({"session_idle_hours":12,"session_absolute_hours":168,"password_min_length":10,)"
    R"("lockout_after":5,"address_lockout_after":20,"lockout_first_s":30,"lockout_most_s":900})";
constexpr std::string_view kLifecycle = R"({"confirmation_window_days":7,"reopen_window_days":30})";

Status SeedRoles(store::Tx& tx, const domain::Actor& actor) {
  for (const domain::RoleDefaults& role : domain::DefaultRoles()) {
    const std::vector<std::string> permissions(role.permissions.begin(), role.permissions.end());
    TRY(tx.Exec(q::role_upsert, {role.role, role.zh, role.en, StringListText(permissions), false}));
    AppendFact(tx, actor,
               FactOf("role_changed")
                   .Set("added", permissions)
                   .Set("removed", std::vector<std::string>{})
                   .Set("role", std::string(role.role))
                   .Set("two_factor_required", false)
                   .Set("version", int64_t{1}));
  }
  return Ok();
}

Result<int64_t> SeedDepartments(store::Tx& tx, const domain::Actor& actor) {
  int64_t service = 0;
  for (const SeedDepartment& department : kDepartments) {
    TRY_ASSIGN(const int64_t id,
               InsertDepartment(tx, actor, {department.name, department.code, 0, "cn_standard"}));
    if (service == 0) service = id;
  }
  return service;
}

std::string TemplateBody(const SeedTemplate& source) {
  JsonText json;
  json.Open('{').Key("subject").Str(source.subject).Key("text").Str(source.text).Close('}');
  return json.Take();
}

Status SeedDocuments(store::Tx& tx, const Context& context, const domain::Actor& actor,
                     std::string_view organisation) {
  const auto write = [&](std::string kind, std::string_view id, std::string_view body) -> Status {
    TRY(WriteDocument(tx, context, actor,
                      {std::move(kind), std::string(id), std::string(body), 0}));
    return Ok();
  };
  JsonText name;
  name.Open('{').Key("name").Str(organisation).Close('}');
  TRY(write("setting", "organisation", name.text()));
  TRY(write("setting", "security", kSecurity));
  TRY(write("setting", "lifecycle", kLifecycle));
  TRY(write("form", "default", kDefaultForm));
  TRY(write("form", "store", kStoreForm));
  for (const SeedTemplate& source : SeedTemplates()) {
    TRY(write("template", source.id, TemplateBody(source)));
  }
  return Ok();
}

Status CheckOrganisation(std::string_view name) {
  if (name.empty() || !IsValidUtf8(name) || CodePointCount(name) > kMaxOrganisationCodePoints) {
    return InvalidField("org", "required", "a name of 1 to 100 characters");
  }
  return Ok();
}

}  // namespace

Status SeedInstance(const Context& context, std::string_view organisation,
                    std::string_view admin_login, std::string_view admin_password,
                    const PasswordCost& cost) {
  TRY(CheckOrganisation(organisation));
  TRY(CheckLogin(std::string(admin_login)));
  TRY(CheckPassword({}, admin_login, admin_password, "password"));
  TRY_ASSIGN(const std::string hash, PasswordHash(admin_password, cost));
  const domain::Actor actor = domain::Actor::System();
  return RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const auto people,
               tx.db().One(q::users_count, {}, [](const store::Row& row) { return row.Int(0); }));
    if (people.value_or(0) > 0) {
      return Conflict("this instance has people in it already", "already_seeded");
    }
    TRY(SeedRoles(tx, actor));
    TRY_ASSIGN(const int64_t service, SeedDepartments(tx, actor));
    TRY(SeedDocuments(tx, context, actor, organisation));
    Account admin;
    admin.login = FoldLogin(admin_login);
    admin.display_name = admin_login;
    admin.department_id = service;
    admin.roles = {"admin", "service_supervisor"};
    admin.tier = "senior";
    admin.capacity = 20;
    admin.active = true;
    admin.locale = "zh-CN";
    admin.password_hash = hash;
    return InsertUser(tx, actor, admin);
  });
}

}  // namespace huiyin::app
