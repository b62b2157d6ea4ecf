#include "app/sla_recompute.h"

#include <utility>

#include "app/config.h"
#include "app/ticket_clocks.h"
#include "app/ticket_unit.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr int kPage = 500;

std::vector<std::string> NamesOf(const std::vector<domain::Fact>& facts) {
  std::vector<std::string> names;
  for (const domain::Fact& fact : facts) {
    if (fact.Has("sla")) names = fact.List("sla");
  }
  return names;
}

bool Runs(const domain::ClockResult& clock) {
  return !clock.stopped_at && clock.state != domain::ClockState::kVoid;
}

// The first clock whose due differs; one that is new or gone counts.
std::optional<ChangedDue> FirstChange(const std::vector<domain::ClockResult>& before,
                                      const std::vector<domain::ClockResult>& after) {
  const auto find = [](const std::vector<domain::ClockResult>& in,
                       const domain::ClockResult& what) -> const domain::ClockResult* {
    for (const domain::ClockResult& clock : in) {
      if (domain::NameOf(clock) == domain::NameOf(what) && clock.cycle == what.cycle) return &clock;
    }
    return nullptr;
  };
  for (const domain::ClockResult& clock : before) {
    const domain::ClockResult* now = find(after, clock);
    if (!Runs(clock) || (now != nullptr && now->due_at == clock.due_at)) continue;
    ChangedDue change{"", std::string(domain::NameOf(clock)), clock.due_at, {}};
    if (now != nullptr) change.after = now->due_at;
    return change;
  }
  for (const domain::ClockResult& clock : after) {
    if (find(before, clock) != nullptr) continue;
    return ChangedDue{"", std::string(domain::NameOf(clock)), {}, clock.due_at};
  }
  return std::nullopt;
}

class Recomputer {
 public:
  Recomputer(const Context& context, std::string actor, RecomputeMode mode)
      : context_(context), config_(context.config->Get()), actor_(std::move(actor)), mode_(mode) {}

  Result<SlaRecomputed> Run() {
    for (;;) {
      TRY_ASSIGN(const auto page, NextPage());
      for (const auto& [id, ticket_no] : page) TRY(Look(id, ticket_no));
      if (page.size() < kPage) return std::move(out_);
    }
  }

 private:
  Result<std::vector<std::pair<int64_t, std::string>>> NextPage() {
    std::vector<std::pair<int64_t, std::string>> page;
    TRY(context_.db->Read([&](store::Session& session) -> Status {
      return session.Each(q::open_tickets_after, {last_, kPage}, [&](const store::Row& row) {
        page.emplace_back(row.Int(0), row.Str(1));
        return Ok();
      });
    }));
    if (!page.empty()) last_ = page.back().first;
    return page;
  }

  Status Look(int64_t id, const std::string& ticket_no) {
    TicketRecord record;
    TRY(context_.db->Read([&](store::Session& session) -> Status {
      TRY_ASSIGN(record, LoadTicket(session, id));
      return Ok();
    }));
    ++out_.open;
    auto change = ChangeOf(record, context_.Now());
    if (!change) return Ok();
    if (mode_ == RecomputeMode::kApply) {
      bool applied = false;
      TRY(Apply(id, applied));
      if (!applied) return Ok();
    }
    ++out_.changed;
    change->ticket_no = ticket_no;
    if (out_.samples.size() < kRecomputeSamples) out_.samples.push_back(std::move(*change));
    return Ok();
  }

  domain::Fact ChangeFact(const TicketRecord& record, Instant now) const {
    domain::Fact fact = domain::MakeFact(domain::fact::kSlaPolicyChanged, now, actor_);
    if (NamesOf(record.facts) != config_->sla_names) fact.Set("sla", config_->sla_names);
    return fact;
  }

  // Other policies, or a due that was written down and is another by the calendar of now.
  std::optional<ChangedDue> ChangeOf(const TicketRecord& record, Instant now) const {
    const auto before = domain::ComputeClocks(record.facts, config_->sla, *config_->calendar, now);
    std::vector<domain::Fact> facts = record.facts;
    facts.push_back(ChangeFact(record, now));
    const TicketClocks after = ComputeClocks(*config_, facts, now);
    if (auto change = FirstChange(before, after.clocks)) return change;
    if (record.next_due_at == after.next_due_at) return std::nullopt;
    return ChangedDue{"", after.next_due_clock, record.next_due_at, after.next_due_at};
  }

  // Somebody may have worked on the ticket meanwhile: looked at again inside the transaction.
  Status Apply(int64_t id, bool& applied) {
    TRY(context_.db->writer().Run([&](store::Tx& tx) -> Status {
      applied = false;
      TRY_ASSIGN(TicketUnit unit, TicketUnit::Load(context_, *config_, tx, id));
      if (unit.life().state == domain::State::kClosed) return Ok();
      if (!ChangeOf(unit.record(), tx.now())) return Ok();
      unit.Record(ChangeFact(unit.record(), tx.now()));
      applied = true;
      return unit.Save();
    }));
    return Ok();
  }

  const Context& context_;
  const std::shared_ptr<const Config> config_;
  const std::string actor_;
  const RecomputeMode mode_;
  int64_t last_ = 0;
  SlaRecomputed out_;
};

}  // namespace

Result<SlaRecomputed> RecomputeSla(const Context& context, const std::string& actor,
                                   RecomputeMode mode) {
  return Recomputer(context, actor, mode).Run();
}

}  // namespace huiyin::app
