// What is said about a log before its figures: doubtful events, people short of time, names for
// people to read.
#include "mining/quality.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "mining/analysis.h"
#include "mining/mining_logs.h"
#include "mining/report_text.h"
#include "mining/words.h"

namespace huiyin::mining {
namespace {

using test::LogOf;
using test::MustLoad;

TEST(Quality, DoubtfulEvents_AreCounted) {
  const EventLog log = MustLoad(
                           "case,activity,time,resource\n"
                           "1,a,2026-01-01T00:00:00Z,Li\n"
                           "1,b,2026-01-01T00:00:00Z,Li\n"
                           "1,a,2026-01-01T00:00:00Z,Li\n"   // recorded twice
                           "1,a,2026-01-02T00:00:00Z,Li\n"   // done again, later
                           "2,a,2026-01-01T00:00:00Z,\n"     // nobody
                           "2,b,2030-01-01T00:00:00Z,Li\n")  // not yet
                           .log;
  const LogQuality q = CheckQuality(log, 1'790'000'000'000'000);
  EXPECT_EQ(q.events, 6u);
  EXPECT_EQ(q.same_time, 2u);
  EXPECT_EQ(q.repeated, 1u);
  EXPECT_EQ(q.without_resource, 1u);
  EXPECT_EQ(q.in_future, 1u);
  EXPECT_EQ(q.without_time, 0u);
  EXPECT_EQ(CheckQuality(log).in_future, 0u);
  EXPECT_NE(SayQuality(q, Language::kZh).find("重复记录的 17%（1）"), std::string::npos)
      << SayQuality(q, Language::kZh);
  EXPECT_NE(SayQuality(q, Language::kEn).find("17% (1) recorded twice"), std::string::npos);
}

TEST(Quality, LogWithoutFaults_HasNothingSaidOfIt) {
  EXPECT_EQ(SayQuality(CheckQuality(LogOf({"abc", "ab"})), Language::kEn), "");
}

// Events of one case at one time: all but the first are at the time of the one before, and all but
// the different ones are repeated.
TEST(Quality, EventsAtOnce_Property) {
  EXPECT_TRUE(rc::check("at once", [](const std::vector<uint8_t>& steps) {
    RC_PRE(!steps.empty());
    LogBuilder builder;
    const Id id = builder.Case("c");
    std::set<uint8_t> different;
    for (const uint8_t step : steps) {
      builder.Append(id, builder.Activity(std::to_string(step)), 5'000'000);
      different.insert(step);
    }
    const LogQuality q = CheckQuality(std::move(builder).Build());
    RC_ASSERT(q.same_time == steps.size() - 1);
    RC_ASSERT(q.repeated == steps.size() - different.size());
  }));
}

// Li works nine hours of ten, Wang one; b waits an hour each time.
TEST(Bottlenecks, StepWhosePeopleAreAlwaysBusy_IsFlagged) {
  std::string csv = "case,activity,time,start,resource\n";
  const auto at = [](int hour) {
    return "2026-01-01T" + std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":00:00Z";
  };
  csv += "0,a," + at(1) + "," + at(0) + ",Wang\n";
  for (int i = 0; i < 3; ++i) {
    const std::string id = std::to_string(i);
    if (i > 0) csv += id + ",a," + at(1) + "," + at(1) + ",\n";
    csv += id + ",b," + at(1 + 3 * (i + 1)) + "," + at(1 + 3 * i) + ",Li\n";
  }
  LoadOptions options;
  options.start_time_key = "start";
  const EventLog log = MustLoad(csv, options).log;
  bool found = false;
  for (const Bottleneck& b : FindBottlenecks(log, MeasureCases(log))) {
    if (b.kind != BottleneckKind::kActivity || log.ActivityName(b.to) != "b") continue;
    found = true;
    EXPECT_DOUBLE_EQ(b.utilization, 0.9);
    EXPECT_TRUE(b.flagged);
  }
  EXPECT_TRUE(found);
  const Analysis analysis = Analyze(log);
  EXPECT_NE(ReportText(log, analysis, Language::kEn).find("Short of hands"), std::string::npos);
}

// Nineteen quick cases wait for b, one slow case waits for c: b holds most of all waiting, c the
// waiting of the slowest tenth.
TEST(Bottlenecks, SlowCases_HaveARankOfTheirOwn) {
  std::string csv = "case,activity,time\n";
  for (int i = 0; i < 19; ++i) {
    const std::string id = std::to_string(i);
    csv += id + ",a,2026-01-01T00:00:00Z\n" + id + ",b,2026-01-01T01:00:" + std::to_string(10 + i) +
           "Z\n";
  }
  csv += "19,a,2026-01-01T00:00:00Z\n19,c,2026-01-01T10:00:00Z\n";
  const EventLog log = MustLoad(csv).log;
  const auto list = FindBottlenecks(log, MeasureCases(log));
  size_t seen = 0;
  for (const Bottleneck& b : list) {
    if (b.kind != BottleneckKind::kArc) continue;
    const bool to_c = log.ActivityName(b.to) == "c";
    EXPECT_EQ(seen++ == 0, !to_c);
    EXPECT_EQ(b.slow_case_rank <= 2, to_c) << log.ActivityName(b.to);
  }
  EXPECT_EQ(seen, 2u);
}

TEST(EventLog, Renamed_KeepsIdsAndTellsEqualNamesApart) {
  EventLog log = LogOf({"abc", "cba"});
  const std::vector<Id> before(log.activity().begin(), log.activity().end());
  log = std::move(log).Renamed(
      [](std::string_view name) { return std::string(name == "c" ? "c" : "same"); },
      [](std::string_view name) { return std::string(name); });
  EXPECT_TRUE(std::equal(before.begin(), before.end(), log.activity().begin()));
  EXPECT_EQ(log.ActivityName(log.activity()[0]), "same");
  EXPECT_EQ(log.ActivityName(log.activity()[1]), "same (b)");
  EXPECT_EQ(log.ActivityName(log.activity()[2]), "c");
}

}  // namespace
}  // namespace huiyin::mining
