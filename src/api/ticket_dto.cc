#include "api/ticket_dto.h"

#include "app/json_read.h"
#include "app/understanding.h"

namespace huiyin::api {
namespace {

std::optional<int64_t> NonZero(int64_t id) {
  return id == 0 ? std::nullopt : std::optional<int64_t>(id);
}

// Of the verdict that stands: the newest classification.
dto::Understanding UnderstandingDto(const app::Context& context, const app::TicketView& ticket) {
  dto::Understanding out;
  for (const domain::Fact& fact : ticket.record.facts) {
    if (fact.kind != domain::fact::kClassified) continue;
    out.confidence = fact.Real("confidence");
    out.rule = fact.Text("priority_rule");
    out.version = fact.Text("version");
    out.emotions = fact.List("emotions");
    out.sensitive_classes = fact.List("sensitive_classes");
  }
  out.root_cause = ticket.record.life.root_cause;
  for (const auto& span : app::Explain(context, ticket.record.content_masked)) {
    out.evidence.push_back({span.field, span.start, span.end, span.weight});
  }
  return out;
}

dto::Handling HandlingDto(const app::TicketView& ticket) {
  const domain::Lifecycle& life = ticket.record.life;
  dto::Handling out;
  out.restated = app::TextOfKind(ticket, "restated");
  out.reproduced = life.reproduced;
  out.impact_scope = app::TextOfKind(ticket, "impact_scope");
  out.affected_users = life.affected_users;
  out.analysis_done_at = life.analysis_done_at;
  out.plan = app::TextOfKind(ticket, "plan");
  out.compensation_kind = life.compensation_kind;
  out.compensation_minor = life.compensation_minor;
  out.evaluation = life.evaluated ? app::TextOfKind(ticket, "evaluation") : "";
  out.approval.state = std::string(domain::Name(life.approval));
  for (const auto& step : ticket.approval) {
    out.approval.steps.push_back(
        {step.role, step.decided_by, step.decision, step.at, step.comment});
  }
  out.solution_summary = app::TextOfKind(ticket, "summary");
  out.solution_told_at = life.solution_told_at;
  out.cycle = life.cycle;
  return out;
}

std::vector<dto::RoutingStep> RoutingDto(const app::TicketView& ticket) {
  std::vector<dto::RoutingStep> out;
  for (const domain::Fact& fact : ticket.record.facts) {
    for (const std::string& text : fact.List("routing")) {
      dto::RoutingStep step;
      step.version = fact.Int("routing_version");
      std::string_view rest = text;
      bool first = true;
      while (!rest.empty()) {
        const size_t end = std::min(rest.find('\n'), rest.size());
        if (first)
          step.rule = std::string(rest.substr(0, end));
        else
          step.did.emplace_back(rest.substr(0, end));
        first = false;
        rest = end == rest.size() ? std::string_view() : rest.substr(end + 1);
      }
      out.push_back(std::move(step));
    }
  }
  return out;
}

std::string NextState(const std::vector<domain::ClockResult>& clocks, Instant due) {
  for (const auto& clock : clocks) {
    if (clock.due_at == due && !clock.stopped_at) return std::string(domain::Name(clock.state));
  }
  return "running";
}

void FillRow(const app::Context& context, const app::Config& config, const app::TicketView& t,
             dto::TicketRow& out) {
  const app::TicketRecord& r = t.record;
  const domain::Lifecycle& life = r.life;
  out.id = r.id;
  out.ticket_no = r.ticket_no;
  out.state = std::string(domain::Name(life.state));
  if (life.sub_state) out.sub_state = std::string(domain::Name(*life.sub_state));
  out.priority = std::string(domain::Name(life.priority));
  out.category = std::string(domain::Name(life.category));
  if (life.complaint_kind) out.complaint_kind = std::string(domain::Name(*life.complaint_kind));
  out.channel = r.channel;
  out.sentiment = r.sentiment;
  out.emotion_intensity = r.emotion_intensity;
  out.sensitive = life.sensitive;
  out.title = r.title;
  out.topics = app::StringList(r.topics);
  if (!r.product.empty()) out.product = r.product;
  out.department_id = NonZero(life.department_id);
  out.department = config.DepartmentName(life.department_id);
  out.owner_id = NonZero(life.owner_id);
  out.owner = config.PersonName(life.owner_id);
  out.customer_masked = r.customer_masked;
  out.received_at = r.received_at;
  out.updated_at = r.updated_at;
  if (r.next_due_at) {
    out.next_due =
        dto::NextDue{r.next_due_clock, *r.next_due_at, NextState(t.clocks, *r.next_due_at)};
  }
  for (const auto& clock : t.clocks) {
    out.breached = out.breached || clock.state == domain::ClockState::kBreached ||
                   clock.state == domain::ClockState::kMetLate;
  }
  out.tags = app::StringList(r.tags);
  out.version = r.version;
  (void)context;
}

}  // namespace

dto::TicketRow RowDto(const app::Config& config, const app::TicketRow& row) {
  dto::TicketRow out;
  out.id = row.id;
  out.ticket_no = row.ticket_no;
  out.state = row.state;
  out.sub_state = row.sub_state;
  out.priority = row.priority;
  out.category = row.category;
  out.complaint_kind = row.complaint_kind;
  out.channel = row.channel;
  out.sentiment = row.sentiment;
  out.emotion_intensity = row.emotion_intensity;
  out.sensitive = row.sensitive;
  out.title = row.title;
  out.topics = row.topics;
  out.product = row.product;
  out.department_id = row.department_id;
  out.department = config.DepartmentName(row.department_id.value_or(0));
  out.owner_id = row.owner_id;
  out.owner = config.PersonName(row.owner_id.value_or(0));
  out.customer_masked = row.customer_masked;
  out.received_at = row.received_at;
  out.updated_at = row.updated_at;
  if (row.next_due_at) {
    out.next_due = dto::NextDue{row.next_due_clock.value_or(""), *row.next_due_at,
                                row.sub_state == "waiting_customer" ? "paused" : "running"};
  }
  out.breached = row.breached;
  out.unread = row.unread;
  out.tags = row.tags;
  out.version = row.version;
  return out;
}

dto::Attachment AttachmentDto(const app::TicketAttachment& a) {
  return {a.id,         a.name,       a.content_type,
          a.size_bytes, a.created_at, a.by == "customer" ? "customer" : "staff",
          a.visibility};
}

std::vector<dto::Clock> ClocksDto(const std::vector<domain::ClockResult>& clocks) {
  std::vector<dto::Clock> out;
  for (const auto& c : clocks) {
    dto::Clock clock;
    clock.clock = std::string(domain::NameOf(c));
    clock.statutory = c.kind == domain::ClockKind::kStatutory;
    clock.cycle = c.cycle;
    clock.state = std::string(domain::Name(c.state));
    clock.started_at = c.started_at;
    clock.due_at = c.due_at;
    clock.target_due_at = c.target_due_at;
    clock.stopped_at = c.stopped_at;
    clock.calendar_incomplete = c.calendar_incomplete;
    for (const auto& step : c.explained) clock.explained.push_back({step.at, step.zh, step.en});
    out.push_back(std::move(clock));
  }
  return out;
}

dto::Ticket TicketDto(const app::Context& context, const app::Config& config,
                      const app::TicketView& t) {
  const domain::Lifecycle& life = t.record.life;
  dto::Ticket out;
  FillRow(context, config, t, out);
  out.unread = t.unread;
  out.content = t.record.content_masked;
  out.lang = t.record.lang;
  out.order_no = t.record.order_no;
  if (life.close_reason) out.close_reason = std::string(domain::Name(*life.close_reason));
  out.first_owner = config.PersonName(life.first_owner_id);
  out.custom = RawJson{t.record.custom};
  out.analysis = UnderstandingDto(context, t);
  out.handling = HandlingDto(t);
  out.clocks = ClocksDto(t.clocks);
  if (t.customer) {
    const auto& c = *t.customer;
    out.customer = dto::Customer{c.id,   c.name_masked, c.mobile_masked, c.email_masked,
                                 c.tier, c.tickets,     c.erased};
  }
  for (const auto& l : t.links) {
    dto::Link link{l.kind, l.ticket_no, {}, {}};
    if (!l.state.empty()) {
      link.title = l.title;
      link.state = l.state;
    }
    out.links.push_back(std::move(link));
  }
  for (const auto& k : t.tasks) {
    out.tasks.push_back({k.id, k.title, k.department_id, k.owner_id, k.department, k.owner,
                         k.due_at, k.done_at, k.created_at, k.result});
  }
  for (const auto& [id, name] : t.watchers) out.watchers.push_back({id, name});
  for (const auto& v : t.allowed) {
    dto::Allowed allowed{v.transition, v.allowed, "", {}};
    for (const auto& m : v.missing) allowed.missing.push_back({m.guard, m.zh, m.en});
    if (!v.missing.empty()) allowed.reason = v.missing.front().zh;
    out.allowed.push_back(std::move(allowed));
  }
  out.routing = RoutingDto(t);
  for (const auto& a : t.attachments) out.attachments.push_back(AttachmentDto(a));
  out.rating = NonZero(life.rating);
  out.rating_comment = app::TextOfKind(t, "rating");
  out.etag = app::ETagOf(t.record);
  return out;
}

}  // namespace huiyin::api
