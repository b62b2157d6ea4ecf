// Why is it due then: every step of one clock in Chinese and English, with local times.
#include <algorithm>
#include <string>

#include "domain/sla_clock.h"
#include "domain/statutory.h"

namespace huiyin::domain {
namespace {

// A term of years would list thousands of runs of days; nobody reads more than these.
constexpr size_t kMostSteps = 200;

std::string DateText(int64_t day) { return FormatUtc({day * Duration::Days(1).us}).substr(0, 10); }

std::string Number(int64_t n) { return std::to_string(n); }

class Explainer {
 public:
  Explainer(const Calendar& calendar, std::vector<ExplainStep>& steps)
      : calendar_(calendar), steps_(steps) {}

  void Step(StepKind kind, Instant at, std::string zh, std::string en) {
    steps_.push_back({at, std::move(zh), std::move(en), kind});
  }

  // To the minute; seconds only where they say something.
  std::string Local(Instant at) const {
    const std::string text = calendar_.FormatLocal(at);
    const size_t end = text.find_first_of("+-", 11);
    std::string out = text.substr(0, 10) + " " + text.substr(11, end - 11);
    if (out.size() == 19 && out.ends_with(":00")) out.resize(16);
    return out;
  }

  std::string Zh(Duration d, Measure measure) const { return Amount(d, measure, true); }
  std::string En(Duration d, Measure measure) const { return Amount(d, measure, false); }

  // Runs of counted and of skipped days after `from`, until the day of `to`.
  void Days(Instant from, Instant to) {
    const int64_t last = calendar_.LocalDay(to);
    int64_t counted = 0;
    for (int64_t day = calendar_.LocalDay(from) + 1; day <= last;) {
      const Label label = LabelOf(day);
      int64_t end = day;
      while (end < last && LabelOf(end + 1) == label) ++end;
      if (steps_.size() >= kMostSteps) return;
      const std::string dates = day == end ? DateText(day) : DateText(day) + " – " + DateText(end);
      const Instant at = calendar_.AtLocal(day, 0);
      if (label.works) {
        const int64_t first = counted + 1;
        counted += end - day + 1;
        const std::string days =
            first == counted ? Number(counted) : Number(first) + "–" + Number(counted);
        Step(StepKind::kDayCounted, at, dates + " 第 " + days + " 个工作日" + label.zh,
             dates + " working day " + days + label.en);
      } else {
        Step(StepKind::kDaySkipped, at, dates + " " + label.zh + "，不计",
             dates + " " + label.en + ", not counted");
      }
      day = end + 1;
    }
  }

  struct Label {
    bool works = false;
    std::string zh, en;
    bool operator==(const Label&) const = default;
  };
  Label LabelOf(int64_t day) const {
    const SpecialDay* special = calendar_.Special(day);
    if (special != nullptr && special->kind == DayKind::kMakeup) {
      return {true, "（" + special->zh + "调休上班）", " (make-up day, " + special->en + ")"};
    }
    if (special != nullptr) return {false, special->zh + "放假", special->en + " holiday"};
    if (calendar_.IsWorkingDay(day)) return {true, "", ""};
    const int64_t weekday = ((day + 3) % 7 + 7) % 7;
    if (weekday >= 5) return {false, "周末", "weekend"};
    return {false, "休息日", "day off"};
  }

 private:
  static std::string Amount(Duration d, Measure measure, bool zh) {
    const int64_t seconds = d.us / 1'000'000;
    std::string out;
    const auto add = [&](int64_t n, const char* zh_unit, const char* en_unit) {
      if (n == 0) return;
      if (!out.empty()) out += ' ';
      out += Number(n) + " " + (zh ? zh_unit : en_unit);
    };
    if (measure == Measure::kBusiness) {
      add(seconds / 60, "分钟", "min");
    } else {
      add(seconds / 3600, "小时", "h");
      add(seconds / 60 % 60, "分钟", "min");
    }
    add(seconds % 60, "秒", "s");
    if (out.empty()) out = zh ? "0 分钟" : "0 min";
    if (measure == Measure::kBusiness) out += zh ? "工作时间" : " of business time";
    return out;
  }

