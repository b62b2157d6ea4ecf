#include "app/read_ticket.h"

#include <algorithm>
#include <map>

#include "app/act_on_ticket.h"
#include "app/config.h"
#include "app/fact_json.h"
#include "app/ticket_clocks.h"
#include "app/ticket_reads.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

Status ReadParts(store::Session& session, const Config& config, TicketView& out) {
  const int64_t id = out.record.id;
  TRY_ASSIGN(out.tasks, session.All(q::tasks_of_ticket, {id}, [&](const store::Row& row) {
    TicketTask task;
    task.id = row.Int(0);
    task.title = row.Str(1);
    task.department_id = row.OptInt(2);
    task.owner_id = row.OptInt(3);
    task.due_at = row.OptAt(4);
    task.created_at = row.At(5);
    task.done_at = row.OptAt(6);
    task.result = row.Str(7);
    task.owner = row.OptStr(8).value_or("");
    task.department = config.DepartmentName(task.department_id.value_or(0));
    return task;
  }));
  TRY_ASSIGN(out.watchers, session.All(q::watchers_of_ticket, {id}, [](const store::Row& row) {
    return std::pair(row.Int(0), row.Str(1));
  }));
  TRY_ASSIGN(out.attachments, session.All(q::attachments_of_ticket, {id}, [](const store::Row& r) {
    return TicketAttachment{r.Int(0), r.Str(2), r.Str(3), r.Int(4), r.At(5), r.Str(1)};
  }));
  // Who may see a file is said by the fact that added it.
  for (const domain::Fact& fact : out.record.facts) {
    if (fact.kind != domain::fact::kAttachmentAdded) continue;
    for (TicketAttachment& a : out.attachments) {
      if (a.id == fact.Int("attachment_id")) a.visibility = fact.Text("visibility");
    }
  }
  const int64_t cycle = out.record.life.cycle;
  TRY(session.Each(q::approvals_of_ticket, {id}, [&](const store::Row& row) -> Status {
    if (row.Int(6) != cycle || row.OptStr(2).value_or("") == "withdrawn") return Ok();
    out.approval.push_back({row.Str(1), row.OptStr(5).value_or(""), row.OptStr(2).value_or(""),
                            row.Str(4), row.OptAt(3)});
    return Ok();
  }));
  TRY_ASSIGN(out.messages, session.All(q::messages_of_ticket, {id}, [&](const store::Row& row) {
    TicketMessage m;
    m.id = row.Int(0);
    m.at = row.At(1);
    m.author_kind = row.Str(2);
    m.author_id = row.OptInt(3).value_or(0);
    m.author = config.PersonName(m.author_id);
    m.visibility = row.Str(4);
    m.kind = row.Str(5);
    m.text = row.Str(7);
    m.moved = !row.IsNull(9);
    return m;
  }));
  return Ok();
}

Status ReadCustomer(store::Session& session, TicketView& out) {
  if (out.record.customer_id == 0) return Ok();
  CustomerCard card;
  card.id = out.record.customer_id;
  TRY(session.Each(q::customer_by_id, {card.id}, [&](const store::Row& row) -> Status {
    card.name_masked = row.Str(5);
    card.mobile_masked = row.Str(6);
    card.email_masked = row.Str(7);
    card.tier = row.Str(8);
    card.erased = !row.IsNull(9);
    return Ok();
  }));
  TRY_ASSIGN(auto n, session.One(q::ticket_count_of_customer, {card.id},
                                 [](const store::Row& row) { return row.Int(0); }));
  card.tickets = n.value_or(0);
  out.record.customer_masked = card.name_masked;
  out.customer = std::move(card);
  return Ok();
}

Result<TicketView> Read(const Context& context, store::Session& session, TicketRecord record) {
  const auto config = context.config->Get();
  TicketView out;
  out.record = std::move(record);
  out.clocks = domain::ComputeClocks(out.record.facts, config->sla, *config->calendar,
                                     context.Now(), domain::Explain::kYes);
  TRY(ReadParts(session, *config, out));
  TRY(ReadCustomer(session, out));
  return out;
}

// A link says that there is another ticket; what that one is about is for those who may read it.
Status ReadLinks(store::Session& session, const domain::Actor& actor, TicketView& out) {
  TRY_ASSIGN(out.links, session.All(q::links_of_ticket, {out.record.id}, [&](const store::Row& r) {
    const bool readable = domain::MayReadTicket(actor, r.Int(4), r.Int(5), r.Int(6));
    return TicketLink{r.Str(0), r.Str(1), readable ? r.Str(2) : "", readable ? r.Str(3) : ""};
  }));
  return Ok();
}

