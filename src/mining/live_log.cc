#include "mining/live_log.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>
#include <unordered_map>

#include "base/utf8.h"
#include "mining/log_builder.h"

namespace huiyin::mining {
namespace {

constexpr uint32_t kRootVariant = 0;

struct Step {
  int64_t from_us, to_us;
  uint32_t case_number;
};

struct CaseState {
  Id first = kNoId, last = kNoId;
  uint32_t variant = kRootVariant;  // node of the trie of prefixes
  int64_t first_us = 0, last_us = 0;
  bool reworked = false;
};

uint64_t KeyOf(uint32_t a, uint32_t b) { return uint64_t{a} << 32 | b; }

// The sets of activities that prefixes hold, each once: whether a case did something before is one
// bit, however long the case.
class ActivitySets {
 public:
  static constexpr uint32_t kNone = 0;

  bool Has(uint32_t set, Id activity) const {
    const Bits& bits = *sets_[set];
    return activity / 64 < bits.size() && (bits[activity / 64] >> activity % 64 & 1) != 0;
  }
  uint32_t With(uint32_t set, Id activity) {
    if (Has(set, activity)) return set;
    const auto [slot, is_new] = with_.try_emplace(KeyOf(set, activity));
    if (is_new) {
      Bits bits = *sets_[set];
      if (bits.size() <= activity / 64) bits.resize(activity / 64 + 1, 0);
      bits[activity / 64] |= uint64_t{1} << activity % 64;
      const auto [known, added] =
          ids_.try_emplace(std::move(bits), static_cast<uint32_t>(sets_.size()));
      if (added) sets_.push_back(&known->first);
      slot->second = known->second;
    }
    return slot->second;
  }

 private:
  using Bits = std::vector<uint64_t>;
  std::map<Bits, uint32_t> ids_{{Bits{}, kNone}};
  std::vector<const Bits*> sets_{&ids_.begin()->first};
  std::unordered_map<uint64_t, uint32_t> with_;
};

// A prefix that cases have; cases that stand exactly there are a variant.
struct VariantNode {
  uint32_t parent = kRootVariant;
  Id activity = kNoId;
  uint32_t activities = ActivitySets::kNone;
};

}  // namespace

std::vector<LiveBottleneck> Bottlenecks(const LiveSummary& summary, size_t most) {
  constexpr double kFlagged = 0.2;
  double all = 0;
  for (const LiveArc& arc : summary.arcs) all += arc.time.sum_s;
  std::vector<LiveBottleneck> out;
  for (const LiveArc& arc : summary.arcs) {
    if (arc.time.sum_s <= 0) continue;
    const double share = arc.time.sum_s / all;
    out.push_back({arc.from, arc.to, arc.count, arc.time.mean_s, arc.time.sum_s, share,
                   arc.time.sum_s / 2 / static_cast<double>(summary.cases), share >= kFlagged});
  }
  std::stable_sort(out.begin(), out.end(), [](const LiveBottleneck& x, const LiveBottleneck& y) {
    return x.total_wait_s > y.total_wait_s;
  });
  if (out.size() > most) out.resize(most);
  return out;
}

struct LiveLog::State {
  mutable std::mutex mutex;
  Interner cases, activities, resources, keys, values;
  std::vector<Id> case_of, activity_of, resource_of;
  std::vector<int64_t> time_us;
  struct Attribute {
    uint32_t event;
    Id key, value;
  };
  std::vector<Attribute> attributes;
  std::vector<CaseState> case_states;
  std::unordered_map<uint64_t, std::vector<Step>> arcs;
  std::vector<VariantNode> variants{VariantNode{}};
  std::unordered_map<uint64_t, uint32_t> variant_children;
  ActivitySets sets;

  void Follow(uint32_t number, Id activity, int64_t us, bool is_new) {
    CaseState& state = case_states[number];
    if (is_new) {
      state.first = activity;
      state.first_us = us;
    } else {
      arcs[KeyOf(state.last, activity)].push_back({state.last_us, us, number});
    }
    if (!state.reworked && state.last != activity) state.reworked = Has(state.variant, activity);
    const auto [child, made] = variant_children.try_emplace(KeyOf(state.variant, activity),
                                                            static_cast<uint32_t>(variants.size()));
    if (made) {
      variants.push_back(
          {state.variant, activity, sets.With(variants[state.variant].activities, activity)});
    }
    state.variant = child->second;
    state.last = activity;
    state.last_us = us;
  }

  bool Has(uint32_t node, Id activity) const {
    return sets.Has(variants[node].activities, activity);
  }

