#include "mining/compare.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/json_text.h"
#include "mining/report_text.h"
#include "mining/rework.h"
#include "mining/timing.h"
#include "stats/tests_categorical.h"
#include "stats/tests_multiple.h"
#include "stats/tests_rank.h"

namespace huiyin::mining {
namespace {

constexpr size_t kMostSampled = 20'000;
constexpr size_t kMostVariants = 50;
using Key = std::vector<std::string>;

struct Side {
  size_t cases = 0;
  std::vector<double> durations;
  std::map<Key, uint64_t> activity_cases, arc_cases, variants;
  std::map<Key, std::vector<double>> arc_times;
  uint64_t reworked = 0;
};

Side Measure(const EventLog& log) {
  Side side;
  side.cases = log.case_count();
  for (const int64_t us : MeasureCases(log).duration_us) {
    if (us != kNoTime) side.durations.push_back(static_cast<double>(us) / 1e6);
  }
  std::map<uint64_t, uint64_t> arc_cases;
  std::map<Id, uint64_t> activity_cases;
  std::map<uint64_t, std::vector<double>> times;
  for (size_t c = 0; c < log.case_count(); ++c) {
    std::set<uint64_t> arcs;
    std::set<Id> seen;
    for (uint32_t e = log.CaseBegin(c); e < log.CaseEnd(c); ++e) {
      seen.insert(log.activity()[e]);
      if (e == log.CaseBegin(c)) continue;
      const uint64_t arc = uint64_t{log.activity()[e - 1]} << 32 | log.activity()[e];
      arcs.insert(arc);
      const int64_t from = log.clock_us()[e - 1], to = log.clock_us()[e];
      auto& list = times[arc];
      if (from != kNoTime && to != kNoTime && list.size() < kMostSampled) {
        list.push_back(static_cast<double>(to - from) / 1e6);
      }
    }
    for (const uint64_t arc : arcs) ++arc_cases[arc];
    for (const Id a : seen) ++activity_cases[a];
  }
  const auto arc_key = [&](uint64_t arc) {
    return Key{std::string(log.ActivityName(static_cast<Id>(arc >> 32))),
               std::string(log.ActivityName(static_cast<Id>(arc)))};
  };
  for (const auto& [id, n] : activity_cases) {
    side.activity_cases[{std::string(log.ActivityName(id))}] = n;
  }
  for (const auto& [arc, n] : arc_cases) side.arc_cases[arc_key(arc)] = n;
  for (auto& [arc, list] : times) side.arc_times[arc_key(arc)] = std::move(list);
  const Variants variants = FindVariants(log);
  for (const Variant& v : variants.list) {
    Key path;
    for (const Id id : v.path) path.emplace_back(log.ActivityName(id));
    side.variants[std::move(path)] += v.count;
  }
  side.reworked = FindRework(log).cases;
  return side;
}

double Median(std::vector<double> v) {
  if (v.empty()) return 0;
  const size_t mid = v.size() / 2;
  std::nth_element(v.begin(), v.begin() + static_cast<long>(mid), v.end());
  const double high = v[mid];
  if (v.size() % 2 == 1) return high;
  return (high + *std::max_element(v.begin(), v.begin() + static_cast<long>(mid))) / 2;
}

class Builder {
 public:
  Builder(const Side& a, const Side& b) : a_(a), b_(b) {}

  std::vector<Difference> Run() {
    Times(DifferenceKind::kCaseDuration, {}, a_.durations, b_.durations);
    Share(DifferenceKind::kRework, {}, a_.reworked, b_.reworked);
    Shares(DifferenceKind::kActivityShare, a_.activity_cases, b_.activity_cases);
    Shares(DifferenceKind::kArcShare, a_.arc_cases, b_.arc_cases);
    for (const auto& [key, times] : a_.arc_times) {
      const auto other = b_.arc_times.find(key);
      if (other != b_.arc_times.end()) Times(DifferenceKind::kArcTime, key, times, other->second);
    }
    TopVariants();
    std::vector<double> p;
    for (const Difference& d : all_) p.push_back(d.p);
    const std::vector<double> q = stats::BenjaminiHochberg(p);
    for (size_t i = 0; i < all_.size(); ++i) all_[i].q = q[i];
    std::stable_sort(all_.begin(), all_.end(),
                     [](const Difference& x, const Difference& y) { return x.q < y.q; });
    return std::move(all_);
  }

