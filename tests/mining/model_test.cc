#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "mining/conformance.h"
#include "mining/marking_equation.h"
#include "mining/mining_logs.h"
#include "mining/process_tree.h"
#include "mining/xml_reader.h"

namespace huiyin::mining {
namespace {

using test::LogOf;

std::vector<std::string> SomeTraces(char last) {
  auto traces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('a', last))));
  RC_PRE(!traces.empty());
  if (traces.size() > 12) traces.resize(12);
  for (std::string& t : traces) t.resize(std::min<size_t>(t.size(), 12));
  return traces;
}

std::string TreeOf(const EventLog& log, double noise = 0) {
  return TreeText(MineInductive(FindVariants(log), noise), log.activity_names());
}

TEST(Inductive, TextbookLogs_GiveTheTextbookTrees) {
  // L1 of W. van der Aalst, Process Mining: [<a,b,c,d>3, <a,c,b,d>2, <a,e,d>].
  EXPECT_EQ(TreeOf(LogOf({"abcd", "abcd", "abcd", "acbd", "acbd", "aed"})),
            "->( 'a', X( +( 'b', 'c' ), 'e' ), 'd' )");
  // Leemans, Fahland, van der Aalst (2013): a loop with a way back.
  EXPECT_EQ(TreeOf(LogOf({"ab", "abcab", "abcabcab"})), "*( ->( 'a', 'b' ), 'c' )");
  EXPECT_EQ(TreeOf(LogOf({"a", "b"})), "X( 'a', 'b' )");
  EXPECT_EQ(TreeOf(LogOf({"aa", "a"})), "*( 'a', tau )");
}

TEST(Inductive, RunningExample_IsTheModelOfTheBook) {
  // Figure 2.6 of the book: register, examine beside check, decide, perhaps again, then an outcome.
  const EventLog log = test::RunningExample();
  const std::string tree = TreeOf(log);
  EXPECT_EQ(tree,
            "->( 'register request', *( ->( +( 'check ticket', X( 'examine casually', 'examine "
            "thoroughly' ) ), 'decide' ), 'reinitiate request' ), X( 'pay compensation', 'reject "
            "request' ) )");
}

TEST(Inductive, AtThresholdZero_TheModelReplaysItsOwnLog_Property) {
  EXPECT_TRUE(rc::check("fitness 1", [] {
    const EventLog log = LogOf(SomeTraces('f'));
    const Variants variants = FindVariants(log);
    const PetriNet net = NetOf(MineInductive(variants, 0));
    const ReplayResult replay = TokenReplay(net, variants);
    RC_ASSERT(replay.fitness == 1.0);
    RC_ASSERT(replay.fitting_cases == log.case_count());
    const AlignmentResult aligned = AlignLog(net, variants, {}, 1);
    RC_ASSERT(aligned.stopped_cases == 0u);
    RC_ASSERT(aligned.total_cost == 0u);
    const double precision = EscapingEdgesPrecision(net, variants, aligned);
    RC_ASSERT(precision > 0 && precision <= 1);
  }));
}

TEST(Replay, WhenTheShortestSilentWayIsWrong_OtherWaysAreTried) {
  // Found by the properties: greedy replay called these deviating.
  for (const auto& traces : {std::vector<std::string>{"dadb", "adcbcabd"},
                             std::vector<std::string>{"bacb", "babca", "b"}}) {
    const EventLog log = LogOf(traces);
    const Variants variants = FindVariants(log);
    EXPECT_EQ(TokenReplay(NetOf(MineInductive(variants, 0)), variants).fitness, 1.0);
  }
}

TEST(Inductive, Noise_LeavesTheRareOut) {
  // No cut holds with the one odd trace; without its rare arcs the sequence is found.
  std::vector<std::string> traces(100, "abc");
  traces.push_back("aca");
  const EventLog log = LogOf(traces);
  EXPECT_EQ(TreeOf(log, 0.2), "->( 'a', 'b', 'c' )");
  EXPECT_NE(TreeOf(log, 0), TreeOf(log, 0.2));
}

TEST(Replay, WithACaseThatDoesNotFit_CountsTokensByHand) {
  // The model is a then b. "a": source consumed and place 2 produced, then the end is missing.
  const EventLog model_log = LogOf({"ab"});
  const PetriNet net = NetOf(MineInductive(FindVariants(model_log), 0));
  const EventLog log = LogOf({"a"});
  const ReplayResult replay = TokenReplay(net, FindVariants(log));
  EXPECT_EQ(replay.produced, 2u);
  EXPECT_EQ(replay.consumed, 2u);
  EXPECT_EQ(replay.missing, 1u);
  EXPECT_EQ(replay.remaining, 1u);
  EXPECT_DOUBLE_EQ(replay.fitness, 0.5);
}

