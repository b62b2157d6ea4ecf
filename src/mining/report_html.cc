#include "mining/report_html.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/json_text.h"
#include "mining/map_layout.h"

namespace huiyin::mining {
namespace {

constexpr const char* kCss =
#include "mining/report_page_css.inc"
    ;
constexpr const char* kJs =
#include "mining/report_page_js.inc"
    ;

constexpr double kActivityLevels[] = {0.25, 0.5, 0.75, 1};
constexpr double kPathLevels[] = {0, 0.1, 0.25, 0.5, 1};
constexpr size_t kMostArcs = 110, kMostVariants = 30, kMostVariantSteps = 40, kMostDots = 6000;
constexpr size_t kMostDotRows = 400, kMostBottlenecks = 8, kMostPeople = 12, kMostExamples = 5;
constexpr size_t kBins = 48;

double Round(double value) { return std::round(value * 10) / 10; }

class PageData {
 public:
  PageData(const EventLog& log, const Analysis& analysis, Language language)
      : log_(log), a_(analysis), language_(language) {}

  Result<std::string> Run(const std::string& title) {
    out_.Open('{');
    out_.Key("lang").Str(language_ == Language::kZh ? "zh" : "en");
    out_.Key("title").Str(title);
    Totals();
    Quality();
    Activities();
    TRY(Maps());
    VariantList();
    Findings();
    Bottlenecks();
    Histogram();
    FlowPoints();
    Dots();
    People();
    out_.Close('}');
    return out_.Take();
  }

 private:
  void Quality() {
    out_.Key("quality").Open('{');
    out_.Key("zh").Str(SayQuality(a_.quality, Language::kZh));
    out_.Key("en").Str(SayQuality(a_.quality, Language::kEn));
    out_.Close('}');
  }

  void Totals() {
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t c = 0; c < log_.case_count(); ++c) {
      if (log_.FirstTime(c) == kNoTime) continue;
      first = std::min(first, log_.FirstTime(c));
      last = std::max(last, log_.LastTime(c));
    }
    if (first > last) first = last = 0;
    out_.Key("from").Int(first / 1'000'000);
    out_.Key("to").Int(last / 1'000'000);
    out_.Key("cases").Int(static_cast<int64_t>(log_.case_count()));
    out_.Key("events").Int(static_cast<int64_t>(log_.event_count()));
    out_.Key("variant_count").Int(static_cast<int64_t>(a_.variants.list.size()));
    out_.Key("rework").Real(a_.rework.rate);
    out_.Key("duration").Open('{');
    Seconds("median", a_.cases.stats.median_s, a_.cases.stats.count);
    Seconds("p90", a_.cases.stats.p90_s, a_.cases.stats.count);
    out_.Close('}');
  }

  void Seconds(const char* key, double value, uint64_t known) {
    out_.Key(key);
    Seconds(value, known);
  }
  void Seconds(double value, uint64_t known) {
    if (known > 0) {
      out_.Real(std::round(value * 1000) / 1000);
    } else {
      out_.Null();
    }
  }

  void Activities() {
    out_.Key("names").Open('[');
    for (Id id = 0; id < log_.activity_count(); ++id) out_.Str(log_.ActivityName(id));
    out_.Close(']');
    out_.Key("labels").Open('[');
    for (Id id = 0; id < log_.activity_count(); ++id) {
      out_.Open('[');
      for (const std::string& line : MapLabel(log_.ActivityName(id))) out_.Str(line);
      out_.Close(']');
    }
    out_.Close(']');
    int64_t used = 0;
    out_.Key("act").Open('[');
    for (Id id = 0; id < log_.activity_count(); ++id) {
      const ActivityTimes& t = a_.activities[id];
      const DurationStats& s = t.working.count > 0 ? t.working : t.sojourn;
      used += a_.dfg.activity[id] > 0 ? 1 : 0;
      out_.Open('{');
      out_.Key("n").Int(static_cast<int64_t>(a_.dfg.activity[id]));
      Seconds("t", s.mean_s, s.count);
      out_.Close('}');
    }
    out_.Close(']');
    out_.Key("names_used").Int(used);
  }

