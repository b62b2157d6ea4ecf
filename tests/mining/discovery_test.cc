#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <numeric>

#include "base/random.h"
#include "mining/analysis.h"
#include "mining/filter.h"
#include "mining/mining_logs.h"

namespace huiyin::mining {
namespace {

using test::LogOf;
using test::MustLoad;
using test::RunningExample;

Id IdOf(const EventLog& log, std::string_view name) {
  const Id id = log.activity_names().Find(name);
  EXPECT_NE(id, kNoId) << name;
  return id;
}

const Arc& ArcOf(const EventLog& log, const Dfg& dfg, std::string_view from, std::string_view to) {
  static const Arc kNone;
  const Arc* arc = dfg.Find(IdOf(log, from), IdOf(log, to));
  EXPECT_NE(arc, nullptr) << from << " > " << to;
  return arc == nullptr ? kNone : *arc;
}

std::vector<std::string> RandomTraces() {
  return *rc::gen::container<std::vector<std::string>>(
      rc::gen::container<std::string>(rc::gen::inRange('a', 'f')));
}

std::vector<std::string> NonEmpty(std::vector<std::string> traces) {
  std::erase_if(traces, [](const std::string& t) { return t.empty(); });
  return traces;
}

TEST(Dfg, RunningExample_HasTheCountsOfTheBook) {
  // W. van der Aalst, Process Mining (2016), table 2.1, counted by hand.
  const EventLog log = RunningExample();
  const Dfg dfg = DiscoverDfg(log);
  EXPECT_EQ(dfg.start[IdOf(log, "register request")], 6u);
  EXPECT_EQ(dfg.end[IdOf(log, "pay compensation")], 3u);
  EXPECT_EQ(dfg.end[IdOf(log, "reject request")], 3u);
  EXPECT_EQ(dfg.activity[IdOf(log, "check ticket")], 9u);
  EXPECT_EQ(dfg.activity[IdOf(log, "examine casually")], 6u);
  EXPECT_EQ(dfg.activity[IdOf(log, "decide")], 9u);
  EXPECT_EQ(ArcOf(log, dfg, "check ticket", "decide").count, 6u);
  EXPECT_EQ(ArcOf(log, dfg, "decide", "reinitiate request").count, 3u);
  EXPECT_EQ(ArcOf(log, dfg, "register request", "examine casually").count, 3u);
  EXPECT_EQ(ArcOf(log, dfg, "register request", "check ticket").count, 2u);
  EXPECT_EQ(ArcOf(log, dfg, "register request", "examine thoroughly").count, 1u);
  const Arc& reject = ArcOf(log, dfg, "decide", "reject request");
  EXPECT_EQ(reject.count, 3u);
  EXPECT_LE(reject.time.min_s, reject.time.median_s);
  EXPECT_LE(reject.time.median_s, reject.time.p90_s);
  EXPECT_LE(reject.time.p90_s, reject.time.max_s);
  EXPECT_EQ(FindVariants(log).list.size(), 6u);
}

TEST(Dfg, Times_AreComputedByHand) {
  const EventLog log =
      MustLoad(
          "case,activity,time\n1,a,2026-01-01 00:00:00\n1,b,2026-01-01 00:00:10\n"
          "2,a,2026-01-01 00:01:00\n2,b,2026-01-01 00:01:20\n3,a,2026-01-01 00:02:00\n"
          "3,b,2026-01-01 00:02:40\n4,a,2026-01-01 00:03:00\n4,b,2026-01-01 00:03:50\n")
          .log;
  const Dfg dfg = DiscoverDfg(log);
  const Arc& arc = ArcOf(log, dfg, "a", "b");  // 10, 20, 40, 50 seconds
  EXPECT_EQ(arc.count, 4u);
  EXPECT_DOUBLE_EQ(arc.time.mean_s, 30);
  EXPECT_DOUBLE_EQ(arc.time.median_s, 30);
  EXPECT_DOUBLE_EQ(arc.time.p90_s, 47);  // numpy.percentile([10, 20, 40, 50], 90)
  EXPECT_DOUBLE_EQ(arc.time.min_s, 10);
  EXPECT_DOUBLE_EQ(arc.time.max_s, 50);
  EXPECT_DOUBLE_EQ(arc.time.sum_s, 120);
  EXPECT_DOUBLE_EQ(Dependency(dfg, IdOf(log, "a"), IdOf(log, "b")), 4.0 / 5.0);
}

TEST(Dfg, Arcs_AreOrderedByCountThenNames) {
  const EventLog log = LogOf({"ab", "ab", "cd", "ba"});
  const Dfg dfg = DiscoverDfg(log);
  ASSERT_EQ(dfg.arcs.size(), 3u);
  EXPECT_EQ(log.ActivityName(dfg.arcs[0].from), "a");
  EXPECT_EQ(log.ActivityName(dfg.arcs[1].from), "b");
  EXPECT_EQ(log.ActivityName(dfg.arcs[2].from), "c");
}

TEST(Dfg, ArcsOutPlusEnds_AreTheCountOfTheActivity_Property) {
  EXPECT_TRUE(rc::check("flow balance", [] {
    const EventLog log = LogOf(NonEmpty(RandomTraces()));
    const Dfg dfg = DiscoverDfg(log, *rc::gen::inRange<size_t>(1, 5));
    std::vector<uint64_t> out(dfg.end), in(dfg.start);
    for (const Arc& arc : dfg.arcs) {
      out[arc.from] += arc.count;
      in[arc.to] += arc.count;
    }
    RC_ASSERT(out == dfg.activity);
    RC_ASSERT(in == dfg.activity);
  }));
}

TEST(Dfg, WhateverTheThreads_EqualsTheNaiveCount_Property) {
  EXPECT_TRUE(rc::check("naive", [] {
    const auto traces = NonEmpty(RandomTraces());
    const EventLog log = LogOf(traces);
    std::map<std::pair<char, char>, uint64_t> naive;
    for (const std::string& t : traces) {
      for (size_t i = 1; i < t.size(); ++i) ++naive[{t[i - 1], t[i]}];
    }
    const Dfg dfg = DiscoverDfg(log, *rc::gen::inRange<size_t>(1, 4));
    RC_ASSERT(dfg.arcs.size() == naive.size());
    for (const Arc& arc : dfg.arcs) {
      const auto key = std::pair(log.ActivityName(arc.from)[0], log.ActivityName(arc.to)[0]);
      RC_ASSERT(naive.at(key) == arc.count);
      RC_ASSERT(arc.time.mean_s == 60);
    }
  }));
}

TEST(Dfg, WithManyActivities_UsesTheSparseTable) {
  std::string csv = "case,activity,time\n";
  for (int i = 0; i < 700; ++i) csv += "1,step" + std::to_string(i) + ",2026-01-01 00:00\n";
  const EventLog log = MustLoad(csv).log;
  EXPECT_EQ(DiscoverDfg(log).arcs.size(), 699u);
}

TEST(Variants, Counts_SumToTheCases_Property) {
  EXPECT_TRUE(rc::check("variants", [] {
    const auto traces = NonEmpty(RandomTraces());
    const EventLog log = LogOf(traces);
    const Variants variants = FindVariants(log, *rc::gen::inRange<size_t>(1, 4));
    std::map<std::string, uint64_t> naive;
    for (const auto& t : traces) ++naive[t];
    uint64_t total = 0;
    for (const Variant& v : variants.list) {
      std::string text;
      for (const Id a : v.path) text += log.ActivityName(a);
      RC_ASSERT(naive.at(text) == v.count);
      total += v.count;
    }
    RC_ASSERT(total == log.case_count());
    RC_ASSERT(variants.list.size() == naive.size());
    for (size_t c = 0; c < log.case_count(); ++c) {
      const auto path = variants.list[variants.of_case[c]].path;
      RC_ASSERT(std::equal(path.begin(), path.end(), log.Trace(c).begin(), log.Trace(c).end()));
    }
  }));
}

TEST(Variants, Order_IsByCountThenNames) {
  const EventLog log = LogOf({"b", "ab", "a", "ab", "aaaaaaaaab", "aaaaaaaaaa"});
  const Variants variants = FindVariants(log);
  std::string order;
  for (const Variant& v : variants.list) {
    for (const Id a : v.path) order += log.ActivityName(a);
    order += ' ';
  }
  EXPECT_EQ(order, "ab a aaaaaaaaaa aaaaaaaaab b ");
  EXPECT_EQ(variants.Covering(0.3), 1u);
  EXPECT_EQ(variants.Covering(0.5), 2u);
  EXPECT_EQ(variants.Covering(1), 5u);
}

// Above 4,096 values ranks are found by counting; the result is that of sorting, whatever the
// shape.
TEST(Durations, OfManyValues_AreThoseOfSorting_Property) {
  EXPECT_TRUE(rc::check("many durations", [] {
    const auto n = *rc::gen::inRange<size_t>(4000, 9000);
    const auto shape = *rc::gen::inRange(0, 4);
    SeededRandom random(*rc::gen::arbitrary<uint64_t>());
    std::vector<int64_t> values;
    for (size_t i = 0; i < n; ++i) {
      const auto draw = static_cast<int64_t>(random.Next() >> 1);
      values.push_back(shape == 0   ? draw % 7             // few different ones
                       : shape == 1 ? draw >> (draw % 60)  // over all magnitudes
                       : shape == 2 ? draw % 1'000'000'000 - 500'000'000
                                    : (i == 0 ? int64_t{1} << 62 : draw % 100));  // one far away
    }
    std::vector<int64_t> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const DurationStats stats = Summarize(values);
    RC_ASSERT(stats.median_s == SortedQuantile(sorted, 0.5));
    RC_ASSERT(stats.p90_s == SortedQuantile(sorted, 0.9));
    RC_ASSERT(stats.min_s == static_cast<double>(sorted.front()) / 1e6);
    RC_ASSERT(stats.max_s == static_cast<double>(sorted.back()) / 1e6);
  }));
}

TEST(Timing, StartAndComplete_GiveWaitingAndWorking) {
  // a worked 10 min (2 suspended), then 20 min waiting, b worked 30 min.
  const EventLog log =
      MustLoad(
          "case,activity,time,lifecycle\n1,a,2026-01-01 10:00,start\n1,a,2026-01-01 10:03,suspend\n"
          "1,a,2026-01-01 10:05,resume\n1,a,2026-01-01 10:10,complete\n"
          "1,b,2026-01-01 10:30,start\n1,b,2026-01-01 11:00,complete\n")
          .log;
  const auto times = MeasureActivities(log);
  const Id a = IdOf(log, "a"), b = IdOf(log, "b");
  EXPECT_DOUBLE_EQ(times[a].working.mean_s, 8 * 60);
  EXPECT_EQ(times[a].waiting.count, 0u);
  EXPECT_DOUBLE_EQ(times[b].waiting.mean_s, 20 * 60);
  EXPECT_DOUBLE_EQ(times[b].working.mean_s, 30 * 60);
  EXPECT_DOUBLE_EQ(times[b].sojourn.mean_s, 50 * 60);
  const auto bottlenecks = FindBottlenecks(log, MeasureCases(log));
  ASSERT_EQ(bottlenecks.size(), 2u);  // the arc and the activity waited for
  EXPECT_DOUBLE_EQ(bottlenecks[0].total_wait_s, 20 * 60);
  EXPECT_DOUBLE_EQ(bottlenecks[0].share, 1);
  EXPECT_TRUE(bottlenecks[0].flagged);
  EXPECT_DOUBLE_EQ(bottlenecks[0].saved_s, 10 * 60);
}

// A clock that stands still from minute 1 to minute 61, as over a night.
TEST(Timing, ByAnotherClock_EveryLengthFollowsItAndNoPointInTimeDoes) {
  const char kCsv[] =
      "case,activity,timestamp,lifecycle,resource\n"
      "1,a,2026-01-01T00:00:00Z,start,Li\n1,a,2026-01-01T00:02:00Z,complete,Li\n"
      "1,b,2026-01-01T01:02:00Z,start,Wu\n1,b,2026-01-01T01:05:00Z,complete,Wu\n";
  const EventLog real = MustLoad(kCsv).log;
  EventLog copy = MustLoad(kCsv).log;
  const int64_t stop = real.time_us()[0] + 60'000'000, go = real.time_us()[0] + 61 * 60'000'000ll;
  const EventLog log = std::move(copy).MeasuredBy([&](int64_t us) {
    return us < stop ? us : us < go ? stop : us - (go - stop);
  });
  const Analysis a = Analyze(log), b = Analyze(real);
  EXPECT_EQ(a.cases.stats.mean_s, 5 * 60);  // 65 minutes less the 60
  EXPECT_EQ(b.cases.stats.mean_s, 65 * 60);
  const Id first = IdOf(log, "a"), second = IdOf(log, "b");
  EXPECT_EQ(a.activities[first].working.mean_s, 60);
  EXPECT_EQ(a.activities[second].working.mean_s, 180);
  EXPECT_EQ(a.activities[second].waiting.mean_s, 60);
  EXPECT_EQ(b.activities[second].waiting.mean_s, 60 * 60);
  EXPECT_EQ(a.resources.loads[0].by_hour, b.resources.loads[0].by_hour);
  EXPECT_EQ(a.flow.little.mean_in_progress, b.flow.little.mean_in_progress);
  EXPECT_TRUE(Apply(log, Filter(DurationFilter{600, -1})).event_count() == 0);
  EXPECT_EQ(Apply(real, Filter(DurationFilter{600, -1})).event_count(), 4u);
}

TEST(Timing, WithoutStartEvents_WorkingTimeIsUnknownNotZero) {
  const EventLog log = LogOf({"ab"});
  EXPECT_EQ(MeasureActivities(log)[IdOf(log, "b")].working.count, 0u);
}

TEST(Timing, Paths_HappyIsTheMostFrequentCriticalTheLongest) {
  const EventLog log =
      MustLoad(
          "case,activity,time\n1,a,2026-01-01 00:00\n1,b,2026-01-01 00:01\n1,d,2026-01-01 00:02\n"
          "2,a,2026-01-01 00:00\n2,b,2026-01-01 00:01\n2,d,2026-01-01 00:02\n"
          "3,a,2026-01-01 00:00\n3,c,2026-01-01 09:00\n3,d,2026-01-01 10:00\n")
          .log;
  const Analysis analysis = Analyze(log);
  const auto text = [&](const PathSummary& p) {
    std::string s;
    for (const Id id : p.path) s += log.ActivityName(id);
    return s;
  };
  EXPECT_EQ(text(analysis.happy), "abd");
  EXPECT_EQ(analysis.happy.cases, 2u);
  EXPECT_DOUBLE_EQ(analysis.happy.expected_s, 120);
  EXPECT_EQ(text(analysis.critical), "acd");
  EXPECT_DOUBLE_EQ(analysis.critical.expected_s, 36'000.0 / 3);
}

TEST(Rework, Kinds_AreCountedApart) {
  const EventLog log = LogOf({"abab", "aab", "abc", "abca"});
  const Rework rework = FindRework(log);
  EXPECT_EQ(rework.cases, 2u);  // abab and abca; aab is a self-loop
  EXPECT_DOUBLE_EQ(rework.rate, 0.5);
  const auto& a = rework.activities[0];
  EXPECT_EQ(log.ActivityName(a.activity), "a");
  EXPECT_EQ(a.cases, 2u);
  EXPECT_EQ(a.repeats, 2u);
  EXPECT_EQ(a.self_loops, 1u);
  EXPECT_EQ(a.most_in_a_case, 2u);
  ASSERT_EQ(rework.patterns.size(), 1u);
  EXPECT_EQ(rework.patterns[0].pattern.size(), 2u);
  EXPECT_EQ(rework.patterns[0].cases, 1u);
}

TEST(Rework, PingPong_BetweenPeopleAndDepartments) {
  const EventLog log =
      MustLoad(
          "case,activity,time,resource,department\n1,a,2026-01-01,Li,X\n1,b,2026-01-02,Wang,Y\n"
          "1,c,2026-01-03,Li,X\n1,d,2026-01-04,Li,X\n2,a,2026-01-01,Li,X\n2,b,2026-01-02,Zhao,X\n")
          .log;
  const Rework rework = FindRework(log);
  ASSERT_EQ(rework.people.size(), 1u);
  EXPECT_EQ(rework.people[0].count, 1u);
  EXPECT_EQ(rework.people_cases, 1u);
  EXPECT_EQ(rework.department_attribute, "department");
  EXPECT_EQ(rework.department_cases, 1u);
  const Resources resources = MeasureResources(log);
  ASSERT_EQ(resources.handovers.size(), 3u);
  EXPECT_EQ(resources.loads[0].steps, 4u);
  EXPECT_DOUBLE_EQ(resources.mean_touchpoints, 2.5);
}

TEST(Resources, ManyCasesWithinAMinute_AreABatch) {
  std::string csv = "case,activity,time,resource\n";
  for (int i = 0; i < 5; ++i) {
    csv += std::to_string(i) + ",sign,2026-01-01 09:00:" + std::to_string(10 + i) + ",Li\n";
  }
  csv += "9,sign,2026-01-01 15:00:00,Li\n";
  const Resources resources = MeasureResources(MustLoad(csv).log, 480);
  ASSERT_EQ(resources.batches.size(), 1u);
  EXPECT_EQ(resources.batches[0].batches, 1u);
  EXPECT_EQ(resources.batches[0].steps, 5u);
  EXPECT_EQ(resources.loads[0].by_hour[17], 5u);  // 09:00 UTC is 17:00 in Beijing
}

TEST(Flow, SteadyProcess_PassesLittlesLaw) {
  std::string csv = "case,activity,time\n";
  for (int i = 0; i < 1000; ++i) {  // one case an hour, each open for ten hours
    const int64_t from = 1'767'225'600 + i * 3600;
    csv += std::to_string(i) + ",a," + std::to_string(from) + "\n";
    csv += std::to_string(i) + ",b," + std::to_string(from + 36'000) + "\n";
  }
  const Flow flow = MeasureFlow(MustLoad(csv).log);
  EXPECT_TRUE(flow.little.steady);
  EXPECT_NEAR(flow.little.mean_in_progress, 10, 0.1);
  EXPECT_NEAR(flow.little.arrivals_per_day, 24, 0.2);
  EXPECT_DOUBLE_EQ(flow.little.mean_duration_s, 36'000);
  uint64_t arrived = 0, finished = 0;
  for (const FlowPoint& point : flow.points) {
    arrived += point.arrived;
    finished += point.finished;
    EXPECT_EQ(point.in_progress, arrived - finished);
  }
  EXPECT_EQ(arrived, 1000u);
  EXPECT_EQ(finished, 1000u);
  ASSERT_EQ(flow.queues.size(), 1u);
  EXPECT_NEAR(flow.queues[0].mean_length, 10, 0.2);
}

// Two cases wait for b, from 01:00 to 03:00 and from 01:30 to 02:30; a case that does not wait.
TEST(Flow, QueueOverTime_CountsTheWaits) {
  LoadOptions options;
  options.start_time_key = "start";
  const Flow flow = MeasureFlow(MustLoad("case,activity,start,time\n"
                                         "1,a,2026-01-01T00:10:00Z,2026-01-01T01:00:00Z\n"
                                         "1,b,2026-01-01T03:00:00Z,2026-01-01T03:30:00Z\n"
                                         "2,a,2026-01-01T00:20:00Z,2026-01-01T01:30:00Z\n"
                                         "2,b,2026-01-01T02:30:00Z,2026-01-01T03:40:00Z\n"
                                         "3,a,2026-01-01T01:00:00Z,2026-01-01T01:30:00Z\n"
                                         "3,b,2026-01-01T01:30:00Z,2026-01-01T03:10:00Z\n",
                                         options)
                                    .log);
  ASSERT_TRUE(flow.knows_queue);
  std::vector<uint64_t> waiting;
  for (const FlowPoint& point : flow.points) waiting.push_back(point.waiting);
  EXPECT_EQ(waiting, (std::vector<uint64_t>{0, 2, 1, 0}));
}

TEST(Flow, StandingBacklog_IsNotSteady) {
  std::string csv = "case,activity,time\n";
  for (int i = 0; i < 1000; ++i) {  // fifty old cases stay open to the end, the rest take an hour
    const int64_t from = 1'767'225'600 + i * 3600;
    const int64_t to = i < 50 ? 1'767'225'600 + 1000 * 3600 : from + 3600;
    csv += std::to_string(i) + ",a," + std::to_string(from) + "\n";
    csv += std::to_string(i) + ",b," + std::to_string(to) + "\n";
  }
  const Flow flow = MeasureFlow(MustLoad(csv).log);
  EXPECT_FALSE(flow.little.steady);
  EXPECT_NEAR(flow.little.ratio, 51, 1);
}

TEST(Findings, KnownTroubles_AreFound) {
  std::vector<std::string> traces(20, "abcd");
  for (int i = 0; i < 5; ++i) traces.push_back("abcbcxd");
  traces.push_back("abbbbbbcd");
  const Analysis analysis = Analyze(LogOf(traces));
  std::map<FindingKind, size_t> kinds;
  for (const Finding& f : analysis.findings) {
    ++kinds[f.kind];
    EXPECT_FALSE(f.cases.empty()) << FindingName(f.kind);
    EXPECT_TRUE(std::is_sorted(f.cases.begin(), f.cases.end()));
    EXPECT_LE(kinds[f.kind], 3u);
  }
  EXPECT_TRUE(kinds.contains(FindingKind::kRework));
  EXPECT_TRUE(kinds.contains(FindingKind::kRepeatingPattern));
  EXPECT_TRUE(kinds.contains(FindingKind::kExtremeRepetition));
  EXPECT_TRUE(kinds.contains(FindingKind::kExtraStep));
  EXPECT_TRUE(kinds.contains(FindingKind::kBottleneck));
}

TEST(Filter, CaseFilters_Commute_Property) {
  EXPECT_TRUE(rc::check("commute", [] {
    const EventLog log = LogOf(NonEmpty(RandomTraces()));
    const std::vector<Filter> all = {ActivityFilter{{"a"}, Keep::kWith},
                                     ActivityFilter{{"b", "c"}, Keep::kWithout},
                                     PathFilter{"a", "b", Distance::kEventually, Keep::kWith},
                                     DurationFilter{60, 240},
                                     TimeFilter{0, 20'000'000'000, TimeMode::kStarted},
                                     EndpointFilter{"a", ""}};
    const size_t i = *rc::gen::inRange<size_t>(0, all.size());
    const size_t j = *rc::gen::inRange<size_t>(0, all.size());
    const auto one = test::Dump(Apply(log, {all[i], all[j]}));
    RC_ASSERT(one == test::Dump(Apply(log, {all[j], all[i]})));
    RC_ASSERT(test::Dump(Apply(log, {all[i], all[i]})) == test::Dump(Apply(log, all[i])));
  }));
}

TEST(Filter, Each_KeepsWhatItSays) {
  const EventLog log = RunningExample();
  EXPECT_EQ(Apply(log, ActivityFilter{{"pay compensation"}, Keep::kWith}).case_count(), 3u);
  EXPECT_EQ(Apply(log, EventActivityFilter{{"decide"}, Keep::kWithout}).event_count(), 33u);
  EXPECT_EQ(Apply(log, PathFilter{"decide", "reinitiate request"}).case_count(), 2u);
  EXPECT_EQ(Apply(log, VariantFilter{1, 2}).case_count(), 2u);
  EXPECT_EQ(Apply(log, *ParseAttributeFilter("resource=Pete")).case_count(), 4u);
  EXPECT_EQ(Apply(log, *ParseAttributeFilter("cost>=500")).case_count(), 0u);
  EXPECT_GT(Apply(log, *ParseAttributeFilter("cost>100")).case_count(), 0u);
  EXPECT_FALSE(ParseAttributeFilter("nonsense").ok());
  EXPECT_EQ(Apply(log, LifecycleFilter{}).event_count(), 42u);  // no lifecycle: all complete
  EXPECT_EQ(Apply(log, DurationFilter{1e12, -1}).case_count(), 0u);
}

}  // namespace
}  // namespace huiyin::mining
