// From what the app layer reads to what the API answers. Include in .cc files only.
#pragma once

#include "api/dto.h"
#include "app/config.h"
#include "app/context.h"
#include "app/list_tickets.h"
#include "app/read_ticket.h"

namespace huiyin::api {

dto::TicketRow RowDto(const app::Config& config, const app::TicketRow& row);
dto::Ticket TicketDto(const app::Context& context, const app::Config& config,
                      const app::TicketView& ticket);
dto::Attachment AttachmentDto(const app::TicketAttachment& attachment);
std::vector<dto::Clock> ClocksDto(const std::vector<domain::ClockResult>& clocks);

}  // namespace huiyin::api
