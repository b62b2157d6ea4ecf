// The worked examples of domain.md §2.5, to the millisecond.
#include "domain/sla.h"

#include <gtest/gtest.h>

#include "domain/sla_term.h"

namespace huiyin::domain {
namespace {

Instant Utc(const char* text) { return *ParseInstant(text); }
Instant Local(const std::string& text) { return *ParseInstant(text + "+08:00"); }
const Calendar& Cn() { return *Calendar::CnStandard(); }

// A ticket as a list of facts, written like the examples.
class Case {
 public:
  Case(const char* priority, const char* category, Instant received) {
    facts_.push_back(MakeFact(fact::kTicketCreated, received, "customer")
                         .Set("received_at", FormatUtc(received))
                         .Set("channel", std::string("web_form")));
    facts_.push_back(MakeFact(fact::kClassified, received, "system")
                         .Set("priority", std::string(priority))
                         .Set("category", std::string(category)));
  }
  Case& Add(const char* kind, Instant at) {
    facts_.push_back(MakeFact(kind, at, "user:1"));
    return *this;
  }
  Case& Pause(Instant from, Instant to) {
    return Add(fact::kCustomerAsked, from).Add(fact::kCustomerMessage, to);
  }
  Case& Priority(const char* priority, Instant at) {
    facts_.push_back(
        MakeFact(fact::kPriorityChanged, at, "user:1").Set("priority", std::string(priority)));
    return *this;
  }
  ClockResult Clock(ClockKind kind, int cycle = 1, Instant now = Utc("2020-01-01T00:00:00Z"),
                    const Calendar& calendar = Cn()) const {
    for (const ClockResult& clock : ComputeClocks(facts_, SlaRules{}, calendar, now)) {
      if (clock.kind == kind && clock.cycle == cycle) return clock;
    }
    ADD_FAILURE() << "no clock " << Name(kind);
    return {};
  }
  std::string Due(ClockKind kind, int cycle = 1) const {
    return FormatUtc(Clock(kind, cycle).due_at);
  }
  std::string Target(ClockKind kind) const {
    const auto target = Clock(kind).target_due_at;
    return target ? FormatUtc(*target) : "none";
  }

