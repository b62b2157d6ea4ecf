#include "mining/event_log.h"

#include <algorithm>

namespace huiyin::mining {
namespace {

void CopyColumn(const AttributeColumn& from, const std::vector<uint32_t>& rows,
                std::vector<AttributeColumn>& to) {
  AttributeColumn column{from.key, from.kind, {}};
  column.values.reserve(rows.size());
  for (const uint32_t row : rows) column.values.push_back(from.values[row]);
  to.push_back(std::move(column));
}

std::shared_ptr<const Interner> RenamedAll(const Interner& names, const EventLog::Rename& rename) {
  auto renamed = std::make_shared<Interner>();
  for (Id id = 0; id < names.size(); ++id) {
    std::string name = rename(names.Name(id));
    for (std::string more = name; renamed->Intern(name) != id; more = name) {
      name = more + " (" + std::string(names.Name(id)) + ")";
    }
  }
  return renamed;
}

}  // namespace

Lifecycle LifecycleFrom(std::string_view name) {
  std::string lower(name.substr(0, 32));
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  if (lower.empty()) return Lifecycle::kNone;
  if (lower == "schedule" || lower == "assign") return Lifecycle::kSchedule;
  if (lower == "start" || lower == "begin") return Lifecycle::kStart;
  if (lower == "suspend") return Lifecycle::kSuspend;
  if (lower == "resume") return Lifecycle::kResume;
  if (lower == "complete" || lower == "end" || lower == "completed") return Lifecycle::kComplete;
  return Lifecycle::kOther;
}

std::string_view LifecycleName(Lifecycle lifecycle) {
  switch (lifecycle) {
    case Lifecycle::kNone:
      return "";
    case Lifecycle::kSchedule:
      return "schedule";
    case Lifecycle::kStart:
      return "start";
    case Lifecycle::kSuspend:
      return "suspend";
    case Lifecycle::kResume:
      return "resume";
    case Lifecycle::kComplete:
      return "complete";
    case Lifecycle::kOther:
      return "unknown";
  }
  return "";
}

EventLog::EventLog(LogColumns columns) : c_(std::move(columns)) {
  HY_CHECK(c_.time_us.size() == c_.activity.size() && c_.resource.size() == c_.activity.size());
  HY_CHECK(c_.case_begin.size() == c_.case_name.size() + 1);
  HY_CHECK(c_.case_begin.back() == c_.activity.size());
  timed_events_ = static_cast<size_t>(
      std::count_if(c_.time_us.begin(), c_.time_us.end(), [](int64_t t) { return t != kNoTime; }));
}

int64_t EventLog::FirstTime(size_t c) const {
  for (uint32_t e = CaseBegin(c); e < CaseEnd(c); ++e) {
    if (c_.time_us[e] != kNoTime) return c_.time_us[e];
  }
  return kNoTime;
}

int64_t EventLog::LastTime(size_t c) const {
  for (uint32_t e = CaseEnd(c); e > CaseBegin(c); --e) {
    if (c_.time_us[e - 1] != kNoTime) return c_.time_us[e - 1];
  }
  return kNoTime;
}

int64_t EventLog::CaseDuration(size_t c) const {
  const std::span<const int64_t> clock = clock_us();
  int64_t first = kNoTime, last = kNoTime;
  for (uint32_t e = CaseBegin(c); e < CaseEnd(c); ++e) {
    if (clock[e] == kNoTime) continue;
    if (first == kNoTime) first = clock[e];
    last = clock[e];
  }
  return first == kNoTime ? kNoTime : last - first;
}

const AttributeColumn* EventLog::FindAttribute(AttributeScope scope, std::string_view key) const {
  const auto& all = scope == AttributeScope::kCase ? c_.case_attributes : c_.event_attributes;
  for (const AttributeColumn& column : all) {
    if (column.key == key) return &column;
  }
  return nullptr;
}

EventLog EventLog::SelectCases(const std::function<bool(size_t)>& keep) const {
  std::vector<bool> kept(case_count());
  for (size_t c = 0; c < case_count(); ++c) kept[c] = keep(c);
  std::vector<bool> events(event_count());
  for (size_t c = 0; c < case_count(); ++c) {
    for (uint32_t e = CaseBegin(c); e < CaseEnd(c); ++e) events[e] = kept[c];
  }
  return SelectEvents([&](size_t e) { return static_cast<bool>(events[e]); });
}

EventLog EventLog::SelectEvents(const std::function<bool(size_t)>& keep) const {
  LogColumns out;
  out.activity_names = c_.activity_names;
  out.resource_names = c_.resource_names;
  out.case_names = c_.case_names;
  out.value_names = c_.value_names;
  std::vector<uint32_t> events, cases;
  for (size_t c = 0; c < case_count(); ++c) {
    const size_t before = events.size();
    for (uint32_t e = CaseBegin(c); e < CaseEnd(c); ++e) {
      if (keep(e)) events.push_back(e);
    }
    if (events.size() == before) continue;
    cases.push_back(static_cast<uint32_t>(c));
    out.case_name.push_back(c_.case_name[c]);
    out.case_begin.push_back(static_cast<uint32_t>(events.size()));
  }
  for (const uint32_t e : events) {
    out.activity.push_back(c_.activity[e]);
    out.time_us.push_back(c_.time_us[e]);
    if (!c_.clock_us.empty()) out.clock_us.push_back(c_.clock_us[e]);
    out.resource.push_back(c_.resource[e]);
    if (!c_.lifecycle.empty()) out.lifecycle.push_back(c_.lifecycle[e]);
  }
  for (const auto& column : c_.case_attributes) CopyColumn(column, cases, out.case_attributes);
  for (const auto& column : c_.event_attributes) CopyColumn(column, events, out.event_attributes);
  return EventLog(std::move(out));
}

EventLog EventLog::MeasuredBy(const std::function<int64_t(int64_t)>& clock) && {
  LogColumns out = std::move(c_);
  out.clock_us.resize(out.time_us.size());
  for (size_t e = 0; e < out.time_us.size(); ++e) {
    out.clock_us[e] = out.time_us[e] == kNoTime ? kNoTime : clock(out.time_us[e]);
  }
  return EventLog(std::move(out));
}

EventLog EventLog::Renamed(const Rename& activity, const Rename& resource) && {
  LogColumns out = std::move(c_);
  out.activity_names = RenamedAll(*out.activity_names, activity);
  out.resource_names = RenamedAll(*out.resource_names, resource);
  return EventLog(std::move(out));
}

size_t EventLog::column_bytes() const {
  return c_.clock_us.size() * sizeof(int64_t) + c_.activity.size() * sizeof(Id) +
         c_.time_us.size() * sizeof(int64_t) + c_.resource.size() * sizeof(Id) +
         c_.lifecycle.size() + c_.case_begin.size() * sizeof(uint32_t) +
         c_.case_name.size() * sizeof(Id);
}

}  // namespace huiyin::mining
