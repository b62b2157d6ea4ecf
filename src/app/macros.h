// Macros: several steps on one ticket under one name (document kind "macro"), done together or not
// at all. Body: {"title","steps":[{"do", …}]}; `do` is a verb of docs/api.md or "tags", and what a
// step may be told stands in docs/admin.md. Texts are templates ({{ticket_no}} …) or name one.
// A trial does the same inside a transaction that is then undone, so that it cannot promise what
// the real run refuses.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/act_on_ticket.h"
#include "app/context.h"
#include "domain/permissions.h"

namespace huiyin::app {

inline constexpr size_t kMaxMacroSteps = 20;

struct MacroStep {
  std::string action;  // "reply", "set_priority", …, "tags"
  std::string text, template_id, priority, reason;
  std::vector<std::string> tags;
  bool to_self = false;  // assign to whoever runs it
  std::optional<int64_t> owner_id, department_id;
};
struct Macro {
  std::string title;
  std::vector<MacroStep> steps;
};

// kInvalidArgument "invalid_field" with every step that lacks or holds something wrong, as
// "steps[1].priority".
Result<Macro> ParseMacro(std::string_view body);
Status CheckMacro(std::string_view id, std::string_view body);

enum class MacroRun { kTrial, kForReal };

struct MacroOutcome {
  std::string action;
  std::string text;  // what would be said, filled in
  std::string to;    // what it sets: a priority, a person, a department, tags
  std::optional<Error> refused;
};

struct MacroReport {
  std::string title;
  bool allowed = true;  // no step is refused
  std::vector<MacroOutcome> steps;
};

// kForReal: the first refusal is the error, with the step's number and name in its message, and
// nothing was done. kTrial: every refusal in the report. kNotFound "document_not_found",
// "ticket_not_found"; kConflict "stale_etag" when `if_match` is not the ticket's ETag.
Result<MacroReport> RunMacro(const Context& context, const domain::Actor& actor,
                             const std::string& ticket_no, const std::string& macro_id,
                             const std::optional<std::string>& if_match, MacroRun run);

}  // namespace huiyin::app
