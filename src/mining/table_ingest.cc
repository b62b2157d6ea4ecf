#include "mining/table_ingest.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

#include "base/utf8.h"

namespace huiyin::mining {
namespace {

// Lower case, and every separator one space, so that "Case_ID" and "case-id" are one name.
std::string Folded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c + 32);
    } else if (c == '_' || c == '-' || c == ' ' || c == '.') {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

using Names = std::vector<std::string_view>;

// Most telling first.
const Names kCaseNames = {"case:concept:name", "case id",  "caseid",   "case",        "ticket id",
                          "ticket no",         "ticket",   "trace id", "trace",       "case key",
                          "process instance",  "order id", "incident", "incident id", "工单号",
                          "工单编号",          "工单",     "案件号",   "案件",        "案例",
                          "流程实例",          "订单号",   "单号"};
const Names kActivityNames = {"concept:name", "activity",  "activity name", "event",  "event name",
                              "task",         "task name", "step",          "action", "operation",
                              "status",       "活动",      "活动名称",      "环节",   "步骤",
                              "事件",         "操作",      "节点",          "状态"};
const Names kTimeNames = {"time:timestamp",
                          "timestamp",
                          "complete timestamp",
                          "completion time",
                          "end timestamp",
                          "end time",
                          "time",
                          "date",
                          "datetime",
                          "event time",
                          "created at",
                          "at",
                          "时间",
                          "时间戳",
                          "完成时间",
                          "结束时间",
                          "发生时间",
                          "操作时间"};
const Names kStartNames = {"start timestamp", "start time", "time:start",
                           "begin time",      "started at", "开始时间"};
const Names kResourceNames = {"org:resource", "resource id", "resource", "user",     "agent",
                              "actor",        "performer",   "employee", "assignee", "handler",
                              "owner",        "处理人",      "操作人",   "人员",     "坐席",
                              "员工",         "资源",        "经办人"};
const Names kLifecycleNames = {"lifecycle:transition", "lifecycle", "transition", "event type",
                               "生命周期"};

bool IsEmptyWord(std::string_view text) {
  return text.empty() || text == "nan" || text == "NaN" || text == "NULL" || text == "null" ||
         text == "NaT" || text == "None";
}

}  // namespace

AttributeKind GuessKind(const std::vector<std::vector<std::string>>& sample, size_t column) {
  bool is_int = true, is_float = true, is_bool = true, is_date = true, any = false;
  for (const auto& row : sample) {
    if (column >= row.size() || IsEmptyWord(row[column])) continue;
    const std::string& text = row[column];
    any = true;
    const char* end = text.data() + text.size();
    int64_t whole = 0;
    double number = 0;
    const auto i = std::from_chars(text.data(), end, whole);
    const auto f = std::from_chars(text.data(), end, number);
    int64_t us = 0;
    is_int = is_int && i.ec == std::errc() && i.ptr == end &&
             (text.size() == 1 || text[0] != '0');  // 007 is a name
    is_float = is_float && f.ec == std::errc() && f.ptr == end;
    is_bool = is_bool && (text == "true" || text == "false" || text == "True" || text == "False");
    is_date = is_date && text.size() >= 10 && ParseIsoTime(text, 0, &us);
  }
  if (!any) return AttributeKind::kString;
  if (is_bool) return AttributeKind::kBoolean;
  if (is_int) return AttributeKind::kInt;
  if (is_float) return AttributeKind::kFloat;
  return is_date ? AttributeKind::kDate : AttributeKind::kString;
}

size_t TableIngest::ByName(const std::vector<std::string>& header, Role role) const {
  const Names* names = nullptr;
  switch (role) {
    case Role::kCase:
      names = &kCaseNames;
      break;
    case Role::kActivity:
      names = &kActivityNames;
      break;
    case Role::kTime:
      names = &kTimeNames;
      break;
    case Role::kStart:
      names = &kStartNames;
      break;
    case Role::kResource:
      names = &kResourceNames;
      break;
    case Role::kLifecycle:
      names = &kLifecycleNames;
      break;
    default:
      return SIZE_MAX;
  }
  for (const std::string_view name : *names) {
    for (size_t i = 0; i < header.size(); ++i) {
      if (columns_[i].role == Role::kEvent && Folded(header[i]) == name) return i;
    }
  }
  return SIZE_MAX;
}

Status TableIngest::Take(const std::vector<std::string>& header, Role role,
                         const std::string& asked, size_t* at) {
  if (!asked.empty()) {
    for (size_t i = 0; i < header.size(); ++i) {
      if (header[i] == asked) {
        *at = i;
        columns_[i].role = role;
        return Ok();
      }
    }
    std::string known;
    for (const std::string& name : header) known += (known.empty() ? "" : ", ") + name;
    return InvalidArgument("no column \"" + asked +
                           "\"; the columns are: " + std::string(Prefix(known, 500)));
  }
  *at = ByName(header, role);
  if (*at != SIZE_MAX) columns_[*at].role = role;
  return Ok();
}

