#include "mining/findings.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "mining/steps.h"
#include "stats/tests_multiple.h"
#include "stats/tests_rank.h"

namespace huiyin::mining {
namespace {

constexpr size_t kMostOfAKind = 3;
constexpr size_t kMostSampled = 5000;  // durations a side in a test

using CaseTest = std::function<bool(size_t)>;

class Search {
 public:
  Search(const EventLog& log, const Dfg& dfg, const Variants& variants, const CaseTimes& cases,
         const std::vector<ActivityTimes>& times, const Rework& rework,
         const std::vector<Bottleneck>& bottlenecks)
      : log_(log),
        dfg_(dfg),
        variants_(variants),
        cases_(cases),
        times_(times),
        rework_(rework),
        bottlenecks_(bottlenecks) {
    few_ = std::max<uint64_t>(2, log.case_count() / 100);
  }

  std::vector<Finding> Run() {
    Bottlenecks();
    PingPongs(rework_.people, FindingKind::kPingPong);
    PingPongs(rework_.departments, FindingKind::kDepartmentPingPong);
    ExtraSteps();
    SlowNodes();
    SlowTransitions();
    Repetitions();
    ExtremeNodes();
    ExtremeTransitions();
    Patterns();
    ReworkedActivities();
    Touchpoints();
    return std::move(found_);
  }

 private:
  std::vector<uint32_t> CasesWhere(const CaseTest& test) const {
    std::vector<uint32_t> cases;
    for (size_t c = 0; c < log_.case_count(); ++c) {
      if (test(c)) cases.push_back(static_cast<uint32_t>(c));
    }
    return cases;
  }

  bool Has(size_t c, Id activity) const {
    const auto trace = log_.Trace(c);
    return std::find(trace.begin(), trace.end(), activity) != trace.end();
  }

  bool HasArc(size_t c, Id from, Id to) const {
    const auto trace = log_.Trace(c);
    for (size_t i = 1; i < trace.size(); ++i) {
      if (trace[i - 1] == from && trace[i] == to) return true;
    }
    return false;
  }

  void Split(const std::vector<uint32_t>& cases, std::vector<double>& in,
             std::vector<double>& out) const {
    size_t next = 0;
    for (size_t c = 0; c < log_.case_count(); ++c) {
      const bool inside = next < cases.size() && cases[next] == c;
      next += inside ? 1 : 0;
      if (cases_.duration_us[c] == kNoTime) continue;
      (inside ? in : out).push_back(static_cast<double>(cases_.duration_us[c]) / 1e6);
    }
  }

  static double Median(std::vector<double> v) {
    if (v.empty()) return 0;
    const size_t mid = v.size() / 2;
    std::nth_element(v.begin(), v.begin() + static_cast<long>(mid), v.end());
    const double high = v[mid];
    if (v.size() % 2 == 1) return high;
    return (high + *std::max_element(v.begin(), v.begin() + static_cast<long>(mid))) / 2;
  }

  void Keep(Finding finding) {
    std::vector<double> in, out;
    Split(finding.cases, in, out);
    finding.impact_s = in.empty() || out.empty() ? 0 : Median(in) - Median(out);
    if (finding.share == 0) {
      finding.share =
          static_cast<double>(finding.cases.size()) / static_cast<double>(log_.case_count());
    }
    found_.push_back(std::move(finding));
  }

  void Bottlenecks() {
    size_t kept = 0;
    for (const Bottleneck& b : bottlenecks_) {
      if (!b.flagged || b.kind != BottleneckKind::kArc || kept == kMostOfAKind) continue;
      ++kept;
      Finding finding;
      finding.kind = FindingKind::kBottleneck;
      finding.activities = {b.from, b.to};
      finding.count = b.count;
      finding.share = b.share;
      finding.seconds = b.mean_wait_s;
      finding.cases = CasesWhere([&](size_t c) { return HasArc(c, b.from, b.to); });
      Keep(std::move(finding));
    }
  }

  void PingPongs(const std::vector<PingPong>& pairs, FindingKind kind) {
    const AttributeColumn* department =
        kind == FindingKind::kPingPong
            ? nullptr
            : log_.FindAttribute(AttributeScope::kEvent, rework_.department_attribute);
    const auto owner = [&](uint32_t e) {
      return department == nullptr ? log_.resource()[e] : department->values[e];
    };
    for (size_t i = 0; i < pairs.size() && i < kMostOfAKind; ++i) {
      if (pairs[i].cases < few_) continue;
      Finding finding;
      finding.kind = kind;
      finding.owners = {pairs[i].a, pairs[i].b};
      finding.count = pairs[i].count;
      finding.cases = CasesWhere([&](size_t c) {
        Id before = kNoId, last = kNoId;
        for (uint32_t e = log_.CaseBegin(c); e < log_.CaseEnd(c); ++e) {
          const Id now = owner(e);
          if (now == kNoId || now == last) continue;
          const bool pair = (now == pairs[i].a && last == pairs[i].b) ||
                            (now == pairs[i].b && last == pairs[i].a);
          if (now == before && pair) return true;
          before = last;
          last = now;
        }
        return false;
      });
      Keep(std::move(finding));
    }
  }

