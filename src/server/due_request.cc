#include "server/due_request.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace huiyin::server {
namespace {

using domain::Fact;
using domain::MakeFact;
namespace fact = domain::fact;

Error Wrong(const char* option, const std::string& why) {
  return InvalidArgument(std::string(option) + ": " + why);
}

// Calendars know the years from 1990 to 2099.
Result<Instant> ReadTime(const char* option, const std::string& text,
                         const domain::Calendar& calendar) {
  const auto civil = ParseCivil(text);
  if (!civil.ok()) return Wrong(option, civil.error().message);
  if (civil->year < 1990 || civil->year > 2099) {
    return Wrong(option, "\"" + text + "\" is not in the years 1990 to 2099");
  }
  if (civil->has_offset) return ParseInstant(text);
  const int64_t day = DaysFromCivil(civil->year, civil->month, civil->day);
  const int64_t seconds = civil->hour * 3600 + civil->minute * 60 + civil->second;
  return calendar.AtLocal(day, seconds * 1'000'000 + civil->micros);
}

Status LoadCalendar(const DueWords& words, DueRequest& out) {
  out.calendar = domain::Calendar::CnStandard();
  if (!words.calendar.empty()) {
    std::ifstream file(words.calendar);
    std::stringstream text;
    if (!file || !(text << file.rdbuf())) {
      return NotFound("--calendar: cannot read " + words.calendar, "calendar_file");
    }
    auto calendar = domain::Calendar::Parse(text.str());
    if (!calendar.ok()) {
      return NotFound("--calendar: " + words.calendar + ": " + calendar.error().message,
                      "calendar_file");
    }
    out.calendar = std::move(*calendar);
    out.own_calendar = true;
  }
  if (words.zone.empty()) return Ok();
  auto there = out.calendar->InZone(words.zone);
  if (!there.ok()) return Wrong("--zone", there.error().message);
  out.calendar = std::move(*there);
  return Ok();
}

// Rules 4 and 5 of the decision order (domain.md §1.5): all that a category alone can decide.
domain::Priority PriorityOf(domain::Category category) {
  const bool ordinary =
      category == domain::Category::kComplaint || category == domain::Category::kMalfunction;
  return ordinary ? domain::Priority::kMid : domain::Priority::kLow;
}

class FactReader {
 public:
  FactReader(const DueWords& words, DueRequest& out) : words_(words), out_(out) {}

  Status Read() {
    TRY_ASSIGN(out_.received, Time("--received", words_.received));
    TRY(Created());
    TRY(Single("--acknowledged", words_.acknowledged, fact::kAcknowledged));
    TRY(Single("--human-requested", words_.human_requested, domain::kHumanRequested));
    TRY(Pauses());
    TRY(Raises());
    TRY(Single("--human-reply", words_.human_reply, fact::kHumanReply));
    TRY(Single("--solution-told", words_.solution_told, fact::kSolutionCommunicated));
    TRY(Reopened());
    std::stable_sort(out_.facts.begin(), out_.facts.end(),
                     [](const Fact& a, const Fact& b) { return a.at < b.at; });
    out_.facts.insert(out_.facts.begin(), {created_, classified_});
    return Now();
  }

 private:
  Result<Instant> Time(const char* option, const std::string& text) const {
    return ReadTime(option, text, *out_.calendar);
  }
  // Nothing happens to feedback that has not arrived.
  Result<Instant> Later(const char* option, const std::string& text) const {
    TRY_ASSIGN(const Instant at, Time(option, text));
    if (at < out_.received) return Wrong(option, text + " is before the feedback was received");
    return at;
  }

  Status Created() {
    const auto category = domain::ParseCategory(words_.category);
    if (!category) return Wrong("--category", "unknown category \"" + words_.category + "\"");
    if (!domain::ParseChannel(words_.channel)) {
      return Wrong("--channel", "unknown channel \"" + words_.channel + "\"");
    }
    auto priority = domain::ParsePriority(words_.priority);
    if (words_.priority.empty()) priority = PriorityOf(*category);
    if (!priority) return Wrong("--priority", "must be high, mid or low");
    created_ = MakeFact(fact::kTicketCreated, out_.received, "customer")
                   .Set("received_at", FormatUtc(out_.received))
                   .Set("channel", words_.channel);
    classified_ = MakeFact(fact::kClassified, out_.received, "system")
                      .Set("priority", std::string(domain::Name(*priority)))
                      .Set("category", words_.category);
    return Ok();
  }

