#include "mining/live_log.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <unordered_map>

#include "base/utf8.h"
#include "mining/log_builder.h"

namespace huiyin::mining {
namespace {

constexpr double kGamma = 1.04;  // bucket borders grow by 4 %: the middle is within 2 %
constexpr uint32_t kRootVariant = 0;

// Counts by logarithmic bucket (Masson, Rim, Lee: DDSketch, 2019).
class Sketch {
 public:
  void Add(double seconds) {
    if (count_ == 0) {
      least_ = most_ = seconds;
    }
    ++count_;
    sum_ += seconds;
    least_ = std::min(least_, seconds);
    most_ = std::max(most_, seconds);
    ++buckets_[BucketOf(seconds)];
  }
  DurationStats Stats() const {
    DurationStats s;
    s.count = count_;
    if (count_ == 0) return s;
    s.sum_s = sum_;
    s.mean_s = sum_ / static_cast<double>(count_);
    s.min_s = least_;
    s.max_s = most_;
    s.median_s = Quantile(0.5);
    s.p90_s = Quantile(0.9);
    return s;
  }

 private:
  static int BucketOf(double seconds) {
    constexpr double kSmallest = 1e-6;
    if (seconds < kSmallest) return -100'000;
    return static_cast<int>(std::ceil(std::log(seconds) / std::log(kGamma)));
  }
  double Quantile(double q) const {
    const double rank = q * static_cast<double>(count_ - 1);
    double seen = 0;
    for (const auto& [bucket, n] : buckets_) {
      seen += static_cast<double>(n);
      if (seen <= rank) continue;
      if (bucket == -100'000) return std::max(0.0, least_);
      const double value = 2 * std::pow(kGamma, bucket) / (kGamma + 1);
      return std::clamp(value, least_, most_);
    }
    return most_;
  }
  uint64_t count_ = 0;
  double sum_ = 0, least_ = 0, most_ = 0;
  std::map<int, uint64_t> buckets_;
};

struct ArcState {
  uint64_t count = 0;
  Sketch time;
};

struct CaseState {
  Id last = kNoId;
  uint32_t variant = kRootVariant;  // node of the trie of prefixes
  int64_t first_us = 0, last_us = 0;
  bool reworked = false;
};

// A prefix that cases have; cases that stand exactly there are a variant.
struct VariantNode {
  uint32_t parent = kRootVariant;
  Id activity = kNoId;
  uint64_t cases = 0;
};

uint64_t KeyOf(uint32_t a, uint32_t b) { return uint64_t{a} << 32 | b; }

}  // namespace

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
  std::vector<uint64_t> counts, starts, ends;
  std::unordered_map<uint64_t, ArcState> arcs;
  std::vector<VariantNode> variants{VariantNode{}};
  std::unordered_map<uint64_t, uint32_t> variant_children;
  uint64_t rework_cases = 0;

  void Follow(CaseState& state, Id activity, int64_t us, bool is_new) {
    ++counts[activity];
    if (is_new) {
      ++starts[activity];
    } else {
      --ends[state.last];
      ArcState& arc = arcs[KeyOf(state.last, activity)];
      ++arc.count;
      arc.time.Add(static_cast<double>(us - state.last_us) / 1e6);
      --variants[state.variant].cases;
    }
    ++ends[activity];
    if (!state.reworked && state.last != activity && Has(state.variant, activity)) {
      state.reworked = true;
      ++rework_cases;
    }
    const auto [child, made] = variant_children.try_emplace(KeyOf(state.variant, activity),
                                                            static_cast<uint32_t>(variants.size()));
    if (made) variants.push_back({state.variant, activity, 0});
    state.variant = child->second;
    ++variants[state.variant].cases;
    if (is_new) state.first_us = us;
    state.last = activity;
    state.last_us = us;
  }

  bool Has(uint32_t node, Id activity) const {
    for (; node != kRootVariant; node = variants[node].parent) {
      if (variants[node].activity == activity) return true;
    }
    return false;
  }

