// Bad input as the command meets it: a clear message, exit code 1, no crash. One case an item of
// what may be wrong with a log.
#include <gtest/gtest.h>

#include <fstream>

#include "command.h"
#include "support/temp_dir.h"

namespace huiyin::test {
namespace {

class MineCommand : public testing::Test {
 protected:
  static Outcome Run(const std::string& arguments) { return RunCommand("mine " + arguments); }
  std::string File(const std::string& name, const std::string& text) const {
    const std::string path = dir_.path() + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  void ExpectRefused(const std::string& name, const std::string& text, const std::string& says) {
    const Outcome out = Run(File(name, text) + " --lang en");
    EXPECT_EQ(out.exit_code, 1) << name << ": " << out.text;
    EXPECT_NE(out.text.find(says), std::string::npos) << name << ": " << out.text;
  }
  static std::string Xes(const std::string& events) {
    return "<log><trace><string key=\"concept:name\" value=\"1\"/>" + events + "</trace></log>";
  }
  static std::string Event(const std::string& name, const std::string& time) {
    return "<event><string key=\"concept:name\" value=\"" + name +
           "\"/><date key=\"time:timestamp\" value=\"" + time + "\"/></event>";
  }

  TempDir dir_;
};

TEST_F(MineCommand, EmptyLogs_AreRefused) {
  ExpectRefused("empty", "", "empty");
  ExpectRefused("log.xes", "<log></log>", "no ");
  ExpectRefused("header.csv", "case,activity,time\n", "no ");
}

TEST_F(MineCommand, OneEvent_IsRefused) {
  ExpectRefused("one.csv", "case,activity,time\n1,a,2026-01-01\n", "one event");
  ExpectRefused("one.xes", Xes(Event("a", "2026-01-01T00:00:00Z")), "one event");
}

TEST_F(MineCommand, LogWithoutTimes_IsRefusedAndSaysTheWayOut) {
  ExpectRefused("untimed.csv", "case,activity\n1,a\n1,b\n", "time");
  const Outcome ordered =
      Run(File("ordered.csv", "case,activity\n1,a\n1,b\n") + " --order file --json --quiet");
  EXPECT_EQ(ordered.exit_code, 0) << ordered.text;
  EXPECT_NE(ordered.text.find("\"mean_s\":null"), std::string::npos) << ordered.text;
}

TEST_F(MineCommand, TimesThatAreNone_AreRefused) {
  ExpectRefused("nan.csv", "case,activity,time\n1,a,NaN\n1,b,NaN\n", "time");
  ExpectRefused("negative.csv", "case,activity,time\n1,a,-5\n1,b,-7\n", "time");
  ExpectRefused("nan.xes", Xes(Event("a", "NaN") + Event("b", "-1")), "");
}

TEST_F(MineCommand, NamesOfAHundredThousandCharacters_AreRefusedNotKept) {
  const std::string name(100'000, 'x');
  ExpectRefused("long.xes",
                Xes(Event(name, "2026-01-01T00:00:00Z") + Event("b", "2026-01-02T00:00:00Z")), "");
  ExpectRefused("long.csv", "case,activity,time\n1," + name + ",2026-01-01\n1,b,2026-01-02\n", "");
}

TEST_F(MineCommand, DuplicateIds_CountOnceAndAreSaid) {
  const Outcome out = Run(File("twice.csv",
                               "case,activity,time,event_id\n1,a,2026-01-01,7\n1,a,2026-01-01,7\n"
                               "1,b,2026-01-02,8\n") +
                          " --json --lang en");
  EXPECT_EQ(out.exit_code, 0) << out.text;
  EXPECT_NE(out.text.find("\"events\":2"), std::string::npos) << out.text;
}

TEST_F(MineCommand, EntitiesThatGrow_AreRefused) {
  ExpectRefused("lol.xes",
                "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b "
                "\"&a;&a;&a;&a;\">]><log><trace><string key=\"concept:name\" value=\"&b;\"/>"
                "</trace></log>",
                "entity declarations");
}

// Lists cannot refer to each other in XES; what never ends is nesting.
TEST_F(MineCommand, ListsWithoutEnd_AreRefused) {
  std::string deep = "<log><trace>";
  for (int i = 0; i < 200'000; ++i) deep += "<list key=\"k\"><values>";
  ExpectRefused("deep.xes", deep, "");
  std::string json = "{\"objects\":";
  for (int i = 0; i < 200'000; ++i) json += "[";
  ExpectRefused("deep.json", json, "");
}

// An OCEL object that is related to itself, and two that are related to each other.
TEST_F(MineCommand, ObjectsThatReferInACircle_AreRead) {
  const Outcome out = Run(File("circle.json",
                               R"({"objectTypes":[{"name":"ticket"}],"eventTypes":[{"name":"a"}],
"objects":[{"id":"o1","type":"ticket","relationships":[{"objectId":"o1","qualifier":"self"},
{"objectId":"o2","qualifier":"x"}]},{"id":"o2","type":"ticket","relationships":[{"objectId":"o1","qualifier":"x"}]}],
"events":[{"id":"e1","type":"a","time":"2026-01-01T00:00:00Z","relationships":[{"objectId":"o1","qualifier":""}]},
{"id":"e2","type":"a","time":"2026-01-02T00:00:00Z","relationships":[{"objectId":"o1","qualifier":""}]}]})") +
                          " --json --quiet");
  EXPECT_EQ(out.exit_code, 0) << out.text;
  EXPECT_NE(out.text.find("\"cases\":1,\"events\":2"), std::string::npos) << out.text;
}

TEST_F(MineCommand, WrongOptions_ExitWithTwo) {
  const std::string log = File("log.csv", "case,activity,time\n1,a,2026-01-01\n1,b,2026-01-02\n");
  EXPECT_EQ(Run("").exit_code, 2);
  EXPECT_EQ(Run(log + " --db somewhere").exit_code, 2);
  EXPECT_EQ(Run(log + " --no-such-option").exit_code, 2);
  EXPECT_EQ(Run("check " + log).exit_code, 2);
  EXPECT_EQ(Run("compare " + log).exit_code, 2);
  EXPECT_EQ(Run("/no/such/file").exit_code, 1);
  EXPECT_EQ(Run("--db /no/such/folder/x.db").exit_code, 1);
  EXPECT_EQ(Run(log + " --calendar /no/such/calendar").exit_code, 1);
  EXPECT_EQ(Run(log + " --quiet --lang en").exit_code, 0);
}

}  // namespace
}  // namespace huiyin::test
