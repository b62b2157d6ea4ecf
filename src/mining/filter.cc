#include "mining/filter.h"

#include <algorithm>
#include <charconv>

#include "mining/variants.h"

namespace huiyin::mining {
namespace {

std::vector<bool> Members(const EventLog& log, const std::vector<std::string>& activities) {
  std::vector<bool> member(log.activity_count(), false);
  for (const std::string& name : activities) {
    const Id id = log.activity_names().Find(name);
    if (id != kNoId) member[id] = true;
  }
  return member;
}

bool ParseNumber(std::string_view text, double* out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
  return error == std::errc() && end == text.data() + text.size();
}

EventLog Run(const EventLog& log, const TimeFilter& f) {
  return log.SelectCases([&](size_t c) {
    const int64_t first = log.FirstTime(c), last = log.LastTime(c);
    if (first == kNoTime) return false;
    const auto inside = [&](int64_t t) {
      return (f.from_us == kNoTime || t >= f.from_us) && (f.to_us == kNoTime || t < f.to_us);
    };
    switch (f.mode) {
      case TimeMode::kContained:
        return inside(first) && inside(last);
      case TimeMode::kStarted:
        return inside(first);
      case TimeMode::kEnded:
        return inside(last);
      case TimeMode::kIntersecting:
        return (f.from_us == kNoTime || last >= f.from_us) &&
               (f.to_us == kNoTime || first < f.to_us);
    }
    return false;
  });
}

EventLog Run(const EventLog& log, const ActivityFilter& f) {
  const std::vector<bool> member = Members(log, f.activities);
  return log.SelectCases([&](size_t c) {
    const auto trace = log.Trace(c);
    const bool any = std::any_of(trace.begin(), trace.end(), [&](Id a) { return member[a]; });
    return any == (f.keep == Keep::kWith);
  });
}

EventLog Run(const EventLog& log, const EventActivityFilter& f) {
  const std::vector<bool> member = Members(log, f.activities);
  return log.SelectEvents(
      [&](size_t e) { return member[log.activity()[e]] == (f.keep == Keep::kWith); });
}

EventLog Run(const EventLog& log, const PathFilter& f) {
  const Id from = log.activity_names().Find(f.from), to = log.activity_names().Find(f.to);
  return log.SelectCases([&](size_t c) {
    bool seen = false, found = false;
    for (const Id a : log.Trace(c)) {
      found = found || (seen && a == to);
      if (f.distance == Distance::kDirectly) {
        seen = a == from;
      } else {
        seen = seen || a == from;
      }
    }
    return found == (f.keep == Keep::kWith);
  });
}

EventLog Run(const EventLog& log, const AttributeFilter& f) {
  const bool resource = f.key == "resource" || f.key == "org:resource";
  const AttributeColumn* of_case = log.FindAttribute(AttributeScope::kCase, f.key);
  const AttributeColumn* of_event = log.FindAttribute(AttributeScope::kEvent, f.key);
  const auto fits = [&](Id id) {
    if (id == kNoId) return false;
    return CompareValues(resource ? log.ResourceName(id) : log.ValueName(id), f.compare, f.value);
  };
  return log.SelectCases([&](size_t c) {
    if (of_case != nullptr && fits(of_case->values[c])) return true;
    if (!resource && of_event == nullptr) return false;
    for (uint32_t e = log.CaseBegin(c); e < log.CaseEnd(c); ++e) {
      if (fits(resource ? log.resource()[e] : of_event->values[e])) return true;
    }
    return false;
  });
}

EventLog Run(const EventLog& log, const DurationFilter& f) {
  return log.SelectCases([&](size_t c) {
    const int64_t duration = log.CaseDuration(c);
    if (duration == kNoTime) return false;
    const double seconds = static_cast<double>(duration) / 1e6;
    return seconds >= f.min_s && (f.max_s < 0 || seconds <= f.max_s);
  });
}

EventLog Run(const EventLog& log, const VariantFilter& f) {
  const Variants variants = FindVariants(log);
  const size_t kept = f.first > 0 ? f.first : variants.Covering(f.share);
  return log.SelectCases(
      [&](size_t c) { return (variants.of_case[c] < kept) == (f.keep == Keep::kWith); });
}

// Events without a lifecycle are complete in themselves.
EventLog Run(const EventLog& log, const LifecycleFilter& f) {
  return log.SelectEvents([&](size_t e) {
    const Lifecycle l = log.LifecycleOf(e);
    return l == f.lifecycle || (l == Lifecycle::kNone && f.lifecycle == Lifecycle::kComplete);
  });
}

EventLog Run(const EventLog& log, const EndpointFilter& f) {
  const Id start = f.start.empty() ? kNoId : log.activity_names().Find(f.start);
  const Id end = f.end.empty() ? kNoId : log.activity_names().Find(f.end);
  return log.SelectCases([&](size_t c) {
    const auto trace = log.Trace(c);
    return !trace.empty() && (f.start.empty() || trace.front() == start) &&
           (f.end.empty() || trace.back() == end);
  });
}

}  // namespace

EventLog Apply(const EventLog& log, const Filter& filter) {
  return std::visit([&](const auto& f) { return Run(log, f); }, filter);
}

EventLog Apply(const EventLog& log, const std::vector<Filter>& filters) {
  EventLog result = log;
  for (const Filter& filter : filters) result = Apply(result, filter);
  return result;
}

bool CompareValues(std::string_view left, Compare compare, std::string_view right) {
  double x = 0, y = 0;
  int order = 0;
  if (ParseNumber(left, &x) && ParseNumber(right, &y)) {
    order = x < y ? -1 : x > y ? 1 : 0;
  } else {
    order = left.compare(right);
  }
  switch (compare) {
    case Compare::kEqual:
      return order == 0;
    case Compare::kNotEqual:
      return order != 0;
    case Compare::kLess:
      return order < 0;
    case Compare::kLessEqual:
      return order <= 0;
    case Compare::kGreater:
      return order > 0;
    case Compare::kGreaterEqual:
      return order >= 0;
  }
  return false;
}

Result<AttributeFilter> ParseAttributeFilter(const std::string& text) {
  const size_t at = text.find_first_of("=<>!");
  if (at == std::string::npos || at == 0) {
    return InvalidArgument("\"" + text + "\" is not KEY=VALUE (also !=, <, <=, >, >=)");
  }
  AttributeFilter filter;
  filter.key = text.substr(0, at);
  while (!filter.key.empty() && filter.key.back() == ' ') filter.key.pop_back();
  const bool equal = at + 1 < text.size() && text[at + 1] == '=';
  switch (text[at]) {
    case '=':
      filter.compare = Compare::kEqual;
      break;
    case '<':
      filter.compare = equal ? Compare::kLessEqual : Compare::kLess;
      break;
    case '>':
      filter.compare = equal ? Compare::kGreaterEqual : Compare::kGreater;
      break;
    default:
      if (!equal) return InvalidArgument("\"" + text + "\": ! must be followed by =");
      filter.compare = Compare::kNotEqual;
  }
  size_t value = at + (equal ? 2 : 1);
  while (value < text.size() && text[value] == ' ') ++value;
  filter.value = text.substr(value);
  return filter;
}

}  // namespace huiyin::mining
