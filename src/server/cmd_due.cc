// huiyin due: the SLA engine without a database.
#include "base/json_text.h"
#include "server/cli.h"
#include "server/due_request.h"

namespace huiyin::server {
namespace {

// A clock with the name it is printed under.
struct NamedClock {
  std::string name;
  std::string stage;  // of a statutory clock
  domain::ClockResult clock;
  std::shared_ptr<const domain::Calendar> calendar;
};

Result<std::vector<NamedClock>> Compute(const DueRequest& request) {
  std::vector<NamedClock> out;
  if (request.statutory.empty()) {
    for (auto& clock : domain::ComputeClocks(request.facts, request.rules, *request.calendar,
                                             request.now, domain::Explain::kYes)) {
      std::string name(domain::Name(clock.kind));
      out.push_back({std::move(name), "", std::move(clock), request.calendar});
    }
    return out;
  }
  for (const domain::StatutoryChoice& choice : request.statutory) {
    auto calendar = request.calendar;
    if (!request.own_calendar) {
      TRY_ASSIGN(calendar, domain::StatutoryCalendar(*choice.duty, request.calendar));
    }
    auto clock = domain::ComputeStatutory(choice, {request.received, {}, request.now}, *calendar,
                                          domain::Explain::kYes);
    out.push_back({std::string(choice.duty->id), std::string(choice.stage->id), std::move(clock),
                   std::move(calendar)});
  }
  return out;
}

void WriteClock(JsonText& json, const NamedClock& named) {
  const domain::ClockResult& clock = named.clock;
  json.Open('{').Key("clock").Str(named.name);
  if (!named.stage.empty()) json.Key("stage").Str(named.stage);
  json.Key("cycle").Int(clock.cycle).Key("due").Str(FormatUtc(clock.due_at));
  json.Key("due_local").Str(named.calendar->FormatLocal(clock.due_at)).Key("target_due");
  if (clock.target_due_at) {
    json.Str(FormatUtc(*clock.target_due_at));
  } else {
    json.Null();
  }
  json.Key("state").Str(domain::Name(clock.state));
  json.Key("calendar_incomplete").Bool(clock.calendar_incomplete);
  json.Key("priority_raised_late").Bool(clock.priority_raised_late);
  json.Key("warnings").Open('[');
  for (const auto& warning : clock.warnings) {
    json.Open('{').Key("level").Str(warning.level);
    json.Key("at").Str(FormatUtc(warning.at)).Close('}');
  }
  json.Close(']').Key("explained").Open('[');
  for (const auto& step : clock.explained) {
    json.Open('{').Key("at").Str(FormatUtc(step.at)).Key("zh").Str(step.zh);
    json.Key("en").Str(step.en).Close('}');
  }
  json.Close(']').Close('}');
}

void PrintJson(const std::vector<NamedClock>& clocks) {
  JsonText json;
  json.Open('{').Key("clocks").Open('[');
  for (const NamedClock& clock : clocks) WriteClock(json, clock);
  json.Close(']').Close('}');
  std::printf("%s\n", json.text().c_str());
}

void PrintText(const std::vector<NamedClock>& clocks, const std::string& lang) {
  const bool zh = lang != "en";
  for (const NamedClock& named : clocks) {
    std::printf("%s", named.name.c_str());
    if (!named.stage.empty()) std::printf(":%s", named.stage.c_str());
    if (named.clock.cycle > 1) std::printf(zh ? "（第 %d 轮）" : " (cycle %d)", named.clock.cycle);
    std::printf(": %s\n", named.calendar->FormatLocal(named.clock.due_at).c_str());
    for (const auto& step : named.clock.explained) {
      std::printf("    %s\n", (zh ? step.zh : step.en).c_str());
    }
  }
}

void AddOptions(CLI::App& cli, DueWords& words) {
  cli.add_option("--received", words.received, "ISO 8601; without offset: local time")->required();
  cli.add_option("--category", words.category,
                 "suggestion, complaint, malfunction, inquiry, other (default)");
  cli.add_option("--priority", words.priority,
                 "high, mid, low; default: mid for complaint and malfunction, else low");
  cli.add_option("--channel", words.channel, "a channel of the glossary");
  cli.add_option("--acknowledged", words.acknowledged, "when the customer had the acknowledgement");
  cli.add_option("--human-requested", words.human_requested,
                 "when the customer asked for a person: starts chat_answer");
  cli.add_option("--human-reply", words.human_reply, "when a person first answered");
  cli.add_option("--pause", words.pauses,
                 "FROM/TO, waiting for the customer, at most 7 days; may be repeated, ranges that "
                 "overlap or touch are one wait");
  cli.add_option("--raise", words.raises, "PRIORITY@TIME: a change of priority; may be repeated");
  cli.add_option("--solution-told", words.solution_told, "when the customer was told the solution");
  cli.add_option("--reopened", words.reopened, "when the customer reopened; with --solution-told");
  cli.add_option("--now", words.now, "when the states are judged (default: the last time given)");
  cli.add_option("--zone", words.zone, "IANA time zone (default: the calendar's)");
  cli.add_option("--calendar", words.calendar, "calendar file (default: China's official one)");
  cli.add_option("--basis", words.basis, "business_hours: clocks in hours count business time")
      ->check(CLI::IsMember({"business_hours", "calendar_24x7"}));
  cli.add_option("--statutory", words.statutory,
                 "statutory clocks instead: ID or ID:STAGE, e.g. stat_bank_reply:special; may be "
                 "repeated, all: the first stage of each");
}

std::vector<std::string> EveryDuty() {
  std::vector<std::string> out;
  for (const auto& duty : domain::StatutoryDuties()) out.emplace_back(duty.id);
  return out;
}

}  // namespace

int RunDue(int argc, char** argv) {
  CLI::App cli("When would something received then be due, and why.", "huiyin due");
  DueWords words;
  std::string lang = "zh";
  bool json = false;
  AddOptions(cli, words);
  cli.add_option("--lang", lang, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  cli.add_flag("--json", json, "for machines");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  if (words.statutory == std::vector<std::string>{"all"}) words.statutory = EveryDuty();
  const auto request = ReadDueRequest(words);
  if (!request.ok()) {
    const bool usage = request.error().code == ErrorCode::kInvalidArgument;
    std::fprintf(stderr, "huiyin due: %s\n", request.error().message.c_str());
    return usage ? kExitUsage : kExitFailed;
  }
  const auto clocks = Compute(*request);
  if (!clocks.ok()) return Fail(clocks.error());
  if (json) {
    PrintJson(*clocks);
  } else {
    PrintText(*clocks, lang);
  }
  return kExitOk;
}

}  // namespace huiyin::server
