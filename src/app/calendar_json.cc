#include "app/calendar_json.h"

#include "app/json_read.h"
#include "base/json_text.h"
#include "base/utf8.h"

namespace huiyin::app {

namespace {
constexpr size_t kMostNameCodePoints = 100;
}  // namespace

Result<std::shared_ptr<const domain::Calendar>> ReadCalendar(const std::string& path,
                                                             std::string_view text) {
  auto calendar = domain::Calendar::Parse(text);
  if (calendar.ok()) return calendar;
  Error error = InvalidArgument(calendar.error().message, "invalid_field");
  for (FieldError field : calendar.error().fields) {
    field.path = path + "." + field.path;
    error.fields.push_back(std::move(field));
  }
  if (error.fields.empty()) error.fields.push_back({path, "format", error.message});
  return error;
}

// One that cannot be read would leave every clock on the calendar before, unsaid.
Status CheckCalendar(std::string_view, std::string_view body) {
  TRY_ASSIGN(const auto object, ParseObject(body));
  if (const auto* name = object.if_contains("name"); name != nullptr && !name->is_string()) {
    return InvalidField("name", "type", "a text is expected");
  }
  if (CodePointCount(TextOf(object, "name")) > kMostNameCodePoints) {
    return InvalidField("name", "too_long", "at most 100 characters");
  }
  const std::string text = TextOf(object, "text");
  if (text.empty()) {
    return InvalidField("text", "required", "the calendar, as in docs/calendars.md");
  }
  TRY(ReadCalendar("text", text));
  return Ok();
}

std::string ShippedCalendarBody() {
  JsonText json;
  json.Open('{').Key("text").Str(domain::Calendar::CnStandardText()).Close('}');
  return json.text();
}

}  // namespace huiyin::app
