#include "domain/vocabulary.h"

#include <array>

namespace huiyin::domain {
namespace {

struct Word {
  std::string_view id, zh, en;
};

// An enumerator's value is its place in the table.
template <typename Enum, size_t N>
std::optional<Enum> Parse(const std::array<Word, N>& words, std::string_view id) {
  for (size_t i = 0; i < N; ++i) {
    if (words[i].id == id) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

template <typename Enum, size_t N>
constexpr std::array<Enum, N> Enumerate() {
  std::array<Enum, N> all{};
  for (size_t i = 0; i < N; ++i) all[i] = static_cast<Enum>(i);
  return all;
}

constexpr std::array<Word, 21> kChannelWords = {{
    {"web_form", "网站表单", "web form"},
    {"in_app", "产品内反馈", "in-product feedback"},
    {"email", "电子邮件", "e-mail"},
    {"phone", "客服热线", "hotline"},
    {"chat", "在线客服", "live chat"},
    {"bot", "智能机器人", "bot"},
    {"social_public", "社交媒体评论", "social comment"},
    {"social_dm", "社交媒体私信", "social private message"},
    {"sms", "短信", "SMS"},
    {"inbox", "站内信", "in-app message"},
    {"offline_box", "线下意见箱", "opinion box"},
    {"store_qr", "门店二维码", "store QR code"},
    {"file_import", "文件导入", "file import"},
    {"api", "开放接口", "API"},
    {"callback", "电话回访", "call-back"},
    {"survey", "问卷", "survey"},
    {"trial", "试用反馈", "trial-user feedback"},
    {"mystery_shopper", "神秘顾客", "mystery shopper"},
    {"interview", "一对一访谈", "1-to-1 interview"},
    {"third_party", "第三方投诉平台", "third-party complaint platform"},
    {"regulator", "监管转办", "forwarded by a regulator"},
}};

constexpr std::array<Word, 5> kCategoryWords = {{
    {"suggestion", "产品建议", "suggestion"},
    {"complaint", "投诉", "complaint"},
    {"malfunction", "功能故障", "malfunction"},
    {"inquiry", "使用咨询", "inquiry"},
    {"other", "其他", "other"},
}};

constexpr std::array<Word, 4> kComplaintKindWords = {{
    {"product", "产品问题", "product"},
    {"service", "服务问题", "service"},
    {"price", "价格问题", "price"},
    {"logistics", "物流问题", "logistics"},
}};

constexpr std::array<Word, 5> kStateWords = {{
    {"pending", "待处理", "pending"},
    {"in_progress", "处理中", "in progress"},
    {"to_be_tested", "待测试", "to be tested"},
    {"resolved", "已解决", "resolved"},
    {"closed", "已关闭", "closed"},
}};

constexpr std::array<Word, 6> kSubStateWords = {{
    {"analysing", "分析中", "analysing"},
    {"planning", "制定方案", "planning"},
    {"waiting_approval", "等待审批", "waiting for approval"},
    {"executing", "实施中", "executing"},
    {"waiting_customer", "等待客户", "waiting for the customer"},
    {"waiting_third_party", "等待第三方", "waiting for a third party"},
}};

constexpr std::array<Word, 7> kCloseReasonWords = {{
    {"confirmed", "客户确认", "confirmed"},
    {"auto_no_reply", "超期自动关闭", "closed without a reply"},
    {"duplicate", "重复", "duplicate"},
    {"spam", "垃圾信息", "spam"},
    {"withdrawn", "客户撤回", "withdrawn"},
    {"not_accepted", "不予受理", "not accepted"},
    {"transferred_out", "转出", "transferred out"},
}};

constexpr std::array<Word, 10> kStageWords = {{
    {"intake", "接收", "intake"},
    {"classification", "分类", "classification"},
    {"analysis", "分析", "analysis"},
    {"solution_plan", "方案制定", "solution plan"},
    {"solution_evaluation", "方案评估", "solution evaluation"},
    {"approval", "审批", "approval"},
    {"execution", "实施", "execution"},
    {"testing", "测试", "testing"},
    {"feedback", "反馈", "feedback"},
    {"monitoring", "监控", "monitoring"},
}};

constexpr std::array<Word, 3> kPriorityWords = {{
    {"low", "低", "low"},
    {"mid", "中", "mid"},
    {"high", "高", "high"},
}};

constexpr std::array<Word, 3> kSentimentWords = {{
    {"positive", "积极", "positive"},
    {"neutral", "中性", "neutral"},
    {"negative", "消极", "negative"},
}};

constexpr std::array<Word, 8> kEmotionWords = {{
    {"calm", "平静", "calm"},
    {"satisfied", "满意", "satisfied"},
    {"grateful", "感谢", "grateful"},
    {"disappointed", "失望", "disappointed"},
    {"anxious", "焦虑", "anxious"},
    {"angry", "愤怒", "angry"},
    {"agitated", "情绪激动", "agitated"},
    {"sarcastic", "讽刺", "sarcastic"},
}};

constexpr std::array<Word, 10> kSensitiveClassWords = {{
    {"fraud", "欺诈", "fraud"},
    {"lawsuit", "诉讼", "lawsuit"},
    {"regulator", "监管", "regulator"},
    {"media", "媒体", "media"},
    {"collective", "群体维权", "collective action"},
    {"safety", "人身财产安全", "safety"},
    {"privacy", "信息泄露", "privacy"},
    {"self_harm", "轻生", "self-harm"},
    {"violence", "威胁", "violence"},
    {"discrimination", "歧视", "discrimination"},
}};

constexpr std::array<Word, 8> kRootCauseWords = {{
    {"quality_defect", "产品或服务质量缺陷", "quality defect"},
    {"communication_gap", "沟通与信息不对称", "communication gap"},
    {"price_value_gap", "价格与价值感知偏差", "price/value gap"},
    {"staff_conduct", "企业文化与员工行为", "culture and staff conduct"},
    {"technology_lag", "技术发展与迭代滞后", "technology lag"},
    {"external_event", "外部环境与突发事件", "external events"},
    {"expectation_gap", "消费者心理", "expectation and fairness"},
    {"management_gap", "管理漏洞与组织因素", "management gaps"},
}};

}  // namespace

std::string_view Name(Channel value) { return kChannelWords[static_cast<size_t>(value)].id; }
std::string_view ZhName(Channel value) { return kChannelWords[static_cast<size_t>(value)].zh; }
std::string_view EnName(Channel value) { return kChannelWords[static_cast<size_t>(value)].en; }
std::optional<Channel> ParseChannel(std::string_view id) {
  return Parse<Channel>(kChannelWords, id);
}
std::span<const Channel> AllChannels() {
  static constexpr auto all = Enumerate<Channel, kChannelWords.size()>();
  return all;
}

std::string_view Name(Category value) { return kCategoryWords[static_cast<size_t>(value)].id; }
std::string_view ZhName(Category value) { return kCategoryWords[static_cast<size_t>(value)].zh; }
std::string_view EnName(Category value) { return kCategoryWords[static_cast<size_t>(value)].en; }
std::optional<Category> ParseCategory(std::string_view id) {
  return Parse<Category>(kCategoryWords, id);
}
std::span<const Category> AllCategories() {
  static constexpr auto all = Enumerate<Category, kCategoryWords.size()>();
  return all;
}

std::string_view Name(ComplaintKind value) {
  return kComplaintKindWords[static_cast<size_t>(value)].id;
}
std::string_view ZhName(ComplaintKind value) {
  return kComplaintKindWords[static_cast<size_t>(value)].zh;
}
std::string_view EnName(ComplaintKind value) {
  return kComplaintKindWords[static_cast<size_t>(value)].en;
}
std::optional<ComplaintKind> ParseComplaintKind(std::string_view id) {
  return Parse<ComplaintKind>(kComplaintKindWords, id);
}
std::span<const ComplaintKind> AllComplaintKinds() {
  static constexpr auto all = Enumerate<ComplaintKind, kComplaintKindWords.size()>();
  return all;
}

std::string_view Name(State value) { return kStateWords[static_cast<size_t>(value)].id; }
std::string_view ZhName(State value) { return kStateWords[static_cast<size_t>(value)].zh; }
std::string_view EnName(State value) { return kStateWords[static_cast<size_t>(value)].en; }
std::optional<State> ParseState(std::string_view id) { return Parse<State>(kStateWords, id); }
std::span<const State> AllStates() {
  static constexpr auto all = Enumerate<State, kStateWords.size()>();
  return all;
}

std::string_view Name(SubState value) { return kSubStateWords[static_cast<size_t>(value)].id; }
std::string_view ZhName(SubState value) { return kSubStateWords[static_cast<size_t>(value)].zh; }
std::string_view EnName(SubState value) { return kSubStateWords[static_cast<size_t>(value)].en; }
std::optional<SubState> ParseSubState(std::string_view id) {
  return Parse<SubState>(kSubStateWords, id);
}
std::span<const SubState> AllSubStates() {
  static constexpr auto all = Enumerate<SubState, kSubStateWords.size()>();
  return all;
}

std::string_view Name(CloseReason value) {
  return kCloseReasonWords[static_cast<size_t>(value)].id;
}
std::string_view ZhName(CloseReason value) {
  return kCloseReasonWords[static_cast<size_t>(value)].zh;
}
std::string_view EnName(CloseReason value) {
  return kCloseReasonWords[static_cast<size_t>(value)].en;
}
std::optional<CloseReason> ParseCloseReason(std::string_view id) {
  return Parse<CloseReason>(kCloseReasonWords, id);
}
std::span<const CloseReason> AllCloseReasons() {
  static constexpr auto all = Enumerate<CloseReason, kCloseReasonWords.size()>();
  return all;
}

std::string_view Name(Stage value) { return kStageWords[static_cast<size_t>(value)].id; }
std::string_view ZhName(Stage value) { return kStageWords[static_cast<size_t>(value)].zh; }
std::string_view EnName(Stage value) { return kStageWords[static_cast<size_t>(value)].en; }
std::optional<Stage> ParseStage(std::string_view id) { return Parse<Stage>(kStageWords, id); }
std::span<const Stage> AllStages() {
  static constexpr auto all = Enumerate<Stage, kStageWords.size()>();
  return all;
}

std::string_view Name(Priority value) { return kPriorityWords[static_cast<size_t>(value)].id; }
std::string_view ZhName(Priority value) { return kPriorityWords[static_cast<size_t>(value)].zh; }
std::string_view EnName(Priority value) { return kPriorityWords[static_cast<size_t>(value)].en; }
std::optional<Priority> ParsePriority(std::string_view id) {
  return Parse<Priority>(kPriorityWords, id);
}
std::span<const Priority> AllPriorities() {
  static constexpr auto all = Enumerate<Priority, kPriorityWords.size()>();
  return all;
}

std::string_view Name(Sentiment value) { return kSentimentWords[static_cast<size_t>(value)].id; }
std::string_view ZhName(Sentiment value) { return kSentimentWords[static_cast<size_t>(value)].zh; }
std::string_view EnName(Sentiment value) { return kSentimentWords[static_cast<size_t>(value)].en; }
std::optional<Sentiment> ParseSentiment(std::string_view id) {
  return Parse<Sentiment>(kSentimentWords, id);
}
std::span<const Sentiment> AllSentiments() {
  static constexpr auto all = Enumerate<Sentiment, kSentimentWords.size()>();
  return all;
}

std::string_view Name(Emotion value) { return kEmotionWords[static_cast<size_t>(value)].id; }
std::string_view ZhName(Emotion value) { return kEmotionWords[static_cast<size_t>(value)].zh; }
std::string_view EnName(Emotion value) { return kEmotionWords[static_cast<size_t>(value)].en; }
std::optional<Emotion> ParseEmotion(std::string_view id) {
  return Parse<Emotion>(kEmotionWords, id);
}
std::span<const Emotion> AllEmotions() {
  static constexpr auto all = Enumerate<Emotion, kEmotionWords.size()>();
  return all;
}

std::string_view Name(SensitiveClass value) {
  return kSensitiveClassWords[static_cast<size_t>(value)].id;
}
std::string_view ZhName(SensitiveClass value) {
  return kSensitiveClassWords[static_cast<size_t>(value)].zh;
}
std::string_view EnName(SensitiveClass value) {
  return kSensitiveClassWords[static_cast<size_t>(value)].en;
}
std::optional<SensitiveClass> ParseSensitiveClass(std::string_view id) {
  return Parse<SensitiveClass>(kSensitiveClassWords, id);
}
std::span<const SensitiveClass> AllSensitiveClasses() {
  static constexpr auto all = Enumerate<SensitiveClass, kSensitiveClassWords.size()>();
  return all;
}

std::string_view Name(RootCause value) { return kRootCauseWords[static_cast<size_t>(value)].id; }
std::string_view ZhName(RootCause value) { return kRootCauseWords[static_cast<size_t>(value)].zh; }
std::string_view EnName(RootCause value) { return kRootCauseWords[static_cast<size_t>(value)].en; }
std::optional<RootCause> ParseRootCause(std::string_view id) {
  return Parse<RootCause>(kRootCauseWords, id);
}
std::span<const RootCause> AllRootCauses() {
  static constexpr auto all = Enumerate<RootCause, kRootCauseWords.size()>();
  return all;
}

std::span<const std::string_view> SubCauses(RootCause cause) {
  static constexpr std::string_view kQualityDefectCauses[] = {
      "function_defect", "design_defect", "reliability", "late_service", "not_as_advertised"};
  static constexpr std::string_view kCommunicationGapCauses[] = {
      "unclear_manual", "hidden_terms", "no_proactive_info", "channel_unavailable", "jargon"};
  static constexpr std::string_view kPriceValueGapCauses[] = {"pricing", "promotion_rules",
                                                              "service_fee"};
  static constexpr std::string_view kStaffConductCauses[] = {"attitude", "skill_gap",
                                                             "unkept_promise", "buck_passing"};
  static constexpr std::string_view kTechnologyLagCauses[] = {"missing_feature", "incompatibility",
                                                              "data_security"};
  static constexpr std::string_view kExternalEventCauses[] = {
      "disaster_supply", "regulation_change", "competitor_news", "industry_scandal"};
  static constexpr std::string_view kExpectationGapCauses[] = {
      "perceived_value", "perceived_unfairness", "emotion_spread"};
  static constexpr std::string_view kManagementGapCauses[] = {
      "process_defect", "system_not_synced", "department_coordination", "reorganisation"};
  switch (cause) {
    case RootCause::kQualityDefect:
      return kQualityDefectCauses;
    case RootCause::kCommunicationGap:
      return kCommunicationGapCauses;
    case RootCause::kPriceValueGap:
      return kPriceValueGapCauses;
    case RootCause::kStaffConduct:
      return kStaffConductCauses;
    case RootCause::kTechnologyLag:
      return kTechnologyLagCauses;
    case RootCause::kExternalEvent:
      return kExternalEventCauses;
    case RootCause::kExpectationGap:
      return kExpectationGapCauses;
    case RootCause::kManagementGap:
      return kManagementGapCauses;
  }
  return {};
}

}  // namespace huiyin::domain
