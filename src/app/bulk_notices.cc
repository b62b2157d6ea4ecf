#include "app/bulk_notices.h"

#include <algorithm>
#include <array>

#include "app/bulk_notice_row.h"
#include "app/config.h"
#include "app/idempotency.h"
#include "app/incidents.h"
#include "app/json_read.h"
#include "app/masking.h"
#include "app/users_account.h"
#include "base/bytes.h"
#include "base/crypto.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;
using domain::Actor;

namespace {

constexpr std::array<std::string_view, 6> kStates = {"waiting",  "sending",   "sent",
                                                     "rejected", "withdrawn", "stopped"};

Error NoSuchNotice() { return NotFound("there is no such notice", "bulk_notice_not_found"); }

Status MustBePerson(const Actor& actor) {
  if (actor.kind == Actor::Kind::kUser) return Ok();
  return PermissionDenied("two people stand for a notice to many: sign in", "permission_denied");
}

domain::Fact NoticeFact(std::string kind, const BulkNotice& notice) {
  return FactOf(std::move(kind))
      .Set("update_id", UpdateIdOf(notice))
      .Set("incident", notice.incident_no)
      .Set("audience", notice.audience);
}

// Proves which words were asked for, without saying them.
std::string CommitmentOf(const Context& context, const std::string& message) {
  const SecretKey key = context.instance_key->Derive("bulk-notice-commitment");
  return HexEncode(View(Commitment(key, message)));
}

// Numbers of tickets he may not read are counted, not shown: as on the page of the incident.
Status HideUnreadable(const Context& context, store::Session& session, const Actor& actor,
                      BulkNotice& notice) {
  if (actor.May("ticket.read_all")) return Ok();
  std::vector<int64_t> ids;
  for (const std::string& ticket_no : notice.ticket_nos) {
    TRY_ASSIGN(const int64_t id, TicketIdOf(ticket_no));
    ids.push_back(id);
  }
  TRY_ASSIGN(const auto readable, ReadableTickets(context, session, actor, ids));
  const auto unreadable = [&](const std::string& ticket_no) {
    const auto id = TicketIdOf(ticket_no);
    return ticket_no != notice.incident_no && (!id.ok() || !readable.contains(*id));
  };
  std::erase_if(notice.ticket_nos, unreadable);
  std::erase_if(notice.report,
                [&](const IncidentOutcome& outcome) { return unreadable(outcome.ticket_no); });
  return Ok();
}

Status CheckAudience(size_t tickets) {
  if (tickets == 0) return Conflict("the incident has no children", "incident_empty");
  if (tickets >= kBulkFrom) return Ok();
  return Conflict("fewer than " + std::to_string(kBulkFrom) +
                      " tickets are told at once, without a second person",
                  "bulk_too_few");
}

Status Conclude(const Context& context, const Actor& actor, const BulkNotice& notice,
                BulkState state, const std::string& comment) {
  return RunCommand(context, [&](store::Tx& tx) -> Status {
    const store::Param next =
        state == BulkState::kSending ? store::Param(tx.now()) : store::Param();
    TRY_ASSIGN(const int64_t changed,
               tx.Exec(q::bulk_notice_decide, {notice.id, Name(state), actor.user_id, tx.now(),
                                               MaskText(context, comment), next}));
    if (changed == 0) {
      return Conflict("the notice was decided or withdrawn meanwhile", "bulk_decided");
    }
    AppendFact(
        tx, actor,
        NoticeFact(state == BulkState::kWithdrawn ? "bulk_notice_withdrawn" : "bulk_notice_decided",
                   notice)
            .Set("approved", state == BulkState::kSending));
    return Ok();
  });
}

}  // namespace

std::string_view Name(BulkState state) { return kStates[static_cast<size_t>(state)]; }

std::optional<BulkState> ParseBulkState(std::string_view name) {
  for (size_t i = 0; i < kStates.size(); ++i) {
    if (kStates[i] == name) return static_cast<BulkState>(i);
  }
  return std::nullopt;
}

std::string UpdateIdOf(const BulkNotice& notice) { return "bulk:" + std::to_string(notice.id); }

