// What a customer does with the tracking link: reply, confirm, reopen, rate. The link is the right.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "domain/fact.h"

namespace huiyin::app {

enum class CustomerVerb { kReply, kConfirm, kReopen, kRate, kAskPerson };

struct CustomerAction {
  CustomerVerb verb = CustomerVerb::kReply;
  std::string text;  // reply, reason, comment of the rating, or what to tell the person
  int rating = 0;
};

// Whether the ticket is a conversation (chat, bot), where a person can be asked for.
bool IsConversation(std::string_view channel);
// Whether a person was asked for and has not answered yet: `chat_answer` runs (domain.md §2.2).
bool WaitsForPerson(const std::vector<domain::Fact>& facts);

// kConflict "transition_refused" as for staff; kAskPerson: kConflict "not_a_chat". Asking again
// while one waits changes nothing.
Status ActAsCustomer(const Context& context, int64_t ticket_id, const CustomerAction& action);

}  // namespace huiyin::app
