// Declarative rules (Declare; domain 6.3) in a small file, and which cases keep them. One rule a
// line: NAME: TEMPLATE(ARGUMENTS) [when ATTRIBUTE OP VALUE]; # begins a comment; names with commas,
// brackets or leading spaces stand in double quotes. The templates are in docs/mining.md and below.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "mining/attributes.h"
#include "mining/filter.h"

namespace huiyin::mining {

enum class RuleKind {
  kInit,             // init(a): the case begins with a
  kEnd,              // end(a): it ends with a
  kResponse,         // response(a, b): every a is followed by b later
  kPrecedence,       // precedence(a, b): every b has an a before it
  kSuccession,       // succession(a, b): both
  kChainResponse,    // chain_response(a, b): every a directly by b
  kChainPrecedence,  // chain_precedence(a, b): every b directly after a
  kNotSuccession,    // not_succession(a, b): no b after an a
  kCoexistence,      // coexistence(a, b): both or none
  kNotCoexistence,   // not_coexistence(a, b): not both
  kExistence,        // existence(a, n): at least n times (1)
  kAbsence,          // absence(a, n): fewer than n times (1: never)
  kExactly,          // exactly(a, n); exactly_once(a)
  kWithin,           // within(a, b, 24h): every a is followed by b within that time
  kFourEyes,         // four_eyes(a, b): a and b never by the same person
  kSamePerson,       // same_person(a, b): always by the same
  kEqual,            // equal(a, x, y): at every a, attributes x and y are equal
};

struct Condition {
  AttributeFilter test;  // of the event the rule looks at, else of the case
};

struct Rule {
  std::string name;  // "R1"; the text of the rule when it has none
  std::string text;
  RuleKind kind = RuleKind::kInit;
  std::string a, b;  // activities
  std::string x, y;  // attributes of kEqual
  uint64_t count = 1;
  int64_t within_us = 0;
  std::optional<Condition> when;
};

// kInvalidArgument with the line, what is wrong with it and what is expected. At most 1000 rules.
Result<std::vector<Rule>> ParseRules(std::string_view text);

struct RuleResult {
  uint64_t activations = 0;         // times the rule had something to say
  uint64_t violations = 0;          // times it was broken
  std::vector<uint32_t> activated;  // cases
  std::vector<uint32_t> violated;   // cases
  // Activities of the rule the log does not have: the rule may be misspelt.
  std::vector<std::string> unknown;
};
std::vector<RuleResult> CheckRules(const EventLog& log, const std::vector<Rule>& rules);

// What the cases that break a rule, any of them, have more often than the others.
std::vector<OverRepresented> ExplainViolations(const EventLog& log,
                                               const std::vector<RuleResult>& results);

std::string RulesJson(const EventLog& log, const std::vector<Rule>& rules,
                      const std::vector<RuleResult>& results);

}  // namespace huiyin::mining
