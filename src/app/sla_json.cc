#include "app/sla_json.h"

#include <algorithm>
#include <optional>

#include "app/json_read.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "domain/statutory.h"
#include "domain/vocabulary.h"

namespace huiyin::app {

namespace json = boost::json;

namespace {

constexpr size_t kMostNameCodePoints = 100;
constexpr size_t kMostTierBytes = 100;

Result<std::string> TextAt(const json::value& value, const std::string& path) {
  if (!value.is_string()) return InvalidField(path, "type", "a text is expected");
  return std::string(value.get_string());
}

template <typename T>
Result<T> WordAt(const json::value& value, const std::string& path,
                 std::optional<T> (*parse)(std::string_view)) {
  TRY_ASSIGN(const std::string text, TextAt(value, path));
  const auto word = parse(text);
  if (!word) {
    return InvalidField(path, "unknown_value", "\"" + text.substr(0, 40) + "\" is not known here");
  }
  return *word;
}

Result<domain::Term> TermAt(const json::value& value, const std::string& path) {
  TRY_ASSIGN(const std::string text, TextAt(value, path));
  auto term = domain::ParseTerm(text);
  if (!term.ok()) return InvalidField(path, "sla_term", term.error().message);
  return *term;
}

Status ReadCondition(const json::object& when, domain::SlaPolicy& out) {
  for (const auto& [raw_key, value] : when) {
    const std::string key(raw_key);
    const std::string path = "when." + key;
    if (value.is_null()) continue;
    if (key == "priority") {
      TRY_ASSIGN(out.priority, WordAt<domain::Priority>(value, path, domain::ParsePriority));
    } else if (key == "category") {
      TRY_ASSIGN(out.category, WordAt<domain::Category>(value, path, domain::ParseCategory));
    } else if (key == "channel") {
      TRY_ASSIGN(out.channel, WordAt<domain::Channel>(value, path, domain::ParseChannel));
    } else if (key == "customer_tier") {
      TRY_ASSIGN(out.customer_tier, TextAt(value, path));
      if (out.customer_tier.size() > kMostTierBytes) {
        return InvalidField(path, "too_long", "at most 100 bytes");
      }
    } else if (key == "department_id") {
      if (!value.is_int64() || value.get_int64() < 1) {
        return InvalidField(path, "type", "the number of a department is expected");
      }
      out.department_id = value.get_int64();
    } else {
      return InvalidField(path, "unknown_field",
                          "priority, category, channel, customer_tier or department_id");
    }
  }
  return Ok();
}

Result<domain::ClockRule> RuleAt(const json::value& value, const std::string& path) {
  const json::object* object = value.if_object();
  if (object == nullptr) return InvalidField(path, "type", "an object is expected");
  std::optional<domain::ClockKind> kind;
  std::optional<domain::Term> target, limit;
  for (const auto& [raw_key, part] : *object) {
    const std::string key(raw_key);
    if (key == "clock") {
      TRY_ASSIGN(kind, WordAt<domain::ClockKind>(part, path + ".clock", domain::ParseClockKind));
    } else if (key == "target" && !part.is_null()) {
      TRY_ASSIGN(target, TermAt(part, path + ".target"));
    } else if (key == "limit") {
      TRY_ASSIGN(limit, TermAt(part, path + ".limit"));
    } else if (key != "target") {
      return InvalidField(path + "." + key, "unknown_field", "clock, target or limit");
    }
  }
  if (!kind) return InvalidField(path + ".clock", "required", "which clock");
  if (*kind == domain::ClockKind::kStatutory) {
    return InvalidField(path + ".clock", "unknown_value", "duties of law stand under statutory");
  }
  if (*kind == domain::ClockKind::kReopenAck) {
    return InvalidField(path + ".clock", "unknown_value",
                        "reopen_ack has the term of ack and none of its own");
  }
  if (!limit) return InvalidField(path + ".limit", "required", "for example 24 h or 5 wd");
  return domain::ClockRule{*kind, target, *limit};
}

Status ReadRules(const json::value& value, domain::SlaPolicy& out) {
  if (!value.is_array()) return InvalidField("clocks", "type", "a list is expected");
  for (size_t i = 0; i < value.get_array().size(); ++i) {
    const std::string path = "clocks[" + std::to_string(i) + "]";
    TRY_ASSIGN(const domain::ClockRule rule, RuleAt(value.get_array()[i], path));
    if (std::any_of(out.rules.begin(), out.rules.end(),
                    [&](const domain::ClockRule& r) { return r.kind == rule.kind; })) {
      return InvalidField(path + ".clock", "duplicate", "this clock is there already");
    }
    out.rules.push_back(rule);
  }
  return Ok();
}

Status ReadStatutory(const json::value& value, domain::SlaPolicy& out) {
  if (!value.is_array()) return InvalidField("statutory", "type", "a list is expected");
  for (size_t i = 0; i < value.get_array().size(); ++i) {
    const std::string path = "statutory[" + std::to_string(i) + "]";
    TRY_ASSIGN(const std::string text, TextAt(value.get_array()[i], path));
    const auto choice = domain::ParseStatutory(text);
    if (!choice.ok()) return InvalidField(path, "unknown_value", choice.error().message);
    if (!choice->duty->from_receipt) {
      return InvalidField(path, "unknown_value",
                          "this period does not begin with the receipt of feedback");
    }
    for (const domain::StatutoryChoice& known : out.statutory) {
      if (known.duty != choice->duty) continue;
      return InvalidField(path, "duplicate", "this duty is there already");
    }
    out.statutory.push_back(*choice);
  }
  return Ok();
}

}  // namespace

Result<PolicyDocument> ParseSlaPolicy(std::string_view id, std::string_view body) {
  TRY_ASSIGN(const auto object, ParseObject(body));
  PolicyDocument out;
  out.policy.id = std::string(id);
  for (const auto& [raw_key, value] : object) {
    const std::string key(raw_key);
    if (key == "name") {
      TRY_ASSIGN(out.policy.name, TextAt(value, key));
      if (CodePointCount(out.policy.name) > kMostNameCodePoints) {
        return InvalidField(key, "too_long", "at most 100 characters");
      }
    } else if (key == "active") {
      if (!value.is_bool()) return InvalidField(key, "type", "true or false is expected");
      out.active = value.get_bool();
    } else if (key == "when") {
      if (!value.is_object()) return InvalidField(key, "type", "an object is expected");
      TRY(ReadCondition(value.get_object(), out.policy));
    } else if (key == "clocks") {
      TRY(ReadRules(value, out.policy));
    } else if (key == "statutory") {
      TRY(ReadStatutory(value, out.policy));
    } else {
      return InvalidField(key, "unknown_field", "name, active, when, clocks or statutory");
    }
  }
  if (out.active && out.policy.rules.empty() && out.policy.statutory.empty()) {
    return InvalidField("clocks", "required", "a policy that is active has at least one clock");
  }
  return out;
}

std::string SlaPolicyText(const domain::SlaPolicy& policy) {
  JsonText out;
  out.Open('{').Key("name").Str(policy.name).Key("active").Bool(true).Key("when").Open('{');
  if (policy.priority) out.Key("priority").Str(domain::Name(*policy.priority));
  if (policy.category) out.Key("category").Str(domain::Name(*policy.category));
  if (policy.channel) out.Key("channel").Str(domain::Name(*policy.channel));
  if (!policy.customer_tier.empty()) out.Key("customer_tier").Str(policy.customer_tier);
  if (policy.department_id != 0) out.Key("department_id").Int(policy.department_id);
  out.Close('}').Key("clocks").Open('[');
  for (const domain::ClockRule& rule : policy.rules) {
    out.Open('{').Key("clock").Str(domain::Name(rule.kind));
    if (rule.target) out.Key("target").Str(domain::FormatTerm(*rule.target));
    out.Key("limit").Str(domain::FormatTerm(rule.limit)).Close('}');
  }
  out.Close(']');
  if (!policy.statutory.empty()) {
    out.Key("statutory").Open('[');
    for (const domain::StatutoryChoice& choice : policy.statutory) {
      out.Str(domain::FormatStatutory(choice));
    }
    out.Close(']');
  }
  return out.Close('}').Take();
}

void PolicyVersions::Add(const std::string& id, int64_t version, PolicyDocument document) {
  document.policy.version = version;
  documents_.insert_or_assign(id + "@" + std::to_string(version), std::move(document));
  int64_t& newest = versions_[id];
  newest = std::max(newest, version);
  newest_.clear();
  for (const auto& [each, number] : versions_) {
    newest_.push_back(each + "@" + std::to_string(number));
  }
}

std::shared_ptr<const PolicyVersions::Policies> PolicyVersions::Named(
    const std::vector<std::string>& names) const {
  const std::lock_guard lock(mutex_);
  if (const auto known = sets_.find(names); known != sets_.end()) return known->second;
  auto set = std::make_shared<Policies>(domain::DefaultPolicies());
  for (const std::string& name : names) {
    const auto found = documents_.find(name);
    if (found == documents_.end()) return nullptr;
    std::erase_if(*set, [&](const domain::SlaPolicy& policy) {
      return policy.id == found->second.policy.id;
    });
    if (found->second.active) set->push_back(found->second.policy);
  }
  return sets_.emplace(names, std::move(set)).first->second;
}

}  // namespace huiyin::app
