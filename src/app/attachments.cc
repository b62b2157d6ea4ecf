#include "app/attachments.h"

#include <algorithm>

#include "app/act_on_ticket.h"
#include "app/config.h"
#include "app/masking.h"
#include "base/bytes.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;
using domain::Actor;

namespace {

std::string OwnerOf(int64_t ticket_id) { return "ticket:" + std::to_string(ticket_id); }

// Bound to ticket and content, so that it can be sealed before the writer gives it an id.
std::string SealContext(int64_t ticket_id, const Hash32& digest) {
  return "attachment:" + std::to_string(ticket_id) + ":" + HexEncode(View(digest));
}

const char* NameOf(Visibility visibility) {
  return visibility == Visibility::kCustomer ? "customer" : "internal";
}

domain::Transition VerbOf(Visibility visibility) {
  return visibility == Visibility::kCustomer ? domain::Transition::kReply
                                             : domain::Transition::kNote;
}

Error Full(int64_t files, int64_t bytes) {
  return Conflict("at most " + std::to_string(files) + " files and " +
                      std::to_string(bytes / (1024 * 1024)) + " MiB",
                  "attachments_full");
}

struct Kept {
  int64_t files = 0, bytes = 0;
};

Kept ReadKept(const store::Row& row) { return {row.Int(0), row.Int(1)}; }

Status CheckRoom(store::Session& session, int64_t ticket_id, const Actor& actor, int64_t more) {
  TRY_ASSIGN(const auto all, session.One(q::attachment_count, {ticket_id}, ReadKept));
  if (all && (all->files >= kMaxAttachments || all->bytes + more > kMaxAttachedBytes)) {
    return Full(kMaxAttachments, kMaxAttachedBytes);
  }
  if (actor.kind != Actor::Kind::kCustomer) return Ok();
  TRY_ASSIGN(const auto own,
             session.One(q::attachment_count_by, {ticket_id, actor.Label()}, ReadKept));
  if (own &&
      (own->files >= kMaxCustomerAttachments || own->bytes + more > kMaxCustomerAttachedBytes)) {
    return Full(kMaxCustomerAttachments, kMaxCustomerAttachedBytes);
  }
  return Ok();
}

// What is ready before the writer's turn: sealing megabytes must not hold up others.
struct Prepared {
  TicketAttachment about;
  Hash32 digest;
  std::string sealed, commitment;
};

Result<Prepared> Prepare(const Context& context, const Actor& actor, const TicketRecord& record,
                         const NewAttachment& file) {
  const auto size = static_cast<int64_t>(file.bytes.size());
  if (size > kMaxAttachmentBytes) {
    return Error(ErrorCode::kTooLarge, "a file has at most 20 MiB", "too_large");
  }
  if (record.data_key.empty()) {
    return FailedPrecondition("this customer's data was erased; nothing can be added", "erased");
  }
  TRY_ASSIGN(const SecretKey key, context.keys->UnwrapKey(record.data_key, OwnerOf(record.id)));
  Prepared out;
  out.about.name = MaskText(context, file.name);
  out.about.content_type = file.content_type;
  out.about.size_bytes = size;
  out.about.visibility = NameOf(file.visibility);
  out.about.by = actor.Label();
  out.digest = Sha256(file.bytes);
  out.sealed = Seal(key, file.bytes, SealContext(record.id, out.digest));
  out.commitment = HexEncode(View(Commitment(key, file.bytes)));
  return out;
}

std::string VisibilityOf(const std::vector<domain::Fact>& facts, int64_t attachment_id) {
  for (const domain::Fact& fact : facts) {
    if (fact.kind == domain::fact::kAttachmentAdded && fact.Int("attachment_id") == attachment_id) {
      return fact.Text("visibility");
    }
  }
  return "internal";
}

// The id of the same file under the same name, when the ticket has it already; else 0.
Result<int64_t> FindSame(const TicketUnit& unit, Prepared& file) {
  int64_t same = 0;
  TRY(unit.tx().db().Each(
      q::attachment_same, {unit.record().id, file.digest, file.about.name, file.about.by},
      [&](const store::Row& row) -> Status {
        const bool alike = VisibilityOf(unit.record().facts, row.Int(0)) == file.about.visibility;
        if (same != 0 || !alike) return Ok();
        same = row.Int(0);
        file.about.created_at = row.At(1);
        return Ok();
      }));
  return same;
}

// A file alone answers what was asked, as words do: the wait ends and the clocks go on.
void Answer(TicketUnit& unit, int64_t attachment_id) {
  unit.Record(
      domain::MakeFact(domain::fact::kCustomerMessage, unit.tx().now(), Actor::Customer().Label())
          .Set("attachment_id", attachment_id));
}

Result<TicketAttachment> Attach(const Context& context, const Actor& actor,
                                const TicketRecord& record, const NewAttachment& given) {
  TRY_ASSIGN(Prepared file, Prepare(context, actor, record, given));
  const auto config = context.config->Get();
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    TRY_ASSIGN(TicketUnit unit, TicketUnit::Load(context, *config, tx, record.id));
    if (unit.record().data_key.empty()) {
      return FailedPrecondition("this customer's data was erased; nothing can be added", "erased");
    }
    TRY(unit.Guard(VerbOf(given.visibility), actor));
    const bool answers = actor.kind == Actor::Kind::kCustomer &&
                         unit.life().sub_state == domain::SubState::kWaitingCustomer;
    TRY_ASSIGN(file.about.id, FindSame(unit, file));
    if (file.about.id != 0) {
      if (!answers) return Ok();
      Answer(unit, file.about.id);
      return unit.Save();
    }
    TRY(CheckRoom(tx.db(), record.id, actor, file.about.size_bytes));
    TRY_ASSIGN(file.about.id, tx.NextId());
    file.about.created_at = tx.now();
    TRY(tx.Exec(q::attachment_insert, {file.about.id, record.id, store::Param(), file.about.name,
                                       file.about.content_type, file.about.size_bytes, file.digest,
                                       store::Blob{file.sealed}, tx.now(), file.about.by}));
    unit.Record(domain::MakeFact(domain::fact::kAttachmentAdded, tx.now(), actor.Label())
                    .Set("attachment_id", file.about.id)
                    .Set("size_bytes", file.about.size_bytes)
                    .Set("content_type", file.about.content_type)
                    .Set("visibility", file.about.visibility)
                    .Set("commitment", file.commitment));
    if (answers) Answer(unit, file.about.id);
    return unit.Save();
  }));
  return file.about;
}

}  // namespace

