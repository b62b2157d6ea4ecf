// One text to all children of an incident, and resolving them together.
#include <memory>

#include "app/config.h"
#include "app/idempotency.h"
#include "app/incidents.h"
#include "app/users_account.h"
#include "base/bytes.h"
#include "base/crypto.h"

namespace huiyin::app {

using domain::Actor;
using domain::State;
using domain::Transition;

namespace {

constexpr char kTrialOver[] = "trial_over";

struct Member {
  int64_t id = 0;
  std::string ticket_no;
};

struct Plan {
  std::vector<Action> steps;
  // Nothing is left to do for such a ticket.
  bool (*over)(const domain::Lifecycle&) = nullptr;
};

bool Never(const domain::Lifecycle&) { return false; }
bool IsResolved(const domain::Lifecycle& life) {
  return life.state == State::kResolved || life.state == State::kClosed;
}

// Looked at before the key is taken: a text put right goes out under the same key.
Status Required(const char* field, const std::string& text) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return InvalidField(field, "required", "must not be empty");
  }
  return Ok();
}

class Round {
 public:
  Round(const Context& context, const Actor& actor, std::string incident_no, Plan plan,
        IncidentRun run)
      : context_(context),
        actor_(actor),
        config_(context.config->Get()),
        incident_no_(std::move(incident_no)),
        plan_(std::move(plan)),
        run_(run) {}

  // Rights, limits, the incident and its children.
  Status Begin() {
    for (const Action& step : plan_.steps) {
      const std::string_view permission = PermissionOf(step.verb);
      if (!actor_.May(permission)) {
        return PermissionDenied("this needs the permission " + std::string(permission),
                                "permission_denied");
      }
      TRY(CheckLimits(step));
    }
    TRY_ASSIGN(const auto view, context_.db->Get<IncidentView>([&](store::Session& session) {
      return ReadIncident(context_, session, actor_, incident_no_);
    }));
    for (const TicketRow& row : view.children) children_.push_back({row.id, row.ticket_no});
    parent_ = {view.parent.id, view.parent.ticket_no};
    out_.hidden = view.hidden;
    if (children_.empty()) return Conflict("the incident has no children", "incident_empty");
    return Ok();
  }

  // Whoever comes with the key again goes on where the first time ended.
  Status Name(const std::string& idempotency_key) {
    if (run_ == IncidentRun::kTrial) return Ok();
    if (idempotency_key.empty()) {
      return InvalidField("Idempotency-Key", "required", "so that nobody is told twice");
    }
    std::string body;
    for (const Action& step : plan_.steps) {
      body += std::string(domain::Name(step.verb)) + "\n" + step.text + "\n" + step.summary + "\n";
      for (const std::string& line : step.steps) body += line + "\n";
      if (step.next_at) body += FormatUtc(*step.next_at) + "\n";
    }
    const Hash32 hash = Sha256({body});
    const Hash32 key =
        Sha256({"incident update\n", actor_.Label(), "\n", incident_no_, "\n", idempotency_key});
    out_.update_id = HexEncode(View(key)).substr(0, 16);
    return RunCommand(context_, [&](store::Tx& tx) -> Status {
      TRY_ASSIGN(const auto before, RecallAnswer(tx, key, hash));
      return before ? Ok() : RememberAnswer(tx, key, hash, out_.update_id);
    });
  }

  // Stops only where the system fails (database gone): the key then goes on with the rest.
  Status Children() {
    for (const Member& child : children_) TRY(One(child));
    return Ok();
  }
  Status Parent() { return One(parent_); }
  bool AllThrough() const {
    for (const IncidentOutcome& item : out_.items) {
      if (item.refused) return false;
    }
    return out_.hidden == 0;
  }
  void LeaveParent() {
    out_.items.push_back(
        {parent_.ticket_no, false,
         Conflict("children are still open; the parent stays open with them", "children_open")});
  }
  IncidentReport Take() { return std::move(out_); }

 private:
  bool WasTold(const TicketUnit& unit) const {
    if (out_.update_id.empty()) return false;
    for (const domain::Fact& fact : unit.record().facts) {
      if (fact.Text("update_id") == out_.update_id) return true;
    }
    return false;
  }

  Status Take(store::Tx& tx, const Member& member, IncidentOutcome& outcome) {
    outcome = IncidentOutcome{member.ticket_no, false, {}};
    TRY_ASSIGN(TicketUnit unit, LoadForActor(context_, *config_, tx, member.id, member.ticket_no,
                                             actor_, std::nullopt));
    const bool left = member.id != parent_.id && unit.record().parent_id != parent_.id;
    if (left) return Conflict("the ticket left the incident meanwhile", "not_a_child");
    if (WasTold(unit)) return Ok();
    if (plan_.over(unit.life())) {
      outcome.already = true;
      return Ok();
    }
    unit.Stamp("incident", incident_no_);
    if (!out_.update_id.empty()) unit.Stamp("update_id", out_.update_id);
    for (const Action& step : plan_.steps) {
      if (step.verb == Transition::kStartWork && unit.life().state != State::kPending) continue;
      Acted acted;
      TRY(Perform(unit, actor_, step, acted));
    }
    if (run_ == IncidentRun::kTrial) return Conflict("the trial is undone", kTrialOver);
    return Ok();
  }

  Status One(const Member& member) {
    IncidentOutcome outcome;
    const Status done =
        RunCommand(context_, [&](store::Tx& tx) -> Status { return Take(tx, member, outcome); });
    if (!done.ok() && done.error().type != kTrialOver) {
      const ErrorCode code = done.error().code;
      if (code == ErrorCode::kUnavailable || code == ErrorCode::kInternal) return done;
      // What is wrong with the text is wrong for all.
      if (code == ErrorCode::kInvalidArgument) return done;
      outcome.refused = done.error();
    }
    out_.items.push_back(std::move(outcome));
    return Ok();
  }

  const Context& context_;
  const Actor& actor_;
  const std::shared_ptr<const Config> config_;
  const std::string incident_no_;
  const Plan plan_;
  const IncidentRun run_;
  Member parent_;
  std::vector<Member> children_;
  IncidentReport out_;
};

}  // namespace

Result<IncidentReport> TellIncident(const Context& context, const Actor& actor,
                                    const std::string& incident_no, const Action& say,
                                    const std::string& idempotency_key, IncidentRun run) {
  TRY(Required("text", say.text));
  Round round(context, actor, incident_no, {{say}, Never}, run);
  TRY(round.Begin());
  TRY(round.Name(idempotency_key));
  TRY(round.Children());
  TRY(round.Parent());
  return round.Take();
}

Result<IncidentReport> ResolveIncident(const Context& context, const Actor& actor,
                                       const std::string& incident_no, const IncidentSolution& in,
                                       const std::string& idempotency_key, IncidentRun run) {
  TRY(Required("solution", in.solution));
  TRY(Required("summary", in.summary));
  Action start, tell, resolve;
  start.verb = Transition::kStartWork;
  tell.verb = Transition::kCommunicateSolution;
  tell.text = in.solution;
  tell.summary = in.summary;
  tell.steps = in.steps;
  resolve.verb = Transition::kResolve;
  resolve.summary = in.summary;
  Round round(context, actor, incident_no, {{start, tell, resolve}, IsResolved}, run);
  TRY(round.Begin());
  TRY(round.Name(idempotency_key));
  TRY(round.Children());
  if (round.AllThrough()) {
    TRY(round.Parent());
  } else {
    round.LeaveParent();
  }
  return round.Take();
}

}  // namespace huiyin::app
