#include "mining/report_json.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/json_text.h"
#include "base/time.h"

namespace huiyin::mining {
namespace {

class Writer {
 public:
  Writer(const EventLog& log, const Analysis& analysis, Language language)
      : log_(log), a_(analysis), language_(language) {}

  std::string Run(JsonDetail detail) {
    out_.Open('{');
    out_.Key("cases").Int(static_cast<int64_t>(log_.case_count()));
    out_.Key("events").Int(static_cast<int64_t>(log_.event_count()));
    Counts("activities", a_.dfg.activity);
    Counts("start", a_.dfg.start);
    Counts("end", a_.dfg.end);
    Arcs();
    VariantList();
    CaseDuration();
    ReworkPart();
    BottleneckList();
    FindingList();
    if (detail == JsonDetail::kFull) Full();
    out_.Close('}');
    return out_.Take();
  }

 private:
  void Seconds(const char* key, double value, bool known) {
    out_.Key(key);
    if (known && std::isfinite(value)) {
      out_.Real(value);
    } else {
      out_.Null();
    }
  }

  void Name(const char* key, Id activity) { out_.Key(key).Str(log_.ActivityName(activity)); }

  void Counts(const char* key, const std::vector<uint64_t>& counts) {
    const std::vector<uint32_t> rank = NameRanks(log_.activity_names());
    std::vector<Id> order;
    for (Id id = 0; id < counts.size(); ++id) {
      if (counts[id] > 0) order.push_back(id);
    }
    std::sort(order.begin(), order.end(), [&](Id x, Id y) {
      return counts[x] != counts[y] ? counts[x] > counts[y] : rank[x] < rank[y];
    });
    out_.Key(key).Open('{');
    for (const Id id : order) {
      out_.Key(log_.ActivityName(id)).Int(static_cast<int64_t>(counts[id]));
    }
    out_.Close('}');
  }

  void Stats(const DurationStats& s) {
    const bool known = s.count > 0;
    Seconds("mean_s", s.mean_s, known);
    Seconds("median_s", s.median_s, known);
    Seconds("p90_s", s.p90_s, known);
    Seconds("min_s", s.min_s, known);
    Seconds("max_s", s.max_s, known);
  }

  void Arcs() {
    out_.Key("dfg").Open('[');
    for (const Arc& arc : a_.dfg.arcs) {
      out_.Open('{');
      Name("from", arc.from);
      Name("to", arc.to);
      out_.Key("count").Int(static_cast<int64_t>(arc.count));
      Stats(arc.time);
      out_.Close('}');
    }
    out_.Close(']');
  }

  void Path(const char* key, std::span<const Id> path) {
    out_.Key(key).Open('[');
    for (const Id id : path) out_.Str(log_.ActivityName(id));
    out_.Close(']');
  }

  void VariantList() {
    out_.Key("variants").Open('[');
    for (const Variant& variant : a_.variants.list) {
      out_.Open('{');
      Path("path", variant.path);
      out_.Key("count").Int(static_cast<int64_t>(variant.count));
      out_.Close('}');
    }
    out_.Close(']');
  }

  void CaseDuration() {
    const DurationStats& s = a_.cases.stats;
    const bool known = s.count > 0;
    out_.Key("case_duration_s").Open('{');
    Seconds("mean", s.mean_s, known);
    Seconds("median", s.median_s, known);
    Seconds("p90", s.p90_s, known);
    Seconds("min", s.min_s, known);
    Seconds("max", s.max_s, known);
    out_.Close('}');
  }

  void Pairs(const char* key, const std::vector<PingPong>& pairs, bool people) {
    out_.Key(key).Open('[');
    for (const PingPong& pair : pairs) {
      out_.Open('{');
      out_.Key("a").Str(people ? log_.ResourceName(pair.a) : log_.ValueName(pair.a));
      out_.Key("b").Str(people ? log_.ResourceName(pair.b) : log_.ValueName(pair.b));
      out_.Key("count").Int(static_cast<int64_t>(pair.count));
      out_.Key("cases").Int(static_cast<int64_t>(pair.cases));
      out_.Close('}');
    }
    out_.Close(']');
  }

