// Duties of law on a ticket (domain.md §2.6): begun by the receipt, never paused, done when the
// customer is told.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "domain/sla.h"
#include "domain/statutory.h"

namespace huiyin::domain {
namespace {

Instant Local(const char* text) { return *ParseInstant(std::string(text) + "+08:00"); }

class Duties : public testing::Test {
 protected:
  void Names(const char* duty, std::optional<Category> category = {}) {
    SlaPolicy policy;
    policy.id = duty;
    policy.category = category;
    policy.statutory = {*ParseStatutory(duty)};
    rules.policies.push_back(policy);
  }
  Fact& Add(const char* kind, const char* at) {
    facts.push_back(MakeFact(kind, Local(at), "user:1"));
    return facts.back();
  }
  void Receive(const char* at, const char* category = "complaint") {
    Add(fact::kTicketCreated, at)
        .Set("received_at", FormatUtc(Local(at)))
        .Set("channel", std::string("web_form"));
    Classify(at, category);
  }
  void Classify(const char* at, const char* category) {
    Add(fact::kClassified, at)
        .Set("priority", std::string("mid"))
        .Set("category", std::string(category));
  }
  std::vector<ClockResult> All(const char* now) {
    std::vector<ClockResult> out;
    for (auto& clock : ComputeClocks(facts, rules, *Calendar::CnStandard(), Local(now))) {
      if (clock.kind == ClockKind::kStatutory) out.push_back(clock);
    }
    return out;
  }
  ClockResult One(const char* now) {
    const auto all = All(now);
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? ClockResult{} : all.front();
  }