  // Every level's picture once, and which picture each pair of levels shows.
  Status Maps() {
    std::vector<std::string> layouts;
    std::map<std::string, size_t> known;
    std::vector<std::vector<size_t>> layout_of;
    for (const double activities : kActivityLevels) {
      layout_of.emplace_back();
      for (const double paths : kPathLevels) {
        MapDetail detail;
        detail.activities = activities;
        detail.arcs = paths;
        detail.max_arcs = kMostArcs;
        const MapSelection selection = SelectMap(a_.dfg, detail);
        const std::string key = KeyOf(selection);
        auto found = known.find(key);
        if (found == known.end()) {
          TRY_ASSIGN(const MapLayout layout, LayoutMap(selection, log_.activity_names()));
          found = known.emplace(key, layouts.size()).first;
          layouts.push_back(LayoutJson(selection, layout));
        }
        layout_of.back().push_back(found->second);
      }
    }
    out_.Key("arcs").Open('[');
    for (const MapArc& arc : arcs_) ArcRow(arc);
    out_.Close(']');
    out_.Key("layouts").Open('[');
    for (const std::string& layout : layouts) out_.Raw(layout);
    out_.Close(']');
    out_.Key("layout_of").Open('[');
    for (const auto& row : layout_of) {
      out_.Open('[');
      for (const size_t n : row) out_.Int(static_cast<int64_t>(n));
      out_.Close(']');
    }
    out_.Close(']');
    for (const auto& [key, levels] :
         {std::pair("activity_levels", std::span<const double>(kActivityLevels)),
          std::pair("path_levels", std::span<const double>(kPathLevels))}) {
      out_.Key(key).Open('[');
      for (const double level : levels) out_.Real(level);
      out_.Close(']');
    }
    return Ok();
  }

  static std::string KeyOf(const MapSelection& selection) {
    std::string key = std::to_string(selection.activities.size());
    for (const MapArc& arc : selection.arcs) {
      key += "," + std::to_string(arc.from) + ">" + std::to_string(arc.to);
    }
    for (const Id id : selection.activities) key += "/" + std::to_string(id);
    return key;
  }

  int64_t NodeOf(const MapSelection& selection, uint32_t node) const {
    if (node == MapSelection::kStart) return -1;
    if (node == MapSelection::kEnd) return -2;
    return selection.activities[node];
  }

  // The arc's row in the page's table of arcs.
  size_t RowOf(const MapSelection& selection, const MapArc& arc) {
    const std::pair key(NodeOf(selection, arc.from), NodeOf(selection, arc.to));
    const auto [found, is_new] = arc_rows_.try_emplace(key, arcs_.size());
    if (is_new) {
      MapArc row = arc;
      row.from = static_cast<uint32_t>(key.first);
      row.to = static_cast<uint32_t>(key.second);
      arcs_.push_back(row);
    }
    return found->second;
  }

  void ArcRow(const MapArc& arc) {
    out_.Open('[');
    out_.Int(static_cast<int32_t>(arc.from)).Int(static_cast<int32_t>(arc.to));
    out_.Int(static_cast<int64_t>(arc.count));
    const DurationStats none;
    const DurationStats& t = arc.arc == nullptr ? none : arc.arc->time;
    for (const double s : {t.mean_s, t.median_s, t.p90_s}) Seconds(s, t.count);
    out_.Close(']');
  }

  std::string LayoutJson(const MapSelection& selection, const MapLayout& layout) {
    JsonText json;
    json.Open('{');
    json.Key("w").Real(Round(layout.width)).Key("h").Real(Round(layout.height));
    json.Key("left").Int(static_cast<int64_t>(selection.arcs_left_out));
    for (const auto& [key, box] : {std::pair("s", &layout.start), std::pair("e", &layout.end)}) {
      json.Key(key).Open('[').Real(Round(box->center.x)).Real(Round(box->center.y)).Close(']');
    }
    json.Key("n").Open('[');
    for (size_t i = 0; i < layout.activities.size(); ++i) {
      const MapBox& box = layout.activities[i];
      json.Open('[').Int(selection.activities[i]);
      for (const double v : {box.center.x, box.center.y, box.width, box.height}) {
        json.Real(Round(v));
      }
      json.Close(']');
    }
    json.Close(']');
    json.Key("c").Open('[');
    for (size_t i = 0; i < layout.curves.size(); ++i) {
      const MapCurve& curve = layout.curves[i];
      json.Open('[').Int(static_cast<int64_t>(RowOf(selection, selection.arcs[i])));
      json.Real(Round(curve.label.x)).Real(Round(curve.label.y));
      for (const MapPoint& p : curve.points) json.Real(Round(p.x)).Real(Round(p.y));
      json.Close(']');
    }
    json.Close(']');
    json.Close('}');
    return json.Take();
  }

