#include "app/similar_tickets.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "app/log_view.h"
#include "app/read_ticket.h"
#include "store/queries.h"
#include "text/char_table.h"
#include "text/similar.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr size_t kCandidates = 100;
constexpr double kAlike = 0.15;     // below this two texts share only common words
constexpr double kIncident = 0.35;  // of one matter
constexpr int kMostOfATime = 20'000;
constexpr size_t kMostIncidents = 50;
constexpr size_t kMostOfAnIncident = 100;

Result<std::unordered_map<int64_t, TicketRow>> Readable(const Context& context,
                                                        store::Session& session,
                                                        const domain::Actor& actor,
                                                        const std::vector<int64_t>& ids) {
  std::unordered_map<int64_t, TicketRow> out;
  if (ids.empty()) return out;
  TicketFilter filter;
  filter.ids = ids;
  filter.limit = kMaxListLimit;
  TRY_ASSIGN(auto page, ListTickets(context, session, actor, filter));
  for (TicketRow& row : page.items) out.emplace(row.id, std::move(row));
  return out;
}

}  // namespace

struct SimilarTickets::State {
  explicit State(const Context& context_in)
      : context(context_in),
        view(context_in, q::created_texts_after,
             [this](const store::Row& row) { return Take(row); }) {}

  Status Take(const store::Row& row) {
    TRY_ASSIGN(const text::CharTable* table, text::CharTable::Get());
    index.Add(row.Int(1), text::ShinglesOf(*table, row.Text(2)));
    return Ok();
  }

  const Context& context;
  text::SimilarIndex index;
  LogView view;  // last: its reader uses everything above
};

SimilarTickets::SimilarTickets(const Context& context) : state_(std::make_unique<State>(context)) {}
SimilarTickets::~SimilarTickets() = default;

Result<std::vector<SimilarTicket>> SimilarTickets::Like(const domain::Actor& actor,
                                                        const std::string& ticket_no, size_t most) {
  const Context& context = state_->context;
  TRY_ASSIGN(const text::CharTable* table, text::CharTable::Get());
  TRY_ASSIGN(const auto view, context.db->Get<TicketView>([&](store::Session& session) {
    return ReadTicket(context, session, actor, ticket_no);
  }));
  const int64_t own_id = view.record.id;
  const auto shingles = text::ShinglesOf(*table, view.record.content_masked);
  std::vector<int64_t> ids;
  {
    TRY_ASSIGN(const auto lock, state_->view.Current());
    for (const auto& match : state_->index.Find(shingles, kCandidates)) {
      if (match.id != own_id) ids.push_back(match.id);
    }
  }
  return context.db->Get<std::vector<SimilarTicket>>(
      [&](store::Session& session) -> Result<std::vector<SimilarTicket>> {
        std::vector<SimilarTicket> out;
        TRY_ASSIGN(auto rows, Readable(context, session, actor, ids));
        for (const int64_t id : ids) {
          const auto found = rows.find(id);
          if (found == rows.end()) continue;
          TRY_ASSIGN(const auto words, session.One(q::ticket_text, {id}, [](const store::Row& row) {
            return row.Str(0);
          }));
          const double likeness =
              text::Likeness(shingles, text::ShinglesOf(*table, words.value_or("")));
          if (likeness < kAlike) continue;
          out.push_back({std::move(found->second), likeness, likeness >= text::kNearDuplicate});
        }
        std::stable_sort(out.begin(), out.end(),
                         [](const auto& a, const auto& b) { return a.likeness > b.likeness; });
        if (out.size() > most) out.resize(most);
        return out;
      });
}

Result<std::vector<Incident>> SimilarTickets::Incidents(const domain::Actor& actor, Instant since,
                                                        size_t least) {
  const Context& context = state_->context;
  TRY_ASSIGN(const text::CharTable* table, text::CharTable::Get());
  return context.db->Get<std::vector<Incident>>(
      [&](store::Session& session) -> Result<std::vector<Incident>> {
        std::vector<int64_t> ids;
        std::vector<std::vector<uint64_t>> shingles;
        TRY(session.Each(q::texts_received_since, {since.us, kMostOfATime},
                         [&](const store::Row& row) -> Status {
                           ids.push_back(row.Int(0));
                           shingles.push_back(text::ShinglesOf(*table, row.Text(1)));
                           return Ok();
                         }));
        const auto group = text::GroupAlike(shingles, kIncident);
        std::unordered_map<size_t, std::vector<int64_t>> members;
        for (size_t i = 0; i < ids.size(); ++i) {
          auto& list = members[group[i]];
          if (list.size() < kMostOfAnIncident) list.push_back(ids[i]);
        }
        std::vector<Incident> out;
        for (const auto& [number, list] : members) {
          if (list.size() < least) continue;
          TRY_ASSIGN(auto rows, Readable(context, session, actor, list));
          if (rows.size() < least) continue;
          Incident incident;
          for (auto& [id, row] : rows) incident.tickets.push_back(std::move(row));
          std::sort(incident.tickets.begin(), incident.tickets.end(),
                    [](const TicketRow& a, const TicketRow& b) {
                      return std::tuple(a.received_at.us, a.id) <
                             std::tuple(b.received_at.us, b.id);
                    });
          out.push_back(std::move(incident));
        }
        std::sort(out.begin(), out.end(), [](const Incident& a, const Incident& b) {
          return std::tuple(b.tickets.size(), a.tickets.front().id) <
                 std::tuple(a.tickets.size(), b.tickets.front().id);
        });
        if (out.size() > kMostIncidents) out.resize(kMostIncidents);
        return out;
      });
}

}  // namespace huiyin::app
