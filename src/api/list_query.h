// The filters of a list of tickets as they stand in an address: shared by the list, its export and
// saved views. kInvalidArgument "invalid_field" naming the parameter.
#pragma once

#include <string_view>
#include <vector>

#include "app/list_tickets.h"
#include "base/result.h"
#include "http/message.h"

namespace huiyin::api {

std::vector<std::string> SplitList(std::string_view text);  // at commas; empty parts are dropped
Status ReadFilter(std::string_view name, std::string_view value, app::TicketFilter& out);
Result<app::TicketFilter> FilterOf(const http::Request& request);

}  // namespace huiyin::api
