#include "domain/permissions.h"

#include <algorithm>

namespace huiyin::domain {
namespace {

constexpr Permission kPermissions[] = {
    {"feedback.create", "录入反馈", "enter feedback"},
    {"ticket.read", "查看本部门工单", "read tickets of one's department"},
    {"ticket.read_all", "查看所有工单", "read every ticket"},
    {"ticket.work", "处理工单", "work on tickets"},
    {"ticket.reply", "回复客户", "reply to customers"},
    {"ticket.note", "添加内部备注", "write internal notes"},
    {"ticket.assign", "分派与转派", "assign and transfer"},
    {"ticket.merge", "合并、拆分", "merge and split"},
    {"ticket.approve", "审批方案", "approve solutions"},
    {"ticket.lower_priority", "调低优先级", "lower a priority"},
    {"ticket.bulk", "批量操作", "act on many tickets at once"},
    {"pii.reveal", "查看未脱敏信息", "see personal data unmasked"},
    {"subject.export", "导出某人的全部信息", "export all data of a person"},
    {"subject.erase", "删除某人的个人信息", "erase a person's data"},
    {"incident.manage", "管理群体事件", "manage incidents"},
    {"wall.read", "主管大屏", "supervisor wall"},
    {"template.edit", "编辑模板", "edit templates"},
    {"routing.edit", "编辑流转规则", "edit routing rules"},
    {"sla.edit", "编辑时限与日历", "edit SLA policies and calendars"},
    {"form.edit", "编辑反馈表单", "edit public forms"},
    {"inspection.read", "查看质检", "read inspections"},
    {"inspection.write", "进行质检", "inspect"},
    {"indicator.read", "查看指标", "read indicators"},
    {"export.tickets", "导出工单（脱敏）", "export tickets, masked"},
    {"outbox.manage", "管理发件箱与隔离区", "manage outbox and quarantine"},
    {"user.manage", "管理用户与部门", "manage users and departments"},
    {"role.manage", "管理角色权限", "manage roles"},
    {"token.manage", "管理接口令牌", "manage API tokens"},
    {"setting.edit", "修改系统设置", "change settings"},
    {"audit.read", "查看审计日志", "read the event log"},
    {"audit.verify", "校验审计链", "verify the event log"},
};

using V = std::vector<std::string_view>;

std::vector<RoleDefaults> MakeRoles() {
  const V intake = {"feedback.create", "ticket.read", "ticket.reply", "ticket.note"};
  const auto with = [](V base, V more) {
    base.insert(base.end(), more.begin(), more.end());
    return base;
  };
  const V worker = with(intake, {"ticket.work"});
  const V senior = with(worker, {"ticket.assign", "ticket.merge", "pii.reveal"});
  const V leader = with(senior, {"ticket.approve", "ticket.lower_priority", "ticket.bulk",
                                 "wall.read", "indicator.read", "template.edit"});
  const V supervisor = with(leader, {"ticket.read_all", "incident.manage", "routing.edit",
                                     "export.tickets", "outbox.manage"});
  const V quality = {"ticket.read", "ticket.read_all", "inspection.read", "inspection.write",
                     "indicator.read"};
  return {
      {"agent_intake", "前台客服", "intake agent", worker},
      {"specialist_junior", "初级处理专员", "junior specialist", worker},
      {"specialist_mid", "中级处理专员", "mid specialist", with(worker, {"ticket.merge"})},
      {"specialist_senior", "高级处理专员", "senior specialist", senior},
      {"agent_senior", "资深客服", "senior agent", senior},
      {"team_leader", "团队负责人", "team leader", leader},
      {"service_supervisor", "客服主管", "service supervisor", supervisor},
      {"line_manager", "直属经理", "line manager", leader},
      {"qi_inspector", "质检员", "quality inspector", quality},
      {"product_manager", "产品经理", "product manager", with(worker, {"indicator.read"})},
      {"tech_support", "技术支持", "technical support", worker},
      {"developer", "开发", "developer", worker},
      {"professional_dept", "专业部门", "professional department", worker},
      {"management",
       "管理层",
       "management",
       {"ticket.read", "ticket.read_all", "ticket.approve", "wall.read", "indicator.read"}},
      {"special_team", "专项小组", "special team",
       with(senior, {"ticket.read_all", "incident.manage"})},
      {"legal", "法务", "legal", {"ticket.read", "ticket.read_all", "ticket.note"}},
      {"sq_committee",
       "服务质量委员会",
       "service-quality committee",
       {"ticket.read", "ticket.read_all", "inspection.read", "indicator.read", "wall.read"}},
      {"hr", "人力资源", "HR", {"indicator.read"}},
      {"mystery_shopper", "神秘顾客", "mystery shopper", {"feedback.create"}},
      {"peer_reviewer", "互评人", "peer reviewer", {"inspection.read"}},
      {"external_auditor",
       "第三方审计",
       "external auditor",
       {"ticket.read", "ticket.read_all", "indicator.read"}},
      {"risk_manager",
       "风险管理员",
       "risk manager",
       {"ticket.read", "ticket.read_all", "indicator.read"}},
      {"pi_officer",
       "个人信息保护负责人",
       "personal-information protection officer",
       {"ticket.read", "ticket.read_all", "pii.reveal", "subject.export", "subject.erase"}},
      {"admin",
       "系统管理员",
       "administrator",
       {"user.manage", "role.manage", "token.manage", "setting.edit", "form.edit", "template.edit",
        "routing.edit", "sla.edit", "outbox.manage"}},
      {"security_auditor", "安全审计员", "security auditor", {"audit.read", "audit.verify"}},
  };
}

}  // namespace

std::span<const Permission> AllPermissions() { return kPermissions; }

bool IsPermission(std::string_view id) {
  return std::any_of(std::begin(kPermissions), std::end(kPermissions),
                     [&](const Permission& p) { return p.id == id; });
}

std::span<const RoleDefaults> DefaultRoles() {
  static const std::vector<RoleDefaults> roles = MakeRoles();
  return roles;
}

std::string_view ConflictOf(const std::set<std::string>& permissions) {
  const bool admin = permissions.contains("user.manage") || permissions.contains("role.manage") ||
                     permissions.contains("setting.edit");
  const bool audit = permissions.contains("audit.read") || permissions.contains("audit.verify");
  const bool quality = permissions.contains("inspection.write");
  if (admin && audit) return "admin_and_security_auditor";
  if (admin && quality) return "admin_and_quality";
  if (audit && quality) return "security_auditor_and_quality";
  return "";
}

bool Actor::May(std::string_view permission) const {
  return kind == Kind::kSystem || permissions.contains(std::string(permission));
}

bool Actor::HasRole(std::string_view role) const { return roles.contains(std::string(role)); }

std::string Actor::Label() const {
  switch (kind) {
    case Kind::kUser:
      return "user:" + std::to_string(user_id);
    case Kind::kToken:
      return "token:" + std::to_string(token_id);
    case Kind::kCustomer:
      return "customer";
    case Kind::kSystem:
      return "system";
    case Kind::kAnonymous:
      return "anonymous";
  }
  return "anonymous";
}

Actor Actor::System() {
  Actor actor;
  actor.kind = Kind::kSystem;
  return actor;
}

Actor Actor::Customer() {
  Actor actor;
  actor.kind = Kind::kCustomer;
  return actor;
}

bool MayReadTicket(const Actor& actor, int64_t department_id, int64_t owner_id,
                   int64_t first_owner_id) {
  if (actor.May("ticket.read_all")) return true;
  if (!actor.May("ticket.read")) return false;
  if (department_id != 0 && department_id == actor.department_id) return true;
  return actor.user_id != 0 && (actor.user_id == owner_id || actor.user_id == first_owner_id);
}

}  // namespace huiyin::domain
