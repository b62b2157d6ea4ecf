// huiyin due: the SLA engine without a database.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/json_text.h"
#include "domain/sla.h"
#include "domain/statutory.h"
#include "server/cli.h"

namespace huiyin::server {
namespace {

struct DueOptions {
  std::string received, category = "other", priority, channel = "web_form", reopened, solution_told,
                        human_requested, zone, calendar, basis, statutory, lang = "zh";
  std::vector<std::string> pauses, raises;
  bool json = false;
};

// A time with an offset, or local time of the calendar's zone.
Result<Instant> ParseTime(const std::string& text, const domain::Calendar& calendar) {
  TRY_ASSIGN(const CivilTime civil, ParseCivil(text));
  if (civil.has_offset) return ParseInstant(text);
  const int64_t day = DaysFromCivil(civil.year, civil.month, civil.day);
  const int64_t seconds = civil.hour * 3600 + civil.minute * 60 + civil.second;
  return calendar.AtLocal(day, seconds * 1'000'000 + civil.micros);
}

Result<std::shared_ptr<const domain::Calendar>> LoadCalendar(const DueOptions& options) {
  auto calendar = domain::Calendar::CnStandard();
  if (!options.calendar.empty()) {
    std::ifstream file(options.calendar);
    if (!file) return NotFound("cannot read " + options.calendar);
    std::stringstream text;
    text << file.rdbuf();
    TRY_ASSIGN(calendar, domain::Calendar::Parse(text.str()));
  }
  if (options.zone.empty()) return calendar;
  return calendar->InZone(options.zone);
}

using domain::Fact;
using domain::MakeFact;

struct Pause {
  Instant from, to;
};

// In order, those that overlap or touch as one: the waiting is one wait however it was noted down.
Result<std::vector<Pause>> PausesOf(const DueOptions& options, const domain::Calendar& calendar) {
  std::vector<Pause> given;
  for (const std::string& text : options.pauses) {
    const size_t slash = text.find('/');
    if (slash == std::string::npos) return InvalidArgument("--pause must be FROM/TO");
    TRY_ASSIGN(const Instant from, ParseTime(text.substr(0, slash), calendar));
    TRY_ASSIGN(const Instant to, ParseTime(text.substr(slash + 1), calendar));
    if (to < from) return InvalidArgument("--pause " + text + " ends before it begins");
    given.push_back({from, to});
  }
  std::sort(given.begin(), given.end(),
            [](const Pause& a, const Pause& b) { return a.from < b.from; });
  std::vector<Pause> out;
  for (const Pause& pause : given) {
    if (!out.empty() && pause.from <= out.back().to) {
      out.back().to = std::max(out.back().to, pause.to);
    } else {
      out.push_back(pause);
    }
  }
  return out;
}

// What the decision order of domain.md §1.5 gives a feedback nothing else is known of.
std::string PriorityOf(const DueOptions& o) {
  if (!o.priority.empty()) return o.priority;
  return o.category == "complaint" || o.category == "malfunction" ? "mid" : "low";
}

Result<std::vector<Fact>> FactsOf(const DueOptions& o, const domain::Calendar& calendar) {
  TRY_ASSIGN(const Instant received, ParseTime(o.received, calendar));
  std::vector<Fact> facts = {MakeFact(domain::fact::kTicketCreated, received, "customer")
                                 .Set("received_at", FormatUtc(received))
                                 .Set("channel", o.channel),
                             MakeFact(domain::fact::kClassified, received, "system")
                                 .Set("priority", PriorityOf(o))
                                 .Set("category", o.category)};
  std::vector<Fact> later;
  TRY_ASSIGN(const auto pauses, PausesOf(o, calendar));
  for (const Pause& pause : pauses) {
    later.push_back(MakeFact(domain::fact::kCustomerAsked, pause.from, "user:1"));
    later.push_back(MakeFact(domain::fact::kCustomerMessage, pause.to, "customer"));
  }
  if (!o.human_requested.empty()) {
    TRY_ASSIGN(const Instant asked, ParseTime(o.human_requested, calendar));
    later.push_back(MakeFact(domain::kHumanRequested, asked, "customer"));
  }
  for (const std::string& raise : o.raises) {
    const size_t at = raise.find('@');
    if (at == std::string::npos || !domain::ParsePriority(raise.substr(0, at))) {
      return InvalidArgument("--raise must be PRIORITY@TIME");
    }
    TRY_ASSIGN(const Instant when, ParseTime(raise.substr(at + 1), calendar));
    later.push_back(MakeFact(domain::fact::kPriorityChanged, when, "user:1")
                        .Set("priority", raise.substr(0, at)));
  }
  if (!o.solution_told.empty()) {
    TRY_ASSIGN(const Instant told, ParseTime(o.solution_told, calendar));
    later.push_back(MakeFact(domain::fact::kSolutionCommunicated, told, "user:1"));
  }
  if (!o.reopened.empty()) {
    TRY_ASSIGN(const Instant reopened, ParseTime(o.reopened, calendar));
    later.push_back(MakeFact(domain::fact::kReopened, reopened, "customer"));
  }
  std::stable_sort(later.begin(), later.end(),
                   [](const Fact& a, const Fact& b) { return a.at < b.at; });
  facts.insert(facts.end(), later.begin(), later.end());
  return facts;
}

domain::SlaRules RulesOf(const DueOptions& options) {
  domain::SlaRules rules;
  if (options.basis != "business_hours") return rules;
  for (domain::SlaPolicy& policy : rules.policies) {
    for (domain::ClockRule& rule : policy.rules) {
      rule.limit.basis = domain::TermBasis::kBusinessHours;
      if (rule.target) rule.target->basis = domain::TermBasis::kBusinessHours;
    }
  }
  return rules;
}

void WriteClock(JsonText& json, const domain::ClockResult& clock,
                const domain::Calendar& calendar) {
  json.Open('{').Key("clock").Str(domain::Name(clock.kind)).Key("cycle").Int(clock.cycle);
  json.Key("due").Str(FormatUtc(clock.due_at));
  json.Key("due_local").Str(calendar.FormatLocal(clock.due_at)).Key("target_due");
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

void Print(const std::vector<domain::ClockResult>& clocks, const DueOptions& options,
           const domain::Calendar& calendar) {
  if (options.json) {
    JsonText json;
    json.Open('{').Key("clocks").Open('[');
    for (const auto& clock : clocks) WriteClock(json, clock, calendar);
    json.Close(']').Close('}');
    std::printf("%s\n", json.text().c_str());
    return;
  }
  const bool zh = options.lang != "en";
  for (const auto& clock : clocks) {
    std::printf("%s", std::string(domain::Name(clock.kind)).c_str());
    if (clock.cycle > 1) std::printf(zh ? "（第 %d 轮）" : " (cycle %d)", clock.cycle);
    std::printf(": %s\n", calendar.FormatLocal(clock.due_at).c_str());
    for (const auto& step : clock.explained) {
      std::printf("    %s\n", (zh ? step.zh : step.en).c_str());
    }
  }
}

// A time, zone or name that makes no sense is wrong usage; a file that cannot be read is not.
int FailBy(const Error& error) {
  const int code = Fail(error);
  return error.code == ErrorCode::kInvalidArgument ? kExitUsage : code;
}

}  // namespace

int RunDue(int argc, char** argv) {
  CLI::App cli("When would something received then be due, and why.", "huiyin due");
  DueOptions o;
  cli.add_option("--received", o.received, "ISO 8601; without offset: local time")->required();
  cli.add_option("--category", o.category, "suggestion, complaint, malfunction, inquiry, other")
      ->check([](const std::string& v) {
        return domain::ParseCategory(v) ? std::string() : "unknown category " + v;
      });
  cli.add_option("--priority", o.priority,
                 "high, mid, low (default: mid for complaints and malfunctions, else low)")
      ->check([](const std::string& v) {
        return domain::ParsePriority(v) ? std::string() : "unknown priority " + v;
      });
  cli.add_option("--channel", o.channel, "a channel of the glossary")
      ->check([](const std::string& v) {
        return domain::ParseChannel(v) ? std::string() : "unknown channel " + v;
      });
  cli.add_option("--pause", o.pauses, "FROM/TO, waiting for the customer; may be repeated");
  cli.add_option("--raise", o.raises, "PRIORITY@TIME: a change of priority; may be repeated");
  cli.add_option("--solution-told", o.solution_told, "when the customer was told the solution");
  cli.add_option("--reopened", o.reopened, "when the customer reopened");
  cli.add_option("--human-requested", o.human_requested,
                 "when a chat asked for a person: starts chat_answer");
  cli.add_option("--zone", o.zone, "IANA time zone (default: the calendar's)");
  cli.add_option("--calendar", o.calendar, "calendar file (default: China's official one)");
  cli.add_option("--basis", o.basis, "business_hours: clocks in hours count business time")
      ->check(CLI::IsMember({"business_hours", "calendar_24x7"}));
  cli.add_option("--statutory", o.statutory, "a statutory clock instead, e.g. stat_bank_reply");
  cli.add_option("--lang", o.lang, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  cli.add_flag("--json", o.json, "for machines");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  const auto calendar = LoadCalendar(o);
  if (!calendar.ok()) return FailBy(calendar.error());
  const auto facts = FactsOf(o, **calendar);
  if (!facts.ok()) return FailBy(facts.error());
  if (!o.statutory.empty()) {
    const auto due = domain::StatutoryDue(o.statutory, (*facts)[0].at, **calendar);
    if (!due.ok()) {
      Fail(due.error());
      return kExitUsage;
    }
    JsonText json;
    json.Open('{').Key("clocks").Open('[').Open('{').Key("clock").Str(o.statutory);
    json.Key("due").Str(FormatUtc(*due)).Key("due_local").Str((*calendar)->FormatLocal(*due));
    json.Key("target_due").Null().Key("warnings").Raw("[]").Key("explained").Raw("[]");
    json.Close('}').Close(']').Close('}');
    std::printf("%s\n", o.json ? json.text().c_str() : (*calendar)->FormatLocal(*due).c_str());
    return kExitOk;
  }
  const Instant now = facts->back().at;
  const domain::SlaRules rules = RulesOf(o);
  Print(domain::ComputeClocks(*facts, rules, **calendar, now, domain::Explain::kYes), o,
        **calendar);
  return kExitOk;
}

}  // namespace huiyin::server
