// Laws of calendars and clocks that hold for any instant, term and history, against oracles that
// walk minute by minute, which the engine never does.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "domain/sla.h"

namespace huiyin::domain {
namespace {

constexpr int64_t kMinute = 60'000'000;

std::shared_ptr<const Calendar> Make(const char* text) {
  auto parsed = Calendar::Parse(text);
  EXPECT_TRUE(parsed.ok()) << parsed.error().ToString();
  return *parsed;
}

// Breaks, an overnight shift, half days, three zones of which two shift their clocks.
const std::vector<std::shared_ptr<const Calendar>>& Calendars() {
  static const std::vector<std::shared_ptr<const Calendar>> kAll = {
      Calendar::CnStandard(),
      Make("calendar shop\nzone Asia/Shanghai\nhours mon-fri 09:00-12:00,13:30-18:00\n"
           "hours sat 10:00-14:00\nyear 2026\nholiday 2026-05-01 a | b\nmakeup 2026-05-09 a | b\n"),
      Make("calendar night\nzone America/New_York\nhours mon-fri 22:00-06:00\nyear 2026\n"),
      Make("calendar london\nzone Europe/London\nhours mon-sun 00:30-02:30,09:00-17:00\n"
           "year 2026\nholiday 2026-12-25 a | b\n")};
  return kAll;
}

const Calendar& AnyCalendar() {
  return *Calendars()[static_cast<size_t>(
      *rc::gen::inRange<int>(0, static_cast<int>(Calendars().size())))];
}
// Within 2025-12 to 2027-01, any microsecond; often close to a shift of the clocks.
Instant AnyInstant() {
  const int64_t year = *rc::gen::inRange<int64_t>(1'764'547'200, 1'798'761'600) * 1'000'000;
  const int64_t shift =
      *rc::gen::element<int64_t>(1'772'953'200, 1'774'746'000, 1'792'890'000, 1'793'512'800) *
          1'000'000 +
      *rc::gen::inRange<int64_t>(-10'800, 10'800) * 1'000'000;
  const int64_t micros = *rc::gen::inRange<int64_t>(0, 1'000'000);
  return Instant{(*rc::gen::arbitrary<bool>() ? year : shift) + micros};
}
Duration AnyDuration(int64_t most_minutes) {
  return Duration{*rc::gen::inRange<int64_t>(0, most_minutes * kMinute)};
}

TEST(CalendarLaws, Measure_UndoesAdd) {
  EXPECT_TRUE(rc::check("Measure(from, Add(from, d)) == d", [] {
    const Calendar& calendar = AnyCalendar();
    const Instant from = AnyInstant();
    const Duration amount = AnyDuration(30'000);
    RC_ASSERT(calendar.Measure(from, calendar.Add(from, amount)).us == amount.us);
  }));
}

TEST(CalendarLaws, Measure_IsAdditiveAndMonotone) {
  EXPECT_TRUE(rc::check("Measure(a, b) + Measure(b, c) == Measure(a, c)", [] {
    const Calendar& calendar = AnyCalendar();
    const Instant a = AnyInstant();
    const Instant b = a + AnyDuration(20'000);
    const Instant c = b + AnyDuration(20'000);
    RC_ASSERT(calendar.Measure(a, b).us + calendar.Measure(b, c).us == calendar.Measure(a, c).us);
    RC_ASSERT(calendar.Measure(a, b).us <= (b - a).us);
    const Duration amount = AnyDuration(5'000);
    RC_ASSERT(calendar.Add(a, amount) <= calendar.Add(b, amount));
  }));
}

TEST(CalendarLaws, Measure_AgreesWithWalkingMinuteByMinute) {
  EXPECT_TRUE(rc::check("open minutes counted one by one", [] {
    const Calendar& calendar = AnyCalendar();
    const Instant from{AnyInstant().us / kMinute * kMinute};
    const int64_t minutes = *rc::gen::inRange<int64_t>(0, 4 * 1440);
    int64_t open = 0;
    for (int64_t i = 0; i < minutes; ++i) {
      // The middle of the minute: hours begin and end on whole ones.
      open += calendar.IsOpen(Instant{from.us + i * kMinute + kMinute / 2});
    }
    RC_ASSERT(calendar.Measure(from, Instant{from.us + minutes * kMinute}).us == open * kMinute);
  }));
}

TEST(CalendarLaws, WorkingDays_AgreeWithCountingThem) {
  EXPECT_TRUE(rc::check("AddWorkingDays counts working days", [] {
    const Calendar& calendar = AnyCalendar();
    const int64_t day = calendar.LocalDay(AnyInstant());
    const int64_t n = *rc::gen::inRange<int64_t>(0, 40);
    int64_t expected = day;
    for (int64_t left = n; left > 0;) {
      ++expected;
      if (calendar.IsWorkingDay(expected)) --left;
    }
    RC_ASSERT(calendar.AddWorkingDays(day, n) == expected);
  }));
}

Term AnyTerm() {
  const auto unit =
      *rc::gen::element(TermUnit::kSecond, TermUnit::kMinute, TermUnit::kHour,
                        TermUnit::kWorkingDay, TermUnit::kDay, TermUnit::kWeek, TermUnit::kMonth);
  const bool clock =
      unit == TermUnit::kSecond || unit == TermUnit::kMinute || unit == TermUnit::kHour;
  const auto basis =
      clock && *rc::gen::arbitrary<bool>() ? TermBasis::kBusinessHours : TermBasis::kElapsed;
  return {*rc::gen::inRange<int64_t>(1, 20), unit, basis};
}

TEST(TermLaws, Due_IsNeverEarlierForALaterStartNorForALongerTerm) {
  EXPECT_TRUE(rc::check("DueOf is monotone", [] {
    const Calendar& calendar = AnyCalendar();
    const Term term = AnyTerm();
    const Instant start = AnyInstant();
    const Instant later = start + AnyDuration(10'000);
    RC_ASSERT(DueOf(term, start, calendar) <= DueOf(term, later, calendar));
    RC_ASSERT(DueOf(term, start, calendar) >= start);
    Term longer = term;
    ++longer.n;
    RC_ASSERT(DueOf(term, start, calendar) <= DueOf(longer, start, calendar));
  }));
}

TEST(TermLaws, Text_RoundTrips) {
  EXPECT_TRUE(rc::check("ParseTerm(FormatTerm(t)) == t", [] {
    const Term term = AnyTerm();
    const auto parsed = ParseTerm(FormatTerm(term));
    RC_ASSERT(parsed.ok());
    RC_ASSERT(*parsed == term);
  }));
}

// A history of a ticket, and the same with something changed.
struct History {
  std::vector<Fact> facts;
  Instant received;

  History(const char* priority, const char* category, Instant at) : received(at) {
    facts.push_back(MakeFact(fact::kTicketCreated, at, "customer")
                        .Set("received_at", FormatUtc(at))
                        .Set("channel", std::string("web_form")));
    facts.push_back(MakeFact(fact::kClassified, at, "system")
                        .Set("priority", std::string(priority))
                        .Set("category", std::string(category)));
    facts.push_back(MakeFact(fact::kAssigned, at, "user:1").Set("department_id", int64_t{1}));
    facts.push_back(MakeFact(fact::kWorkStarted, at, "user:1"));
  }
  void Pause(Instant from, Instant to) {
    facts.push_back(MakeFact(fact::kCustomerAsked, from, "user:1"));
    facts.push_back(MakeFact(fact::kCustomerMessage, to, "customer"));
  }
  std::vector<ClockResult> Clocks(Instant now) const {
    return ComputeClocks(facts, SlaRules{}, *Calendar::CnStandard(), now);
  }
  const ClockResult& Of(const std::vector<ClockResult>& clocks, ClockKind kind) const {
    for (const auto& clock : clocks) {
      if (clock.kind == kind) return clock;
    }
    RC_FAIL("no such clock");
    return clocks.front();
  }
};

History AnyHistory() {
  const char* priority = *rc::gen::element("high", "mid", "low");
  const char* category =
      *rc::gen::element("complaint", "suggestion", "inquiry", "malfunction", "other");
  return {priority, category, Instant{AnyInstant().us / 1000 * 1000}};
}

TEST(ClockLaws, NoClock_IsDueBeforeItStartsNorStartsBeforeTheFeedback) {
  EXPECT_TRUE(rc::check("received <= start <= due", [] {
    const History history = AnyHistory();
    for (const auto& clock : history.Clocks(history.received + AnyDuration(30'000))) {
      RC_ASSERT(clock.started_at >= history.received);
      RC_ASSERT(clock.due_at > clock.started_at);
      if (clock.target_due_at) RC_ASSERT(*clock.target_due_at <= clock.due_at);
      for (const auto& warning : clock.warnings) RC_ASSERT(warning.at >= clock.started_at);
    }
  }));
}

TEST(ClockLaws, Pause_PostponesThePausableClocksAndNoOther) {
  EXPECT_TRUE(rc::check("a pause never brings a due forward", [] {
    const History plain = AnyHistory();
    History paused = plain;
    const Instant from = plain.received + AnyDuration(1'000);
    const Instant to = from + AnyDuration(5'000);
    paused.Pause(from, to);
    const Instant now = to + Duration::Minutes(1);
    const auto before = plain.Clocks(now);
    const auto after = paused.Clocks(now);
    for (const auto& clock : before) {
      const auto& same = paused.Of(after, clock.kind);
      RC_ASSERT(same.due_at >= clock.due_at);
      const bool pausable =
          clock.kind == ClockKind::kSolution || clock.kind == ClockKind::kAnalysis;
      if (!pausable) RC_ASSERT(same.due_at == clock.due_at);
    }
  }));
}

TEST(ClockLaws, Pause_CutInTwoAtTheSameInstant_ChangesNothing) {
  EXPECT_TRUE(rc::check("one pause or two that touch", [] {
    History one = AnyHistory();
    History two = one;
    const Instant from = one.received + AnyDuration(1'000);
    const Instant middle = from + AnyDuration(2'000);
    const Instant to = middle + AnyDuration(2'000);
    one.Pause(from, to);
    two.Pause(from, middle);
    two.Pause(middle, to);
    const Instant now = to + Duration::Minutes(1);
    const auto a = one.Clocks(now);
    const auto b = two.Clocks(now);
    RC_ASSERT(a.size() == b.size());
    for (size_t i = 0; i < a.size(); ++i) {
      RC_ASSERT(a[i].kind == b[i].kind);
      // Units of days count whole days a pause touches, so a cut may move a date clock by a day.
      if (one.Of(a, a[i].kind).due_at == b[i].due_at) continue;
      RC_ASSERT((b[i].due_at - a[i].due_at) <= Duration::Hours(1));
      RC_ASSERT((a[i].due_at - b[i].due_at) <= Duration::Hours(1));
    }
  }));
}

TEST(ClockLaws, Notes_NeverMoveAClock) {
  EXPECT_TRUE(rc::check("facts clocks do not know", [] {
    const History plain = AnyHistory();
    History noted = plain;
    const Instant at = plain.received + AnyDuration(1'000);
    for (const char* kind : {fact::kNoteAdded, fact::kWatched, fact::kLinked, fact::kRevealed}) {
      noted.facts.push_back(MakeFact(kind, at, "user:2"));
    }
    const Instant now = at + AnyDuration(20'000);
    const auto a = plain.Clocks(now);
    const auto b = noted.Clocks(now);
    RC_ASSERT(a.size() == b.size());
    for (size_t i = 0; i < a.size(); ++i) {
      RC_ASSERT(a[i].due_at == b[i].due_at);
      RC_ASSERT(a[i].state == b[i].state);
    }
  }));
}

TEST(ClockLaws, State_IsWhatTheInstantsSay) {
  EXPECT_TRUE(rc::check("running, breached, met, met late", [] {
    History history = AnyHistory();
    const Instant answered = history.received + AnyDuration(6'000);
    const bool answers = *rc::gen::arbitrary<bool>();
    if (answers) history.facts.push_back(MakeFact(fact::kHumanReply, answered, "user:1"));
    const Instant now = answered + AnyDuration(6'000);
    const auto clocks = history.Clocks(now);
    const auto& clock = history.Of(clocks, ClockKind::kFirstResponse);
    const auto ms = [](Instant i) { return i.us / 1000; };
    if (answers) {
      RC_ASSERT(clock.stopped_at.has_value());
      RC_ASSERT((clock.state == ClockState::kMet) == (ms(answered) <= ms(clock.due_at)));
      RC_ASSERT((clock.state == ClockState::kMetLate) == (ms(answered) > ms(clock.due_at)));
    } else {
      RC_ASSERT((clock.state == ClockState::kBreached) == (ms(now) > ms(clock.due_at)));
    }
  }));
}

}  // namespace
}  // namespace huiyin::domain