  std::vector<std::string> PathOf(uint32_t node) const {
    std::vector<std::string> path;
    for (; node != kRootVariant; node = variants[node].parent) {
      path.emplace_back(activities.Name(variants[node].activity));
    }
    std::reverse(path.begin(), path.end());
    return path;
  }

  // One byte a case: the question is asked once a case, not once an event.
  std::vector<uint8_t> Kept(const std::function<bool(size_t)>& keep) const {
    std::vector<uint8_t> kept(case_states.size(), 1);
    if (keep) {
      for (size_t c = 0; c < kept.size(); ++c) kept[c] = keep(c) ? 1 : 0;
    }
    return kept;
  }

  void AddCases(const LiveQuery& query, const std::vector<uint8_t>& kept,
                LiveSummary& summary) const;
  void AddArcs(const LiveQuery& query, const std::vector<uint8_t>& kept,
               LiveSummary& summary) const;
};

// Variants, durations, starts and ends of the kept cases. Activities stand at their own ids.
void LiveLog::State::AddCases(const LiveQuery& query, const std::vector<uint8_t>& kept,
                              LiveSummary& summary) const {
  for (Id id = 0; id < activities.size(); ++id) {
    summary.activities.push_back({std::string(activities.Name(id)), 0, 0, 0});
  }
  std::vector<int64_t> durations;
  std::vector<uint64_t> at_node(variants.size(), 0);
  for (size_t n = 0; n < kept.size(); ++n) {
    if (kept[n] == 0) continue;
    const CaseState& c = case_states[n];
    ++summary.cases;
    ++summary.activities[c.first].start;
    ++summary.activities[c.first].count;
    ++summary.activities[c.last].end;
    ++at_node[c.variant];
    summary.rework_cases += c.reworked ? 1 : 0;
    durations.push_back(query.clock ? query.clock(c.last_us) - query.clock(c.first_us)
                                    : c.last_us - c.first_us);
  }
  summary.case_duration = Summarize(durations);
  std::vector<uint32_t> nodes;
  for (uint32_t n = 1; n < at_node.size(); ++n) {
    if (at_node[n] > 0) nodes.push_back(n);
  }
  summary.variant_count = nodes.size();
  const size_t wanted = std::min(query.most_variants, nodes.size());
  std::partial_sort(nodes.begin(), nodes.begin() + static_cast<long>(wanted), nodes.end(),
                    [&](uint32_t x, uint32_t y) {
                      return at_node[x] != at_node[y] ? at_node[x] > at_node[y] : x < y;
                    });
  for (size_t i = 0; i < wanted; ++i) {
    summary.variants.push_back({PathOf(nodes[i]), at_node[nodes[i]]});
  }
}

// Every event but the first of its case is the end of one step, so arcs count activities too.
void LiveLog::State::AddArcs(const LiveQuery& query, const std::vector<uint8_t>& kept,
                             LiveSummary& summary) const {
  std::vector<int64_t> waits;
  for (const auto& [key, steps] : arcs) {
    waits.clear();
    for (const Step& step : steps) {
      if (kept[step.case_number] == 0) continue;
      waits.push_back(query.clock ? query.clock(step.to_us) - query.clock(step.from_us)
                                  : step.to_us - step.from_us);
    }
    if (waits.empty()) continue;
    const Id from = static_cast<Id>(key >> 32), to = static_cast<Id>(key);
    summary.activities[to].count += waits.size();
    summary.arcs.push_back({std::string(activities.Name(from)), std::string(activities.Name(to)),
                            waits.size(), Summarize(waits)});
  }
}

LiveLog::LiveLog() : state_(std::make_unique<State>()) {}
LiveLog::~LiveLog() = default;

Status LiveLog::Append(std::string_view case_name, std::string_view activity, Instant time,
                       std::string_view resource, std::span<const AttributeText> attributes) {
  if (case_name.empty()) return InvalidArgument("an event without a case");
  if (activity.empty()) return InvalidArgument("an event without an activity");
  for (const std::string_view name : {case_name, activity, resource}) {
    if (!IsValidUtf8(name)) return InvalidArgument("a name that is not valid UTF-8");
  }
  const std::lock_guard<std::mutex> lock(state_->mutex);
  State& s = *state_;
  const Id known = s.cases.Find(case_name);
  if (known != kNoId && time.us < s.case_states[known].last_us) {
    return InvalidArgument("an event earlier than the last of case " + std::string(case_name));
  }
  const Id case_id = s.cases.Intern(case_name);
  const Id activity_id = s.activities.Intern(activity);
  const bool is_new = case_id == s.case_states.size();
  if (is_new) s.case_states.emplace_back();
  s.Follow(case_id, activity_id, time.us, is_new);
  const uint32_t event = static_cast<uint32_t>(s.case_of.size());
  s.case_of.push_back(case_id);
  s.activity_of.push_back(activity_id);
  s.resource_of.push_back(resource.empty() ? kNoId : s.resources.Intern(resource));
  s.time_us.push_back(time.us);
  for (const auto& [key, value] : attributes) {
    s.attributes.push_back({event, s.keys.Intern(key), s.values.Intern(value)});
  }
  return Ok();
}

LiveSummary LiveLog::Summary(const LiveQuery& query) const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  const State& s = *state_;
  const std::vector<uint8_t> kept = s.Kept(query.keep);
  LiveSummary summary;
  s.AddCases(query, kept, summary);
  s.AddArcs(query, kept, summary);
  std::erase_if(summary.activities, [](const LiveActivity& a) { return a.count == 0; });
  for (const LiveActivity& activity : summary.activities) summary.events += activity.count;
  std::sort(summary.activities.begin(), summary.activities.end(),
            [](const LiveActivity& x, const LiveActivity& y) {
              return x.count != y.count ? x.count > y.count : x.name < y.name;
            });
  std::sort(summary.arcs.begin(), summary.arcs.end(), [](const LiveArc& x, const LiveArc& y) {
    return x.count != y.count ? x.count > y.count : std::tie(x.from, x.to) < std::tie(y.from, y.to);
  });
  return summary;
}

