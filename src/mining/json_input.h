// JSON of log files as values: not too deep, and every value as the text an attribute keeps.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huiyin::mining {

namespace json = boost::json;

// kCorruption with the parser's words; at most 64 levels.
Result<json::value> ParseJson(std::string_view text);
// A string as it is, null as nothing, all else as JSON.
std::string TextOf(const json::value& value);

}  // namespace huiyin::mining
