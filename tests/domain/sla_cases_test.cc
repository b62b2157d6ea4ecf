// Cases of the rules that the worked examples do not reach, by public headers only.
#include <gtest/gtest.h>

#include "domain/sla.h"
namespace huiyin::domain {
namespace {
Instant L(const std::string& t) { return *ParseInstant(t + "+08:00"); }
Instant U(const std::string& t) { return *ParseInstant(t + "Z"); }
Fact Created(Instant at) {
  return MakeFact(fact::kTicketCreated, at, "customer")
      .Set("received_at", FormatUtc(at))
      .Set("channel", std::string("web_form"));
}
Fact Class(const char* p, const char* c, Instant at) {
  return MakeFact(fact::kClassified, at, "system")
      .Set("priority", std::string(p))
      .Set("category", std::string(c));
}
Fact F(const char* k, Instant at) { return MakeFact(k, at, "user:1"); }
Fact Prio(const char* p, Instant at) {
  return F(fact::kPriorityChanged, at).Set("priority", std::string(p));
}
const ClockResult* Get(const std::vector<ClockResult>& v, ClockKind k, int c) {
  for (auto& x : v)
    if (x.kind == k && x.cycle == c) return &x;
  return nullptr;
}
auto Clocks(const std::vector<Fact>& f, Instant now) {
  return ComputeClocks(f, SlaRules{}, *Calendar::CnStandard(), now);
}

TEST(SlaCases, ReopenThenPriorityChange_StartsNoNewAck) {
  auto r = L("2026-06-01T09:00:00");
  auto v =
      Clocks({Created(r), Class("mid", "complaint", r), F(fact::kAcknowledged, r),
              F(fact::kHumanReply, r), F(fact::kSolutionCommunicated, L("2026-06-03T09:00:00")),
              F(fact::kReopened, L("2026-06-05T13:30:00")), Prio("high", L("2026-06-05T14:00:00"))},
             L("2026-06-05T14:00:00"));
  EXPECT_EQ(Get(v, ClockKind::kAck, 2), nullptr);
  EXPECT_EQ(Get(v, ClockKind::kFirstResponse, 2), nullptr);
}
TEST(SlaCases, Spam_VoidsEveryClock) {
  auto r = L("2026-06-01T09:00:00");
  auto v = Clocks(
      {Created(r), Class("high", "other", r), F(fact::kAcknowledged, L("2026-06-01T15:00:00")),
       F(fact::kVoided, L("2026-06-01T16:00:00")).Set("reason", std::string("spam"))},
      L("2026-06-02T09:00:00"));
  for (auto& c : v) EXPECT_EQ(c.state, ClockState::kVoid) << Name(c.kind);
}
TEST(SlaCases, WithdrawnAfterAck_KeepsABreach) {
  auto r = L("2026-06-01T09:00:00");
  auto v =
      Clocks({Created(r), Class("high", "other", r), F(fact::kAcknowledged, r),
              F(fact::kVoided, L("2026-06-05T16:00:00")).Set("reason", std::string("withdrawn"))},
             L("2026-06-06T09:00:00"));
  EXPECT_EQ(Get(v, ClockKind::kSolution, 1)->state, ClockState::kBreached);
}
TEST(SlaCases, ChatAnswer_Exists) {
  bool found = false;
  for (auto& p : DefaultPolicies())
    for (auto& x : p.rules) found |= x.kind == ClockKind::kChatAnswer;
  EXPECT_TRUE(found);
}
// E19 of domain.md §2.5 from the facts: the request for a person starts the wait, a bot's text and
// an automatic one do not end it, the person's does, and the millisecond decides.
TEST(SlaCases, E19_ChatAnswer_BotTextIgnored_MillisecondDecides) {
  const auto created = L("2026-03-10T20:15:00");
  const auto asked = L("2026-03-10T20:15:05.200");
  for (const bool late : {false, true}) {
    const auto answered = asked + Duration::Seconds(30) + Duration::Millis(late ? 1 : 0);
    const auto v =
        Clocks({Created(created).Set("channel", std::string("chat")),
                Class("low", "inquiry", created), F(kHumanRequested, asked),
                F(fact::kHumanReply, L("2026-03-10T20:15:05.900")).Set("automatic", true),
                F(fact::kHumanReply, answered)},
               answered);
    const ClockResult* clock = Get(v, ClockKind::kChatAnswer, 1);
    ASSERT_NE(clock, nullptr);
    EXPECT_EQ(FormatUtc(clock->due_at), "2026-03-10T12:15:35.200Z");
    EXPECT_EQ(clock->state, late ? ClockState::kMetLate : ClockState::kMet);
  }
}
// Every message that enters the human queue waits on its own; a second one while the first still
// waits does not start again, nor does one that leaves a message outside the service hours.
TEST(SlaCases, ChatAnswer_EachWaitIsAClock) {
  const auto created = L("2026-03-10T20:15:00");
  const auto to_person = [&](int seconds) {
    return MakeFact(fact::kCustomerMessage, created + Duration::Seconds(seconds), "customer")
        .Set("to_human", true);
  };
  const auto v = Clocks({Created(created).Set("to_human", true), Class("low", "inquiry", created),
                         to_person(10), F(fact::kHumanReply, created + Duration::Seconds(29)),
                         to_person(100), F(fact::kHumanReply, created + Duration::Seconds(131)),
                         to_person(200).Set("leave_message", true)},
                        created + Duration::Minutes(10));
  ASSERT_NE(Get(v, ClockKind::kChatAnswer, 1), nullptr);
  EXPECT_EQ(Get(v, ClockKind::kChatAnswer, 1)->started_at.us, created.us);
  EXPECT_EQ(Get(v, ClockKind::kChatAnswer, 1)->state, ClockState::kMet);
  ASSERT_NE(Get(v, ClockKind::kChatAnswer, 2), nullptr);
  EXPECT_EQ(Get(v, ClockKind::kChatAnswer, 2)->state, ClockState::kMetLate);
  EXPECT_EQ(Get(v, ClockKind::kChatAnswer, 3), nullptr);
}
TEST(SlaCases, ThirdPartyWait_EndsThePause) {
  auto r = L("2026-06-01T09:00:00");
  auto v = Clocks(
      {Created(r), Class("mid", "complaint", r), F(fact::kCustomerAsked, L("2026-06-02T09:00:00")),
       F(fact::kThirdPartyAsked, L("2026-06-02T10:00:00"))},
      L("2026-06-03T09:00:00"));
  EXPECT_EQ(Get(v, ClockKind::kSolution, 1)->due_at, L("2026-06-04T10:00:00"));
}
TEST(SlaCases, Overlap_CountsOnce) {
  auto c = *Calendar::Parse(
      "calendar n\nzone Asia/Shanghai\nhours mon 22:00-06:00\nhours tue 05:00-09:00\nyear 2026\n");
  EXPECT_EQ(c->Measure(L("2026-06-02T04:00:00"), L("2026-06-02T09:00:00")), Duration::Hours(5));
}
TEST(SlaCases, MakeupDay_WithHoursOfItsOwn_OpensForThemOnly) {
  const std::string text =
      "calendar n\nzone Asia/Shanghai\nhours mon-fri 09:00-18:00\nyear 2026\n"
      "makeup 2026-12-24 09:00-11:30,12:00-13:00 平安夜 | Christmas Eve\n"
      "makeup 2026-12-26 加班\n";
  const auto c = *Calendar::Parse(text);
  EXPECT_EQ(c->Measure(L("2026-12-24T00:00:00"), L("2026-12-25T00:00:00")), Duration::Minutes(210));
  EXPECT_EQ(c->CloseOfBusiness(c->LocalDay(L("2026-12-24T10:00:00"))), L("2026-12-24T13:00:00"));
  EXPECT_EQ(c->Special(c->LocalDay(L("2026-12-24T10:00:00")))->en, "Christmas Eve");
  EXPECT_EQ(c->Measure(L("2026-12-26T00:00:00"), L("2026-12-27T00:00:00")), Duration::Hours(9));
}
TEST(SlaCases, BadCalendar_NamesTheLineAndWhatIsWrongWithIt) {
  const std::string head = "calendar n\nzone UTC\nhours mon-fri 09:00-18:00\n";
  const auto refused = [&](const std::string& line) {
    const auto parsed = Calendar::Parse(head + line);
    if (parsed.ok()) return std::string("taken");
    const FieldError& field = parsed.error().fields.at(0);
    return field.path + " " + field.problem;
  };
  EXPECT_EQ(refused("makeup 2026-12-24 09:00-13:00\n"), "taken");
  EXPECT_EQ(refused("makeup 2026-12-24 13:00-09:00,08:00-10:00 x\n"), "line[4] hours");
  EXPECT_EQ(refused("holiday 2026-12-24 09:00-13:00 x\n"), "line[4] hours");
  EXPECT_EQ(refused("holiday 2026-02-30 x\n"), "line[4] date");
  EXPECT_EQ(refused("holiday 2026-12-24 x\nmakeup 2026-12-24 x\n"), "line[5] holiday_and_makeup");
  EXPECT_EQ(refused("year 1900\n"), "line[4] year");
  EXPECT_EQ(Calendar::Parse("calendar n\nzone UTC\n").error().fields.at(0).path, "hours");
}
TEST(SlaCases, NightShift_WhenClocksGoBack_MeasuresRealHours) {
  auto c =
      *Calendar::Parse("calendar n\nzone Europe/London\nhours mon-sun 22:00-06:00\nyear 2026\n");
  EXPECT_EQ(c->Measure(U("2026-10-24T21:00:00"), U("2026-10-25T06:00:00")), Duration::Hours(9));
}
TEST(SlaCases, RaiseDoesNotShiftByEarlierPause) {
  // Raised low -> high on 8 July 15:00: start + 72 h (+24 h pause) is 10 July 10:00, C + 18 h is 9
  // July 09:00.
  auto r = L("2026-07-06T10:00:00");
  auto v = Clocks(
      {Created(r), Class("low", "inquiry", r), F(fact::kCustomerAsked, L("2026-07-07T10:00:00")),
       F(fact::kCustomerMessage, L("2026-07-08T10:00:00")), Prio("high", L("2026-07-10T09:00:00"))},
      L("2026-07-10T09:00:00"));
  // C + 18 h = 07-11 03:00 > 07-10 10:00; the pause before C must not be added to it.
  EXPECT_EQ(Get(v, ClockKind::kSolution, 1)->due_at, L("2026-07-11T03:00:00"));
}
TEST(SlaCases, ControlCase_OrdinaryDue) {
  auto r = L("2026-04-13T10:00:00");
  EXPECT_EQ(
      Get(Clocks({Created(r), Class("mid", "malfunction", r)}, r), ClockKind::kSolution, 1)->due_at,
      L("2026-04-20T18:00:00"));
}
}  // namespace
}  // namespace huiyin::domain
