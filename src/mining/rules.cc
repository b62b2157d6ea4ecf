#include "mining/rules.h"

#include <algorithm>
#include <cstdlib>

#include "base/json_text.h"
#include "base/utf8.h"
#include "mining/log_time.h"
#include "mining/steps.h"

namespace huiyin::mining {
namespace {

constexpr size_t kMostRules = 1000, kMostLineBytes = 8192, kMostExamples = 100;

enum class Shape { kOne, kTwo, kOneCount, kTwoTime, kOneAttributes };
struct Template {
  std::string_view name;
  RuleKind kind;
  Shape shape;
};
constexpr Template kTemplates[] = {
    {"init", RuleKind::kInit, Shape::kOne},
    {"end", RuleKind::kEnd, Shape::kOne},
    {"response", RuleKind::kResponse, Shape::kTwo},
    {"precedence", RuleKind::kPrecedence, Shape::kTwo},
    {"succession", RuleKind::kSuccession, Shape::kTwo},
    {"chain_response", RuleKind::kChainResponse, Shape::kTwo},
    {"chain_precedence", RuleKind::kChainPrecedence, Shape::kTwo},
    {"not_succession", RuleKind::kNotSuccession, Shape::kTwo},
    {"coexistence", RuleKind::kCoexistence, Shape::kTwo},
    {"not_coexistence", RuleKind::kNotCoexistence, Shape::kTwo},
    {"existence", RuleKind::kExistence, Shape::kOneCount},
    {"absence", RuleKind::kAbsence, Shape::kOneCount},
    {"exactly", RuleKind::kExactly, Shape::kOneCount},
    {"exactly_once", RuleKind::kExactly, Shape::kOne},
    {"within", RuleKind::kWithin, Shape::kTwoTime},
    {"four_eyes", RuleKind::kFourEyes, Shape::kTwo},
    {"same_person", RuleKind::kSamePerson, Shape::kTwo},
    {"equal", RuleKind::kEqual, Shape::kOneAttributes},
};

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

// Where `c` stands outside double quotes, or npos.
size_t FindBare(std::string_view text, char c, size_t from = 0) {
  bool quoted = false;
  for (size_t i = from; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && text[i] == c) return i;
  }
  return std::string_view::npos;
}

std::string Unquoted(std::string_view text) {
  text = Trim(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
  }
  return std::string(text);
}

Result<uint64_t> ParseCount(const std::string& text) {
  char* end = nullptr;
  const uint64_t n = std::strtoull(text.c_str(), &end, 10);
  const bool digits = !text.empty() && text[0] >= '0' && text[0] <= '9';
  if (!digits || *end != '\0' || n > 1'000'000) {
    return InvalidArgument("\"" + text + "\" is no count");
  }
  return n;
}

Status Fill(Rule& rule, Shape shape, const std::vector<std::string>& args) {
  const auto want = [&](size_t least, size_t most, const char* what) -> Status {
    if (args.size() >= least && args.size() <= most) return Ok();
    return InvalidArgument(std::string("expects ") + what);
  };
  switch (shape) {
    case Shape::kOne:
      TRY(want(1, 1, "(activity)"));
      break;
    case Shape::kTwo:
      TRY(want(2, 2, "(activity, activity)"));
      break;
    case Shape::kOneCount:
      TRY(want(1, 2, "(activity) or (activity, count)"));
      break;
    case Shape::kTwoTime:
      TRY(want(3, 3, "(activity, activity, time)"));
      break;
    case Shape::kOneAttributes:
      TRY(want(3, 3, "(activity, attribute, attribute)"));
      break;
  }
  rule.a = args[0];
  if (shape == Shape::kTwo || shape == Shape::kTwoTime) rule.b = args[1];
  if (shape == Shape::kOneCount && args.size() == 2) {
    TRY_ASSIGN(rule.count, ParseCount(args[1]));
  }
  if (shape == Shape::kTwoTime) {
    TRY_ASSIGN(rule.within_us, ParseSpan(args[2]));
  }
  if (shape == Shape::kOneAttributes) {
    rule.x = args[1];
    rule.y = args[2];
  }
  return Ok();
}

Result<Rule> ParseRule(std::string_view line) {
  Rule rule;
  rule.text = std::string(line);
  const size_t open = FindBare(line, '(');
  if (open == line.npos) return InvalidArgument("expected TEMPLATE(activity, ...)");
  const size_t close = FindBare(line, ')', open);
  if (close == line.npos) return InvalidArgument("the bracket is not closed");
  std::string_view head = line.substr(0, open);
  if (const size_t colon = head.rfind(':'); colon != head.npos) {
    rule.name = Unquoted(head.substr(0, colon));
    head = head.substr(colon + 1);
  }
  head = Trim(head);
  const Template* found = nullptr;
  std::string known;
  for (const Template& t : kTemplates) {
    known += (known.empty() ? "" : ", ") + std::string(t.name);
    if (t.name == head) found = &t;
  }
  if (found == nullptr) {
    return InvalidArgument("unknown rule \"" + std::string(head.substr(0, 60)) +
                           "\"; known: " + known);
  }
  rule.kind = found->kind;
  std::vector<std::string> args;
  const std::string_view inside = line.substr(open + 1, close - open - 1);
  for (size_t at = 0; at <= inside.size();) {
    const size_t comma = std::min(FindBare(inside, ',', at), inside.size());
    args.push_back(Unquoted(inside.substr(at, comma - at)));
    if (args.back().empty()) return InvalidArgument("an argument is empty");
    at = comma + 1;
  }
  TRY(Fill(rule, found->shape, args));
  std::string_view rest = Trim(line.substr(close + 1));
  if (!rest.empty()) {
    if (!rest.starts_with("when ")) return InvalidArgument("after the bracket only \"when ...\"");
    TRY_ASSIGN(auto test, ParseAttributeFilter(std::string(Trim(rest.substr(5)))));
    rule.when = Condition{std::move(test)};
  }
  if (rule.name.empty()) rule.name = rule.text;
  return rule;
}

// One rule over the steps of a log.
class Check {
 public:
  Check(const EventLog& log, const Rule& rule, RuleResult& result)
      : log_(log), rule_(rule), result_(result) {
    a_ = IdOf(rule.a);
    b_ = rule.b.empty() ? kNoId : IdOf(rule.b);
  }

