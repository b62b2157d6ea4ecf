// What `huiyin mine` answers: two sides compared, rules checked, the instance's own tickets, and
// bounded memory whatever the file is.
#include <gtest/gtest.h>
#include <zlib.h>

#include <boost/json.hpp>
#include <fstream>

#include "command.h"
#include "support/temp_dir.h"

namespace huiyin::test {
namespace {

namespace json = boost::json;

class MineWays : public testing::Test {
 protected:
  static Outcome Mine(const std::string& arguments) { return RunCommand("mine " + arguments); }
  static json::value Json(const std::string& arguments) {
    const Outcome out = Mine(arguments + " --json --quiet");
    EXPECT_EQ(out.exit_code, 0) << out.text;
    boost::system::error_code error;
    auto value = json::parse(out.text, error);
    EXPECT_FALSE(error) << out.text;
    return value;
  }
  std::string File(const std::string& name, const std::string& text) const {
    const std::string path = dir_.path() + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  // January: 40 cases "a b c" of an hour; February: 40 of "a c" of two hours. Teams x and y in
  // turn.
  std::string TwoMonths() const {
    std::string csv = "case,activity,time,case:team\n";
    for (int i = 0; i < 80; ++i) {
      const bool january = i < 40;
      const std::string day = std::string(january ? "2026-01-" : "2026-02-") +
                              (i % 20 < 9 ? "0" : "") + std::to_string(i % 20 + 1);
      const std::string id = std::to_string(i), team = i % 2 == 0 ? "x" : "y";
      csv += id + ",a," + day + "T08:00:00Z," + team + "\n";
      if (january) csv += id + ",b," + day + "T08:30:00Z," + team + "\n";
      csv += id + ",c," + day + (january ? "T09:00:00Z," : "T10:00:00Z,") + team + "\n";
    }
    return File("months.csv", csv);
  }

  TempDir dir_;
};

const json::object* Difference(const json::value& comparison, std::string_view kind,
                               const json::array& path) {
  for (const auto& entry : comparison.at("differences").as_array()) {
    if (entry.at("kind").as_string() == json::string_view(kind.data(), kind.size()) &&
        entry.at("path").as_array() == path) {
      return &entry.as_object();
    }
  }
  return nullptr;
}

TEST_F(MineWays, TwoPeriodsOfOneLog_DifferWhereTheyWereMadeToDiffer) {
  const std::string log = TwoMonths();
  const json::value found =
      Json("compare " + log + " " + log + " --to-a 2026-02-01 --from-b 2026-02-01");
  EXPECT_EQ(found.at("a").at("cases"), 40);
  EXPECT_EQ(found.at("b").at("cases"), 40);
  const json::object* step = Difference(found, "activity_share", {"b"});
  ASSERT_NE(step, nullptr) << json::serialize(found);
  EXPECT_EQ(step->at("a").to_number<double>(), 1);
  EXPECT_EQ(step->at("b").to_number<double>(), 0);
  EXPECT_TRUE(step->at("significant").as_bool());
  const json::object* duration = Difference(found, "case_duration", {});
  ASSERT_NE(duration, nullptr);
  EXPECT_EQ(duration->at("a").to_number<double>(), 3600);
  EXPECT_EQ(duration->at("b").to_number<double>(), 7200);
  EXPECT_EQ(duration->at("effect").to_number<double>(), 1);  // Cliff's delta: every b over every a
}

TEST_F(MineWays, TwoTeams_AreTheSame) {
  const std::string log = TwoMonths();
  const json::value found =
      Json("compare " + log + " " + log + " --attribute-a team=x --attribute-b team=y");
  EXPECT_EQ(found.at("a").at("cases"), 40);
  for (const auto& entry : found.at("differences").as_array()) {
    EXPECT_FALSE(entry.at("significant").as_bool()) << json::serialize(entry);
  }
  const Outcome said = Mine("compare " + log + " " + log +
                            " --attribute-a team=x --attribute-b team=y --lang en --quiet");
  EXPECT_NE(said.text.find("No significant difference"), std::string::npos) << said.text;
}

TEST_F(MineWays, CommonVariantsAndTheRest_AreAllCases) {
  const std::string log = TwoMonths();
  const json::value found =
      Json("compare " + log + " " + log + " --variants-a 0.5 --without-variants-b 0.5 --drop c");
  EXPECT_EQ(found.at("a").at("cases"), 40);
  EXPECT_EQ(found.at("a").at("events"), 40);  // "a" alone
  EXPECT_EQ(found.at("b").at("cases"), 40);
  EXPECT_EQ(found.at("b").at("events"), 80);
}

TEST_F(MineWays, SideThatHasNoCase_SaysSo) {
  const std::string log = TwoMonths();
  const Outcome out = Mine("compare " + log + " " + log + " --from-b 2027-01-01 --lang en");
  EXPECT_EQ(out.exit_code, 1);
  EXPECT_NE(out.text.find("no case is left"), std::string::npos) << out.text;
  EXPECT_EQ(Mine("compare " + log + " " + log + " --from-b soon").exit_code, 2);
  EXPECT_EQ(Mine("compare " + log + " " + log + " --variants-b -1").exit_code, 2);
}

// The file that is shipped, on cases that each break one rule.
TEST_F(MineWays, RefundRules_FindTheCasesThatBreakThem) {
  const auto steps = [](const std::string& id, const std::string& verified,
                        const std::string& approval, const std::string& executed_at) {
    return id + ",goods_received,2026-01-01T00:00:00Z,sys,,\n" + verified + id +
           ",eligibility_checked,2026-01-02T00:00:00Z,Li,,\n" + approval + id +
           ",refund_executed," + executed_at + ",Li,800,800\n" + id + ",customer_notified," +
           executed_at + ",Li,,\n";
  };
  const auto verified = [](const std::string& id) {
    return id + ",identity_verified,2026-01-01T12:00:00Z,Li,,\n";
  };
  const auto approved = [](const std::string& id, const std::string& by) {
    return id + ",approval,2026-01-02T12:00:00Z," + by + ",,\n";
  };
  const std::string log =
      File("refunds.csv",
           "case,activity,time,resource,amount,eligible_amount\n" +
               steps("good", verified("good"), approved("good", "Wang"), "2026-01-03T00:00:00Z") +
               steps("unverified", "", approved("unverified", "Wang"), "2026-01-03T00:00:00Z") +
               steps("unapproved", verified("unapproved"), "", "2026-01-03T00:00:00Z") +
               steps("alone", verified("alone"), approved("alone", "Li"), "2026-01-03T00:00:00Z") +
               steps("late", verified("late"), approved("late", "Wang"), "2026-01-09T00:00:00Z"));
  const std::string rules = HUIYIN_SOURCE_DIR "/models/rules/refund.rules";
  const json::value found = Json("check " + log + " " + rules);
  const std::map<std::string, std::vector<std::string>> expected = {
      {"R1", {"unverified"}}, {"R2", {}}, {"R3", {"unapproved"}}, {"R4", {"alone"}}, {"R5", {}},
      {"R6", {"late"}},       {"R6b", {}}};
  ASSERT_EQ(found.at("rules").as_array().size(), expected.size());
  for (const auto& rule : found.at("rules").as_array()) {
    std::vector<std::string> violating;
    for (const auto& name : rule.at("violating").as_array())
      violating.emplace_back(name.as_string());
    EXPECT_EQ(violating, expected.at(std::string(rule.at("name").as_string())));
  }
  EXPECT_EQ(found.at("broken_rules"), 4);
  EXPECT_EQ(Mine("check " + log + " " + rules + " --quiet").exit_code, 0);
  EXPECT_EQ(Mine("check " + log + " " + rules + " --quiet --fail").exit_code, 1);
}

// What the cases that break a rule have in common is said.
TEST_F(MineWays, CauseOfBrokenRules_IsNamed) {
  std::string csv = "case,activity,time,case:channel\n";
  for (int i = 0; i < 100; ++i) {
    const std::string id = std::to_string(i), channel = i % 4 == 0 ? "fax" : "web";
    csv += id + ",received,2026-01-01T00:00:00Z," + channel + "\n";
    if (i % 4 != 0) csv += id + ",answered,2026-01-01T01:00:00Z," + channel + "\n";
  }
  const std::string log = File("log.csv", csv),
                    rules = File("rules", "R: response(received, answered)");
  const json::value found = Json("check " + log + " " + rules);
  const auto& causes = found.at("over_represented_in_violating_cases").as_array();
  ASSERT_EQ(causes.size(), 1u) << json::serialize(found);
  EXPECT_EQ(causes[0].at("key"), "channel");
  EXPECT_EQ(causes[0].at("value"), "fax");
  const Outcome said = Mine("check " + log + " " + rules + " --lang zh --quiet");
  EXPECT_NE(said.text.find("违反规则的案件里偏多的"), std::string::npos) << said.text;
}

// People who read Chinese get words; programs get the names of the facts.
TEST_F(MineWays, TicketsOfAnInstance_AreSaidInWords) {
  const std::string data = dir_.path() + "/demo";
  const Outcome made = RunCommand("demo --data " + data + " --tickets 40 --only-make");
  ASSERT_EQ(made.exit_code, 0) << made.text;
  const Outcome zh = Mine("--db " + data + " --lang zh");
  EXPECT_EQ(zh.exit_code, 0) << zh.text;
  EXPECT_NE(zh.text.find("提交反馈"), std::string::npos) << zh.text;
  EXPECT_EQ(zh.text.find("ticket_created"), std::string::npos) << zh.text;
  const std::string html = dir_.path() + "/report.html";
  const json::value found = Json("--db " + data + " --lang zh --html " + html);
  EXPECT_EQ(found.at("cases"), 40);
  EXPECT_EQ(found.at("activities").at("ticket_created"), 40);
  std::ifstream in(html);
  const std::string page((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_NE(page.find("提交反馈"), std::string::npos);
  EXPECT_EQ(page.find("ticket_created"), std::string::npos);
}

// Files made to fill the memory: each is refused in words within 512 MiB of address space, 64 to
// 512 MiB of input notwithstanding.
class MineMemory : public MineWays {
 protected:
  static Outcome MineInLittleMemory(const std::string& path) {
    const std::string command = "sh -c 'ulimit -v 524288; exec " HUIYIN_BINARY " mine \"" + path +
                                "\" --lang en --quiet' 2>&1";
    Outcome out;
    std::FILE* pipe = popen(command.c_str(), "r");
    char buffer[4096];
    for (size_t n; (n = std::fread(buffer, 1, sizeof(buffer), pipe)) > 0;) {
      out.text.append(buffer, n);
    }
    const int status = pclose(pipe);
    out.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return out;
  }
  // `head`, then the filling again and again.
  std::string Packed(const std::string& name, const std::string& head, const std::string& filling,
                     size_t times) const {
    const std::string path = dir_.path() + "/" + name;
    gzFile file = gzopen(path.c_str(), "wb1");
    gzwrite(file, head.data(), static_cast<unsigned>(head.size()));
    for (size_t i = 0; i < times; ++i) {
      gzwrite(file, filling.data(), static_cast<unsigned>(filling.size()));
    }
    gzclose(file);
    return path;
  }
  static void ExpectRefused(const Outcome& out) {
    EXPECT_EQ(out.exit_code, 1) << out.text;
    EXPECT_NE(out.text.find("huiyin mine: "), std::string::npos) << out.text;
  }
};

TEST_F(MineMemory, PackedFillings_AreRefused) {
  const std::string x(1 << 20, 'x'), blank(1 << 20, ' ');
  const std::string value = "<log><trace><event><string key=\"a\" value=\"";
  ExpectRefused(MineInLittleMemory(Packed("blank.xes.gz", "<log>", blank, 200)));
  ExpectRefused(MineInLittleMemory(Packed("value.xes.gz", value, x, 200)));
  ExpectRefused(MineInLittleMemory(Packed("name.xes.gz", "<log><", x, 200)));
  ExpectRefused(MineInLittleMemory(Packed("field.csv.gz", "case,activity,time\n1,", x, 600)));
  ExpectRefused(MineInLittleMemory(Packed("quote.csv.gz", "case,activity,time\n1,\"", x, 600)));
  ExpectRefused(MineInLittleMemory(Packed("text.json.gz", "{\"objects\":\"", x, 600)));
  ExpectRefused(MineInLittleMemory(Packed("element.json.gz", "{\"objects\":[\"", x, 600)));
  ExpectRefused(
      MineInLittleMemory(Packed("line.jsonl.gz", "{\"case\":\"1\"}\n{\"case\":\"", x, 600)));
}

TEST_F(MineMemory, NestingAndManyNames_AreBounded) {
  std::string nested;
  for (int i = 0; i < 40'000; ++i) nested += "<list key=\"k\"><values>";
  ExpectRefused(MineInLittleMemory(Packed("deep.xes.gz", "<log><trace>", nested, 60)));
  ExpectRefused(
      MineInLittleMemory(Packed("deep.json.gz", "{\"objects\":", std::string(1 << 20, '['), 100)));
  std::string keys = "<log><trace><string key=\"concept:name\" value=\"1\"/><event>";
  for (int i = 0; i < 300'000; ++i) {
    keys += "<string key=\"k" + std::to_string(i) + "\" value=\"v\"/>";
  }
  ExpectRefused(MineInLittleMemory(File("keys.xes", keys)));
}

}  // namespace
}  // namespace huiyin::test
