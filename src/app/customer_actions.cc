#include "app/customer_actions.h"

#include "app/act_on_ticket.h"
#include "app/config.h"
#include "base/utf8.h"
#include "domain/sla.h"

namespace huiyin::app {
namespace {

Status Rate(TicketUnit& unit, const CustomerAction& action) {
  if (action.rating < 1 || action.rating > 5) {
    return InvalidField("rating", "out_of_range", "1 to 5");
  }
  if (!domain::MayRate(unit.life())) {
    return Conflict("a solution is rated once, when it is there", "transition_refused");
  }
  domain::Fact rated = domain::MakeFact(domain::fact::kRated, unit.tx().now(), "customer")
                           .Set("rating", int64_t{action.rating});
  if (!action.text.empty()) {
    TRY(unit.AddMessage({"customer", 0, Visibility::kCustomer, "rating", "web_form", action.text},
                        &rated));
  }
  unit.Record(std::move(rated));
  return unit.Save();
}

// The request itself, and the words that came with it.
Status AskPerson(TicketUnit& unit, const CustomerAction& action) {
  if (!IsConversation(unit.record().channel)) {
    return Conflict("only in a chat can a person be asked for", "not_a_chat");
  }
  TRY(unit.Guard(domain::Transition::kReply, domain::Actor::Customer()));
  if (unit.life().state == domain::State::kClosed) {
    return TransitionRefused(domain::Transition::kReply,
                             {{"closed", "工单已关闭", "the ticket is closed"}});
  }
  if (!WaitsForPerson(unit.record().facts)) {
    unit.Record(domain::MakeFact(domain::kHumanRequested, unit.tx().now(), "customer"));
  }
  if (action.text.empty()) return unit.Save();
  Action reply;
  reply.verb = domain::Transition::kReply;
  reply.text = action.text;
  Acted acted;
  return Perform(unit, domain::Actor::Customer(), reply, acted);
}

}  // namespace

bool IsConversation(std::string_view channel) { return channel == "chat" || channel == "bot"; }

bool WaitsForPerson(const std::vector<domain::Fact>& facts) {
  bool waits = false;
  for (const domain::Fact& fact : facts) {
    if (fact.kind == domain::kHumanRequested || fact.Flag("to_human")) waits = true;
    if (fact.kind == domain::fact::kHumanReply && !fact.Flag("automatic")) waits = false;
  }
  return waits;
}

Status ActAsCustomer(const Context& context, int64_t ticket_id, const CustomerAction& action) {
  if (!IsValidUtf8(action.text)) return InvalidField("text", "invalid_utf8", "not valid UTF-8");
  if (CodePointCount(action.text) > kMaxMessageCodePoints) {
    return InvalidField("text", "too_long", "at most 20000 characters");
  }
  const auto config = context.config->Get();
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    TRY_ASSIGN(TicketUnit unit, TicketUnit::Load(context, *config, tx, ticket_id));
    if (action.verb == CustomerVerb::kRate) return Rate(unit, action);
    if (action.verb == CustomerVerb::kAskPerson) return AskPerson(unit, action);
    Action verb;
    switch (action.verb) {
      case CustomerVerb::kReply:
        verb.verb = domain::Transition::kReply;
        verb.text = action.text;
        break;
      case CustomerVerb::kConfirm:
        verb.verb = domain::Transition::kConfirm;
        break;
      default:
        verb.verb = domain::Transition::kReopen;
        verb.reason = action.text;
        break;
    }
    Acted acted;
    return Perform(unit, domain::Actor::Customer(), verb, acted);
  }));
  return Ok();
}

}  // namespace huiyin::app
