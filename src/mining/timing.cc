#include "mining/timing.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "mining/steps.h"

namespace huiyin::mining {
namespace {

constexpr double kUsPerSecond = 1e6;

struct Wait {
  uint64_t count = 0;
  double total_us = 0, slow_us = 0;
};

Bottleneck Measured(BottleneckKind kind, Id from, Id to, const Wait& wait, const Wait& all,
                    size_t cases) {
  Bottleneck b;
  b.kind = kind;
  b.from = from;
  b.to = to;
  b.count = wait.count;
  b.total_wait_s = wait.total_us / kUsPerSecond;
  b.mean_wait_s = b.total_wait_s / static_cast<double>(wait.count);
  b.share = all.total_us > 0 ? wait.total_us / all.total_us : 0;
  b.slow_case_wait_s = wait.slow_us / kUsPerSecond;
  b.slow_case_share = all.slow_us > 0 ? wait.slow_us / all.slow_us : 0;
  b.saved_s = b.total_wait_s / 2 / static_cast<double>(cases);
  b.flagged = b.share >= kBottleneckShare;
  return b;
}

// What makes the slow cases slow may be another place than where most of all waiting is.
void RankBySlowCases(std::vector<Bottleneck>& list) {
  std::vector<size_t> order(list.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return list[a].slow_case_wait_s > list[b].slow_case_wait_s;
  });
  for (size_t rank = 0; rank < order.size(); ++rank) list[order[rank]].slow_case_rank = rank + 1;
}

// Who works how much, and at what.
class Busyness {
 public:
  explicit Busyness(const EventLog& log)
      : working_us_(log.resource_count(), 0), people_(log.activity_count()) {}

  void Add(const Step& step) {
    if (step.resource == kNoId || !step.has_working()) return;
    working_us_[step.resource] += static_cast<double>(step.working_us());
    people_[step.activity].insert(step.resource);
    first_us_ = std::min(first_us_, step.start_us);
    last_us_ = std::max(last_us_, step.end_us);
  }

  double Of(Id activity) const {
    const auto& people = people_[activity];
    if (people.empty() || last_us_ <= first_us_) return -1;
    double us = 0;
    for (const Id person : people) us += working_us_[person];
    return us / static_cast<double>(people.size()) / static_cast<double>(last_us_ - first_us_);
  }

 private:
  std::vector<double> working_us_;
  std::vector<std::unordered_set<Id>> people_;
  int64_t first_us_ = INT64_MAX, last_us_ = INT64_MIN;
};

// Mean place of each activity in its cases, 0 the first: orders a process that has loops.
std::vector<double> MeanPositions(const EventLog& log) {
  std::vector<double> sum(log.activity_count(), 0), n(log.activity_count(), 0);
  for (size_t c = 0; c < log.case_count(); ++c) {
    const auto trace = log.Trace(c);
    const double last = std::max<double>(1, static_cast<double>(trace.size()) - 1);
    for (size_t i = 0; i < trace.size(); ++i) {
      sum[trace[i]] += static_cast<double>(i) / last;
      n[trace[i]] += 1;
    }
  }
  for (size_t a = 0; a < sum.size(); ++a) sum[a] = n[a] > 0 ? sum[a] / n[a] : 2;
  return sum;
}

}  // namespace

CaseTimes MeasureCases(const EventLog& log) {
  CaseTimes times;
  times.duration_us.resize(log.case_count());
  std::vector<int64_t> known;
  known.reserve(log.case_count());
  for (size_t c = 0; c < log.case_count(); ++c) {
    times.duration_us[c] = log.CaseDuration(c);
    if (times.duration_us[c] != kNoTime) known.push_back(times.duration_us[c]);
  }
  times.stats = Summarize(known);
  return times;
}

std::vector<ActivityTimes> MeasureActivities(const EventLog& log) {
  const size_t n = log.activity_count();
  std::vector<std::vector<int64_t>> sojourn(n), waiting(n), working(n);
  StepReader reader(log);
  for (size_t c = 0; c < log.case_count(); ++c) {
    const auto steps = reader.Of(c);
    for (size_t i = 0; i < steps.size(); ++i) {
      const Step& step = steps[i];
      if (step.has_working()) working[step.activity].push_back(step.working_us());
      if (i == 0) continue;
      const Step& previous = steps[i - 1];
      if (step.end_us != kNoTime && previous.end_us != kNoTime) {
        sojourn[step.activity].push_back(step.end_us - previous.end_us);
      }
      if (step.start_us != kNoTime && previous.end_us != kNoTime) {
        waiting[step.activity].push_back(WaitingUs(previous, step));
      }
    }
  }
  std::vector<ActivityTimes> times(n);
  for (size_t a = 0; a < n; ++a) {
    times[a] = {Summarize(sojourn[a]), Summarize(waiting[a]), Summarize(working[a])};
  }
  return times;
}

