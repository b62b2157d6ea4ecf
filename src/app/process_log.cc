#include "app/process_log.h"

#include <algorithm>
#include <unordered_map>

#include "app/business_clock.h"
#include "app/config.h"
#include "app/fact_json.h"
#include "app/ticket_steps.h"
#include "base/log.h"
#include "domain/lifecycle.h"
#include "mining/analysis.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

// What filters and rights look at.
struct TicketPlace {
  int64_t department = 0, owner = 0, first_owner = 0;
  Instant created_at, last_at;
  domain::Category category = domain::Category::kOther;
  domain::Priority priority = domain::Priority::kLow;
  std::optional<domain::Channel> channel;
};

template <typename T, typename Parse>
Result<std::vector<T>> ParseAll(const char* field, const std::vector<std::string>& names,
                                Parse parse) {
  std::vector<T> out;
  for (const std::string& name : names) {
    const auto value = parse(name);
    if (!value) {
      return InvalidField(field, "unknown_value", "\"" + name.substr(0, 40) + "\" is not known");
    }
    out.push_back(*value);
  }
  return out;
}

template <typename T>
bool Holds(const std::vector<T>& wanted, const T& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

struct Wanted {
  std::vector<domain::Category> category;
  std::vector<domain::Priority> priority;
  std::vector<domain::Channel> channel;
};

Result<Wanted> WantedOf(const ProcessFilter& filter) {
  Wanted out;
  TRY_ASSIGN(out.category,
             ParseAll<domain::Category>("category", filter.category, domain::ParseCategory));
  TRY_ASSIGN(out.priority,
             ParseAll<domain::Priority>("priority", filter.priority, domain::ParsePriority));
  TRY_ASSIGN(out.channel,
             ParseAll<domain::Channel>("channel", filter.channel, domain::ParseChannel));
  return out;
}

}  // namespace

struct ProcessLog::State {
  State(const Context& context_in, LogReading reading)
      : context(context_in),
        view(
            context_in, q::events_after, [this](const store::Row& row) { return TakeOrPass(row); },
            reading) {}

  // One event that cannot be read, because somebody altered it, must not hide all the others.
  Status TakeOrPass(const store::Row& row) {
    const Status taken = Take(row);
    if (!taken.ok()) {
      ++unreadable;
      log::Error(
          "process: event " + std::to_string(row.Int(0)) +
          " cannot be read and is passed over; run huiyin verify: " + taken.error().ToString());
    }
    return Ok();
  }

  Status Take(const store::Row& row) {
    const int64_t ticket_id = row.Int(2);
    const std::string_view kind = row.Text(5);
    if (ticket_id != 0) {
      const auto known = number_of.find(ticket_id);
      TicketPlace place = known == number_of.end() ? TicketPlace{} : places[known->second];
      if (known == number_of.end()) place.created_at = row.At(1);
      if (MovesTicket(kind)) {
        TRY_ASSIGN(const domain::Fact fact,
                   FactFromPayload(std::string(kind), row.At(1), row.Str(4), row.Text(6)));
        Move(place, fact);
      }
      // Whatever a clock of another node said, a ticket's steps follow each other as recorded.
      place.last_at = std::max(place.last_at, row.At(1));
      if (IsProcessStep(kind)) {
        const std::string department = context.config->Get()->DepartmentName(place.department);
        const mining::AttributeText group{"org:group", department};
        TRY(steps.Append(row.Text(3), kind, place.last_at, row.Text(4),
                         std::span(&group, department.empty() ? 0 : 1)));
        const auto [slot, is_new] = number_of.try_emplace(ticket_id, places.size());
        if (is_new) places.emplace_back();
        places[slot->second] = place;
      }
    }
    return Ok();
  }

  // By the domain's own rules of what a fact does to a ticket.
  static void Move(TicketPlace& place, const domain::Fact& fact) {
    domain::Lifecycle life;
    life.department_id = place.department;
    life.owner_id = place.owner;
    life.first_owner_id = place.first_owner;
    life.category = place.category;
    life.priority = place.priority;
    domain::Apply(life, fact);
    place.department = life.department_id;
    place.owner = life.owner_id;
    place.first_owner = life.first_owner_id;
    place.category = life.category;
    place.priority = life.priority;
    if (fact.kind == domain::fact::kTicketCreated) {
      place.channel = domain::ParseChannel(fact.Text("channel"));
    }
  }

