// What incidents and their notices share between input, result and wire.
#pragma once

#include "api/dto_incidents.h"
#include "app/incident_round.h"

namespace huiyin::api {

dto::IncidentOutcome OutcomeDto(const app::IncidentOutcome& outcome);
// What customers read, in each language there is.
std::vector<dto::NoticeText> TextsOf(const app::Config& config, const app::IncidentMessage& message,
                                     const std::string& incident_no);
app::TemplateValues ValuesOf(const std::optional<dto::NoticeValues>& values);

}  // namespace huiyin::api
