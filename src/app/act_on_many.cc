#include "app/act_on_many.h"

#include <set>

#include "app/config.h"
#include "app/idempotency.h"
#include "app/incidents.h"
#include "app/users_account.h"
#include "base/crypto.h"

namespace huiyin::app {

using domain::Transition;

namespace {

// Customers read a text of the caller's.
bool Tells(Transition verb) {
  switch (verb) {
    case Transition::kReply:
    case Transition::kProgress:
    case Transition::kWorkaround:
    case Transition::kAskCustomer:
    case Transition::kAcknowledge:
    case Transition::kCommunicateSolution:
    case Transition::kResolve:
      return true;
    default:
      return false;
  }
}

class Many {
 public:
  Many(const Context& context, const domain::Actor& actor, const Action& action, const ManyKey& key)
      : context_(context),
        actor_(actor),
        action_(action),
        key_(key),
        config_(context.config->Get()) {}

  Status Name() const {
    if (key_.key.empty()) return Ok();
    const Hash32 key = KeyOf("");
    return RunCommand(context_, [&](store::Tx& tx) -> Status {
      TRY_ASSIGN(const auto before, RecallAnswer(tx, key, key_.body));
      return before ? Ok() : RememberAnswer(tx, key, key_.body, "begun");
    });
  }

  Status One(const std::string& ticket_no) const {
    TRY_ASSIGN(const int64_t id, TicketIdOf(ticket_no));
    const Hash32 key = KeyOf(ticket_no);
    return RunCommand(context_, [&](store::Tx& tx) -> Status {
      if (!key_.key.empty()) {
        TRY_ASSIGN(const auto before, RecallAnswer(tx, key, key_.body));
        if (before) return Ok();
      }
      TRY_ASSIGN(TicketUnit unit,
                 LoadForActor(context_, *config_, tx, id, ticket_no, actor_, action_.if_match));
      Acted acted;
      TRY(Perform(unit, actor_, action_, acted));
      return key_.key.empty() ? Ok() : RememberAnswer(tx, key, key_.body, "done");
    });
  }

 private:
  Hash32 KeyOf(const std::string& ticket_no) const {
    return Sha256({"tickets bulk\n", actor_.Label(), "\n", ticket_no, "\n", key_.key});
  }

  const Context& context_;
  const domain::Actor& actor_;
  const Action& action_;
  const ManyKey& key_;
  const std::shared_ptr<const Config> config_;
};

}  // namespace

Result<std::vector<ManyOutcome>> ActOnMany(const Context& context, const domain::Actor& actor,
                                           const std::vector<std::string>& ticket_nos,
                                           const Action& action, const ManyKey& key) {
  if (ticket_nos.size() > kMaxManyTickets) {
    return InvalidField("ticket_nos", "too_many", "at most 200 at once");
  }
  const std::string_view permission = PermissionOf(action.verb);
  if (permission.empty()) return NotFound("no such transition", "unknown_transition");
  TRY(Require(actor, permission));
  TRY(CheckLimits(action));
  const std::set<std::string> distinct(ticket_nos.begin(), ticket_nos.end());
  if (Tells(action.verb) && distinct.size() >= kBulkFrom) {
    return Conflict("a text to " + std::to_string(kBulkFrom) +
                        " tickets or more needs a second person: make an incident of them and ask "
                        "with POST /api/v1/bulk-notices",
                    "second_person_required");
  }
  const Many many(context, actor, action, key);
  TRY(many.Name());
  std::vector<ManyOutcome> out;
  std::set<std::string> seen;
  for (const std::string& ticket_no : ticket_nos) {
    if (!seen.insert(ticket_no).second) continue;
    const Status done = many.One(ticket_no);
    out.push_back({ticket_no, done.ok() ? std::nullopt : std::optional<Error>(done.error())});
  }
  return out;
}

}  // namespace huiyin::app
