// Tickets that say nearly the same: beside one ticket, and as groups of the last hours; how often
// people put right what was understood.
#include <charconv>

#include "api/codec.h"
#include "api/dto.h"
#include "api/handlers.h"
#include "api/ticket_dto.h"

namespace huiyin::api {
namespace {

// A whole number of the query within bounds; `otherwise` when it is not given.
Result<int64_t> Within(const http::Request& request, std::string_view name, int64_t otherwise,
                       int64_t least, int64_t most) {
  const auto text = request.Query(name);
  if (!text) return otherwise;
  int64_t value = 0;
  const auto parsed = std::from_chars(text->data(), text->data() + text->size(), value);
  const bool whole = parsed.ec == std::errc() && parsed.ptr == text->data() + text->size();
  if (!whole || value < least || value > most) {
    return InvalidField(std::string(name), "out_of_range",
                        std::to_string(least) + " to " + std::to_string(most));
  }
  return value;
}

}  // namespace

Result<http::Response> GetSimilar(Call& call) {
  TRY_ASSIGN(const int64_t limit, Within(call.request, "limit", 5, 1, 50));
  TRY_ASSIGN(const auto found, call.shared.similar->Like(call.actor, call.Param("ticket_no"),
                                                         static_cast<size_t>(limit)));
  dto::SimilarTickets out;
  for (const app::SimilarTicket& similar : found) {
    out.items.push_back(
        {RowDto(*call.config, similar.row), similar.likeness, similar.near_duplicate});
  }
  return http::Response::Json(200, Encode(out));
}

Result<http::Response> GetIncidentCandidates(Call& call) {
  TRY_ASSIGN(const int64_t hours, Within(call.request, "hours", 24, 1, 168));
  TRY_ASSIGN(const int64_t least, Within(call.request, "least", 3, 2, 100));
  const Instant since{call.context().Now().us - hours * 3'600'000'000};
  TRY_ASSIGN(const auto incidents,
             call.shared.similar->Incidents(call.actor, since, static_cast<size_t>(least)));
  dto::IncidentCandidates out;
  for (const app::Incident& incident : incidents) {
    dto::IncidentCandidate candidate;
    candidate.count = static_cast<int64_t>(incident.tickets.size());
    for (const app::TicketRow& row : incident.tickets) {
      candidate.tickets.push_back(RowDto(*call.config, row));
    }
    out.items.push_back(std::move(candidate));
  }
  return http::Response::Json(200, Encode(out));
}

Result<http::Response> GetUnderstanding(Call& call) {
  TRY_ASSIGN(const auto quality, call.shared.verdicts->Quality(call.actor));
  dto::VerdictQuality out;
  for (const app::VersionQuality& v : quality.versions) {
    dto::VersionQuality version{v.version, v.first_at, v.last_at, v.tickets, v.seen, {}};
    for (const app::FieldQuality& f : v.fields) {
      version.fields.push_back({f.field, f.seen, f.wrong, f.rate, f.low, f.high});
    }
    out.versions.push_back(std::move(version));
  }
  for (const app::Confusion& c : quality.category) out.category.push_back({c.was, c.now, c.count});
  for (const app::Misjudged& m : quality.examples) {
    out.examples.push_back({RowDto(*call.config, m.row), m.field, m.was, m.now});
  }
  return http::Response::Json(200, Encode(out));
}

}  // namespace huiyin::api
