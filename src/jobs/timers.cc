#include "jobs/timers.h"

#include <set>

#include "app/config.h"
#include "app/notices.h"
#include "app/ticket_clocks.h"
#include "app/ticket_unit.h"
#include "base/log.h"
#include "domain/sla.h"
#include "store/queries.h"

namespace huiyin::jobs {

namespace q = store::q;
namespace fact = domain::fact;
using app::TicketUnit;

namespace {

domain::Fact New(TicketUnit& unit, const char* kind) {
  return domain::MakeFact(kind, unit.tx().now(), "system");
}

Status FireLevels(TicketUnit& unit) {
  const app::TicketRecord& record = unit.record();
  std::set<std::string> fired;
  TRY(unit.tx().db().Each(q::escalations_of_ticket, {record.id}, [&](const store::Row& row) {
    fired.insert(row.Str(0) + "/" + std::to_string(row.Int(1)) + "/" + row.Str(2));
    return Ok();
  }));
  const auto clocks = domain::ComputeClocks(record.facts, unit.config().sla,
                                            *unit.config().calendar, unit.tx().now());
  for (const domain::ClockResult& clock : clocks) {
    if (clock.stopped_at || clock.state == domain::ClockState::kVoid ||
        clock.state == domain::ClockState::kPaused) {
      continue;
    }
    const std::string name(domain::NameOf(clock));
    for (const domain::Warning& warning : clock.warnings) {
      if (warning.at > unit.tx().now()) continue;
      const std::string key = name + "/" + std::to_string(clock.cycle) + "/" + warning.level;
      if (fired.contains(key)) continue;
      TRY(unit.tx().Exec(q::escalation_insert,
                         {record.id, name, clock.cycle, warning.level, warning.at}));
      // The record carries the instant of the rule, not the time of detection (§2.3 rule 11).
      const bool breach = warning.level == "breach";
      unit.Record(New(unit, breach ? fact::kClockBreached : fact::kEscalated)
                      .Set("clock", name)
                      .Set("cycle", int64_t{clock.cycle})
                      .Set("level", warning.level)
                      .Set("at", FormatUtc(breach ? clock.due_at : warning.at)));
      if (breach) TRY(app::QueueStageNotice(unit, "breach_apology", {{"reason", ""}}));
    }
  }
  return Ok();
}

Status CloseWhenSilent(TicketUnit& unit) {
  const domain::Lifecycle& life = unit.life();
  if (life.state != domain::State::kResolved || !life.resolved_at) return Ok();
  if (unit.tx().now() < *life.resolved_at + unit.policy().confirmation_window) return Ok();
  unit.Record(New(unit, fact::kClosed).Set("reason", std::string("auto_no_reply")));
  return app::QueueStageNotice(unit, "closed",
                               {{"summary", unit.record().title}, {"dispute_ways", ""}});
}

// Repeats the newest question, once a reminder and wait, however often the timers of the ticket
// run.
Status Remind(TicketUnit& unit, Instant since) {
  const Duration waited = unit.tx().now() - since;
  std::optional<Duration> reminder;
  for (const Duration after : app::kWaitReminders) {
    if (waited >= after) reminder = after;
  }
  if (!reminder) return Ok();
  std::string question;
  for (const domain::Fact& f : unit.record().facts) {
    if (f.kind != fact::kCustomerAsked || !f.Has("message_id")) continue;
    TRY_ASSIGN(question, unit.ReadMessage(f.Int("message_id")));
  }
  return app::QueueStageNotice(
      unit, "clarify", {{"questions", question}},
      "reminder/" + std::to_string(reminder->us / Duration::Hours(1).us) + "/" + FormatUtc(since));
}

Status ResumeWhenSilent(TicketUnit& unit) {
  if (unit.life().sub_state != domain::SubState::kWaitingCustomer) return Ok();
  const domain::SlaRules& rules = unit.config().sla;
  const auto since = domain::WaitingSince(unit.record().facts, rules, *unit.config().calendar);
  const Instant now = unit.tx().now();
  if (!since || now >= *since + rules.auto_resume) {
    unit.Record(New(unit, fact::kWorkResumed).Set("automatic", true));
    return Ok();
  }
  return Remind(unit, *since);
}

Status HandleOne(const app::Context& context, int64_t id) {
  const auto config = context.config->Get();
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    TRY_ASSIGN(TicketUnit unit, TicketUnit::Load(context, *config, tx, id));
    TRY(FireLevels(unit));
    TRY(ResumeWhenSilent(unit));
    TRY(CloseWhenSilent(unit));
    return unit.Save();
  }));
  return Ok();
}

}  // namespace

Result<int> RunTimers(const app::Context& context, int limit) {
  std::vector<int64_t> due;
  TRY(context.db->Read([&](store::Session& session) -> Status {
    TRY_ASSIGN(due, session.All(q::tickets_timer_due, {context.Now(), limit},
                                [](const store::Row& row) { return row.Int(0); }));
    return Ok();
  }));
  for (const int64_t id : due) {
    const Status done = HandleOne(context, id);
    // One bad ticket must not stop the others; it is tried again and stays visible in the log.
    if (!done.ok())
      log::Error("timer of ticket " + std::to_string(id) + ": " + done.error().ToString());
  }
  return static_cast<int>(due.size());
}

}  // namespace huiyin::jobs
