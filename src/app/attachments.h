// Files given with a ticket: kept in the database beside the ticket, sealed with its data key (so
// erasure, backup, export and rotation of the master key hold for them too, and none can be left
// over by an upload that was cut off), and one fact without name or content in the log. The caller
// has judged the content (channels/attachment_type.h); nothing here opens a file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "app/context.h"
#include "app/read_ticket.h"
#include "domain/permissions.h"

namespace huiyin::app {

// docs/user.md and docs/api.md repeat these.
inline constexpr int64_t kMaxAttachmentBytes = 20 * 1024 * 1024;
inline constexpr int64_t kMaxAttachments = 100;  // of one ticket
inline constexpr int64_t kMaxAttachedBytes = 500 * 1024 * 1024;
inline constexpr int64_t kMaxCustomerAttachments = 10;  // what its customer gave
inline constexpr int64_t kMaxCustomerAttachedBytes = 60 * 1024 * 1024;

struct NewAttachment {
  std::string name;          // safe to store and show; personal data in it are masked here
  std::string content_type;  // what the content is, not what the sender said
  std::string_view bytes;
  Visibility visibility = Visibility::kInternal;
};

// The same file with the same name again changes nothing and answers the first. kNotFound
// "ticket_not_found"; kPermissionDenied: the right to reply, or to note an internal file, lacks;
// kConflict "transition_refused" where a reply or note is refused, "attachments_full" over a limit;
// kTooLarge; kFailedPrecondition "erased".
Result<TicketAttachment> AttachAsStaff(const Context& context, const domain::Actor& actor,
                                       const std::string& ticket_no, const NewAttachment& file);
// The tracking link is the right; always visible to the customer.
Result<TicketAttachment> AttachAsCustomer(const Context& context, int64_t ticket_id,
                                          const NewAttachment& file);

struct AttachmentFile {
  TicketAttachment about;
  std::string bytes;
};
// Of a ticket as its reader may see it: only what `ticket` lists is found. kNotFound
// "attachment_not_found"; kFailedPrecondition "erased"; kCorruption "sealed_altered".
Result<AttachmentFile> ReadAttachment(const Context& context, const TicketView& ticket, int64_t id);

// The content of a file as its row keeps it, sealed under the ticket's key.
Result<std::string> OpenAttachment(const Context& context, const TicketRecord& ticket,
                                   const Hash32& digest, std::string_view sealed);

}  // namespace huiyin::app
