#include "app/customer_actions.h"

#include "app/act_on_ticket.h"
#include "app/config.h"
#include "base/utf8.h"

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

}  // namespace

Status ActAsCustomer(const Context& context, int64_t ticket_id, const CustomerAction& action) {
  if (!IsValidUtf8(action.text)) return InvalidField("text", "invalid_utf8", "not valid UTF-8");
  if (CodePointCount(action.text) > kMaxMessageCodePoints) {
    return InvalidField("text", "too_long", "at most 20000 characters");
  }
  const auto config = context.config->Get();
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    TRY_ASSIGN(TicketUnit unit, TicketUnit::Load(context, *config, tx, ticket_id));
    if (action.verb == CustomerVerb::kRate) return Rate(unit, action);
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
