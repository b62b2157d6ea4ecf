#include "mining/analysis.h"

#include <algorithm>
#include <thread>

#include "mining/steps.h"

namespace huiyin::mining {
namespace {

void Explain(const EventLog& log, Analysis& a) {
  std::vector<bool> slow(log.case_count()), reworked(log.case_count());
  StepReader reader(log);
  std::vector<Id> seen;
  for (size_t c = 0; c < log.case_count(); ++c) {
    slow[c] = a.cases.duration_us[c] != kNoTime && a.cases.stats.p90_s > 0 &&
              static_cast<double>(a.cases.duration_us[c]) / 1e6 >= a.cases.stats.p90_s;
    seen.clear();
    Id last = kNoId;
    for (const Step& step : reader.Of(c)) {
      const bool again = std::find(seen.begin(), seen.end(), step.activity) != seen.end();
      if (again && last != step.activity) reworked[c] = true;
      if (!again) seen.push_back(step.activity);
      last = step.activity;
    }
  }
  a.in_slow = FindOverRepresented(log, slow);
  a.in_reworked = FindOverRepresented(log, reworked);
}

}  // namespace

Analysis Analyze(const EventLog& log, const AnalyzeOptions& options) {
  Analysis a;
  a.quality = CheckQuality(log, options.now_us);
  a.dfg = DiscoverDfg(log, options.threads);
  a.variants = FindVariants(log, options.threads);
  a.cases = MeasureCases(log);
  // What follows is one pass each and independent; two threads halve the wait.
  std::thread people([&] {
    a.rework = FindRework(log);
    a.resources = MeasureResources(log, options.offset_minutes);
  });
  a.activities = MeasureActivities(log);
  a.bottlenecks = FindBottlenecks(log, a.cases);
  a.flow = MeasureFlow(log);
  a.happy = HappyPath(log, a.variants, a.cases);
  a.critical = CriticalPath(log, a.dfg);
  people.join();
  a.findings = FindFindings(log, a.dfg, a.variants, a.cases, a.activities, a.rework, a.bottlenecks);
  Explain(log, a);
  return a;
}

}  // namespace huiyin::mining
