// How the body of each kind of document is checked.
#include <algorithm>

#include "app/authenticate_policy.h"
#include "app/documents.h"
#include "app/json_read.h"
#include "app/routing_json.h"
#include "app/template_lint.h"
#include "base/utf8.h"
#include "domain/vocabulary.h"

namespace huiyin::app {

namespace json = boost::json;

namespace {

constexpr size_t kMaxFormFields = 50;
constexpr size_t kMaxOptions = 500;

Status CheckObject(std::string_view, std::string_view body) {
  TRY(ParseObject(body));
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

// {"zh-CN": text, …}: at least one language, ours only.
Status CheckLabels(const std::string& path, const json::value* labels) {
  if (labels == nullptr || !labels->is_object() || labels->get_object().empty()) {
    return InvalidField(path, "required", "a text in at least one language");
  }
  for (const auto& [locale, text] : labels->get_object()) {
    if (locale != "zh-CN" && locale != "en" && locale != "zh-TW") {
      return InvalidField(path + "." + std::string(locale), "unknown_field", "zh-CN, en or zh-TW");
    }
    if (!text.is_string() || text.get_string().size() > 2000) {
      return InvalidField(path + "." + std::string(locale), "type", "a text");
    }
  }
  return Ok();
}

Status CheckFormField(const std::string& path, const json::value& value) {
  if (!value.is_object()) return InvalidField(path, "type", "an object");
  const json::object& field = value.get_object();
  const std::string name = TextOf(field, "name");
  const bool plain =
      !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      });
  if (!plain) return InvalidField(path + ".name", "format", "lower-case letters, digits and _");
  const std::string kind = TextOf(field, "kind");
  if (kind != "text" && kind != "select" && kind != "order_no" && kind != "store" &&
      kind != "product") {
    return InvalidField(path + ".kind", "unknown_value",
                        "text, select, order_no, store or product");
  }
  TRY(CheckLabels(path + ".label", field.if_contains("label")));
  const json::value* options = field.if_contains("options");
  if (kind == "select" &&
      (options == nullptr || !options->is_array() || options->get_array().empty())) {
    return InvalidField(path + ".options", "required", "what can be chosen");
  }
  if (options != nullptr && (!options->is_array() || options->get_array().size() > kMaxOptions)) {
    return InvalidField(path + ".options", "too_long", "a list of at most 500");
  }
  return Ok();
}

Status CheckForm(std::string_view, std::string_view body) {
  TRY_ASSIGN(const auto form, ParseObject(body));
  TRY(CheckLabels("title", form.if_contains("title")));
  if (form.contains("intro")) TRY(CheckLabels("intro", form.if_contains("intro")));
  for (const std::string& category : ListOf(form, "categories")) {
    if (!domain::ParseCategory(category)) {
      return InvalidField("categories", "unknown_value",
                          "suggestion, complaint, malfunction, inquiry or other");
    }
  }
  const json::value* fields = form.if_contains("fields");
  if (fields == nullptr) return Ok();
  if (!fields->is_array() || fields->get_array().size() > kMaxFormFields) {
    return InvalidField("fields", "too_long", "a list of at most 50");
  }
  size_t index = 0;
  for (const json::value& field : fields->get_array()) {
    TRY(CheckFormField("fields[" + std::to_string(index++) + "]", field));
  }
  return Ok();
}

}  // namespace

DocumentKinds DefaultDocumentKinds() {
  return {{"template", {"template.edit", CheckTemplateDocument}},
          {"setting", {"setting.edit", CheckSetting}},
          {"form", {"form.edit", CheckForm}},
          {"routing", {"routing.edit", CheckRouting}},
          {"sla_policy", {"sla.edit", CheckObject}},
          {"calendar", {"sla.edit", CheckObject}},
          {"macro", {"template.edit", CheckObject}}};
}

}  // namespace huiyin::app
