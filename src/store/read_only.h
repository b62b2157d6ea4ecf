// A look at an instance without opening it: no writer, no migration, no keys. For analysts'
// commands beside a running server.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "store/connection.h"

namespace huiyin::store {

// A connection with an open read-only snapshot: everything read through it is of one moment, and
// nothing can be written. kNotFound "no_database" when there is no instance,
// kFailedPrecondition "other_schema" when it was made by another version of the program.
Result<std::unique_ptr<Connection>> OpenReadOnly(const std::string& url);

}  // namespace huiyin::store
