#include "domain/routing.h"

#include <algorithm>

namespace huiyin::domain {
namespace {

bool AnyOf(const std::vector<std::string>& allowed, const std::string& value) {
  return allowed.empty() || std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

bool Intersects(const std::vector<std::string>& allowed, const std::vector<std::string>& values) {
  return allowed.empty() || std::any_of(values.begin(), values.end(), [&](const std::string& v) {
           return std::find(allowed.begin(), allowed.end(), v) != allowed.end();
         });
}

bool ContainsAny(const std::vector<std::string>& needles, const std::string& text) {
  return needles.empty() || std::any_of(needles.begin(), needles.end(), [&](const std::string& n) {
           return !n.empty() && text.find(n) != std::string::npos;
         });
}

int Rank(const std::string& priority) {
  return priority == "high" ? 2 : priority == "mid" ? 1 : priority == "low" ? 0 : -1;
}

void Set(std::string& target, const std::string& value, const char* what,
         std::vector<std::string>& did) {
  if (value.empty() || !target.empty()) return;  // the first rule that says something wins
  target = value;
  did.push_back(std::string(what) + "=" + value);
}

void Perform(const RoutingAction& action, const RoutingInput& input, RoutingDecision& out,
             std::vector<std::string>& did) {
  Set(out.department_code, action.department_code, "department", did);
  Set(out.tier, action.tier, "tier", did);
  Set(out.skill, action.skill, "skill", did);
  Set(out.template_id, action.template_id, "template", did);
  const std::string& current = out.priority.empty() ? input.priority : out.priority;
  if (!action.priority.empty() && Rank(action.priority) > Rank(current)) {
    out.priority = action.priority;
    did.push_back("priority=" + action.priority);
  }
  for (const std::string& tag : action.add_tags) {
    if (std::find(out.tags.begin(), out.tags.end(), tag) != out.tags.end()) continue;
    out.tags.push_back(tag);
    did.push_back("tag=" + tag);
  }
}

RoutingRule CategoryRule(std::string category, std::string department) {
  RoutingRule rule;
  rule.name = category + " → " + department;
  rule.when.category = {std::move(category)};
  rule.then.department_code = std::move(department);
  return rule;
}

}  // namespace

bool Matches(const RoutingCondition& c, const RoutingInput& in) {
  return AnyOf(c.channel, in.channel) && AnyOf(c.category, in.category) &&
         AnyOf(c.complaint_kind, in.complaint_kind) && AnyOf(c.priority, in.priority) &&
         AnyOf(c.sentiment, in.sentiment) && AnyOf(c.lang, in.lang) &&
         AnyOf(c.product, in.product) && AnyOf(c.customer_tier, in.customer_tier) &&
         Intersects(c.topic, in.topics) && Intersects(c.sensitive_class, in.sensitive_classes) &&
         ContainsAny(c.text_contains, in.text) && (!c.sensitive || *c.sensitive == in.sensitive) &&
         (!c.min_emotion_intensity || in.emotion_intensity >= *c.min_emotion_intensity);
}

RoutingDecision Route(const RoutingRules& rules, const RoutingInput& input) {
  RoutingDecision out;
  out.version = rules.version;
  for (const RoutingRule& rule : rules.rules) {
    if (!rule.enabled || !Matches(rule.when, input)) continue;
    RoutingStep step{rule.name, {}};
    Perform(rule.then, input, out, step.did);
    out.steps.push_back(std::move(step));
    if (rule.then.stop) break;
  }
  return out;
}

RoutingRules DefaultRoutingRules() {
  RoutingRules rules;
  RoutingRule sensitive;
  sensitive.name = "sensitive → dept_special";
  sensitive.when.sensitive = true;
  sensitive.then.department_code = "dept_special";
  sensitive.then.priority = "high";
  rules.rules.push_back(sensitive);
  rules.rules.push_back(CategoryRule("suggestion", "dept_product"));
  rules.rules.push_back(CategoryRule("complaint", "dept_service_supervision"));
  rules.rules.push_back(CategoryRule("malfunction", "dept_tech"));
  rules.rules.push_back(CategoryRule("inquiry", "dept_service"));
  rules.rules.push_back(CategoryRule("other", "dept_service"));
  return rules;
}

}  // namespace huiyin::domain
