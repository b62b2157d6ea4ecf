#include "mining/rework.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace huiyin::mining {
namespace {

constexpr size_t kMaxPatterns = 50;

class PingPongScan {
 public:
  // Owners one after another, the same owner once; a hand back within three is a ping-pong.
  void Case(std::span<const Id> owners) {
    bool any = false;
    for (size_t i = 2; i < owners.size(); ++i) {
      if (owners[i] != owners[i - 2]) continue;
      const Id a = std::min(owners[i], owners[i - 1]), b = std::max(owners[i], owners[i - 1]);
      Entry& entry = pairs_[uint64_t{a} << 32 | b];
      ++entry.count;
      if (entry.last_case != case_number_) ++entry.cases;
      entry.last_case = case_number_;
      any = true;
    }
    cases_ += any ? 1 : 0;
    ++case_number_;
  }
  std::vector<PingPong> Result() const {
    std::vector<PingPong> all;
    for (const auto& [key, entry] : pairs_) {
      all.push_back({static_cast<Id>(key >> 32), static_cast<Id>(key), entry.count, entry.cases});
    }
    std::sort(all.begin(), all.end(), [](const PingPong& x, const PingPong& y) {
      return std::tuple(y.count, x.a, x.b) < std::tuple(x.count, y.a, y.b);
    });
    return all;
  }
  uint64_t cases() const { return cases_; }

 private:
  struct Entry {
    uint64_t count = 0, cases = 0, last_case = UINT64_MAX;
  };
  std::unordered_map<uint64_t, Entry> pairs_;
  uint64_t case_number_ = 0, cases_ = 0;
};

class RepeatScan {
 public:
  explicit RepeatScan(size_t activities) : by_activity_(activities), seen_(activities) {}

  void Case(uint32_t case_number, std::span<const Step> steps) {
    touched_.clear();
    bool any = false;
    for (size_t i = 0; i < steps.size(); ++i) {
      const Id activity = steps[i].activity;
      Seen& seen = seen_[activity];
      if (seen.count == 0) touched_.push_back(activity);
      ++seen.count;
      ActivityRework& entry = by_activity_[activity];
      if (i > 0 && steps[i - 1].activity == activity) {
        ++entry.self_loops;
        seen.looped = true;
      } else if (seen.count > 1) {
        ++entry.repeats;
        seen.repeated = true;
        any = true;
      }
    }
    for (const Id activity : touched_) {
      ActivityRework& entry = by_activity_[activity];
      const Seen& seen = seen_[activity];
      entry.cases += seen.repeated ? 1 : 0;
      entry.self_loop_cases += seen.looped ? 1 : 0;
      if (seen.count > entry.most_in_a_case) {
        entry.most_in_a_case = seen.count;
        entry.most_case = case_number;
      }
      seen_[activity] = {};
    }
    cases_ += any ? 1 : 0;
    Patterns(case_number, steps);
  }

  uint64_t cases() const { return cases_; }

  std::vector<ActivityRework> Activities() {
    std::vector<ActivityRework> all;
    for (Id id = 0; id < by_activity_.size(); ++id) {
      by_activity_[id].activity = id;
      if (by_activity_[id].repeats + by_activity_[id].self_loops > 0)
        all.push_back(by_activity_[id]);
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& x, const auto& y) {
      return std::pair(x.cases, x.repeats) > std::pair(y.cases, y.repeats);
    });
    return all;
  }

  std::vector<RepeatedPattern> PatternList() const {
    std::vector<RepeatedPattern> all;
    for (const auto& [pattern, entry] : patterns_) {
      all.push_back({pattern, entry.cases, entry.repeats});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& x, const auto& y) { return x.cases > y.cases; });
    if (all.size() > kMaxPatterns) all.resize(kMaxPatterns);
    return all;
  }

 private:
  struct Seen {
    uint64_t count = 0;
    bool repeated = false, looped = false;
  };
  struct Entry {
    uint64_t cases = 0, repeats = 0, last_case = UINT64_MAX;
  };

  // Two or three steps, not all the same, done again at once.
  void Patterns(uint64_t case_number, std::span<const Step> steps) {
    for (size_t length = 2; length <= 3; ++length) {
      for (size_t i = 0; i + 2 * length <= steps.size();) {
        bool same = true, varied = false;
        for (size_t k = 0; k < length; ++k) {
          same = same && steps[i + k].activity == steps[i + length + k].activity;
          varied = varied || steps[i + k].activity != steps[i].activity;
        }
        if (!same || !varied) {
          ++i;
          continue;
        }
        std::vector<Id> pattern;
        for (size_t k = 0; k < length; ++k) pattern.push_back(steps[i + k].activity);
        Entry& entry = patterns_[std::move(pattern)];
        ++entry.repeats;
        if (entry.last_case != case_number) ++entry.cases;
        entry.last_case = case_number;
        i += length;
      }
    }
  }

  std::vector<ActivityRework> by_activity_;
  std::vector<Seen> seen_;
  std::vector<Id> touched_;
  std::map<std::vector<Id>, Entry> patterns_;
  uint64_t cases_ = 0;
};

void AddOwner(std::vector<Id>& owners, Id owner) {
  if (owner != kNoId && (owners.empty() || owners.back() != owner)) owners.push_back(owner);
}

const AttributeColumn* DepartmentOf(const EventLog& log) {
  for (const char* key : {"org:group", "department", "org:role", "team", "部门"}) {
    const AttributeColumn* column = log.FindAttribute(AttributeScope::kEvent, key);
    if (column != nullptr) return column;
  }
  return nullptr;
}

}  // namespace

Rework FindRework(const EventLog& log) {
  Rework result;
  StepReader reader(log);
  RepeatScan repeats(log.activity_count());
  PingPongScan people, departments;
  const AttributeColumn* department = DepartmentOf(log);
  std::vector<Id> owners;
  for (size_t c = 0; c < log.case_count(); ++c) {
    const auto steps = reader.Of(c);
    repeats.Case(static_cast<uint32_t>(c), steps);
    owners.clear();
    for (const Step& step : steps) AddOwner(owners, step.resource);
    people.Case(owners);
    if (department == nullptr) continue;
    owners.clear();
    for (const Step& step : steps) AddOwner(owners, department->values[step.event]);
    departments.Case(owners);
  }
  result.cases = repeats.cases();
  result.rate = log.case_count() == 0
                    ? 0
                    : static_cast<double>(result.cases) / static_cast<double>(log.case_count());
  result.activities = repeats.Activities();
  result.patterns = repeats.PatternList();
  result.people = people.Result();
  result.people_cases = people.cases();
  if (department != nullptr) result.department_attribute = department->key;
  result.departments = departments.Result();
  result.department_cases = departments.cases();
  return result;
}

}  // namespace huiyin::mining
