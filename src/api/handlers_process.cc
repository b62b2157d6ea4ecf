// How the instance's own tickets ran: map, variants, bottlenecks, findings, and the tickets behind
// what one points at.
#include "api/codec.h"
#include "api/dto_process.h"
#include "api/handlers.h"
#include "api/list_query.h"
#include "app/process_log.h"

namespace huiyin::api {
namespace {

constexpr size_t kMostTickets = 200;
constexpr size_t kMostVariants = 500;

// What the three questions share, and which tickets are pointed at.
struct Question {
  app::ProcessFilter filter;
  mining::LivePlace place;
  bool has_place = false;
  size_t limit = 50;
};

Status ReadPlace(std::string_view name, std::string_view value, Question& out) {
  using Kind = mining::LivePlace::Kind;
  if (name == "to") {
    out.place.to = value;
    return Ok();
  }
  out.has_place = true;
  out.place.activity = value;
  out.place.kind = name == "from"       ? Kind::kArc
                   : name == "activity" ? Kind::kActivity
                   : name == "start"    ? Kind::kStart
                                        : Kind::kEnd;
  return Ok();
}

Status ReadOne(std::string_view name, std::string_view value, Question& out) {
  if (name == "category") {
    out.filter.category = SplitList(value);
  } else if (name == "priority") {
    out.filter.priority = SplitList(value);
  } else if (name == "channel") {
    out.filter.channel = SplitList(value);
  } else if (name == "department") {
    for (const std::string& part : SplitList(value)) {
      TRY_ASSIGN(const int64_t id, ReadNumber(name, part, 1, INT64_MAX));
      out.filter.department.push_back(id);
    }
  } else if (name == "created_from" || name == "created_to") {
    auto at = ParseInstant(value);
    if (!at.ok()) return InvalidField(std::string(name), "format", at.error().message);
    (name == "created_from" ? out.filter.created_from : out.filter.created_to) = *at;
  } else if (name == "clock") {
    if (value != "elapsed" && value != "business") {
      return InvalidField("clock", "unknown_value", "elapsed or business");
    }
    out.filter.clock =
        value == "business" ? app::ProcessClock::kBusiness : app::ProcessClock::kElapsed;
  } else if (name == "variants") {
    TRY_ASSIGN(const int64_t most, ReadNumber(name, value, 0, kMostVariants));
    out.filter.most_variants = static_cast<size_t>(most);
  } else {
    return InvalidField(std::string(name), "unknown_field", "there is no such filter");
  }
  return Ok();
}

enum class Asks { kFigures, kTickets };

Result<Question> QuestionOf(const http::Request& request, Asks asks) {
  Question out;
  for (const auto& [name, value] : request.query) {
    if (asks == Asks::kTickets && (name == "from" || name == "to" || name == "activity" ||
                                   name == "start" || name == "end")) {
      TRY(ReadPlace(name, value, out));
    } else if (asks == Asks::kTickets && name == "limit") {
      TRY_ASSIGN(const int64_t limit, ReadNumber(name, value, 1, kMostTickets));
      out.limit = static_cast<size_t>(limit);
    } else {
      TRY(ReadOne(name, value, out));
    }
  }
  if (asks == Asks::kTickets && !out.has_place) {
    return InvalidField("from", "required", "from and to, or activity, start or end");
  }
  if (out.place.kind == mining::LivePlace::Kind::kArc && out.has_place && out.place.to.empty()) {
    return InvalidField("to", "required", "an arc needs both of its ends");
  }
  return out;
}

dto::Process ProcessDto(const app::ProcessFigures& summary) {
  const auto number = [](uint64_t n) { return static_cast<int64_t>(n); };
  dto::Process out;
  out.cases = number(summary.cases);
  out.events = number(summary.events);
  for (const auto& activity : summary.activities) {
    out.activities[activity.name] = number(activity.count);
    if (activity.start > 0) out.start[activity.name] = number(activity.start);
    if (activity.end > 0) out.end[activity.name] = number(activity.end);
  }
  for (const auto& arc : summary.arcs) {
    out.dfg.push_back({arc.from, arc.to, number(arc.count), arc.time.mean_s, arc.time.median_s,
                       arc.time.p90_s, arc.time.min_s, arc.time.max_s});
  }
  for (const auto& variant : summary.variants) {
    out.variants.push_back({variant.path, number(variant.count)});
  }
  out.variant_count = number(summary.variant_count);
  const auto& time = summary.case_duration;
  out.case_duration_s = {time.mean_s, time.median_s, time.p90_s, time.min_s, time.max_s};
  out.rework.cases = number(summary.rework_cases);
  out.rework.rate = summary.cases == 0 ? 0
                                       : static_cast<double>(summary.rework_cases) /
                                             static_cast<double>(summary.cases);
  for (const auto& b : mining::Bottlenecks(summary)) {
    out.bottlenecks.push_back({"arc", b.from, b.to, number(b.count), b.mean_wait_s, b.total_wait_s,
                               b.share, b.saved_per_case_s, b.flagged});
  }
  out.unreadable_events = number(summary.unreadable_events);
  return out;
}

}  // namespace

Result<http::Response> GetProcess(Call& call) {
  TRY_ASSIGN(const Question question, QuestionOf(call.request, Asks::kFigures));
  TRY_ASSIGN(const auto summary, call.shared.process->Summary(call.actor, question.filter));
  return http::Response::Json(200, Encode(ProcessDto(summary)));
}

Result<http::Response> GetProcessTickets(Call& call) {
  TRY_ASSIGN(const Question question, QuestionOf(call.request, Asks::kTickets));
  TRY_ASSIGN(const auto cases, call.shared.process->TicketsBehind(call.actor, question.filter,
                                                                  question.place, question.limit));
  return http::Response::Json(
      200, Encode(dto::ProcessTickets{static_cast<int64_t>(cases.count), cases.names}));
}

Result<http::Response> GetProcessFindings(Call& call) {
  TRY_ASSIGN(const Question question, QuestionOf(call.request, Asks::kFigures));
  TRY_ASSIGN(const auto findings, call.shared.process->Findings(call.actor, question.filter));
  dto::ProcessFindings out;
  for (const app::ProcessFinding& f : findings) {
    out.items.push_back({std::string(mining::FindingName(f.kind)), f.activities, f.owners,
                         static_cast<int64_t>(f.cases), static_cast<int64_t>(f.count), f.share,
                         f.seconds, f.impact_s, f.tickets});
  }
  return http::Response::Json(200, Encode(out));
}

}  // namespace huiyin::api
