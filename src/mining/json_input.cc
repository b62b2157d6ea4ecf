#include "mining/json_input.h"

namespace huiyin::mining {
namespace {

constexpr size_t kMaxDepth = 64;

}  // namespace

Result<json::value> ParseJson(std::string_view text) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) return Corruption("not valid JSON: " + error.message());
  return value;
}

std::string TextOf(const json::value& value) {
  switch (value.kind()) {
    case json::kind::string:
      return std::string(value.get_string());
    case json::kind::null:
      return {};
    default:
      return json::serialize(value);
  }
}

}  // namespace huiyin::mining