  const Calendar& calendar_;
  std::vector<ExplainStep>& steps_;
};

// Only the clock of a duty (statutory.cc) has a term by a policy without rules.
const StatutoryChoice* LawOf(const SlaPolicy& p) {
  return p.rules.empty() && !p.statutory.empty() ? &p.statutory.front() : nullptr;
}

std::string ZhPolicy(const SlaPolicy& p) {
  if (const auto* law = LawOf(p)) {
    return "法定时限 " + std::string(law->duty->zh) + "（" + std::string(law->duty->source) + "，" +
           std::string(law->stage->zh) + "）";
  }
  return "策略 " + (p.name.empty() ? p.id : p.name) +
         (p.version > 0 ? "（第 " + std::to_string(p.version) + " 版）" : "");
}
std::string EnPolicy(const SlaPolicy& p) {
  if (const auto* law = LawOf(p)) {
    return "period of law, " + std::string(law->duty->en) + " (" + std::string(law->duty->source) +
           ", " + std::string(law->stage->en) + ")";
  }
  return "policy " + (p.name.empty() ? p.id : p.name) +
         (p.version > 0 ? " (version " + std::to_string(p.version) + ")" : "");
}

void ExplainMove(const ClockTerm& c, const Calendar& calendar, Instant start, Explainer& e) {
  if (c.measure != Measure::kDates || c.granted) return;
  // The date the term names, before it moved to a working day.
  int64_t day = calendar.LocalDay(c.due0);
  const int64_t first = calendar.LocalDay(start);
  if (c.term.unit == TermUnit::kDay) day = first + c.term.n;
  if (c.term.unit == TermUnit::kWeek) day = first + 7 * c.term.n;
  if (c.term.unit == TermUnit::kMonth) day = AddMonths(first, c.term.n);
  if (calendar.IsWorkingDay(day)) return;
  const auto label = e.LabelOf(day);
  e.Step(StepKind::kMovedForward, c.due0,
         "最后一天 " + DateText(day) + " 为" + label.zh + "，顺延至 " + e.Local(c.due0),
         "the last day " + DateText(day) + " is a " + label.en + ": moved to " + e.Local(c.due0));
}

void ExplainTerm(const Running& clock, const Deadline& deadline, const Calendar& calendar,
                 Explainer& e) {
  const ClockTerm& c = *deadline.by;
  if (c.granted) {
    e.Step(StepKind::kRemaining, clock.start,
           (c.is_floor ? "剩余时限不足下限，按下限给予 " : "按上一轮剩余时限给予 ") +
               e.Zh(*c.granted, c.measure) + "，到 " + e.Local(c.due0),
           (c.is_floor ? std::string("less was left than the floor: granted ")
                       : std::string("left of the cycle before: ")) +
               e.En(*c.granted, c.measure) + ", until " + e.Local(c.due0));
    return;
  }
  if (c.measure == Measure::kBusiness) e.Days(clock.start, c.due0);
  e.Step(StepKind::kTerm, c.due0,
         ZhPolicy(*c.policy) + "：" + ZhTerm(c.term) + "，到 " + e.Local(c.due0),
         EnPolicy(*c.policy) + ": " + EnTerm(c.term) + ", until " + e.Local(c.due0));
  ExplainMove(c, calendar, clock.start, e);
  if (deadline.by_least) {
    e.Step(StepKind::kRaised, c.changed_at,
           e.Local(c.changed_at) + " 时限变更，自变更起给四分之一时限，到 " + e.Local(*c.least),
           "the terms changed at " + e.Local(c.changed_at) +
               ": a quarter of the term from then, until " + e.Local(*c.least));
  }
}

void ExplainPauses(const Deadline& deadline, const std::vector<Pause>& own,
                   const Calendar& calendar, Explainer& e) {
  const ClockTerm& c = *deadline.by;
  const Instant base = deadline.by_least ? *c.least : c.due0;
  Instant due = base;
  std::vector<Pause> so_far;
  for (const Pause& pause : own) {
    if (deadline.by_least && pause.to <= c.changed_at) continue;
    so_far.push_back(deadline.by_least ? Pause{std::max(pause.from, c.changed_at), pause.to}
                                       : pause);
    const Instant next = Shift(c.measure, base, so_far, calendar);
    const std::string dates = e.Local(pause.from) + " – " + e.Local(pause.to);
    if (next == due) {
      const bool late = pause.from > due;
      e.Step(StepKind::kPauseIgnored, pause.from,
             "等待客户 " + dates + (late ? "，已过期限，不影响" : "，不含工作时间，期限不变"),
             "waiting for the customer " + dates +
                 (late ? ": after the due, without effect" : ": no business time, due unchanged"));
    } else {
      const Duration length = MeasureIn(c.measure, so_far.back().from, pause.to, calendar);
      e.Step(
          StepKind::kPause, pause.from,
          "等待客户 " + dates + "，暂停 " + e.Zh(length, c.measure) + "，期限移至 " + e.Local(next),
          "waiting for the customer " + dates + ": paused " + e.En(length, c.measure) +
              ", the due moves to " + e.Local(next));
    }
    due = next;
  }
}

}  // namespace

void ExplainClock(const Running& clock, const Deadline& deadline, const std::vector<Pause>& own,
                  const Calendar& calendar, ClockResult& out) {
  Explainer e(calendar, out.explained);
  const bool dated = deadline.by->measure != Measure::kElapsed && !deadline.by->granted;
  e.Step(StepKind::kStart, clock.start,
         "计时开始 " + e.Local(clock.start) + (dated ? "（当天为第 0 天）" : ""),
         "starts " + e.Local(clock.start) + (dated ? " (that day is day 0)" : ""));
  ExplainTerm(clock, deadline, calendar, e);
  ExplainPauses(deadline, own, calendar, e);
  for (const ClockTerm& c : clock.limits) {
    if (&c == deadline.by) continue;
    const Instant other = EarliestOf({c}, own, calendar)->due;
    e.Step(StepKind::kLaterPolicy, other,
           ZhPolicy(*c.policy) + "（" + ZhTerm(c.term) + "）到 " + e.Local(other) +
               "，不早于上述，不采用",
           EnPolicy(*c.policy) + " (" + EnTerm(c.term) + ") ends " + e.Local(other) +
               ", no earlier: not used");
  }
  if (out.calendar_incomplete) {
    e.Step(StepKind::kIncomplete, deadline.due, "所需年份的节假日安排尚未载入，只按周末计算，暂定",
           "the holidays of a year it needs are not loaded: weekends only, provisional");
  }
  if (clock.breached_due && out.due_at < deadline.due) {
    e.Step(StepKind::kBreachKept, out.due_at,
           "时限变更前原期限 " + e.Local(out.due_at) + " 已过，超时保留",
           "the due " + e.Local(out.due_at) + " had passed before the terms changed: still missed");
  }
  e.Step(StepKind::kDue, out.due_at, "截止 " + e.Local(out.due_at), "due " + e.Local(out.due_at));
  if (clock.stopped_at) {
    const bool met = out.state == ClockState::kMet;
    e.Step(StepKind::kStopped, *clock.stopped_at,
           "完成 " + e.Local(*clock.stopped_at) + (met ? "，按时" : "，超时"),
           "done " + e.Local(*clock.stopped_at) + (met ? ", in time" : ", late"));
  }
}

}  // namespace huiyin::domain
