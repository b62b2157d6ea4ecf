#include "domain/calendar.h"

#include <algorithm>
#include <cstdio>

#include "domain/cn_standard_calendar.h"
#include "domain/zone.h"

namespace huiyin::domain {
namespace {

constexpr int64_t kDayUs = 86'400'000'000;
constexpr int64_t kMinuteUs = 60'000'000;
const int64_t kFirstDay = DaysFromCivil(2000, 1, 1);
const int64_t kLastDay = DaysFromCivil(2099, 12, 31);

int Weekday(int64_t day) { return static_cast<int>(((day + 3) % 7 + 7) % 7); }  // 0 = Monday

int64_t Clamp(int64_t day) { return std::clamp(day, kFirstDay, kLastDay); }

}  // namespace

Calendar::~Calendar() = default;

std::vector<Period> Calendar::HoursOf(int64_t day) const {
  const auto found = special_.find(day);
  if (found != special_.end()) {
    return found->second.kind == DayKind::kHoliday ? std::vector<Period>() : makeup_hours_;
  }
  return weekly_[static_cast<size_t>(Weekday(day))];
}

void Calendar::Build() {
  for (const auto& hours : weekly_) {
    if (!hours.empty()) {
      makeup_hours_ = hours;
      break;
    }
  }
  standard_day_ = {};
  for (const Period& p : makeup_hours_) {
    standard_day_ = standard_day_ + Duration::Minutes(p.end_min - p.start_min);
  }
  const auto days = static_cast<size_t>(kLastDay - kFirstDay + 2);
  before_us_.reserve(days);
  working_before_.reserve(days);
  pattern_.reserve(days);
  std::vector<Period> yesterday = HoursOf(kFirstDay - 1);
  int64_t total = 0;
  int32_t working = 0;
  for (int64_t day = kFirstDay; day <= kLastDay; ++day) {
    const std::vector<Period> own = HoursOf(day);
    std::vector<Period> today;
    for (const Period& p : yesterday) {
      if (p.end_min > 1440) today.push_back({0, p.end_min - 1440});
    }
    for (const Period& p : own) today.push_back({p.start_min, std::min(p.end_min, 1440)});
    before_us_.push_back(total);
    working_before_.push_back(working);
    for (const Period& p : today) total += (p.end_min - p.start_min) * kMinuteUs;
    working += own.empty() ? 0 : 1;
    size_t pattern = 0;
    const auto same = [&](const std::vector<Period>& known) {
      return known.size() == today.size() && std::equal(known.begin(), known.end(), today.begin(),
                                                        [](const Period& a, const Period& b) {
                                                          return a.start_min == b.start_min &&
                                                                 a.end_min == b.end_min;
                                                        });
    };
    while (pattern < patterns_.size() && !same(patterns_[pattern])) ++pattern;
    if (pattern == patterns_.size()) patterns_.push_back(today);
    pattern_.push_back(static_cast<uint8_t>(pattern));
    yesterday = own;
  }
  before_us_.push_back(total);
  working_before_.push_back(working);
}

int64_t Calendar::LocalDay(Instant at) const {
  const int64_t local = at.us + zone_->OffsetAt(at).us;
  return local >= 0 ? local / kDayUs : -((-local + kDayUs - 1) / kDayUs);
}

Instant Calendar::AtLocal(int64_t day, int64_t micros_of_day) const {
  return zone_->FromLocal(day * kDayUs + micros_of_day);
}

std::string Calendar::FormatLocal(Instant at) const {
  const Duration offset = zone_->OffsetAt(at);
  std::string text = FormatUtc(at + offset);
  text.pop_back();
  char buffer[48];
  const auto minutes = offset.us / kMinuteUs;
  const auto positive = minutes < 0 ? -minutes : minutes;
  std::snprintf(buffer, sizeof buffer, "%c%02lld:%02lld", minutes < 0 ? '-' : '+',
                static_cast<long long>(positive / 60), static_cast<long long>(positive % 60));
  return text + buffer;
}

int64_t Calendar::Position(Instant at) const {
  const int64_t local = at.us + zone_->OffsetAt(at).us;
  const int64_t first = kFirstDay * kDayUs;
  if (local <= first) return 0;
  const int64_t day = local / kDayUs;
  if (day > kLastDay) return before_us_.back();
  const auto index = static_cast<size_t>(day - kFirstDay);
  const int64_t inside = local - day * kDayUs;
  int64_t position = before_us_[index];
  for (const Period& p : patterns_[pattern_[index]]) {
    const int64_t start = p.start_min * kMinuteUs;
    if (inside <= start) break;
    position += std::min(inside, p.end_min * kMinuteUs) - start;
  }
  return position;
}

Duration Calendar::Measure(Instant from, Instant to) const {
  if (to <= from) return {};
  return {std::max<int64_t>(0, Position(to) - Position(from))};
}

Instant Calendar::Add(Instant from, Duration amount) const {
  if (amount.us <= 0) return from;
  const int64_t target = Position(from) + amount.us;
  if (target > before_us_.back()) return AtLocal(kLastDay, kDayUs);
  // The last day whose total before it is still below the target.
  const auto found = std::lower_bound(before_us_.begin(), before_us_.end(), target) - 1;
  const auto index = static_cast<size_t>(found - before_us_.begin());
  int64_t left = target - *found;
  for (const Period& p : patterns_[pattern_[index]]) {
    const int64_t length = (p.end_min - p.start_min) * kMinuteUs;
    if (left <= length) {
      return AtLocal(kFirstDay + static_cast<int64_t>(index), p.start_min * kMinuteUs + left);
    }
    left -= length;
  }
  return AtLocal(kFirstDay + static_cast<int64_t>(index), kDayUs);
}

bool Calendar::IsWorkingDay(int64_t day) const {
  const auto index = static_cast<size_t>(Clamp(day) - kFirstDay);
  return working_before_[index + 1] > working_before_[index];
}

int64_t Calendar::NextWorkingDay(int64_t day) const {
  return IsWorkingDay(day) ? day : AddWorkingDays(day, 1);
}

int64_t Calendar::AddWorkingDays(int64_t day, int64_t n) const {
  // Working days with index up to and including `day`, then n more.
  const auto index = static_cast<size_t>(Clamp(day) - kFirstDay);
  const auto target = static_cast<int32_t>(working_before_[index + 1] + n);
  const auto found = std::lower_bound(working_before_.begin(), working_before_.end(), target);
  return Clamp(kFirstDay + (found - working_before_.begin()) - 1);
}

Instant Calendar::CloseOfBusiness(int64_t day) const {
  const std::vector<Period> hours = HoursOf(day);
  const int end = hours.empty() ? 1440 : hours.back().end_min;
  return AtLocal(day, end * kMinuteUs);
}

const SpecialDay* Calendar::Special(int64_t day) const {
  const auto found = special_.find(day);
  return found == special_.end() ? nullptr : &found->second;
}

bool Calendar::Covers(int64_t first_day, int64_t last_day) const {
  const int last = CivilFromDays(last_day).year;
  for (int year = CivilFromDays(first_day).year; year <= last; ++year) {
    if (!years_.contains(year)) return false;
  }
  return true;
}

namespace {

Error BadLine(int line, const std::string& what) {
  return InvalidArgument("calendar line " + std::to_string(line) + ": " + what, "calendar");
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

std::string_view TakeWord(std::string_view& text) {
  const size_t end = std::min(text.find_first_of(" \t"), text.size());
  const std::string_view word = text.substr(0, end);
  text = Trim(text.substr(end));
  return word;
}

std::optional<int> ClockMinutes(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  int value = 0;
  for (const size_t i : {0, 1, 3, 4}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  value = ((text[0] - '0') * 10 + (text[1] - '0')) * 60 + (text[3] - '0') * 10 + (text[4] - '0');
  if (value > 1440 || text[3] > '5') return std::nullopt;
  return value;
}

// "09:00-12:00,13:00-18:00"; an end before its start runs into the next day.
std::optional<std::vector<Period>> ParseHours(std::string_view text) {
  std::vector<Period> out;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    const std::string_view one = Trim(text.substr(0, comma));
    text = comma == text.size() ? std::string_view() : text.substr(comma + 1);
    if (one.size() != 11 || one[5] != '-') return std::nullopt;
    const auto start = ClockMinutes(one.substr(0, 5));
    const auto end = ClockMinutes(one.substr(6));
    if (!start || !end || *start == *end) return std::nullopt;
    const Period period{*start, *end < *start ? *end + 1440 : *end};
    if (!out.empty() && period.start_min < out.back().end_min) return std::nullopt;
    out.push_back(period);
  }
  if (out.empty() || out.back().end_min > out.front().start_min + 1440) return std::nullopt;
  return out;
}

constexpr std::string_view kWeekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<std::pair<int, int>> ParseDays(std::string_view text) {
  const auto index = [](std::string_view name) {
    for (int i = 0; i < 7; ++i) {
      if (kWeekdays[i] == name) return i;
    }
    return -1;
  };
  const size_t dash = text.find('-');
  const int first = index(text.substr(0, dash));
  const int last = dash == std::string_view::npos ? first : index(text.substr(dash + 1));
  if (first < 0 || last < first) return std::nullopt;
  return std::pair(first, last);
}

}  // namespace

Result<std::shared_ptr<const Calendar>> Calendar::Parse(std::string_view text) {
  auto out = std::shared_ptr<Calendar>(new Calendar());
  int number = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = Trim(text.substr(0, end));
    text = end == text.size() ? std::string_view() : text.substr(end + 1);
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::string_view key = TakeWord(line);
    if (key == "calendar") {
      out->id_ = std::string(line);
    } else if (key == "zone") {
      out->zone_ = Zone::Find(line);
      if (out->zone_ == nullptr) return BadLine(number, "unknown time zone " + std::string(line));
      out->zone_name_ = std::string(line);
    } else if (key == "hours") {
      const auto days = ParseDays(TakeWord(line));
      const auto hours = ParseHours(line);
      if (!days || !hours)
        return BadLine(number, "expected: hours mon-fri 09:00-12:00,13:00-18:00");
      for (int d = days->first; d <= days->second; ++d) {
        out->weekly_[static_cast<size_t>(d)] = *hours;
      }
    } else if (key == "year") {
      const std::string year(line);
      if (year.size() != 4) return BadLine(number, "expected: year 2026");
      out->years_.insert(std::atoi(year.c_str()));
    } else if (key == "holiday" || key == "makeup") {
      const auto date = ParseCivil(TakeWord(line));
      if (!date.ok() || date->has_time)
        return BadLine(number, "expected: " + std::string(key) + " 2026-10-01 name | name");
      const size_t bar = std::min(line.find('|'), line.size());
      SpecialDay day{key == "holiday" ? DayKind::kHoliday : DayKind::kMakeup,
                     std::string(Trim(line.substr(0, bar))),
                     bar < line.size() ? std::string(Trim(line.substr(bar + 1))) : std::string()};
      out->special_.insert_or_assign(DaysFromCivil(date->year, date->month, date->day),
                                     std::move(day));
    } else {
      return BadLine(number, "unknown word \"" + std::string(key.substr(0, 20)) + "\"");
    }
  }
  if (out->id_.empty()) return BadLine(number, "a line \"calendar ID\" is missing");
  if (out->zone_ == nullptr) return BadLine(number, "a line \"zone NAME\" is missing");
  const bool open = std::any_of(out->weekly_.begin(), out->weekly_.end(),
                                [](const auto& hours) { return !hours.empty(); });
  if (!open) return BadLine(number, "no \"hours\" line");
  out->Build();
  return std::shared_ptr<const Calendar>(std::move(out));
}

std::shared_ptr<const Calendar> Calendar::CnStandard() {
  static const std::shared_ptr<const Calendar> calendar = [] {
    auto parsed = Parse(kCnStandardCalendar);
    HY_CHECK(parsed.ok());
    return *parsed;
  }();
  return calendar;
}

Result<std::shared_ptr<const Calendar>> Calendar::InZone(std::string_view iana) const {
  auto zone = Zone::Find(iana);
  if (zone == nullptr) {
    return InvalidArgument("unknown time zone \"" + std::string(iana.substr(0, 60)) +
                               "\" (an IANA name such as Asia/Shanghai is expected)",
                           "time_zone");
  }
  auto out = std::shared_ptr<Calendar>(new Calendar(*this));
  out->zone_ = std::move(zone);
  out->zone_name_ = std::string(iana);
  return std::shared_ptr<const Calendar>(std::move(out));
}

}  // namespace huiyin::domain
