#include "mining/analysis.h"

#include <thread>

namespace huiyin::mining {

Analysis Analyze(const EventLog& log, const AnalyzeOptions& options) {
  Analysis a;
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
  return a;
}

}  // namespace huiyin::mining