  void VariantList() {
    std::vector<double> sum(std::min(kMostVariants, a_.variants.list.size()), 0), n(sum);
    for (size_t c = 0; c < log_.case_count(); ++c) {
      const uint32_t v = a_.variants.of_case[c];
      if (v >= sum.size() || a_.cases.duration_us[c] == kNoTime) continue;
      sum[v] += static_cast<double>(a_.cases.duration_us[c]) / 1e6;
      n[v] += 1;
    }
    out_.Key("variants").Open('[');
    for (size_t v = 0; v < sum.size(); ++v) {
      const Variant& variant = a_.variants.list[v];
      out_.Open('{');
      out_.Key("n").Int(static_cast<int64_t>(variant.count));
      Seconds("t", n[v] > 0 ? sum[v] / n[v] : 0, n[v] > 0 ? 1 : 0);
      out_.Key("p").Open('[');
      for (size_t i = 0; i < variant.path.size(); ++i) {
        if (i == kMostVariantSteps) {  // a negative number says how many are not shown
          out_.Int(-static_cast<int64_t>(variant.path.size() - i));
          break;
        }
        out_.Int(variant.path[i]);
      }
      out_.Close(']');
      out_.Close('}');
    }
    out_.Close(']');
  }

  void Findings() {
    out_.Key("findings").Open('[');
    for (const Finding& finding : a_.findings) {
      out_.Open('{');
      for (const char* what : {"title", "text"}) {
        const bool title = what[1] == 'i';
        out_.Key(what).Open('{');
        for (const Language language : {Language::kZh, Language::kEn}) {
          out_.Key(language == Language::kZh ? "zh" : "en");
          out_.Str(title ? FindingTitle(finding.kind, language)
                         : SayFinding(finding, log_, language));
        }
        out_.Close('}');
      }
      out_.Key("examples").Open('[');
      for (size_t i = 0; i < finding.cases.size() && i < kMostExamples; ++i) {
        out_.Str(log_.CaseName(finding.cases[i]).substr(0, 80));
      }
      out_.Close(']');
      out_.Close('}');
    }
    out_.Close(']');
  }

  void Bottlenecks() {
    size_t kept = 0;
    out_.Key("bottlenecks").Open('[');
    for (const Bottleneck& b : a_.bottlenecks) {
      if (b.kind != BottleneckKind::kArc || kept++ >= kMostBottlenecks) continue;
      out_.Open('{');
      out_.Key("f").Int(b.from).Key("t").Int(b.to);
      out_.Key("total").Real(b.total_wait_s).Key("share").Real(b.share);
      out_.Key("mean").Real(b.mean_wait_s).Key("saved").Real(b.saved_s);
      out_.Key("flag").Bool(b.flagged);
      out_.Close('}');
    }
    out_.Close(']');
  }

  // Equal bins up to the 98th percentile; the last holds what is beyond.
  void Histogram() {
    std::vector<int64_t> sorted;
    for (const int64_t us : a_.cases.duration_us) {
      if (us != kNoTime) sorted.push_back(us);
    }
    std::sort(sorted.begin(), sorted.end());
    const double top = std::max(1e-3, SortedQuantile(sorted, 0.98));
    const double longest = sorted.empty() ? 0 : static_cast<double>(sorted.back()) / 1e6;
    const double bin = std::max(1e-3, top / static_cast<double>(kBins - 1));
    std::vector<int64_t> counts(kBins, 0);
    for (const int64_t us : sorted) {
      const double at = static_cast<double>(us) / 1e6 / bin;
      ++counts[std::min(kBins - 1, static_cast<size_t>(std::max(0.0, at)))];
    }
    out_.Key("hist").Open('{');
    out_.Key("bin").Real(bin);
    out_.Key("over").Bool(longest > bin * static_cast<double>(kBins));
    out_.Key("counts").Open('[');
    for (const int64_t n : counts) out_.Int(n);
    out_.Close(']');
    out_.Close('}');
  }

  void FlowPoints() {
    out_.Key("flow").Open('[');
    for (const FlowPoint& point : a_.flow.points) {
      out_.Open('[').Int(point.from_us / 1'000'000);
      out_.Int(static_cast<int64_t>(point.arrived)).Int(static_cast<int64_t>(point.finished));
      out_.Int(static_cast<int64_t>(point.in_progress));
      if (a_.flow.knows_queue) out_.Int(static_cast<int64_t>(point.waiting));
      out_.Close(']');
    }
    out_.Close(']');
    out_.Key("little").Open('{');
    out_.Key("ratio").Real(a_.flow.little.ratio);
    out_.Key("steady").Bool(a_.flow.little.steady);
    out_.Close('}');
  }

