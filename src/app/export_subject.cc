#include "app/export_subject.h"

#include <algorithm>

#include "app/attachments.h"
#include "app/config.h"
#include "app/ticket_unit.h"
#include "app/users_account.h"
#include "base/bytes.h"
#include "base/json_text.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr std::string_view kReasons[] = {"access_request", "portability_request",
                                         "authority_request", "internal_audit"};

std::string Bytes(const store::Row& row, int column) {
  return row.IsNull(column) ? std::string() : std::string(row.BlobBytes(column));
}

class Writer {
 public:
  Writer(const Context& context, const Config& config, store::Session& session)
      : context_(context), config_(config), session_(session) {}

  Result<std::string> Write(int64_t customer_id, int64_t& tickets) {
    json_.Open('{').Key("format").Str("huiyin.subject/1");
    json_.Key("exported_at").Str(FormatUtc(context_.Now()));
    json_.Key("log_id").Str(context_.db->log_id());
    TRY(Customer(customer_id));
    TRY_ASSIGN(const auto ids, session_.All(q::subject_tickets, {customer_id},
                                            [](const store::Row& row) { return row.Int(0); }));
    tickets = static_cast<int64_t>(ids.size());
    json_.Key("tickets").Open('[');
    for (const int64_t id : ids) TRY(Ticket(id));
    json_.Close(']').Close('}');
    return json_.Take();
  }

 private:
  struct Sealed {
    std::string key, name, mobile, email, tier;
    Instant created_at;
    bool erased = false;
  };

  Status Customer(int64_t id) {
    TRY_ASSIGN(const auto c, session_.One(q::subject_customer, {id}, [](const store::Row& row) {
      return Sealed{Bytes(row, 0), Bytes(row, 1), Bytes(row, 2), Bytes(row, 3),
                    row.Str(4),    row.At(5),     !row.IsNull(6)};
    }));
    if (!c) return NotFound("there is no such customer", "customer_not_found");
    if (c->erased) return FailedPrecondition("this person's data was erased", "erased");
    const std::string owner = "customer:" + std::to_string(id);
    TRY_ASSIGN(const SecretKey key, context_.keys->UnwrapKey(c->key, owner));
    json_.Key("customer").Open('{').Key("id").Int(id);
    for (const auto& [field, sealed] :
         {std::pair("name", &c->name), {"mobile", &c->mobile}, {"email", &c->email}}) {
      std::string value;
      if (!sealed->empty()) {
        TRY_ASSIGN(value, Open(key, *sealed, std::string(field) + ":" + owner));
      }
      json_.Key(field).Str(value);
    }
    json_.Key("tier").Str(c->tier).Key("since").Str(FormatUtc(c->created_at)).Close('}');
    return Ok();
  }

  // "customer", "system", or the name of who works here.
  std::string By(const std::string& actor, int64_t user_id) const {
    return user_id == 0 ? actor : config_.PersonName(user_id);
  }

  Status Ticket(int64_t id) {
    TRY_ASSIGN(const TicketRecord t, LoadTicket(session_, id));
    if (t.data_key.empty()) return Ok();  // erased alone: nothing is held
    const std::string owner = "ticket:" + std::to_string(id);
    TRY_ASSIGN(const SecretKey key, context_.keys->UnwrapKey(t.data_key, owner));
    TRY_ASSIGN(const std::string content, Open(key, t.content_enc, "content:" + owner));
    json_.Open('{').Key("ticket_no").Str(t.ticket_no).Key("channel").Str(t.channel);
    json_.Key("received_at").Str(FormatUtc(t.received_at));
    json_.Key("state").Str(domain::Name(t.life.state));
    json_.Key("category").Str(domain::Name(t.life.category));
    json_.Key("priority").Str(domain::Name(t.life.priority));
    json_.Key("sentiment").Str(t.sentiment).Key("language").Str(t.lang);
    json_.Key("title").Str(t.title).Key("content").Str(content);
    json_.Key("product").Str(t.product).Key("order_no").Str(t.order_no);
    json_.Key("custom").Raw(t.custom).Key("tags").Raw(t.tags).Key("topics").Raw(t.topics);
    TRY(Messages(id, key));
    TRY(Files(id));
    TRY(Tasks(id));
    TRY(Notices(id));
    Facts(t);
    json_.Close('}');
    return Ok();
  }

  Status Messages(int64_t ticket_id, const SecretKey& key) {
    json_.Key("messages").Open('[');
    TRY(session_.Each(q::messages_of_ticket, {ticket_id}, [&](const store::Row& row) -> Status {
      TRY_ASSIGN(const std::string text,
                 Open(key, row.BlobBytes(8), "message:" + std::to_string(row.Int(0))));
      json_.Open('{').Key("at").Str(FormatUtc(row.At(1)));
      json_.Key("by").Str(By(row.Str(2), row.OptInt(3).value_or(0)));
      json_.Key("visibility").Str(row.Str(4)).Key("kind").Str(row.Str(5));
      json_.Key("channel").Str(row.Str(6)).Key("text").Str(text).Close('}');
      return Ok();
    }));
    json_.Close(']');
    return Ok();
  }

