#include "app/routing_json.h"

#include <array>

#include "app/json_read.h"
#include "base/json_text.h"
#include "domain/vocabulary.h"

namespace huiyin::app {
namespace {

using domain::RoutingAction;
using domain::RoutingCondition;

struct ListField {
  std::string_view key;
  std::vector<std::string> RoutingCondition::*member;
  bool (*known)(std::string_view);  // nullptr: any text
};

constexpr size_t kMaxRules = 500;
constexpr size_t kMaxValues = 200;

const std::array<ListField, 11>& ListFields() {
  static const std::array<ListField, 11> fields = {{
      {"channel", &RoutingCondition::channel,
       [](std::string_view v) { return domain::ParseChannel(v).has_value(); }},
      {"category", &RoutingCondition::category,
       [](std::string_view v) { return domain::ParseCategory(v).has_value(); }},
      {"complaint_kind", &RoutingCondition::complaint_kind,
       [](std::string_view v) { return domain::ParseComplaintKind(v).has_value(); }},
      {"priority", &RoutingCondition::priority,
       [](std::string_view v) { return domain::ParsePriority(v).has_value(); }},
      {"sentiment", &RoutingCondition::sentiment,
       [](std::string_view v) { return domain::ParseSentiment(v).has_value(); }},
      {"lang", &RoutingCondition::lang, nullptr},
      {"product", &RoutingCondition::product, nullptr},
      {"customer_tier", &RoutingCondition::customer_tier, nullptr},
      {"topic", &RoutingCondition::topic, nullptr},
      {"sensitive_class", &RoutingCondition::sensitive_class,
       [](std::string_view v) { return domain::ParseSensitiveClass(v).has_value(); }},
      {"text_contains", &RoutingCondition::text_contains, nullptr},
  }};
  return fields;
}

struct TextField {
  std::string_view key;
  std::string RoutingAction::*member;
};
constexpr std::array<TextField, 5> kActionFields = {{
    {"department", &RoutingAction::department_code},
    {"tier", &RoutingAction::tier},
    {"skill", &RoutingAction::skill},
    {"priority", &RoutingAction::priority},
    {"template", &RoutingAction::template_id},
}};

Status ReadCondition(const boost::json::object& object, const std::string& path,
                     RoutingCondition& out) {
  for (const auto& [raw_key, value] : object) {
    const std::string_view key(raw_key.data(), raw_key.size());
    const std::string here = path + "." + std::string(key);
    if (key == "sensitive") {
      if (!value.is_bool()) return InvalidField(here, "type", "true or false is expected");
      out.sensitive = value.get_bool();
      continue;
    }
    if (key == "min_emotion_intensity") {
      if (!value.is_int64()) return InvalidField(here, "type", "a number 0 to 3 is expected");
      out.min_emotion_intensity = static_cast<int>(value.get_int64());
      continue;
    }
    const ListField* found = nullptr;
    for (const ListField& field : ListFields()) {
      if (field.key == key) found = &field;
    }
    if (found == nullptr) return InvalidField(here, "unknown_field", "no such condition");
    if (!value.is_array() || value.get_array().size() > kMaxValues) {
      return InvalidField(here, "type", "a list of at most 200 texts is expected");
    }
    for (const auto& item : value.get_array()) {
      if (!item.is_string()) return InvalidField(here, "type", "a list of texts is expected");
      const std::string text(item.get_string());
      if (found->known != nullptr && !found->known(text)) {
        return InvalidField(here, "unknown_value", "\"" + text + "\" is not known here");
      }
      (out.*(found->member)).push_back(text);
    }
  }
  return Ok();
}

Status ReadAction(const boost::json::object& object, const std::string& path, RoutingAction& out) {
  for (const auto& [raw_key, value] : object) {
    const std::string_view key(raw_key.data(), raw_key.size());
    const std::string here = path + "." + std::string(key);
    if (key == "stop" && value.is_bool()) {
      out.stop = value.get_bool();
      continue;
    }
    if (key == "tags" && value.is_array()) {
      out.add_tags = ListOf(object, "tags");
      continue;
    }
    const TextField* found = nullptr;
    for (const TextField& field : kActionFields) {
      if (field.key == key) found = &field;
    }
    if (found == nullptr) return InvalidField(here, "unknown_field", "no such action");
    if (!value.is_string()) return InvalidField(here, "type", "a text is expected");
    out.*(found->member) = std::string(value.get_string());
  }
  if (!out.priority.empty() && !domain::ParsePriority(out.priority)) {
    return InvalidField(path + ".priority", "unknown_value", "high, mid or low is expected");
  }
  return Ok();
}

Status ReadRule(const boost::json::value& value, const std::string& path,
                domain::RoutingRule& out) {
  if (!value.is_object()) return InvalidField(path, "type", "an object is expected");
  const auto& object = value.get_object();
  for (const auto& [key, unused] : object) {
    (void)unused;
    if (key != "name" && key != "enabled" && key != "when" && key != "then") {
      return InvalidField(path + "." + std::string(key), "unknown_field", "no such field");
    }
  }
  out.name = TextOf(object, "name");
  if (out.name.empty()) return InvalidField(path + ".name", "required", "a rule needs a name");
  out.enabled = BoolOf(object, "enabled").value_or(true);
  if (const auto* when = object.if_contains("when"); when != nullptr && when->is_object()) {
    TRY(ReadCondition(when->get_object(), path + ".when", out.when));
  }
  const auto* then = object.if_contains("then");
  if (then == nullptr || !then->is_object()) {
    return InvalidField(path + ".then", "required", "a rule must do something");
  }
  return ReadAction(then->get_object(), path + ".then", out.then);
}

void WriteRule(JsonText& json, const domain::RoutingRule& rule) {
  json.Open('{').Key("name").Str(rule.name).Key("enabled").Bool(rule.enabled);
  json.Key("when").Open('{');
  for (const ListField& field : ListFields()) {
    const auto& values = rule.when.*(field.member);
    if (!values.empty()) json.Key(field.key).Raw(StringListText(values));
  }
  if (rule.when.sensitive) json.Key("sensitive").Bool(*rule.when.sensitive);
  if (rule.when.min_emotion_intensity) {
    json.Key("min_emotion_intensity").Int(*rule.when.min_emotion_intensity);
  }
  json.Close('}').Key("then").Open('{');
  for (const TextField& field : kActionFields) {
    const std::string& value = rule.then.*(field.member);
    if (!value.empty()) json.Key(field.key).Str(value);
  }
  if (!rule.then.add_tags.empty()) json.Key("tags").Raw(StringListText(rule.then.add_tags));
  if (!rule.then.stop) json.Key("stop").Bool(false);
  json.Close('}').Close('}');
}

}  // namespace

std::string RoutingRulesText(const domain::RoutingRules& rules) {
  JsonText json;
  json.Open('{').Key("rules").Open('[');
  for (const auto& rule : rules.rules) WriteRule(json, rule);
  json.Close(']').Close('}');
  return json.Take();
}

Result<domain::RoutingRules> ParseRoutingRules(std::string_view text) {
  TRY_ASSIGN(const auto object, ParseObject(text));
  const auto* rules = object.if_contains("rules");
  if (rules == nullptr || !rules->is_array()) {
    return InvalidField("rules", "required", "a list of rules is expected");
  }
  if (rules->get_array().size() > kMaxRules) {
    return InvalidField("rules", "too_many", "at most 500 rules");
  }
  domain::RoutingRules out;
  size_t index = 0;
  for (const auto& value : rules->get_array()) {
    domain::RoutingRule rule;
    TRY(ReadRule(value, "rules[" + std::to_string(index++) + "]", rule));
    out.rules.push_back(std::move(rule));
  }
  return out;
}

}  // namespace huiyin::app
