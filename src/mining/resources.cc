#include "mining/resources.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "mining/steps.h"

namespace huiyin::mining {
namespace {

struct Done {
  int64_t at;
  uint32_t case_number;
};

uint64_t KeyOf(Id a, Id b) { return uint64_t{a} << 32 | b; }

Batching CountBatches(uint64_t key, std::vector<Done>& done) {
  Batching batching;
  batching.resource = static_cast<Id>(key >> 32);
  batching.activity = static_cast<Id>(key);
  std::sort(done.begin(), done.end(), [](const Done& x, const Done& y) {
    return std::pair(x.at, x.case_number) < std::pair(y.at, y.case_number);
  });
  for (size_t i = 0; i < done.size();) {
    size_t j = i + 1, cases = 1;
    while (j < done.size() && done[j].at - done[j - 1].at <= kBatchGapUs) {
      cases += done[j].case_number != done[j - 1].case_number ? 1 : 0;
      ++j;
    }
    if (cases >= kBatchMinSize) {
      ++batching.batches;
      batching.steps += j - i;
      batching.largest = std::max<uint64_t>(batching.largest, j - i);
    }
    i = j;
  }
  batching.share = static_cast<double>(batching.steps) / static_cast<double>(done.size());
  return batching;
}

}  // namespace

Resources MeasureResources(const EventLog& log, int offset_minutes) {
  Resources result;
  std::unordered_map<uint64_t, uint64_t> handovers;
  std::vector<ResourceLoad> loads(log.resource_count());
  std::unordered_map<uint64_t, std::vector<Done>> done;
  std::vector<std::unordered_set<Id>> activities(log.resource_count());
  double touchpoints = 0, touched_cases = 0;
  StepReader reader(log, StepClock::kReal);
  for (size_t c = 0; c < log.case_count(); ++c) {
    Id last = kNoId;
    for (const Step& step : reader.Of(c)) {
      const Id resource = step.resource;
      if (resource == kNoId) continue;
      ResourceLoad& load = loads[resource];
      ++load.steps;
      activities[resource].insert(step.activity);
      if (step.has_working()) load.working_s += static_cast<double>(step.working_us()) / 1e6;
      if (step.end_us != kNoTime) {
        constexpr int64_t kDaySeconds = 86'400;
        const int64_t seconds = step.end_us / 1'000'000 + int64_t{offset_minutes} * 60;
        const int64_t of_day = ((seconds % kDaySeconds) + kDaySeconds) % kDaySeconds;
        ++load.by_hour[static_cast<size_t>(of_day / 3600)];
        done[KeyOf(resource, step.activity)].push_back({step.end_us, static_cast<uint32_t>(c)});
      }
      if (last != resource) {
        touchpoints += 1;
        if (last != kNoId) ++handovers[KeyOf(last, resource)];
      }
      touched_cases += last == kNoId ? 1 : 0;
      last = resource;
    }
  }
  result.mean_touchpoints = touched_cases > 0 ? touchpoints / touched_cases : 0;
  for (const auto& [key, count] : handovers) {
    result.handovers.push_back({static_cast<Id>(key >> 32), static_cast<Id>(key), count});
  }
  std::sort(result.handovers.begin(), result.handovers.end(),
            [](const Handover& x, const Handover& y) {
              return std::tuple(y.count, x.from, x.to) < std::tuple(x.count, y.from, y.to);
            });
  for (Id r = 0; r < loads.size(); ++r) {
    loads[r].resource = r;
    loads[r].activities = activities[r].size();
    if (loads[r].steps > 0) result.loads.push_back(loads[r]);
  }
  std::stable_sort(result.loads.begin(), result.loads.end(),
                   [](const ResourceLoad& x, const ResourceLoad& y) { return x.steps > y.steps; });
  for (auto& [key, list] : done) {
    if (list.size() < kBatchMinSize) continue;
    Batching batching = CountBatches(key, list);
    if (batching.batches > 0) result.batches.push_back(batching);
  }
  std::sort(result.batches.begin(), result.batches.end(), [](const Batching& x, const Batching& y) {
    return std::tuple(y.steps, x.resource, x.activity) <
           std::tuple(x.steps, y.resource, y.activity);
  });
  return result;
}

}  // namespace huiyin::mining
