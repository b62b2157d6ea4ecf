// PostgreSQL's SQLSTATE as our errors.
#pragma once

#include <string_view>

#include "base/result.h"

namespace huiyin::store {

// An empty `sqlstate` means the connection is gone.
Error PostgresError(std::string_view sqlstate, std::string_view words, std::string_view doing);

}  // namespace huiyin::store
