// Words of the clocks, terms as text and the default policies (domain.md §2.1).
#include <charconv>
#include <string>

#include "domain/sla.h"

namespace huiyin::domain {
namespace {

constexpr std::string_view kClockNames[] = {"ack",        "first_response", "interim",
                                            "analysis",   "solution",       "chat_answer",
                                            "reopen_ack", "statutory"};
constexpr std::string_view kClockZh[] = {"确认",     "首次响应",     "临时方案或进展", "内部分析",
                                         "解决方案", "在线人工应答", "重新受理确认",   "法定时限"};
constexpr std::string_view kClockEn[] = {"acknowledgement",  "first response",  "interim solution",
                                         "analysis",         "solution",        "chat answer",
                                         "reopening answer", "statutory period"};
constexpr std::string_view kStateNames[] = {"running",  "paused",   "met",
                                            "breached", "met_late", "void"};
constexpr std::string_view kStepNames[] = {
    "start",        "day_counted", "day_skipped", "term",  "moved_forward",
    "later_policy", "raised",      "remaining",   "pause", "pause_ignored",
    "breach_kept",  "incomplete",  "stopped",     "due"};

constexpr std::string_view kUnitNames[] = {"s", "min", "h", "wd", "d", "w", "months"};
constexpr std::string_view kUnitZh[] = {"秒", "分钟", "小时", "个工作日", "天", "周", "个月"};
constexpr std::string_view kUnitEn[] = {"second", "minute", "hour", "working day",
                                        "day",    "week",   "month"};
// Ten years in each unit.
constexpr int64_t kUnitMost[] = {315'360'000, 5'256'000, 87'600, 2'600, 3'650, 520, 120};

Term Hours(int64_t n) { return {n, TermUnit::kHour, TermBasis::kElapsed}; }
Term Days(int64_t n, TermUnit unit) { return {n, unit, TermBasis::kElapsed}; }

Error BadTerm(std::string_view text) {
  return InvalidArgument(
      "not a term: \"" + std::string(text.substr(0, 40)) +
          "\" (expected for example 30 s, 24 h, 24 h business_hours, 5 wd, 14 d, "
          "2 w, 1 months; at most ten years)",
      "sla_term");
}

}  // namespace

std::string_view Name(ClockKind kind) { return kClockNames[static_cast<size_t>(kind)]; }
std::string_view ZhName(ClockKind kind) { return kClockZh[static_cast<size_t>(kind)]; }
std::string_view EnName(ClockKind kind) { return kClockEn[static_cast<size_t>(kind)]; }
std::string_view NameOf(const ClockResult& clock) {
  return clock.kind == ClockKind::kStatutory ? clock.duty : Name(clock.kind);
}
std::string_view Name(ClockState state) { return kStateNames[static_cast<size_t>(state)]; }
std::string_view Name(StepKind kind) { return kStepNames[static_cast<size_t>(kind)]; }

std::optional<ClockKind> ParseClockKind(std::string_view id) {
  for (size_t i = 0; i < std::size(kClockNames); ++i) {
    if (kClockNames[i] == id) return static_cast<ClockKind>(i);
  }
  return std::nullopt;
}

Result<Term> ParseTerm(std::string_view text) {
  const std::string_view whole = text;
  Term term;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), term.n);
  if (problem != std::errc()) return BadTerm(whole);
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  if (text.starts_with(' ')) text.remove_prefix(1);
  const std::string_view unit = text.substr(0, text.find(' '));
  const std::string_view basis =
      unit.size() == text.size() ? std::string_view() : text.substr(unit.size() + 1);
  for (size_t i = 0; i < std::size(kUnitNames); ++i) {
    if (kUnitNames[i] != unit) continue;
    term.unit = static_cast<TermUnit>(i);
    if (term.n < 1 || term.n > kUnitMost[i]) return BadTerm(whole);
    if (basis == "business_hours" && term.unit <= TermUnit::kHour) {
      term.basis = TermBasis::kBusinessHours;
    } else if (!basis.empty() && basis != "calendar_24x7") {
      return BadTerm(whole);
    }
    return term;
  }
  return BadTerm(whole);
}

std::string FormatTerm(const Term& term) {
  return std::to_string(term.n) + " " + std::string(kUnitNames[static_cast<size_t>(term.unit)]) +
         (term.basis == TermBasis::kBusinessHours ? " business_hours" : "");
}

std::string ZhTerm(const Term& term) {
  if (term.n == 0) return "立即";
  return std::to_string(term.n) + " " + std::string(kUnitZh[static_cast<size_t>(term.unit)]) +
         (term.basis == TermBasis::kBusinessHours ? "（工作时间）" : "");
}

std::string EnTerm(const Term& term) {
  if (term.n == 0) return "at once";
  return std::to_string(term.n) + " " + std::string(kUnitEn[static_cast<size_t>(term.unit)]) +
         (term.n == 1 ? "" : "s") +
         (term.basis == TermBasis::kBusinessHours ? " of business time" : "");
}

const std::vector<SlaPolicy>& DefaultPolicies() {
  static const std::vector<SlaPolicy> policies = [] {
    std::vector<SlaPolicy> out(6);
    out[0].id = "high";
    out[0].priority = Priority::kHigh;
    out[0].rules = {{ClockKind::kAck, {}, Hours(2)},
                    {ClockKind::kFirstResponse, {}, Hours(2)},
                    {ClockKind::kInterim, {}, Hours(24)},
                    {ClockKind::kSolution, {}, Hours(72)}};
    out[1].id = "mid";
    out[1].priority = Priority::kMid;
    out[1].rules = {
        {ClockKind::kAck, {}, Hours(24)},
        {ClockKind::kFirstResponse, {}, Hours(24)},
        {ClockKind::kSolution, Days(3, TermUnit::kWorkingDay), Days(5, TermUnit::kWorkingDay)}};
    out[2].id = "low";
    out[2].priority = Priority::kLow;
    out[2].rules = {{ClockKind::kAck, {}, Hours(48)},
                    {ClockKind::kFirstResponse, {}, Hours(48)},
                    {ClockKind::kSolution, Days(7, TermUnit::kDay), Days(14, TermUnit::kDay)}};
    out[3].id = "complaint";
    out[3].category = Category::kComplaint;
    out[3].rules = {{ClockKind::kFirstResponse, {}, Hours(24)},
                    {ClockKind::kSolution, {}, Hours(72)}};
    out[4].id = "internal";
    out[4].rules = {{ClockKind::kAnalysis, {}, Hours(24)}};
    // Only a customer who waits for a person in a conversation starts this clock.
    out[5].id = "live_chat";
    out[5].rules = {{ClockKind::kChatAnswer, {}, {30, TermUnit::kSecond, TermBasis::kElapsed}}};
    return out;
  }();
  return policies;
}

}  // namespace huiyin::domain