  void ExtraSteps() {
    if (variants_.list.empty()) return;
    const auto happy = variants_.list[0].path;
    std::vector<Finding> candidates;
    std::vector<double> p_values;
    for (Id a = 0; a < log_.activity_count(); ++a) {
      if (std::find(happy.begin(), happy.end(), a) != happy.end()) continue;
      Finding finding;
      finding.kind = FindingKind::kExtraStep;
      finding.activities = {a};
      finding.count = dfg_.activity[a];
      if (finding.count < few_) continue;
      finding.cases = CasesWhere([&](size_t c) { return Has(c, a); });
      if (finding.cases.size() < few_ || finding.cases.size() * 2 > log_.case_count()) continue;
      std::vector<double> in, out;
      Split(finding.cases, in, out);
      const double median_in = Median(in), median_out = Median(out);
      Thin(in);
      Thin(out);
      p_values.push_back(stats::MannWhitneyTest(in, out).p);
      finding.seconds = median_in - median_out;
      if (median_in < 1.2 * median_out) finding.seconds = 0;
      candidates.push_back(std::move(finding));
    }
    const std::vector<double> q = stats::BenjaminiHochberg(p_values);
    std::vector<size_t> order;
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (q[i] <= 0.05 && candidates[i].seconds > 0) order.push_back(i);
    }
    const auto delay = [&](size_t i) {
      return candidates[i].seconds * static_cast<double>(candidates[i].cases.size());
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t x, size_t y) { return delay(x) > delay(y); });
    for (size_t i = 0; i < order.size() && i < kMostOfAKind; ++i) {
      Keep(std::move(candidates[order[i]]));
    }
  }

  // Every k-th value: enough for a test, and the same each time.
  static void Thin(std::vector<double>& v) {
    if (v.size() <= kMostSampled) return;
    const size_t step = v.size() / kMostSampled + 1;
    size_t to = 0;
    for (size_t i = 0; i < v.size(); i += step) v[to++] = v[i];
    v.resize(to);
  }

  void SlowNodes() {
    const auto time_of = [&](Id a) -> const DurationStats& {
      return times_[a].working.count > 0 ? times_[a].working : times_[a].sojourn;
    };
    double sum = 0, n = 0;
    for (Id a = 0; a < times_.size(); ++a) {
      sum += time_of(a).sum_s;
      n += static_cast<double>(time_of(a).count);
    }
    if (n == 0 || sum <= 0) return;
    std::vector<Id> slow;
    for (Id a = 0; a < times_.size(); ++a) {
      const DurationStats& t = time_of(a);
      if (t.count >= few_ && t.mean_s >= 2 * sum / n && t.sum_s >= 0.1 * sum) slow.push_back(a);
    }
    std::stable_sort(slow.begin(), slow.end(),
                     [&](Id x, Id y) { return time_of(x).sum_s > time_of(y).sum_s; });
    for (size_t i = 0; i < slow.size() && i < kMostOfAKind; ++i) {
      Finding finding;
      finding.kind = FindingKind::kSlowNode;
      finding.activities = {slow[i]};
      finding.count = time_of(slow[i]).count;
      finding.seconds = time_of(slow[i]).mean_s;
      finding.cases = CasesWhere([&](size_t c) { return Has(c, slow[i]); });
      Keep(std::move(finding));
    }
  }

  void KeepArcs(FindingKind kind, std::vector<const Arc*> arcs, double seconds_factor) {
    std::stable_sort(arcs.begin(), arcs.end(),
                     [](const Arc* x, const Arc* y) { return x->time.sum_s > y->time.sum_s; });
    for (size_t i = 0; i < arcs.size() && i < kMostOfAKind; ++i) {
      const Arc& arc = *arcs[i];
      Finding finding;
      finding.kind = kind;
      finding.activities = {arc.from, arc.to};
      const bool extreme = kind == FindingKind::kExtremeDurationTransition;
      const double limit_s = extreme ? seconds_factor * arc.time.p90_s : -1;
      finding.seconds = extreme ? limit_s : arc.time.mean_s;
      finding.cases = CasesWhere([&](size_t c) {
        bool any = false;
        for (uint32_t e = log_.CaseBegin(c) + 1; e < log_.CaseEnd(c); ++e) {
          if (log_.activity()[e - 1] != arc.from || log_.activity()[e] != arc.to) continue;
          if (log_.clock_us()[e] == kNoTime || log_.clock_us()[e - 1] == kNoTime) continue;
          const double s = static_cast<double>(log_.clock_us()[e] - log_.clock_us()[e - 1]) / 1e6;
          if (s <= limit_s) continue;
          any = true;
          ++finding.count;
        }
        return any;
      });
      Keep(std::move(finding));
    }
  }

