// Receipts of old events and the signed head, read from the log.
#pragma once

#include <string>

#include "app/context.h"

namespace huiyin::app {

// "hy1.…": the ticket's first event in the newest signed head. kUnavailable right after creation,
// until a head covers it.
Result<std::string> ReceiptOfTicket(const Context& context, int64_t ticket_id);

}  // namespace huiyin::app
