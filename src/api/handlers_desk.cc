// What the desk shows beside tickets: views, board, wall, approvals, outbox, quarantine, the log.
#include <charconv>

#include "api/call_parts.h"
#include "api/codec.h"
#include "api/dto_desk.h"
#include "api/handlers.h"
#include "api/openapi.h"
#include "api/ticket_dto.h"
#include "domain/permissions.h"
#include "ledger/head.h"
#include "ledger/verify.h"
#include "store/log_reader.h"
#include "store/queries.h"

namespace huiyin::api {

namespace q = store::q;

namespace {

constexpr int64_t kHourUs = 3'600'000'000;
constexpr int kBoardCards = 50;

int64_t NumberOf(const http::Request& request, std::string_view name, int64_t otherwise) {
  const auto text = request.Query(name);
  int64_t value = otherwise;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

std::string TextOf(const http::Request& request, std::string_view name) {
  const auto text = request.Query(name);
  return text ? std::string(*text) : std::string();
}

template <typename T>
http::Response Ok200(const T& answer) {
  return http::Response::Json(200, Encode(answer));
}

}  // namespace

Result<http::Response> GetViews(Call& call) {
  TRY_ASSIGN(const auto views,
             call.context().db->Get<std::vector<app::ViewCount>>([&](store::Session& session) {
               return app::CountViews(call.context(), session, call.actor);
             }));
  dto::Views out;
  for (const auto& view : views) out.items.push_back({std::string(view.view), view.count});
  return Ok200(out);
}

Result<http::Response> GetBoard(Call& call) {
  const int64_t department = NumberOf(call.request, "department", 0);
  dto::Board out;
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    struct Head {
      int64_t count = 0;
      std::optional<Instant> oldest;
    };
    std::map<std::string, Head> heads;
    const auto read = [&](const store::Row& row) -> Status {
      heads[row.Str(0)] = {row.Int(1), row.OptAt(2)};
      return Ok();
    };
    const int64_t scope = department != 0 || call.actor.May("ticket.read_all")
                              ? department
                              : call.actor.department_id;
    TRY(scope == 0 ? session.Each(q::open_by_state, {}, read)
                   : session.Each(q::open_by_department_state, {scope}, read));
    for (const domain::State state : domain::AllStates()) {
      const std::string name(domain::Name(state));
      app::TicketFilter filter;
      filter.state = {name};
      filter.limit = kBoardCards;
      if (scope != 0) filter.department = {scope};
      TRY_ASSIGN(const auto page, app::ListTickets(call.context(), session, call.actor, filter));
      const Head& head = heads[name];
      dto::BoardColumn& column = out.columns.emplace_back();
      column.state = name;
      column.count = head.count;
      column.oldest_at = head.oldest;
      for (const auto& row : page.items) column.items.push_back(RowDto(*call.config, row));
    }
    return Ok();
  }));
  return Ok200(out);
}

namespace {

struct WallFigures {
  int64_t backlog = 0, due_1h = 0, breached = 0;
  std::map<std::string, int64_t> by_age, by_channel;
  std::map<int64_t, int64_t> by_person;
};

std::string AgeBand(Duration age) {
  if (age < Duration::Hours(4)) return "4h";
  if (age < Duration::Hours(24)) return "24h";
  if (age < Duration::Hours(72)) return "72h";
  return age < Duration::Days(7) ? "7d" : "older";
}

Result<WallFigures> ReadWall(Call& call, store::Session& session) {
  WallFigures out;
  const Instant now = call.context().Now();
  TRY(session.Each(q::open_ages, {}, [&](const store::Row& row) -> Status {
    ++out.backlog;
    ++out.by_age[AgeBand(now - row.At(0))];
    ++out.by_channel[row.Str(1)];
    if (!row.IsNull(2)) ++out.by_person[row.Int(2)];
    out.breached += row.Bool(3) ? 1 : 0;
    return Ok();
  }));
  TRY_ASSIGN(auto due, session.One(q::due_before, {now, now + Duration::Hours(1)},
                                   [](const store::Row& row) { return row.Int(0); }));
  out.due_1h = due.value_or(0);
  return out;
}

// Received and resolved an hour from the rollups, beside the same hour of the last four weeks.
Status ReadHours(Call& call, store::Session& session, std::vector<dto::WallHour>& hours) {
  const int64_t now_hour = call.context().Now().us / kHourUs;
  std::map<int64_t, int64_t> received, resolved;
  const auto sum = [&](const char* metric, std::map<int64_t, int64_t>& out) {
    return session.Each(q::rollups_between, {now_hour - 24 * 29, now_hour + 1, metric},
                        [&](const store::Row& row) -> Status {
                          out[row.Int(0)] += row.Int(4);
                          return Ok();
                        });
  };
  TRY(sum("received", received));
  TRY(sum("resolved", resolved));
  for (int64_t hour = now_hour - 23; hour <= now_hour; ++hour) {
    std::vector<int64_t> usual;
    for (int week = 1; week <= 4; ++week) usual.push_back(received[hour - week * 168]);
    std::sort(usual.begin(), usual.end());
    hours.push_back(
        {{hour * kHourUs}, received[hour], resolved[hour], usual.front(), usual.back()});
  }
  return Ok();
}

}  // namespace

