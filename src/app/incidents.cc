#include "app/incidents.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "app/config.h"
#include "app/idempotency.h"
#include "app/masking.h"
#include "app/open_ticket.h"
#include "app/ticket_verbs.h"
#include "app/users_account.h"
#include "base/crypto.h"
#include "base/utf8.h"
#include "store/queries.h"

namespace huiyin::app {

namespace fact = domain::fact;
namespace q = store::q;
using domain::Actor;
using domain::Transition;

namespace {

struct Child {
  int64_t id = 0;
  std::string ticket_no;
};

Result<std::vector<Child>> ChildrenOf(store::Session& session, int64_t parent_id) {
  return session.All(q::tickets_children, {parent_id}, [](const store::Row& row) {
    return Child{row.Int(0), row.Str(1)};
  });
}

// The parent inside a command.
Result<TicketUnit> LoadParent(const Context& context, const Config& config, store::Tx& tx,
                              const Actor& actor, const std::string& incident_no) {
  TRY_ASSIGN(const int64_t id, TicketIdOf(incident_no));
  return LoadForActor(context, config, tx, id, incident_no, actor, std::nullopt);
}

Status CheckNumbers(const std::vector<std::string>& numbers) {
  if (numbers.empty()) {
    return InvalidField("ticket_nos", "required", "say which tickets");
  }
  if (numbers.size() > kMaxIncidentChildren) {
    return InvalidField("ticket_nos", "too_many",
                        "at most " + std::to_string(kMaxIncidentChildren));
  }
  return Ok();
}

enum class Change { kJoin, kLeave };

// Loads each ticket the caller named, once; what cannot change is collected, not the first only.
class Members {
 public:
  Members(const Context& context, const Config& config, store::Tx& tx, const Actor& actor)
      : context_(context), config_(config), tx_(tx), actor_(actor) {}

  Status Load(const std::vector<std::string>& numbers) {
    std::set<std::string> seen;
    for (size_t i = 0; i < numbers.size(); ++i) {
      if (!seen.insert(numbers[i]).second) continue;
      auto unit = One(numbers[i]);
      if (unit.ok()) {
        places_.push_back(i);
        units_.push_back(std::move(unit).value());
      } else if (unit.error().code == ErrorCode::kNotFound ||
                 unit.error().code == ErrorCode::kConflict) {
        Wrong(i, unit.error());
      } else {
        return unit.error();
      }
    }
    return Answer();
  }

  // Changes all of them and writes one fact on the parent, which is not saved.
  Status Apply(Change change, TicketUnit& parent) {
    std::vector<std::string> changed;
    for (size_t i = 0; i < units_.size(); ++i) {
      TicketUnit& child = units_[i];
      if (change == Change::kJoin && child.record().parent_id == parent.record().id) continue;
      const Status done =
          change == Change::kJoin ? Join(child, parent) : verbs::LeaveParent(child, parent, actor_);
      if (done.ok()) {
        changed.push_back(child.record().ticket_no);
      } else if (done.error().code == ErrorCode::kConflict) {
        Wrong(places_[i], done.error());
      } else {
        return done;
      }
    }
    TRY(Answer());
    if (changed.empty()) return Ok();
    parent.Record(domain::MakeFact(change == Change::kJoin ? fact::kLinked : fact::kUnlinked,
                                   tx_.now(), actor_.Label())
                      .Set("kind", std::string("child"))
                      .Set("tickets", changed));
    return Ok();
  }

  std::vector<TicketUnit>& units() { return units_; }

 private:
  Result<TicketUnit> One(const std::string& number) {
    TRY_ASSIGN(const int64_t id, TicketIdOf(number));
    auto unit = LoadForActor(context_, config_, tx_, id, number, actor_, std::nullopt);
    if (unit.ok()) TRY(unit->Guard(Transition::kLink, actor_));
    return unit;
  }

  Status Join(TicketUnit& child, TicketUnit& parent) {
    if (child.record().id == parent.record().id) {
      return Conflict("a ticket is no child of itself", "same_ticket");
    }
    return verbs::JoinParent(child, parent, actor_);
  }

  void Wrong(size_t place, const Error& why) {
    const std::string& code =
        why.type == "transition_refused" && !why.fields.empty() ? why.fields[0].problem : why.type;
    wrong_.push_back({"ticket_nos[" + std::to_string(place) + "]", code, why.message});
  }

  Status Answer() const {
    if (wrong_.empty()) return Ok();
    Error error = InvalidArgument("nothing was changed: " + wrong_[0].detail, "invalid_field");
    error.fields = wrong_;
    return error;
  }

