// One ticket as the desk and the customer see it. Reads only, everything masked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/list_tickets.h"
#include "app/ticket_unit.h"
#include "domain/permissions.h"
#include "domain/sla.h"

namespace huiyin::app {

struct Config;

struct TicketLink {
  std::string kind, ticket_no;
  std::string title, state;  // empty: the reader may not see that ticket
};
struct TicketTask {
  int64_t id = 0;
  std::string title, owner, department, result;
  std::optional<int64_t> owner_id, department_id;
  std::optional<Instant> due_at, done_at;
  Instant created_at;
};
struct TicketApprovalStep {
  std::string role, decided_by, decision, comment;
  std::optional<Instant> at;
};
struct TicketAttachment {
  int64_t id = 0;
  std::string name, content_type;
  int64_t size_bytes = 0;
  Instant created_at;
  std::string by;                       // "customer", "user:5"
  std::string visibility = "internal";  // customer, internal
};
struct AllowedVerb {
  std::string transition;
  bool allowed = false;
  std::vector<domain::Refusal> missing;
};
struct CustomerCard {
  int64_t id = 0;
  std::string name_masked, mobile_masked, email_masked, tier;
  int64_t tickets = 0;
  bool erased = false;
};
struct TicketMessage {
  int64_t id = 0;
  Instant at;
  std::string author_kind, author, visibility, kind, text;
  int64_t author_id = 0;
  bool moved = false;
};

struct TicketView {
  TicketRecord record;
  bool unread = false;  // by whom it is read for (ticket_reads.h)
  std::vector<domain::ClockResult> clocks;
  std::optional<CustomerCard> customer;
  std::vector<TicketLink> links;
  std::vector<TicketTask> tasks;
  std::vector<std::pair<int64_t, std::string>> watchers;
  std::vector<TicketApprovalStep> approval;
  std::vector<TicketAttachment> attachments;
  std::vector<AllowedVerb> allowed;
  std::vector<TicketMessage> messages;  // oldest first
};

// kNotFound when there is none or the actor may not see it.
Result<TicketView> ReadTicket(const Context& context, store::Session& session,
                              const domain::Actor& actor, const std::string& ticket_no);
// The same for the customer who holds the tracking link: no rights asked, messages for the
// customer.
Result<TicketView> ReadTicketOfCustomer(const Context& context, store::Session& session,
                                        int64_t ticket_id);

// The newest text of one kind ("plan", "restated"), masked; "" when there is none.
std::string TextOfKind(const TicketView& ticket, std::string_view kind);

struct TimelineItem {
  std::string id;
  uint64_t seq = 0;
  Instant at;
  std::string kind;                                          // message, note, event
  std::string visibility;                                    // customer, internal
  std::string actor_kind, actor_name, event, text, changes;  // changes: JSON object
  int64_t actor_id = 0;
};
std::vector<TimelineItem> Timeline(const Config& config, const TicketView& ticket);

}  // namespace huiyin::app