Result<http::Response> GetWall(Call& call) {
  dto::Wall out;
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    TRY_ASSIGN(WallFigures wall, ReadWall(call, session));
    out.backlog = wall.backlog;
    out.due_1h = wall.due_1h;
    out.breached_now = wall.breached;
    for (const char* band : {"4h", "24h", "72h", "7d", "older"}) {
      out.backlog_by_age.push_back({band, wall.by_age[band]});
    }
    for (const auto& [channel, n] : wall.by_channel) out.by_channel.push_back({channel, n});
    for (const auto& [id, person] : call.config->people) {
      const auto open = wall.by_person.find(id);
      if (!person.active || (open == wall.by_person.end() && !person.online)) continue;
      out.by_person.push_back({id, person.display_name,
                               open == wall.by_person.end() ? 0 : open->second, person.capacity,
                               person.online});
    }
    TRY(ReadHours(call, session, out.hours));
    return session.Each(
        q::escalations_recent, {call.context().Now() - Duration::Days(2)},
        [&](const store::Row& row) -> Status {
          out.escalations.push_back({row.At(0), row.Str(1), row.Str(2), row.Str(3)});
          return Ok();
        });
  }));
  return Ok200(out);
}

Result<http::Response> GetApprovals(Call& call) {
  constexpr size_t kMostApprovals = 500;
  dto::Approvals out;
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    return session.Each(q::approvals_waiting, {}, [&](const store::Row& row) -> Status {
      if (out.items.size() == kMostApprovals || !call.actor.HasRole(row.Text(2)) ||
          !domain::MayReadTicket(call.actor, row.OptInt(8).value_or(0), row.OptInt(9).value_or(0),
                                 row.OptInt(10).value_or(0))) {
        return Ok();
      }
      out.items.push_back(
          {row.Str(5), row.Str(6), row.Str(7), row.Str(2), row.Int(1), row.Str(4), row.At(3)});
      return Ok();
    });
  }));
  return Ok200(out);
}

Result<http::Response> GetOutbox(Call& call) {
  constexpr int64_t kPage = 100;
  const std::string state = TextOf(call.request, "state");
  const int64_t before = NumberOf(call.request, "cursor", INT64_MAX);
  dto::Outbox out;
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    return session.Each(q::outbox_list, {state, before, kPage},
                        [&](const store::Row& row) -> Status {
                          out.items.push_back({row.Int(0), row.At(1), row.Str(2), row.Str(3),
                                               row.Str(4), row.Int(5), row.OptAt(6), row.OptAt(7),
                                               row.Str(8), row.OptStr(9).value_or("")});
                          return Ok();
                        });
  }));
  if (out.items.size() == kPage) out.next_cursor = std::to_string(out.items.back().id);
  return Ok200(out);
}

