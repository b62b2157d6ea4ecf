// The catalogue of reply templates (domain.md §8) and what is wrong with one: the elements TE1-TE5
// an acknowledgement must have, variables that are missing or unknown, personal data written into
// the text, parts of an SMS, tone. Pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/template_render.h"

namespace huiyin::app {

struct TemplateSpec {
  std::string_view id;
  std::string_view zh, en;
  std::string_view trigger;  // the event or occasion
  std::vector<std::string_view> required, optional;
};
std::span<const TemplateSpec> TemplateSpecs();
const TemplateSpec* FindTemplateSpec(std::string_view id);
// What every template may use: "customer_title", "organisation", "ticket_no", "team_name",
// "contact", "tracking_link".
std::span<const std::string_view> CommonTemplateVariables();

enum class Severity { kError, kWarning };
struct LintFinding {
  // "TE1".."TE5", "missing_variable", "unknown_variable", "syntax", "pii", "sms_parts", "tone".
  std::string code;
  Severity severity = Severity::kError;
  std::string zh, en;
};
std::vector<LintFinding> LintTemplate(const Template& source);
bool HasErrors(const std::vector<LintFinding>& findings);

// SMS in UCS-2: one part up to 70 units, else parts of 67.
int SmsParts(std::string_view text);

}  // namespace huiyin::app