  void Case(uint32_t c, std::span<const Step> steps) {
    case_ = c;
    steps_ = steps;
    active_ = broken_ = 0;
    if (!steps.empty()) Run();
    result_.activations += active_;
    result_.violations += broken_;
    if (active_ > 0) result_.activated.push_back(c);
    if (broken_ > 0) result_.violated.push_back(c);
  }

 private:
  Id IdOf(const std::string& name) {
    const Id id = log_.activity_names().Find(name);
    if (id == kNoId) result_.unknown.push_back(name);
    return id;
  }
  bool IsA(const Step& s) const { return a_ != kNoId && s.activity == a_; }
  bool IsB(const Step& s) const { return b_ != kNoId && s.activity == b_; }

  // The text of an attribute at a step: of its event, else of the case.
  std::optional<std::string_view> ValueAt(const std::string& key, const Step* step) const {
    if (step != nullptr && (key == "resource" || key == "org:resource")) {
      if (step->resource == kNoId) return std::nullopt;
      return log_.ResourceName(step->resource);
    }
    const AttributeColumn* event = log_.FindAttribute(AttributeScope::kEvent, key);
    if (step != nullptr && event != nullptr && event->values[step->event] != kNoId) {
      return log_.ValueName(event->values[step->event]);
    }
    const AttributeColumn* of_case = log_.FindAttribute(AttributeScope::kCase, key);
    if (of_case != nullptr && of_case->values[case_] != kNoId) {
      return log_.ValueName(of_case->values[case_]);
    }
    // Any event of the case may carry it.
    if (event != nullptr) {
      for (uint32_t e = log_.CaseBegin(case_); e < log_.CaseEnd(case_); ++e) {
        if (event->values[e] != kNoId) return log_.ValueName(event->values[e]);
      }
    }
    return std::nullopt;
  }