  SlaRules rules;
  std::vector<Fact> facts;
};

struct Example {
  const char *duty, *received, *due;
};

TEST_F(Duties, WorkedExamples_OfSection26) {
  for (const Example& e :
       {Example{"stat_telecom_reply", "2026-09-20T15:00:00", "2026-10-08T10:00:00Z"},
        {"stat_bank_reply", "2026-08-25T18:30:00", "2026-09-09T10:00:00Z"},
        {"stat_bank_reply:complex", "2026-08-25T18:30:00", "2026-09-24T10:00:00Z"},
        {"stat_bank_reply:special", "2026-08-25T18:30:00", "2026-10-26T10:00:00Z"},
        {"stat_gdpr_dsr", "2026-01-31T10:00:00", "2026-03-02T10:00:00Z"}}) {
    rules = SlaRules{};
    facts.clear();
    Names(e.duty);
    Receive(e.received);
    const ClockResult clock = One(e.received);
    EXPECT_EQ(FormatUtc(clock.due_at), e.due) << e.duty;
    EXPECT_EQ(NameOf(clock),
              std::string_view(e.duty).substr(0, std::string_view(e.duty).find(':')));
    EXPECT_EQ(clock.state, ClockState::kRunning);
    EXPECT_FALSE(clock.warnings.empty());
  }
}

TEST_F(Duties, WaitingForTheCustomer_PausesNothing) {
  Names("stat_bank_reply");
  Receive("2026-08-25T18:30:00");
  Add(fact::kCustomerAsked, "2026-08-26T09:00:00");
  EXPECT_EQ(One("2026-08-28T09:00:00").state, ClockState::kRunning);
  Add(fact::kCustomerMessage, "2026-08-30T09:00:00");
  EXPECT_EQ(FormatUtc(One("2026-08-31T09:00:00").due_at), "2026-09-09T10:00:00Z");
}

TEST_F(Duties, FirstTelling_DoesTheDuty_AndReopeningBeginsNoNewOne) {
  Names("stat_bank_reply");
  Receive("2026-08-25T18:30:00");
  Add(fact::kSolutionCommunicated, "2026-09-09T18:00:00");
  Add(fact::kReopened, "2026-09-12T09:00:00");
  Add(fact::kSolutionCommunicated, "2026-09-20T09:00:00");
  const ClockResult clock = One("2026-09-21T09:00:00");
  EXPECT_EQ(clock.state, ClockState::kMet) << "in the instant of the due";
  EXPECT_EQ(clock.stopped_at, Local("2026-09-09T18:00:00"));
}

TEST_F(Duties, ToldAMillisecondLate_IsABreach) {
  Names("stat_bank_reply");
  Receive("2026-08-25T18:30:00");
  EXPECT_EQ(One("2026-09-09T18:00:00.001").state, ClockState::kBreached);
  Add(fact::kSolutionCommunicated, "2026-09-09T18:00:00.001");
  EXPECT_EQ(One("2026-09-10T09:00:00").state, ClockState::kMetLate);
}

TEST_F(Duties, AnotherCategory_EndsWhatWasNotMissedYet) {
  Names("stat_bank_reply", Category::kComplaint);
  Receive("2026-08-25T18:30:00");
  Classify("2026-09-01T09:00:00", "inquiry");
  EXPECT_TRUE(All("2026-09-02T09:00:00").empty());
  facts.pop_back();
  Classify("2026-09-15T09:00:00", "inquiry");
  EXPECT_EQ(One("2026-09-16T09:00:00").state, ClockState::kBreached);
}

TEST_F(Duties, TwoStagesOfOneDuty_TheEarlierCounts) {
  Names("stat_bank_reply:complex");
  Names("stat_bank_reply");
  Names("stat_delay_15d");
  Receive("2026-08-25T18:30:00");
  const auto all = All("2026-08-26T09:00:00");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(FormatUtc(all[0].due_at), "2026-09-09T10:00:00Z");
}

TEST_F(Duties, SpamAndMergedTickets_HaveNone) {
  Names("stat_bank_reply");
  Receive("2026-08-25T18:30:00");
  Add(fact::kMerged, "2026-08-26T09:00:00").Set("into", int64_t{7});
  EXPECT_EQ(One("2026-08-27T09:00:00").state, ClockState::kVoid);
  Add(fact::kUnmerged, "2026-08-27T09:00:00");
  EXPECT_EQ(One("2026-08-28T09:00:00").state, ClockState::kRunning);
  Add(fact::kVoided, "2026-08-28T09:00:00").Set("reason", std::string("spam"));
  EXPECT_EQ(One("2026-08-29T09:00:00").state, ClockState::kVoid);
}

// What the policy form offers, and the words of the desk, are this list.
TEST(StatutoryDutiesOfTheDesk, AreThoseThatBeginWithTheReceipt) {
  const auto read = [](const std::string& path) {
    std::ifstream file(std::string(HUIYIN_SOURCE_DIR) + "/web/src/desk/" + path);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const std::string form = read("settings/policies.ts");
  const std::string words = read("locales/zh-CN.json");
  for (const StatutoryDuty& duty : StatutoryDuties()) {
    const std::string id(duty.id);
    EXPECT_EQ(words.find("\"clock_name." + id + "\"") != std::string::npos, duty.from_receipt)
        << id;
    for (const StatutoryStage& stage : duty.stages) {
      const std::string choice = FormatStatutory({&duty, &stage});
      EXPECT_EQ(form.find("'" + choice + "'") != std::string::npos, duty.from_receipt) << choice;
      if (choice == id || !duty.from_receipt) continue;
      EXPECT_NE(words.find("\"law_stage." + std::string(stage.id) + "\""), std::string::npos)
          << choice;
    }
  }
}

TEST_F(Duties, Explanation_NamesTheLaw) {
  Names("stat_bank_reply:complex");
  Receive("2026-08-25T18:30:00");
  for (const auto& clock : ComputeClocks(facts, rules, *Calendar::CnStandard(),
                                         Local("2026-08-26T09:00:00"), Explain::kYes)) {
    if (clock.kind != ClockKind::kStatutory) continue;
    ASSERT_GE(clock.explained.size(), 2u);
    EXPECT_EQ(
        clock.explained[1].zh,
        "法定时限 银行保险投诉处理（银行业保险业消费投诉处理管理办法 (2020)，情况复杂）：30 天，"
        "到 2026-09-24 18:00");
    return;
  }
  FAIL() << "no clock of the duty";
}

}  // namespace
}  // namespace huiyin::domain
