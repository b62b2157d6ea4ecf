// What `huiyin due` is asked: words of a command line become facts, policies and a calendar.
// Every failure is kInvalidArgument and names the option: wrong usage, not a failed computation;
// only a calendar file that cannot be read or is no calendar is kNotFound "calendar_file".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/sla.h"
#include "domain/statutory.h"

namespace huiyin::server {

// As typed. Times are ISO 8601; without an offset they are local times of the calendar's zone.
struct DueWords {
  std::string received, category = "other", priority, channel = "web_form";
  std::string acknowledged, human_requested, human_reply, solution_told, reopened, now;
  std::string zone, calendar, basis;
  std::vector<std::string> pauses, raises, statutory;
};

struct DueRequest {
  std::shared_ptr<const domain::Calendar> calendar;
  bool own_calendar = false;  // given, so that it serves statutory clocks of every law
  domain::SlaRules rules;
  std::vector<domain::Fact> facts;  // in order of time
  std::vector<domain::StatutoryChoice> statutory;
  Instant received, now;  // now: the last fact unless given
};
Result<DueRequest> ReadDueRequest(const DueWords& words);

}  // namespace huiyin::server