  // Stands only while the lock is held and its arguments live.
  std::function<bool(size_t)> Keep(const domain::Actor& actor, const ProcessFilter& filter,
                                   const Wanted& wanted) const {
    return [this, &actor, &filter, &wanted,
            reads_all = actor.May("ticket.read_all")](size_t number) {
      const TicketPlace& t = places[number];
      return (reads_all || domain::MayReadTicket(actor, t.department, t.owner, t.first_owner)) &&
             (!filter.created_from || t.created_at >= *filter.created_from) &&
             (!filter.created_to || t.created_at < *filter.created_to) &&
             Holds(filter.department, t.department) && Holds(wanted.category, t.category) &&
             Holds(wanted.priority, t.priority) &&
             (wanted.channel.empty() || (t.channel && Holds(wanted.channel, *t.channel)));
    };
  }

  const Context& context;
  mining::LiveLog steps;
  uint64_t unreadable = 0;
  std::vector<TicketPlace> places;  // by case number of the steps
  std::unordered_map<int64_t, size_t> number_of;
  std::optional<BusinessClock> clock;  // of the calendar last asked for
  LogView view;                        // last: its reader uses everything above
};

ProcessLog::ProcessLog(const Context& context, LogReading reading)
    : state_(std::make_unique<State>(context, reading)) {}
ProcessLog::~ProcessLog() = default;

Result<ProcessFigures> ProcessLog::Summary(const domain::Actor& actor,
                                           const ProcessFilter& filter) {
  TRY_ASSIGN(const Wanted wanted, WantedOf(filter));
  TRY_ASSIGN(const auto lock, state_->view.Current());
  mining::LiveQuery query;
  query.most_variants = filter.most_variants;
  query.keep = state_->Keep(actor, filter, wanted);
  const auto config = state_->context.config->Get();
  if (filter.clock == ProcessClock::kBusiness) {
    auto& clock = state_->clock;
    if (!clock || clock->calendar() != config->calendar) clock.emplace(config->calendar);
    query.clock = [&clock](int64_t us) { return clock->At(us); };
  }
  return ProcessFigures{state_->steps.Summary(query), state_->unreadable};
}

Result<mining::LiveCases> ProcessLog::TicketsBehind(const domain::Actor& actor,
                                                    const ProcessFilter& filter,
                                                    const mining::LivePlace& place, size_t most) {
  TRY_ASSIGN(const Wanted wanted, WantedOf(filter));
  TRY_ASSIGN(const auto lock, state_->view.Current());
  return state_->steps.CasesBehind(place, most, state_->Keep(actor, filter, wanted));
}

Result<std::vector<ProcessFinding>> ProcessLog::Findings(const domain::Actor& actor,
                                                         const ProcessFilter& filter) {
  constexpr size_t kMostTickets = 20;
  TRY_ASSIGN(const Wanted wanted, WantedOf(filter));
  mining::EventLog log;
  {
    TRY_ASSIGN(const auto lock, state_->view.Current());
    log = state_->steps.Snapshot(state_->Keep(actor, filter, wanted));
  }
  std::vector<ProcessFinding> out;
  for (const mining::Finding& found : mining::Analyze(log).findings) {
    ProcessFinding& finding = out.emplace_back();
    finding.kind = found.kind;
    for (const mining::Id id : found.activities) {
      finding.activities.emplace_back(log.ActivityName(id));
    }
    for (const mining::Id id : found.owners) {
      finding.owners.emplace_back(found.kind == mining::FindingKind::kDepartmentPingPong
                                      ? log.ValueName(id)
                                      : log.ResourceName(id));
    }
    for (size_t i = 0; i < std::min(found.cases.size(), kMostTickets); ++i) {
      finding.tickets.emplace_back(log.CaseName(found.cases[i]));
    }
    finding.cases = found.cases.size();
    finding.count = found.count;
    finding.share = found.share;
    finding.seconds = found.seconds;
    finding.impact_s = found.impact_s;
  }
  return out;
}

}  // namespace huiyin::app
