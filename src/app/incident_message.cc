#include "app/incident_message.h"

#include <algorithm>
#include <array>

#include "app/config.h"
#include "app/json_read.h"
#include "app/notices.h"
#include "base/json_text.h"
#include "base/utf8.h"

namespace huiyin::app {

using Kind = IncidentMessage::Kind;
using domain::Transition;

namespace {

constexpr size_t kMaxValueCodePoints = 500;

struct KindRow {
  Kind kind;
  std::string_view name;
  Transition verb;
};
constexpr std::array<KindRow, 4> kKinds = {
    {{Kind::kProgress, "progress", Transition::kProgress},
     {Kind::kWorkaround, "workaround", Transition::kWorkaround},
     {Kind::kReply, "reply", Transition::kReply},
     {Kind::kResolve, "resolve", Transition::kCommunicateSolution}}};

constexpr std::string_view kTemplates[] = {"bulk_incident", "bulk_update", "bulk_resolved"};
// What the author says; number, contact and next update are filled in.
constexpr std::string_view kValues[] = {"scope", "start_time", "impact", "workaround"};

const KindRow& RowOf(Kind kind) { return kKinds[static_cast<size_t>(kind)]; }

bool IsBlank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

template <typename List>
bool Has(const List& list, std::string_view name) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

Status Required(const char* field, const std::string& text) {
  return IsBlank(text) ? Status(InvalidField(field, "required", "must not be empty")) : Ok();
}

Status CheckTemplate(const Config& config, const IncidentMessage& message) {
  if (!message.text.empty()) {
    return InvalidField("template", "both_given", "a text or a template, not both");
  }
  if (!Has(kTemplates, message.template_id)) {
    return InvalidField("template", "unknown_value", "bulk_incident, bulk_update or bulk_resolved");
  }
  for (const auto& [name, value] : message.values) {
    const std::string field = "values." + name.substr(0, 40);
    if (!Has(kValues, name)) {
      return InvalidField(field, "unknown_value", "scope, start_time, impact or workaround");
    }
    if (!IsValidUtf8(value) || value.find('\0') != std::string::npos) {
      return InvalidField(field, "invalid_utf8", "not valid UTF-8, or a NUL character");
    }
    if (CodePointCount(value) > kMaxValueCodePoints) {
      return InvalidField(field, "too_long", "at most 500 characters");
    }
  }
  for (const std::string_view name : {kValues[0], kValues[1], kValues[2]}) {
    const auto found = message.values.find(name);
    if (found == message.values.end() || IsBlank(found->second)) {
      return InvalidField("values." + std::string(name), "required", "the template needs it");
    }
  }
  return FindTemplate(config, message.template_id, "zh-CN", "email").ok()
             ? Ok()
             : Status(
                   NotFound("there is no template " + message.template_id, "template_not_found"));
}

TemplateValues ValuesOf(const Config& config, const IncidentMessage& message,
                        const std::string& incident_no) {
  TemplateValues values = message.values;
  values.emplace("workaround", "");
  values.emplace("incident_no", incident_no);
  values.emplace("next_update_time", message.next_at ? LocalMinute(config, *message.next_at) : "");
  const std::string contact = OrganisationContact(config);
  if (!contact.empty()) values.emplace("contact", contact);
  return values;
}

}  // namespace

std::string_view Name(Kind kind) { return RowOf(kind).name; }

std::optional<Kind> ParseIncidentMessageKind(std::string_view name) {
  for (const KindRow& row : kKinds) {
    if (row.name == name) return row.kind;
  }
  return std::nullopt;
}

std::vector<Transition> VerbsOf(Kind kind) {
  const Transition tell = RowOf(kind).verb;
  if (kind != Kind::kResolve) return {tell};
  return {Transition::kStartWork, tell, Transition::kResolve};
}

Status CheckMessage(const Config& config, const IncidentMessage& message) {
  const bool resolve = message.kind == Kind::kResolve;
  if (!message.template_id.empty()) {
    TRY(CheckTemplate(config, message));
  } else {
    TRY(Required(resolve ? "solution" : "text", message.text));
  }
  if (resolve) TRY(Required("summary", message.summary));
  Action limits;
  limits.text = message.text;
  limits.summary = message.summary;
  limits.steps = message.steps;
  return CheckLimits(limits);
}

Result<Rendered> RenderMessage(const Config& config, const IncidentMessage& message,
                               const std::string& incident_no, std::string_view lang) {
  if (message.template_id.empty()) return Rendered{"", message.text};
  TemplateValues values = ValuesOf(config, message, incident_no);
  values.emplace("contact", lang.starts_with("en") ? "reply to this message" : "直接回复本消息");
  return RenderNotice(config, message.template_id, lang, values);
}

Result<std::vector<Action>> StepsOf(const Config& config, const IncidentMessage& message,
                                    const std::string& incident_no, std::string_view lang,
                                    const std::string& occasion) {
  TRY_ASSIGN(const Rendered rendered, RenderMessage(config, message, incident_no, lang));
  std::vector<Action> out;
  for (const Transition verb : VerbsOf(message.kind)) {
    Action& step = out.emplace_back();
    step.verb = verb;
    if (verb == Transition::kStartWork) continue;
    step.summary = message.summary;
    if (verb == Transition::kResolve) continue;
    step.text = rendered.text;
    step.steps = message.steps;
    if (message.kind != Kind::kReply) step.next_at = message.next_at;
    if (!message.template_id.empty()) {
      step.notice = {message.template_id, ValuesOf(config, message, incident_no), occasion};
    }
  }
  return out;
}

std::string FormatMessage(const IncidentMessage& message) {
  JsonText json;
  json.Open('{').Key("kind").Str(Name(message.kind));
  if (message.next_at) json.Key("next_at").Str(FormatUtc(*message.next_at));
  json.Key("steps").Open('[');
  for (const std::string& step : message.steps) json.Str(step);
  json.Close(']').Key("summary").Str(message.summary);
  json.Key("template").Str(message.template_id).Key("text").Str(message.text);
  json.Key("values").Open('{');
  for (const auto& [name, value] : message.values) json.Key(name).Str(value);
  return json.Close('}').Close('}').Take();
}

Result<IncidentMessage> ParseMessage(std::string_view text) {
  TRY_ASSIGN(const auto object, ParseObject(text));
  IncidentMessage out;
  const auto kind = ParseIncidentMessageKind(TextOf(object, "kind"));
  if (!kind) return Error(ErrorCode::kCorruption, "a notice of an unknown kind");
  out.kind = *kind;
  out.text = TextOf(object, "text");
  out.summary = TextOf(object, "summary");
  out.steps = ListOf(object, "steps");
  out.template_id = TextOf(object, "template");
  if (const std::string at = TextOf(object, "next_at"); !at.empty()) {
    TRY_ASSIGN(out.next_at, ParseInstant(at));
  }
  if (const auto* values = object.if_contains("values"); values && values->is_object()) {
    for (const auto& [name, value] : values->get_object()) {
      if (value.is_string()) out.values.emplace(name, value.get_string());
    }
  }
  return out;
}

}  // namespace huiyin::app
