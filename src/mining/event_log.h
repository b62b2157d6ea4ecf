// An event log in memory: columns, names interned. Cases stand in the order of their first event,
// the events of a case in the order of time; equal times keep the order of the file. A log is
// immutable and may be read by many threads; filters make new logs that share the names.
// Times are UTC microseconds. Size: 17 bytes an event (activity, time, resource, lifecycle) plus
// 12 bytes a case, attributes 4 bytes a cell.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "mining/interner.h"

namespace huiyin::mining {

inline constexpr int64_t kNoTime = std::numeric_limits<int64_t>::min();

// The XES standard transitions this engine distinguishes (IEEE 1849, lifecycle extension).
enum class Lifecycle : uint8_t { kNone, kSchedule, kStart, kSuspend, kResume, kComplete, kOther };
Lifecycle LifecycleFrom(std::string_view name);
std::string_view LifecycleName(Lifecycle lifecycle);

enum class AttributeKind : uint8_t { kString, kInt, kFloat, kBoolean, kDate, kId };
enum class AttributeScope { kCase, kEvent };

// One attribute over all cases or all events; kNoId where it is absent. Values are interned text
// whatever the kind; the kind is what the file said, for exports.
struct AttributeColumn {
  std::string key;
  AttributeKind kind = AttributeKind::kString;
  std::vector<Id> values;
};

struct LogColumns {
  std::shared_ptr<const Interner> activity_names = std::make_shared<Interner>();
  std::shared_ptr<const Interner> resource_names = std::make_shared<Interner>();
  std::shared_ptr<const Interner> case_names = std::make_shared<Interner>();
  std::shared_ptr<const Interner> value_names = std::make_shared<Interner>();
  std::vector<Id> activity;
  std::vector<int64_t> time_us;
  std::vector<int64_t> clock_us;  // empty: lengths of time are measured by time_us
  std::vector<Id> resource;
  std::vector<Lifecycle> lifecycle;  // empty when no event carries one
  std::vector<Id> case_name;
  std::vector<uint32_t> case_begin{0};  // one more than cases
  std::vector<AttributeColumn> case_attributes;
  std::vector<AttributeColumn> event_attributes;
};

class EventLog {
 public:
  EventLog() = default;
  explicit EventLog(LogColumns columns);

  size_t case_count() const { return c_.case_name.size(); }
  size_t event_count() const { return c_.activity.size(); }
  size_t activity_count() const { return c_.activity_names->size(); }
  size_t resource_count() const { return c_.resource_names->size(); }
  bool has_times() const { return timed_events_ > 0; }
  bool has_lifecycle() const { return !c_.lifecycle.empty(); }

  uint32_t CaseBegin(size_t c) const { return c_.case_begin[c]; }
  uint32_t CaseEnd(size_t c) const { return c_.case_begin[c + 1]; }
  std::span<const uint32_t> case_begin() const { return c_.case_begin; }
  std::span<const Id> activity() const { return c_.activity; }
  std::span<const int64_t> time_us() const { return c_.time_us; }
  std::span<const Id> resource() const { return c_.resource; }
  // The clock that lengths of time are measured by: real time, or business time when the log was
  // Measured by it. Differences mean something, values do not.
  std::span<const int64_t> clock_us() const {
    return c_.clock_us.empty() ? c_.time_us : c_.clock_us;
  }
  bool has_clock() const { return !c_.clock_us.empty(); }
  Lifecycle LifecycleOf(size_t event) const {
    return c_.lifecycle.empty() ? Lifecycle::kNone : c_.lifecycle[event];
  }
  std::span<const Id> Trace(size_t c) const {
    return std::span(c_.activity).subspan(CaseBegin(c), CaseEnd(c) - CaseBegin(c));
  }
  // First and last known time of a case; kNoTime when no event of it has one.
  int64_t FirstTime(size_t c) const;
  int64_t LastTime(size_t c) const;
  // Between those two, by the clock.
  int64_t CaseDuration(size_t c) const;

  std::string_view ActivityName(Id id) const { return c_.activity_names->Name(id); }
  std::string_view ResourceName(Id id) const { return c_.resource_names->Name(id); }
  std::string_view ValueName(Id id) const { return c_.value_names->Name(id); }
  std::string_view CaseName(size_t c) const { return c_.case_names->Name(c_.case_name[c]); }
  const Interner& activity_names() const { return *c_.activity_names; }

  std::span<const AttributeColumn> case_attributes() const { return c_.case_attributes; }
  std::span<const AttributeColumn> event_attributes() const { return c_.event_attributes; }
  // Null when the log has no such attribute.
  const AttributeColumn* FindAttribute(AttributeScope scope, std::string_view key) const;

  // A log of the kept cases, or of the kept events (cases left empty go).
  EventLog SelectCases(const std::function<bool(size_t)>& keep) const;
  EventLog SelectEvents(const std::function<bool(size_t)>& keep) const;
  // The same log with its lengths of time by another clock, which must never go back. Costs 8
  // bytes an event.
  EventLog MeasuredBy(const std::function<int64_t(int64_t us)>& clock) &&;
  // The same log with other names of activities and resources, for people to read; the ids stay. A
  // name that two would share has the old one behind it.
  using Rename = std::function<std::string(std::string_view name)>;
  EventLog Renamed(const Rename& activity, const Rename& resource) &&;
  size_t column_bytes() const;

 private:
  LogColumns c_;
  size_t timed_events_ = 0;
};

}  // namespace huiyin::mining
