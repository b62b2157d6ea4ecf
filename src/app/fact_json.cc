#include "app/fact_json.h"

#include <boost/json.hpp>

#include "base/json_text.h"

namespace huiyin::app {
namespace {

struct ValueWriter {
  JsonText& json;
  void operator()(bool value) const { json.Bool(value); }
  void operator()(int64_t value) const { json.Int(value); }
  void operator()(double value) const { json.Real(value); }
  void operator()(const std::string& value) const { json.Str(value); }
  void operator()(const std::vector<std::string>& values) const {
    json.Open('[');
    for (const std::string& value : values) json.Str(value);
    json.Close(']');
  }
};

Result<domain::FactValue> ReadValue(const boost::json::value& value) {
  if (value.is_bool()) return domain::FactValue(value.get_bool());
  if (value.is_int64()) return domain::FactValue(value.get_int64());
  if (value.is_double()) return domain::FactValue(value.get_double());
  if (value.is_string()) return domain::FactValue(std::string(value.get_string()));
  if (value.is_array()) {
    std::vector<std::string> out;
    for (const auto& item : value.get_array()) {
      if (!item.is_string()) return Corruption("an event payload list holds something not a text");
      out.emplace_back(item.get_string());
    }
    return domain::FactValue(std::move(out));
  }
  return Corruption("an event payload holds a value of an unknown kind");
}

}  // namespace

std::string FactPayload(const domain::Fact& fact) {
  JsonText json;
  json.Open('{');
  for (const auto& [key, value] : fact.fields) {
    json.Key(key);
    std::visit(ValueWriter{json}, value);
  }
  json.Close('}');
  return json.Take();
}

Result<domain::Fact> FactFromPayload(std::string kind, Instant at, std::string actor,
                                     std::string_view payload) {
  domain::Fact fact = domain::MakeFact(std::move(kind), at, std::move(actor));
  boost::system::error_code error;
  const auto parsed =
      boost::json::parse(boost::json::string_view(payload.data(), payload.size()), error);
  if (error || !parsed.is_object()) return Corruption("an event payload is not a JSON object");
  for (const auto& [key, value] : parsed.get_object()) {
    TRY_ASSIGN(auto read, ReadValue(value));
    fact.Set(std::string(key), std::move(read));
  }
  return fact;
}

}  // namespace huiyin::app
