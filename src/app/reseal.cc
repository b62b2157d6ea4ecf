#include "app/reseal.h"

#include <vector>

#include "app/users_account.h"
#include "base/bytes.h"
#include "store/queries.h"

namespace huiyin::app {
namespace {

constexpr int kAtOnce = 200;
constexpr char kInstanceKey[] = "instance_key";

constexpr SealedColumn kColumns[] = {
    {"customers", "data_key", "customer:", true},
    {"tickets", "data_key", "ticket:", true},
    {"users", "totp_enc", "users.totp:", false},
    {"users", "totp_pending_enc", "users.totp:", false},
    {"outbox", "payload_enc", "outbox:", false},
    {"quarantine", "raw_enc", "quarantine:", false},
    {"bulk_notices", "message_enc", "bulk_notice:", false},
};

struct Cell {
  int64_t id = 0;
  std::string old, fresh;
};

Result<std::string> Again(const KeyRing& keys, const SealedColumn& column, std::string_view sealed,
                          const std::string& owner) {
  if (column.is_wrapped_key) {
    TRY_ASSIGN(const SecretKey key, keys.UnwrapKey(sealed, owner));
    return keys.WrapKey(key, owner);
  }
  TRY_ASSIGN(const std::string plain, keys.Open(sealed, owner));
  return keys.Seal(plain, owner);
}

// The next rows after `last`; moves `last`. Nothing left: an empty list and `last` unchanged.
Status ReadNext(const Context& context, const SealedColumn& column, int64_t& last, bool& more,
                std::vector<Cell>& out) {
  const std::string sql = std::string("SELECT id, ") + column.column + " FROM " + column.table +
                          " WHERE id > ?1 AND " + column.column +
                          " IS NOT NULL ORDER BY id LIMIT " + std::to_string(kAtOnce);
  int seen = 0;
  TRY(context.db->Read([&](store::Session& session) -> Status {
    return session.EachSql(sql, std::vector<store::Param>{last}, [&](const store::Row& row) {
      ++seen;
      last = row.Int(0);
      const std::string_view sealed = row.BlobBytes(1);
      if (context.keys->NeedsReseal(sealed)) out.push_back({last, std::string(sealed), {}});
      return Ok();
    });
  }));
  more = seen == kAtOnce;
  return Ok();
}

Status ResealColumn(const Context& context, const SealedColumn& column, Resealed& total) {
  const std::string sql = std::string("UPDATE ") + column.table + " SET " + column.column +
                          " = ?2 WHERE id = ?1 AND " + column.column + " = ?3";
  int64_t last = 0;
  for (bool more = true; more;) {
    std::vector<Cell> cells;
    TRY(ReadNext(context, column, last, more, cells));
    for (Cell& cell : cells) {
      auto fresh = Again(*context.keys, column, cell.old, column.context + std::to_string(cell.id));
      if (!fresh.ok()) {
        return std::move(fresh).error().Prefixed(std::string(column.table) + "." + column.column +
                                                 " of row " + std::to_string(cell.id) + ": ");
      }
      cell.fresh = std::move(*fresh);
    }
    if (cells.empty()) continue;
    int64_t changed = 0;
    TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
      changed = 0;
      for (const Cell& cell : cells) {
        TRY_ASSIGN(const int64_t n,
                   tx.db().ExecSql(sql, std::vector<store::Param>{cell.id, store::Blob{cell.fresh},
                                                                  store::Blob{cell.old}}));
        changed += n;
      }
      return Ok();
    }));
    total.rows += changed;
    total.left += static_cast<int64_t>(cells.size()) - changed;
  }
  return Ok();
}

// The instance's own key lies wrapped as text.
Status ResealInstanceKey(const Context& context, Resealed& total) {
  std::string text;
  TRY(context.db->Read([&](store::Session& session) -> Status {
    return session.Each(store::q::instance_get, {kInstanceKey}, [&](const store::Row& row) {
      text = row.Str(0);
      return Ok();
    });
  }));
  if (text.empty()) return Ok();
  TRY_ASSIGN(const std::string wrapped, Base64UrlDecode(text));
  if (!context.keys->NeedsReseal(wrapped)) return Ok();
  TRY_ASSIGN(const SecretKey key, context.keys->UnwrapKey(wrapped, kInstanceKey));
  const std::string fresh = Base64UrlEncode(context.keys->WrapKey(key, kInstanceKey));
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    TRY(tx.Exec(store::q::instance_put, {kInstanceKey, fresh}));
    return Ok();
  }));
  ++total.rows;
  return Ok();
}

}  // namespace

std::span<const SealedColumn> SealedColumns() { return kColumns; }

Result<Resealed> ResealAll(const Context& context) {
  Resealed total;
  TRY(ResealInstanceKey(context, total));
  for (const SealedColumn& column : kColumns) TRY(ResealColumn(context, column, total));
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    AppendFact(tx, domain::Actor::System(), FactOf("master_key_rotated").Set("rows", total.rows));
    return Ok();
  }));
  return total;
}

}  // namespace huiyin::app
