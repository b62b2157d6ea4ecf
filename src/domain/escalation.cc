#include "domain/escalation.h"

#include <algorithm>

#include "domain/sla.h"

namespace huiyin::domain {
namespace {

struct LevelText {
  std::string_view id, zh, en;
};
constexpr LevelText kLevels[] = {
    {"warn_50", "预警 50%", "warning at 50 %"},
    {"warn_75", "预警 75%", "warning at 75 %"},
    {"warn_90", "预警 90%", "warning at 90 %"},
    {"breach", "超时", "breach"},
    {"esc_150", "升级 150%", "escalation at 150 %"},
    {"esc_200", "升级 200%", "escalation at 200 %"},
    {"esc_emotion", "情绪升级", "emotion"},
    {"esc_repeat_dissatisfied", "连续不满意", "dissatisfied twice running"},
    {"esc_sensitive", "敏感内容", "sensitive content"},
    {"esc_volume", "数量异常", "unusual volume"},
};

constexpr LevelText kAudiences[] = {
    {"owner", "处理人", "owner"},
    {"team_leader", "团队负责人", "team leader"},
    {"service_supervisor", "客服主管", "service supervisor"},
    {"department_head", "部门负责人", "department head"},
    {"sq_committee", "服务质量委员会", "service-quality committee"},
    {"management", "管理层", "management"},
    {"agent_senior", "资深客服", "senior agent"},
    {"line_manager", "直属经理", "line manager"},
    {"special_team", "专项小组", "special team"},
    {"legal", "法务", "legal"},
    {"emergency_plan_owner", "应急预案负责人", "emergency plan owner"},
};

constexpr Audience kToldWarn50[] = {Audience::kOwner};
constexpr Audience kToldWarn75[] = {Audience::kOwner, Audience::kTeamLeader};
constexpr Audience kToldWarn90[] = {Audience::kTeamLeader};
constexpr Audience kToldBreach[] = {Audience::kServiceSupervisor};
constexpr Audience kTold150[] = {Audience::kDepartmentHead};
constexpr Audience kTold200[] = {Audience::kServiceQualityCommittee, Audience::kManagement};
constexpr Audience kToldEmotion[] = {Audience::kSeniorAgent};
constexpr Audience kToldRepeat[] = {Audience::kLineManager};
constexpr Audience kToldSensitive[] = {Audience::kSpecialTeam, Audience::kLegal};
constexpr Audience kToldVolume[] = {Audience::kEmergencyPlanOwner};

constexpr LevelRule kRules[] = {
    {EscalationLevel::kWarn50, kToldWarn50, "提醒", "reminder", {}},
    {EscalationLevel::kWarn75, kToldWarn75, "需要处理计划", "a plan is required", {}},
    {EscalationLevel::kWarn90,
     kToldWarn90,
     "改派或增派专员（初级→中级→高级）",
     "reassign or add a specialist (junior, mid, senior)",
     {}},
    {EscalationLevel::kBreach,
     kToldBreach,
     "登记升级，告知客户新的时间并致歉",
     "escalation record; the customer is told a new time and an apology",
     {}},
    {EscalationLevel::kEsc150, kTold150, "每日汇报", "daily report", {}},
    {EscalationLevel::kEsc200, kTold200, "个案复盘", "case review", {}},
    {EscalationLevel::kEscEmotion,
     kToldEmotion,
     "立即转接，情绪强烈时可给予优惠券或关怀",
     "immediate hand-over; coupon or care option for strong emotion",
     {}},
    {EscalationLevel::kEscRepeatDissatisfied, kToldRepeat, "经理回访", "call by the manager", {}},
    {EscalationLevel::kEscSensitive, kToldSensitive, "30 分钟内介入", "within 30 minutes",
     Duration::Minutes(30)},
    {EscalationLevel::kEscVolume, kToldVolume, "启动应急预案", "emergency plan", {}},
};

constexpr LadderStep kLadder[] = {
    {EscalationLevel::kWarn50, 500},  {EscalationLevel::kWarn75, 750},
    {EscalationLevel::kWarn90, 900},  {EscalationLevel::kBreach, 1000},
    {EscalationLevel::kEsc150, 1500}, {EscalationLevel::kEsc200, 2000},
};

bool Fires(const ClockResult& clock) {
  return clock.state == ClockState::kRunning || clock.state == ClockState::kBreached;
}

}  // namespace

std::string_view Name(EscalationLevel level) { return kLevels[static_cast<size_t>(level)].id; }
std::string_view ZhName(EscalationLevel level) { return kLevels[static_cast<size_t>(level)].zh; }
std::string_view EnName(EscalationLevel level) { return kLevels[static_cast<size_t>(level)].en; }
std::string_view Name(Audience audience) { return kAudiences[static_cast<size_t>(audience)].id; }
std::string_view ZhName(Audience audience) { return kAudiences[static_cast<size_t>(audience)].zh; }
std::string_view EnName(Audience audience) { return kAudiences[static_cast<size_t>(audience)].en; }

std::optional<EscalationLevel> ParseEscalationLevel(std::string_view id) {
  for (size_t i = 0; i < std::size(kLevels); ++i) {
    if (kLevels[i].id == id) return static_cast<EscalationLevel>(i);
  }
  return std::nullopt;
}

const LevelRule& RuleOf(EscalationLevel level) { return kRules[static_cast<size_t>(level)]; }

std::span<const LadderStep> ClockLadder() { return kLadder; }

std::string EscalationKey(std::string_view clock, int cycle, std::string_view level) {
  std::string key(clock);
  key += '/';
  key += std::to_string(cycle);
  key += '/';
  key += level;
  return key;
}

std::vector<DueEscalation> DueEscalations(std::span<const ClockResult> clocks, Instant now,
                                          const std::function<bool(std::string_view)>& fired) {
  std::vector<DueEscalation> out;
  for (const ClockResult& clock : clocks) {
    if (!Fires(clock)) continue;
    for (const Warning& warning : clock.warnings) {
      const auto level = ParseEscalationLevel(warning.level);
      if (!level || warning.at > now) continue;
      std::string key = EscalationKey(NameOf(clock), clock.cycle, warning.level);
      if (fired(key)) continue;
      out.push_back({*level, std::string(NameOf(clock)), clock.cycle, warning.at, std::move(key)});
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const DueEscalation& a, const DueEscalation& b) { return a.at < b.at; });
  return out;
}

std::optional<Instant> NextEscalation(std::span<const ClockResult> clocks, Instant now) {
  std::optional<Instant> next;
  for (const ClockResult& clock : clocks) {
    if (!Fires(clock)) continue;
    for (const Warning& warning : clock.warnings) {
      if (warning.at > now && (!next || warning.at < *next)) next = warning.at;
    }
  }
  return next;
}

bool EscalatesEmotion(int intensity, bool trigger_word) { return intensity >= 2 || trigger_word; }

bool EscalatesDissatisfied(int times_running) { return times_running >= 2; }

Instant SensitiveDue(Instant received, std::span<const SensitiveClass> classes) {
  const bool life =
      std::find(classes.begin(), classes.end(), SensitiveClass::kSelfHarm) != classes.end();
  return received + (life ? Duration::Minutes(10) : RuleOf(EscalationLevel::kEscSensitive).within);
}

Instant DeliverAt(Instant at, int local_minute, Priority priority, const QuietHours& quiet) {
  if (priority == Priority::kHigh || quiet.from_min == quiet.to_min) return at;
  const bool inside = quiet.from_min < quiet.to_min
                          ? local_minute >= quiet.from_min && local_minute < quiet.to_min
                          : local_minute >= quiet.from_min || local_minute < quiet.to_min;
  if (!inside) return at;
  const int wait = (quiet.to_min - local_minute + 1440) % 1440;
  const Duration into_minute{((at.us % 60'000'000) + 60'000'000) % 60'000'000};
  return at - into_minute + Duration::Minutes(wait);
}

}  // namespace huiyin::domain
