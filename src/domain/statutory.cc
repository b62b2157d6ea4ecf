#include "domain/statutory.h"

namespace huiyin::domain {
namespace {

constexpr Term Of(int64_t n, TermUnit unit) { return {n, unit, TermBasis::kElapsed}; }
constexpr Term kNow = {0, TermUnit::kHour, TermBasis::kElapsed};

}  // namespace

std::span<const StatutoryClock> StatutoryClocks() {
  static constexpr StatutoryClock kClocks[] = {
      {"stat_telecom_reply",
       "电信用户投诉答复",
       "telecom operator answers a complaint",
       Of(15, TermUnit::kDay),
       {},
       "电信用户申诉处理办法 Art. 10"},
      {"stat_telecom_fault", "电信故障修复", "telecom fault repaired", Of(48, TermUnit::kHour),
       Of(72, TermUnit::kHour), "电信条例 Art. 32"},
      {"stat_telecom_bill",
       "异常巨额费用告知",
       "abnormal huge fee told",
       kNow,
       {},
       "电信条例 Art. 33"},
      {"stat_telecom_appeal",
       "申诉答复",
       "regulator answers the appeal",
       Of(30, TermUnit::kDay),
       {},
       "电信条例 Art. 39"},
      {"stat_bank_reply", "银行保险投诉处理", "bank or insurer decides and tells",
       Of(15, TermUnit::kDay), Of(30, TermUnit::kDay), "银行业保险业消费投诉处理管理办法 (2020)"},
      {"stat_refund_7d",
       "退货退款",
       "refund after returned goods are received",
       Of(7, TermUnit::kDay),
       {},
       "消费者权益保护法 Art. 25"},
      {"stat_delay_15d",
       "故意拖延认定",
       "deliberate delay of repair, exchange, return, refund",
       Of(15, TermUnit::kDay),
       {},
       "侵害消费者权益行为处罚办法 Art. 8-10"},
      {"stat_admin_7wd",
       "市场监管受理告知",
       "market regulator accepts or not",
       Of(7, TermUnit::kWorkingDay),
       {},
       "投诉举报处理暂行办法 Art. 14"},
      {"stat_mediation_45wd",
       "调解终止",
       "mediation ends without agreement",
       Of(45, TermUnit::kWorkingDay),
       {},
       "投诉举报处理暂行办法 Art. 21"},
      {"stat_gdpr_dsr", "GDPR 数据主体请求", "answer a data-subject request",
       Of(1, TermUnit::kMonth), Of(3, TermUnit::kMonth), "GDPR 12(3)"},
      {"stat_gdpr_breach",
       "GDPR 泄露通知",
       "notify the authority of a breach",
       Of(72, TermUnit::kHour),
       {},
       "GDPR 33"},
      {"stat_pipl_dsr", "个人信息请求", "answer a personal-information request",
       Of(15, TermUnit::kDay), Of(30, TermUnit::kDay), "个人信息保护法 45-50"},
      {"stat_pipl_breach",
       "个人信息泄露",
       "remedy at once, notify authority and persons",
       Of(4, TermUnit::kHour),
       {},
       "个人信息保护法 57"},
  };
  return kClocks;
}

Result<Instant> StatutoryDue(std::string_view id, Instant start, const Calendar& calendar) {
  for (const StatutoryClock& clock : StatutoryClocks()) {
    if (clock.id == id) return DueOf(*clock.term, start, calendar);
  }
  return NotFound("there is no statutory clock \"" + std::string(id.substr(0, 40)) + "\"",
                  "statutory_unknown");
}

}  // namespace huiyin::domain
