#include "api/incident_dto.h"

namespace huiyin::api {

dto::IncidentOutcome OutcomeDto(const app::IncidentOutcome& outcome) {
  dto::IncidentOutcome out;
  out.ticket_no = outcome.ticket_no;
  out.result = outcome.already ? "already" : "done";
  if (!outcome.refused) return out;
  const Error& why = *outcome.refused;
  out.result = "refused";
  out.code = why.type.empty() ? std::string(ErrorCodeName(why.code)) : why.type;
  out.detail = why.message;
  for (const FieldError& field : why.fields) {
    // A refused transition names its guards: "Chinese / English" (app::TransitionRefused).
    const size_t end = field.detail.find(" / ");
    if (end == std::string::npos) continue;
    out.missing.push_back(
        {field.problem, field.detail.substr(0, end), field.detail.substr(end + 3)});
  }
  return out;
}

std::vector<dto::NoticeText> TextsOf(const app::Config& config, const app::IncidentMessage& message,
                                     const std::string& incident_no) {
  std::vector<dto::NoticeText> out;
  if (message.template_id.empty()) {
    out.push_back({"", "", message.text});
    return out;
  }
  for (const char* lang : {"zh-CN", "en"}) {
    auto text = app::RenderMessage(config, message, incident_no, lang);
    if (text.ok()) out.push_back({lang, std::move(text->subject), std::move(text->text)});
  }
  return out;
}

app::TemplateValues ValuesOf(const std::optional<dto::NoticeValues>& values) {
  app::TemplateValues out;
  if (!values) return out;
  if (values->scope) out.emplace("scope", *values->scope);
  if (values->start_time) out.emplace("start_time", *values->start_time);
  if (values->impact) out.emplace("impact", *values->impact);
  if (values->workaround) out.emplace("workaround", *values->workaround);
  return out;
}

}  // namespace huiyin::api