TEST(Align, CostsAreComputedByHand) {
  const EventLog log = LogOf({"abcd", "acbd", "ad", "abcbd", "bd", "abcdx"});
  // Model: a, then b beside c, then d.
  const Variants all = FindVariants(log);
  const EventLog two = log.SelectCases([](size_t c) { return c < 2; });
  const PetriNet net = NetOf(MineInductive(FindVariants(two), 0));
  Aligner aligner(net);
  const std::vector<uint32_t> expected = {0, 0, 2, 1, 2, 1};
  for (size_t c = 0; c < log.case_count(); ++c) {
    const Alignment alignment = aligner.Align(log.Trace(c), {});
    EXPECT_EQ(alignment.status, AlignStatus::kOptimal);
    EXPECT_EQ(alignment.cost, expected[c]) << c;
    size_t steps = 0;
    for (const Move& move : alignment.moves) steps += move.step != kNoId ? 1 : 0;
    EXPECT_EQ(steps, log.Trace(c).size());
  }
  const AlignmentResult result = AlignLog(net, all, {});
  EXPECT_EQ(result.shortest_run, 4u);
  // 1, 1, 1 - 2/6, 1 - 1/9, 1 - 2/6, 1 - 1/9
  EXPECT_NEAR(result.fitness, (1 + 1 + 4.0 / 6 + 8.0 / 9 + 4.0 / 6 + 8.0 / 9) / 6, 1e-12);
}

TEST(Align, CostIsZeroExactlyWhenReplayFits_AndSymmetricBounds_Property) {
  EXPECT_TRUE(rc::check("align vs replay", [] {
    auto traces = SomeTraces('e');
    const size_t model_cases = *rc::gen::inRange<size_t>(1, traces.size() + 1);
    const EventLog log = LogOf(traces);
    const EventLog part = log.SelectCases([&](size_t c) { return c < model_cases; });
    const ProcessTree tree = MineInductive(FindVariants(part), 0);
    const PetriNet net = NetOf(tree);
    const Variants variants = FindVariants(log);
    const ReplayResult replay = TokenReplay(net, variants);
    const AlignmentResult aligned = AlignLog(net, variants, {}, 1);
    RC_ASSERT(aligned.shortest_run == ShortestRun(tree));
    for (size_t v = 0; v < variants.list.size(); ++v) {
      const Alignment& a = aligned.by_variant[v];
      RC_ASSERT(a.status == AlignStatus::kOptimal);
      RC_ASSERT((a.cost == 0) == replay.fits[v]);
      RC_ASSERT(a.cost <= variants.list[v].path.size() + aligned.shortest_run);
    }
  }));
}

// Bounds of the marking equation are never above the cost that the plain search finds, and the
// search that uses them finds the same cost.
TEST(Align, MarkingEquation_BoundsFromBelow_Property) {
  EXPECT_TRUE(rc::check("lower bound", [] {
    const EventLog model_log = LogOf(SomeTraces('f'));
    const PetriNet net = NetOf(MineInductive(FindVariants(model_log), 0));
    auto trace_text = *rc::gen::container<std::string>(rc::gen::inRange('a', 'h'));
    trace_text.resize(std::min<size_t>(trace_text.size(), 9));
    std::vector<uint32_t> label_of;
    std::vector<Id> activities;
    for (const Transition& t : net.transitions) {
      const auto known = std::find(activities.begin(), activities.end(), t.activity);
      label_of.push_back(t.activity == kNoId ? kNoId
                                             : static_cast<uint32_t>(known - activities.begin()));
      if (t.activity != kNoId && known == activities.end()) activities.push_back(t.activity);
    }
    std::vector<uint32_t> left(activities.size(), 0);
    std::vector<Id> trace;
    uint32_t unknown = 0;
    for (const char c : trace_text) {
      const Id id = model_log.activity_names().Find(std::string(1, c));
      trace.push_back(id == kNoId ? 1'000'000 : id);
      const auto known = std::find(activities.begin(), activities.end(), id);
      ++(known == activities.end() ? unknown
                                   : left[static_cast<size_t>(known - activities.begin())]);
    }
    AlignLimits plain, helped;
    plain.easy_states = UINT64_MAX;
    helped.easy_states = 0;
    const Alignment without = Aligner(net).Align(trace, plain);
    const Alignment with = Aligner(net).Align(trace, helped);
    RC_ASSERT(without.status == AlignStatus::kOptimal);
    RC_ASSERT(with.status == AlignStatus::kOptimal);
    RC_ASSERT(with.cost == without.cost);
    MarkingEquation equation(net, label_of, activities.size());
    RC_ASSERT(equation.LowerBound(InitialMarking(net), left) + unknown <= without.cost);
    // Nothing leads back from the end.
    const uint32_t at_end = equation.LowerBound(FinalMarking(net), left);
    RC_ASSERT(at_end <= trace.size());
  }));
}

