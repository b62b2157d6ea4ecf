#include "app/erase_subject.h"

#include <algorithm>
#include <boost/json.hpp>

#include "app/config.h"
#include "app/instance_marks.h"
#include "app/json_read.h"
#include "app/masking.h"
#include "app/search_text.h"
#include "app/ticket_unit.h"
#include "app/users_account.h"
#include "base/json_text.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr std::string_view kReasons[] = {"customer_request", "consent_withdrawn",
                                         "purpose_fulfilled", "retention_expired",
                                         "unlawful_processing"};
constexpr int kMostMergeSteps = 100'000;

struct Held {
  int64_t id = 0;
  std::string ticket_no, state, tags, content_masked;
  bool has_data = false;
};

struct Subject {
  Instant created_at;
  std::optional<Instant> erased_at;
};

Result<Subject> FindSubject(store::Session& session, int64_t id) {
  TRY_ASSIGN(const auto found, session.One(q::subject_customer, {id}, [](const store::Row& row) {
    return Subject{row.At(5), row.OptAt(6)};
  }));
  if (!found) return NotFound("there is no such customer", "customer_not_found");
  return *found;
}

Result<std::vector<Held>> TicketsOf(store::Session& session, int64_t customer_id) {
  return session.All(q::subject_tickets, {customer_id}, [](const store::Row& row) {
    return Held{row.Int(0), row.Str(1), row.Str(2), row.Str(3), row.Str(4), row.Bool(5)};
  });
}

bool IsHeld(const Held& ticket) {
  boost::system::error_code error;
  const auto tags = boost::json::parse(ticket.tags, error);
  if (error || !tags.is_array()) return false;
  return std::any_of(tags.get_array().begin(), tags.get_array().end(),
                     [](const auto& tag) { return tag.is_string() && tag == kLegalHoldTag; });
}

Result<ErasureOutlook> Outlook(store::Session& session, int64_t customer_id,
                               const std::vector<Held>& tickets) {
  TRY_ASSIGN(const Subject person, FindSubject(session, customer_id));
  ErasureOutlook out;
  out.customer_id = customer_id;
  out.erased_at = person.erased_at;
  for (const Held& ticket : tickets) {
    if (!ticket.has_data) continue;
    ++out.tickets;
    if (ticket.state != "closed") out.open.push_back(ticket.ticket_no);
    if (IsHeld(ticket)) out.held.push_back(ticket.ticket_no);
  }
  if (out.tickets == 0) return out;
  TRY(session.Each(q::subject_counts, {customer_id}, [&](const store::Row& row) {
    out.messages = row.Int(0);
    out.attachments = row.Int(1);
    return Ok();
  }));
  return out;
}

std::string Named(const std::vector<std::string>& tickets) {
  constexpr size_t kMost = 10;
  std::string out;
  for (size_t i = 0; i < tickets.size() && i < kMost; ++i) {
    out += (i == 0 ? "" : ", ") + tickets[i];
  }
  return out + (tickets.size() > kMost ? ", …" : "");
}

Status CheckObjections(const ErasureOutlook& outlook) {
  if (!outlook.held.empty()) {
    return FailedPrecondition("kept as evidence (tag legal_hold): " + Named(outlook.held),
                              "legal_hold");
  }
  if (!outlook.open.empty()) {
    return FailedPrecondition("close or void these first: " + Named(outlook.open), "open_tickets");
  }
  return Ok();
}

// The index keeps no text, so what was indexed is said again: exactly this text went in.
Status ForgetWords(store::Tx& tx, const Held& ticket) {
  TRY(tx.Exec(q::search_forget, {ticket.id, SearchGrams(ticket.content_masked)}));
  struct Words {
    int64_t id = 0;
    std::string grams;
  };
  TRY_ASSIGN(const auto messages,
             tx.db().All(q::subject_message_texts, {ticket.id}, [](const store::Row& row) {
               return Words{row.Int(0), SearchGrams(row.Text(1))};
             }));
  for (const Words& message : messages) TRY(tx.Exec(q::search_forget, {message.id, message.grams}));
  return Ok();
}