  // Every k-th case, so that the picture shows the whole time.
  void Dots() {
    const size_t cases = log_.case_count();
    size_t rows = std::min(cases, kMostDotRows);
    if (log_.event_count() > 0) {
      const double mean = static_cast<double>(log_.event_count()) / static_cast<double>(cases);
      rows = std::min(rows, static_cast<size_t>(static_cast<double>(kMostDots) / mean) + 1);
    }
    int64_t first = INT64_MAX, last = INT64_MIN;
    size_t points = 0;
    out_.Key("dots").Open('{');
    out_.Key("points").Open('[');
    for (size_t row = 0; row < rows; ++row) {
      const size_t c = row * cases / rows;
      for (uint32_t e = log_.CaseBegin(c); e < log_.CaseEnd(c); ++e) {
        const int64_t us = log_.time_us()[e];
        if (us == kNoTime || ++points > 2 * kMostDots) continue;
        first = std::min(first, us);
        last = std::max(last, us);
        out_.Open('[').Int(static_cast<int64_t>(row)).Int(us / 1'000'000);
        out_.Int(log_.activity()[e]).Close(']');
      }
    }
    out_.Close(']');
    const bool any = first <= last;
    out_.Key("rows").Int(any ? static_cast<int64_t>(rows) : 0);
    out_.Key("t0").Int(any ? first / 1'000'000 : 0);
    out_.Key("t1").Int(any ? last / 1'000'000 : 0);
    out_.Close('}');
  }

  void People() {
    const auto& loads = a_.resources.loads;
    const size_t n = std::min(kMostPeople, loads.size());
    out_.Key("people").Open('[');
    for (size_t i = 0; i < n; ++i) {
      out_.Open('{').Key("name").Str(log_.ResourceName(loads[i].resource));
      out_.Key("hours").Open('[');
      for (const uint64_t count : loads[i].by_hour) out_.Int(static_cast<int64_t>(count));
      out_.Close(']').Close('}');
    }
    out_.Close(']');
    std::vector<std::vector<int64_t>> matrix(n, std::vector<int64_t>(n, 0));
    const auto place = [&](Id id) {
      for (size_t i = 0; i < n; ++i) {
        if (loads[i].resource == id) return i;
      }
      return n;
    };
    for (const Handover& h : a_.resources.handovers) {
      const size_t from = place(h.from), to = place(h.to);
      if (from < n && to < n) matrix[from][to] = static_cast<int64_t>(h.count);
    }
    out_.Key("handover").Open('{').Key("names").Open('[');
    for (size_t i = 0; i < n; ++i) out_.Str(log_.ResourceName(loads[i].resource));
    out_.Close(']').Key("matrix").Open('[');
    for (const auto& row : matrix) {
      out_.Open('[');
      for (const int64_t count : row) out_.Int(count);
      out_.Close(']');
    }
    out_.Close(']').Close('}');
  }

  const EventLog& log_;
  const Analysis& a_;
  Language language_;
  JsonText out_;
  std::vector<MapArc> arcs_;
  std::map<std::pair<int64_t, int64_t>, size_t> arc_rows_;
};

// Inside <script>, "<" could end the element.
std::string WithoutAngle(const std::string& json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string_view ReportCss() { return kCss; }

Result<std::string> ReportHtml(const EventLog& log, const Analysis& analysis,
                               const std::string& title, Language language) {
  TRY_ASSIGN(const std::string data, PageData(log, analysis, language).Run(title));
  std::string page = "<!DOCTYPE html>\n<html lang=\"";
  page += language == Language::kZh ? "zh-CN" : "en";
  page +=
      "\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"
      "<meta name=\"color-scheme\" content=\"light dark\"><title>";
  for (const char c : title) {
    page += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  }
  page += "</title><style>";
  page += kCss;
  page +=
      "</style></head><body><main id=\"page\"></main>"
      "<script type=\"application/json\" id=\"data\">";
  page += WithoutAngle(data);
  page += "</script><script>";
  page += kJs;
  page += "</script></body></html>\n";
  return page;
}

}  // namespace huiyin::mining
