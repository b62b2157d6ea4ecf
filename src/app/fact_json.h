// Facts to and from the canonical JSON payload of an event: one object, keys in byte order, no
// white space. The same bytes are hashed into the log, so the form never changes.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/fact.h"

namespace huiyin::app {

std::string FactPayload(const domain::Fact& fact);
// kCorruption when the payload is not an object of the value kinds a fact may hold.
Result<domain::Fact> FactFromPayload(std::string kind, Instant at, std::string actor,
                                     std::string_view payload);

}  // namespace huiyin::app
