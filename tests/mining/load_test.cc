#include "mining/load.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <zlib.h>

#include <algorithm>
#include <random>

#include "base/time.h"
#include "mining/log_time.h"
#include "mining/mining_logs.h"

namespace huiyin::mining {
namespace {

using test::Dump;
using test::Load;
using test::MustLoad;

std::string Event(std::string_view activity, std::string_view time, std::string_view more = {}) {
  std::string out = "<event><string key='concept:name' value='" + std::string(activity) + "'/>";
  if (!time.empty()) {
    out += "<date key='time:timestamp' value='" + std::string(time) + "'/>";
  }
  return out + std::string(more) + "</event>";
}

std::string Trace(std::string_view name, std::string_view events) {
  return "<trace><string key='concept:name' value='" + std::string(name) + "'/>" +
         std::string(events) + "</trace>";
}

std::string Log(std::string_view traces) { return "<log>" + std::string(traces) + "</log>"; }

std::string Gzip(const std::string& text) {
  std::string out(text.size() + 1024, '\0');
  z_stream z{};
  deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

Result<LoadedLog> LoadGzip(const std::string& bytes) {
  const auto file = InputFile::Over(FromMemory(bytes, 7));
  return LoadLogFrom(*file, {});
}

TEST(Xes, RunningExample_HasThePublishedCounts) {
  const EventLog log = MustLoad(test::RunningExampleXes()).log;
  EXPECT_EQ(log.case_count(), 6u);
  EXPECT_EQ(log.event_count(), 42u);
  EXPECT_EQ(log.activity_count(), 8u);
  EXPECT_EQ(log.resource_count(), 6u);
  // The first event of the log is the registration of case 1 or 3 on 30 December 2010.
  EXPECT_EQ(log.ActivityName(log.activity()[0]), "register request");
  EXPECT_EQ(FormatUtc({log.time_us()[0]}), "2010-12-30T10:02:00Z");
  EXPECT_EQ(log.CaseName(0), "1");
}

TEST(Xes, Log_WhenReadAsCsv_IsTheSame) {
  EXPECT_EQ(Dump(MustLoad(test::RunningExampleXes()).log),
            Dump(MustLoad(test::RunningExampleCsv()).log));
}

TEST(Xes, Reading_WhateverTheChunks_IsTheSame_Property) {
  const std::string text = test::RunningExampleXes();
  const std::string whole = Dump(MustLoad(text).log);
  EXPECT_TRUE(rc::check("chunks", [&] {
    const size_t chunk = *rc::gen::inRange<size_t>(1, 500);
    RC_ASSERT(Dump(Load(text, {}, chunk)->log) == whole);
  }));
  EXPECT_EQ(Dump(LoadGzip(Gzip(text))->log), whole);
}

TEST(Xes, Gzip_WhenCut_KeepsWhatCameAndSaysSo) {
  std::string traces;
  for (int i = 0; i < 200; ++i) {
    traces += Trace(std::to_string(i), Event("a" + std::to_string(i * 7919 % 1000), "2026-01-01"));
  }
  const std::string bytes = Gzip(Log(traces));
  const auto loaded = LoadGzip(bytes.substr(0, bytes.size() / 2));
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  EXPECT_GT(loaded->log.case_count(), 20u);
  EXPECT_LT(loaded->log.case_count(), 200u);
  EXPECT_EQ(loaded->report.counts.at("file cut off"), 1u);
  EXPECT_FALSE(LoadGzip(bytes.substr(0, 12)).ok());
}

TEST(Xes, Attributes_OfAllKindsAndNested_AreKept) {
  const std::string xes = Log(Trace(
      "1", "<int key='amount' value='7'/>" +
               Event("a &lt;b&gt; &#x4E2D;", "2026-01-01T00:00:00Z",
                     "<boolean key='vip' value='true'><string key='why' value='x'/></boolean>"
                     "<list key='items'><values><float key='price' value='1.5'/></values></list>"
                     "<string key='org:resource' value='Li'/>"
                     "<string key='lifecycle:transition' value='complete'/>")));
  const EventLog log = MustLoad(xes).log;
  EXPECT_EQ(Dump(log),
            "case 1 amount=7\n"
            "  a <b> 中 @1767225600000000 Li complete vip=true vip/why=x items/price=1.5\n");
  EXPECT_EQ(log.FindAttribute(AttributeScope::kEvent, "vip")->kind, AttributeKind::kBoolean);
}

TEST(Xes, Classifier_WhenAsked_JoinsItsKeys) {
  const std::string xes =
      "<log><classifier name='c' keys='concept:name lifecycle:transition'/>" +
      Trace("1", Event("a", "2026-01-01", "<string key='lifecycle:transition' value='start'/>")) +
      "</log>";
  LoadOptions options;
  options.classifier = "c";
  options.lifecycle_key = "none";
  EXPECT_EQ(MustLoad(xes, options).log.ActivityName(0), "a+start");
  options.classifier = "other";
  EXPECT_FALSE(Load(xes, options).ok());
}

TEST(Xes, BrokenCase_WhenLenient_IsLeftOutWholeAndCounted) {
  const std::string xes = Log(Trace("1", Event("a", "2026-01-01") + Event("b", "NaN")) +
                              Trace("2", Event("a", "2026-01-01") + Event("b", "2026-01-02")) +
                              Trace("3", Event("a", "")));
  const LoadedLog loaded = MustLoad(xes);
  EXPECT_EQ(loaded.log.case_count(), 1u);
  EXPECT_EQ(loaded.report.cases_dropped, 2u);
  EXPECT_EQ(loaded.report.events_dropped, 3u);
  EXPECT_EQ(loaded.report.counts.at("unreadable timestamp"), 1u);
  LoadOptions strict;
  strict.strictness = Strictness::kStrict;
  const auto refused = Load(xes, strict);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("line 1, <event>"), std::string::npos)
      << refused.error().message;
}

TEST(Xes, MalformedMiddle_WhenLenient_KeepsTheCasesAround) {
  const std::string good = Trace("1", Event("a", "2026-01-01"));
  const std::string xes = "<log>\n" + good + "\n<trace><event></trace>\n" +
                          Trace("2", Event("b", "2026-01-02")) + "\n<trace><event <";
  const LoadedLog loaded = MustLoad(xes);
  EXPECT_EQ(loaded.log.case_count(), 2u);
  EXPECT_EQ(loaded.report.counts.at("malformed XML"), 2u);
  ASSERT_FALSE(loaded.report.problems.empty());
  EXPECT_NE(loaded.report.problems[0].find("line 3, in <event>"), std::string::npos)
      << loaded.report.problems[0];
}

TEST(Xes, BillionLaughs_IsRefused) {
  const auto loaded = Load(
      "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY lol 'lol'>"
      "<!ENTITY lol2 '&lol;&lol;&lol;&lol;'>]><log><trace><string key='concept:name' "
      "value='&lol2;'/></trace></log>");
  ASSERT_FALSE(loaded.ok());
  EXPECT_NE(loaded.error().message.find("entity declarations"), std::string::npos);
}

TEST(Xes, HostileInput_IsAnErrorWithAMessage) {
  std::string deep = "<log><trace>";
  for (int i = 0; i < 5000; ++i) deep += "<list key='k'>";
  const std::vector<std::string> inputs = {
      "",
      "   ",
      "<",
      "<log",
      "<log/>",
      "<log></log>",
      "<html></html>",
      "<log><trace/></log>",
      "<log><trace><event/></trace></log>",
      deep,
      Log(Trace("1", Event(std::string(100'000, 'x'), "2026-01-01"))),
      Log(Trace("1", Event("a", "2026-13-45T99:00:00"))),
      Log(Trace("1", Event("a", "-5"))),
      std::string("<log\0>", 6),
      "\xFF\xFE<",
      "<log a=b>",
      "<log a='1"};
  for (const std::string& input : inputs) {
    const auto loaded = Load(input);
    EXPECT_FALSE(loaded.ok()) << input.substr(0, 80);
    EXPECT_TRUE(loaded.ok() || !loaded.error().message.empty());
  }
}

TEST(Xes, SecondTraceOfTheSameName_IsJoinedAndCounted) {
  const std::string xes =
      Log(Trace("1", Event("a", "2026-01-01")) + Trace("1", Event("b", "2026-01-02")));
  const LoadedLog loaded = MustLoad(xes);
  EXPECT_EQ(loaded.log.case_count(), 1u);
  EXPECT_EQ(loaded.report.counts.at("cases named twice (joined)"), 1u);
  LoadOptions strict;
  strict.strictness = Strictness::kStrict;
  EXPECT_FALSE(Load(xes, strict).ok());
}

TEST(Xes, OtherEncodings_AreRecoded) {
  const std::string gbk = "<?xml version=\"1.0\" encoding=\"GBK\"?>" +
                          Log(Trace("1", Event("\xCA\xDC\xC0\xED", "2026-01-01")));
  EXPECT_EQ(MustLoad(gbk).log.ActivityName(0), "受理");
  const std::string ascii = "<?xml version=\"1.0\"?>" + Log(Trace("1", Event("a", "2026-01-01")));
  std::string utf16 = "\xFF\xFE";
  for (const char c : ascii) {
    utf16 += c;
    utf16 += '\0';
  }
  EXPECT_EQ(MustLoad(utf16).log.event_count(), 1u);
}

TEST(Builder, EqualTimes_KeepTheOrderOfTheFile) {
  const EventLog log = MustLoad(
                           "case,activity,time\n1,c,2026-01-02\n1,b,2026-01-01\n"
                           "1,a,2026-01-01\n")
                           .log;
  EXPECT_EQ(Dump(log).find("  b"), Dump(log).find('\n') + 1);
  EXPECT_LT(Dump(log).find("  a"), Dump(log).find("  c"));
}

TEST(Builder, ResultIsIndependentOfTheOrderInTheFile_Property) {
  EXPECT_TRUE(rc::check("shuffle", [] {
    const auto n = *rc::gen::inRange<size_t>(1, 40);
    std::vector<std::string> rows;
    for (size_t i = 0; i < n; ++i) {  // all times differ
      rows.push_back("c" + std::to_string(*rc::gen::inRange(0, 5)) + "," +
                     std::string(1, static_cast<char>('a' + *rc::gen::inRange(0, 4))) + "," +
                     FormatUtc({static_cast<int64_t>(i) * 1'000'000}) + "\n");
    }
    std::string one = "case,activity,time\n", two = one;
    for (const auto& row : rows) one += row;
    std::shuffle(rows.begin(), rows.end(), std::mt19937(*rc::gen::arbitrary<unsigned>()));
    for (const auto& row : rows) two += row;
    RC_ASSERT(Dump(MustLoad(one).log) == Dump(MustLoad(two).log));
  }));
}

TEST(Builder, MemoryOfAnEvent_IsAtMost32Bytes) {
  LogBuilder builder;
  const Id activity = builder.Activity("a"), resource = builder.Resource("r");
  for (int i = 0; i < 10'000; ++i) {
    builder.Append(builder.Case(std::to_string(i / 10)), activity, i, resource);
  }
  const EventLog log = std::move(builder).Build();
  EXPECT_LE(log.column_bytes(), 32u * log.event_count());
}

TEST(LogTime, Formats_AreRecognised) {
  struct Case {
    const char* text;
    TimeFormat format;
  };
  for (const Case& c : std::initializer_list<Case>{{"2026-03-10T08:20:00Z", TimeFormat::kIso},
                                                   {"2026/3/10 8:20", TimeFormat::kIso},
                                                   {"2026年3月10日 8时20分", TimeFormat::kIso},
                                                   {"10.03.2026 08:20", TimeFormat::kDayFirst},
                                                   {"10-Mar-2026 08:20:00", TimeFormat::kDayFirst},
                                                   {"20260310082000", TimeFormat::kCompact},
                                                   {"1773130800", TimeFormat::kEpochSeconds},
                                                   {"1773130800000", TimeFormat::kEpochMillis}}) {
    const auto parser = GuessTimeFormat({c.text}, 0);
    ASSERT_TRUE(parser.ok()) << c.text;
    EXPECT_EQ(parser->format, c.format) << c.text;
    int64_t us = 0;
    ASSERT_TRUE(ParseTime(*parser, c.text, &us));
    EXPECT_EQ(FormatUtc({us}), "2026-03-10T08:20:00Z") << c.text;
  }
  const auto month_first = GuessTimeFormat({"03/25/2026 1:05 PM", "03/02/2026 1:05 AM"}, 0);
  ASSERT_TRUE(month_first.ok());
  EXPECT_EQ(month_first->format, TimeFormat::kMonthFirst);
  int64_t us = 0;
  ASSERT_TRUE(ParseTime(*month_first, "03/25/2026 1:05 PM", &us));
  EXPECT_EQ(FormatUtc({us}), "2026-03-25T13:05:00Z");
  EXPECT_TRUE(GuessTimeFormat({"03/02/2026"}, 0)->ambiguous);
  EXPECT_FALSE(GuessTimeFormat({"hello", "NaN", "-7"}, 0).ok());
}

TEST(LogTime, Iso_AgreesWithTheBaseParser_Property) {
  EXPECT_TRUE(rc::check("iso", [] {
    const int64_t ms = *rc::gen::inRange<int64_t>(-62'000'000'000'000, 253'000'000'000'000);
    int64_t us = 0;
    RC_ASSERT(ParseIsoTime(FormatUtc({ms * 1000}), 0, &us));
    RC_ASSERT(us == ms * 1000);
  }));
  int64_t us = 0;
  ASSERT_TRUE(ParseIsoTime("2011-10-11 13:45:40.276000+02:00", 0, &us));
  EXPECT_EQ(us, ParseInstant("2011-10-11T11:45:40.276Z")->us);
}

}  // namespace
}  // namespace huiyin::mining