void AddAllowed(const Context& context, const domain::Actor& actor, TicketView& out) {
  const auto config = context.config->Get();
  for (const domain::Transition transition : domain::AllTransitions()) {
    const std::string_view permission = PermissionOf(transition);
    if (permission.empty() || !actor.May(permission)) continue;
    AllowedVerb verb;
    verb.transition = std::string(domain::Name(transition));
    verb.missing =
        domain::Check(out.record.life, transition, config->lifecycle, context.Now(), actor.user_id);
    verb.allowed = verb.missing.empty();
    out.allowed.push_back(std::move(verb));
  }
}

}  // namespace

Result<TicketView> ReadTicket(const Context& context, store::Session& session,
                              const domain::Actor& actor, const std::string& ticket_no) {
  TRY_ASSIGN(const int64_t id, TicketIdOf(ticket_no));
  TRY_ASSIGN(TicketRecord record, LoadTicket(session, id));
  const domain::Lifecycle& life = record.life;
  bool visible =
      record.ticket_no == ticket_no &&
      domain::MayReadTicket(actor, life.department_id, life.owner_id, life.first_owner_id);
  if (!visible && record.ticket_no == ticket_no && actor.May("ticket.read") && actor.user_id != 0) {
    TRY_ASSIGN(auto n,
               session.One(q::task_of_user_on_ticket, {id, actor.user_id, actor.department_id},
                           [](const store::Row& row) { return row.Int(0); }));
    visible = n.value_or(0) > 0;
  }
  if (!visible) {
    return NotFound("there is no ticket \"" + ticket_no + "\"", "ticket_not_found");
  }
  TRY_ASSIGN(TicketView out, Read(context, session, std::move(record)));
  TRY(ReadLinks(session, actor, out));
  AddAllowed(context, actor, out);
  if (actor.kind == domain::Actor::Kind::kUser) {
    TRY_ASSIGN(const ReadMarks marks, ReadMarksOf(session, actor.user_id, {id}));
    out.unread = IsUnread(marks, actor.user_id, id, out.record.version, out.record.life.owner_id,
                          domain::Name(out.record.life.state));
  }
  return out;
}

Result<TicketView> ReadTicketOfCustomer(const Context& context, store::Session& session,
                                        int64_t ticket_id) {
  TRY_ASSIGN(TicketRecord record, LoadTicket(session, ticket_id));
  TRY_ASSIGN(TicketView out, Read(context, session, std::move(record)));
  std::erase_if(out.messages,
                [](const TicketMessage& m) { return m.visibility != "customer" || m.moved; });
  std::erase_if(out.attachments,
                [](const TicketAttachment& a) { return a.visibility != "customer"; });
  out.tasks.clear();
  out.watchers.clear();
  return out;
}

std::string TextOfKind(const TicketView& ticket, std::string_view kind) {
  for (auto m = ticket.messages.rbegin(); m != ticket.messages.rend(); ++m) {
    if (m->kind == kind) return m->text;
  }
  return "";
}

std::vector<TimelineItem> Timeline(const Config& config, const TicketView& ticket) {
  std::map<int64_t, const TicketMessage*> by_id;
  for (const TicketMessage& m : ticket.messages) by_id.emplace(m.id, &m);
  std::vector<TimelineItem> out;
  for (size_t i = 0; i < ticket.record.facts.size(); ++i) {
    const domain::Fact& fact = ticket.record.facts[i];
    TimelineItem item;
    item.seq = i < ticket.record.fact_seqs.size() ? ticket.record.fact_seqs[i] : 0;
    item.id = "e" + std::to_string(item.seq);
    item.at = fact.at;
    item.kind = "event";
    item.visibility = "internal";
    item.event = fact.kind;
    item.changes = FactPayload(fact);
    item.actor_id = fact.UserId();
    item.actor_kind = fact.actor.substr(0, fact.actor.find(':'));
    item.actor_name = config.PersonName(item.actor_id);
    if (fact.kind == domain::fact::kTicketCreated) {
      item.kind = "message";
      item.visibility = "customer";
      item.text = ticket.record.content_masked;
    } else if (const auto m = by_id.find(fact.Int("message_id")); m != by_id.end()) {
      item.text = m->second->text;
      item.visibility = m->second->visibility;
      item.kind = item.visibility == "customer" ? "message" : "note";
    }
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace huiyin::app