Status EraseTicket(const Context& context, const Config& config, store::Tx& tx,
                   const domain::Actor& actor, const Held& ticket, std::string_view reason) {
  TRY_ASSIGN(TicketUnit unit, TicketUnit::Load(context, config, tx, ticket.id));
  unit.Record(
      domain::MakeFact(kErasedFact, tx.now(), actor.Label()).Set("reason", std::string(reason)));
  // First: whoever changed the ticket meanwhile is seen by its version, nothing else comes after.
  TRY(unit.Save());
  TRY(ForgetWords(tx, ticket));
  TRY(tx.Exec(q::erase_ticket, {ticket.id}));
  TRY(tx.Exec(q::erase_messages, {ticket.id}));
  TRY(tx.Exec(q::erase_attachments, {ticket.id, Hash32{}}));
  TRY(tx.Exec(q::erase_tasks, {ticket.id}));
  TRY(tx.Exec(q::erase_approvals, {ticket.id}));
  TRY(tx.Exec(q::erase_outbox, {ticket.id}));
  TRY(tx.Exec(q::erase_idempotency, {ticket.ticket_no}));
  return Ok();
}

// Holds the indexer's mark, so that no text read before the erasure is indexed after it.
Status CountErasure(store::Tx& tx) {
  TRY_ASSIGN(const int64_t indexed, ReadMark(tx.db(), kSearchIndexedMark, -1));
  TRY(WriteMark(tx, kSearchIndexedMark, indexed));
  TRY_ASSIGN(const int64_t before, ReadMark(tx.db(), kErasuresMark, 0));
  return WriteMark(tx, kErasuresMark, before + 1);
}

Status Erase(const Context& context, const Config& config, store::Tx& tx,
             const domain::Actor& actor, std::string_view reason, Objections objections,
             ErasureOutlook& out) {
  TRY(CountErasure(tx));
  TRY_ASSIGN(const auto tickets, TicketsOf(tx.db(), out.customer_id));
  TRY_ASSIGN(out, Outlook(tx.db(), out.customer_id, tickets));
  if (out.erased_at && out.tickets == 0) return Ok();
  if (objections == Objections::kHeed) TRY(CheckObjections(out));
  TRY(tx.Exec(q::erase_customer, {out.customer_id, tx.now()}));
  for (const Held& ticket : tickets) {
    if (ticket.has_data) TRY(EraseTicket(context, config, tx, actor, ticket, reason));
  }
  if (!out.erased_at) out.erased_at = tx.now();
  AppendFact(tx, actor,
             FactOf("customer_erased")
                 .Set("attachments", out.attachments)
                 .Set("customer_id", out.customer_id)
                 .Set("messages", out.messages)
                 .Set("reason", std::string(reason))
                 .Set("tickets", out.tickets));
  return Ok();
}

// One step of writing the index without what was forgotten; whether there was any.
Result<bool> MergeIndex(const Context& context) {
  int64_t changes = 0;
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    const auto count = [](const store::Row& row) { return row.Int(0); };
    TRY_ASSIGN(const auto before, tx.db().One(q::total_changes, {}, count));
    TRY(tx.Exec(q::search_merge));
    TRY_ASSIGN(const auto after, tx.db().One(q::total_changes, {}, count));
    changes = after.value_or(0) - before.value_or(0);
    return Ok();
  }));
  return changes >= 2;  // below: the statement itself (FTS5, the 'merge' command)
}

struct Listed {
  int64_t customer_id = 0;
  Instant at;
};

Result<Listed> ReadListed(const Context& context, std::string_view line) {
  const Error wrong = InvalidArgument("this is no list of erasures", "erasure_list");
  boost::system::error_code error;
  const auto read = boost::json::parse(boost::json::string_view(line.data(), line.size()), error);
  if (error || !read.is_object()) return wrong;
  const auto* log = read.get_object().if_contains("log_id");
  const auto* id = read.get_object().if_contains("customer_id");
  const auto* at = read.get_object().if_contains("erased_at");
  if (log == nullptr || id == nullptr || at == nullptr || !log->is_string() || !id->is_int64() ||
      !at->is_string()) {
    return wrong;
  }
  if (log->get_string() != context.db->log_id()) {
    return InvalidArgument("the list of erasures is of another instance", "erasure_list");
  }
  TRY_ASSIGN(const Instant when, ParseInstant(std::string(at->get_string())));
  return Listed{id->get_int64(), when};
}

}  // namespace

std::span<const std::string_view> ErasureReasons() { return kReasons; }

