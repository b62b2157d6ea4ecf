// Notices to customers: rendered from the instance's templates (domain.md §8) and queued in the
// outbox of the same transaction. At most one notice a ticket, stage and cycle.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/context.h"
#include "app/open_ticket.h"
#include "app/template_render.h"
#include "app/ticket_unit.h"
#include "store/tx.h"

namespace huiyin::app {

struct Config;

struct NoticeRequest {
  std::string template_id;  // "ack_mid"; empty: nothing to send
  std::string lang;
  std::string to;  // e-mail address
  std::string subject, text;
  std::string dedup_key;
};

using NoticeVariables = TemplateValues;

// The template in the customer's language, else zh-CN; kNotFound when there is none.
Result<Rendered> RenderNotice(const Config& config, std::string_view template_id,
                              std::string_view lang, const NoticeVariables& variables);

// `promised`: when the customer hears from a person (TicketClocks::promised_at).
NoticeRequest AcknowledgementFor(const Config& config, std::string_view lang,
                                 std::string_view priority, const std::string& email,
                                 const std::string& name, const std::string& topic,
                                 const Opened& opened, int64_t department_id,
                                 std::optional<Instant> promised);

// How customers reach people, where a setting says it.
std::string OrganisationContact(const Config& config);
// What a customer reads: the local time of the instance's calendar, minutes only.
std::string LocalMinute(const Config& config, Instant at);

Status QueueNotice(const Context& context, store::Tx& tx, int64_t ticket_id,
                   const NoticeRequest& notice);

// What every notice about a ticket may say.
NoticeVariables VariablesOfTicket(const TicketUnit& unit, const std::string& customer_name);

// A notice about a loaded ticket to its customer, if he left an address; nothing otherwise.
// `occasion` tells apart notices of one template within a cycle and makes each go out once; without
// it a template goes out once a cycle, or, where stages repeat, each time.
Status QueueStageNotice(TicketUnit& unit, std::string_view template_id, const NoticeVariables& more,
                        std::string_view occasion = {});

}  // namespace huiyin::app
