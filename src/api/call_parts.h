// Parts of a call that several routes read alike.
#pragma once

#include <string>

#include "api/route.h"
#include "base/result.h"

namespace huiyin::api {

// The {id} of the path; `otherwise` when it is no number.
Result<int64_t> IdOf(const Call& call, const Error& otherwise);
// "" when there is none; kInvalidArgument over 200 bytes.
Result<std::string> IdempotencyKeyOf(const Call& call);

}  // namespace huiyin::api