  bool Applies(const Step* step) const {
    if (!rule_.when.has_value()) return true;
    const auto value = ValueAt(rule_.when->test.key, step);
    return value.has_value() &&
           CompareValues(*value, rule_.when->test.compare, rule_.when->test.value);
  }

  void Judge(bool kept) {
    ++active_;
    broken_ += kept ? 0 : 1;
  }

  bool Any(size_t from, size_t to, bool b) const {
    for (size_t i = from; i < to; ++i) {
      if (b ? IsB(steps_[i]) : IsA(steps_[i])) return true;
    }
    return false;
  }

  // Ordered pairs: what every a needs after it.
  void AfterA(RuleKind kind) {
    for (size_t i = 0; i < steps_.size(); ++i) {
      if (!IsA(steps_[i]) || !Applies(&steps_[i])) continue;
      if (kind == RuleKind::kChainResponse) {
        Judge(i + 1 < steps_.size() && IsB(steps_[i + 1]));
      } else if (kind == RuleKind::kNotSuccession) {
        Judge(!Any(i + 1, steps_.size(), true));
      } else if (kind == RuleKind::kWithin) {
        bool kept = false;
        for (size_t j = i + 1; j < steps_.size() && !kept; ++j) {
          kept = IsB(steps_[j]) && steps_[i].end_us != kNoTime && steps_[j].end_us != kNoTime &&
                 steps_[j].end_us - steps_[i].end_us <= rule_.within_us;
        }
        Judge(kept);
      } else {
        Judge(Any(i + 1, steps_.size(), true));
      }
    }
  }

  void BeforeB(RuleKind kind) {
    for (size_t i = 0; i < steps_.size(); ++i) {
      if (!IsB(steps_[i]) || !Applies(&steps_[i])) continue;
      if (kind == RuleKind::kChainPrecedence) {
        Judge(i > 0 && IsA(steps_[i - 1]));
      } else {
        Judge(Any(0, i, false));
      }
    }
  }

  // Every a against every b of the case; a step nobody signed says nothing.
  void Persons(bool same) {
    for (const Step& a : steps_) {
      if (!IsA(a) || a.resource == kNoId || !Applies(&a)) continue;
      for (const Step& b : steps_) {
        if (!IsB(b) || b.resource == kNoId) continue;
        Judge((a.resource == b.resource) == same);
      }
    }
  }

  void Counts() {
    if (!Applies(nullptr)) return;
    const auto n = static_cast<uint64_t>(
        std::count_if(steps_.begin(), steps_.end(), [&](const Step& s) { return IsA(s); }));
    if (rule_.kind == RuleKind::kExistence) Judge(n >= rule_.count);
    if (rule_.kind == RuleKind::kAbsence) Judge(n < rule_.count);
    if (rule_.kind == RuleKind::kExactly) Judge(n == rule_.count);
  }

  void Run() {
    const bool has_a = Any(0, steps_.size(), false), has_b = Any(0, steps_.size(), true);
    switch (rule_.kind) {
      case RuleKind::kInit:
        if (Applies(&steps_.front())) Judge(IsA(steps_.front()));
        break;
      case RuleKind::kEnd:
        if (Applies(&steps_.back())) Judge(IsA(steps_.back()));
        break;
      case RuleKind::kResponse:
      case RuleKind::kChainResponse:
      case RuleKind::kNotSuccession:
      case RuleKind::kWithin:
        AfterA(rule_.kind);
        break;
      case RuleKind::kPrecedence:
      case RuleKind::kChainPrecedence:
        BeforeB(rule_.kind);
        break;
      case RuleKind::kSuccession:
        AfterA(RuleKind::kResponse);
        BeforeB(RuleKind::kPrecedence);
        break;
      case RuleKind::kCoexistence:
        if ((has_a || has_b) && Applies(nullptr)) Judge(has_a && has_b);
        break;
      case RuleKind::kNotCoexistence:
        if ((has_a || has_b) && Applies(nullptr)) Judge(!(has_a && has_b));
        break;
      case RuleKind::kExistence:
      case RuleKind::kAbsence:
      case RuleKind::kExactly:
        Counts();
        break;
      case RuleKind::kFourEyes:
        Persons(false);
        break;
      case RuleKind::kSamePerson:
        Persons(true);
        break;
      case RuleKind::kEqual:
        for (const Step& step : steps_) {
          if (!IsA(step) || !Applies(&step)) continue;
          const auto x = ValueAt(rule_.x, &step), y = ValueAt(rule_.y, &step);
          Judge(x.has_value() && y.has_value() && CompareValues(*x, Compare::kEqual, *y));
        }
    }
  }

