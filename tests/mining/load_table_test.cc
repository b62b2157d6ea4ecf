#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "mining/load.h"
#include "mining/mining_logs.h"

namespace huiyin::mining {
namespace {

using test::Dump;
using test::Load;
using test::MustLoad;

bool Says(const LoadReport& report, const std::string& words) {
  for (const auto& guess : report.guesses) {
    if (guess.find(words) != std::string::npos) return true;
  }
  return false;
}

TEST(Csv, Mapping_WhenColumnsHaveTellingNames_IsGuessedAndSaid) {
  const LoadedLog loaded = MustLoad(
      "工单号;环节;时间;处理人;金额\n7;受理;2026年3月10日 08:20;李;12.5\n7;办结;2026年3月11日 "
      "09:00;王;3\n");
  EXPECT_EQ(loaded.log.event_count(), 2u);
  EXPECT_EQ(loaded.log.ResourceName(loaded.log.resource()[1]), "王");
  EXPECT_TRUE(Says(loaded.report, "delimiter = \";\""));
  EXPECT_TRUE(Says(loaded.report, "activity = column \"环节\""));
  EXPECT_EQ(loaded.log.FindAttribute(AttributeScope::kEvent, "金额")->kind, AttributeKind::kFloat);
}

TEST(Csv, Mapping_WithoutTellingNames_IsGuessedByContent) {
  std::string text;
  for (int c = 0; c < 20; ++c) {
    for (const char* step : {"start", "work", "finish"}) {
      text += "x" + std::to_string(c) + "\t2026-01-0" + std::to_string(c % 9 + 1) + " 10:00\t" +
              step + "\n";
    }
  }
  const LoadedLog loaded = MustLoad(text);
  EXPECT_EQ(loaded.log.case_count(), 20u);
  EXPECT_EQ(loaded.log.activity_count(), 3u);
  EXPECT_TRUE(Says(loaded.report, "no header line"));
  EXPECT_TRUE(Says(loaded.report, "delimiter = tab"));
}

TEST(Csv, Mapping_WhenTheUserNamesAMissingColumn_ListsTheColumns) {
  LoadOptions options;
  options.activity_key = "what";
  const auto loaded = Load("case,activity,time\n1,a,2026-01-01\n", options);
  ASSERT_FALSE(loaded.ok());
  EXPECT_NE(loaded.error().message.find("case, activity, time"), std::string::npos);
}

TEST(Csv, Quotes_MayHoldDelimitersNewlinesAndQuotes) {
  const EventLog log = MustLoad("case,activity,time\r\n1,\"a, \"\"b\"\"\nc\",2026-01-01\r\n").log;
  EXPECT_EQ(log.ActivityName(0), "a, \"b\"\nc");
}

TEST(Csv, Encodings_AreDetected) {
  const LoadedLog gbk = MustLoad("case,activity,time\n1,\xCA\xDC\xC0\xED,2026-01-01\n");
  EXPECT_EQ(gbk.log.ActivityName(0), "受理");
  EXPECT_TRUE(Says(gbk.report, "GB18030"));
  const LoadedLog latin = MustLoad("case,activity,time\n1,caf\xE9,2026-01-01\n");
  EXPECT_TRUE(latin.log.ActivityName(0) == "café" || Says(latin.report, "GB18030"));
  EXPECT_EQ(MustLoad("\xEF\xBB\xBF"
                     "case,activity,time\n1,a,2026-01-01\n")
                .log.case_count(),
            1u);
}

TEST(Csv, StartColumn_GivesStartEvents) {
  const EventLog log =
      MustLoad("case,activity,start time,end time\n1,a,2026-01-01 10:00,2026-01-01 11:00\n").log;
  ASSERT_EQ(log.event_count(), 2u);
  EXPECT_EQ(log.LifecycleOf(0), Lifecycle::kStart);
  EXPECT_EQ(log.LifecycleOf(1), Lifecycle::kComplete);
}

TEST(Csv, BrokenRows_TakeTheirCaseOutAndAreCounted) {
  const LoadedLog loaded = MustLoad(
      "case,activity,time\n1,a,2026-01-01\n1,b,never\n2,a,2026-01-02\n,a,2026-01-03\n3,,2026-01-"
      "03\n");
  EXPECT_EQ(loaded.log.case_count(), 1u);
  EXPECT_EQ(loaded.log.CaseName(0), "2");
  EXPECT_EQ(loaded.report.cases_dropped, 2u);
  EXPECT_EQ(loaded.report.events_dropped, 4u);
  EXPECT_NE(loaded.report.problems[0].find("line 3"), std::string::npos);
}

TEST(Csv, EventIdsThatComeTwice_CountOnce) {
  const std::string text =
      "event_id,case,activity,time\n1,1,a,2026-01-01\n1,1,a,2026-01-01\n2,1,b,2026-01-02\n";
  const LoadedLog loaded = MustLoad(text);
  EXPECT_EQ(loaded.log.event_count(), 2u);
  EXPECT_EQ(loaded.report.counts.at("events named twice"), 1u);
  LoadOptions strict;
  strict.strictness = Strictness::kStrict;
  EXPECT_FALSE(Load(text, strict).ok());
}

TEST(Csv, WithoutTimes_IsRefusedUnlessTheFileOrderIsWanted) {
  const std::string text = "case,activity\n1,b\n1,a\n2,b\n2,a\n";
  const auto refused = Load(text);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("--order file"), std::string::npos);
  LoadOptions options;
  options.order = EventOrder::kFile;
  const EventLog log = MustLoad(text, options).log;
  EXPECT_EQ(log.ActivityName(log.activity()[0]), "b");
  EXPECT_FALSE(log.has_times());
}

TEST(Csv, HostileInput_IsAnErrorWithAMessage) {
  LoadOptions options;
  options.max_row_bytes = 1 << 20;
  const std::vector<std::string> inputs = {
      "case,activity,time\n",
      "x",
      "\n\n\n",
      "a,b\n1,2\n",
      std::string(10, '\0'),
      "case,activity,time\n1,a,NaN\n2,b,-5\n3,c,1e308\n",
      "\"",
      "\"\"\"",
      "case,activity,time\n1,\"" + std::string(3 << 20, 'x'),
      "case,activity,time\n1," + std::string(100'000, 'x') + ",2026-01-01\n"};
  for (const std::string& input : inputs) {
    const auto loaded = Load(input, options);
    EXPECT_FALSE(loaded.ok()) << input.substr(0, 60);
    EXPECT_TRUE(loaded.ok() || !loaded.error().message.empty());
  }
}

TEST(Csv, Reading_WhateverTheChunks_IsTheSame_Property) {
  const std::string text =
      "case,activity,time,note\n1,\"a\"\"x\",2026-01-01,\"l1\r\nl2\"\r\n"
      "1,b,2026-01-02,\n2,c,2026-01-03,n";
  const std::string whole = Dump(MustLoad(text).log);
  EXPECT_TRUE(rc::check("chunks", [&] {
    RC_ASSERT(Dump(Load(text, {}, *rc::gen::inRange<size_t>(1, 60))->log) == whole);
  }));
}

TEST(JsonLines, Events_AreReadWithGuessedKeys) {
  const LoadedLog loaded = MustLoad(
      R"({"case_id":"1","activity":"a","timestamp":"2026-01-01T00:00:00Z","amount":5})"
      "\n\nnot json\n"
      R"({"case_id":"1","activity":"b","timestamp":"2026-01-01T01:00:00Z","extra":{"x":1}})");
  EXPECT_EQ(loaded.log.event_count(), 2u);
  EXPECT_EQ(loaded.report.counts.at("lines that are no JSON object"), 1u);
  EXPECT_NE(Dump(loaded.log).find("extra={\"x\":1}"), std::string::npos);
}

constexpr const char* kOcel = R"({
  "objectTypes":[{"name":"order"},{"name":"ticket"}],"eventTypes":[{"name":"open"}],
  "objects":[{"id":"t1","type":"ticket","attributes":[{"name":"channel","time":"1970-01-01T00:00:00Z","value":"web"}]},
             {"id":"t2","type":"ticket"},{"id":"o1","type":"order","relationships":[{"objectId":"o1","qualifier":"self"}]}],
  "events":[
    {"id":"e2","type":"close","time":"2026-01-02T00:00:00Z","relationships":[{"objectId":"t1","qualifier":"q"}]},
    {"id":"e1","type":"open","time":"2026-01-01T00:00:00Z","attributes":[{"name":"resource","value":"Li"}],
     "relationships":[{"objectId":"t1","qualifier":""},{"objectId":"t2","qualifier":""},{"objectId":"o1","qualifier":""}]},
    {"id":"e1","type":"open","time":"2026-01-01T00:00:00Z","relationships":[{"objectId":"t1","qualifier":""}]}]})";

TEST(Ocel, Events_BelongToEveryCaseTheyTouch) {
  const LoadedLog loaded = MustLoad(kOcel);
  EXPECT_EQ(loaded.log.case_count(), 2u);
  EXPECT_EQ(loaded.log.event_count(), 3u);
  EXPECT_TRUE(Says(loaded.report, "object of type \"ticket\""));
  EXPECT_EQ(loaded.report.counts.at("events named twice"), 1u);
  EXPECT_NE(Dump(loaded.log).find("case t1 channel=web"), std::string::npos);
  LoadOptions options;
  options.object_type = "order";
  EXPECT_EQ(MustLoad(kOcel, options).log.case_count(), 1u);
  options.object_type = "call";
  EXPECT_FALSE(Load(kOcel, options).ok());
}

TEST(Ocel, AnyChunks_GiveTheSameLog_Property) {
  const std::string whole = Dump(MustLoad(kOcel).log);
  EXPECT_TRUE(rc::check("ocel chunks", [&] {
    const auto chunk = *rc::gen::inRange<size_t>(1, 200);
    const auto loaded = Load(kOcel, {}, chunk);
    RC_ASSERT(loaded.ok());
    RC_ASSERT(Dump(loaded->log) == whole);
  }));
}

// Events before the objects they are about, keys nobody asked for in between, brackets in strings.
TEST(Ocel, OrderOfTheFile_DoesNotMatter) {
  const LoadedLog loaded = MustLoad(
      R"({"note":{"a":["]}",1,"\\\""]},"events":[)"
      R"({"id":"1","type":"a","time":"2026-01-01","relationships":[{"objectId":"t"}]},)"
      R"({"id":"2","type":"b]","time":"2026-01-02","relationships":[{"objectId":"t"},{"objectId":"?"}]}],)"
      R"("other":[[[]],{}],"objects":[{"id":"t","type":"ticket"}],"last":null})");
  EXPECT_EQ(loaded.log.case_count(), 1u);
  EXPECT_EQ(loaded.log.event_count(), 2u);
  EXPECT_EQ(loaded.log.ActivityName(loaded.log.activity()[1]), "b]");
  EXPECT_EQ(loaded.report.counts.at("relationships to unknown objects"), 1u);
}

