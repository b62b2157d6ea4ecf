// Calendars as documents (kind calendar): {"name": "…", "text": "…"}, the text as in
// docs/calendars.md. The clocks follow the document "main", else the calendar that ships.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/calendar.h"

namespace huiyin::app {

inline constexpr char kShippedCalendar[] = "cn_standard";

// The calendar of a text that came in the field `path`; kInvalidArgument "invalid_field" names the
// line as "path.line[N]".
Result<std::shared_ptr<const domain::Calendar>> ReadCalendar(const std::string& path,
                                                             std::string_view text);
Status CheckCalendar(std::string_view id, std::string_view body);
// The document that says what the shipped calendar says.
std::string ShippedCalendarBody();

}  // namespace huiyin::app
