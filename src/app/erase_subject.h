// Erasing a person (PIPL Art. 47): everything held about a customer and his tickets is taken out of
// the tables and the search index and the keys of what was sealed are destroyed, in one
// transaction; what is left says that there was a ticket, when, of which category and how it went.
// The log holds no personal data but keyed commitments, whose keys are gone, so it still verifies.
// docs/admin.md says what stays. Errors: kPermissionDenied, kNotFound "customer_not_found",
// kInvalidArgument "invalid_field", kFailedPrecondition "open_tickets" or "legal_hold".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "domain/permissions.h"

namespace huiyin::app {

inline constexpr char kEraseSubject[] = "subject.erase";       // the permission
inline constexpr char kErasedFact[] = "personal_data_erased";  // on each ticket
// A ticket with this tag is kept as evidence: its customer is not erased.
inline constexpr char kLegalHoldTag[] = "legal_hold";

// Why (PIPL Art. 47). Words, not free text: what is written into the log stays there.
std::span<const std::string_view> ErasureReasons();

// Customers with this number or address; several when they gave different second contacts.
Result<std::vector<int64_t>> SubjectsByContact(const Context& context, std::string_view contact);

struct ErasureOutlook {
  int64_t customer_id = 0;
  int64_t tickets = 0, messages = 0, attachments = 0;
  std::vector<std::string> open, held;  // numbers of tickets that stand against it
  std::optional<Instant> erased_at;
};
Result<ErasureOutlook> OutlookOfErasure(const Context& context, const domain::Actor& actor,
                                        int64_t customer_id);

// kOverrule: after a restore, where the decision was made before.
enum class Objections { kHeed, kOverrule };

// Erasing somebody again erases what came in meanwhile, or nothing.
Result<ErasureOutlook> EraseSubject(const Context& context, const domain::Actor& actor,
                                    int64_t customer_id, std::string_view reason,
                                    Objections objections = Objections::kHeed);

// Takes what erasures left in the search index's old segments, the database's free pages and its
// log. Small steps; stopped in between, the next call goes on. false: nothing was left to do.
Result<bool> PurgeErased(const Context& context);

// Who was erased, for backups older than that: one JSON line each.
Result<std::string> ErasureList(const Context& context);
// Erases again whom the list names, as far as he is in the instance; how many. kInvalidArgument
// "erasure_list" when it is of another instance or no such list.
Result<int64_t> ApplyErasureList(const Context& context, std::string_view list);

}  // namespace huiyin::app