Result<TicketAttachment> AttachAsStaff(const Context& context, const Actor& actor,
                                       const std::string& ticket_no, const NewAttachment& file) {
  TRY_ASSIGN(const auto ticket, context.db->Get<TicketView>([&](store::Session& session) {
    return ReadTicket(context, session, actor, ticket_no);
  }));
  const std::string_view permission = PermissionOf(VerbOf(file.visibility));
  if (!actor.May(permission)) {
    return PermissionDenied("this needs the permission " + std::string(permission),
                            "permission_denied");
  }
  return Attach(context, actor, ticket.record, file);
}

Result<TicketAttachment> AttachAsCustomer(const Context& context, int64_t ticket_id,
                                          const NewAttachment& file) {
  TRY_ASSIGN(const auto record, context.db->Get<TicketRecord>([&](store::Session& session) {
    return LoadTicket(session, ticket_id);
  }));
  NewAttachment shown = file;
  shown.visibility = Visibility::kCustomer;
  return Attach(context, Actor::Customer(), record, shown);
}

Result<AttachmentFile> ReadAttachment(const Context& context, const TicketView& ticket,
                                      int64_t id) {
  const auto about = std::find_if(ticket.attachments.begin(), ticket.attachments.end(),
                                  [&](const TicketAttachment& a) { return a.id == id; });
  const Error none = NotFound("there is no such file", "attachment_not_found");
  if (about == ticket.attachments.end()) return none;
  std::string sealed;
  Hash32 digest{};
  TRY(context.db->Read([&](store::Session& session) -> Status {
    return session.Each(q::attachment_by_id, {id}, [&](const store::Row& row) -> Status {
      if (!row.IsNull(0)) sealed = std::string(row.BlobBytes(0));
      TRY_ASSIGN(digest, Hash32From(row.BlobBytes(1)));
      return Ok();
    });
  }));
  if (sealed.empty() || ticket.record.data_key.empty()) {
    return FailedPrecondition("this data was erased", "erased");
  }
  TRY_ASSIGN(std::string bytes, OpenAttachment(context, ticket.record, digest, sealed));
  return AttachmentFile{*about, std::move(bytes)};
}

Result<std::string> OpenAttachment(const Context& context, const TicketRecord& ticket,
                                   const Hash32& digest, std::string_view sealed) {
  TRY_ASSIGN(const SecretKey key, context.keys->UnwrapKey(ticket.data_key, OwnerOf(ticket.id)));
  return Open(key, sealed, SealContext(ticket.id, digest));
}

}  // namespace huiyin::app
