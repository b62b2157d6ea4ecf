#include "mining/log_builder.h"

#include <algorithm>
#include <numeric>

#include "base/utf8.h"

namespace huiyin::mining {

LogBuilder::LogBuilder(BuildLimits limits)
    : limits_(limits),
      cases_(std::make_shared<Interner>()),
      activities_(std::make_shared<Interner>()),
      resources_(std::make_shared<Interner>()),
      values_(std::make_shared<Interner>()) {}

// Names are valid UTF-8 once they are inside: only a name that is new is looked at.
Id LogBuilder::InternInto(Interner& names, std::string_view name) {
  const Id known = names.Find(name);
  if (known != kNoId) return known;
  if (IsValidUtf8(name)) return names.Intern(name);
  return names.Intern(SanitizeUtf8(name));
}

Id LogBuilder::Column(std::string_view key, AttributeKind kind, ColumnIndex& index,
                      std::vector<AttributeColumn>& columns) {
  const auto found = index.find(key);
  if (found != index.end()) return found->second;
  if (columns.size() >= limits_.max_columns) {
    ++columns_left_out_;
    return kNoId;
  }
  const Id id = static_cast<Id>(columns.size());
  columns.push_back({SanitizeUtf8(key), kind, {}});
  index.emplace(std::string(key), id);
  return id;
}

Id LogBuilder::EventAttribute(std::string_view key, AttributeKind kind) {
  return Column(key, kind, event_index_, event_columns_);
}

Id LogBuilder::CaseAttribute(std::string_view key, AttributeKind kind) {
  return Column(key, kind, case_index_, case_columns_);
}

uint32_t LogBuilder::Append(Id case_id, Id activity, int64_t time_us, Id resource,
                            Lifecycle lifecycle) {
  const uint32_t event = static_cast<uint32_t>(activity_.size());
  case_.push_back(case_id);
  activity_.push_back(activity);
  time_us_.push_back(time_us);
  resource_.push_back(resource);
  if (lifecycle != Lifecycle::kNone && !any_lifecycle_) {
    any_lifecycle_ = true;
    lifecycle_.resize(event, Lifecycle::kNone);
  }
  if (any_lifecycle_) lifecycle_.push_back(lifecycle);
  return event;
}

void LogBuilder::SetEventAttribute(uint32_t event, Id column, Id value) {
  if (column == kNoId) return;
  auto& values = event_columns_[column].values;
  if (values.size() <= event) values.resize(event + 1, kNoId);
  values[event] = value;
}

void LogBuilder::SetCaseAttribute(Id case_id, Id column, Id value) {
  if (column == kNoId) return;
  auto& values = case_columns_[column].values;
  if (values.size() <= case_id) values.resize(case_id + 1, kNoId);
  values[case_id] = value;
}

void LogBuilder::DropCase(Id case_id) {
  if (dropped_.size() <= case_id) dropped_.resize(case_id + 1, false);
  dropped_[case_id] = true;
}

Status LogBuilder::CheckLimits() const {
  const size_t names =
      cases_->bytes() + activities_->bytes() + resources_->bytes() + values_->bytes();
  if (names > limits_.max_interned_bytes) {
    return Error(ErrorCode::kTooLarge, "the names in this log take more than " +
                                           std::to_string(limits_.max_interned_bytes >> 20) +
                                           " MiB; leave attributes out (--no-attributes)");
  }
  if (activity_.size() > limits_.max_events) {
    return Error(ErrorCode::kTooLarge,
                 "the log has more than " + std::to_string(limits_.max_events) + " events");
  }
  return Ok();
}

// An event without a time stays behind the one before it in the file.
void LogBuilder::SortCaseByTime(std::vector<uint32_t>& order, uint32_t begin, uint32_t end) const {
  bool sorted = true;
  int64_t last = kNoTime;
  for (uint32_t i = begin; i < end && sorted; ++i) {
    const int64_t t = time_us_[order[i]];
    if (t == kNoTime) continue;
    sorted = t >= last;
    last = t;
  }
  if (sorted) return;
  std::vector<std::pair<int64_t, uint32_t>> keyed;
  last = kNoTime;
  for (uint32_t i = begin; i < end; ++i) {
    if (time_us_[order[i]] != kNoTime) last = time_us_[order[i]];
    keyed.emplace_back(last, order[i]);
  }
  std::stable_sort(keyed.begin(), keyed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (uint32_t i = begin; i < end; ++i) order[i] = keyed[i - begin].second;
}

// Event numbers grouped by case number, each case in time order; `begin` gets the case borders.
std::vector<uint32_t> LogBuilder::OrderedEvents(std::vector<uint32_t>& begin, EventOrder by) const {
  begin.assign(cases_->size() + 1, 0);
  for (const Id c : case_) {
    if (!IsDropped(c)) ++begin[c + 1];
  }
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<uint32_t> order(begin.back());
  std::vector<uint32_t> next(begin.begin(), begin.end() - 1);
  for (uint32_t e = 0; e < case_.size(); ++e) {
    if (!IsDropped(case_[e])) order[next[case_[e]]++] = e;
  }
  for (size_t c = 0; by == EventOrder::kTime && c + 1 < begin.size(); ++c)
    SortCaseByTime(order, begin[c], begin[c + 1]);
  return order;
}

std::vector<Id> LogBuilder::OrderedCases(const std::vector<uint32_t>& order,
                                         const std::vector<uint32_t>& begin) const {
  std::vector<std::pair<int64_t, Id>> first;
  for (Id c = 0; c + 1 < begin.size(); ++c) {
    if (begin[c] == begin[c + 1]) continue;
    int64_t at = kNoTime;
    for (uint32_t i = begin[c]; i < begin[c + 1] && at == kNoTime; ++i) at = time_us_[order[i]];
    first.emplace_back(at, c);
  }
  const auto earlier = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (!std::is_sorted(first.begin(), first.end(), earlier)) {
    std::stable_sort(first.begin(), first.end(), earlier);
  }
  std::vector<Id> cases;
  cases.reserve(first.size());
  for (const auto& entry : first) cases.push_back(entry.second);
  return cases;
}

EventLog LogBuilder::Build(EventOrder by) && {
  std::vector<uint32_t> begin;
  std::vector<uint32_t> order = OrderedEvents(begin, by);
  const std::vector<Id> cases = OrderedCases(order, begin);
  std::vector<Id>().swap(case_);
  LogColumns out;
  std::vector<uint32_t> rows;
  rows.reserve(order.size());
  out.case_name.reserve(cases.size());
  out.case_begin.reserve(cases.size() + 1);
  for (const Id c : cases) {
    rows.insert(rows.end(), order.begin() + begin[c], order.begin() + begin[c + 1]);
    out.case_name.push_back(c);
    out.case_begin.push_back(static_cast<uint32_t>(rows.size()));
  }
  std::vector<uint32_t>().swap(order);
  const auto gather = [&rows](auto& from, auto& to) {
    to.reserve(rows.size());
    for (const uint32_t row : rows) to.push_back(from[row]);
    std::remove_reference_t<decltype(from)>().swap(from);
  };
  gather(activity_, out.activity);
  gather(time_us_, out.time_us);
  gather(resource_, out.resource);
  if (any_lifecycle_) gather(lifecycle_, out.lifecycle);
  for (auto& column : event_columns_) {
    AttributeColumn to{std::move(column.key), column.kind, {}};
    to.values.reserve(rows.size());
    for (const uint32_t row : rows) {
      to.values.push_back(row < column.values.size() ? column.values[row] : kNoId);
    }
    std::vector<Id>().swap(column.values);
    out.event_attributes.push_back(std::move(to));
  }
  for (auto& column : case_columns_) {
    AttributeColumn to{std::move(column.key), column.kind, {}};
    for (const Id c : cases) {
      to.values.push_back(c < column.values.size() ? column.values[c] : kNoId);
    }
    out.case_attributes.push_back(std::move(to));
  }
  out.activity_names = activities_;
  out.resource_names = resources_;
  out.case_names = cases_;
  out.value_names = values_;
  return EventLog(std::move(out));
}

}  // namespace huiyin::mining