// Without telling names: a time is what reads as one; the case repeats in many rows; the activity
// has the fewest different values of what is left, but more than one.
void TableIngest::GuessByContent(const std::vector<std::string>& header,
                                 const std::vector<std::vector<std::string>>& sample) {
  struct Shape {
    size_t filled = 0, distinct = 0;
  };
  std::vector<Shape> shapes(header.size());
  for (size_t i = 0; i < header.size(); ++i) {
    std::set<std::string_view> seen;
    std::vector<std::string> values;
    for (const auto& row : sample) {
      if (i >= row.size() || IsEmptyWord(row[i])) continue;
      ++shapes[i].filled;
      seen.insert(row[i]);
      if (values.size() < 100) values.push_back(row[i]);
    }
    shapes[i].distinct = seen.size();
    const bool readable = !values.empty() && GuessTimeFormat(values, 0).ok();
    if (time_ == SIZE_MAX && columns_[i].role == Role::kEvent && readable) {
      time_ = i;
      columns_[i].role = Role::kTime;
    }
  }
  const auto pick = [&](Role role, auto better) {
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < header.size(); ++i) {
      if (columns_[i].role != Role::kEvent || shapes[i].filled * 10 < sample.size() * 9) continue;
      if (shapes[i].distinct < 2 || shapes[i].distinct >= shapes[i].filled) continue;
      if (best == SIZE_MAX || better(shapes[i], shapes[best])) best = i;
    }
    if (best != SIZE_MAX) columns_[best].role = role;
    return best;
  };
  if (case_ == SIZE_MAX) {
    case_ = pick(Role::kCase, [](Shape a, Shape b) { return a.distinct > b.distinct; });
  }
  if (activity_ == SIZE_MAX) {
    activity_ = pick(Role::kActivity, [](Shape a, Shape b) { return a.distinct < b.distinct; });
  }
}

Status TableIngest::DecideTimes(const std::vector<std::string>& header,
                                const std::vector<std::vector<std::string>>& sample) {
  time_parser_.offset_minutes = options_.offset_minutes;
  if (time_ == SIZE_MAX) return Ok();
  if (!options_.time_format.empty()) {
    time_parser_ = {TimeFormat::kPattern, options_.offset_minutes, options_.time_format, false};
    return Ok();
  }
  std::vector<std::string> values;
  for (const auto& row : sample) {
    if (time_ < row.size() && !IsEmptyWord(row[time_])) values.push_back(row[time_]);
  }
  auto parser = GuessTimeFormat(values, options_.offset_minutes);
  if (!parser.ok()) {
    if (options_.order == EventOrder::kFile) return Ok();
    return InvalidArgument("the times in column \"" + header[time_] + "\" cannot be read" +
                           (values.empty() ? ": it is empty"
                                           : ", for example \"" +
                                                 std::string(Prefix(SanitizeUtf8(values[0]), 60)) +
                                                 "\"; give the format with --time-format"));
  }
  time_parser_ = *parser;
  report_.guesses.push_back("times = " + std::string(TimeFormatName(time_parser_.format)) +
                            (time_parser_.ambiguous ? " (month first fits as well)" : ""));
  return Ok();
}

Status TableIngest::Decide(const std::vector<std::string>& header,
                           const std::vector<std::vector<std::string>>& sample) {
  columns_.assign(header.size(), Column{});
  TRY(Take(header, Role::kCase, options_.case_key, &case_));
  TRY(Take(header, Role::kActivity, options_.activity_key, &activity_));
  TRY(Take(header, Role::kTime, options_.time_key, &time_));
  TRY(Take(header, Role::kStart, options_.start_time_key, &start_));
  TRY(Take(header, Role::kResource, options_.resource_key, &resource_));
  TRY(Take(header, Role::kLifecycle, options_.lifecycle_key, &lifecycle_));
  if (case_ == SIZE_MAX || activity_ == SIZE_MAX || time_ == SIZE_MAX) {
    GuessByContent(header, sample);
  }
  for (size_t i = 0; i < header.size(); ++i) {
    if (columns_[i].role == Role::kEvent && Folded(header[i]) == "event id") event_id_ = i;
  }
  if (case_ == SIZE_MAX) return InvalidArgument("no column can be the case; name it with --case");
  if (activity_ == SIZE_MAX) {
    return InvalidArgument("no column can be the activity; name it with --activity");
  }
  if (time_ == SIZE_MAX && options_.order == EventOrder::kTime) {
    return InvalidArgument(
        "no column can be the time; name it with --time, or keep the order of the file with "
        "--order file");
  }
  const auto said = [&](const char* what, size_t at, const std::string& asked) {
    if (at != SIZE_MAX && asked.empty()) {
      report_.guesses.push_back(std::string(what) + " = column \"" + header[at] + "\"");
    }
  };
  said("case", case_, options_.case_key);
  said("activity", activity_, options_.activity_key);
  said("time", time_, options_.time_key);
  said("start", start_, options_.start_time_key);
  said("resource", resource_, options_.resource_key);
  said("lifecycle", lifecycle_, options_.lifecycle_key);
  TRY(DecideTimes(header, sample));
  for (size_t i = 0; i < header.size(); ++i) {
    Column& column = columns_[i];
    if (column.role != Role::kEvent || options_.attributes == KeepAttributes::kNone) continue;
    if (header[i].empty()) continue;
    const AttributeKind kind = GuessKind(sample, i);
    if (header[i].starts_with("case:")) {
      column.role = Role::kCaseAttr;
      column.attribute = builder_.CaseAttribute(header[i].substr(5), kind);
    } else {
      column.attribute = builder_.EventAttribute(header[i], kind);
    }
  }
  return Ok();
}

