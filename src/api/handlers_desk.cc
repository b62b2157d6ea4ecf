// What the desk shows beside tickets: views, board, wall, approvals, outbox, quarantine, the log.
#include <charconv>

#include "api/codec.h"
#include "api/dto.h"
#include "api/handlers.h"
#include "api/openapi.h"
#include "api/ticket_dto.h"
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

http::Response Ok200(JsonText& json) { return http::Response::Json(200, json.Take()); }

void Time(JsonText& json, std::string_view key, std::optional<Instant> at) {
  json.Key(key);
  if (at) {
    json.Str(FormatUtc(*at));
  } else {
    json.Null();
  }
}

}  // namespace

Result<http::Response> GetViews(Call& call) {
  TRY_ASSIGN(const auto views,
             call.context().db->Get<std::vector<app::ViewCount>>([&](store::Session& session) {
               return app::CountViews(call.context(), session, call.actor);
             }));
  JsonText json;
  json.Open('{').Key("items").Open('[');
  for (const auto& view : views) {
    json.Open('{').Key("view").Str(view.view).Key("count").Int(view.count).Close('}');
  }
  json.Close(']').Close('}');
  return Ok200(json);
}

Result<http::Response> GetBoard(Call& call) {
  const int64_t department = NumberOf(call.request, "department", 0);
  JsonText json;
  json.Open('{').Key("columns").Open('[');
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
      json.Open('{').Key("state").Str(name).Key("count").Int(head.count);
      Time(json, "oldest_at", head.oldest);
      json.Key("items").Open('[');
      for (const auto& row : page.items) codec::Write(json, RowDto(*call.config, row));
      json.Close(']').Close('}');
    }
    return Ok();
  }));
  json.Close(']').Close('}');
  return Ok200(json);
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
Status WriteHours(Call& call, store::Session& session, JsonText& json) {
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
  json.Key("hours").Open('[');
  for (int64_t hour = now_hour - 23; hour <= now_hour; ++hour) {
    std::vector<int64_t> usual;
    for (int week = 1; week <= 4; ++week) usual.push_back(received[hour - week * 168]);
    std::sort(usual.begin(), usual.end());
    json.Open('{').Key("hour").Str(FormatUtc({hour * kHourUs}));
    json.Key("received").Int(received[hour]).Key("resolved").Int(resolved[hour]);
    json.Key("usual_low").Int(usual.front()).Key("usual_high").Int(usual.back()).Close('}');
  }
  json.Close(']');
  return Ok();
}

}  // namespace

Result<http::Response> GetWall(Call& call) {
  JsonText json;
  json.Open('{');
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    TRY_ASSIGN(const WallFigures wall, ReadWall(call, session));
    json.Key("backlog").Int(wall.backlog).Key("due_1h").Int(wall.due_1h);
    json.Key("breached_now").Int(wall.breached).Key("backlog_by_age").Open('[');
    for (const char* band : {"4h", "24h", "72h", "7d", "older"}) {
      const auto found = wall.by_age.find(band);
      json.Open('{').Key("band").Str(band).Key("n");
      json.Int(found == wall.by_age.end() ? 0 : found->second).Close('}');
    }
    json.Close(']').Key("by_channel").Open('[');
    for (const auto& [channel, n] : wall.by_channel) {
      json.Open('{').Key("channel").Str(channel).Key("n").Int(n).Close('}');
    }
    json.Close(']').Key("by_person").Open('[');
    for (const auto& [id, person] : call.config->people) {
      const auto open = wall.by_person.find(id);
      if (!person.active || (open == wall.by_person.end() && !person.online)) continue;
      json.Open('{').Key("user_id").Int(id).Key("name").Str(person.display_name).Key("open");
      json.Int(open == wall.by_person.end() ? 0 : open->second);
      json.Key("capacity").Int(person.capacity).Key("online").Bool(person.online).Close('}');
    }
    json.Close(']');
    TRY(WriteHours(call, session, json));
    json.Key("escalations").Open('[');
    TRY(session.Each(q::escalations_recent, {call.context().Now() - Duration::Days(2)},
                     [&](const store::Row& row) -> Status {
                       json.Open('{').Key("at").Str(FormatUtc(row.At(0)));
                       json.Key("ticket_no").Str(row.Text(1)).Key("level").Str(row.Text(2));
                       json.Key("clock").Str(row.Text(3)).Close('}');
                       return Ok();
                     }));
    json.Close(']');
    return Ok();
  }));
  json.Close('}');
  return Ok200(json);
}

Result<http::Response> GetApprovals(Call& call) {
  JsonText json;
  json.Open('{').Key("items").Open('[');
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    return session.Each(q::approvals_waiting, {}, [&](const store::Row& row) -> Status {
      if (!call.actor.HasRole(row.Text(2))) return Ok();
      json.Open('{').Key("ticket_no").Str(row.Text(5)).Key("title").Str(row.Text(6));
      json.Key("priority")
          .Str(row.Text(7))
          .Key("role")
          .Str(row.Text(2))
          .Key("step")
          .Int(row.Int(1));
      json.Key("requested_by").Str(row.Text(4));
      json.Key("requested_at").Str(FormatUtc(row.At(3))).Close('}');
      return Ok();
    });
  }));
  json.Close(']').Close('}');
  return Ok200(json);
}

