#include "mining/rules.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "mining/attributes.h"
#include "mining/compare.h"
#include "mining/live_log.h"
#include "mining/mining_logs.h"
#include "mining/rework.h"

namespace huiyin::mining {
namespace {

using test::LogOf;
using test::MustLoad;

// Domain 6.4, the refund model.
constexpr const char* kRefundRules = R"(# refund
R1: precedence(identity_verified, refund_executed)
R2: precedence(eligibility_checked, refund_executed)
R3: precedence(approval, refund_executed) when amount > 500
R4: four_eyes(approval, refund_executed)
R5: within(refund_executed, customer_notified, 24h)
R6: within(goods_received, refund_executed, 7d)
R6b: equal(refund_executed, amount, eligible_amount)
)";

constexpr const char* kRefunds =
    "case,activity,time,resource,amount,eligible_amount\n"
    // good, over the limit
    "1,goods_received,2026-01-01,sys,,\n1,identity_verified,2026-01-02,Li,,\n"
    "1,eligibility_checked,2026-01-02 01:00,Li,,\n1,approval,2026-01-02 02:00,Wang,,\n"
    "1,refund_executed,2026-01-03,Li,800,800\n1,customer_notified,2026-01-03 10:00,Li,,\n"
    // no verification, no approval though over the limit, told too late, other amount
    "2,goods_received,2026-01-01,sys,,\n2,eligibility_checked,2026-01-02,Li,,\n"
    "2,refund_executed,2026-01-03,Li,900,700\n2,customer_notified,2026-01-05,Li,,\n"
    // under the limit, executed after eight days, approved and executed by the same person
    "3,goods_received,2026-01-01,sys,,\n3,identity_verified,2026-01-02,Li,,\n"
    "3,eligibility_checked,2026-01-02 01:00,Li,,\n3,approval,2026-01-03,Li,,\n"
    "3,refund_executed,2026-01-09 00:00:01,Li,100,100\n3,customer_notified,2026-01-09 01:00,Li,,\n";

std::vector<size_t> Violations(std::string_view rules, const EventLog& log) {
  const auto parsed = ParseRules(rules);
  EXPECT_TRUE(parsed.ok()) << (parsed.ok() ? "" : parsed.error().message);
  std::vector<size_t> counts;
  for (const RuleResult& r : CheckRules(log, *parsed)) counts.push_back(r.violated.size());
  return counts;
}

TEST(Rules, RefundSample_FindsEveryFault) {
  const EventLog log = MustLoad(kRefunds).log;
  EXPECT_EQ(Violations(kRefundRules, log), (std::vector<size_t>{1, 0, 1, 1, 1, 1, 1}));
  const auto rules = ParseRules(kRefundRules);
  const auto results = CheckRules(log, *rules);
  EXPECT_EQ(log.CaseName(results[0].violated[0]), "2");
  EXPECT_EQ(results[2].activated.size(), 2u);  // only the two over the limit
  EXPECT_EQ(log.CaseName(results[3].violated[0]), "3");
}

TEST(Rules, Templates_ByHand) {
  const EventLog log = LogOf({"abc", "acb", "bb", "abab", "c"});
  EXPECT_EQ(Violations("init(a)", log)[0], 2u);
  EXPECT_EQ(Violations("end(b)", log)[0], 2u);
  EXPECT_EQ(Violations("response(a, b)", log)[0], 0u);
  EXPECT_EQ(Violations("precedence(a, b)", log)[0], 1u);
  EXPECT_EQ(Violations("succession(a, b)", log)[0], 1u);
  EXPECT_EQ(Violations("chain_response(a, b)", log)[0], 1u);
  EXPECT_EQ(Violations("chain_precedence(a, b)", log)[0], 2u);
  EXPECT_EQ(Violations("not_succession(b, a)", log)[0], 1u);
  EXPECT_EQ(Violations("coexistence(a, b)", log)[0], 1u);
  EXPECT_EQ(Violations("not_coexistence(a, c)", log)[0], 2u);
  EXPECT_EQ(Violations("existence(b)", log)[0], 1u);
  EXPECT_EQ(Violations("absence(b, 2)", log)[0], 2u);
  EXPECT_EQ(Violations("exactly_once(c)", log)[0], 2u);
  EXPECT_EQ(Violations("exactly(b, 2)", log)[0], 3u);
  EXPECT_EQ(Violations("within(a, b, 1min)", log)[0], 1u);
}

TEST(Rules, QuotesChineseAndUnknownNames) {
  const auto rules = ParseRules("规则一: response(\"受理, 登记\", 办结)  # 说明\n");
  ASSERT_TRUE(rules.ok()) << rules.error().message;
  EXPECT_EQ((*rules)[0].name, "规则一");
  EXPECT_EQ((*rules)[0].a, "受理, 登记");
  EXPECT_EQ(CheckRules(LogOf({"a"}), *rules)[0].unknown.size(), 2u);
}

TEST(Rules, BrokenText_NamesTheLine) {
  for (const char* bad : {"", "# only a comment", "response(a", "nonsense(a, b)", "response(a)",
                          "within(a, b, soon)", "absence(a, -1)", "absence(a, x)", "response(a, )",
                          "init(a) unless x=1", "init(a) when x", "\xFF(a)", "init"}) {
    const auto rules = ParseRules(bad);
    ASSERT_FALSE(rules.ok()) << bad;
    EXPECT_FALSE(rules.error().message.empty());
  }
  EXPECT_NE(ParseRules("init(a)\n\nfoo(b)\n").error().message.find("line 3"), std::string::npos);
}

TEST(Rules, Parsing_NeverCrashes_Property) {
  EXPECT_TRUE(rc::check("any text", [](const std::string& text) { (void)ParseRules(text); }));
}

TEST(Attributes, PlantedCause_IsFound) {
  std::string csv = "case,activity,time,case:channel,case:colour\n";
  std::vector<bool> inside;
  for (int i = 0; i < 400; ++i) {
    const bool slow = i % 4 == 0;
    const std::string channel = slow && i % 20 != 0 ? "fax" : "web";
    csv += std::to_string(i) + ",a," + std::to_string(1'767'225'600 + i) + "," + channel + "," +
           (i % 3 == 0 ? "red" : "blue") + "\n";
    inside.push_back(slow);
  }
  const auto found = FindOverRepresented(MustLoad(csv).log, inside);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].key, "channel");
  EXPECT_EQ(found[0].value, "fax");
  EXPECT_DOUBLE_EQ(found[0].lift, 4);
  EXPECT_LT(found[0].q, 1e-6);
}

