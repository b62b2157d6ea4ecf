#include "app/json_read.h"

#include "base/json_text.h"

namespace huiyin::app {

namespace json = boost::json;

Result<json::value> ParseJson(std::string_view text) {
  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  json::stream_parser parser({}, options);
  boost::system::error_code error;
  const size_t used = parser.write_some(text.data(), text.size(), error);
  if (!error && used == text.size()) parser.finish(error);
  if (error || used != text.size()) {
    return InvalidArgument("not valid JSON near byte " + std::to_string(used) +
                               (error ? ": " + error.message() : std::string()),
                           "invalid_json");
  }
  return parser.release();
}

Result<json::object> ParseObject(std::string_view text) {
  TRY_ASSIGN(json::value value, ParseJson(text));
  if (!value.is_object()) return InvalidArgument("a JSON object is expected", "invalid_json");
  return std::move(value.get_object());
}

namespace {
const json::value* Find(const json::object& object, std::string_view key) {
  return object.if_contains(json::string_view(key.data(), key.size()));
}
}  // namespace

std::string TextOf(const json::object& object, std::string_view key) {
  const auto* value = Find(object, key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

int64_t IntOf(const json::object& object, std::string_view key, int64_t otherwise) {
  const auto* value = Find(object, key);
  return value != nullptr && value->is_int64() ? value->get_int64() : otherwise;
}

std::optional<bool> BoolOf(const json::object& object, std::string_view key) {
  const auto* value = Find(object, key);
  return value != nullptr && value->is_bool() ? std::optional(value->get_bool()) : std::nullopt;
}

std::vector<std::string> ListOf(const json::object& object, std::string_view key) {
  std::vector<std::string> out;
  const auto* value = Find(object, key);
  if (value == nullptr || !value->is_array()) return out;
  for (const auto& item : value->get_array()) {
    if (item.is_string()) out.emplace_back(item.get_string());
  }
  return out;
}

std::vector<std::string> StringList(std::string_view json_array) {
  std::vector<std::string> out;
  const auto parsed = ParseJson(json_array);
  if (!parsed.ok() || !parsed->is_array()) return out;
  for (const auto& item : parsed->get_array()) {
    if (item.is_string()) out.emplace_back(item.get_string());
  }
  return out;
}

std::string StringListText(const std::vector<std::string>& values) {
  JsonText text;
  text.Open('[');
  for (const std::string& value : values) text.Str(value);
  text.Close(']');
  return text.Take();
}

}  // namespace huiyin::app