  Status Single(const char* option, const std::string& text, const char* kind) {
    if (text.empty()) return Ok();
    TRY_ASSIGN(const Instant at, Later(option, text));
    out_.facts.push_back(MakeFact(kind, at, "user:1"));
    return Ok();
  }

  // Ranges that overlap or touch are one wait (§2.3 rule 6): how it was noted down changes nothing.
  Status Pauses() {
    struct Range {
      Instant from, to;
    };
    std::vector<Range> ranges;
    for (const std::string& pause : words_.pauses) {
      const size_t slash = pause.find('/');
      if (slash == std::string::npos) {
        return Wrong("--pause", "\"" + pause + "\" must be FROM/TO");
      }
      TRY_ASSIGN(const Instant from, Time("--pause", pause.substr(0, slash)));
      TRY_ASSIGN(const Instant to, Time("--pause", pause.substr(slash + 1)));
      if (to < from) return Wrong("--pause", "\"" + pause + "\" ends before it begins");
      if (to > from && to > out_.received) ranges.push_back({std::max(from, out_.received), to});
    }
    std::sort(ranges.begin(), ranges.end(),
              [](const Range& a, const Range& b) { return a.from < b.from; });
    std::vector<Range> merged;
    for (const Range& range : ranges) {
      if (!merged.empty() && range.from <= merged.back().to) {
        merged.back().to = std::max(merged.back().to, range.to);
      } else {
        merged.push_back(range);
      }
    }
    for (const Range& range : merged) {
      out_.facts.push_back(MakeFact(fact::kCustomerAsked, range.from, "user:1"));
      out_.facts.push_back(MakeFact(fact::kCustomerMessage, range.to, "customer"));
    }
    return Ok();
  }

  Status Raises() {
    for (const std::string& raise : words_.raises) {
      const size_t at = raise.find('@');
      if (at == std::string::npos || !domain::ParsePriority(raise.substr(0, at))) {
        return Wrong("--raise", "\"" + raise + "\" must be PRIORITY@TIME");
      }
      TRY_ASSIGN(const Instant when, Later("--raise", raise.substr(at + 1)));
      out_.facts.push_back(
          MakeFact(fact::kPriorityChanged, when, "user:1").Set("priority", raise.substr(0, at)));
    }
    return Ok();
  }

  Status Reopened() {
    if (words_.reopened.empty()) return Ok();
    if (words_.solution_told.empty()) {
      return Wrong("--reopened", "needs --solution-told: only what was solved is reopened");
    }
    TRY_ASSIGN(const Instant told, Time("--solution-told", words_.solution_told));
    TRY_ASSIGN(const Instant at, Later("--reopened", words_.reopened));
    if (at < told) return Wrong("--reopened", words_.reopened + " is before the solution was told");
    out_.facts.push_back(MakeFact(fact::kReopened, at, "customer"));
    return Ok();
  }

  Status Now() {
    out_.now = out_.facts.back().at;
    if (words_.now.empty()) return Ok();
    TRY_ASSIGN(const Instant now, Time("--now", words_.now));
    if (now < out_.now) return Wrong("--now", words_.now + " is before the last thing told of");
    out_.now = now;
    return Ok();
  }

  const DueWords& words_;
  DueRequest& out_;
  Fact created_, classified_;
};

void CountBusinessHours(domain::SlaRules& rules) {
  const auto change = [](domain::Term& term) {
    if (term.unit <= domain::TermUnit::kHour) term.basis = domain::TermBasis::kBusinessHours;
  };
  for (domain::SlaPolicy& policy : rules.policies) {
    for (domain::ClockRule& rule : policy.rules) {
      change(rule.limit);
      if (rule.target) change(*rule.target);
    }
  }
}

}  // namespace

Result<DueRequest> ReadDueRequest(const DueWords& words) {
  DueRequest out;
  TRY(LoadCalendar(words, out));
  TRY(FactReader(words, out).Read());
  for (const std::string& text : words.statutory) {
    const auto choice = domain::ParseStatutory(text);
    if (!choice.ok()) return Wrong("--statutory", choice.error().message);
    out.statutory.push_back(*choice);
  }
  if (words.basis == "business_hours") CountBusinessHours(out.rules);
  return out;
}

}  // namespace huiyin::server
