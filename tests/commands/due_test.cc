// huiyin due as scripts rely on it: its JSON, its exit codes, pauses however they are written down.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <string>

namespace huiyin::test {
namespace {

struct Outcome {
  int exit_code = -1;
  std::string text;
};

Outcome Due(const std::string& arguments) {
  const std::string command = std::string(HUIYIN_BINARY) + " due " + arguments + " 2>&1";
  Outcome out;
  std::FILE* pipe = popen(command.c_str(), "r");
  char buffer[4096];
  for (size_t n; (n = std::fread(buffer, 1, sizeof(buffer), pipe)) > 0;) out.text.append(buffer, n);
  const int status = pclose(pipe);
  out.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return out;
}

// The due instant of one clock in the JSON.
std::string DueOf(const std::string& json, const std::string& clock) {
  const size_t at = json.find("{\"clock\":\"" + clock + "\"");
  if (at == std::string::npos) return "none";
  const size_t due = json.find("\"due\":\"", at) + 7;
  return json.substr(due, json.find('"', due) - due);
}

const char kComplaint[] = "--received 2026-03-10T09:00 --category complaint --json ";

TEST(DueCommand, OverlappingPauses_CountOnceInAnyOrder) {
  const std::string one =
      Due(std::string(kComplaint) + "--pause 2026-03-10T10:00/2026-03-10T16:00").text;
  const std::string due = DueOf(one, "solution");
  ASSERT_NE(due, "none") << one;
  for (const char* same :
       {"--pause 2026-03-10T10:00/2026-03-10T14:00 --pause 2026-03-10T12:00/2026-03-10T16:00",
        "--pause 2026-03-10T12:00/2026-03-10T16:00 --pause 2026-03-10T10:00/2026-03-10T14:00",
        "--pause 2026-03-10T10:00/2026-03-10T16:00 --pause 2026-03-10T11:00/2026-03-10T12:00",
        "--pause 2026-03-10T10:00/2026-03-10T13:00 --pause 2026-03-10T13:00/2026-03-10T16:00"}) {
    EXPECT_EQ(DueOf(Due(std::string(kComplaint) + same).text, "solution"), due) << same;
  }
  EXPECT_NE(DueOf(Due(kComplaint).text, "solution"), due);
}

TEST(DueCommand, PriorityNotGiven_IsThatOfTheDecisionOrder) {
  const std::string received = "--received 2026-03-10T09:00 --json --category ";
  for (const char* category : {"complaint", "malfunction"}) {
    EXPECT_EQ(DueOf(Due(received + category).text, "first_response"),
              DueOf(Due(received + category + " --priority mid").text, "first_response"));
  }
  for (const char* category : {"inquiry", "suggestion", "other"}) {
    EXPECT_EQ(DueOf(Due(received + category).text, "first_response"),
              DueOf(Due(received + category + " --priority low").text, "first_response"));
  }
}

TEST(DueCommand, PersonAskedForInAChat_StartsItsClock) {
  const std::string text = Due("--received 2026-03-10T09:00 --channel chat --human-requested "
                               "2026-03-10T20:15:05.200 --json")
                               .text;
  EXPECT_EQ(DueOf(text, "chat_answer"), "2026-03-10T12:15:35.200Z") << text;
}

TEST(DueCommand, WrongUsage_IsSaidAndExitsWithTwo) {
  for (const char* wrong :
       {"--received yesterday", "--received 2026-02-30T09:00", "",
        "--received 2026-03-10T09:00 --pause 2026-03-10T10:00",
        "--received 2026-03-10T09:00 --pause 2026-03-10T12:00/2026-03-10T10:00",
        "--received 2026-03-10T09:00 --raise urgent@2026-03-10T10:00",
        "--received 2026-03-10T09:00 --raise high", "--received 2026-03-10T09:00 --zone Mars/Base",
        "--received 2026-03-10T09:00 --category rant", "--received 2026-03-10T09:00 --priority x",
        "--received 2026-03-10T09:00 --statutory stat_nothing"}) {
    const Outcome out = Due(wrong);
    EXPECT_EQ(out.exit_code, 2) << wrong << ": " << out.text;
    EXPECT_FALSE(out.text.empty()) << wrong;
  }
  EXPECT_EQ(Due("--received 2026-03-10T09:00 --calendar /nowhere/at.all").exit_code, 1);
}

}  // namespace
}  // namespace huiyin::test
