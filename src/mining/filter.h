// Filters on logs. Each makes a smaller log; a chain applies them in order. Case filters keep or
// drop whole cases and commute with one another; variant coverage depends on what is left when it
// runs, and event filters (activities, lifecycle) change what follows what.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "mining/event_log.h"

namespace huiyin::mining {

// Cases by their times. kContained: begun and ended inside; kIntersecting: alive inside;
// kStarted / kEnded: that end inside. Bounds in UTC microseconds, `to` excluded; kNoTime: open.
enum class TimeMode { kContained, kIntersecting, kStarted, kEnded };
struct TimeFilter {
  int64_t from_us = kNoTime, to_us = kNoTime;
  TimeMode mode = TimeMode::kIntersecting;
};

enum class Keep { kWith, kWithout };
// Cases with (or without) any of the activities.
struct ActivityFilter {
  std::vector<std::string> activities;
  Keep keep = Keep::kWith;
};
// Events with (or without) the activities; the rest of the case stays.
struct EventActivityFilter {
  std::vector<std::string> activities;
  Keep keep = Keep::kWith;
};
// Cases in which one activity is followed by another: directly, or at any distance.
enum class Distance { kDirectly, kEventually };
struct PathFilter {
  std::string from, to;
  Distance distance = Distance::kDirectly;
  Keep keep = Keep::kWith;
};
// Cases with an attribute value: of the case, or of any event of it; "resource" is the resource.
enum class Compare { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };
struct AttributeFilter {
  std::string key;
  Compare compare = Compare::kEqual;
  std::string value;  // numbers compare as numbers when both sides are
};
struct DurationFilter {
  double min_s = 0, max_s = -1;  // -1: open; both ends included
};
// Cases of the most frequent variants that hold `share` (0..1] of the cases, or of the first n; or
// all the others.
struct VariantFilter {
  double share = 1;
  size_t first = 0;  // 0: by share
  Keep keep = Keep::kWith;
};
struct LifecycleFilter {
  Lifecycle lifecycle = Lifecycle::kComplete;
};
struct EndpointFilter {
  std::string start, end;  // empty: any
};

using Filter =
    std::variant<TimeFilter, ActivityFilter, EventActivityFilter, PathFilter, AttributeFilter,
                 DurationFilter, VariantFilter, LifecycleFilter, EndpointFilter>;

EventLog Apply(const EventLog& log, const Filter& filter);
EventLog Apply(const EventLog& log, const std::vector<Filter>& filters);

// "amount>500", "channel=web", "tier!=2": key, operator, value. kInvalidArgument otherwise.
Result<AttributeFilter> ParseAttributeFilter(const std::string& text);
bool CompareValues(std::string_view left, Compare compare, std::string_view right);

}  // namespace huiyin::mining