  void SlowTransitions() {
    double sum = 0, n = 0;
    for (const Arc& arc : dfg_.arcs) {
      sum += arc.time.sum_s;
      n += static_cast<double>(arc.time.count);
    }
    std::vector<const Arc*> slow;
    for (const Arc& arc : dfg_.arcs) {
      if (n > 0 && arc.time.count >= few_ && arc.time.mean_s >= 3 * sum / n && sum > 0) {
        slow.push_back(&arc);
      }
    }
    KeepArcs(FindingKind::kSlowTransition, std::move(slow), 1);
  }

  void ExtremeTransitions() {
    std::vector<const Arc*> extreme;
    for (const Arc& arc : dfg_.arcs) {
      if (arc.time.count >= 10 && arc.time.p90_s > 0 && arc.time.max_s > 5 * arc.time.p90_s) {
        extreme.push_back(&arc);
      }
    }
    KeepArcs(FindingKind::kExtremeDurationTransition, std::move(extreme), 5);
  }

  void ExtremeNodes() {
    std::vector<double> limit(times_.size(), INFINITY);
    bool any = false;
    for (Id a = 0; a < times_.size(); ++a) {
      const DurationStats& w = times_[a].working;
      if (w.count < 10 || w.p90_s <= 0 || w.max_s <= 5 * w.p90_s) continue;
      limit[a] = 5 * w.p90_s;
      any = true;
    }
    if (!any) return;
    std::vector<Finding> by_activity(times_.size());
    StepReader reader(log_);
    for (size_t c = 0; c < log_.case_count(); ++c) {
      for (const Step& step : reader.Of(c)) {
        if (!step.has_working()) continue;
        if (static_cast<double>(step.working_us()) / 1e6 <= limit[step.activity]) continue;
        Finding& finding = by_activity[step.activity];
        ++finding.count;
        if (finding.cases.empty() || finding.cases.back() != c) {
          finding.cases.push_back(static_cast<uint32_t>(c));
        }
      }
    }
    size_t kept = 0;
    for (Id a = 0; a < by_activity.size() && kept < kMostOfAKind; ++a) {
      if (by_activity[a].cases.empty()) continue;
      by_activity[a].kind = FindingKind::kExtremeDurationNode;
      by_activity[a].activities = {a};
      by_activity[a].seconds = limit[a];
      Keep(std::move(by_activity[a]));
      ++kept;
    }
  }

  void Repetitions() {
    std::vector<const ActivityRework*> often;
    for (const ActivityRework& entry : rework_.activities) {
      if (entry.most_in_a_case >= 5) often.push_back(&entry);
    }
    std::stable_sort(often.begin(), often.end(), [](const auto* x, const auto* y) {
      return x->most_in_a_case > y->most_in_a_case;
    });
    for (size_t i = 0; i < often.size() && i < kMostOfAKind; ++i) {
      Finding finding;
      finding.kind = FindingKind::kExtremeRepetition;
      finding.activities = {often[i]->activity};
      finding.count = often[i]->most_in_a_case;
      StepReader reader(log_);
      finding.cases = CasesWhere([&](size_t c) {
        const auto steps = reader.Of(c);
        return std::count_if(steps.begin(), steps.end(), [&](const Step& step) {
                 return step.activity == often[i]->activity;
               }) >= 5;
      });
      Keep(std::move(finding));
    }
  }

  void Patterns() {
    std::vector<std::vector<Id>> kept;  // written twice, so that a rotation is found inside
    for (size_t i = 0; i < rework_.patterns.size() && kept.size() < kMostOfAKind; ++i) {
      const RepeatedPattern& pattern = rework_.patterns[i];
      if (pattern.cases < few_) continue;
      const bool rotated = std::any_of(kept.begin(), kept.end(), [&](const auto& other) {
        return std::search(other.begin(), other.end(), pattern.pattern.begin(),
                           pattern.pattern.end()) != other.end();
      });
      if (rotated) continue;
      std::vector<Id> twice = pattern.pattern;
      twice.insert(twice.end(), pattern.pattern.begin(), pattern.pattern.end());
      kept.push_back(twice);
      Finding finding;
      finding.kind = FindingKind::kRepeatingPattern;
      finding.activities = pattern.pattern;
      finding.count = pattern.repeats;
      StepReader reader(log_);
      std::vector<Id> trace;
      finding.cases = CasesWhere([&](size_t c) {
        trace.clear();
        for (const Step& step : reader.Of(c)) trace.push_back(step.activity);
        return std::search(trace.begin(), trace.end(), twice.begin(), twice.end()) != trace.end();
      });
      Keep(std::move(finding));
    }
  }

