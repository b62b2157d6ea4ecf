#include "mining/report_text.h"

#include <algorithm>
#include <cstdio>

#include "base/time.h"
#include "base/utf8.h"

namespace huiyin::mining {
namespace {

constexpr size_t kNameColumns = 32;
constexpr size_t kMostRows = 12;

// East Asian wide and full-width forms, and emoji: enough for names of activities.
size_t WidthOf(char32_t c) {
  const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                    (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                    (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                    (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
                    (c >= 0x20000 && c <= 0x3FFFD);
  return wide ? 2 : c < 0x20 ? 0 : 1;
}

class Page {
 public:
  Page(const EventLog& log, const Analysis& analysis, Language language)
      : log_(log), a_(analysis), language_(language) {}

  std::string Run() {
    Headline();
    Activities();
    Arcs();
    VariantTable();
    Bottlenecks();
    BusySteps();
    FlowLine();
    FindingList();
    out_ +=
        OverRepresentedText(Word("慢案件（最慢的一成）里偏多的", "More often in the slowest tenth"),
                            a_.in_slow, language_);
    out_ += OverRepresentedText(Word("返工案件里偏多的", "More often in cases with rework"),
                                a_.in_reworked, language_);
    return std::move(out_);
  }

 private:
  std::string Word(const char* zh, const char* en) const {
    return language_ == Language::kZh ? zh : en;
  }
  std::string Time(double seconds) const { return SayDuration(seconds, language_); }
  std::string TimeOrDash(const DurationStats& s, double DurationStats::*which) const {
    return s.count > 0 ? Time(s.*which) : "-";
  }

  void Line(std::string text) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    out_ += text + "\n";
  }
  void Section(const std::string& title, const std::string& right = {}) {
    out_ += "\n";
    Line(right.empty() ? title : Fitted(title, kNameColumns * 2 + 1) + right);
  }

  void Headline() {
    const DurationStats& d = a_.cases.stats;
    Line(SayCount(log_.case_count()) + Word(" 个案件，", " cases, ") +
         SayCount(log_.event_count()) + Word(" 个事件，", " events, ") +
         SayCount(UsedActivities()) + Word(" 种活动，", " activities, ") +
         SayCount(a_.variants.list.size()) + Word(" 种变体", " variants"));
    if (d.count > 0) {
      int64_t first = INT64_MAX, last = INT64_MIN;
      for (size_t c = 0; c < log_.case_count(); ++c) {
        if (log_.FirstTime(c) == kNoTime) continue;
        first = std::min(first, log_.FirstTime(c));
        last = std::max(last, log_.LastTime(c));
      }
      Line(Word("时间 ", "From ") + FormatUtc({first}) + Word(" 至 ", " to ") + FormatUtc({last}));
      Line(Word("案件时长：中位 ", "Case duration: median ") + Time(d.median_s) +
           Word("，平均 ", ", mean ") + Time(d.mean_s) + Word("，九成以内 ", ", 90% within ") +
           Time(d.p90_s) + Word("，最长 ", ", longest ") + Time(d.max_s));
      if (log_.has_clock()) {
        Line(Word("以上及以下时长均按工作时间计。", "All lengths of time are business time."));
      }
    }
    Line(Word("返工：", "Rework: ") + SayPercent(a_.rework.rate) +
         Word(" 的案件做完别的步骤后又回到做过的步骤",
              " of the cases came back to a step after others"));
    if (!a_.happy.path.empty()) {
      Line(Word("常走的路（", "Happy path (") + SayCount(a_.happy.cases) +
           Word(" 个案件）：", a_.happy.cases == 1 ? " case): " : " cases): ") +
           SayPath(log_, a_.happy.path));
    }
    if (a_.critical.path.size() > 1 && a_.critical.expected_s > 0) {
      Line(Word("最费时的路：", "Critical path: ") + SayPath(log_, a_.critical.path));
    }
    if (const std::string said = SayQuality(a_.quality, language_); !said.empty()) Line(said);
  }

  size_t UsedActivities() const {
    return static_cast<size_t>(std::count_if(a_.dfg.activity.begin(), a_.dfg.activity.end(),
                                             [](uint64_t n) { return n > 0; }));
  }

  void Activities() {
    std::vector<Id> order;
    for (Id id = 0; id < a_.dfg.activity.size(); ++id) {
      if (a_.dfg.activity[id] > 0) order.push_back(id);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](Id x, Id y) { return a_.dfg.activity[x] > a_.dfg.activity[y]; });
    const bool working = std::any_of(order.begin(), order.end(),
                                     [&](Id id) { return a_.activities[id].working.count > 0; });
    out_ += "\n";
    Line(Fitted(Word("活动", "Activity"), kNameColumns) + PaddedLeft(Word("次数", "count"), 12) +
         PaddedLeft(Word("开头", "starts"), 10) + PaddedLeft(Word("结尾", "ends"), 10) +
         (working
              ? PaddedLeft(Word("等待", "waiting"), 14) + PaddedLeft(Word("作业", "working"), 14)
              : PaddedLeft(Word("到此平均", "mean to here"), 14)));
    for (size_t i = 0; i < order.size() && i < kMostRows; ++i) {
      const Id id = order[i];
      const ActivityTimes& t = a_.activities[id];
      Line(Fitted(log_.ActivityName(id), kNameColumns) +
           PaddedLeft(SayCount(a_.dfg.activity[id]), 12) +
           PaddedLeft(SayCount(a_.dfg.start[id]), 10) + PaddedLeft(SayCount(a_.dfg.end[id]), 10) +
           (working ? PaddedLeft(TimeOrDash(t.waiting, &DurationStats::mean_s), 14) +
                          PaddedLeft(TimeOrDash(t.working, &DurationStats::mean_s), 14)
                    : PaddedLeft(TimeOrDash(t.sojourn, &DurationStats::mean_s), 14)));
    }
    More(order.size());
  }

  void More(size_t n) {
    if (n > kMostRows) Line("… +" + SayCount(n - kMostRows));
  }

  std::string ArcName(Id from, Id to) const {
    const size_t half = kNameColumns;
    return Fitted(std::string(log_.ActivityName(from)), half) + "→ " +
           Fitted(std::string(log_.ActivityName(to)), half - 2);
  }

  void Arcs() {
    if (a_.dfg.arcs.empty()) return;
    out_ += "\n";
    Line(Fitted(Word("流转", "Directly follows"), kNameColumns * 2) +
         PaddedLeft(Word("次数", "count"), 10) + PaddedLeft(Word("平均", "mean"), 12) +
         PaddedLeft(Word("中位", "median"), 12) + PaddedLeft("p90", 12));
    for (size_t i = 0; i < a_.dfg.arcs.size() && i < kMostRows; ++i) {
      const Arc& arc = a_.dfg.arcs[i];
      Line(ArcName(arc.from, arc.to) + PaddedLeft(SayCount(arc.count), 10) +
           PaddedLeft(TimeOrDash(arc.time, &DurationStats::mean_s), 12) +
           PaddedLeft(TimeOrDash(arc.time, &DurationStats::median_s), 12) +
           PaddedLeft(TimeOrDash(arc.time, &DurationStats::p90_s), 12));
    }
    More(a_.dfg.arcs.size());
  }

  void VariantTable() {
    const auto& list = a_.variants.list;
    const size_t covering = a_.variants.Covering(0.8);
    Section(Word("变体：", "Variants: ") + SayCount(covering) +
            Word(" 种覆盖八成案件",
                 covering == 1 ? " holds 80% of the cases" : " hold 80% of the cases"));
    for (size_t i = 0; i < list.size() && i < 5; ++i) {
      Line(PaddedLeft(SayCount(list[i].count), 10) +
           PaddedLeft(SayPercent(static_cast<double>(list[i].count) /
                                 static_cast<double>(log_.case_count())),
                      7) +
           "  " + SayPath(log_, list[i].path));
    }
  }

  void Bottlenecks() {
    if (a_.bottlenecks.empty()) return;
    out_ += "\n";
    Line(Fitted(Word("等待最多之处", "Where the waiting is"), kNameColumns * 2) +
         PaddedLeft(Word("总等待", "total"), 12) + PaddedLeft(Word("占比", "share"), 8) +
         PaddedLeft(Word("平均", "mean"), 12) + PaddedLeft(Word("减半可省", "saved by half"), 14));
    size_t shown = 0;
    for (const Bottleneck& b : a_.bottlenecks) {
      if (b.kind != BottleneckKind::kArc) continue;
      if (shown++ == 5) break;
      Line(ArcName(b.from, b.to) + PaddedLeft(Time(b.total_wait_s), 12) +
           PaddedLeft(SayPercent(b.share), 8) + PaddedLeft(Time(b.mean_wait_s), 12) +
           PaddedLeft(Time(b.saved_s), 14) + (b.flagged ? Word("  瓶颈", "  bottleneck") : ""));
    }
  }

  void BusySteps() {
    for (const Bottleneck& b : a_.bottlenecks) {
      if (b.utilization <= kBusy) continue;
      Line(Word("人手紧张：做「", "Short of hands: the people of \"") +
           std::string(log_.ActivityName(b.to)) + Word("」的人 ", "\" work ") +
           SayPercent(b.utilization) + Word(" 的时间在忙", " of the time"));
    }
  }

  void FlowLine() {
    const LittleCheck& l = a_.flow.little;
    if (l.ratio <= 0) return;
    char text[200];
    std::snprintf(
        text, sizeof(text),
        Word("在办平均 %.1f 件，每天到达 %.1f 件，平均时长 %s；利特尔比值 %.2f",
             "In progress %.1f on average, %.1f arrivals a day, %s each; Little ratio %.2f")
            .c_str(),
        l.mean_in_progress, l.arrivals_per_day, Time(l.mean_duration_s).c_str(), l.ratio);
    Section(text +
            (l.steady ? Word("（平稳）", " (steady)") : Word("（不平稳）", " (not steady)")));
  }

  void FindingList() {
    if (a_.findings.empty()) return;
    Section(Word("发现", "Findings"));
    for (const Finding& finding : a_.findings) {
      Line("- [" + FindingTitle(finding.kind, language_) + "] " +
           SayFinding(finding, log_, language_));
    }
  }

  const EventLog& log_;
  const Analysis& a_;
  Language language_;
  std::string out_;
};

}  // namespace

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  for (size_t pos = 0; pos < text.size();) width += WidthOf(NextCodePoint(text, pos));
  return width;
}

std::string Fitted(std::string_view text, size_t columns) {
  std::string out;
  size_t width = 0;
  const bool cut = DisplayWidth(text) > columns;
  const size_t room = cut ? columns - 2 : columns;
  for (size_t pos = 0; pos < text.size();) {
    char32_t c = NextCodePoint(text, pos);
    if (c < 0x20) c = ' ';  // a name with a line break must not break the table
    const size_t w = WidthOf(c);
    if (width + w > room) break;
    AppendUtf8(out, c);
    width += w;
  }
  if (cut) {
    out += "…";
    ++width;
  }
  out.append(columns > width ? columns - width : 0, ' ');
  return out;
}

std::string PaddedLeft(std::string_view text, size_t columns) {
  const size_t width = DisplayWidth(text);
  return std::string(columns > width ? columns - width : 0, ' ').append(text);
}

std::string OverRepresentedText(const std::string& title, const std::vector<OverRepresented>& list,
                                Language language) {
  constexpr size_t kMost = 5;
  std::string out;
  size_t shown = 0;
  for (const OverRepresented& entry : list) {
    // Rework and slowness show as their own activities; that explains nothing.
    if (entry.key == "activity") continue;
    if (shown++ == 0) out += "\n" + title + "\n";
    if (shown > kMost) break;
    char figures[80];
    std::snprintf(figures, sizeof(figures), "lift %.1f, q = %.1g", entry.lift, entry.q);
    out += "- " + Fitted(entry.key + " = " + entry.value, 50) + " " +
           PaddedLeft(SayCount(entry.table.a), 8) +
           (language == Language::kZh ? " 个案件，" : " cases, ") + figures + "\n";
  }
  return out;
}

std::string ReportText(const EventLog& log, const Analysis& analysis, Language language) {
  return Page(log, analysis, language).Run();
}

std::string LoadText(const LoadReport& report, Language language) {
  const bool zh = language == Language::kZh;
  std::string text = report.format;
  for (const std::string& guess : report.guesses) text += "; " + guess;
  text += "\n";
  if (report.cases_dropped + report.events_dropped > 0) {
    text += zh ? "略去 " + SayCount(report.cases_dropped) + " 个案件、" +
                     SayCount(report.events_dropped) + " 个事件："
               : "left out " + SayCount(report.cases_dropped) + " cases, " +
                     SayCount(report.events_dropped) + " events:";
    text += "\n";
  }
  for (const auto& [reason, n] : report.counts) text += "  " + reason + ": " + SayCount(n) + "\n";
  constexpr size_t kShown = 5;
  for (size_t i = 0; i < report.problems.size() && i < kShown; ++i) {
    text += "  " + report.problems[i] + "\n";
  }
  return text;
}

}  // namespace huiyin::mining
