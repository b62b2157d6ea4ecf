// Routing: ordered, versioned rules that decide department, tier, skill, priority, tags, template
// and approval of new feedback, and say what they did. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace huiyin::domain {

// What a rule can look at. Identifiers as in domain.md.
struct RoutingInput {
  std::string channel, category, complaint_kind, priority, sentiment, lang, product, customer_tier;
  bool sensitive = false;
  int emotion_intensity = 0;
  std::vector<std::string> topics, sensitive_classes, tags;
  std::string text;  // masked
};

// All given conditions must hold; within one condition any value suffices. Empty: no condition.
struct RoutingCondition {
  std::vector<std::string> channel, category, complaint_kind, priority, sentiment, lang, product,
      customer_tier, topic, sensitive_class, text_contains;
  std::optional<bool> sensitive;
  std::optional<int> min_emotion_intensity;
};

struct RoutingAction {
  std::string department_code;
  std::string tier;
  std::string skill;
  std::string priority;  // raises only; a rule never lowers what §1.5 decided
  std::string template_id;
  std::vector<std::string> add_tags;
  bool stop = true;  // later rules are not looked at
};

struct RoutingRule {
  std::string name;
  bool enabled = true;
  RoutingCondition when;
  RoutingAction then;
};

struct RoutingRules {
  int64_t version = 0;
  std::vector<RoutingRule> rules;
};

struct RoutingStep {
  std::string rule;
  std::vector<std::string> did;  // "department=dept_tech", "priority=high", "tag=vip"
};

struct RoutingDecision {
  std::string department_code, tier, skill, priority, template_id;
  std::vector<std::string> tags;
  std::vector<RoutingStep> steps;
  int64_t version = 0;
};

bool Matches(const RoutingCondition& condition, const RoutingInput& input);
RoutingDecision Route(const RoutingRules& rules, const RoutingInput& input);

// domain.md §1.2 default routes and §1.7 special team.
RoutingRules DefaultRoutingRules();

}  // namespace huiyin::domain