  Status Files(int64_t ticket_id) {
    json_.Key("attachments").Open('[');
    TRY(session_.Each(q::attachments_of_ticket, {ticket_id}, [&](const store::Row& row) {
      json_.Open('{').Key("id").Int(row.Int(0)).Key("name").Str(row.Str(2));
      json_.Key("content_type").Str(row.Str(3)).Key("size_bytes").Int(row.Int(4));
      json_.Key("at").Str(FormatUtc(row.At(5))).Key("by");
      json_.Str(row.Str(1) == "customer" ? "customer" : "staff").Close('}');
      return Ok();
    }));
    json_.Close(']');
    return Ok();
  }

  Status Tasks(int64_t ticket_id) {
    json_.Key("tasks").Open('[');
    TRY(session_.Each(q::tasks_of_ticket, {ticket_id}, [&](const store::Row& row) {
      json_.Open('{').Key("title").Str(row.Str(1)).Key("result").Str(row.Str(7)).Close('}');
      return Ok();
    }));
    json_.Close(']');
    return Ok();
  }

  Status Notices(int64_t ticket_id) {
    json_.Key("notices").Open('[');
    TRY(session_.Each(q::subject_notices, {ticket_id}, [&](const store::Row& row) {
      json_.Open('{').Key("at").Str(FormatUtc(row.At(0))).Key("template").Str(row.Str(1));
      json_.Key("state").Str(row.Str(2)).Key("sent_at");
      const auto sent = row.OptAt(3);
      if (sent) {
        json_.Str(FormatUtc(*sent));
      } else {
        json_.Null();
      }
      json_.Close('}');
      return Ok();
    }));
    json_.Close(']');
    return Ok();
  }

  // What he rated, and who looked at his data unmasked.
  void Facts(const TicketRecord& t) {
    json_.Key("ratings").Open('[');
    for (const domain::Fact& fact : t.facts) {
      if (fact.kind != domain::fact::kRated) continue;
      json_.Open('{').Key("at").Str(FormatUtc(fact.at));
      json_.Key("rating").Int(fact.Int("rating")).Close('}');
    }
    json_.Close(']').Key("revealed").Open('[');
    for (const domain::Fact& fact : t.facts) {
      if (fact.kind != domain::fact::kRevealed) continue;
      json_.Open('{').Key("at").Str(FormatUtc(fact.at));
      json_.Key("by").Str(By(fact.actor, fact.UserId()));
      json_.Key("field").Str(fact.Text("field")).Close('}');
    }
    json_.Close(']');
  }

  const Context& context_;
  const Config& config_;
  store::Session& session_;
  JsonText json_;
};

}  // namespace

std::span<const std::string_view> SubjectExportReasons() { return kReasons; }

Result<std::string> ExportSubject(const Context& context, const domain::Actor& actor,
                                  int64_t customer_id, std::string_view reason) {
  TRY(Require(actor, kExportSubject));
  if (std::find(std::begin(kReasons), std::end(kReasons), reason) == std::end(kReasons)) {
    return InvalidField("reason", "unknown_value", "no reason of docs/formats/subject.md");
  }
  const auto config = context.config->Get();
  int64_t tickets = 0;
  TRY_ASSIGN(std::string text, context.db->Get<std::string>([&](store::Session& session) {
    return Writer(context, *config, session).Write(customer_id, tickets);
  }));
  TRY(RunCommand(context, [&](store::Tx& tx) -> Status {
    AppendFact(tx, actor,
               FactOf("customer_exported")
                   .Set("customer_id", customer_id)
                   .Set("reason", std::string(reason))
                   .Set("tickets", tickets));
    return Ok();
  }));
  return text;
}

Status EachSubjectFile(const Context& context, const domain::Actor& actor, int64_t customer_id,
                       const SubjectFile& take) {
  TRY(Require(actor, kExportSubject));
  return context.db->Read([&](store::Session& session) -> Status {
    TRY_ASSIGN(const auto ids, session.All(q::subject_tickets, {customer_id},
                                           [](const store::Row& row) { return row.Int(0); }));
    for (const int64_t id : ids) {
      TRY_ASSIGN(const TicketRecord ticket, LoadTicket(session, id));
      if (ticket.data_key.empty()) continue;
      TRY(session.Each(q::subject_attachments, {id}, [&](const store::Row& row) -> Status {
        TRY_ASSIGN(const Hash32 digest, Hash32From(row.BlobBytes(6)));
        TRY_ASSIGN(std::string bytes, OpenAttachment(context, ticket, digest, row.BlobBytes(7)));
        return take(row.Int(0), row.Str(2), std::move(bytes));
      }));
    }
    return Ok();
  });
}

}  // namespace huiyin::app
