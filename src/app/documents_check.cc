// How the body of each kind of document is checked.
#include "app/authenticate_policy.h"
#include "app/bulk_notices.h"
#include "app/calendar_json.h"
#include "app/documents.h"
#include "app/forms.h"
#include "app/json_read.h"
#include "app/macros.h"
#include "app/routing_json.h"
#include "app/sla_json.h"
#include "app/template_lint.h"
#include "app/understanding.h"
#include "base/utf8.h"

namespace huiyin::app {

namespace json = boost::json;

namespace {

Status CheckSlaPolicy(std::string_view id, std::string_view body) {
  TRY(ParseSlaPolicy(id, body));
  return Ok();
}

Status CheckTemplateDocument(std::string_view id, std::string_view body) {
  TRY_ASSIGN(const Template source, ParseTemplate(id, body));
  const auto findings = LintTemplate(source);
  if (!HasErrors(findings)) return Ok();
  Error error = InvalidArgument("the template lacks what a reply must have", "template_lint");
  for (const LintFinding& finding : findings) {
    if (finding.severity != Severity::kError) continue;
    error.fields.push_back({"text", finding.code, finding.zh + " / " + finding.en});
  }
  return error;
}

Status CheckDays(const json::object& object, const char* key, int64_t most) {
  if (!object.contains(key)) return Ok();
  const int64_t days = IntOf(object, key, -1);
  if (days >= 1 && days <= most) return Ok();
  return InvalidField(key, "out_of_range", "from 1 to " + std::to_string(most) + " days");
}

Status CheckSetting(std::string_view id, std::string_view body) {
  TRY_ASSIGN(const auto object, ParseObject(body));
  if (id == "security") return CheckSecuritySetting(body);
  if (id == "bulk_notices") return CheckBulkSetting(body);
  if (id == "understanding") return CheckUnderstandingSetting(body);
  if (id == "lifecycle") {
    TRY(CheckDays(object, "confirmation_window_days", 90));
    return CheckDays(object, "reopen_window_days", 365);
  }
  if (id == "organisation") {
    const std::string name = TextOf(object, "name");
    if (name.empty() || CodePointCount(name) > 100) {
      return InvalidField("name", "required", "the organisation's name, at most 100 characters");
    }
  }
  return Ok();
}

Status CheckRouting(std::string_view id, std::string_view body) {
  if (id != "rules") return InvalidField("id", "unknown_value", "there is one document: rules");
  TRY(ParseRoutingRules(body));
  return Ok();
}

Status CheckForm(std::string_view, std::string_view body) {
  TRY(ParseForm(body));
  return Ok();
}

}  // namespace

DocumentKinds DefaultDocumentKinds() {
  return {{"template", {"template.edit", CheckTemplateDocument}},
          {"setting", {"setting.edit", CheckSetting}},
          {"form", {"form.edit", CheckForm}},
          {"routing", {"routing.edit", CheckRouting}},
          {"sla_policy", {"sla.edit", CheckSlaPolicy}},
          {"calendar", {"sla.edit", CheckCalendar}},
          {"macro", {"template.edit", CheckMacro}}};
}

}  // namespace huiyin::app