// a, then b and c side by side as often as wanted, then d: each round is one b and one c, which
// only counting can see.
TEST(Align, MarkingEquation_SeesWhatMustBeBalanced) {
  const EventLog log = LogOf({"abcd", "acbd", "abcebcd", "abcecbd", "acbebcd"});
  const PetriNet net = NetOf(MineInductive(FindVariants(log), 0));
  std::vector<Id> trace;
  for (const char c : std::string("abbbbbbbbd")) {
    trace.push_back(log.activity_names().Find(std::string(1, c)));
  }
  AlignLimits plain, helped;
  plain.easy_states = UINT64_MAX;
  helped.easy_states = 0;
  const Alignment without = Aligner(net).Align(trace, plain);
  const Alignment with = Aligner(net).Align(trace, helped);
  ASSERT_EQ(without.status, AlignStatus::kOptimal);
  ASSERT_EQ(with.status, AlignStatus::kOptimal);
  EXPECT_EQ(with.cost, 8u);  // one c, seven b too many: by hand
  EXPECT_EQ(without.cost, 8u);
  EXPECT_LT(with.states, without.states);
}

TEST(Align, WhenStopped_SaysSo) {
  const EventLog log = LogOf({"abcdeabcde"});
  const PetriNet net = NetOf(MineInductive(FindVariants(LogOf({"ab"})), 0));
  AlignLimits limits;
  limits.max_states = 1;
  const Alignment alignment = Aligner(net).Align(log.Trace(0), limits);
  EXPECT_EQ(alignment.status, AlignStatus::kStopped);
  EXPECT_TRUE(alignment.moves.empty());
  limits.should_stop = [] { return true; };
  EXPECT_EQ(AlignLog(net, FindVariants(log), limits).stopped_cases, 1u);
}

TEST(Precision, OfASequenceIsOne_OfAFlowerIsLow) {
  const EventLog log = LogOf({"abc", "abc"});
  const Variants variants = FindVariants(log);
  const PetriNet exact = NetOf(MineInductive(variants, 0));
  EXPECT_DOUBLE_EQ(EscapingEdgesPrecision(exact, variants, AlignLog(exact, variants, {})), 1);
  ProcessTree choice{TreeOp::kExclusive, kNoId, {}};
  for (Id a = 0; a < 3; ++a) choice.children.push_back({TreeOp::kActivity, a, {}});
  const PetriNet flower = NetOf({TreeOp::kLoop, kNoId, {ProcessTree{}, choice}});
  // Three allowed after each of four prefixes, one taken after three of them.
  EXPECT_DOUBLE_EQ(EscapingEdgesPrecision(flower, variants, AlignLog(flower, variants, {})),
                   3.0 / 12.0);
}

TEST(Export, Models_AreWellFormedAndComplete) {
  const EventLog log = test::RunningExample();
  const ProcessTree tree = MineInductive(FindVariants(log), 0);
  std::string pnml, bpmn;
  WritePnml(NetOf(tree), log.activity_names(), [&](std::string_view t) { pnml += t; });
  WriteBpmn(tree, log.activity_names(), [&](std::string_view t) { bpmn += t; });
  for (const std::string& xml : {pnml, bpmn}) {
    const auto source = FromMemory(xml);
    XmlReader reader(*source);
    XmlReader::Token token = reader.Next();
    while (token != XmlReader::Token::kEof && token != XmlReader::Token::kError) {
      token = reader.Next();
    }
    EXPECT_EQ(token, XmlReader::Token::kEof) << reader.error().message;
    for (Id id = 0; id < log.activity_count(); ++id) {
      EXPECT_NE(xml.find(std::string(log.ActivityName(id))), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace huiyin::mining