TEST(Ocel, FileThatBreaksOff_KeepsWhatCameBefore) {
  const std::string text = kOcel;
  const std::string cut = text.substr(0, text.find("{\"id\":\"e1\"") + 40);
  const LoadedLog loaded = MustLoad(cut);
  EXPECT_EQ(loaded.log.event_count(), 1u);
  EXPECT_EQ(loaded.report.counts.at("the file breaks off"), 1u);
  LoadOptions strict;
  strict.strictness = Strictness::kStrict;
  const auto refused = Load(cut, strict);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("byte "), std::string::npos);
}

TEST(Ocel, ElementOverTheLimit_IsRefused) {
  LoadOptions options;
  options.max_row_bytes = 1000;
  const auto loaded =
      Load("{\"events\":[{\"id\":\"" + std::string(5'000, 'x') + "\"}]}", options, 64);
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().code, ErrorCode::kTooLarge);
}

TEST(Ocel, HostileInput_IsAnErrorWithAMessage) {
  std::string deep = "{\"objects\":";
  for (int i = 0; i < 10'000; ++i) deep += '[';
  for (const std::string& input :
       {std::string("{\"objects\":1}"), std::string("{\"objects\":[],\"events\":[]}"),
        std::string("{\"objects\":[1,2],\"events\":[3,{}]}"), deep,
        std::string("{\"events\":[{\"id\":\"e\"}],\"objects\":[{\"id\":\"o\",\"type\":\"t\"}]}")}) {
    EXPECT_FALSE(Load(input).ok()) << input.substr(0, 60);
  }
}

}  // namespace
}  // namespace huiyin::mining
