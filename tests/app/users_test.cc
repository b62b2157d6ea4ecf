#include "app/users.h"

#include <gtest/gtest.h>

#include "app/departments.h"
#include "app/roles.h"
#include "app/seed_instance.h"
#include "support/instance.h"

namespace huiyin::app {
namespace {

using test::Instance;
using test::kPassword;

template <typename T>
std::string Type(const Result<T>& result) {
  return result.ok() ? "ok" : result.error().type;
}

template <typename T>
std::string Problem(const Result<T>& result) {
  if (result.ok()) return "ok";
  if (result.error().fields.empty()) return result.error().type;
  return result.error().fields[0].path + " " + result.error().fields[0].problem;
}

class UsersTest : public ::testing::TestWithParam<test::OnEngine> {
 protected:
  NewUser Valid(const std::string& login = "new.person") {
    NewUser user;
    user.login = login;
    user.display_name = "新同事";
    user.password = "a long enough secret";
    user.department_id = instance_.DepartmentId("dept_tech");
    user.roles = {"tech_support"};
    return user;
  }
  Result<int64_t> Create(const NewUser& user, const std::string& by = "admin") {
    return CreateUser(context_, instance_.hasher(), instance_.ActorOf(by), user);
  }
  Result<int64_t> Update(const std::string& login, const UserChange& change,
                         const std::string& by = "admin") {
    const int64_t id = instance_.PersonId(login);
    return UpdateUser(context_, instance_.ActorOf(by), id, change,
                      instance_.config()->people.at(id).version);
  }
  UserChange Roles(std::vector<std::string> roles) {
    UserChange change;
    change.roles = std::move(roles);
    return change;
  }
  Result<int64_t> EditRole(const std::string& role, std::vector<std::string> permissions,
                           const std::string& by = "admin") {
    const auto config = instance_.config();
    const auto found = config->roles.find(role);
    return PutRole(context_, instance_.ActorOf(by),
                   {role, "角色", "role", std::move(permissions), false,
                    found == config->roles.end() ? 0 : found->second.version});
  }
  Instance instance_{test::People::kOrganisation, GetParam()};
  Context& context_ = instance_.context();
};

INSTANTIATE_TEST_SUITE_P(Engines, UsersTest,
                         ::testing::Values(test::OnEngine::kSqlite, test::OnEngine::kPostgres),
                         [](const auto& param) {
                           return param.param == test::OnEngine::kSqlite ? "sqlite" : "postgres";
                         });

TEST_P(UsersTest, NewInstance_HasRolesDepartmentsTemplatesAndAnAdministrator) {
  Instance fresh(test::People::kAdminOnly, GetParam());
  const auto config = fresh.config();
  EXPECT_EQ(config->roles.size(), domain::DefaultRoles().size());
  EXPECT_EQ(config->departments.size(), 6u);
  ASSERT_NE(config->DepartmentByCode("dept_tech"), nullptr);
  EXPECT_EQ(config->DepartmentByCode("dept_tech")->name, "技术支持部");
  EXPECT_EQ(config->templates.count("ack_high:zh-CN"), 1u);
  EXPECT_EQ(config->templates.count("breach_notice_pi:en"), 1u);
  EXPECT_EQ(config->forms.count("default"), 1u);
  EXPECT_TRUE(fresh.ActorOf("admin").May("user.manage"));
  EXPECT_TRUE(fresh.ActorOf("admin").May("ticket.read_all"));
  EXPECT_FALSE(fresh.ActorOf("admin").May("audit.read"));
  EXPECT_EQ(fresh.EventCount("user_created"), 1);
  EXPECT_EQ(fresh.EventCount("role_changed"), static_cast<int64_t>(config->roles.size()));
  EXPECT_EQ(fresh.EventCount("department_changed"), 6);
  const Status again = SeedInstance(fresh.context(), "x", "y", kPassword, {1, 8192});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().type, "already_seeded");
}

TEST_P(UsersTest, Created_IsInTheConfigurationAndInTheLog) {
  const auto id = Create(Valid("New.Person"));
  ASSERT_TRUE(id.ok());
  const Person person = instance_.config()->people.at(*id);
  EXPECT_EQ(person.login, "new.person");
  EXPECT_EQ(person.display_name, "新同事");
  EXPECT_EQ(person.roles, std::vector<std::string>{"tech_support"});
  EXPECT_EQ(person.version, 1);
  EXPECT_EQ(
      instance_.LastPayload("user_created"),
      "{\"active\":true,\"department_id\":" + std::to_string(instance_.DepartmentId("dept_tech")) +
          ",\"login\":\"new.person\",\"roles\":[\"tech_support\"],\"user_id\":" +
          std::to_string(*id) + "}");
  EXPECT_EQ(instance_.WholeLog().find("新同事"), std::string::npos);
}

TEST_P(UsersTest, BadInput_NamesTheField) {
  const struct {
    const char* expected;
    void (*spoil)(NewUser&);
  } cases[] = {
      {"user required", [](NewUser& u) { u.login = ""; }},
      {"user invalid_character", [](NewUser& u) { u.login = "a b"; }},
      {"user invalid_character", [](NewUser& u) { u.login = std::string("a\0b", 3); }},
      {"user invalid_character", [](NewUser& u) { u.login = "a\u200Bb"; }},
      {"user invalid_utf8", [](NewUser& u) { u.login = "a\xff"; }},
      {"user too_long", [](NewUser& u) { u.login = std::string(65, 'a'); }},
      {"user taken", [](NewUser& u) { u.login = "ADMIN"; }},
      {"display_name too_long", [](NewUser& u) { u.display_name = std::string(61, 'a'); }},
      {"display_name invalid_character", [](NewUser& u) { u.display_name = "a\nb"; }},
      {"password too_short", [](NewUser& u) { u.password = "short"; }},
      {"department_id unknown_value", [](NewUser& u) { u.department_id = 999'999; }},
      {"roles[0] unknown_value", [](NewUser& u) { u.roles = {"emperor"}; }},
      {"tier unknown_value", [](NewUser& u) { u.tier = "god"; }},
      {"capacity out_of_range", [](NewUser& u) { u.capacity = -1; }},
      {"locale unknown_value", [](NewUser& u) { u.locale = "fr"; }},
      {"email format", [](NewUser& u) { u.email = "a@b"; }},
      {"email format", [](NewUser& u) { u.email = "a@b.c\r\nBcc: d@e.f"; }},
  };
  for (const auto& test : cases) {
    NewUser user = Valid();
    test.spoil(user);
    EXPECT_EQ(Problem(Create(user)), test.expected);
  }
  EXPECT_EQ(instance_.PersonId("new.person"), 0);
}

TEST_P(UsersTest, WithoutTheRight_NothingChanges) {
  for (const char* by : {"agent", "supervisor", "inspector", "auditor", "manager"}) {
    EXPECT_EQ(Type(Create(Valid(), by)), "permission_denied") << by;
    EXPECT_EQ(Type(Update("agent", Roles({"admin"}), by)), "permission_denied") << by;
    EXPECT_EQ(Type(EditRole("agent_intake", {"user.manage"}, by)), "permission_denied") << by;
  }
}

TEST_P(UsersTest, StaleVersion_IsRefusedAndChangesNothing) {
  const int64_t id = instance_.PersonId("agent");
  UserChange change;
  change.display_name = "第一次";
  EXPECT_EQ(*UpdateUser(context_, instance_.ActorOf("admin"), id, change, 1), 2);
  change.display_name = "第二次";
  EXPECT_EQ(Type(UpdateUser(context_, instance_.ActorOf("admin"), id, change, 1)), "stale_etag");
  EXPECT_EQ(instance_.config()->people.at(id).display_name, "第一次");
  EXPECT_EQ(*UpdateUser(context_, instance_.ActorOf("admin"), id, change, 2), 3);
}

TEST_P(UsersTest, NothingDifferent_KeepsTheVersionAndWritesNoEvent) {
  UserChange change;
  change.display_name = "王小明";
  change.roles = std::vector<std::string>{"agent_intake"};
  EXPECT_EQ(*Update("agent", change), 1);
  EXPECT_EQ(instance_.EventCount("user_changed"), 0);
}

TEST_P(UsersTest, SeparationOfDuties_HoldsForPeople) {
  EXPECT_EQ(Type(Update("operator", Roles({"admin", "security_auditor"}))), "separation_of_duties");
  EXPECT_EQ(Type(Update("inspector", Roles({"qi_inspector", "admin"}))), "separation_of_duties");
  EXPECT_EQ(Type(Update("auditor", Roles({"qi_inspector", "security_auditor"}))),
            "separation_of_duties");
  NewUser both = Valid();
  both.roles = {"admin", "security_auditor"};
  EXPECT_EQ(Type(Create(both)), "separation_of_duties");
  EXPECT_EQ(instance_.config()->people.at(instance_.PersonId("operator")).roles,
            std::vector<std::string>{"admin"});
}

TEST_P(UsersTest, SeparationOfDuties_HoldsForRolesAndWhoHoldsThem) {
  EXPECT_EQ(Type(EditRole("management", {"user.manage", "audit.read"})), "separation_of_duties");
  ASSERT_TRUE(Update("manager", Roles({"management", "hr"})).ok());
  ASSERT_TRUE(EditRole("management", {"audit.read"}).ok());
  // The person holding both would audit herself.
  EXPECT_EQ(Type(EditRole("hr", {"setting.edit"})), "separation_of_duties");
}

TEST_P(UsersTest, LastAdministrator_Stays) {
  UserChange leave;
  leave.active = false;
  ASSERT_TRUE(Update("operator", leave).ok());
  EXPECT_EQ(Type(Update("admin", leave)), "last_administrator");
  EXPECT_EQ(Type(Update("admin", Roles({"service_supervisor"}))), "last_administrator");
  EXPECT_EQ(Type(EditRole("admin", {"setting.edit"})), "last_administrator");
  EXPECT_TRUE(instance_.ActorOf("admin").May("user.manage"));
}

TEST_P(UsersTest, WhoManagesUsersOnly_CannotMakeOrTakeOverAdministrators) {
  ASSERT_TRUE(EditRole("hr", {"user.manage"}).ok());
  NewUser clerk = Valid("clerk");
  clerk.roles = {"hr"};
  ASSERT_TRUE(Create(clerk).ok());
  NewUser puppet = Valid("puppet");
  puppet.roles = {"admin"};
  EXPECT_EQ(Type(Create(puppet, "clerk")), "exceeds_rights");
  EXPECT_EQ(Type(Update("agent", Roles({"security_auditor"}), "clerk")), "exceeds_rights");
  const Status reset = ResetPassword(context_, instance_.hasher(), instance_.ActorOf("clerk"),
                                     instance_.PersonId("admin"), "taken over by clerk");
  EXPECT_EQ(Type(reset), "exceeds_rights");
  EXPECT_TRUE(Create(Valid("helper"), "clerk").ok());
}

TEST_P(UsersTest, RoleEdit_ChangesWhatPeopleMayAndIsVersioned) {
  EXPECT_FALSE(instance_.ActorOf("agent").May("ticket.merge"));
  EXPECT_EQ(*EditRole("agent_intake", {"ticket.read", "ticket.merge"}), 2);
  EXPECT_TRUE(instance_.ActorOf("agent").May("ticket.merge"));
  EXPECT_FALSE(instance_.ActorOf("agent").May("ticket.work"));
  const RoleEdit stale{"agent_intake", "", "", {}, false, 1};
  EXPECT_EQ(Type(PutRole(context_, instance_.ActorOf("admin"), stale)), "stale_etag");
  EXPECT_EQ(Problem(EditRole("agent_intake", {"ticket.fly"})), "permissions[0] unknown_value");
  EXPECT_EQ(Problem(EditRole("Bad Name", {})), "role format");
  EXPECT_EQ(*EditRole("night_shift", {"ticket.read"}), 1);
  EXPECT_EQ(instance_.config()->roles.at("night_shift").zh, "角色");
}

TEST_P(UsersTest, Departments_AreMadeChangedAndListed) {
  const domain::Actor admin = instance_.ActorOf("admin");
  const int64_t parent = instance_.DepartmentId("dept_service");
  const auto id = CreateDepartment(context_, admin, {"夜班组", "night", parent, "cn_standard"});
  ASSERT_TRUE(id.ok());
  EXPECT_EQ(Problem(CreateDepartment(context_, admin, {"夜班组", "other", 0, "cn_standard"})),
            "name taken");
  EXPECT_EQ(Problem(CreateDepartment(context_, admin, {"别的", "Bad Code", 0, "cn_standard"})),
            "code format");
  EXPECT_EQ(Type(CreateDepartment(context_, instance_.ActorOf("agent"), {"别的", "", 0, "x"})),
            "permission_denied");
  DepartmentChange below;
  below.parent_id = *id;
  EXPECT_EQ(Problem(UpdateDepartment(context_, admin, parent, below, 1)), "parent_id cycle");
  DepartmentChange close;
  close.active = false;
  EXPECT_EQ(Type(UpdateDepartment(context_, admin, parent, close, 1)), "department_in_use");
  EXPECT_EQ(*UpdateDepartment(context_, admin, *id, close, 1), 2);
  EXPECT_EQ(Type(UpdateDepartment(context_, admin, *id, close, 1)), "stale_etag");
  const auto list = ListDepartments(context_);
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->size(), 7u);
  EXPECT_EQ(list->front().members, 5);  // admin, supervisor, leader, agent, agent2
}

}  // namespace
}  // namespace huiyin::app
