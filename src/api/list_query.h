// What stands in an address: lists, numbers, and the filters shared by the list of tickets and its
// export. kInvalidArgument "invalid_field" naming the parameter.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "app/list_tickets.h"
#include "base/result.h"
#include "http/message.h"

namespace huiyin::api {

std::vector<std::string> SplitList(std::string_view text);  // at commas; empty parts are dropped
Result<int64_t> ReadNumber(std::string_view name, std::string_view text);
Result<int64_t> ReadNumber(std::string_view name, std::string_view text, int64_t least,
                           int64_t most);
Status ReadFilter(std::string_view name, std::string_view value, app::TicketFilter& out);
Result<app::TicketFilter> FilterOf(const http::Request& request);

}  // namespace huiyin::api
