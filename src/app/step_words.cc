#include "app/step_words.h"

#include <algorithm>
#include <utility>

#include "app/erase_subject.h"
#include "domain/fact.h"
#include "domain/sla.h"

namespace huiyin::app {
namespace {

using Word = std::pair<std::string_view, std::string_view>;

constexpr Word kSteps[] = {
    {domain::fact::kTicketCreated, "提交反馈"},
    {domain::fact::kClassified, "自动分类"},
    {domain::fact::kAssigned, "分派"},
    {domain::fact::kAcknowledged, "确认收到"},
    {domain::fact::kWorkStarted, "开始处理"},
    {domain::fact::kAnalysisCompleted, "完成分析"},
    {domain::fact::kSolutionPlanned, "制定方案"},
    {domain::fact::kSolutionEvaluated, "评估方案"},
    {domain::fact::kApprovalRequested, "提交审批"},
    {domain::fact::kApprovalDecided, "审批"},
    {domain::fact::kSolutionCommunicated, "告知方案"},
    {domain::fact::kImplementationDone, "实施完成，待测试"},
    {domain::fact::kTestFailed, "测试未通过"},
    {domain::fact::kResolved, "标记为已解决"},
    {domain::fact::kCustomerConfirmed, "客户确认解决"},
    {domain::fact::kClosed, "关闭"},
    {domain::fact::kReopened, "重新激活"},
    {domain::fact::kVoided, "作废"},
    {domain::fact::kCustomerAsked, "向客户提问"},
    {domain::fact::kThirdPartyAsked, "等待第三方"},
    {domain::fact::kWorkResumed, "恢复处理"},
    {domain::fact::kCustomerMessage, "客户留言"},
    {domain::kHumanRequested, "客户请求人工"},
    {domain::fact::kHumanReply, "回复客户"},
    {domain::fact::kProgressUpdate, "告知进展"},
    {domain::fact::kWorkaroundProvided, "提供临时方案"},
    {domain::fact::kNoteAdded, "内部备注"},
    {domain::fact::kPriorityChanged, "调整优先级"},
    {domain::fact::kClassificationCorrected, "更正分类"},
    {domain::fact::kFieldsEdited, "修改字段"},
    {domain::fact::kRated, "客户评价"},
    {domain::fact::kMerged, "合并"},
    {domain::fact::kUnmerged, "撤销合并"},
    {domain::fact::kSplit, "拆分"},
    {domain::fact::kLinked, "关联"},
    {domain::fact::kUnlinked, "取消关联"},
    {domain::fact::kTaskCreated, "新建子任务"},
    {domain::fact::kTaskDone, "完成子任务"},
    {domain::fact::kEscalated, "升级"},
    {domain::fact::kClockBreached, "超时"},
    {domain::fact::kSlaPolicyChanged, "时限政策变更"},
    {domain::fact::kAttachmentAdded, "添加附件"},
    {kErasedFact, "删除个人信息"},
    // About no ticket, or about an incident: they stand in the audit.
    {"bulk_notice_requested", "申请群发通知"},
    {"bulk_notice_decided", "审批群发通知"},
    {"bulk_notice_withdrawn", "撤回群发通知"},
    {"bulk_notice_over", "群发通知结束"},
    {"department_changed", "修改部门"},
    {"document_changed", "修改设置"},
    {"incident_changed", "修改群体事件"},
    {"incident_opened", "建立群体事件"},
    {"login_failed", "登录失败"},
    {"password_changed", "修改密码"},
    {"password_set", "重设密码"},
    {"role_changed", "修改角色"},
    {"session_started", "登录"},
    {"session_ended", "退出"},
    {"sessions_ended", "全部退出"},
    {"token_created", "新建令牌"},
    {"token_revoked", "吊销令牌"},
    {"two_factor_disabled", "关闭双重验证"},
    {"two_factor_enabled", "开启双重验证"},
    {"user_changed", "修改用户"},
    {"user_created", "新增用户"},
    {"user_unlocked", "解锁用户"},
};
constexpr Word kActors[] = {{"customer", "客户"}, {"system", "系统"}};

template <size_t n>
std::string WordOf(const Word (&words)[n], std::string_view name) {
  const auto found = std::find_if(std::begin(words), std::end(words),
                                  [&](const Word& word) { return word.first == name; });
  return std::string(found == std::end(words) ? name : found->second);
}

}  // namespace

std::string ChineseStep(std::string_view kind) { return WordOf(kSteps, kind); }
std::string ChineseActor(std::string_view label) { return WordOf(kActors, label); }

}  // namespace huiyin::app
