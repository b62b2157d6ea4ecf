// Delivers the outbox: e-mail by SMTP (libcurl). Leased row by row, retried with back-off (1 min,
// doubling to 6 h, 12 tries), then dead and visible. Without SMTP settings everything waits.
#pragma once

#include "app/context.h"

namespace huiyin::jobs {

Result<int> SendOutbox(const app::Context& context, int limit);

// One row of the outbox on its way, whatever its kind.
struct OutboxRow {
  int64_t id = 0, ticket_id = 0, attempts = 0;
  std::string payload;  // sealed
};
// False: somebody else has it, or it is not waiting any more.
Result<bool> LeaseRow(const app::Context& context, int64_t id);
enum class Failure { kAgain, kFinal };
// What became of it: sent, waiting for the next try, or dead.
Status FinishRow(const app::Context& context, const OutboxRow& row, const Status& sent,
                 Failure failure);

// The whole message as it goes over the wire (RFC 5322, UTF-8, base64 body); header injection is
// impossible because line ends in values are removed.
struct Mail {
  std::string from, to, subject, text, message_id, references;
  Instant at;
};
std::string FormatMail(const Mail& mail);

}  // namespace huiyin::jobs