 private:
  void Share(DifferenceKind kind, const Key& key, uint64_t x, uint64_t y) {
    const stats::Table2x2 table{x, a_.cases - x, y, b_.cases - y};
    Difference d{kind, key, 0, 0, 0, 1, 1};
    d.a = static_cast<double>(x) / static_cast<double>(std::max<size_t>(1, a_.cases));
    d.b = static_cast<double>(y) / static_cast<double>(std::max<size_t>(1, b_.cases));
    d.effect = d.b - d.a;
    d.p = stats::IndependenceP(table);
    all_.push_back(std::move(d));
  }
  void Shares(DifferenceKind kind, const std::map<Key, uint64_t>& a,
              const std::map<Key, uint64_t>& b) {
    std::map<Key, std::pair<uint64_t, uint64_t>> both;
    for (const auto& [key, n] : a) both[key].first = n;
    for (const auto& [key, n] : b) both[key].second = n;
    for (const auto& [key, n] : both) Share(kind, key, n.first, n.second);
  }
  void Times(DifferenceKind kind, const Key& key, const std::vector<double>& a,
             const std::vector<double>& b) {
    if (a.empty() || b.empty()) return;
    const stats::MannWhitney test = stats::MannWhitneyTest(b, a);
    all_.push_back({kind, key, Median(a), Median(b), test.cliffs_delta, test.p, 1});
  }
  // The most frequent of both together: rare ones cannot differ significantly.
  void TopVariants() {
    std::map<Key, std::pair<uint64_t, uint64_t>> both;
    for (const auto& [key, n] : a_.variants) both[key].first = n;
    for (const auto& [key, n] : b_.variants) both[key].second = n;
    std::vector<const std::pair<const Key, std::pair<uint64_t, uint64_t>>*> order;
    for (const auto& entry : both) order.push_back(&entry);
    std::stable_sort(order.begin(), order.end(), [](const auto* x, const auto* y) {
      return x->second.first + x->second.second > y->second.first + y->second.second;
    });
    for (size_t i = 0; i < order.size() && i < kMostVariants; ++i) {
      Share(DifferenceKind::kVariantShare, order[i]->first, order[i]->second.first,
            order[i]->second.second);
    }
  }

  const Side& a_;
  const Side& b_;
  std::vector<Difference> all_;
};

const char* KindName(DifferenceKind kind) {
  switch (kind) {
    case DifferenceKind::kCaseDuration:
      return "case_duration";
    case DifferenceKind::kActivityShare:
      return "activity_share";
    case DifferenceKind::kArcShare:
      return "arc_share";
    case DifferenceKind::kArcTime:
      return "arc_time";
    case DifferenceKind::kVariantShare:
      return "variant_share";
    case DifferenceKind::kRework:
      return "rework";
  }
  return "";
}

bool IsTime(DifferenceKind kind) {
  return kind == DifferenceKind::kCaseDuration || kind == DifferenceKind::kArcTime;
}

std::string KindTitle(DifferenceKind kind, Language language) {
  const bool zh = language == Language::kZh;
  switch (kind) {
    case DifferenceKind::kCaseDuration:
      return zh ? "案件时长（中位）" : "case duration (median)";
    case DifferenceKind::kActivityShare:
      return zh ? "有此活动的案件" : "cases with the activity";
    case DifferenceKind::kArcShare:
      return zh ? "有此流转的案件" : "cases with the transition";
    case DifferenceKind::kArcTime:
      return zh ? "流转耗时（中位）" : "transition time (median)";
    case DifferenceKind::kVariantShare:
      return zh ? "走此变体的案件" : "cases of the variant";
    case DifferenceKind::kRework:
      return zh ? "返工的案件" : "cases with rework";
  }
  return {};
}

}  // namespace

Comparison CompareLogs(const EventLog& a, const EventLog& b) {
  Comparison comparison;
  comparison.cases_a = a.case_count();
  comparison.cases_b = b.case_count();
  comparison.events_a = a.event_count();
  comparison.events_b = b.event_count();
  const Side side_a = Measure(a), side_b = Measure(b);
  comparison.differences = Builder(side_a, side_b).Run();
  return comparison;
}

std::string ComparisonJson(const Comparison& comparison) {
  JsonText out;
  out.Open('{');
  for (const auto& [key, cases, events] :
       {std::tuple("a", comparison.cases_a, comparison.events_a),
        std::tuple("b", comparison.cases_b, comparison.events_b)}) {
    out.Key(key).Open('{');
    out.Key("cases").Int(static_cast<int64_t>(cases));
    out.Key("events").Int(static_cast<int64_t>(events));
    out.Close('}');
  }
  out.Key("differences").Open('[');
  for (const Difference& d : comparison.differences) {
    out.Open('{');
    out.Key("kind").Str(KindName(d.kind));
    out.Key("path").Open('[');
    for (const std::string& name : d.path) out.Str(name);
    out.Close(']');
    out.Key("a").Real(d.a).Key("b").Real(d.b).Key("effect").Real(d.effect);
    out.Key("p").Real(d.p).Key("q").Real(d.q);
    out.Key("significant").Bool(d.q <= kComparisonQ);
    out.Close('}');
  }
  out.Close(']');
  out.Close('}');
  return out.Take();
}

std::string ComparisonText(const Comparison& comparison, Language language) {
  const bool zh = language == Language::kZh;
  std::string text = zh ? "A：" : "A: ";
  text += SayCount(comparison.cases_a) + (zh ? " 个案件；B：" : " cases; B: ") +
          SayCount(comparison.cases_b) + (zh ? " 个案件\n\n" : " cases\n\n");
  size_t shown = 0;
  for (const Difference& d : comparison.differences) {
    if (d.q > kComparisonQ || shown == 30) break;
    ++shown;
    std::string path;
    for (const std::string& name : d.path) path += (path.empty() ? "" : " → ") + name;
    const auto value = [&](double v) {
      return IsTime(d.kind) ? SayDuration(v, language) : SayPercent(v);
    };
    char q[32];
    std::snprintf(q, sizeof(q), "q = %.2g", d.q);
    text += Fitted(KindTitle(d.kind, language), 26) + PaddedLeft(value(d.a), 10) + " → " +
            Fitted(value(d.b), 10) + "  " + Fitted(q, 14) + path + "\n";
  }
  if (shown == 0)
    text += zh ? "没有显著差别（q ≤ 0.05）。\n" : "No significant difference (q <= 0.05).\n";
  return text;
}

}  // namespace huiyin::mining