  const Context& context_;
  const Config& config_;
  store::Tx& tx_;
  const Actor& actor_;
  std::vector<TicketUnit> units_;
  std::vector<size_t> places_;
  std::vector<FieldError> wrong_;
};

Status CheckRoom(TicketUnit& parent) {
  TRY_ASSIGN(const auto children, ChildrenOf(parent.tx().db(), parent.record().id));
  if (children.size() <= kMaxIncidentChildren) return Ok();
  return Conflict("an incident has at most " + std::to_string(kMaxIncidentChildren) + " children",
                  "incident_full");
}

Feedback ParentFrom(const Actor& actor, const NewIncident& in,
                    const std::vector<TicketUnit>& units) {
  const TicketUnit* oldest = &units.front();
  domain::Priority priority = domain::Priority::kLow;
  int64_t department = units.front().life().department_id;
  for (const TicketUnit& unit : units) {
    if (unit.life().received_at < oldest->life().received_at) oldest = &unit;
    priority = std::max(priority, unit.life().priority);
    if (unit.life().department_id != department) department = actor.department_id;
  }
  Feedback out;
  out.channel = oldest->record().channel;
  out.text = in.text.empty() ? in.title : in.title + "\n" + in.text;
  out.category = std::string(domain::Name(oldest->life().category));
  out.priority = std::string(domain::Name(priority));
  out.product = oldest->record().product;
  out.department_id = department;
  out.owner_id = actor.user_id;
  return out;
}

}  // namespace

Result<std::vector<IncidentRow>> ListIncidents(const Context& context, store::Session& session,
                                               const Actor& actor) {
  std::vector<IncidentRow> rows;
  std::vector<int64_t> ids;
  TRY(session.Each(q::incidents_open,
                   {int64_t{actor.May("ticket.read_all")}, actor.department_id, actor.user_id,
                    int64_t{kMaxIncidentsListed}},
                   [&](const store::Row& row) -> Status {
                     ids.push_back(row.Int(0));
                     rows.push_back({{}, row.Int(1), row.Int(2), row.Int(4), row.OptAt(3)});
                     return Ok();
                   }));
  TRY_ASSIGN(auto parents, ReadableTickets(context, session, actor, ids));
  std::vector<IncidentRow> out;
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto parent = parents.find(ids[i]);
    if (parent == parents.end()) continue;
    rows[i].parent = std::move(parent->second);
    out.push_back(std::move(rows[i]));
  }
  return out;
}

Result<IncidentView> ReadIncident(const Context& context, store::Session& session,
                                  const Actor& actor, const std::string& incident_no) {
  TRY_ASSIGN(const int64_t id, TicketIdOf(incident_no));
  TRY_ASSIGN(auto parents, ReadableTickets(context, session, actor, {id}));
  const auto parent = parents.find(id);
  if (parent == parents.end() || parent->second.ticket_no != incident_no) {
    return NotFound("there is no ticket \"" + incident_no + "\"", "ticket_not_found");
  }
  IncidentView out;
  out.parent = std::move(parent->second);
  TRY_ASSIGN(const auto children, ChildrenOf(session, id));
  std::vector<int64_t> ids;
  for (const Child& child : children) ids.push_back(child.id);
  TRY_ASSIGN(auto rows, ReadableTickets(context, session, actor, ids));
  for (auto& [child_id, row] : rows) out.children.push_back(std::move(row));
  std::sort(out.children.begin(), out.children.end(), [](const TicketRow& a, const TicketRow& b) {
    return std::pair(a.received_at.us, a.id) < std::pair(b.received_at.us, b.id);
  });
  out.hidden = static_cast<int64_t>(children.size() - out.children.size());
  return out;
}

Result<std::string> OpenIncident(const Context& context, const Actor& actor,
                                 const NewIncident& in) {
  TRY(CheckNumbers(in.ticket_nos));
  Action limits;
  limits.title = in.title;
  limits.text = in.text;
  TRY(CheckLimits(limits));
  const bool blank = in.title.find_first_not_of(" \t\r\n") == std::string::npos;
  if (in.parent.empty() && blank) {
    return InvalidField("title", "required", "say what happened");
  }
  std::string body = in.parent + "\n" + in.title + "\n" + in.text;
  for (const std::string& number : in.ticket_nos) body += "\n" + number;
  const Hash32 key = Sha256({"incident\n", actor.Label(), "\n", in.idempotency_key});
  const auto config = context.config->Get();
  std::string parent_no;
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    parent_no.clear();
    if (!in.idempotency_key.empty()) {
      TRY_ASSIGN(const auto before, RecallAnswer(tx, key, Sha256({body})));
      if (before) {
        parent_no = *before;
        return Ok();
      }
    }
    Members members(context, *config, tx, actor);
    TRY(members.Load(in.ticket_nos));
    parent_no = in.parent;
    if (parent_no.empty()) {
      TRY_ASSIGN(const Opened opened,
                 OpenInside(context, actor, ParentFrom(actor, in, members.units()), tx, 0));
      parent_no = opened.ticket_no;
    }
    TRY_ASSIGN(const int64_t parent_id, TicketIdOf(parent_no));
    TRY_ASSIGN(TicketUnit parent, in.parent.empty()
                                      ? TicketUnit::Load(context, *config, tx, parent_id)
                                      : LoadParent(context, *config, tx, actor, parent_no));
    TRY(parent.Guard(Transition::kLink, actor));
    if (in.parent.empty()) parent.record().title = MaskText(context, in.title);
    TRY(members.Apply(Change::kJoin, parent));
    TRY(CheckRoom(parent));
    TRY(parent.Save());
    if (in.idempotency_key.empty()) return Ok();
    return RememberAnswer(tx, key, Sha256({body}), parent_no);
  }));
  return parent_no;
}

namespace {

Status ChangeChildren(const Context& context, const Actor& actor, const std::string& incident_no,
                      const std::vector<std::string>& ticket_nos, Change change) {
  TRY(CheckNumbers(ticket_nos));
  const auto config = context.config->Get();
  return RunCommand(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(TicketUnit parent, LoadParent(context, *config, tx, actor, incident_no));
    TRY(parent.Guard(Transition::kLink, actor));
    Members members(context, *config, tx, actor);
    TRY(members.Load(ticket_nos));
    TRY(members.Apply(change, parent));
    if (change == Change::kJoin) TRY(CheckRoom(parent));
    return parent.Save();
  });
}

}  // namespace

Status AddChildren(const Context& context, const Actor& actor, const std::string& incident_no,
                   const std::vector<std::string>& ticket_nos) {
  return ChangeChildren(context, actor, incident_no, ticket_nos, Change::kJoin);
}

Status RemoveChildren(const Context& context, const Actor& actor, const std::string& incident_no,
                      const std::vector<std::string>& ticket_nos) {
  return ChangeChildren(context, actor, incident_no, ticket_nos, Change::kLeave);
}

}  // namespace huiyin::app
