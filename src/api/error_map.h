// The one place where errors become HTTP: status, RFC 9457 problem, Retry-After. Internal text
// stays in the log.
#pragma once

#include "base/result.h"
#include "http/message.h"

namespace huiyin::api {

int StatusOf(const Error& error);
http::Response ProblemOf(const Error& error, std::string_view request_id);

}  // namespace huiyin::api
