// Reading JSON we or an administrator wrote: small typed look-ups on top of Boost.JSON. Include
// only in .cc files.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace huiyin::app {

inline constexpr size_t kMaxJsonDepth = 32;

// kInvalidArgument "invalid_json" with the position.
Result<boost::json::value> ParseJson(std::string_view text);
Result<boost::json::object> ParseObject(std::string_view text);

std::string TextOf(const boost::json::object& object, std::string_view key);
int64_t IntOf(const boost::json::object& object, std::string_view key, int64_t otherwise = 0);
std::optional<bool> BoolOf(const boost::json::object& object, std::string_view key);
std::vector<std::string> ListOf(const boost::json::object& object, std::string_view key);
std::vector<std::string> StringList(std::string_view json_array);  // empty when it is none
std::string StringListText(const std::vector<std::string>& values);

}  // namespace huiyin::app
