// What the customers of an incident are told: an update, or the solution with which all of their
// tickets are resolved. Either one text for all, or one of the templates bulk_* rendered in each
// customer's own language.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/act_on_ticket.h"
#include "app/context.h"
#include "app/template_render.h"

namespace huiyin::app {

struct Config;

struct IncidentMessage {
  enum class Kind { kProgress, kWorkaround, kReply, kResolve };
  Kind kind = Kind::kProgress;
  std::string text;                // the update, or the solution
  std::string summary;             // kResolve only
  std::vector<std::string> steps;  // kResolve only
  std::optional<Instant> next_at;  // kProgress and kWorkaround: the next update
  std::string template_id;         // in place of `text`: "bulk_incident", "bulk_update", …
  TemplateValues values;           // of the template: scope, start_time, impact, workaround
};

std::string_view Name(IncidentMessage::Kind kind);
std::optional<IncidentMessage::Kind> ParseIncidentMessageKind(std::string_view name);

// kInvalidArgument with the field: an empty or too long text, text and template at once, an unknown
// template or value.
Status CheckMessage(const Config& config, const IncidentMessage& message);

// What it does on one ticket, in order.
std::vector<domain::Transition> VerbsOf(IncidentMessage::Kind kind);

// The text as a customer of this language reads it, and the subject of his e-mail (empty without a
// template).
Result<Rendered> RenderMessage(const Config& config, const IncidentMessage& message,
                               const std::string& incident_no, std::string_view lang);

// The steps on one ticket, in order. `occasion` keeps each message's e-mail to one a customer.
Result<std::vector<Action>> StepsOf(const Config& config, const IncidentMessage& message,
                                    const std::string& incident_no, std::string_view lang,
                                    const std::string& occasion);

// As JSON with sorted names, to be kept and to be compared.
std::string FormatMessage(const IncidentMessage& message);
Result<IncidentMessage> ParseMessage(std::string_view json);

}  // namespace huiyin::app