Result<http::Response> PostOutboxRetry(Call& call) {
  const Error nothing = NotFound("nothing waits under this id", "outbox_not_found");
  TRY_ASSIGN(const int64_t id, IdOf(call, nothing));
  int64_t changed = 0;
  TRY(call.context().db->writer().Run([&](store::Tx& tx) -> Status {
    TRY_ASSIGN(changed, tx.Exec(q::outbox_retry, {id, tx.now()}));
    if (changed > 0) {
      tx.Append(
          {"", 0, call.actor.Label(), "outbox_retried", "{\"id\":" + std::to_string(id) + "}"});
    }
    return Ok();
  }));
  if (changed == 0) return nothing;
  return http::Response::Empty(204);
}

Result<http::Response> GetQuarantine(Call& call) {
  constexpr int64_t kPage = 100;
  dto::Quarantine out;
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    return session.Each(q::quarantine_list, {NumberOf(call.request, "cursor", INT64_MAX), kPage},
                        [&](const store::Row& row) -> Status {
                          out.items.push_back({row.Int(0), row.At(1), row.Str(2), row.Str(3),
                                               row.Str(4), row.Int(5)});
                          return Ok();
                        });
  }));
  if (out.items.size() == kPage) out.next_cursor = std::to_string(out.items.back().id);
  return Ok200(out);
}

Result<http::Response> GetEvents(Call& call) {
  const int64_t limit = std::clamp<int64_t>(NumberOf(call.request, "limit", 100), 1, 200);
  dto::LogEvents out;
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    return session.Each(
        q::events_filtered,
        {NumberOf(call.request, "after", -1), TextOf(call.request, "kind"),
         TextOf(call.request, "ticket_no"), limit},
        [&](const store::Row& row) -> Status {
          out.items.push_back({row.Int(0), row.At(1), row.OptStr(2).value_or(""), row.Str(3),
                               row.Str(4), RawJson{row.Str(5)}, HexEncode(row.BlobBytes(6))});
          return Ok();
        });
  }));
  if (static_cast<int64_t>(out.items.size()) == limit) {
    out.next_cursor = std::to_string(out.items.back().seq);
  }
  return Ok200(out);
}

Result<http::Response> PostVerify(Call& call) {
  ledger::VerifyOptions options;
  options.trusted_keys = {call.context().signing_key->public_key()};
  options.log_id = call.context().db->log_id();
  TRY_ASSIGN(const ledger::Report report, store::VerifyLog(*call.context().db, options));
  dto::Verified out;
  out.ok = report.ok;
  out.events = static_cast<int64_t>(report.events);
  out.heads = static_cast<int64_t>(report.heads);
  if (report.first_bad()) out.first_bad = static_cast<int64_t>(*report.first_bad());
  for (const auto& finding : report.findings) {
    out.findings.push_back({std::string(ledger::FindingKindName(finding.kind)), finding.message_zh,
                            finding.message_en});
  }
  return Ok200(out);
}

Result<http::Response> GetHead(Call& call) {
  std::string line;
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    TRY_ASSIGN(const auto head, store::NewestHead(session));
    if (head) line = ledger::FormatHead(*head);
    return Ok();
  }));
  return Ok200(dto::Head{line, call.context().signing_key->public_key().ToString()});
}

Result<http::Response> GetReady(Call& call) {
  TRY(call.context().db->Read([](store::Session& session) -> Status {
    return session.Each(q::ledger_read, {}, [](const store::Row&) { return Ok(); });
  }));
  return http::Response::Text(200, "ready\n");
}

Result<http::Response> GetMetrics(Call& call) {
  std::string out;
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    TRY(session.Each(q::open_by_state, {}, [&](const store::Row& row) -> Status {
      out +=
          "huiyin_open_tickets{state=\"" + row.Str(0) + "\"} " + std::to_string(row.Int(1)) + "\n";
      return Ok();
    }));
    return session.Each(q::events_newest, {}, [&](const store::Row& row) -> Status {
      out += "huiyin_events_total " + std::to_string(row.Int(0) + 1) + "\n";
      return Ok();
    });
  }));
  http::Response response = http::Response::Text(
      200, "# TYPE huiyin_open_tickets gauge\n# TYPE huiyin_events_total counter\n" + out);
  response.Set("Content-Type", "text/plain; version=0.0.4");
  return response;
}

Result<http::Response> GetOpenApi(Call&) { return http::Response::Json(200, OpenApiText()); }

}  // namespace huiyin::api