  void ReworkPart() {
    const Rework& r = a_.rework;
    out_.Key("rework").Open('{');
    out_.Key("cases").Int(static_cast<int64_t>(r.cases));
    out_.Key("rate").Real(r.rate);
    out_.Key("activities").Open('[');
    for (const ActivityRework& entry : r.activities) {
      out_.Open('{');
      Name("activity", entry.activity);
      out_.Key("cases").Int(static_cast<int64_t>(entry.cases));
      out_.Key("repeats").Int(static_cast<int64_t>(entry.repeats));
      out_.Key("self_loops").Int(static_cast<int64_t>(entry.self_loops));
      out_.Key("self_loop_cases").Int(static_cast<int64_t>(entry.self_loop_cases));
      out_.Key("most_in_a_case").Int(static_cast<int64_t>(entry.most_in_a_case));
      out_.Close('}');
    }
    out_.Close(']');
    out_.Key("patterns").Open('[');
    for (const RepeatedPattern& pattern : r.patterns) {
      out_.Open('{');
      Path("path", pattern.pattern);
      out_.Key("cases").Int(static_cast<int64_t>(pattern.cases));
      out_.Key("repeats").Int(static_cast<int64_t>(pattern.repeats));
      out_.Close('}');
    }
    out_.Close(']');
    out_.Key("ping_pong_cases").Int(static_cast<int64_t>(r.people_cases));
    Pairs("ping_pong", r.people, true);
    out_.Key("department_ping_pong_cases").Int(static_cast<int64_t>(r.department_cases));
    Pairs("department_ping_pong", r.departments, false);
    out_.Close('}');
  }

  void BottleneckList() {
    constexpr size_t kMost = 100;
    out_.Key("bottlenecks").Open('[');
    for (size_t i = 0; i < a_.bottlenecks.size() && i < kMost; ++i) {
      const Bottleneck& b = a_.bottlenecks[i];
      out_.Open('{');
      out_.Key("kind").Str(b.kind == BottleneckKind::kArc ? "arc" : "activity");
      if (b.kind == BottleneckKind::kArc) {
        Name("from", b.from);
        Name("to", b.to);
      } else {
        Name("activity", b.to);
      }
      out_.Key("count").Int(static_cast<int64_t>(b.count));
      out_.Key("mean_wait_s").Real(b.mean_wait_s);
      out_.Key("total_wait_s").Real(b.total_wait_s);
      out_.Key("share").Real(b.share);
      out_.Key("slow_case_wait_s").Real(b.slow_case_wait_s);
      out_.Key("slow_case_share").Real(b.slow_case_share);
      out_.Key("slow_case_rank").Int(static_cast<int64_t>(b.slow_case_rank));
      out_.Key("saved_per_case_s").Real(b.saved_s);
      if (b.kind == BottleneckKind::kActivity) {
        out_.Key("utilization").Real(b.utilization < 0 ? std::nan("") : b.utilization);
      }
      out_.Key("flagged").Bool(b.flagged);
      out_.Close('}');
    }
    out_.Close(']');
  }

  void FindingList() {
    constexpr size_t kMostCases = 20;
    out_.Key("findings").Open('[');
    for (const Finding& finding : a_.findings) {
      const bool department = finding.kind == FindingKind::kDepartmentPingPong;
      out_.Open('{');
      out_.Key("kind").Str(FindingName(finding.kind));
      Path("activities", finding.activities);
      out_.Key("owners").Open('[');
      for (const Id id : finding.owners) {
        out_.Str(department ? log_.ValueName(id) : log_.ResourceName(id));
      }
      out_.Close(']');
      out_.Key("cases").Int(static_cast<int64_t>(finding.cases.size()));
      out_.Key("count").Int(static_cast<int64_t>(finding.count));
      out_.Key("share").Real(finding.share);
      out_.Key("seconds").Real(finding.seconds);
      out_.Key("impact_s").Real(finding.impact_s);
      out_.Key("examples").Open('[');
      for (size_t i = 0; i < finding.cases.size() && i < kMostCases; ++i) {
        out_.Str(log_.CaseName(finding.cases[i]));
      }
      out_.Close(']');
      out_.Key("text").Str(SayFinding(finding, log_, language_));
      out_.Close('}');
    }
    out_.Close(']');
  }

  void Times(const char* key, const DurationStats& s) {
    out_.Key(key).Open('{');
    out_.Key("count").Int(static_cast<int64_t>(s.count));
    Stats(s);
    Seconds("sum_s", s.sum_s, s.count > 0);
    out_.Close('}');
  }

  void Full() {
    out_.Key("activity_times").Open('[');
    for (Id id = 0; id < a_.activities.size(); ++id) {
      if (a_.dfg.activity[id] == 0) continue;
      out_.Open('{');
      Name("activity", id);
      Times("sojourn", a_.activities[id].sojourn);
      Times("waiting", a_.activities[id].waiting);
      Times("working", a_.activities[id].working);
      out_.Close('}');
    }
    out_.Close(']');
    for (const auto& [key, path] :
         {std::pair("happy_path", &a_.happy), std::pair("critical_path", &a_.critical)}) {
      out_.Key(key).Open('{');
      Path("path", path->path);
      out_.Key("expected_s").Real(path->expected_s);
      out_.Key("cases").Int(static_cast<int64_t>(path->cases));
      out_.Close('}');
    }
    FlowPart();
    PeoplePart();
    out_.Key("dfg_sum_s").Open('[');  // as `dfg` is ordered
    for (const Arc& arc : a_.dfg.arcs) out_.Real(arc.time.sum_s);
    out_.Close(']');
    QualityPart();
    AddOverRepresented("over_represented_in_slow_cases", a_.in_slow, out_);
    AddOverRepresented("over_represented_in_reworked_cases", a_.in_reworked, out_);
  }

