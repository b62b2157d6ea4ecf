// `huiyin due` as scripts call it: the worked examples of domain.md §2.5-§2.6 through the program,
// the shape of the answer, and every wrong use refused with exit code 2 and the option's name.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "command.h"
#include "support/temp_dir.h"

namespace huiyin::test {
namespace {

namespace json = boost::json;

Outcome Due(const std::string& arguments) { return RunCommand("due " + arguments); }

json::array Clocks(const std::string& arguments) {
  const Outcome out = Due(arguments + " --json");
  EXPECT_EQ(out.exit_code, 0) << out.text;
  boost::system::error_code bad;
  const json::value answer = json::parse(out.text, bad);
  if (bad) {
    ADD_FAILURE() << out.text;
    return {};
  }
  return answer.at("clocks").as_array();
}

json::object Clock(const std::string& arguments, const std::string& name, int cycle = 1) {
  for (const json::value& clock : Clocks(arguments)) {
    if (clock.at("clock").as_string() == name && clock.at("cycle").as_int64() == cycle) {
      return clock.as_object();
    }
  }
  ADD_FAILURE() << "no clock " << name << " for " << arguments;
  return {};
}

std::string DueOf(const std::string& arguments, const std::string& name, int cycle = 1) {
  const json::object clock = Clock(arguments, name, cycle);
  return clock.empty() ? "" : std::string(clock.at("due").as_string());
}

TEST(DueCommand, Answer_HasTheKeysScriptsRelyOn) {
  const json::object clock =
      Clock("--received 2026-09-30T16:00 --priority mid --category malfunction", "solution");
  EXPECT_EQ(clock.at("due"), "2026-10-13T10:00:00Z");
  EXPECT_EQ(clock.at("due_local"), "2026-10-13T18:00:00+08:00");
  EXPECT_EQ(clock.at("target_due"), "2026-10-10T10:00:00Z");
  EXPECT_EQ(clock.at("warnings").as_array().at(0).at("level"), "warn_50");
  EXPECT_FALSE(clock.at("explained").as_array().empty());
  EXPECT_TRUE(
      Clock("--received 2026-09-30T16:00 --priority high", "ack").at("target_due").is_null());
}

TEST(DueCommand, Received_WithOffset_IsThatInstant) {
  EXPECT_EQ(DueOf("--received 2026-03-10T06:20:00Z --priority high", "ack"),
            DueOf("--received 2026-03-10T14:20 --priority high", "ack"));
}

TEST(DueCommand, Priority_WhenNotGiven_FollowsTheDecisionOrder) {
  // An ordinary complaint or malfunction is mid, whatever else is low (domain.md §1.5).
  const std::string at = "--received 2026-03-10T14:20 --category ";
  EXPECT_EQ(DueOf(at + "complaint", "ack"), DueOf(at + "complaint --priority mid", "ack"));
  EXPECT_EQ(DueOf(at + "malfunction", "ack"), DueOf(at + "malfunction --priority mid", "ack"));
  for (const std::string category : {"suggestion", "inquiry", "other"}) {
    EXPECT_EQ(DueOf(at + category, "ack"), DueOf(at + category + " --priority low", "ack"));
  }
  EXPECT_NE(DueOf(at + "complaint", "ack"), DueOf(at + "suggestion", "ack"));
}

constexpr char kE9[] = "--received 2026-04-13T10:00 --priority mid";

TEST(DueCommand, Pause_E9) {
  EXPECT_EQ(DueOf(std::string(kE9) + " --pause 2026-04-14T15:00/2026-04-16T11:00", "solution"),
            "2026-04-22T06:00:00Z");
}

TEST(DueCommand, Pauses_WhenTheyOverlap_CountOnce) {
  const std::string whole = "2026-04-22T06:00:00Z";
  for (const char* pauses :
       {// One inside the other, in either order.
        " --pause 2026-04-14T15:00/2026-04-16T11:00 --pause 2026-04-15T15:00/2026-04-15T18:00",
        " --pause 2026-04-15T15:00/2026-04-15T18:00 --pause 2026-04-14T15:00/2026-04-16T11:00",
        // Half over half, the same twice, three in a chain.
        " --pause 2026-04-14T15:00/2026-04-15T16:00 --pause 2026-04-15T10:00/2026-04-16T11:00",
        " --pause 2026-04-14T15:00/2026-04-16T11:00 --pause 2026-04-14T15:00/2026-04-16T11:00",
        " --pause 2026-04-15T17:00/2026-04-16T11:00 --pause 2026-04-14T15:00/2026-04-15T11:00"
        " --pause 2026-04-15T09:00/2026-04-15T17:30",
        // Cut in two at one instant.
        " --pause 2026-04-14T15:00/2026-04-15T16:00 --pause 2026-04-15T16:00/2026-04-16T11:00",
        // An empty one more.
        " --pause 2026-04-14T15:00/2026-04-16T11:00 --pause 2026-04-17T15:00/2026-04-17T15:00"}) {
    EXPECT_EQ(DueOf(kE9 + std::string(pauses), "solution"), whole) << pauses;
  }
}

TEST(DueCommand, Pause_CutInTwo_EndsByItselfAfterTheSameSevenDays) {
  EXPECT_EQ(DueOf(std::string(kE9) + " --pause 2026-04-14T15:00/2026-04-24T15:00", "solution"),
            DueOf(std::string(kE9) + " --pause 2026-04-14T15:00/2026-04-19T15:00"
                                     " --pause 2026-04-19T15:00/2026-04-24T15:00",
                  "solution"));
}

TEST(DueCommand, Pause_BeforeTheFeedback_ChangesNothing) {
  EXPECT_EQ(DueOf(std::string(kE9) + " --pause 2026-04-01T15:00/2026-04-03T11:00", "solution"),
            DueOf(kE9, "solution"));
}

TEST(DueCommand, Reopened_E13) {
  const std::string arguments =
      "--received 2026-06-01T09:00 --category complaint --solution-told 2026-06-03T09:00 "
      "--reopened 2026-06-05T13:30";
  EXPECT_EQ(DueOf(arguments, "solution", 2), "2026-06-06T05:30:00Z");
  EXPECT_EQ(Clock(arguments, "solution", 1).at("state"), "met");
}

TEST(DueCommand, Raise_E16) {
  const json::object ack =
      Clock("--received 2026-07-06T10:00 --category inquiry --raise high@2026-07-06T15:00", "ack");
  EXPECT_EQ(ack.at("due"), "2026-07-06T07:30:00Z");
  EXPECT_EQ(ack.at("priority_raised_late"), true);
}

TEST(DueCommand, Chat_E19_ToTheMillisecond) {
  const std::string asked =
      "--received 2026-03-10T20:15:00 --channel chat --human-requested 2026-03-10T20:15:05.200"
      " --human-reply ";
  EXPECT_EQ(DueOf(asked + "2026-03-10T20:15:35.200", "chat_answer"), "2026-03-10T12:15:35.200Z");
  EXPECT_EQ(Clock(asked + "2026-03-10T20:15:35.200", "chat_answer").at("state"), "met");
  EXPECT_EQ(Clock(asked + "2026-03-10T20:15:35.201", "chat_answer").at("state"), "met_late");
}

TEST(DueCommand, Now_DecidesTheState) {
  const std::string arguments = "--received 2026-03-10T14:20 --priority high --now ";
  EXPECT_EQ(Clock(arguments + "2026-03-10T16:20:00.000", "ack").at("state"), "running");
  EXPECT_EQ(Clock(arguments + "2026-03-10T16:20:00.001", "ack").at("state"), "breached");
}

TEST(DueCommand, Statutory_ExamplesOfSection26) {
  const auto due = [](const std::string& received, const std::string& clock) {
    const auto clocks = Clocks("--received " + received + " --statutory " + clock);
    return clocks.empty() ? "" : std::string(clocks.at(0).at("due").as_string());
  };
  EXPECT_EQ(due("2026-09-20T15:00", "stat_telecom_reply"), "2026-10-08T10:00:00Z");
  EXPECT_EQ(due("2026-09-30T10:00", "stat_refund_7d"), "2026-10-08T10:00:00Z");
  EXPECT_EQ(due("2026-08-25T18:30", "stat_bank_reply"), "2026-09-09T10:00:00Z");
  EXPECT_EQ(due("2026-08-25T18:30", "stat_bank_reply:complex"), "2026-09-24T10:00:00Z");
  EXPECT_EQ(due("2026-08-25T18:30", "stat_bank_reply:special"), "2026-10-26T10:00:00Z");
  // 28 February 2026 is a make-up working day in China, not in the law of the European Union.
  EXPECT_EQ(due("2026-01-31T10:00 --zone Europe/Paris", "stat_gdpr_dsr"), "2026-03-02T17:00:00Z");
  EXPECT_EQ(due("2026-01-31T10:00", "stat_telecom_bill"), "2026-01-31T02:00:00Z");
}

TEST(DueCommand, Statutory_All_NamesEveryDutyOfTheList) {
  const auto clocks = Clocks("--received 2026-08-25T18:30 --statutory all");
  ASSERT_EQ(clocks.size(), 13u);
  for (const json::value& clock : clocks) {
    EXPECT_TRUE(clock.at("clock").as_string().starts_with("stat_"));
    EXPECT_FALSE(clock.at("explained").as_array().empty());
  }
}

TEST(DueCommand, WrongUse_IsRefusedWithTheOptionsName) {
  const std::string received = "--received 2026-03-10T14:20 ";
  const std::pair<std::string, std::string> cases[] = {
      {"", "--received"},
      {"--received ''", "--received"},
      {"--received yesterday", "--received"},
      {"--received 2026-02-30T10:00", "--received"},
      {"--received 2026-03-10T25:00", "--received"},
      {"--received 1900-01-01T10:00", "1990 to 2099"},
      {received + "--priority urgent", "--priority"},
      {received + "--category praise", "--category"},
      {received + "--channel pigeon", "--channel"},
      {received + "--zone Mars/Olympus", "--zone"},
      {received + "--pause 2026-03-11T10:00", "--pause"},
      {received + "--pause 2026-03-11T10:00/", "--pause"},
      {received + "--pause 2026-03-12T10:00/2026-03-11T10:00", "--pause"},
      {received + "--raise urgent@2026-03-11T10:00", "--raise"},
      {received + "--raise high@soon", "--raise"},
      {received + "--raise high@2026-03-09T10:00", "--raise"},
      {received + "--solution-told 2026-03-09T10:00", "--solution-told"},
      {received + "--reopened 2026-03-12T10:00", "--solution-told"},
      {received + "--solution-told 2026-03-12T10:00 --reopened 2026-03-11T10:00", "--reopened"},
      {received + "--now 2026-03-09T10:00", "--now"},
      {received + "--statutory stat_moon", "stat_bank_reply"},
      {received + "--statutory stat_bank_reply:never", "standard, complex, special"},
      {received + "--basis moonlight", "--basis"}};
  for (const auto& [arguments, says] : cases) {
    const Outcome out = Due(arguments);
    EXPECT_EQ(out.exit_code, 2) << arguments << ": " << out.text;
    EXPECT_NE(out.text.find(says), std::string::npos) << arguments << ": " << out.text;
  }
}

TEST(DueCommand, CalendarFile_ThatIsNone_Fails) {
  TempDir dir;
  const std::string received = "--received 2026-03-10T14:20 --calendar ";
  EXPECT_EQ(Due(received + dir.path() + "/missing").exit_code, 1);
  const std::string path = dir.path() + "/broken";
  std::ofstream(path) << "calendar x\nzone Asia/Shanghai\nhours mon-fri 18:00\n";
  const Outcome out = Due(received + path);
  EXPECT_EQ(out.exit_code, 1);
  EXPECT_NE(out.text.find("line 3"), std::string::npos) << out.text;
}

}  // namespace
}  // namespace huiyin::test
