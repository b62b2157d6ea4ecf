#include "domain/statutory.h"

#include "domain/sla_clock.h"

namespace huiyin::domain {
namespace {

constexpr Term Of(int64_t n, TermUnit unit) { return {n, unit, TermBasis::kElapsed}; }
constexpr StatutoryStage Standard(int64_t n, TermUnit unit) {
  return {"standard", "一般情形", "ordinary case", Of(n, unit)};
}

constexpr StatutoryStage kNow[] = {Standard(0, TermUnit::kHour)};
constexpr StatutoryStage kFourHours[] = {Standard(4, TermUnit::kHour)};
constexpr StatutoryStage kSeventyTwoHours[] = {Standard(72, TermUnit::kHour)};
constexpr StatutoryStage kSevenDays[] = {Standard(7, TermUnit::kDay)};
constexpr StatutoryStage kFifteenDays[] = {Standard(15, TermUnit::kDay)};
constexpr StatutoryStage kThirtyDays[] = {Standard(30, TermUnit::kDay)};
constexpr StatutoryStage kSevenWorkingDays[] = {Standard(7, TermUnit::kWorkingDay)};
constexpr StatutoryStage kFortyFiveWorkingDays[] = {Standard(45, TermUnit::kWorkingDay)};
constexpr StatutoryStage kFault[] = {
    {"urban", "城镇", "in town", Of(48, TermUnit::kHour)},
    {"rural", "农村", "in the country", Of(72, TermUnit::kHour)},
};
constexpr StatutoryStage kBank[] = {
    Standard(15, TermUnit::kDay),
    {"complex", "情况复杂", "complex case", Of(30, TermUnit::kDay)},
    {"special", "情况特别复杂（经高级管理人员批准）", "special case, approved by senior management",
     Of(60, TermUnit::kDay)},
};
constexpr StatutoryStage kGdprRequest[] = {
    Standard(1, TermUnit::kMonth),
    {"extended", "首月内已告知延期", "extended, told within the first month",
     Of(3, TermUnit::kMonth)},
};
constexpr StatutoryStage kPiplRequest[] = {
    Standard(15, TermUnit::kDay),
    {"extended", "最长期限", "at the longest", Of(30, TermUnit::kDay)},
};

Error Unknown(std::string_view text, std::string_view what, const std::string& known) {
  return NotFound("there is no " + std::string(what) + " \"" + std::string(text.substr(0, 40)) +
                      "\" (known: " + known + ")",
                  "statutory_unknown");
}

template <typename Item>
std::string Names(std::span<const Item> items) {
  std::string out;
  for (const Item& item : items) (out += out.empty() ? "" : ", ") += item.id;
  return out;
}

template <typename Item>
const Item* Named(std::span<const Item> items, std::string_view id) {
  for (const Item& item : items) {
    if (item.id == id) return &item;
  }
  return nullptr;
}

}  // namespace

std::span<const StatutoryDuty> StatutoryDuties() {
  constexpr Law kCn = Law::kChina, kEu = Law::kEuropeanUnion;
  constexpr bool kReceipt = true;
  static constexpr StatutoryDuty kDuties[] = {
      {"stat_telecom_reply", "电信用户投诉答复", "telecom operator answers a complaint",
       "电信用户申诉处理办法 Art. 10", kCn, kFifteenDays, kReceipt},
      {"stat_telecom_fault", "电信故障修复", "telecom fault repaired", "电信条例 Art. 32", kCn,
       kFault, kReceipt},
      {"stat_telecom_bill", "异常巨额费用告知", "abnormal huge fee told", "电信条例 Art. 33", kCn,
       kNow},
      {"stat_telecom_appeal", "申诉答复", "regulator answers the appeal", "电信条例 Art. 39", kCn,
       kThirtyDays, kReceipt},
      {"stat_bank_reply", "银行保险投诉处理", "bank or insurer decides and tells",
       "银行业保险业消费投诉处理管理办法 (2020)", kCn, kBank, kReceipt},
      {"stat_refund_7d", "退货退款", "refund after returned goods are received",
       "消费者权益保护法 Art. 25", kCn, kSevenDays},
      {"stat_delay_15d", "故意拖延认定", "deliberate delay of repair, exchange, return, refund",
       "侵害消费者权益行为处罚办法 Art. 8-10", kCn, kFifteenDays, kReceipt},
      {"stat_admin_7wd", "市场监管受理告知", "market regulator accepts or not",
       "投诉举报处理暂行办法 Art. 14", kCn, kSevenWorkingDays, kReceipt},
      {"stat_mediation_45wd", "调解终止", "mediation ends without agreement",
       "投诉举报处理暂行办法 Art. 21", kCn, kFortyFiveWorkingDays},
      {"stat_gdpr_dsr", "GDPR 数据主体请求", "answer a data-subject request", "GDPR 12(3)", kEu,
       kGdprRequest, kReceipt},
      {"stat_gdpr_breach", "GDPR 泄露通知", "notify the authority of a breach", "GDPR 33", kEu,
       kSeventyTwoHours},
      {"stat_pipl_dsr", "个人信息请求", "answer a personal-information request",
       "个人信息保护法 45-50", kCn, kPiplRequest, kReceipt},
      {"stat_pipl_breach", "个人信息泄露", "remedy at once, notify authority and persons",
       "个人信息保护法 57", kCn, kFourHours},
  };
  return kDuties;
}

Result<StatutoryChoice> ParseStatutory(std::string_view text) {
  const size_t colon = text.find(':');
  const std::string_view id = text.substr(0, colon);
  StatutoryChoice out;
  out.duty = Named(StatutoryDuties(), id);
  if (out.duty == nullptr) return Unknown(id, "statutory clock", Names(StatutoryDuties()));
  out.stage = &out.duty->stages.front();
  if (colon == std::string_view::npos) return out;
  const std::string_view stage = text.substr(colon + 1);
  out.stage = Named(out.duty->stages, stage);
  if (out.stage == nullptr) {
    return Unknown(stage, "stage of " + std::string(id), Names(out.duty->stages));
  }
  return out;
}

std::string FormatStatutory(const StatutoryChoice& choice) {
  std::string out(choice.duty->id);
  if (choice.stage != &choice.duty->stages.front()) (out += ':') += choice.stage->id;
  return out;
}

Result<std::shared_ptr<const Calendar>> StatutoryCalendar(const StatutoryDuty& duty,
                                                          std::shared_ptr<const Calendar> usual) {
  if (duty.law == Law::kEuropeanUnion) return Calendar::Weekdays(usual->zone_name());
  return usual;
}

ClockResult ComputeStatutory(const StatutoryChoice& choice, const StatutorySpan& span,
                             const Calendar& calendar, Explain explain) {
  SlaPolicy law;
  law.statutory = {choice};
  ClockTerm term;
  term.term = choice.stage->term;
  term.measure = MeasureOf(term.term);
  term.policy = &law;
  term.due0 = DueOf(term.term, span.start, calendar);
  Running clock;
  clock.kind = ClockKind::kStatutory;
  clock.start = span.start;
  clock.stopped_at = span.stopped_at;
  clock.limits.push_back(term);
  ClockResult out = ResultOf(clock, {}, {span.now, false}, calendar, explain);
  out.duty = choice.duty->id;
  return out;
}

}  // namespace huiyin::domain