  std::vector<std::string> PathOf(uint32_t node) const {
    std::vector<std::string> path;
    for (; node != kRootVariant; node = variants[node].parent) {
      path.emplace_back(activities.Name(variants[node].activity));
    }
    std::reverse(path.begin(), path.end());
    return path;
  }
};

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
  if (activity_id == s.counts.size()) {
    for (auto* column : {&s.counts, &s.starts, &s.ends}) column->push_back(0);
  }
  s.Follow(s.case_states[case_id], activity_id, time.us, is_new);
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

LiveSummary LiveLog::Summary(size_t most_variants) const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  const State& s = *state_;
  LiveSummary summary;
  summary.cases = s.case_states.size();
  summary.events = s.case_of.size();
  summary.rework_cases = s.rework_cases;
  std::vector<int64_t> durations;
  for (const CaseState& c : s.case_states) durations.push_back(c.last_us - c.first_us);
  summary.case_duration = Summarize(durations);
  for (Id id = 0; id < s.counts.size(); ++id) {
    summary.activities.push_back(
        {std::string(s.activities.Name(id)), s.counts[id], s.starts[id], s.ends[id]});
  }
  for (const auto& [key, arc] : s.arcs) {
    summary.arcs.push_back({std::string(s.activities.Name(static_cast<Id>(key >> 32))),
                            std::string(s.activities.Name(static_cast<Id>(key))), arc.count,
                            arc.time.Stats()});
  }
  std::sort(summary.activities.begin(), summary.activities.end(),
            [](const LiveActivity& x, const LiveActivity& y) {
              return x.count != y.count ? x.count > y.count : x.name < y.name;
            });
  std::sort(summary.arcs.begin(), summary.arcs.end(), [](const LiveArc& x, const LiveArc& y) {
    return x.count != y.count ? x.count > y.count : std::tie(x.from, x.to) < std::tie(y.from, y.to);
  });
  std::vector<uint32_t> nodes;
  for (uint32_t n = 1; n < s.variants.size(); ++n) {
    if (s.variants[n].cases > 0) nodes.push_back(n);
  }
  summary.variant_count = nodes.size();
  const size_t kept = std::min(most_variants, nodes.size());
  std::partial_sort(nodes.begin(), nodes.begin() + static_cast<long>(kept), nodes.end(),
                    [&](uint32_t x, uint32_t y) {
                      return s.variants[x].cases != s.variants[y].cases
                                 ? s.variants[x].cases > s.variants[y].cases
                                 : x < y;
                    });
  for (size_t i = 0; i < kept; ++i) {
    summary.variants.push_back({s.PathOf(nodes[i]), s.variants[nodes[i]].cases});
  }
  return summary;
}

std::vector<std::string> LiveLog::CasesBehind(std::string_view from, std::string_view to,
                                              size_t most) const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  const State& s = *state_;
  const Id a = s.activities.Find(from), b = to.empty() ? kNoId : s.activities.Find(to);
  std::vector<std::string> names;
  if (a == kNoId || (!to.empty() && b == kNoId)) return names;
  for (size_t c = s.case_states.size(); c > 0 && names.size() < most; --c) {
    Id next = kNoId;
    for (uint32_t node = s.case_states[c - 1].variant; node != kRootVariant;
         node = s.variants[node].parent) {
      if (s.variants[node].activity == a && (to.empty() || next == b)) {
        names.emplace_back(s.cases.Name(static_cast<Id>(c - 1)));
        break;
      }
      next = s.variants[node].activity;
    }
  }
  return names;
}

EventLog LiveLog::Snapshot() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  const State& s = *state_;
  LogBuilder builder;
  for (Id c = 0; c < s.cases.size(); ++c) builder.Case(s.cases.Name(c));
  for (Id a = 0; a < s.activities.size(); ++a) builder.Activity(s.activities.Name(a));
  for (Id r = 0; r < s.resources.size(); ++r) builder.Resource(s.resources.Name(r));
  for (size_t e = 0; e < s.case_of.size(); ++e) {
    builder.Append(s.case_of[e], s.activity_of[e], s.time_us[e], s.resource_of[e]);
  }
  for (const State::Attribute& attribute : s.attributes) {
    const std::string_view key = s.keys.Name(attribute.key);
    const Id value = builder.Value(s.values.Name(attribute.value));
    if (key.starts_with("case:")) {
      builder.SetCaseAttribute(s.case_of[attribute.event],
                               builder.CaseAttribute(key.substr(5), AttributeKind::kString), value);
    } else {
      builder.SetEventAttribute(attribute.event,
                                builder.EventAttribute(key, AttributeKind::kString), value);
    }
  }
  return std::move(builder).Build();
}

uint64_t LiveLog::event_count() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  return state_->case_of.size();
}

}  // namespace huiyin::mining
