#include "app/documents.h"

#include <algorithm>

#include "app/json_read.h"
#include "app/setting_secrets.h"
#include "app/users_account.h"
#include "base/crypto.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr size_t kMaxIdBytes = 80;
constexpr int64_t kMaxHistory = 200;

bool IsDocumentId(std::string_view id) {
  if (id.empty() || id.size() > kMaxIdBytes) return false;
  return std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == ':';
  });
}

Error NoSuchDocument() { return NotFound("there is no such document", "document_not_found"); }

Result<Document> Found(Result<std::optional<Document>> read, std::string_view id) {
  if (!read.ok()) return std::move(read).error();
  if (!*read) return NoSuchDocument();
  Document document = std::move(**read);
  document.id = id;
  return document;
}

Document ReadRow(const store::Row& row) {
  return {{}, row.Int(0), row.Str(1), row.At(2), row.Str(3)};
}

// The stored form: what was understood, without white space.
Result<std::string> Normalised(const std::string& body) {
  if (body.size() > kMaxDocumentBytes) {
    return Error(ErrorCode::kTooLarge, "at most 512 KiB", "document_too_large");
  }
  TRY_ASSIGN(const auto object, ParseObject(body));
  return boost::json::serialize(object);
}

}  // namespace

Result<Document> WriteDocument(store::Tx& tx, const Context& context, const domain::Actor& actor,
                               const DocumentEdit& edit) {
  TRY_ASSIGN(const auto latest, tx.db().One(q::document_latest, {edit.kind, edit.id},
                                            [](const store::Row& row) { return row.Int(0); }));
  if (latest.value_or(0) != edit.expected_version) return StaleEtag();
  Document stored{edit.id, edit.expected_version + 1, edit.body, tx.now(), actor.Label()};
  const auto inserted = tx.Exec(
      q::document_insert, {edit.kind, edit.id, stored.version, stored.body, stored.at, stored.by});
  if (!inserted.ok()) {
    return inserted.error().type == "unique_violation" ? StaleEtag() : inserted.error();
  }
  // A keyed commitment: proves which text was in force, and says nothing of what a setting holds.
  const SecretKey key = context.instance_key->Derive("document-commitment");
  AppendFact(tx, actor,
             FactOf("document_changed")
                 .Set("commitment", HexEncode(View(Commitment(key, stored.body))))
                 .Set("id", edit.id)
                 .Set("kind", edit.kind)
                 .Set("version", stored.version));
  return stored;
}

Result<Document> PutDocument(const Context& context, const DocumentKinds& kinds,
                             const domain::Actor& actor, const DocumentEdit& edit) {
  const auto kind = kinds.find(edit.kind);
  if (kind == kinds.end()) {
    return NotFound("there is no such kind of document", "document_kind_unknown");
  }
  TRY(Require(actor, kind->second.permission));
  if (!IsDocumentId(edit.id)) {
    return InvalidField("id", "format", "1 to 80 letters, digits, _ - . :");
  }
  DocumentEdit checked = edit;
  TRY_ASSIGN(checked.body, Normalised(edit.body));
  if (kind->second.check) TRY(kind->second.check(checked.id, checked.body));
  Document stored;
  Status done = RunAndReload(context, [&](store::Tx& tx) -> Status {
    DocumentEdit sealed = checked;
    TRY_ASSIGN(const auto before,
               tx.db().One(q::document_latest, {checked.kind, checked.id}, ReadRow));
    TRY_ASSIGN(sealed.body, SealSecrets(context, checked.kind, checked.id, checked.body,
                                        before ? before->body : ""));
    TRY_ASSIGN(stored, WriteDocument(tx, context, actor, sealed));
    return Ok();
  });
  if (!done.ok()) return std::move(done).error();
  return stored;
}

Result<Document> GetDocument(const Context& context, std::string_view kind, std::string_view id) {
  return Found(context.db->Get<std::optional<Document>>([&](store::Session& session) {
    return session.One(q::document_latest, {kind, id}, ReadRow);
  }),
               id);
}

Result<Document> GetDocumentVersion(const Context& context, std::string_view kind,
                                    std::string_view id, int64_t version) {
  return Found(context.db->Get<std::optional<Document>>([&](store::Session& session) {
    return session.One(q::document_version, {kind, id, version}, ReadRow);
  }),
               id);
}

Result<std::vector<Document>> DocumentHistory(const Context& context, std::string_view kind,
                                              std::string_view id, int64_t limit) {
  using Documents = std::vector<Document>;
  TRY_ASSIGN(Documents out, context.db->Get<Documents>([&](store::Session& session) {
    return session.All(q::document_history, {kind, id, std::clamp<int64_t>(limit, 1, kMaxHistory)},
                       ReadRow);
  }));
  if (out.empty()) return NoSuchDocument();
  for (Document& document : out) document.id = id;
  return out;
}

}  // namespace huiyin::app