  void ReworkedActivities() {
    size_t kept = 0;
    for (const ActivityRework& entry : rework_.activities) {
      const double share =
          static_cast<double>(entry.cases) / static_cast<double>(log_.case_count());
      if (share < 0.05 || entry.cases < few_ || kept++ == kMostOfAKind) break;
      Finding finding;
      finding.kind = FindingKind::kRework;
      finding.activities = {entry.activity};
      finding.count = entry.repeats;
      StepReader reader(log_);
      finding.cases = CasesWhere([&](size_t c) {
        Id last = kNoId;
        bool seen = false;
        for (const Step& step : reader.Of(c)) {
          const bool is = step.activity == entry.activity;
          if (is && seen && last != entry.activity) return true;
          seen = seen || is;
          last = step.activity;
        }
        return false;
      });
      Keep(std::move(finding));
    }
  }

  void Touchpoints() {
    std::vector<uint32_t> touches(log_.case_count(), 0);
    StepReader reader(log_);
    double sum = 0, squares = 0;
    for (size_t c = 0; c < log_.case_count(); ++c) {
      Id last = kNoId;
      for (const Step& step : reader.Of(c)) {
        if (step.resource == kNoId || step.resource == last) continue;
        ++touches[c];
        last = step.resource;
      }
      sum += touches[c];
      squares += static_cast<double>(touches[c]) * touches[c];
    }
    const double n = static_cast<double>(log_.case_count());
    const double mean = sum / n;
    const double deviation = std::sqrt(std::max(0.0, squares / n - mean * mean));
    if (deviation <= 0) return;
    for (const auto& [kind, low, high] :
         {std::tuple(FindingKind::kHighTouchpoints, 2.0, 3.0),
          std::tuple(FindingKind::kExtremeTouchpoints, 3.0, 1e300)}) {
      Finding finding;
      finding.kind = kind;
      const double above = mean + low * deviation, to = mean + std::min(high, 1e100) * deviation;
      finding.cases = CasesWhere(
          [&, above = above, to = to](size_t c) { return touches[c] > above && touches[c] <= to; });
      for (const uint32_t c : finding.cases) {
        finding.count = std::max<uint64_t>(finding.count, touches[c]);
      }
      if (!finding.cases.empty()) Keep(std::move(finding));
    }
  }

  const EventLog& log_;
  const Dfg& dfg_;
  const Variants& variants_;
  const CaseTimes& cases_;
  const std::vector<ActivityTimes>& times_;
  const Rework& rework_;
  const std::vector<Bottleneck>& bottlenecks_;
  uint64_t few_ = 2;
  std::vector<Finding> found_;
};

}  // namespace

std::string_view FindingName(FindingKind kind) {
  switch (kind) {
    case FindingKind::kBottleneck:
      return "bottleneck";
    case FindingKind::kPingPong:
      return "ping_pong";
    case FindingKind::kDepartmentPingPong:
      return "department_ping_pong";
    case FindingKind::kExtraStep:
      return "extra_step";
    case FindingKind::kSlowNode:
      return "slow_node";
    case FindingKind::kSlowTransition:
      return "slow_transition";
    case FindingKind::kExtremeRepetition:
      return "extreme_repetition";
    case FindingKind::kExtremeDurationNode:
      return "extreme_duration_node";
    case FindingKind::kExtremeDurationTransition:
      return "extreme_duration_transition";
    case FindingKind::kRepeatingPattern:
      return "repeating_pattern";
    case FindingKind::kRework:
      return "rework";
    case FindingKind::kHighTouchpoints:
      return "high_touchpoints";
    case FindingKind::kExtremeTouchpoints:
      return "extreme_touchpoints";
  }
  return "";
}

std::vector<Finding> FindFindings(const EventLog& log, const Dfg& dfg, const Variants& variants,
                                  const CaseTimes& cases, const std::vector<ActivityTimes>& times,
                                  const Rework& rework,
                                  const std::vector<Bottleneck>& bottlenecks) {
  if (log.case_count() == 0) return {};
  return Search(log, dfg, variants, cases, times, rework, bottlenecks).Run();
}

}  // namespace huiyin::mining
