#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <boost/json.hpp>

#include "mining/export.h"
#include "mining/map_svg.h"
#include "mining/mining_logs.h"
#include "mining/report_html.h"
#include "mining/report_json.h"
#include "mining/report_text.h"

namespace huiyin::mining {
namespace {

namespace json = boost::json;
using test::Dump;
using test::LogOf;
using test::MustLoad;
using test::RunningExample;

std::string Written(const EventLog& log, void (*write)(const EventLog&, const Sink&)) {
  std::string text;
  write(log, [&](std::string_view piece) { text += piece; });
  return text;
}

// Cases and events without the order of attribute columns.
std::string Core(const EventLog& log) {
  std::string text;
  for (size_t c = 0; c < log.case_count(); ++c) {
    text += std::string(log.CaseName(c)) + ":";
    for (uint32_t e = log.CaseBegin(c); e < log.CaseEnd(c); ++e) {
      text += std::string(log.ActivityName(log.activity()[e])) + "@" +
              std::to_string(log.time_us()[e]) + ";";
    }
    text += "\n";
  }
  return text;
}

constexpr const char* kAwkward =
    "case,activity,time,resource,note\n\"1,\"\"x\"\"\",\"受理 <a> & "
    "\"\"b\"\"\",2026-01-01T00:00:00.123456Z,"
    "李,\"l1\nl2\"\n\"1,\"\"x\"\"\",</script>,2026-01-02,王,\n2,'单引号',2026-01-03,李,😀\n";

TEST(Json, StableForm_HasExactlyTheKeysOfThePromise) {
  const EventLog log = RunningExample();
  const auto root = json::parse(ReportJson(log, Analyze(log), Language::kEn)).as_object();
  std::vector<std::string> keys;
  for (const auto& member : root) keys.emplace_back(member.key());
  EXPECT_EQ(keys, (std::vector<std::string>{"cases", "events", "activities", "start", "end", "dfg",
                                            "variants", "case_duration_s", "rework", "bottlenecks",
                                            "findings"}));
  EXPECT_EQ(root.at("cases").as_int64(), 6);
  EXPECT_EQ(root.at("events").as_int64(), 42);
  EXPECT_EQ(root.at("activities").at("decide").as_int64(), 9);
  EXPECT_EQ(root.at("start").as_object().size(), 1u);
  std::vector<std::string> arc_keys;
  for (const auto& member : root.at("dfg").at(0).as_object()) arc_keys.emplace_back(member.key());
  EXPECT_EQ(arc_keys, (std::vector<std::string>{"from", "to", "count", "mean_s", "median_s",
                                                "p90_s", "min_s", "max_s"}));
  EXPECT_EQ(root.at("dfg").at(0).at("from").as_string(), "check ticket");
  EXPECT_EQ(root.at("dfg").at(0).at("count").as_int64(), 6);
  EXPECT_EQ(root.at("variants").as_array().size(), 6u);
  EXPECT_EQ(root.at("variants").at(0).at("path").at(0).as_string(), "register request");
  std::vector<std::string> time_keys;
  for (const auto& m : root.at("case_duration_s").as_object()) time_keys.emplace_back(m.key());
  EXPECT_EQ(time_keys, (std::vector<std::string>{"mean", "median", "p90", "min", "max"}));
}

TEST(Json, FullForm_BeginsWithTheStableKeys) {
  const EventLog log = RunningExample();
  const Analysis analysis = Analyze(log);
  const std::string stable = ReportJson(log, analysis, Language::kZh);
  const std::string full = ReportJson(log, analysis, Language::kZh, JsonDetail::kFull);
  EXPECT_TRUE(full.starts_with(stable.substr(0, stable.size() - 1)));
  EXPECT_TRUE(json::parse(full).as_object().contains("flow"));
}

TEST(Json, WithoutTimes_SaysNull) {
  LoadOptions options;
  options.order = EventOrder::kFile;
  const EventLog log = MustLoad("case,activity\n1,a\n1,b\n", options).log;
  const auto root = json::parse(ReportJson(log, Analyze(log), Language::kEn)).as_object();
  EXPECT_TRUE(root.at("dfg").at(0).at("mean_s").is_null());
  EXPECT_TRUE(root.at("case_duration_s").at("mean").is_null());
}

TEST(Export, ReadingBack_GivesTheSameLog) {
  for (const std::string& csv : {test::RunningExampleCsv(), std::string(kAwkward)}) {
    const EventLog log = MustLoad(csv).log;
    EXPECT_EQ(Dump(MustLoad(Written(log, WriteXes)).log), Dump(log));
    EXPECT_EQ(Core(MustLoad(Written(log, WriteCsv)).log), Core(log));
  }
}

TEST(Export, ReadingBack_GivesTheSameLog_Property) {
  EXPECT_TRUE(rc::check("round trip", [] {
    auto traces = *rc::gen::container<std::vector<std::string>>(
        rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange(' ', '~'))));
    RC_PRE(!traces.empty());
    const EventLog log = LogOf(traces);
    RC_ASSERT(Dump(MustLoad(Written(log, WriteXes)).log) == Dump(log));
  }));
}