  void QualityPart() {
    const LogQuality& q = a_.quality;
    out_.Key("quality").Open('{');
    out_.Key("same_time").Int(static_cast<int64_t>(q.same_time));
    out_.Key("repeated").Int(static_cast<int64_t>(q.repeated));
    out_.Key("without_time").Int(static_cast<int64_t>(q.without_time));
    out_.Key("without_resource").Int(static_cast<int64_t>(q.without_resource));
    out_.Key("in_future").Int(static_cast<int64_t>(q.in_future));
    out_.Close('}');
  }

  void FlowPart() {
    const Flow& flow = a_.flow;
    out_.Key("flow").Open('{');
    out_.Key("bucket_s").Real(static_cast<double>(flow.bucket_us) / 1e6);
    out_.Key("points").Open('[');
    for (const FlowPoint& point : flow.points) {
      out_.Open('{');
      out_.Key("from").Str(FormatUtc({point.from_us}));
      out_.Key("arrived").Int(static_cast<int64_t>(point.arrived));
      out_.Key("finished").Int(static_cast<int64_t>(point.finished));
      out_.Key("in_progress").Int(static_cast<int64_t>(point.in_progress));
      if (flow.knows_queue) out_.Key("waiting").Int(static_cast<int64_t>(point.waiting));
      out_.Close('}');
    }
    out_.Close(']');
    out_.Key("little").Open('{');
    out_.Key("mean_in_progress").Real(flow.little.mean_in_progress);
    out_.Key("arrivals_per_day").Real(flow.little.arrivals_per_day);
    out_.Key("mean_duration_s").Real(flow.little.mean_duration_s);
    out_.Key("ratio").Real(flow.little.ratio);
    out_.Key("steady").Bool(flow.little.steady);
    out_.Close('}');
    out_.Key("queues").Open('[');
    for (const Queue& queue : flow.queues) {
      out_.Open('{');
      Name("activity", queue.activity);
      out_.Key("mean_length").Real(queue.mean_length);
      out_.Close('}');
    }
    out_.Close(']');
    out_.Close('}');
  }

  void PeoplePart() {
    const Resources& r = a_.resources;
    out_.Key("handovers").Open('[');
    for (const Handover& handover : r.handovers) {
      out_.Open('{');
      out_.Key("from").Str(log_.ResourceName(handover.from));
      out_.Key("to").Str(log_.ResourceName(handover.to));
      out_.Key("count").Int(static_cast<int64_t>(handover.count));
      out_.Close('}');
    }
    out_.Close(']');
    out_.Key("resources").Open('[');
    for (const ResourceLoad& load : r.loads) {
      out_.Open('{');
      out_.Key("resource").Str(log_.ResourceName(load.resource));
      out_.Key("steps").Int(static_cast<int64_t>(load.steps));
      out_.Key("activities").Int(static_cast<int64_t>(load.activities));
      out_.Key("working_s").Real(load.working_s);
      out_.Key("by_hour").Open('[');
      for (const uint64_t n : load.by_hour) out_.Int(static_cast<int64_t>(n));
      out_.Close(']');
      out_.Close('}');
    }
    out_.Close(']');
    out_.Key("batches").Open('[');
    for (const Batching& batching : r.batches) {
      out_.Open('{');
      out_.Key("resource").Str(log_.ResourceName(batching.resource));
      Name("activity", batching.activity);
      out_.Key("batches").Int(static_cast<int64_t>(batching.batches));
      out_.Key("steps").Int(static_cast<int64_t>(batching.steps));
      out_.Key("share").Real(batching.share);
      out_.Key("largest").Int(static_cast<int64_t>(batching.largest));
      out_.Close('}');
    }
    out_.Close(']');
    out_.Key("mean_touchpoints").Real(r.mean_touchpoints);
  }

  const EventLog& log_;
  const Analysis& a_;
  Language language_;
  JsonText out_;
};

}  // namespace

std::string ReportJson(const EventLog& log, const Analysis& analysis, Language language,
                       JsonDetail detail) {
  return Writer(log, analysis, language).Run(detail);
}

}  // namespace huiyin::mining
