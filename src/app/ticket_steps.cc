#include "app/ticket_steps.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "app/fact_json.h"
#include "domain/lifecycle.h"
#include "mining/log_builder.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr int kPage = 10'000;

bool Among(std::string_view kind, std::initializer_list<const char*> kinds) {
  return std::any_of(kinds.begin(), kinds.end(), [&](const char* k) { return kind == k; });
}

class TicketLogReader {
 public:
  explicit TicketLogReader(store::Session& session) : session_(session) {
    group_ = builder_.EventAttribute("org:group", mining::AttributeKind::kString);
    state_from_ = builder_.EventAttribute("state_from", mining::AttributeKind::kString);
    state_to_ = builder_.EventAttribute("state_to", mining::AttributeKind::kString);
    cycle_ = builder_.EventAttribute("cycle", mining::AttributeKind::kInt);
    channel_ = builder_.CaseAttribute("channel", mining::AttributeKind::kString);
    category_ = builder_.CaseAttribute("category", mining::AttributeKind::kString);
    complaint_kind_ = builder_.CaseAttribute("complaint_kind", mining::AttributeKind::kString);
    priority_ = builder_.CaseAttribute("priority", mining::AttributeKind::kString);
  }

  Result<mining::LoadedLog> Read() {
    TRY(session_.Each(q::departments_all, {}, [&](const store::Row& row) -> Status {
      departments_.emplace(row.Int(0), row.Str(1));
      return Ok();
    }));
    // Events of ticket 0 are about no ticket.
    int64_t ticket = 0, seq = std::numeric_limits<int64_t>::max();
    for (int rows = kPage; rows == kPage;) {
      rows = 0;
      TRY(session_.Each(q::ticket_steps_after, {ticket, seq, kPage},
                        [&](const store::Row& row) -> Status {
                          ++rows;
                          ticket = row.Int(0);
                          seq = row.Int(1);
                          Begin(row);
                          if (const Status read = Event(row); !read.ok()) Drop(row, read.error());
                          return Ok();
                        }));
      TRY(builder_.CheckLimits());
    }
    FinishCase();
    return mining::LoadedLog{std::move(builder_).Build(), std::move(report_)};
  }

 private:
  void Begin(const store::Row& row) {
    if (row.Int(0) == ticket_) return;
    FinishCase();
    ticket_ = row.Int(0);
    life_ = domain::Lifecycle{};
  }

  void Drop(const store::Row& row, const Error& error) {
    const mining::Id dropped = builder_.Case(row.Text(3));
    ++report_.events_dropped;
    report_.Problem("event " + std::to_string(row.Int(1)) + ": " + error.message);
    if (builder_.IsDropped(dropped)) return;
    builder_.DropCase(dropped);
    ++report_.cases_dropped;
  }

  Status Event(const store::Row& row) {
    const std::string kind = row.Str(5);
    TRY_ASSIGN(const domain::Fact fact, FactFromPayload(kind, row.At(2), row.Str(4), row.Text(6)));
    const domain::State before = life_.state;
    const bool first = kind == domain::fact::kTicketCreated;
    domain::Apply(life_, fact);
    if (first) channel_of_ = fact.Text("channel");
    if (!IsProcessStep(kind)) return Ok();
    if (!case_) case_ = builder_.Case(row.Text(3));
    const uint32_t event =
        builder_.Append(*case_, builder_.Activity(kind), fact.at.us, builder_.Resource(fact.actor));
    if (const auto found = departments_.find(life_.department_id); found != departments_.end()) {
      Set(event, group_, found->second);
    }
    if (!first) Set(event, state_from_, domain::Name(before));
    Set(event, state_to_, domain::Name(life_.state));
    Set(event, cycle_, std::to_string(life_.cycle));
    return Ok();
  }

  void Set(uint32_t event, mining::Id column, std::string_view value) {
    builder_.SetEventAttribute(event, column, builder_.Value(value));
  }
  void SetCase(mining::Id column, std::string_view value) {
    if (!value.empty()) builder_.SetCaseAttribute(*case_, column, builder_.Value(value));
  }
  void FinishCase() {
    if (case_) {
      SetCase(channel_, channel_of_);
      SetCase(category_, domain::Name(life_.category));
      if (life_.complaint_kind) SetCase(complaint_kind_, domain::Name(*life_.complaint_kind));
      SetCase(priority_, domain::Name(life_.priority));
    }
    case_.reset();
    channel_of_.clear();
  }

  store::Session& session_;
  mining::LogBuilder builder_;
  mining::LoadReport report_;
  std::map<int64_t, std::string> departments_;
  mining::Id group_, state_from_, state_to_, cycle_, channel_, category_, complaint_kind_,
      priority_;
  int64_t ticket_ = 0;
  domain::Lifecycle life_;
  std::string channel_of_;
  std::optional<mining::Id> case_;
};

}  // namespace

bool IsProcessStep(std::string_view kind) {
  return !Among(kind, {domain::fact::kWatched, domain::fact::kUnwatched, domain::fact::kRevealed});
}

bool MovesTicket(std::string_view kind) {
  return Among(kind, {domain::fact::kTicketCreated, domain::fact::kClassified,
                      domain::fact::kAssigned, domain::fact::kWorkStarted,
                      domain::fact::kPriorityChanged, domain::fact::kClassificationCorrected});
}

Result<mining::LoadedLog> ReadTicketLog(store::Session& session) {
  return TicketLogReader(session).Read();
}

}  // namespace huiyin::app