TEST(Html, Page_StandsAloneAndEscapesNames) {
  const EventLog log = MustLoad(kAwkward).log;
  const auto page = ReportHtml(log, Analyze(log), "a<b>&.csv", Language::kZh);
  ASSERT_TRUE(page.ok()) << page.error().ToString();
  EXPECT_EQ(page->find("http"), page->find("http-equiv"));  // no address at all
  EXPECT_EQ(page->rfind("http"), page->find("http-equiv"));
  EXPECT_NE(page->find("受理"), std::string::npos);
  // Only the page's own two elements end; a name cannot.
  size_t ends = 0;
  for (size_t at = page->find("</script>"); at != std::string::npos;
       at = page->find("</script>", at + 1)) {
    ++ends;
  }
  EXPECT_EQ(ends, 2u);
  const size_t from = page->find("id=\"data\">") + 10;
  const auto data = json::parse(page->substr(from, page->find("</script>", from) - from));
  EXPECT_EQ(data.at("cases").as_int64(), 2);
}

TEST(Map, Selection_AlwaysKeepsEveryActivityConnected_Property) {
  EXPECT_TRUE(rc::check("connected", [] {
    auto traces = *rc::gen::container<std::vector<std::string>>(
        rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('a', 'h'))));
    RC_PRE(!traces.empty());
    const Dfg dfg = DiscoverDfg(LogOf(traces));
    MapDetail detail;
    detail.arcs = 0;
    const MapSelection selection = SelectMap(dfg, detail);
    std::vector<bool> in(selection.activities.size()), out(in);
    for (const MapArc& arc : selection.arcs) {
      if (arc.from == arc.to) continue;
      if (arc.from < out.size()) out[arc.from] = true;
      if (arc.to < in.size()) in[arc.to] = true;
    }
    for (size_t i = 0; i < in.size(); ++i) RC_ASSERT(in[i] && out[i]);
  }));
}

TEST(Map, Svg_DrawsEveryActivity) {
  const EventLog log = RunningExample();
  const auto svg = MapSvg(log, Analyze(log), {}, MapColour::kFrequency, Language::kEn);
  ASSERT_TRUE(svg.ok());
  for (Id id = 0; id < log.activity_count(); ++id) {
    EXPECT_NE(svg->find(std::string(log.ActivityName(id))), std::string::npos);
  }
  EXPECT_EQ(svg->find("<script"), std::string::npos);
  EXPECT_EQ(svg->find("nan"), std::string::npos);
}

TEST(Map, Labels_FitTwoLines_Property) {
  EXPECT_TRUE(rc::check("labels", [](const std::string& text) {
    const auto lines = MapLabel(text);
    RC_ASSERT(lines.size() == 1 || lines.size() == 2);
    for (const auto& line : lines) RC_ASSERT(DisplayWidth(line) <= 26);
  }));
  EXPECT_EQ(MapLabel("T07-1 Draft intern advice aspect 1").size(), 2u);
  EXPECT_EQ(MapLabel("核对客户身份并确认退款资格与金额无误后提交").size(), 2u);
}

TEST(Text, Summary_HoldsTheFigures_InBothLanguages) {
  const EventLog log = RunningExample();
  const Analysis analysis = Analyze(log);
  const std::string en = ReportText(log, analysis, Language::kEn);
  EXPECT_NE(en.find("6 cases, 42 events, 8 activities, 6 variants"), std::string::npos);
  const std::string zh = ReportText(log, analysis, Language::kZh);
  EXPECT_NE(zh.find("6 个案件，42 个事件"), std::string::npos);
  EXPECT_EQ(SayDuration(90, Language::kEn), "1.5 min");
  EXPECT_EQ(SayDuration(86'400 * 12, Language::kZh), "12 天");
  EXPECT_EQ(SayCount(1'234'567), "1,234,567");
  EXPECT_EQ(DisplayWidth("中a"), 3u);
  EXPECT_EQ(Fitted("中文名称很长", 6), "中文… ");
}

}  // namespace
}  // namespace huiyin::mining
