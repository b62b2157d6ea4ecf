#include "app/ticket_reads.h"

#include "app/read_ticket.h"
#include "app/users_account.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

Result<ReadMarks> ReadMarksOf(store::Session& session, int64_t user_id,
                              const std::vector<int64_t>& ticket_ids) {
  ReadMarks out;
  if (ticket_ids.empty()) return out;
  std::string sql =
      "SELECT ticket_id, version FROM ticket_reads WHERE user_id = ?1 AND ticket_id IN (";
  std::vector<store::Param> params = {user_id};
  for (const int64_t id : ticket_ids) {
    params.push_back(id);
    if (params.size() > 2) sql += ',';
    sql += "?" + std::to_string(params.size());
  }
  TRY(session.EachSql(sql + ")", params, [&](const store::Row& row) {
    out.emplace(row.Int(0), row.Int(1));
    return Ok();
  }));
  return out;
}

bool IsUnread(const ReadMarks& marks, int64_t user_id, int64_t ticket_id, int64_t version,
              int64_t owner_id, std::string_view state) {
  const auto mark = marks.find(ticket_id);
  if (mark != marks.end()) return version > mark->second;
  return owner_id == user_id && state != "closed";
}

Status MarkTicket(const Context& context, const domain::Actor& actor, const std::string& ticket_no,
                  Reading reading) {
  TRY_ASSIGN(const auto ticket, context.db->Get<TicketView>([&](store::Session& session) {
    return ReadTicket(context, session, actor, ticket_no);
  }));
  if (actor.kind != domain::Actor::Kind::kUser) return Ok();
  const TicketRecord& record = ticket.record;
  const bool read = reading == Reading::kRead;
  return RunCommand(context, [&](store::Tx& tx) -> Status {
    if (read) TRY(tx.Exec(q::mentions_seen, {actor.user_id, record.id, tx.now()}));
    TRY(tx.Exec(q::ticket_read_mark, {actor.user_id, record.id, read ? record.version : 0}));
    return Ok();
  });
}

Status FollowOwnChange(store::Tx& tx, const domain::Actor& actor, int64_t ticket_id, int64_t before,
                       int64_t after) {
  if (actor.kind != domain::Actor::Kind::kUser || before == after) return Ok();
  TRY(tx.Exec(q::ticket_read_follow, {actor.user_id, ticket_id, before, after}));
  return Ok();
}

}  // namespace huiyin::app