 private:
  std::vector<Fact> facts_;
};

constexpr auto kAck = ClockKind::kAck;
constexpr auto kFirst = ClockKind::kFirstResponse;
constexpr auto kSolution = ClockKind::kSolution;

TEST(Sla, E1_HighMalfunction) {
  Case c("high", "malfunction", Local("2026-03-10T14:20:00"));
  EXPECT_EQ(c.Due(kAck), "2026-03-10T08:20:00Z");
  EXPECT_EQ(c.Due(ClockKind::kInterim), "2026-03-11T06:20:00Z");
  EXPECT_EQ(c.Due(kSolution), "2026-03-13T06:20:00Z");
  const auto ack = c.Clock(kAck);
  EXPECT_EQ(ack.warnings[0].at, Local("2026-03-10T15:20:00"));
  EXPECT_EQ(ack.warnings[1].at, Local("2026-03-10T15:50:00"));
  EXPECT_EQ(ack.warnings[2].at, Local("2026-03-10T16:08:00"));
  Case met = c;
  EXPECT_EQ(met.Add(fact::kAcknowledged, Local("2026-03-10T16:20:00.000")).Clock(kAck).state,
            ClockState::kMet);
  EXPECT_EQ(c.Add(fact::kAcknowledged, Local("2026-03-10T16:20:00.001")).Clock(kAck).state,
            ClockState::kMetLate);
}

TEST(Sla, E2_E3_EveOfNationalDay) {
  Case mid("mid", "malfunction", Local("2026-09-30T16:00:00"));
  EXPECT_EQ(mid.Due(kAck), "2026-10-01T08:00:00Z");
  EXPECT_EQ(mid.Target(kSolution), "2026-10-10T10:00:00Z");
  EXPECT_EQ(mid.Due(kSolution), "2026-10-13T10:00:00Z");
  Case complaint("mid", "complaint", Local("2026-09-30T16:00:00"));
  EXPECT_EQ(complaint.Due(kFirst), "2026-10-01T08:00:00Z");
  EXPECT_EQ(complaint.Due(kSolution), "2026-10-03T08:00:00Z");
  EXPECT_EQ(complaint.Target(kSolution), "none");
}

TEST(Sla, E4_E5_E6_MakeUpDays) {
  Case e4("mid", "malfunction", Local("2026-10-10T10:00:00"));
  EXPECT_EQ(e4.Target(kSolution), "2026-10-14T10:00:00Z");
  EXPECT_EQ(e4.Due(kSolution), "2026-10-16T10:00:00Z");
  Case e5("mid", "malfunction", Local("2026-02-13T17:30:00"));
  EXPECT_EQ(e5.Target(kSolution), "2026-02-25T10:00:00Z");
  EXPECT_EQ(e5.Due(kSolution), "2026-02-27T10:00:00Z");
  Case e6("mid", "malfunction", Local("2026-09-19T11:00:00"));
  EXPECT_EQ(e6.Target(kSolution), "2026-09-22T10:00:00Z");
  EXPECT_EQ(e6.Due(kSolution), "2026-09-24T10:00:00Z");
}

TEST(Sla, E7_E8_CalendarDays) {
  Case e7("low", "inquiry", Local("2026-01-31T10:00:00"));
  EXPECT_EQ(e7.Due(kAck), "2026-02-02T02:00:00Z");
  EXPECT_EQ(e7.Target(kSolution), "2026-02-09T10:00:00Z");
  EXPECT_EQ(e7.Due(kSolution), "2026-02-14T10:00:00Z");
  Case e8("low", "inquiry", Local("2026-02-01T10:00:00"));
  EXPECT_EQ(e8.Target(kSolution), "2026-02-09T10:00:00Z");
  EXPECT_EQ(e8.Due(kSolution), "2026-02-24T10:00:00Z");
}

TEST(Sla, E9_PauseInBusinessMinutes) {
  Case c("mid", "malfunction", Local("2026-04-13T10:00:00"));
  EXPECT_EQ(c.Due(kSolution), "2026-04-20T10:00:00Z");
  c.Pause(Local("2026-04-14T15:00:00"), Local("2026-04-16T11:00:00"));
  EXPECT_EQ(c.Due(kSolution), "2026-04-22T06:00:00Z");
  const auto clock = c.Clock(kSolution);
  EXPECT_EQ(clock.warnings[0].at, Local("2026-04-17T14:30:00"));
  EXPECT_EQ(clock.warnings[1].at, Local("2026-04-21T09:45:00"));
  EXPECT_EQ(clock.warnings[2].at, Local("2026-04-21T17:42:00"));
  EXPECT_EQ(Cn().Measure(Local("2026-04-13T10:00:00"), Local("2026-04-20T18:00:00")),
            Duration::Minutes(3180));
}

TEST(Sla, E10_ComplaintPausesOnlyTheSolution) {
  Case c("mid", "complaint", Local("2026-05-29T20:00:00"));
  c.Pause(Local("2026-05-30T09:00:00"), Local("2026-05-31T15:00:00"));
  EXPECT_EQ(c.Due(kFirst), "2026-05-30T12:00:00Z");
  EXPECT_EQ(c.Due(kSolution), "2026-06-02T18:00:00Z");
}

TEST(Sla, E11_E12_PausesOverHolidays) {
  Case e11("mid", "malfunction", Local("2026-04-29T09:30:00"));
  EXPECT_EQ(e11.Due(kSolution), "2026-05-09T10:00:00Z");
  e11.Pause(Local("2026-04-30T16:00:00"), Local("2026-05-06T10:00:00"));
  EXPECT_EQ(e11.Due(kSolution), "2026-05-11T04:00:00Z");
  Case e12("mid", "malfunction", Local("2026-06-18T10:00:00"));
  e12.Pause(Local("2026-06-18T19:00:00"), Local("2026-06-21T22:00:00"));
  EXPECT_EQ(e12.Due(kSolution), "2026-06-26T10:00:00Z");
}

TEST(Sla, E13_E14_E15_Reopened) {
  Case e13("mid", "complaint", Local("2026-06-01T09:00:00"));
  e13.Add(fact::kSolutionCommunicated, Local("2026-06-03T09:00:00"))
      .Add(fact::kReopened, Local("2026-06-05T13:30:00"));
  EXPECT_EQ(e13.Due(kSolution, 2), "2026-06-06T05:30:00Z");
  EXPECT_EQ(e13.Clock(kSolution, 1).state, ClockState::kMet);
  EXPECT_EQ(e13.Due(ClockKind::kReopenAck, 2), "2026-06-06T05:30:00Z");
  Case e14("mid", "complaint", Local("2026-06-29T09:00:00"));
  e14.Add(fact::kSolutionCommunicated, Local("2026-07-02T07:00:00"))
      .Add(fact::kReopened, Local("2026-07-02T20:00:00"));
  EXPECT_EQ(e14.Due(kSolution, 2), "2026-07-03T12:00:00Z");
  Case e15("mid", "malfunction", Local("2026-09-21T10:00:00"));
  EXPECT_EQ(e15.Due(kSolution), "2026-09-29T10:00:00Z");
  e15.Add(fact::kSolutionCommunicated, Local("2026-09-28T16:00:00"))
      .Add(fact::kReopened, Local("2026-09-30T17:00:00"));
  EXPECT_EQ(e15.Due(kSolution, 2), "2026-10-09T02:00:00Z");
}

TEST(Sla, E16_PriorityRaisedLate) {
  Case c("low", "inquiry", Local("2026-07-06T10:00:00"));
  c.Priority("high", Local("2026-07-06T15:00:00"));
  EXPECT_EQ(c.Due(kAck), "2026-07-06T07:30:00Z");
  EXPECT_TRUE(c.Clock(kAck).priority_raised_late);
  EXPECT_EQ(c.Due(ClockKind::kInterim), "2026-07-07T02:00:00Z");
  EXPECT_EQ(c.Due(kSolution), "2026-07-09T02:00:00Z");
  EXPECT_FALSE(c.Clock(kSolution).priority_raised_late);
}

TEST(Sla, E17_LondonWhenClocksGoBack) {
  const auto london = *Cn().InZone("Europe/London");
  Case high("high", "malfunction", Utc("2026-10-24T21:00:00Z"));
  EXPECT_EQ(FormatUtc(high.Clock(ClockKind::kInterim, 1, {}, *london).due_at),
            "2026-10-25T21:00:00Z");
  Case mid("mid", "malfunction", Utc("2026-10-23T15:00:00Z"));
  EXPECT_EQ(FormatUtc(mid.Clock(kSolution, 1, {}, *london).due_at), "2026-10-30T18:00:00Z");
}

TEST(Sla, E18_BusinessHoursBasis) {
  const Instant start = Local("2026-09-30T17:00:00");
  EXPECT_EQ(FormatUtc(DueOf({2, TermUnit::kHour, TermBasis::kBusinessHours}, start, Cn())),
            "2026-10-08T02:00:00Z");
  EXPECT_EQ(FormatUtc(DueOf({24, TermUnit::kHour, TermBasis::kBusinessHours}, start, Cn())),
            "2026-10-10T06:00:00Z");
}

TEST(Sla, E20_E21_NewYear) {
  Case e20("mid", "malfunction", Local("2025-12-31T17:30:00"));
  EXPECT_EQ(e20.Due(kAck), "2026-01-01T09:30:00Z");
  EXPECT_EQ(e20.Target(kSolution), "2026-01-06T10:00:00Z");
  EXPECT_EQ(e20.Due(kSolution), "2026-01-08T10:00:00Z");
  EXPECT_FALSE(e20.Clock(kSolution).calendar_incomplete);
  Case e21("mid", "malfunction", Local("2026-12-31T17:30:00"));
  EXPECT_EQ(e21.Due(kSolution), "2027-01-07T10:00:00Z");
  EXPECT_TRUE(e21.Clock(kSolution).calendar_incomplete);
}

TEST(Sla, Statutory_WorkedExamplesOfSection26) {
  const auto day = [](int64_t n, const char* from) {
    return FormatUtc(DueOf({n, TermUnit::kDay, TermBasis::kElapsed}, Local(from), Cn()));
  };
  EXPECT_EQ(day(15, "2026-09-20T15:00:00"), "2026-10-08T10:00:00Z");
  EXPECT_EQ(day(7, "2026-09-30T10:00:00"), "2026-10-08T10:00:00Z");
  EXPECT_EQ(day(15, "2026-08-25T18:30:00"), "2026-09-09T10:00:00Z");
  EXPECT_EQ(day(30, "2026-08-25T18:30:00"), "2026-09-24T10:00:00Z");
  EXPECT_EQ(day(60, "2026-08-25T18:30:00"), "2026-10-26T10:00:00Z");
  auto gdpr = Calendar::Parse("calendar eu\nzone UTC\nhours mon-fri 09:00-18:00\nyear 2026\n");
  EXPECT_EQ(FormatUtc(DueOf({1, TermUnit::kMonth, TermBasis::kElapsed}, Utc("2026-01-31T10:00:00Z"),
                            **gdpr))
                .substr(0, 10),
            "2026-03-02");
}

TEST(Sla, LoweredPriority_NeverClearsABreach) {
  Case c("high", "malfunction", Local("2026-03-10T14:20:00"));
  c.Priority("low", Local("2026-03-10T17:00:00"));
  EXPECT_EQ(c.Clock(kAck, 1, Local("2026-03-10T17:01:00")).state, ClockState::kBreached);
}

TEST(Sla, Pause_EndsByItselfAfterSevenDays) {
  Case c("mid", "complaint", Local("2026-06-01T09:00:00"));
  c.Add(fact::kCustomerAsked, Local("2026-06-02T09:00:00"));
  EXPECT_EQ(c.Clock(kSolution, 1, Local("2026-06-05T09:00:00")).state, ClockState::kPaused);
  const auto later = c.Clock(kSolution, 1, Local("2026-06-20T09:00:00"));
  EXPECT_EQ(later.due_at, Local("2026-06-11T09:00:00"));
  EXPECT_EQ(later.state, ClockState::kBreached);
}

}  // namespace
}  // namespace huiyin::domain
