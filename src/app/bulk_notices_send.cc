// Sending what a second person approved, a part at a time.
#include <algorithm>

#include "app/bulk_notice_row.h"
#include "app/bulk_notices.h"
#include "app/config.h"
#include "app/json_read.h"
#include "app/users_account.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr int64_t kNoticesAtOnce = 20;

int64_t PerMinute(const Config& config) {
  const auto found = config.settings.find("bulk_notices");
  if (found == config.settings.end()) return kBulkPerMinute;
  const auto object = ParseObject(found->second.body);
  return object.ok() ? IntOf(*object, "per_minute", kBulkPerMinute) : kBulkPerMinute;
}

Status KeepProgress(const Context& context, const BulkNotice& notice, BulkState state,
                    std::optional<Instant> next_at) {
  return RunCommand(context, [&](store::Tx& tx) -> Status {
    const store::Param next = next_at ? store::Param(*next_at) : store::Param();
    TRY(tx.Exec(q::bulk_notice_progress,
                {notice.id, Name(state), ReportText(notice.report), next}));
    if (state == BulkState::kSending) return Ok();
    const auto refused = std::count_if(notice.report.begin(), notice.report.end(),
                                       [](const IncidentOutcome& o) { return bool(o.refused); });
    AppendFact(tx, domain::Actor::System(),
               FactOf("bulk_notice_over")
                   .Set("update_id", UpdateIdOf(notice))
                   .Set("incident", notice.incident_no)
                   .Set("complete", state == BulkState::kSent)
                   .Set("told", static_cast<int64_t>(notice.report.size()) - refused)
                   .Set("refused", int64_t{refused}));
    return Ok();
  });
}

// Its author as he is now: whoever left or lost the right speaks for the house no more.
std::optional<domain::Actor> AuthorOf(const Context& context, const Config& config,
                                      const BulkNotice& notice) {
  const auto person = config.people.find(notice.author_id);
  if (person == config.people.end() || !person->second.active) return std::nullopt;
  domain::Actor actor = config.ActorOf(person->second);
  if (!actor.May("incident.manage")) return std::nullopt;
  const IncidentRound round(context, actor, notice.incident_no, notice.message,
                            IncidentRun::kTrial);
  return round.CheckRights().ok() ? std::optional(actor) : std::nullopt;
}

bool AllThrough(const BulkNotice& notice) {
  return notice.hidden == 0 &&
         std::none_of(notice.report.begin(), notice.report.end(),
                      [](const IncidentOutcome& o) { return bool(o.refused); });
}

// A message that no ticket takes any more (a template was changed) must not hold up the job for
// ever: each ticket says so.
Result<IncidentOutcome> Told(const std::string& ticket_no, Result<IncidentOutcome> outcome) {
  if (outcome.ok() || outcome.error().code != ErrorCode::kInvalidArgument) return outcome;
  return IncidentOutcome{ticket_no, false, outcome.error()};
}

// Up to `most` tickets; how many.
Result<int> SendPart(const Context& context, const Config& config, BulkNotice& notice, int64_t most,
                     Duration each) {
  const auto author = AuthorOf(context, config, notice);
  if (!author) {
    TRY(KeepProgress(context, notice, BulkState::kStopped, {}));
    return 0;
  }
  IncidentRound round(context, *author, notice.incident_no, notice.message, IncidentRun::kForReal);
  round.Mark(UpdateIdOf(notice), "user:" + std::to_string(notice.decided_by));
  int told = 0;
  while (notice.report.size() < notice.ticket_nos.size() && told < most) {
    const std::string& ticket_no = notice.ticket_nos[notice.report.size()];
    TRY_ASSIGN(IncidentOutcome outcome, Told(ticket_no, round.Child(ticket_no)));
    notice.report.push_back(std::move(outcome));
    ++told;
  }
  if (notice.report.size() < notice.ticket_nos.size()) {
    TRY(KeepProgress(context, notice, BulkState::kSending, context.Now() + each * told));
    return told;
  }
  if (notice.message.kind == IncidentMessage::Kind::kResolve && !AllThrough(notice)) {
    notice.report.push_back(round.ParentLeft());
  } else {
    TRY_ASSIGN(IncidentOutcome outcome, Told(notice.incident_no, round.Parent()));
    notice.report.push_back(std::move(outcome));
  }
  TRY(KeepProgress(context, notice, BulkState::kSent, {}));
  return told;
}

}  // namespace

Result<int> SendBulkNotices(const Context& context) {
  std::vector<BulkNotice> due;
  // One that cannot be read or sent holds up no other; it is said when the rest is done.
  Status first = Ok();
  const auto note = [&](const Error& error) {
    if (first.ok()) first = error;
  };
  TRY(context.db->Read([&](store::Session& session) -> Status {
    return session.Each(q::bulk_notices_due, {context.Now(), kNoticesAtOnce},
                        [&](const store::Row& row) -> Status {
                          auto notice = ReadBulkNoticeRow(context, row);
                          if (notice.ok()) {
                            due.push_back(std::move(*notice));
                          } else {
                            note(notice.error());
                          }
                          return Ok();
                        });
  }));
  const auto config = context.config->Get();
  const int64_t per_minute = PerMinute(*config);
  const Duration each = Duration::Micros(60'000'000 / per_minute);
  // A second's worth for all of them together: the job comes every second. Whoever waited longest
  // is first.
  const int64_t most = std::max<int64_t>(1, per_minute / 60);
  int told = 0;
  for (BulkNotice& notice : due) {
    if (told >= most) break;
    const auto sent = SendPart(context, *config, notice, most - told, each);
    if (sent.ok()) {
      told += *sent;
    } else {
      note(sent.error());
    }
  }
  if (!first.ok()) return first.error();
  return told;
}

Status CheckBulkSetting(std::string_view body) {
  TRY_ASSIGN(const auto object, ParseObject(body));
  const int64_t n = IntOf(object, "per_minute", -1);
  if (n >= 1 && n <= kMaxBulkPerMinute) return Ok();
  return InvalidField("per_minute", "out_of_range", "from 1 to 6000 tickets a minute");
}

}  // namespace huiyin::app
