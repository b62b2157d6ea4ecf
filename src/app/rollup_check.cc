#include "app/rollup_check.h"

#include <limits>
#include <map>
#include <tuple>

#include "app/fact_json.h"
#include "app/rollup.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr int kPage = 10'000;

using Key = std::tuple<int64_t, std::string, std::string, int64_t>;  // hour, metric, dims, bucket
struct Figure {
  int64_t n = 0, sum = 0;
  bool operator==(const Figure&) const = default;
};
using Figures = std::map<Key, Figure>;

class Recount {
 public:
  explicit Recount(store::Session& session) : session_(session) {}

  Result<Figures> Run() {
    // Events of ticket 0 are about no ticket.
    int64_t seq = std::numeric_limits<int64_t>::max();
    int64_t ticket = 0;
    for (int rows = kPage; rows == kPage;) {
      rows = 0;
      TRY(session_.Each(q::ticket_steps_after, {ticket, seq, kPage}, [&](const store::Row& row) {
        ++rows;
        ticket = row.Int(0);
        seq = row.Int(1);
        return Event(row);
      }));
    }
    // Deltas that cancel out leave no row.
    std::erase_if(figures_, [](const auto& f) { return f.second == Figure{}; });
    return std::move(figures_);
  }

 private:
  Status Event(const store::Row& row) {
    if (row.Int(0) != ticket_) {
      ticket_ = row.Int(0);
      life_ = domain::Lifecycle{};
      classified_ = false;
    }
    const std::string kind = row.Str(5);
    TRY_ASSIGN(const domain::Fact fact, FactFromPayload(kind, row.At(2), row.Str(4), row.Text(6)));
    const domain::Lifecycle before = life_;
    domain::Apply(life_, fact);
    if (kind == domain::fact::kTicketCreated) {
      channel_ = fact.Text("channel");
    } else if (kind == domain::fact::kClassified && !classified_) {
      classified_ = true;
      Add(ReceivedRollups(life_, channel_));
    }
    Add(TransitionRollups(before, life_, fact.at, channel_));
    return Ok();
  }
  void Add(std::vector<store::RollupDelta> deltas) {
    for (auto& d : deltas) {
      Figure& figure = figures_[{d.hour, std::move(d.metric), std::move(d.dims), d.bucket}];
      figure.n += d.n;
      figure.sum += d.sum;
    }
  }

  store::Session& session_;
  Figures figures_;
  int64_t ticket_ = 0;
  domain::Lifecycle life_;
  std::string channel_;
  bool classified_ = false;
};

}  // namespace

Result<RollupReport> CheckRollups(store::Session& session) {
  TRY_ASSIGN(const Figures counted, Recount(session).Run());
  Figures stored;
  TRY(session.Each(q::rollups_all, {}, [&](const store::Row& row) {
    stored[{row.Int(0), row.Str(1), row.Str(2), row.Int(3)}] = {row.Int(4), row.Int(5)};
    return Ok();
  }));
  RollupReport report;
  report.rows = static_cast<int64_t>(counted.size());
  Figures all = counted;
  all.insert(stored.begin(), stored.end());
  for (const auto& [key, ignored] : all) {
    const auto is = stored.find(key);
    const auto should = counted.find(key);
    const bool same = is != stored.end() && should != counted.end() && is->second == should->second;
    if (same) continue;
    if (++report.differences > 1) continue;
    const Figure a = is == stored.end() ? Figure{} : is->second;
    const Figure b = should == counted.end() ? Figure{} : should->second;
    report.first = {std::get<0>(key),
                    std::get<1>(key),
                    std::get<2>(key),
                    std::get<3>(key),
                    a.n,
                    a.sum,
                    b.n,
                    b.sum};
  }
  return report;
}

}  // namespace huiyin::app
