// Verbs that speak with the customer, internal notes, and revealing personal data.
#include <algorithm>

#include "app/config.h"
#include "app/notices.h"
#include "app/ticket_verbs.h"
#include "domain/sla.h"
#include "store/queries.h"

namespace huiyin::app::verbs {

namespace fact = domain::fact;
namespace q = store::q;
using domain::Actor;
using domain::Fact;

namespace {

Status Required(const char* field, const std::string& text) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return InvalidField(field, "required", "must not be empty");
  }
  return Ok();
}

Fact New(TicketUnit& unit, const Actor& actor, const char* kind) {
  return domain::MakeFact(kind, unit.tx().now(), actor.Label());
}

std::string AuthorKind(const Actor& actor) {
  switch (actor.kind) {
    case Actor::Kind::kCustomer:
      return "customer";
    case Actor::Kind::kUser:
    case Actor::Kind::kToken:
      return "user";
    default:
      return "system";
  }
}

// A text the customer sees, stored and noted in `fact`.
Status Say(TicketUnit& unit, const Actor& actor, const char* kind, const std::string& text,
           Fact& said) {
  TRY(unit.AddMessage({AuthorKind(actor), actor.user_id, Visibility::kCustomer, kind, "desk", text},
                      &said));
  return Ok();
}

// The stage's e-mail, or the action's own.
Status TellStage(TicketUnit& unit, const Action& a, std::string_view stage,
                 const NoticeVariables& variables) {
  if (a.notice.template_id.empty()) return QueueStageNotice(unit, stage, variables);
  return QueueStageNotice(unit, a.notice.template_id, a.notice.values, a.notice.occasion);
}

}  // namespace

bool AskedForPerson(const std::vector<Fact>& facts) {
  return std::any_of(facts.begin(), facts.end(), [](const Fact& f) {
    return f.kind == domain::kHumanRequested || f.Flag("to_human");
  });
}

Status Acknowledge(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  std::string text = a.text;
  if (text.empty()) {
    const auto rendered =
        RenderNotice(unit.config(), "ack_" + std::string(domain::Name(unit.life().priority)),
                     unit.record().lang, VariablesOfTicket(unit, ""));
    if (!rendered.ok()) {
      return InvalidField(
          "text", "required",
          "say it in words: no template can be used (" + rendered.error().message + ")");
    }
    text = rendered->text;
  }
  Fact acknowledged = New(unit, actor, fact::kAcknowledged);
  TRY(Say(unit, actor, "acknowledgement", text, acknowledged));
  unit.Record(std::move(acknowledged));
  return unit.Save();
}

Status CommunicateSolution(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  TRY(Required("text", a.text));
  std::string text = a.text;
  for (size_t i = 0; i < a.steps.size(); ++i) {
    text += "\n" + std::to_string(i + 1) + ". " + a.steps[i];
  }
  Fact told = New(unit, actor, fact::kSolutionCommunicated);
  TRY(Say(unit, actor, "solution", text, told));
  if (a.expected_at) told.Set("expected_at", FormatUtc(*a.expected_at));
  unit.Record(std::move(told));
  // Telling the solution is a human answer as well (domain.md §2.2).
  unit.Record(New(unit, actor, fact::kHumanReply).Set("with", std::string("solution")));
  TRY(TellStage(unit, a, "plan",
                {{"solution", a.summary.empty() ? a.text : a.summary},
                 {"steps", text},
                 {"expected_time", a.expected_at ? FormatUtc(*a.expected_at) : ""}}));
  return unit.Save();
}

Status AskCustomer(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  TRY(Required("text", a.text));
  Fact asked = New(unit, actor, fact::kCustomerAsked);
  TRY(Say(unit, actor, "question", a.text, asked));
  unit.Record(std::move(asked));
  unit.Record(New(unit, actor, fact::kHumanReply).Set("with", std::string("question")));
  TRY(QueueStageNotice(unit, "clarify", {{"questions", a.text}}));
  return unit.Save();
}

Status Progress(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  TRY(Required("text", a.text));
  const bool workaround = a.verb == domain::Transition::kWorkaround;
  Fact told = New(unit, actor, workaround ? fact::kWorkaroundProvided : fact::kProgressUpdate);
  TRY(Say(unit, actor, workaround ? "workaround" : "progress", a.text, told));
  if (a.next_at) told.Set("next_at", FormatUtc(*a.next_at));
  unit.Record(std::move(told));
  unit.Record(New(unit, actor, fact::kHumanReply).Set("with", std::string("progress")));
  TRY(TellStage(unit, a, "progress",
                {{"done_so_far", a.text},
                 {"next_step", ""},
                 {"next_time", a.next_at ? FormatUtc(*a.next_at) : ""}}));
  return unit.Save();
}

