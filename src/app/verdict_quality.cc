#include "app/verdict_quality.h"

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>

#include "app/fact_json.h"
#include "app/log_view.h"
#include "domain/fact.h"
#include "store/queries.h"
#include "text/metrics.h"

namespace huiyin::app {

namespace fact = domain::fact;
namespace q = store::q;

namespace {

constexpr size_t kFields = kVerdictFields.size();
constexpr size_t kExamples = 50;
constexpr size_t kKept = 200;  // corrections remembered; some are taken back or may not be read

// "true" and "false" for what is yes or no.
std::string ValueOf(const domain::Fact& f, const std::string& field) {
  if (field == "sensitive") return f.Flag(field) ? "true" : "false";
  return f.Text(field);
}

struct Judged {
  size_t version = 0;
  bool seen = false;
  std::array<bool, kFields> is_verdict{};
  std::array<std::string, kFields> said, now;
};

}  // namespace

struct VerdictRecord::State {
  explicit State(const Context& context_in)
      : context(context_in),
        view(context_in, q::events_after, [this](const store::Row& row) { return Take(row); }) {}

  Status Take(const store::Row& row) {
    const int64_t ticket = row.Int(2);
    const std::string_view kind = row.Text(5);
    if (kind == fact::kClassified) {
      TRY_ASSIGN(const domain::Fact f, FactOf(row));
      Classified(ticket, f);
    } else if (const auto found = judged.find(ticket); found != judged.end()) {
      if (row.Text(4).starts_with("user:")) found->second.seen = true;
      if (kind == fact::kClassificationCorrected || kind == fact::kPriorityChanged) {
        TRY_ASSIGN(const domain::Fact f, FactOf(row));
        // A priority that the system raised is not a person's judgement.
        if (f.UserId() != 0) Corrected(ticket, found->second, f);
      }
    }
    return Ok();
  }

  static Result<domain::Fact> FactOf(const store::Row& row) {
    return FactFromPayload(row.Str(5), row.At(1), row.Str(4), row.Text(6));
  }

  void Classified(int64_t ticket, const domain::Fact& f) {
    const std::string version = f.Text("version");
    const auto [slot, is_new] = version_of.try_emplace(version, versions.size());
    if (is_new) versions.push_back({version, f.at, f.at, 0, 0, {}});
    VersionQuality& of = versions[slot->second];
    of.last_at = std::max(of.last_at, f.at);
    Judged& j = judged[ticket];
    j.version = slot->second;
    const auto stated = f.List("stated");
    for (size_t i = 0; i < kFields; ++i) {
      const std::string field(kVerdictFields[i]);
      j.said[i] = j.now[i] = ValueOf(f, field);
      j.is_verdict[i] = std::find(stated.begin(), stated.end(), field) == stated.end();
    }
  }

  void Corrected(int64_t ticket, Judged& j, const domain::Fact& f) {
    for (size_t i = 0; i < kFields; ++i) {
      const std::string field(kVerdictFields[i]);
      if (!f.Has(field)) continue;
      j.now[i] = ValueOf(f, field);
      if (!j.is_verdict[i]) continue;
      latest.push_front({ticket, i});
      if (latest.size() > kKept) latest.pop_back();
    }
  }

  // A kind is judged only where both sides see a complaint: else the category is what was wrong.
  static bool Counts(const Judged& j, size_t field) {
    if (!j.is_verdict[field]) return false;
    return kVerdictFields[field] != "complaint_kind" ||
           (j.said[0] == "complaint" && j.now[0] == "complaint");
  }

  VerdictQuality Figures() const {
    VerdictQuality out;
    out.versions = versions;
    for (VersionQuality& v : out.versions) {
      for (const std::string_view field : kVerdictFields) {
        v.fields.emplace_back().field = std::string(field);
      }
    }
    std::map<std::pair<std::string, std::string>, int64_t> category;
    for (const auto& [ticket, j] : judged) {
      VersionQuality& v = out.versions[j.version];
      ++v.tickets;
      if (!j.seen) continue;
      ++v.seen;
      if (j.is_verdict[0]) ++category[{j.said[0], j.now[0]}];
      for (size_t i = 0; i < kFields; ++i) {
        if (!Counts(j, i)) continue;
        ++v.fields[i].seen;
        v.fields[i].wrong += j.said[i] != j.now[i] ? 1 : 0;
      }
    }
    for (VersionQuality& v : out.versions) {
      for (FieldQuality& f : v.fields) {
        if (f.seen > 0) f.rate = static_cast<double>(f.wrong) / static_cast<double>(f.seen);
        const text::Interval interval = text::WilsonInterval(f.wrong, f.seen);
        f.low = interval.low;
        f.high = interval.high;
      }
    }
    std::stable_sort(out.versions.begin(), out.versions.end(),
                     [](const auto& a, const auto& b) { return a.last_at.us > b.last_at.us; });
    for (const auto& [pair, count] : category) {
      out.category.push_back({pair.first, pair.second, count});
    }
    return out;
  }

  struct Correction {
    int64_t ticket;
    size_t field;
  };

  // Those that still stand, each once.
  std::vector<Correction> Standing() const {
    std::vector<Correction> out;
    for (const Correction& c : latest) {
      const Judged& j = judged.at(c.ticket);
      const bool known = std::any_of(out.begin(), out.end(), [&](const Correction& o) {
        return o.ticket == c.ticket && o.field == c.field;
      });
      if (!known && Counts(j, c.field) && j.said[c.field] != j.now[c.field]) out.push_back(c);
    }
    return out;
  }

  const Context& context;
  std::vector<VersionQuality> versions;
  std::unordered_map<std::string, size_t> version_of;
  std::unordered_map<int64_t, Judged> judged;
  std::deque<Correction> latest;  // the newest first
  LogView view;                   // last: its reader uses everything above
};

VerdictRecord::VerdictRecord(const Context& context) : state_(std::make_unique<State>(context)) {}
VerdictRecord::~VerdictRecord() = default;

Result<VerdictQuality> VerdictRecord::Quality(const domain::Actor& actor) {
  const Context& context = state_->context;
  VerdictQuality out;
  std::vector<Misjudged> standing;
  std::vector<int64_t> ids;
  {
    TRY_ASSIGN(const auto lock, state_->view.Current());
    out = state_->Figures();
    for (const auto& c : state_->Standing()) {
      const Judged& j = state_->judged.at(c.ticket);
      Misjudged& m = standing.emplace_back();
      m.row.id = c.ticket;
      m.field = std::string(kVerdictFields[c.field]);
      m.was = j.said[c.field];
      m.now = j.now[c.field];
      ids.push_back(c.ticket);
    }
  }
  if (ids.empty() || !actor.May("ticket.read")) return out;
  TicketFilter filter;
  filter.ids = ids;
  filter.limit = kMaxListLimit;
  TRY_ASSIGN(const auto page, context.db->Get<TicketPage>([&](store::Session& session) {
    return ListTickets(context, session, actor, filter);
  }));
  std::unordered_map<int64_t, const TicketRow*> rows;
  for (const TicketRow& row : page.items) rows.emplace(row.id, &row);
  for (Misjudged& m : standing) {
    const auto found = rows.find(m.row.id);
    if (found == rows.end() || out.examples.size() == kExamples) continue;
    m.row = *found->second;
    out.examples.push_back(std::move(m));
  }
  return out;
}

}  // namespace huiyin::app