void TableIngest::AddColumn(std::string_view name) {
  Column column;
  if (options_.attributes == KeepAttributes::kAll) {
    column.attribute = builder_.EventAttribute(name, AttributeKind::kString);
  }
  columns_.push_back(column);
}

std::string_view TableIngest::Cell(const std::vector<std::string_view>& row, size_t column) const {
  if (column >= row.size()) return {};
  return IsEmptyWord(row[column]) ? std::string_view() : row[column];
}

Status TableIngest::Broken(size_t line, std::string_view case_name, const char* reason,
                           std::string what) {
  const std::string text = "line " + std::to_string(line) + ": " + std::move(what);
  if (options_.strictness == Strictness::kStrict) return InvalidArgument(text);
  report_.Count(reason);
  report_.Problem(text);
  if (!case_name.empty() && case_name.size() <= options_.limits.max_name_bytes) {
    const Id case_id = builder_.Case(case_name);
    if (!builder_.IsDropped(case_id)) ++report_.cases_dropped;
    builder_.DropCase(case_id);
    ++report_.events_dropped;
  }
  return Ok();
}

Status TableIngest::Add(const std::vector<std::string_view>& row, size_t line) {
  if (++rows_ % 65536 == 0) TRY(builder_.CheckLimits());
  const std::string_view case_name = Cell(row, case_);
  const std::string_view activity = Cell(row, activity_);
  const std::string_view time_text = Cell(row, time_);
  const size_t max_name = options_.limits.max_name_bytes;
  if (case_name.empty()) {
    ++report_.events_dropped;
    return Broken(line, {}, "no case", "the case is missing");
  }
  if (case_name.size() > max_name) {
    ++report_.events_dropped;
    return Broken(line, {}, "case name too long",
                  "a case name of " + std::to_string(case_name.size()) + " bytes");
  }
  if (activity.empty()) return Broken(line, case_name, "no activity", "the activity is missing");
  if (activity.size() > max_name) {
    return Broken(line, case_name, "activity name too long",
                  "an activity name of " + std::to_string(activity.size()) + " bytes");
  }
  int64_t us = kNoTime;
  if (!time_text.empty() && !ParseTime(time_parser_, time_text, &us)) us = kNoTime;
  if (us == kNoTime && options_.order == EventOrder::kTime) {
    if (time_text.empty()) return Broken(line, case_name, "no timestamp", "the time is missing");
    return Broken(line, case_name, "unreadable timestamp",
                  "\"" + std::string(Prefix(SanitizeUtf8(time_text.substr(0, 100)), 60)) +
                      "\" is no time (" + std::string(TimeFormatName(time_parser_.format)) + ")");
  }
  const std::string_view event_id = Cell(row, event_id_);
  if (!event_id.empty() && !event_ids_.insert(std::hash<std::string_view>{}(event_id)).second) {
    ++report_.events_dropped;
    return Broken(line, {}, "events named twice",
                  "a second event \"" + std::string(event_id.substr(0, 100)) + "\"");
  }
  const Id case_id = builder_.Case(case_name);
  const Id activity_id = builder_.Activity(activity);
  const std::string_view resource = Cell(row, resource_).substr(0, max_name);
  const Id resource_id = builder_.Resource(resource);
  Lifecycle lifecycle = LifecycleFrom(Cell(row, lifecycle_));
  int64_t start_us = kNoTime;
  if (start_ != SIZE_MAX && ParseTime(time_parser_, Cell(row, start_), &start_us)) {
    builder_.Append(case_id, activity_id, start_us, resource_id, Lifecycle::kStart);
    if (lifecycle == Lifecycle::kNone) lifecycle = Lifecycle::kComplete;
  }
  const uint32_t event = builder_.Append(case_id, activity_id, us, resource_id, lifecycle);
  if (options_.attributes == KeepAttributes::kAll) KeepCells(row, case_id, event);
  return Ok();
}

void TableIngest::KeepCells(const std::vector<std::string_view>& row, Id case_id, uint32_t event) {
  for (size_t i = 0; i < columns_.size() && i < row.size(); ++i) {
    const Column& column = columns_[i];
    if (column.attribute == kNoId) continue;
    const std::string_view value = Cell(row, i);
    if (value.empty()) continue;
    if (value.size() > options_.limits.max_name_bytes) {
      report_.Count("attribute values too long");
      continue;
    }
    if (column.role == Role::kCaseAttr) {
      builder_.SetCaseAttribute(case_id, column.attribute, builder_.Value(value));
    } else {
      builder_.SetEventAttribute(event, column.attribute, builder_.Value(value));
    }
  }
}

}  // namespace huiyin::mining