Result<BulkNotice> AskForBulkNotice(const Context& context, const Actor& actor,
                                    const std::string& incident_no, const IncidentMessage& message,
                                    const std::string& idempotency_key) {
  TRY(MustBePerson(actor));
  TRY(CheckMessage(*context.config->Get(), message));
  const IncidentRound round(context, actor, incident_no, message, IncidentRun::kTrial);
  TRY(round.CheckRights());
  TRY_ASSIGN(const auto view, context.db->Get<IncidentView>([&](store::Session& session) {
    return ReadIncident(context, session, actor, incident_no);
  }));
  BulkNotice notice;
  notice.incident_id = view.parent.id;
  notice.incident_no = incident_no;
  notice.author_id = actor.user_id;
  notice.message = message;
  notice.hidden = view.hidden;
  for (const TicketRow& child : view.children) notice.ticket_nos.push_back(child.ticket_no);
  notice.audience = static_cast<int64_t>(notice.ticket_nos.size());
  const std::string text = FormatMessage(message);
  const Hash32 body = Sha256({incident_no, "\n", text});
  const Hash32 key = Sha256({"bulk notice\n", actor.Label(), "\n", idempotency_key});
  TRY(RunCommand(context, [&](store::Tx& tx) -> Status {
    if (!idempotency_key.empty()) {
      TRY_ASSIGN(const auto before, RecallAnswer(tx, key, body));
      if (before) {
        notice.id = std::stoll(*before);
        return Ok();
      }
    }
    // After the key: what was asked for once is answered, whatever became of the incident.
    TRY(CheckAudience(notice.ticket_nos.size()));
    TRY_ASSIGN(notice.id, tx.NextId());
    notice.created_at = tx.now();
    const std::string sealed = context.keys->Seal(text, BulkNoticeSeal(notice.id));
    TRY(tx.Exec(q::bulk_notice_insert,
                {notice.id, notice.incident_id, incident_no, actor.user_id, store::Blob{sealed},
                 StringListText(notice.ticket_nos), notice.hidden, tx.now()}));
    AppendFact(
        tx, actor,
        NoticeFact("bulk_notice_requested", notice).Set("commitment", CommitmentOf(context, text)));
    if (idempotency_key.empty()) return Ok();
    return RememberAnswer(tx, key, body, std::to_string(notice.id));
  }));
  return context.db->Get<BulkNotice>(
      [&](store::Session& session) { return ReadBulkNotice(context, session, actor, notice.id); });
}

Result<std::vector<BulkNotice>> ListBulkNotices(const Context& context, store::Session& session,
                                                const Actor& actor, const BulkFilter& filter) {
  int64_t incident_id = 0;
  if (!filter.incident_no.empty()) {
    TRY_ASSIGN(incident_id, TicketIdOf(filter.incident_no));
  }
  std::vector<BulkNotice> all;
  TRY(session.Each(
      q::bulk_notices_newest,
      {filter.state ? Name(*filter.state) : std::string_view(), incident_id, kMaxBulkNoticesListed},
      [&](const store::Row& row) -> Status {
        TRY_ASSIGN(BulkNotice notice, ReadBulkNoticeRow(context, row));
        all.push_back(std::move(notice));
        return Ok();
      }));
  std::vector<int64_t> ids;
  for (const BulkNotice& notice : all) ids.push_back(notice.incident_id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  TRY_ASSIGN(const auto readable, ReadableTickets(context, session, actor, ids));
  std::erase_if(all, [&](const BulkNotice& n) { return !readable.contains(n.incident_id); });
  for (BulkNotice& notice : all) TRY(HideUnreadable(context, session, actor, notice));
  return all;
}

Result<BulkNotice> ReadBulkNotice(const Context& context, store::Session& session,
                                  const Actor& actor, int64_t id) {
  std::optional<BulkNotice> found;
  TRY(session.Each(q::bulk_notice_by_id, {id}, [&](const store::Row& row) -> Status {
    TRY_ASSIGN(found, ReadBulkNoticeRow(context, row));
    return Ok();
  }));
  if (!found) return NoSuchNotice();
  TRY_ASSIGN(const auto readable, ReadableTickets(context, session, actor, {found->incident_id}));
  if (readable.empty()) return NoSuchNotice();
  TRY(HideUnreadable(context, session, actor, *found));
  return std::move(*found);
}

Status DecideBulkNotice(const Context& context, const Actor& actor, int64_t id,
                        BulkDecision decision, const std::string& comment) {
  TRY(MustBePerson(actor));
  TRY(Require(actor, "ticket.approve"));
  TRY_ASSIGN(const auto notice, context.db->Get<BulkNotice>([&](store::Session& session) {
    return ReadBulkNotice(context, session, actor, id);
  }));
  if (notice.author_id == actor.user_id) {
    return PermissionDenied("a second person decides, not who asked", "approval_role");
  }
  const bool approve = decision == BulkDecision::kApprove;
  if (!approve && comment.find_first_not_of(" \t\r\n") == std::string::npos) {
    return InvalidField("comment", "required", "say why, so that it can be put right");
  }
  Action limits;
  limits.comment = comment;
  TRY(CheckLimits(limits));
  return Conclude(context, actor, notice, approve ? BulkState::kSending : BulkState::kRejected,
                  comment);
}

Status WithdrawBulkNotice(const Context& context, const Actor& actor, int64_t id) {
  TRY(MustBePerson(actor));
  TRY_ASSIGN(const auto notice, context.db->Get<BulkNotice>([&](store::Session& session) {
    return ReadBulkNotice(context, session, actor, id);
  }));
  if (notice.author_id != actor.user_id) {
    return PermissionDenied("only who asked withdraws it; others reject it", "permission_denied");
  }
  return Conclude(context, actor, notice, BulkState::kWithdrawn, "");
}

}  // namespace huiyin::app
