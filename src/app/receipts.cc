#include "app/receipts.h"

#include "ledger/head.h"
#include "store/log_reader.h"
#include "store/queries.h"

namespace huiyin::app {

Result<std::string> ReceiptOfTicket(const Context& context, int64_t ticket_id) {
  return context.db->Get<std::string>([&](store::Session& session) -> Result<std::string> {
    std::optional<int64_t> first;
    TRY(session.Each(store::q::ticket_events, {ticket_id}, [&](const store::Row& row) -> Status {
      if (!first) first = row.Int(0);
      return Ok();
    }));
    if (!first) return NotFound("there is no such ticket", "ticket_not_found");
    return store::ReceiptOf(session, static_cast<uint64_t>(*first),
                            context.signing_key->public_key());
  });
}

}  // namespace huiyin::app
