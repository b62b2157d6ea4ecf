// Routing rules as the JSON an administrator edits:
// {"rules":[{"name","enabled","when":{"category":[…],…},"then":{"department":…,…}}]}
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/routing.h"

namespace huiyin::app {

std::string RoutingRulesText(const domain::RoutingRules& rules);
// kInvalidArgument "invalid_field" with the path ("rules[2].when.category") of what is wrong:
// unknown keys, unknown identifiers, no name, more than 500 rules.
Result<domain::RoutingRules> ParseRoutingRules(std::string_view text);

}  // namespace huiyin::app