std::vector<Bottleneck> FindBottlenecks(const EventLog& log, const CaseTimes& cases) {
  std::unordered_map<uint64_t, Wait> arcs;
  std::vector<Wait> activities(log.activity_count());
  Wait all;
  const double slow_us = cases.stats.p90_s * kUsPerSecond;
  Busyness busy(log);
  StepReader reader(log);
  for (size_t c = 0; c < log.case_count(); ++c) {
    const auto steps = reader.Of(c);
    const bool slow = static_cast<double>(cases.duration_us[c]) >= slow_us;
    for (const Step& step : steps) busy.Add(step);
    for (size_t i = 1; i < steps.size(); ++i) {
      const int64_t us = WaitingUs(steps[i - 1], steps[i]);
      if (us == kNoTime) continue;
      const double wait = static_cast<double>(us);
      for (Wait* to : {&arcs[uint64_t{steps[i - 1].activity} << 32 | steps[i].activity],
                       &activities[steps[i].activity], &all}) {
        ++to->count;
        to->total_us += wait;
        to->slow_us += slow ? wait : 0;
      }
    }
  }
  std::vector<Bottleneck> list;
  for (const auto& [key, wait] : arcs) {
    if (wait.total_us <= 0) continue;
    list.push_back(Measured(BottleneckKind::kArc, static_cast<Id>(key >> 32), static_cast<Id>(key),
                            wait, all, log.case_count()));
  }
  for (Id a = 0; a < activities.size(); ++a) {
    if (activities[a].total_us <= 0) continue;
    list.push_back(
        Measured(BottleneckKind::kActivity, kNoId, a, activities[a], all, log.case_count()));
    list.back().utilization = busy.Of(a);
    list.back().flagged = list.back().flagged || list.back().utilization > kBusy;
  }
  const std::vector<uint32_t> rank = NameRanks(log.activity_names());
  const auto name_rank = [&](Id id) { return id == kNoId ? UINT32_MAX : rank[id]; };
  std::sort(list.begin(), list.end(), [&](const Bottleneck& x, const Bottleneck& y) {
    if (x.total_wait_s != y.total_wait_s) return x.total_wait_s > y.total_wait_s;
    return std::tuple(x.kind, name_rank(x.from), name_rank(x.to)) <
           std::tuple(y.kind, name_rank(y.from), name_rank(y.to));
  });
  RankBySlowCases(list);
  return list;
}

PathSummary HappyPath(const EventLog& log, const Variants& variants, const CaseTimes& cases) {
  PathSummary summary;
  if (variants.list.empty()) return summary;
  const Variant& first = variants.list[0];
  summary.path.assign(first.path.begin(), first.path.end());
  summary.cases = first.count;
  double sum = 0, n = 0;
  for (size_t c = 0; c < log.case_count(); ++c) {
    if (variants.of_case[c] != 0 || cases.duration_us[c] == kNoTime) continue;
    sum += static_cast<double>(cases.duration_us[c]) / kUsPerSecond;
    n += 1;
  }
  summary.expected_s = n > 0 ? sum / n : 0;
  return summary;
}

PathSummary CriticalPath(const EventLog& log, const Dfg& dfg) {
  PathSummary summary;
  const size_t n = log.activity_count();
  const double cases = std::max<double>(1, static_cast<double>(log.case_count()));
  const std::vector<double> position = MeanPositions(log);
  std::vector<Id> order(n);
  std::iota(order.begin(), order.end(), Id{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](Id a, Id b) { return position[a] < position[b]; });
  std::vector<size_t> place(n);
  for (size_t i = 0; i < n; ++i) place[order[i]] = i;
  std::vector<std::vector<const Arc*>> into(n);
  for (const Arc& arc : dfg.arcs) {
    if (place[arc.from] < place[arc.to]) into[arc.to].push_back(&arc);
  }
  constexpr double kUnreached = -1;
  std::vector<double> best(n, kUnreached);
  std::vector<Id> previous(n, kNoId);
  Id end = kNoId;
  for (const Id to : order) {
    if (dfg.start[to] > 0) best[to] = 0;
    for (const Arc* arc : into[to]) {
      if (best[arc->from] == kUnreached) continue;
      const double through =
          best[arc->from] + arc->time.mean_s * static_cast<double>(arc->count) / cases;
      if (through > best[to]) {
        best[to] = through;
        previous[to] = arc->from;
      }
    }
    const bool reached = dfg.end[to] > 0 && best[to] != kUnreached;
    if (reached && (end == kNoId || best[to] > best[end])) end = to;
  }
  for (Id at = end; at != kNoId; at = previous[at]) summary.path.push_back(at);
  std::reverse(summary.path.begin(), summary.path.end());
  summary.expected_s = end == kNoId ? 0 : best[end];
  return summary;
}

}  // namespace huiyin::mining
