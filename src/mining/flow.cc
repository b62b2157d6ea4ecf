#include "mining/flow.h"

#include <algorithm>
#include <cmath>

#include "mining/steps.h"

namespace huiyin::mining {
namespace {

constexpr int64_t kHourUs = 3'600'000'000;
constexpr int64_t kDayUs = 24 * kHourUs;
constexpr size_t kMaxBuckets = 120;

int64_t BucketFor(int64_t span_us) {
  for (const int64_t bucket : {kHourUs, kDayUs, 7 * kDayUs, 28 * kDayUs, 365 * kDayUs}) {
    if (span_us / bucket < static_cast<int64_t>(kMaxBuckets)) return bucket;
  }
  return span_us / static_cast<int64_t>(kMaxBuckets) + 1;
}

struct Stay {
  int64_t from, to;
};

LittleCheck CheckLittle(const std::vector<Stay>& stays, int64_t from, int64_t to) {
  LittleCheck check;
  const int64_t trim = (to - from) / 10;
  from += trim;
  to -= trim;
  if (to <= from) return check;
  double inside = 0, duration = 0, arrived = 0;
  for (const Stay& stay : stays) {
    const int64_t a = std::max(stay.from, from), b = std::min(stay.to, to);
    if (b > a) inside += static_cast<double>(b - a);
    if (stay.from >= from && stay.from < to) {
      arrived += 1;
      duration += static_cast<double>(stay.to - stay.from);
    }
  }
  const double window = static_cast<double>(to - from);
  check.mean_in_progress = inside / window;
  check.arrivals_per_day = arrived / window * static_cast<double>(kDayUs);
  check.mean_duration_s = arrived > 0 ? duration / arrived / 1e6 : 0;
  const double expected = duration / window;
  check.ratio = expected > 0 ? check.mean_in_progress / expected : 0;
  check.steady = std::fabs(check.ratio - 1) <= 0.1;
  return check;
}

// How many cases wait at the end of each bucket, and on average before each activity.
void MeasureQueues(const EventLog& log, int64_t span_us, Flow& flow) {
  std::vector<double> waiting(log.activity_count(), 0);
  StepReader reader(log, StepClock::kReal);
  flow.knows_queue = reader.pairs();
  std::vector<int64_t> change(flow.points.size(), 0);
  const auto bucket = [&](int64_t us) {
    return static_cast<size_t>((us - flow.points[0].from_us) / flow.bucket_us);
  };
  for (size_t c = 0; c < log.case_count(); ++c) {
    const auto steps = reader.Of(c);
    for (size_t i = 1; i < steps.size(); ++i) {
      const int64_t us = WaitingUs(steps[i - 1], steps[i]);
      if (us == kNoTime) continue;
      waiting[steps[i].activity] += static_cast<double>(us);
      if (us > 0) {
        ++change[bucket(steps[i - 1].end_us)];
        --change[bucket(steps[i - 1].end_us + us)];
      }
    }
  }
  int64_t queue = 0;
  for (size_t i = 0; flow.knows_queue && i < change.size(); ++i) {
    queue += change[i];
    flow.points[i].waiting = static_cast<uint64_t>(queue);
  }
  for (Id a = 0; a < waiting.size(); ++a) {
    if (waiting[a] > 0) flow.queues.push_back({a, waiting[a] / static_cast<double>(span_us)});
  }
  std::stable_sort(flow.queues.begin(), flow.queues.end(),
                   [](const Queue& x, const Queue& y) { return x.mean_length > y.mean_length; });
}

}  // namespace

Flow MeasureFlow(const EventLog& log) {
  Flow flow;
  std::vector<Stay> stays;
  int64_t first = INT64_MAX, last = INT64_MIN;
  for (size_t c = 0; c < log.case_count(); ++c) {
    const int64_t from = log.FirstTime(c);
    if (from == kNoTime) continue;
    const int64_t to = std::max(from, log.LastTime(c));
    stays.push_back({from, to});
    first = std::min(first, from);
    last = std::max(last, to);
  }
  if (stays.empty()) return flow;
  flow.bucket_us = BucketFor(last - first);
  int64_t origin = first - ((first % flow.bucket_us) + flow.bucket_us) % flow.bucket_us;
  flow.points.resize(static_cast<size_t>((last - origin) / flow.bucket_us) + 1);
  for (size_t i = 0; i < flow.points.size(); ++i) {
    flow.points[i].from_us = origin + static_cast<int64_t>(i) * flow.bucket_us;
  }
  for (const Stay& stay : stays) {
    ++flow.points[static_cast<size_t>((stay.from - origin) / flow.bucket_us)].arrived;
    ++flow.points[static_cast<size_t>((stay.to - origin) / flow.bucket_us)].finished;
  }
  uint64_t open = 0;
  for (FlowPoint& point : flow.points) {
    open += point.arrived;
    open -= point.finished;
    point.in_progress = open;
  }
  flow.little = CheckLittle(stays, first, last);
  if (last > first) MeasureQueues(log, last - first, flow);
  return flow;
}

}  // namespace huiyin::mining