LiveCases LiveLog::CasesBehind(const LivePlace& place, size_t most,
                               const std::function<bool(size_t)>& keep) const {
  using Kind = LivePlace::Kind;
  const std::lock_guard<std::mutex> lock(state_->mutex);
  const State& s = *state_;
  LiveCases out;
  const Id from = s.activities.Find(place.activity);
  if (from == kNoId) return out;
  std::vector<uint8_t> behind;
  if (place.kind == Kind::kArc) {
    const auto arc = s.arcs.find(KeyOf(from, s.activities.Find(place.to)));
    if (arc == s.arcs.end()) return out;
    behind.assign(s.case_states.size(), 0);
    for (const Step& step : arc->second) behind[step.case_number] = 1;
  }
  for (size_t n = s.case_states.size(); n-- > 0;) {
    const CaseState& c = s.case_states[n];
    const bool there = place.kind == Kind::kArc     ? behind[n] != 0
                       : place.kind == Kind::kStart ? c.first == from
                       : place.kind == Kind::kEnd   ? c.last == from
                                                    : s.Has(c.variant, from);
    if (!there || (keep && !keep(n))) continue;
    if (out.count++ < most) out.names.emplace_back(s.cases.Name(static_cast<Id>(n)));
  }
  return out;
}

EventLog LiveLog::Snapshot(const std::function<bool(size_t)>& keep) const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  const State& s = *state_;
  const std::vector<uint8_t> kept = s.Kept(keep);
  LogBuilder builder;
  std::vector<Id> new_case(kept.size(), kNoId);
  for (Id c = 0; c < kept.size(); ++c) {
    if (kept[c] != 0) new_case[c] = builder.Case(s.cases.Name(c));
  }
  for (Id a = 0; a < s.activities.size(); ++a) builder.Activity(s.activities.Name(a));
  for (Id r = 0; r < s.resources.size(); ++r) builder.Resource(s.resources.Name(r));
  auto attribute = s.attributes.begin();
  for (uint32_t e = 0; e < s.case_of.size(); ++e) {
    const Id case_id = new_case[s.case_of[e]];
    uint32_t event = 0;
    if (case_id != kNoId) {
      event = builder.Append(case_id, s.activity_of[e], s.time_us[e], s.resource_of[e]);
    }
    for (; attribute != s.attributes.end() && attribute->event == e; ++attribute) {
      if (case_id == kNoId) continue;
      const std::string_view key = s.keys.Name(attribute->key);
      const Id value = builder.Value(s.values.Name(attribute->value));
      if (key.starts_with("case:")) {
        builder.SetCaseAttribute(
            case_id, builder.CaseAttribute(key.substr(5), AttributeKind::kString), value);
      } else {
        builder.SetEventAttribute(event, builder.EventAttribute(key, AttributeKind::kString),
                                  value);
      }
    }
  }
  return std::move(builder).Build();
}

uint64_t LiveLog::event_count() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  return state_->case_of.size();
}

}  // namespace huiyin::mining
