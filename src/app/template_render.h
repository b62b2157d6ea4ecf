// Text with {{variables}}: parsing and filling in. Text only: nothing is evaluated, values are
// never read again as template, so nothing a customer wrote can become one. A line that holds a
// variable whose value is empty is left out as a whole, which is how optional parts (the workaround
// of an acknowledgement) are written. Pure functions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace huiyin::app {

struct Config;

using TemplateValues = std::map<std::string, std::string, std::less<>>;

// The names in order, each once. kInvalidArgument "template_syntax" for a brace pair that does not
// close, or a name that is not [a-z][a-z0-9_]*.
Result<std::vector<std::string>> VariablesOf(std::string_view text);

// kInvalidArgument "template_variable" naming a variable without a value; "template_syntax".
Result<std::string> RenderText(std::string_view text, const TemplateValues& values);

// A template as stored: document kind "template", id "ack_high:zh-CN" or, for one channel only,
// "ack_high:zh-CN:sms"; body {"subject","text"}.
struct Template {
  std::string id, locale, channel, subject, text;
};
// kInvalidArgument "invalid_field": the id's form, unknown members, sizes.
Result<Template> ParseTemplate(std::string_view document_id, std::string_view body);
// The best there is: this channel, any channel, then the same in zh-CN. kNotFound
// "template_not_found".
Result<Template> FindTemplate(const Config& config, std::string_view id, std::string_view locale,
                              std::string_view channel);

struct Rendered {
  std::string subject, text;
};
// Variables that the catalogue (template_lint.h) calls optional may be missing; those it requires
// must not be empty. kInvalidArgument "template_variable", "template_syntax".
Result<Rendered> RenderTemplate(const Template& source, const TemplateValues& values);

}  // namespace huiyin::app
