#include "mining/attributes.h"

#include <algorithm>
#include <unordered_map>

#include "stats/tests_multiple.h"

namespace huiyin::mining {
namespace {

constexpr size_t kMostValues = 1000;
constexpr uint64_t kFewestCases = 5;
constexpr double kLeastLift = 1.2, kMostQ = 0.05;

struct Counts {
  uint64_t inside = 0, outside = 0;
  uint32_t last_case = kNoId;
};
using ByValue = std::unordered_map<Id, Counts>;

class Search {
 public:
  Search(const EventLog& log, const std::vector<bool>& inside) : log_(log), inside_(inside) {
    for (const bool in : inside) ++(in ? total_in_ : total_out_);
  }

  std::vector<OverRepresented> Run() {
    if (total_in_ == 0 || total_out_ == 0) return {};
    for (const AttributeColumn& column : log_.case_attributes()) {
      ByValue counts;
      for (uint32_t c = 0; c < log_.case_count(); ++c) Count(counts, column.values[c], c);
      Add(column.key, counts, [&](Id id) { return log_.ValueName(id); });
    }
    for (const AttributeColumn& column : log_.event_attributes()) {
      Add(column.key, OfEvents([&](uint32_t e) { return column.values[e]; }),
          [&](Id id) { return log_.ValueName(id); });
    }
    Add("resource", OfEvents([&](uint32_t e) { return log_.resource()[e]; }),
        [&](Id id) { return log_.ResourceName(id); });
    Add("activity", OfEvents([&](uint32_t e) { return log_.activity()[e]; }),
        [&](Id id) { return log_.ActivityName(id); });
    return Significant();
  }

 private:
  void Count(ByValue& counts, Id value, uint32_t c) const {
    if (value == kNoId || counts.size() > kMostValues) return;
    Counts& entry = counts[value];
    if (entry.last_case == c) return;
    entry.last_case = c;
    ++(inside_[c] ? entry.inside : entry.outside);
  }
  template <typename ValueOf>
  ByValue OfEvents(const ValueOf& value_of) const {
    ByValue counts;
    for (uint32_t c = 0; c < log_.case_count(); ++c) {
      for (uint32_t e = log_.CaseBegin(c); e < log_.CaseEnd(c); ++e) {
        Count(counts, value_of(e), c);
      }
    }
    return counts;
  }
  template <typename NameOf>
  void Add(const std::string& key, const ByValue& counts, const NameOf& name_of) {
    if (counts.size() > kMostValues) return;
    for (const auto& [value, n] : counts) {
      if (n.inside + n.outside < kFewestCases) continue;
      OverRepresented entry;
      entry.key = key;
      entry.value = std::string(name_of(value));
      entry.table = {n.inside, n.outside, total_in_ - n.inside, total_out_ - n.outside};
      entry.lift = stats::Lift(entry.table);
      entry.odds_ratio = stats::OddsRatio(entry.table);
      entry.p = stats::IndependenceP(entry.table);
      tried_.push_back(std::move(entry));
    }
  }
  std::vector<OverRepresented> Significant() {
    std::vector<double> p;
    for (const OverRepresented& entry : tried_) p.push_back(entry.p);
    const std::vector<double> q = stats::BenjaminiHochberg(p);
    std::vector<OverRepresented> kept;
    for (size_t i = 0; i < tried_.size(); ++i) {
      tried_[i].q = q[i];
      const bool enough = tried_[i].table.a >= kFewestCases && tried_[i].lift >= kLeastLift;
      if (enough && q[i] <= kMostQ) kept.push_back(std::move(tried_[i]));
    }
    std::sort(kept.begin(), kept.end(), [](const OverRepresented& x, const OverRepresented& y) {
      return std::tuple(x.q, -x.lift, x.key, x.value) < std::tuple(y.q, -y.lift, y.key, y.value);
    });
    return kept;
  }

  const EventLog& log_;
  const std::vector<bool>& inside_;
  uint64_t total_in_ = 0, total_out_ = 0;
  std::vector<OverRepresented> tried_;
};

}  // namespace

std::vector<OverRepresented> FindOverRepresented(const EventLog& log,
                                                 const std::vector<bool>& inside) {
  return Search(log, inside).Run();
}

void AddOverRepresented(const char* key, const std::vector<OverRepresented>& list, JsonText& out) {
  out.Key(key).Open('[');
  for (const OverRepresented& entry : list) {
    out.Open('{');
    out.Key("key").Str(entry.key);
    out.Key("value").Str(entry.value);
    out.Key("inside").Int(static_cast<int64_t>(entry.table.a));
    out.Key("outside").Int(static_cast<int64_t>(entry.table.b));
    out.Key("lift").Real(entry.lift);
    out.Key("odds_ratio").Real(entry.odds_ratio);
    out.Key("p").Real(entry.p);
    out.Key("q").Real(entry.q);
    out.Close('}');
  }
  out.Close(']');
}

}  // namespace huiyin::mining
