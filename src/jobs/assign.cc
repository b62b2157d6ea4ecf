#include "jobs/assign.h"

#include <map>

#include "app/config.h"
#include "app/ticket_unit.h"
#include "domain/assignment.h"
#include "store/queries.h"

namespace huiyin::jobs {

namespace q = store::q;

namespace {

Result<std::vector<domain::Candidate>> Candidates(const app::Config& config,
                                                  store::Session& session) {
  std::map<int64_t, int64_t> open;
  TRY(session.Each(q::open_count_by_owner, {}, [&](const store::Row& row) -> Status {
    open[row.Int(0)] = row.Int(1);
    return Ok();
  }));
  std::vector<domain::Candidate> out;
  for (const auto& [id, person] : config.people) {
    if (!person.active || !person.online) continue;
    out.push_back(
        {id, person.department_id, person.tier, person.skills, person.capacity, open[id], true});
  }
  return out;
}

// What routing asked for when the ticket came in.
domain::Demand DemandOf(const app::TicketRecord& record) {
  domain::Demand demand;
  demand.department_id = record.life.department_id;
  for (const domain::Fact& f : record.facts) {
    if (f.kind != domain::fact::kClassified) continue;
    demand.tier = f.Text("tier");
    demand.skill = f.Text("skill");
  }
  return demand;
}

}  // namespace

Result<int> AssignWaiting(const app::Context& context, int limit) {
  const auto config = context.config->Get();
  std::vector<int64_t> waiting;
  std::vector<domain::Candidate> candidates;
  TRY(context.db->Read([&](store::Session& session) -> Status {
    TRY_ASSIGN(candidates, Candidates(*config, session));
    if (candidates.empty()) return Ok();
    TRY_ASSIGN(waiting, session.All(q::unassigned_open, {limit},
                                    [](const store::Row& row) { return row.Int(0); }));
    return Ok();
  }));
  int given = 0;
  for (const int64_t id : waiting) {
    std::optional<int64_t> chosen;
    TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
      chosen.reset();
      TRY_ASSIGN(app::TicketUnit unit, app::TicketUnit::Load(context, *config, tx, id));
      if (unit.life().owner_id != 0 || unit.life().state != domain::State::kPending) return Ok();
      chosen = domain::Choose(DemandOf(unit.record()), candidates);
      if (!chosen) return Ok();
      unit.Record(domain::MakeFact(domain::fact::kAssigned, tx.now(), "system")
                      .Set("owner_id", *chosen)
                      .Set("by", std::string("capacity")));
      return unit.Save();
    }));
    if (!chosen) continue;
    ++given;
    for (domain::Candidate& c : candidates) {
      if (c.user_id == *chosen) ++c.open;
    }
  }
  return given;
}

}  // namespace huiyin::jobs