Result<http::Response> GetOutbox(Call& call) {
  JsonText json;
  json.Open('{').Key("items").Open('[');
  const std::string state = TextOf(call.request, "state");
  const int64_t before = NumberOf(call.request, "cursor", INT64_MAX);
  int64_t last = 0;
  int rows = 0;
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    return session.Each(q::outbox_list, {state, before, 100}, [&](const store::Row& row) -> Status {
      ++rows;
      last = row.Int(0);
      json.Open('{').Key("id").Int(last).Key("created_at").Str(FormatUtc(row.At(1)));
      json.Key("kind").Str(row.Text(2)).Key("template").Str(row.Text(3));
      json.Key("state").Str(row.Text(4)).Key("attempts").Int(row.Int(5));
      Time(json, "next_at", row.OptAt(6));
      Time(json, "sent_at", row.OptAt(7));
      json.Key("last_error").Str(row.Text(8));
      json.Key("ticket_no").Str(row.OptStr(9).value_or("")).Close('}');
      return Ok();
    });
  }));
  json.Close(']').Key("next_cursor");
  if (rows == 100) {
    json.Str(std::to_string(last));
  } else {
    json.Null();
  }
  json.Close('}');
  return Ok200(json);
}

Result<http::Response> PostOutboxRetry(Call& call) {
  int64_t id = 0;
  const std::string text = call.Param("id");
  std::from_chars(text.data(), text.data() + text.size(), id);
  int64_t changed = 0;
  TRY(call.context().db->writer().Run([&](store::Tx& tx) -> Status {
    TRY_ASSIGN(changed, tx.Exec(q::outbox_retry, {id, tx.now()}));
    if (changed > 0) {
      tx.Append(
          {"", 0, call.actor.Label(), "outbox_retried", "{\"id\":" + std::to_string(id) + "}"});
    }
    return Ok();
  }));
  if (changed == 0) return NotFound("nothing waits under this id", "outbox_not_found");
  return http::Response::Empty(204);
}

Result<http::Response> GetQuarantine(Call& call) {
  JsonText json;
  json.Open('{').Key("items").Open('[');
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    return session.Each(q::quarantine_list, {NumberOf(call.request, "cursor", INT64_MAX), 100},
                        [&](const store::Row& row) -> Status {
                          json.Open('{').Key("id").Int(row.Int(0));
                          json.Key("at").Str(FormatUtc(row.At(1)));
                          json.Key("source").Str(row.Text(2)).Key("reason").Str(row.Text(3));
                          json.Key("state").Str(row.Text(4)).Key("attempts").Int(row.Int(5));
                          json.Close('}');
                          return Ok();
                        });
  }));
  json.Close(']').Key("next_cursor").Null().Close('}');
  return Ok200(json);
}

Result<http::Response> GetEvents(Call& call) {
  const int64_t limit = std::clamp<int64_t>(NumberOf(call.request, "limit", 100), 1, 200);
  JsonText json;
  json.Open('{').Key("items").Open('[');
  int64_t last = -1;
  int64_t rows = 0;
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    return session.Each(q::events_filtered,
                        {NumberOf(call.request, "after", -1), TextOf(call.request, "kind"),
                         TextOf(call.request, "ticket_no"), limit},
                        [&](const store::Row& row) -> Status {
                          ++rows;
                          last = row.Int(0);
                          json.Open('{').Key("seq").Int(last).Key("at").Str(FormatUtc(row.At(1)));
                          json.Key("ticket_no").Str(row.Text(2)).Key("actor").Str(row.Text(3));
                          json.Key("kind").Str(row.Text(4)).Key("payload").Raw(row.Text(5));
                          json.Key("leaf_hash").Str(HexEncode(row.BlobBytes(6))).Close('}');
                          return Ok();
                        });
  }));
  json.Close(']').Key("next_cursor");
  if (rows == limit) {
    json.Str(std::to_string(last));
  } else {
    json.Null();
  }
  json.Close('}');
  return Ok200(json);
}

Result<http::Response> PostVerify(Call& call) {
  ledger::VerifyOptions options;
  options.trusted_keys = {call.context().signing_key->public_key()};
  options.log_id = call.context().db->log_id();
  TRY_ASSIGN(const ledger::Report report, store::VerifyLog(*call.context().db, options));
  JsonText json;
  json.Open('{').Key("ok").Bool(report.ok).Key("events").Int(static_cast<int64_t>(report.events));
  json.Key("heads").Int(static_cast<int64_t>(report.heads)).Key("first_bad");
  if (report.first_bad()) {
    json.Int(static_cast<int64_t>(*report.first_bad()));
  } else {
    json.Null();
  }
  json.Key("findings").Open('[');
  for (const auto& finding : report.findings) {
    json.Open('{').Key("kind").Str(ledger::FindingKindName(finding.kind));
    json.Key("zh").Str(finding.message_zh).Key("en").Str(finding.message_en).Close('}');
  }
  json.Close(']').Close('}');
  return Ok200(json);
}

Result<http::Response> GetHead(Call& call) {
  std::string line;
  TRY(call.context().db->Read([&](store::Session& session) -> Status {
    TRY_ASSIGN(const auto head, store::NewestHead(session));
    if (head) line = ledger::FormatHead(*head);
    return Ok();
  }));
  JsonText json;
  json.Open('{').Key("head").Str(line).Key("public_key");
  json.Str(call.context().signing_key->public_key().ToString()).Close('}');
  return Ok200(json);
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
