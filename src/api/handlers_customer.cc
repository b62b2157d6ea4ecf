// The pages of customers without an account: challenge, form, tracking.
#include "api/codec.h"
#include "api/dto.h"
#include "api/handlers.h"
#include "api/ticket_dto.h"
#include "app/customer_actions.h"
#include "app/forms.h"
#include "app/read_ticket.h"
#include "app/receipts.h"
#include "app/ticket_clocks.h"

namespace huiyin::api {
namespace {

Status Limit(Call& call, std::string_view action) {
  return call.shared.rates->Take(action, call.request.peer_address, call.context().Now());
}

Result<int64_t> TicketOf(Call& call) {
  TRY(Limit(call, "track"));
  return app::TicketOfTrackingSecret(*call.context().instance_key, call.request.Param("secret"));
}

std::vector<dto::TrackStep> StepsOf(const app::TicketView& ticket, int reached) {
  static constexpr const char* kSteps[] = {"received",  "analysing",    "plan",
                                           "execution", "confirmation", "closed"};
  std::vector<dto::TrackStep> out;
  for (const char* id : kSteps) out.push_back({id, std::nullopt});
  out[0].at = ticket.record.received_at;
  for (const domain::Fact& fact : ticket.record.facts) {
    const auto set = [&](size_t step) {
      if (static_cast<int>(step) <= reached) out[step].at = fact.at;
    };
    if (fact.kind == domain::fact::kWorkStarted) set(1);
    if (fact.kind == domain::fact::kAnalysisCompleted ||
        fact.kind == domain::fact::kSolutionPlanned) {
      set(2);
    }
    if (fact.kind == domain::fact::kSolutionCommunicated) set(3);
    if (fact.kind == domain::fact::kResolved) set(4);
    if (fact.kind == domain::fact::kCustomerConfirmed || fact.kind == domain::fact::kClosed) set(5);
  }
  return out;
}

std::string FromOf(const std::string& author_kind) {
  if (author_kind == "customer") return "customer";
  return author_kind == "user" ? "staff" : "system";
}

dto::Track TrackOf(Call& call, const app::TicketView& ticket) {
  using domain::Transition;
  const domain::Lifecycle& life = ticket.record.life;
  const auto may = [&](Transition t) {
    return domain::Check(life, t, call.config->lifecycle, call.context().Now(), 0).empty();
  };
  dto::Track out;
  out.ticket_no = ticket.record.ticket_no;
  out.state = std::string(domain::Name(life.state));
  out.step = domain::CustomerStep(life);
  out.steps = StepsOf(ticket, out.step);
  out.received_at = ticket.record.received_at;
  out.handled_by = call.config->DepartmentName(life.department_id);
  out.next_promised_at =
      app::ComputeClocks(*call.config, ticket.record.facts, call.context().Now()).promised_at;
  out.can_confirm = may(Transition::kConfirm);
  out.can_reopen = may(Transition::kReopen);
  out.can_rate = domain::MayRate(life);
  out.waits_for_person = app::WaitsForPerson(ticket.record.facts);
  out.can_ask_person = app::IsConversation(ticket.record.channel) && !out.waits_for_person &&
                       life.state != domain::State::kClosed && life.merged_into == 0;
  if (life.rating != 0) out.rating = life.rating;
  out.messages.push_back(
      {"0", "customer", ticket.record.received_at, ticket.record.content_masked});
  for (const app::TicketMessage& m : ticket.messages) {
    out.messages.push_back({std::to_string(m.id), FromOf(m.author_kind), m.at, m.text});
    if (m.kind == "solution") out.solution = dto::TrackSolution{m.text, {}, std::nullopt};
  }
  for (const auto& a : ticket.attachments) out.attachments.push_back(AttachmentDto(a));
  return out;
}

Result<http::Response> AnswerTrack(Call& call, int64_t id) {
  TRY_ASSIGN(const auto ticket,
             call.context().db->Get<app::TicketView>([&](store::Session& session) {
               return app::ReadTicketOfCustomer(call.context(), session, id);
             }));
  return http::Response::Json(200, Encode(TrackOf(call, ticket)));
}

Result<http::Response> ActAndAnswer(Call& call, const app::CustomerAction& action) {
  TRY_ASSIGN(const int64_t id, TicketOf(call));
  TRY(app::ActAsCustomer(call.context(), id, action));
  return AnswerTrack(call, id);
}

}  // namespace

Result<http::Response> GetChallenge(Call& call) {
  TRY(Limit(call, "challenge"));
  const app::Challenge c = call.shared.pow->Issue(call.context().Now());
  return http::Response::Json(
      200, Encode(dto::ChallengeOut{c.challenge, c.difficulty, "sha256", c.expires_at}));
}

Result<http::Response> GetForm(Call& call) {
  const std::string id = call.Param("form");
  const auto found = call.config->forms.find(id);
  const Error unknown = NotFound("there is no such form", "form_not_found");
  if (found == call.config->forms.end()) return unknown;
  TRY_ASSIGN(const app::Form form, app::ParseForm(found->second.body));
  if (!form.active) return unknown;
  dto::PublicForm out{id,
                      form.title,
                      form.intro,
                      form.categories,
                      {},
                      form.products,
                      std::string(app::Name(form.contact))};
  for (const app::FormField& field : form.fields) {
    dto::FormField shown{field.name,     std::string(app::Name(field.kind)),
                         field.label,    field.help,
                         field.required, {},
                         field.least,    field.most};
    for (const auto& option : field.options) shown.options.push_back({option.value, option.label});
    out.fields.push_back(std::move(shown));
  }
  return http::Response::Json(200, Encode(out));
}

Result<http::Response> PostTrack(Call& call) {
  TRY(Limit(call, "track"));
  TRY_ASSIGN(const auto in, Decode<dto::TrackIn>(call.request.body));
  const auto id = app::TicketIdOf(in.ticket_no);
  const SecretKey& key = *call.context().instance_key;
  // One answer for an unknown number and a wrong code, at the same cost.
  const std::string code = app::ContactCode(key, id.ok() ? *id : 0);
  if (!id.ok() || !SecretEquals(code, in.contact_code)) {
    return NotFound("the number and the code do not belong together", "tracking_not_found");
  }
  TRY_ASSIGN(const auto ticket,
             call.context().db->Get<app::TicketView>([&](store::Session& session) {
               return app::ReadTicketOfCustomer(call.context(), session, *id);
             }));
  if (ticket.record.ticket_no != in.ticket_no) {
    return NotFound("the number and the code do not belong together", "tracking_not_found");
  }
  return http::Response::Json(200, Encode(dto::TrackSecret{app::TrackingSecret(key, *id)}));
}

Result<http::Response> GetTrack(Call& call) {
  TRY_ASSIGN(const int64_t id, TicketOf(call));
  return AnswerTrack(call, id);
}

Result<http::Response> PostTrackReply(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::TextIn>(call.request.body));
  return ActAndAnswer(call, {app::CustomerVerb::kReply, in.text, 0});
}

Result<http::Response> PostTrackPerson(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::OptionalTextIn>(call.request.body));
  return ActAndAnswer(call, {app::CustomerVerb::kAskPerson, in.text.value_or(""), 0});
}

Result<http::Response> PostTrackConfirm(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::Nothing>(call.request.body));
  (void)in;
  return ActAndAnswer(call, {app::CustomerVerb::kConfirm, "", 0});
}

Result<http::Response> PostTrackReopen(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::ReasonIn>(call.request.body));
  return ActAndAnswer(call, {app::CustomerVerb::kReopen, in.reason, 0});
}

Result<http::Response> PostTrackRate(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::RateIn>(call.request.body));
  return ActAndAnswer(call, {app::CustomerVerb::kRate, in.comment.value_or(""), in.rating});
}

Result<http::Response> GetTrackReceipt(Call& call) {
  TRY_ASSIGN(const int64_t id, TicketOf(call));
  TRY_ASSIGN(const std::string receipt, app::ReceiptOfTicket(call.context(), id));
  return http::Response::Json(200, Encode(dto::ReceiptOut{receipt}));
}

}  // namespace huiyin::api