TEST(Compare, PlantedDifference_IsSignificantAndSameLogsAreNot) {
  std::vector<std::string> a(100, "abd"), b(60, "abd");
  b.insert(b.end(), 40, "acd");
  const Comparison different = CompareLogs(LogOf(a), LogOf(b));
  size_t significant = 0;
  bool step_c = false;
  for (const Difference& d : different.differences) {
    significant += d.q <= kComparisonQ ? 1 : 0;
    step_c = step_c || (d.kind == DifferenceKind::kActivityShare && d.path[0] == "c" && d.a == 0 &&
                        d.b == 0.4 && d.q < 1e-6);
  }
  EXPECT_TRUE(step_c);
  EXPECT_GT(significant, 3u);
  for (const Difference& d : CompareLogs(LogOf(a), LogOf(a)).differences) {
    EXPECT_GT(d.q, kComparisonQ);
  }
  EXPECT_NE(ComparisonText(different, Language::kZh).find("有此活动的案件"), std::string::npos);
}

TEST(LiveLog, Summary_EqualsTheBatchResult_Property) {
  EXPECT_TRUE(rc::check("live", [] {
    LiveLog live;
    LogBuilder builder;
    const auto n = *rc::gen::inRange<size_t>(1, 80);
    for (size_t i = 0; i < n; ++i) {
      const std::string c = std::to_string(*rc::gen::inRange(0, 6));
      const std::string activity(1, static_cast<char>('a' + *rc::gen::inRange(0, 4)));
      const int64_t at = static_cast<int64_t>(i) * 1'000'000;
      RC_ASSERT(live.Append(c, activity, {at}, "Li").ok());
      builder.Append(builder.Case(c), builder.Activity(activity), at, builder.Resource("Li"));
    }
    const EventLog log = std::move(builder).Build();
    RC_ASSERT(test::Dump(live.Snapshot()) == test::Dump(log));
    const Dfg dfg = DiscoverDfg(log);
    const Variants variants = FindVariants(log);
    const LiveSummary summary = live.Summary({1000, {}, {}});
    RC_ASSERT(summary.cases == log.case_count());
    RC_ASSERT(summary.arcs.size() == dfg.arcs.size());
    for (size_t i = 0; i < dfg.arcs.size(); ++i) {
      RC_ASSERT(summary.arcs[i].from == log.ActivityName(dfg.arcs[i].from));
      RC_ASSERT(summary.arcs[i].count == dfg.arcs[i].count);
      RC_ASSERT(std::abs(summary.arcs[i].time.mean_s - dfg.arcs[i].time.mean_s) < 1e-6);
      RC_ASSERT(summary.arcs[i].time.max_s == dfg.arcs[i].time.max_s);
    }
    for (const LiveActivity& a : summary.activities) {
      const Id id = log.activity_names().Find(a.name);
      RC_ASSERT(a.count == dfg.activity[id]);
      RC_ASSERT(a.start == dfg.start[id]);
      RC_ASSERT(a.end == dfg.end[id]);
    }
    RC_ASSERT(summary.variant_count == variants.list.size());
    RC_ASSERT(summary.variants[0].count == variants.list[0].count);
    RC_ASSERT(summary.rework_cases == FindRework(log).cases);
  }));
}

