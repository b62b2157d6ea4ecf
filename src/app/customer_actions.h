// What a customer does with the tracking link: reply, confirm, reopen, rate. The link is the right.
#pragma once

#include <string>

#include "app/context.h"

namespace huiyin::app {

enum class CustomerVerb { kReply, kConfirm, kReopen, kRate };

struct CustomerAction {
  CustomerVerb verb = CustomerVerb::kReply;
  std::string text;  // reply, reason, or comment of the rating
  int rating = 0;
};

// kConflict "transition_refused" as for staff.
Status ActAsCustomer(const Context& context, int64_t ticket_id, const CustomerAction& action);

}  // namespace huiyin::app
