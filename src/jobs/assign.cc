#include "jobs/assign.h"

#include <algorithm>
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

using People = std::vector<domain::Candidate>;

// Somebody has work to do on it; a resolved one waits for its customer.
bool IsWork(const domain::Lifecycle& life) {
  return life.state != domain::State::kClosed && life.state != domain::State::kResolved;
}

// Whom the ticket was given to; nobody when it has an owner by now or nobody is able.
Result<std::optional<int64_t>> AssignOne(const app::Context& context, const app::Config& config,
                                         int64_t id, const People& people) {
  std::optional<int64_t> chosen;
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    chosen.reset();
    TRY_ASSIGN(app::TicketUnit unit, app::TicketUnit::Load(context, config, tx, id));
    if (unit.life().owner_id != 0 || !IsWork(unit.life())) return Ok();
    chosen = domain::Choose(DemandOf(unit.record()), people);
    if (!chosen) return Ok();
    unit.Record(domain::MakeFact(domain::fact::kAssigned, tx.now(), "system")
                    .Set("owner_id", *chosen)
                    .Set("by", std::string("capacity")));
    return unit.Save();
  }));
  return chosen;
}

// Whether it was still theirs.
Result<bool> ReturnOne(const app::Context& context, const app::Config& config, int64_t id,
                       int64_t owner_id) {
  bool returned = false;
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    TRY_ASSIGN(app::TicketUnit unit, app::TicketUnit::Load(context, config, tx, id));
    returned = unit.life().owner_id == owner_id && IsWork(unit.life());
    if (!returned) return Ok();
    unit.Record(domain::MakeFact(domain::fact::kAssigned, tx.now(), "system")
                    .Set("owner_id", int64_t{0})
                    .Set("left_owner_id", owner_id)
                    .Set("by", std::string("owner_left")));
    return unit.Save();
  }));
  return returned;
}

int64_t SpareCapacity(const People& people) {
  int64_t spare = 0;
  for (const domain::Candidate& c : people) spare += std::max<int64_t>(0, c.capacity - c.open);
  return spare;
}

Result<int> AssignInDepartment(const app::Context& context, const app::Config& config,
                               int64_t department_id, People people, int limit) {
  std::vector<int64_t> waiting;
  TRY(context.db->Read([&](store::Session& session) -> Status {
    TRY_ASSIGN(waiting, session.All(q::unassigned_open, {department_id, limit},
                                    [](const store::Row& row) { return row.Int(0); }));
    return Ok();
  }));
  int given = 0;
  for (const int64_t id : waiting) {
    if (SpareCapacity(people) == 0) break;
    TRY_ASSIGN(const auto chosen, AssignOne(context, config, id, people));
    if (!chosen) continue;
    ++given;
    for (domain::Candidate& c : people) {
      if (c.user_id == *chosen) ++c.open;
    }
  }
  return given;
}

}  // namespace

Result<int> ReturnWorkOfLeavers(const app::Context& context, int limit) {
  const auto config = context.config->Get();
  std::vector<std::pair<int64_t, int64_t>> theirs;  // ticket, owner
  TRY(context.db->Read([&](store::Session& session) -> Status {
    return session.Each(q::open_tickets_of_leavers, {limit}, [&](const store::Row& row) -> Status {
      theirs.emplace_back(row.Int(0), row.Int(1));
      return Ok();
    });
  }));
  int returned = 0;
  for (const auto& [ticket_id, owner_id] : theirs) {
    TRY_ASSIGN(const bool done, ReturnOne(context, *config, ticket_id, owner_id));
    if (done) ++returned;
  }
  return returned;
}

// Department by department: tickets that wait where nobody is online hold up no others.
Result<int> AssignWaiting(const app::Context& context, int limit) {
  const auto config = context.config->Get();
  People everybody;
  TRY(context.db->Read([&](store::Session& session) -> Status {
    TRY_ASSIGN(everybody, Candidates(*config, session));
    return Ok();
  }));
  std::map<int64_t, People> departments;
  for (domain::Candidate& c : everybody) departments[c.department_id].push_back(std::move(c));
  int given = 0;
  for (const auto& [department_id, people] : departments) {
    if (SpareCapacity(people) == 0) continue;
    TRY_ASSIGN(const int some, AssignInDepartment(context, *config, department_id, people, limit));
    given += some;
  }
  return given;
}

}  // namespace huiyin::jobs