  const EventLog& log_;
  const Rule& rule_;
  RuleResult& result_;
  Id a_ = kNoId, b_ = kNoId;
  uint32_t case_ = 0;
  std::span<const Step> steps_;
  uint64_t active_ = 0, broken_ = 0;
};

}  // namespace

Result<std::vector<Rule>> ParseRules(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!IsValidUtf8(text)) return InvalidArgument("the rules are not valid UTF-8");
  std::vector<Rule> rules;
  size_t number = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    line = Trim(line.substr(0, FindBare(line, '#')));
    if (line.empty()) continue;
    const std::string place = "line " + std::to_string(number);
    if (line.size() > kMostLineBytes) return InvalidArgument(place + ": the line is too long");
    if (rules.size() == kMostRules) return InvalidArgument(place + ": more than 1000 rules");
    auto rule = ParseRule(line);
    if (!rule.ok()) return std::move(rule).error().Prefixed(place);
    rules.push_back(*std::move(rule));
  }
  if (rules.empty()) return InvalidArgument("there is no rule");
  return rules;
}

std::vector<RuleResult> CheckRules(const EventLog& log, const std::vector<Rule>& rules) {
  std::vector<RuleResult> results(rules.size());
  std::vector<Check> checks;
  for (size_t r = 0; r < rules.size(); ++r) checks.emplace_back(log, rules[r], results[r]);
  StepReader reader(log, StepClock::kReal);
  for (size_t c = 0; c < log.case_count(); ++c) {
    const auto steps = reader.Of(c);
    for (Check& check : checks) check.Case(static_cast<uint32_t>(c), steps);
  }
  return results;
}

std::vector<OverRepresented> ExplainViolations(const EventLog& log,
                                               const std::vector<RuleResult>& results) {
  std::vector<bool> broken(log.case_count());
  for (const RuleResult& result : results) {
    for (const uint32_t c : result.violated) broken[c] = true;
  }
  return FindOverRepresented(log, broken);
}

std::string RulesJson(const EventLog& log, const std::vector<Rule>& rules,
                      const std::vector<RuleResult>& results) {
  JsonText out;
  uint64_t broken = 0;
  out.Open('{');
  out.Key("cases").Int(static_cast<int64_t>(log.case_count()));
  out.Key("rules").Open('[');
  for (size_t r = 0; r < rules.size(); ++r) {
    const RuleResult& result = results[r];
    broken += result.violated.empty() ? 0 : 1;
    out.Open('{');
    out.Key("name").Str(rules[r].name);
    out.Key("rule").Str(rules[r].text);
    out.Key("activated_cases").Int(static_cast<int64_t>(result.activated.size()));
    out.Key("violated_cases").Int(static_cast<int64_t>(result.violated.size()));
    out.Key("activations").Int(static_cast<int64_t>(result.activations));
    out.Key("violations").Int(static_cast<int64_t>(result.violations));
    out.Key("unknown_activities").Open('[');
    for (const std::string& name : result.unknown) out.Str(name);
    out.Close(']');
    out.Key("violating").Open('[');
    for (size_t i = 0; i < result.violated.size() && i < kMostExamples; ++i) {
      out.Str(log.CaseName(result.violated[i]));
    }
    out.Close(']');
    out.Close('}');
  }
  out.Close(']');
  out.Key("broken_rules").Int(static_cast<int64_t>(broken));
  AddOverRepresented("over_represented_in_violating_cases", ExplainViolations(log, results), out);
  out.Close('}');
  return out.Take();
}

}  // namespace huiyin::mining
