// Verbs between tickets and people: merge, split, link, tasks, watchers.
#include <algorithm>

#include "app/config.h"
#include "app/fact_json.h"
#include "app/open_ticket.h"
#include "app/rollup.h"
#include "app/ticket_clocks.h"
#include "app/ticket_verbs.h"
#include "store/queries.h"

namespace huiyin::app::verbs {

namespace fact = domain::fact;
namespace q = store::q;
using domain::Actor;
using domain::Fact;

namespace {

Fact New(TicketUnit& unit, const Actor& actor, const char* kind) {
  return domain::MakeFact(kind, unit.tx().now(), actor.Label());
}

Status AddLink(TicketUnit& unit, int64_t from, int64_t to, const char* kind, const Actor& actor) {
  TRY(unit.tx().Exec(q::link_insert, {from, to, kind, unit.tx().now(), actor.Label()}));
  return Ok();
}

struct Pair {
  const char* kind;
  const char* reverse;
};
constexpr Pair kLinkKinds[] = {
    {"duplicate", "duplicate"}, {"related", "related"}, {"parent", "child"}, {"child", "parent"}};

const Pair* LinkKind(const std::string& kind) {
  for (const Pair& pair : kLinkKinds) {
    if (kind == pair.kind) return &pair;
  }
  return nullptr;
}

}  // namespace

Status CheckParent(TicketUnit& child, const TicketUnit& parent) {
  if (child.record().parent_id == parent.record().id) return Ok();
  if (child.record().parent_id != 0) {
    return Conflict("ticket " + child.record().ticket_no + " has a parent; unlink that first",
                    "has_parent");
  }
  for (int64_t at = parent.record().parent_id; at != 0;) {
    if (at == child.record().id) {
      return Conflict("the tickets would be each other's parents", "parent_circle");
    }
    TRY_ASSIGN(const auto above,
               child.tx().db().One(q::ticket_parent, {at}, [](const store::Row& row) {
                 return row.OptInt(0).value_or(0);
               }));
    at = above.value_or(0);
  }
  return Ok();
}

Status JoinParent(TicketUnit& child, TicketUnit& parent, const Actor& actor) {
  TRY(CheckParent(child, parent));
  const int64_t child_id = child.record().id;
  const int64_t parent_id = parent.record().id;
  TRY(AddLink(child, child_id, parent_id, "parent", actor));
  TRY(AddLink(child, parent_id, child_id, "child", actor));
  child.record().parent_id = parent_id;
  child.Record(New(child, actor, fact::kLinked)
                   .Set("kind", std::string("parent"))
                   .Set("ticket_no", parent.record().ticket_no));
  return child.Save();
}

Status LeaveParent(TicketUnit& child, TicketUnit& parent, const Actor& actor) {
  const int64_t child_id = child.record().id;
  const int64_t parent_id = parent.record().id;
  if (child.record().parent_id != parent_id) {
    return Conflict(
        "ticket " + child.record().ticket_no + " is no child of " + parent.record().ticket_no,
        "not_a_child");
  }
  TRY(child.tx().Exec(q::link_delete, {child_id, parent_id, "parent"}));
  TRY(child.tx().Exec(q::link_delete, {parent_id, child_id, "child"}));
  child.record().parent_id = 0;
  child.Record(New(child, actor, fact::kUnlinked)
                   .Set("kind", std::string("parent"))
                   .Set("ticket_no", parent.record().ticket_no));
  return child.Save();
}

Result<TicketUnit> LoadOther(TicketUnit& unit, const Actor& actor, const std::string& number) {
  TRY_ASSIGN(const int64_t id, TicketIdOf(number));
  if (id == unit.record().id) {
    return InvalidField("ticket_no", "same_ticket", "a ticket has no relation to itself");
  }
  auto other = TicketUnit::Load(unit.context(), unit.config(), unit.tx(), id);
  if (!other.ok()) return other;
  const domain::Lifecycle& life = other->life();
  if (other->record().ticket_no != number ||
      !domain::MayReadTicket(actor, life.department_id, life.owner_id, life.first_owner_id)) {
    return NotFound("there is no ticket \"" + number + "\"", "ticket_not_found");
  }
  return other;
}

Status Merge(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  TRY_ASSIGN(TicketUnit target, LoadOther(unit, actor, a.ticket_no));
  TRY(target.Guard(domain::Transition::kMerge, actor));
  const domain::Lifecycle life = unit.life();
  Fact here = New(unit, actor, fact::kMerged)
                  .Set("into", target.record().id)
                  .Set("into_no", target.record().ticket_no)
                  .Set("state", std::string(domain::Name(life.state)))
                  .Set("into_received_at", FormatUtc(target.life().received_at));
  if (life.sub_state) here.Set("sub_state", std::string(domain::Name(*life.sub_state)));
  target.Record(New(unit, actor, fact::kMerged)
                    .Set("from", unit.record().id)
                    .Set("from_no", unit.record().ticket_no)
                    .Set("received_at", FormatUtc(life.received_at)));
  unit.Record(std::move(here));
  TRY(AddLink(unit, unit.record().id, target.record().id, "merged", actor));
  TRY(AddLink(unit, target.record().id, unit.record().id, "merged_from", actor));
  TRY(target.Save());
  return unit.Save();
}

Status Unmerge(TicketUnit& unit, const Actor& actor, const Action&, Acted&) {
  const Fact* merged = nullptr;
  for (const Fact& f : unit.record().facts) {
    if (f.kind == fact::kMerged && f.Int("into") != 0) merged = &f;
  }
  if (merged == nullptr) return Internal("a merged ticket has no merge fact");
  const int64_t target_id = merged->Int("into");
  TRY_ASSIGN(TicketUnit target,
             TicketUnit::Load(unit.context(), unit.config(), unit.tx(), target_id));
  Fact here = New(unit, actor, fact::kUnmerged).Set("state", merged->Text("state"));
  here.SetIf("sub_state", merged->Text("sub_state"));
  target.Record(New(unit, actor, fact::kUnmerged)
                    .Set("from", unit.record().id)
                    .Set("received_at", merged->Text("into_received_at")));
  unit.Record(std::move(here));
  TRY(unit.tx().Exec(q::link_delete, {unit.record().id, target_id, "merged"}));
  TRY(unit.tx().Exec(q::link_delete, {target_id, unit.record().id, "merged_from"}));
  TRY(target.Save());
  return unit.Save();
}

Status Link(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  const Pair* pair = LinkKind(a.kind);
  if (pair == nullptr) {
    return InvalidField("kind", "unknown_value", "duplicate, related, parent or child");
  }
  TRY_ASSIGN(TicketUnit other, LoadOther(unit, actor, a.ticket_no));
  // "parent": the other is this one's parent.
  if (a.kind == "parent") TRY(CheckParent(unit, other));
  if (a.kind == "child") TRY(CheckParent(other, unit));
  TRY(AddLink(unit, unit.record().id, other.record().id, pair->kind, actor));
  TRY(AddLink(unit, other.record().id, unit.record().id, pair->reverse, actor));
  if (a.kind == "parent") unit.record().parent_id = other.record().id;
  if (a.kind == "child") other.record().parent_id = unit.record().id;
  unit.Record(New(unit, actor, fact::kLinked)
                  .Set("kind", a.kind)
                  .Set("ticket_no", other.record().ticket_no));
  other.Record(New(unit, actor, fact::kLinked)
                   .Set("kind", std::string(pair->reverse))
                   .Set("ticket_no", unit.record().ticket_no));
  TRY(other.Save());
  return unit.Save();
}

Status Unlink(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  const Pair* pair = LinkKind(a.kind);
  if (pair == nullptr) {
    return InvalidField("kind", "unknown_value", "duplicate, related, parent or child");
  }
  TRY_ASSIGN(TicketUnit other, LoadOther(unit, actor, a.ticket_no));
  const int64_t child_parent =
      a.kind == "parent" ? unit.record().parent_id : other.record().parent_id;
  const int64_t parent = a.kind == "parent" ? other.record().id : unit.record().id;
  if ((a.kind == "parent" || a.kind == "child") && child_parent != parent) {
    return Conflict("the tickets are not parent and child", "not_a_child");
  }
  TRY(unit.tx().Exec(q::link_delete, {unit.record().id, other.record().id, a.kind}));
  TRY(unit.tx().Exec(q::link_delete, {other.record().id, unit.record().id, pair->reverse}));
  if (a.kind == "parent") unit.record().parent_id = 0;
  if (a.kind == "child") other.record().parent_id = 0;
  unit.Record(New(unit, actor, fact::kUnlinked)
                  .Set("kind", a.kind)
                  .Set("ticket_no", other.record().ticket_no));
  other.Record(New(unit, actor, fact::kUnlinked)
                   .Set("kind", std::string(pair->reverse))
                   .Set("ticket_no", unit.record().ticket_no));
  TRY(other.Save());
  return unit.Save();
}

Status Split(TicketUnit& unit, const Actor& actor, const Action& a, Acted& out) {
  if (a.message_ids.empty()) {
    return InvalidField("message_ids", "required", "say which messages become a ticket");
  }
  std::string text;
  for (const int64_t id : a.message_ids) {
    int64_t ticket = 0;
    std::string sealed;
    bool told = false;
    bool moved = false;
    TRY(unit.tx().db().Each(q::message_by_id, {id}, [&](const store::Row& row) -> Status {
      ticket = row.Int(1);
      if (!row.IsNull(4)) sealed = std::string(row.BlobBytes(4));
      told = row.Text(5) == "customer";
      moved = !row.IsNull(7);
      return Ok();
    }));
    if (ticket != unit.record().id || sealed.empty()) {
      return InvalidField("message_ids", "unknown_value", "a message is not of this ticket");
    }
    // The new ticket's words are its customer's to read: what was said among colleagues stays here.
    if (!told) return InvalidField("message_ids", "internal_message", "a note cannot be split off");
    if (moved)
      return InvalidField("message_ids", "already_split", "a message was split off before");
    const std::string owner = "ticket:" + std::to_string(unit.record().id);
    TRY_ASSIGN(const SecretKey key, unit.context().keys->UnwrapKey(unit.record().data_key, owner));
    TRY_ASSIGN(const std::string plain, Open(key, sealed, "message:" + std::to_string(id)));
    if (!text.empty()) text += "\n\n";
    text += plain;
  }
  Feedback feedback;
  feedback.channel = unit.record().channel;
  feedback.text = a.text.empty() ? text : a.text + "\n\n" + text;
  feedback.product = unit.record().product;
  feedback.department_id = unit.life().department_id;
  TRY_ASSIGN(const Opened opened, OpenInside(unit.context(), actor, std::move(feedback), unit.tx(),
                                             unit.record().customer_id));
  for (const int64_t id : a.message_ids) {
    TRY(unit.tx().Exec(q::message_move, {id, opened.ticket_id}));
  }
  TRY(AddLink(unit, unit.record().id, opened.ticket_id, "split", actor));
  TRY(AddLink(unit, opened.ticket_id, unit.record().id, "split_from", actor));
  std::vector<std::string> moved;
  for (const int64_t id : a.message_ids) moved.push_back(std::to_string(id));
  unit.Record(New(unit, actor, fact::kSplit).Set("to", opened.ticket_no).Set("messages", moved));
  out.created_no = opened.ticket_no;
  return unit.Save();
}

Status AddTask(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  if (a.title.empty()) return InvalidField("title", "required", "say what is to be done");
  const auto& config = unit.config();
  if (a.department_id && !config.departments.contains(*a.department_id)) {
    return InvalidField("department_id", "unknown_value", "there is no such department");
  }
  if (a.owner_id && !config.people.contains(*a.owner_id)) {
    return InvalidField("owner_id", "unknown_value", "there is no such person");
  }
  TRY_ASSIGN(const int64_t id, unit.tx().NextId());
  TRY(unit.tx().Exec(
      q::task_insert,
      {id, unit.record().id, a.title, a.department_id, a.owner_id, a.due_at, unit.tx().now(),
       actor.user_id == 0 ? store::Param() : store::Param(actor.user_id)}));
  Fact created = New(unit, actor, fact::kTaskCreated).Set("task_id", id);
  if (a.department_id) created.Set("department_id", *a.department_id);
  if (a.owner_id) created.Set("owner_id", *a.owner_id);
  if (a.due_at) created.Set("due_at", FormatUtc(*a.due_at));
  unit.Record(std::move(created));
  return unit.Save();
}

Status FinishTask(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  bool known = false;
  for (const Fact& f : unit.record().facts) {
    known = known || (f.kind == fact::kTaskCreated && f.Int("task_id") == a.task_id.value_or(0));
  }
  if (!known) return InvalidField("task_id", "unknown_value", "no such task on this ticket");
  TRY_ASSIGN(const int64_t changed,
             unit.tx().Exec(q::task_done, {*a.task_id, unit.tx().now(), actor.user_id, a.result}));
  if (changed == 0) return Conflict("the task is done already", "task_done");
  unit.Record(New(unit, actor, fact::kTaskDone).Set("task_id", *a.task_id));
  return unit.Save();
}

Status Watch(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  const bool on = a.verb == domain::Transition::kWatch;
  TRY_ASSIGN(const int64_t changed, unit.tx().Exec(on ? q::watcher_insert : q::watcher_delete,
                                                   {unit.record().id, actor.user_id}));
  if (changed > 0) {
    unit.Record(New(unit, actor, on ? fact::kWatched : fact::kUnwatched));
  }
  return unit.Save();
}

}  // namespace huiyin::app::verbs