// Any choice of cases, by any clock: the same as a batch run over those cases alone.
TEST(LiveLog, SummaryOfChosenCases_EqualsTheBatchResult_Property) {
  EXPECT_TRUE(rc::check("live, chosen", [] {
    LiveLog live;
    LogBuilder builder;
    std::vector<std::string> cases;
    const auto chosen = *rc::gen::container<std::vector<bool>>(6, rc::gen::arbitrary<bool>());
    const auto n = *rc::gen::inRange<size_t>(1, 60);
    for (size_t i = 0; i < n; ++i) {
      const int number = *rc::gen::inRange(0, 6);
      const std::string c = std::to_string(number);
      const std::string activity(1, static_cast<char>('a' + *rc::gen::inRange(0, 4)));
      const int64_t at = static_cast<int64_t>(i * i) * 1'000'000;
      RC_ASSERT(live.Append(c, activity, {at}).ok());
      if (std::find(cases.begin(), cases.end(), c) == cases.end()) cases.push_back(c);
      if (chosen[static_cast<size_t>(number)]) {
        builder.Append(builder.Case(c), builder.Activity(activity), at * 3);
      }
    }
    const EventLog log = std::move(builder).Build();
    LiveQuery query;
    query.keep = [&](size_t number) { return chosen[std::stoul(cases[number])]; };
    query.clock = [](int64_t us) { return us * 3; };
    const LiveSummary summary = live.Summary(query);
    const Dfg dfg = DiscoverDfg(log);
    RC_ASSERT(summary.cases == log.case_count());
    RC_ASSERT(summary.events == log.event_count());
    RC_ASSERT(summary.arcs.size() == dfg.arcs.size());
    for (size_t i = 0; i < dfg.arcs.size(); ++i) {
      RC_ASSERT(summary.arcs[i].from == log.ActivityName(dfg.arcs[i].from));
      RC_ASSERT(summary.arcs[i].to == log.ActivityName(dfg.arcs[i].to));
      RC_ASSERT(summary.arcs[i].count == dfg.arcs[i].count);
      RC_ASSERT(summary.arcs[i].time.median_s == dfg.arcs[i].time.median_s);
      RC_ASSERT(summary.arcs[i].time.p90_s == dfg.arcs[i].time.p90_s);
    }
    for (const LiveActivity& a : summary.activities) {
      const Id id = log.activity_names().Find(a.name);
      RC_ASSERT(id != kNoId);
      RC_ASSERT(a.count == dfg.activity[id] && a.start == dfg.start[id] && a.end == dfg.end[id]);
    }
    RC_ASSERT(summary.variant_count == FindVariants(log).list.size());
    RC_ASSERT(summary.rework_cases == FindRework(log).cases);
  }));
}

TEST(LiveLog, CasesBehindAnArc_AreFoundNewestFirst) {
  LiveLog live;
  for (const char* c : {"1", "2", "3"}) {
    ASSERT_TRUE(live.Append(c, "a", {1}).ok());
    ASSERT_TRUE(live.Append(c, c[0] == '2' ? "x" : "b", {2}).ok());
  }
  using Kind = LivePlace::Kind;
  using Names = std::vector<std::string>;
  EXPECT_EQ(live.CasesBehind({Kind::kArc, "a", "b"}, 10).names, (Names{"3", "1"}));
  EXPECT_EQ(live.CasesBehind({Kind::kArc, "a", "b"}, 1).names, (Names{"3"}));
  EXPECT_EQ(live.CasesBehind({Kind::kArc, "a", "b"}, 1).count, 2u);
  EXPECT_EQ(live.CasesBehind({Kind::kActivity, "x", ""}, 10).names, (Names{"2"}));
  EXPECT_EQ(live.CasesBehind({Kind::kActivity, "a", ""}, 10).names, (Names{"3", "2", "1"}));
  EXPECT_EQ(live.CasesBehind({Kind::kStart, "a", ""}, 10).count, 3u);
  EXPECT_EQ(live.CasesBehind({Kind::kEnd, "b", ""}, 10).names, (Names{"3", "1"}));
  EXPECT_EQ(live.CasesBehind({Kind::kArc, "a", "b"}, 9, [](size_t n) { return n == 0; }).names,
            (Names{"1"}));
  EXPECT_TRUE(live.CasesBehind({Kind::kArc, "zz", "b"}, 10).names.empty());
  EXPECT_TRUE(live.CasesBehind({Kind::kArc, "a", "zz"}, 10).names.empty());
  EXPECT_FALSE(live.Append("1", "c", {0}).ok());
  EXPECT_FALSE(live.Append("", "c", {9}).ok());
}

}  // namespace
}  // namespace huiyin::mining