Status Reply(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  TRY(Required("text", a.text));
  const bool customer = actor.kind == Actor::Kind::kCustomer;
  Fact said = New(unit, actor, customer ? fact::kCustomerMessage : fact::kHumanReply);
  const bool automatic = !customer && a.automatic;
  TRY(unit.AddMessage({automatic ? "system" : AuthorKind(actor), actor.user_id,
                       Visibility::kCustomer, "message", "desk", a.text},
                      &said));
  // Once a person was asked for, whatever the customer says in a conversation waits for one.
  if (customer && AskedForPerson(unit.record().facts)) said.Set("to_human", true);
  if (automatic) said.Set("automatic", true);
  unit.Record(std::move(said));
  if (!customer) TRY(TellStage(unit, a, "reply", {{"text", a.text}}));
  return unit.Save();
}

Status Note(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  TRY(Required("text", a.text));
  Fact noted = New(unit, actor, fact::kNoteAdded);
  TRY_ASSIGN(const int64_t message, unit.AddMessage({AuthorKind(actor), actor.user_id,
                                                     Visibility::kInternal, "note", "desk", a.text},
                                                    &noted));
  std::vector<std::string> mentioned;
  for (const int64_t user : a.mentions) {
    if (!unit.config().people.contains(user)) {
      return InvalidField("mentions", "unknown_value", "there is no such person");
    }
    TRY(unit.tx().Exec(q::mention_insert, {user, message, unit.record().id, unit.tx().now()}));
    mentioned.push_back(std::to_string(user));
  }
  if (!mentioned.empty()) noted.Set("mentions", mentioned);
  unit.Record(std::move(noted));
  return unit.Save();
}

Status Confirm(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  if (a.rating != 0) {
    if (a.rating < 1 || a.rating > 5) return InvalidField("rating", "out_of_range", "1 to 5");
    unit.Record(New(unit, actor, fact::kRated).Set("rating", int64_t{a.rating}));
  }
  unit.Record(New(unit, actor, fact::kCustomerConfirmed));
  TRY(QueueStageNotice(unit, "closed", {{"summary", unit.record().title}, {"dispute_ways", ""}}));
  return unit.Save();
}

Status Reopen(TicketUnit& unit, const Actor& actor, const Action& a, Acted&) {
  TRY(Required("reason", a.reason));
  Fact reopened = New(unit, actor, fact::kReopened);
  TRY(unit.AddMessage(
      {AuthorKind(actor), actor.user_id, Visibility::kCustomer, "reopen_reason", "desk", a.reason},
      &reopened));
  unit.Record(std::move(reopened));
  TRY(QueueStageNotice(unit, "reopened", {}));
  return unit.Save();
}

namespace {

constexpr Duration kRevealFor = Duration::Seconds(60);

Result<std::string> RevealContent(TicketUnit& unit) {
  const TicketRecord& record = unit.record();
  if (record.data_key.empty() || record.content_enc.empty()) {
    return FailedPrecondition("this data was erased", "erased");
  }
  const std::string owner = "ticket:" + std::to_string(record.id);
  TRY_ASSIGN(const SecretKey key, unit.context().keys->UnwrapKey(record.data_key, owner));
  return Open(key, record.content_enc, "content:" + owner);
}

Result<std::string> RevealCustomer(TicketUnit& unit, const std::string& field) {
  static const std::vector<std::string> kFields = {"name", "mobile", "email"};
  const auto at = std::find(kFields.begin(), kFields.end(), field);
  if (at == kFields.end()) {
    return InvalidField("field", "unknown_value", "content, name, mobile or email");
  }
  const int column = 2 + static_cast<int>(at - kFields.begin());
  const int64_t customer = unit.record().customer_id;
  std::string key, sealed;
  TRY(unit.tx().db().Each(q::customer_by_id, {customer}, [&](const store::Row& row) -> Status {
    if (!row.IsNull(1)) key = std::string(row.BlobBytes(1));
    if (!row.IsNull(column)) sealed = std::string(row.BlobBytes(column));
    return Ok();
  }));
  if (key.empty() || sealed.empty()) {
    return FailedPrecondition("the customer left no " + field + ", or it was erased",
                              "nothing_to_reveal");
  }
  const std::string owner = "customer:" + std::to_string(customer);
  TRY_ASSIGN(const SecretKey data_key, unit.context().keys->UnwrapKey(key, owner));
  return Open(data_key, sealed, field + ":" + owner);
}

}  // namespace

Status Reveal(TicketUnit& unit, const Actor& actor, const Action& a, Acted& out) {
  TRY(Required("reason", a.reason));
  if (a.field == "content") {
    TRY_ASSIGN(out.value, RevealContent(unit));
  } else {
    TRY_ASSIGN(out.value, RevealCustomer(unit, a.field));
  }
  out.until = unit.tx().now() + kRevealFor;
  Fact revealed = New(unit, actor, fact::kRevealed).Set("field", a.field);
  TRY(unit.AddMessage(
      {"user", actor.user_id, Visibility::kInternal, "reveal_reason", "desk", a.reason},
      &revealed));
  unit.Record(std::move(revealed));
  return unit.Save();
}

}  // namespace huiyin::app::verbs