Result<std::vector<int64_t>> SubjectsByContact(const Context& context, std::string_view contact) {
  const std::string email = NormaliseEmail(contact);
  const std::string mobile = email.empty() ? NormaliseMobile(contact) : "";
  if (email.empty() && mobile.empty()) {
    return InvalidField("contact", "unknown_value", "a mobile number or an e-mail address");
  }
  const Hash32 index = email.empty() ? BlindIndex(*context.instance_key, "mobile", mobile)
                                     : BlindIndex(*context.instance_key, "email", email);
  return context.db->Get<std::vector<int64_t>>([&](store::Session& session) {
    return session.All(email.empty() ? q::subjects_by_mobile : q::subjects_by_email, {index},
                       [](const store::Row& row) { return row.Int(0); });
  });
}

Result<ErasureOutlook> OutlookOfErasure(const Context& context, const domain::Actor& actor,
                                        int64_t customer_id) {
  TRY(Require(actor, kEraseSubject));
  return context.db->Get<ErasureOutlook>([&](store::Session& session) -> Result<ErasureOutlook> {
    TRY_ASSIGN(const auto tickets, TicketsOf(session, customer_id));
    return Outlook(session, customer_id, tickets);
  });
}

Result<ErasureOutlook> EraseSubject(const Context& context, const domain::Actor& actor,
                                    int64_t customer_id, std::string_view reason,
                                    Objections objections) {
  TRY(Require(actor, kEraseSubject));
  if (std::find(std::begin(kReasons), std::end(kReasons), reason) == std::end(kReasons)) {
    return InvalidField("reason", "unknown_value", "no reason of docs/admin.md");
  }
  const auto config = context.config->Get();
  ErasureOutlook out;
  TRY(RunCommand(context, [&](store::Tx& tx) -> Status {
    out = ErasureOutlook{};
    out.customer_id = customer_id;
    return Erase(context, *config, tx, actor, reason, objections, out);
  }));
  return out;
}

Result<bool> PurgeErased(const Context& context) {
  int64_t erasures = 0;
  int64_t purged = 0;
  TRY(context.db->Read([&](store::Session& session) -> Status {
    TRY_ASSIGN(erasures, ReadMark(session, kErasuresMark, 0));
    TRY_ASSIGN(purged, ReadMark(session, kPurgedMark, 0));
    return Ok();
  }));
  if (erasures == purged) return false;
  for (int step = 0; step < kMostMergeSteps; ++step) {
    TRY_ASSIGN(const bool more, MergeIndex(context));
    if (!more) break;
  }
  TRY(context.db->TruncateLog());
  TRY(context.db->writer().Run(
      [&](store::Tx& tx) -> Status { return WriteMark(tx, kPurgedMark, erasures); }));
  return true;
}

Result<std::string> ErasureList(const Context& context) {
  return context.db->Get<std::string>([&](store::Session& session) -> Result<std::string> {
    std::string out;
    TRY(session.Each(q::erased_subjects, {}, [&](const store::Row& row) {
      JsonText line;
      line.Open('{').Key("customer_id").Int(row.Int(0));
      line.Key("erased_at").Str(FormatUtc(row.At(1)));
      line.Key("log_id").Str(context.db->log_id()).Close('}');
      out += line.Take() + "\n";
      return Ok();
    }));
    return out;
  });
}

Result<int64_t> ApplyErasureList(const Context& context, std::string_view list) {
  int64_t erased = 0;
  while (!list.empty()) {
    const size_t end = std::min(list.find('\n'), list.size());
    const std::string_view line = list.substr(0, end);
    list = list.substr(std::min(end + 1, list.size()));
    if (line.empty()) continue;
    TRY_ASSIGN(const Listed listed, ReadListed(context, line));
    // Numbers of people who came after the backup are given anew to others.
    const auto person = context.db->Get<Subject>(
        [&](store::Session& session) { return FindSubject(session, listed.customer_id); });
    if (!person.ok() && person.error().type == "customer_not_found") continue;
    TRY(person);
    if (person->erased_at || listed.at < person->created_at) continue;
    TRY(EraseSubject(context, domain::Actor::System(), listed.customer_id, "customer_request",
                     Objections::kOverrule));
    ++erased;
  }
  TRY(PurgeErased(context));
  return erased;
}

}  // namespace huiyin::app
