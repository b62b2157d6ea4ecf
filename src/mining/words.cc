#include "mining/words.h"

#include <cmath>
#include <cstdio>

namespace huiyin::mining {
namespace {

std::string Number(double value, const char* format) {
  char text[64];
  std::snprintf(text, sizeof(text), format, value);
  return text;
}

std::string Named(const EventLog& log, Id activity, Language language) {
  std::string text = language == Language::kZh ? "「" : "\"";
  text += log.ActivityName(activity);
  text += language == Language::kZh ? "」" : "\"";
  return text;
}

std::string Cases(const Finding& finding, Language language) {
  const std::string n = SayCount(finding.cases.size());
  return language == Language::kZh ? n + " 个案件"
                                   : n + (finding.cases.size() == 1 ? " case" : " cases");
}

// How much longer those cases take; empty when they do not.
std::string Impact(const Finding& finding, Language language) {
  if (finding.impact_s <= 0) return {};
  const std::string more = SayDuration(finding.impact_s, language);
  return language == Language::kZh ? "，这些案件的中位时长比其余多 " + more
                                   : "; these cases take " + more + " longer (median)";
}

std::string SayZh(const Finding& f, const EventLog& log) {
  const auto zh = Language::kZh;
  const auto a = [&](size_t i) { return Named(log, f.activities[i], zh); };
  const std::string cases = Cases(f, zh), impact = Impact(f, zh);
  switch (f.kind) {
    case FindingKind::kBottleneck:
      return "全部等待时间的 " + SayPercent(f.share) + " 在 " + a(0) + " 到 " + a(1) +
             " 之间：共 " + SayCount(f.count) + " 次，平均 " + SayDuration(f.seconds, zh) + "。";
    case FindingKind::kPingPong:
      return std::string(log.ResourceName(f.owners[0])) + " 与 " +
             std::string(log.ResourceName(f.owners[1])) + " 之间来回转手 " + SayCount(f.count) +
             " 次，涉及 " + cases + impact + "。";
    case FindingKind::kDepartmentPingPong:
      return std::string(log.ValueName(f.owners[0])) + " 与 " +
             std::string(log.ValueName(f.owners[1])) + " 两个部门之间来回转 " + SayCount(f.count) +
             " 次，涉及 " + cases + impact + "。";
    case FindingKind::kExtraStep:
      return "多出的步骤 " + a(0) + "：出现在 " + cases + "（" + SayPercent(f.share) + "）" +
             impact + "。";
    case FindingKind::kSlowNode:
      return "步骤 " + a(0) + " 偏慢：平均 " + SayDuration(f.seconds, zh) +
             "，是全部步骤平均的两倍以上，涉及 " + cases + "。";
    case FindingKind::kSlowTransition:
      return a(0) + " 到 " + a(1) + " 偏慢：平均 " + SayDuration(f.seconds, zh) +
             "，是全部流转平均的三倍以上，涉及 " + cases + impact + "。";
    case FindingKind::kExtremeRepetition:
      return a(0) + " 在同一案件里最多重复 " + SayCount(f.count) + " 次；达到五次的有 " + cases +
             impact + "。";
    case FindingKind::kExtremeDurationNode:
      return a(0) + " 有 " + SayCount(f.count) + " 次超过 " + SayDuration(f.seconds, zh) +
             "（九成情形的五倍），涉及 " + cases + "。";
    case FindingKind::kExtremeDurationTransition:
      return a(0) + " 到 " + a(1) + " 有 " + SayCount(f.count) + " 次超过 " +
             SayDuration(f.seconds, zh) + "（九成情形的五倍），涉及 " + cases + "。";
    case FindingKind::kRepeatingPattern:
      return SayPath(log, f.activities) + " 接连重做 " + SayCount(f.count) + " 次，涉及 " + cases +
             impact + "。";
    case FindingKind::kRework:
      return a(0) + " 返工：" + cases + "（" + SayPercent(f.share) + "）做完别的步骤后又回来" +
             impact + "。";
    case FindingKind::kHighTouchpoints:
      return cases + " 经手人次偏多（最多 " + SayCount(f.count) + " 次）" + impact + "。";
    case FindingKind::kExtremeTouchpoints:
      return cases + " 经手人次极多（最多 " + SayCount(f.count) + " 次）" + impact + "。";
  }
  return {};
}

std::string SayEn(const Finding& f, const EventLog& log) {
  const auto en = Language::kEn;
  const auto a = [&](size_t i) { return Named(log, f.activities[i], en); };
  const std::string cases = Cases(f, en), impact = Impact(f, en);
  switch (f.kind) {
    case FindingKind::kBottleneck:
      return SayPercent(f.share) + " of all waiting is between " + a(0) + " and " + a(1) + ": " +
             SayCount(f.count) + " times, " + SayDuration(f.seconds, en) + " on average.";
    case FindingKind::kPingPong:
      return std::string(log.ResourceName(f.owners[0])) + " and " +
             std::string(log.ResourceName(f.owners[1])) + " handed work back and forth " +
             SayCount(f.count) + " times in " + cases + impact + ".";
    case FindingKind::kDepartmentPingPong:
      return std::string(log.ValueName(f.owners[0])) + " and " +
             std::string(log.ValueName(f.owners[1])) + " passed work back and forth " +
             SayCount(f.count) + " times in " + cases + impact + ".";
    case FindingKind::kExtraStep:
      return "The extra step " + a(0) + " is in " + cases + " (" + SayPercent(f.share) + ")" +
             impact + ".";
    case FindingKind::kSlowNode:
      return "The step " + a(0) + " is slow: " + SayDuration(f.seconds, en) +
             " on average, more than twice the mean of all steps, in " + cases + ".";
    case FindingKind::kSlowTransition:
      return a(0) + " to " + a(1) + " is slow: " + SayDuration(f.seconds, en) +
             " on average, more than three times the mean of all transitions, in " + cases +
             impact + ".";
    case FindingKind::kExtremeRepetition:
      return a(0) + " was done up to " + SayCount(f.count) +
             " times in one case; five times or more in " + cases + impact + ".";
    case FindingKind::kExtremeDurationNode:
      return a(0) + " took more than " + SayDuration(f.seconds, en) +
             " (five times the 90th percentile) " + SayCount(f.count) + " times, in " + cases + ".";
    case FindingKind::kExtremeDurationTransition:
      return a(0) + " to " + a(1) + " took more than " + SayDuration(f.seconds, en) +
             " (five times the 90th percentile) " + SayCount(f.count) + " times, in " + cases + ".";
    case FindingKind::kRepeatingPattern:
      return SayPath(log, f.activities) + " was done again at once " + SayCount(f.count) +
             " times, in " + cases + impact + ".";
    case FindingKind::kRework:
      return "Rework of " + a(0) + ": " + cases + " (" + SayPercent(f.share) +
             ") came back to it after other steps" + impact + ".";
    case FindingKind::kHighTouchpoints:
      return cases + " went through many hands (up to " + SayCount(f.count) + " changes)" + impact +
             ".";
    case FindingKind::kExtremeTouchpoints:
      return cases + " went through very many hands (up to " + SayCount(f.count) + " changes)" +
             impact + ".";
  }
  return {};
}

}  // namespace

std::string SayDuration(double seconds, Language language) {
  const bool zh = language == Language::kZh;
  const double size = std::fabs(seconds);
  struct Unit {
    double seconds;
    const char* zh;
    const char* en;
  };
  static constexpr Unit kUnits[] = {
      {86'400, " 天", " d"}, {3'600, " 小时", " h"}, {60, " 分", " min"}, {1, " 秒", " s"}};
  for (const Unit& unit : kUnits) {
    if (size < unit.seconds) continue;
    const double value = seconds / unit.seconds;
    return Number(value, std::fabs(value) < 10 ? "%.1f" : "%.0f") + (zh ? unit.zh : unit.en);
  }
  if (size == 0) return zh ? "0 秒" : "0 s";
  return Number(seconds * 1000, "%.0f") + (zh ? " 毫秒" : " ms");
}

std::string SayPercent(double share) {
  const double percent = share * 100;
  return Number(percent, percent < 10 && percent > 0 ? "%.1f%%" : "%.0f%%");
}

std::string SayCount(uint64_t n) {
  const std::string digits = std::to_string(n);
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

std::string FindingTitle(FindingKind kind, Language language) {
  const bool zh = language == Language::kZh;
  switch (kind) {
    case FindingKind::kBottleneck:
      return zh ? "瓶颈" : "Bottleneck";
    case FindingKind::kPingPong:
      return zh ? "人员来回转手" : "Ping-pong";
    case FindingKind::kDepartmentPingPong:
      return zh ? "部门来回转手" : "Ping-pong of departments";
    case FindingKind::kExtraStep:
      return zh ? "多余步骤" : "Extra step";
    case FindingKind::kSlowNode:
      return zh ? "慢步骤" : "Slow step";
    case FindingKind::kSlowTransition:
      return zh ? "慢流转" : "Slow transition";
    case FindingKind::kExtremeRepetition:
      return zh ? "反复次数极多" : "Extreme repetition";
    case FindingKind::kExtremeDurationNode:
      return zh ? "步骤耗时极长" : "Extremely long step";
    case FindingKind::kExtremeDurationTransition:
      return zh ? "流转耗时极长" : "Extremely long transition";
    case FindingKind::kRepeatingPattern:
      return zh ? "重复片段" : "Repeating pattern";
    case FindingKind::kRework:
      return zh ? "返工" : "Rework";
    case FindingKind::kHighTouchpoints:
      return zh ? "经手人多" : "Many hands";
    case FindingKind::kExtremeTouchpoints:
      return zh ? "经手人极多" : "Very many hands";
  }
  return {};
}

std::string SayFinding(const Finding& finding, const EventLog& log, Language language) {
  if (language == Language::kEn) return SayEn(finding, log);
  // Brackets carry their own space in Chinese typesetting.
  std::string text = SayZh(finding, log);
  for (const auto& [wide, tight] : {std::pair<std::string_view, std::string_view>(" 「", "「"),
                                    std::pair<std::string_view, std::string_view>("」 ", "」")}) {
    for (size_t at = text.find(wide); at != std::string::npos; at = text.find(wide, at)) {
      text.replace(at, wide.size(), tight);
    }
  }
  return text;
}

std::string SayPath(const EventLog& log, std::span<const Id> path, size_t max_steps) {
  std::string text;
  for (size_t i = 0; i < path.size(); ++i) {
    if (path.size() > max_steps && i == max_steps / 2) {
      text += " → … (" + std::to_string(path.size() - max_steps) + ")";
      i = path.size() - max_steps / 2 - 1;
      continue;
    }
    if (i > 0) text += " → ";
    text += log.ActivityName(path[i]);
  }
  return text;
}

std::string SayQuality(const LogQuality& q, Language language) {
  const bool zh = language == Language::kZh;
  std::string out;
  const auto add = [&](uint64_t count, const char* in_zh, const char* in_en) {
    if (count == 0) return;
    const double share = static_cast<double>(count) / static_cast<double>(q.events);
    out += out.empty() ? "" : zh ? "；" : "; ";
    out += zh ? std::string(in_zh) + " " + SayPercent(share) + "（" + SayCount(count) + "）"
              : SayPercent(share) + " (" + SayCount(count) + ") " + in_en;
  };
  add(q.same_time, "与前一事件同一时刻，沿用文件顺序的",
      "at the time of the event before, in file order");
  add(q.repeated, "重复记录的", "recorded twice");
  add(q.without_time, "没有时间的", "without a time");
  add(q.without_resource, "没有经手人的", "without a resource");
  add(q.in_future, "时间在将来的", "in the future");
  if (out.empty()) return out;
  return (zh ? "数据质量（占事件）：" : "Data quality, of the events: ") + out + (zh ? "。" : ".");
}

}  // namespace huiyin::mining
