#include "domain/calendar.h"

#include <algorithm>
#include <cstdio>

#include "domain/zone.h"

namespace huiyin::domain {
namespace {

constexpr int64_t kDayUs = 86'400'000'000;
constexpr int64_t kMinuteUs = 60'000'000;
const int64_t kFirstDay = DaysFromCivil(1990, 1, 1);
const int64_t kLastDay = DaysFromCivil(2099, 12, 31);
// UTC days that the local days of the range may touch.
const int64_t kFirstUtcDay = kFirstDay - 1;
const int64_t kLastUtcDay = kLastDay + 2;

int Weekday(int64_t day) { return static_cast<int>(((day + 3) % 7 + 7) % 7); }  // 0 = Monday

int64_t Clamp(int64_t day) { return std::clamp(day, kFirstDay, kLastDay); }

int64_t FloorDay(int64_t us) { return us >= 0 ? us / kDayUs : -((-us + kDayUs - 1) / kDayUs); }

Error UnknownZone(std::string_view iana) {
  return InvalidArgument("unknown time zone \"" + std::string(iana.substr(0, 60)) +
                             "\" (an IANA name such as Asia/Shanghai is expected)",
                         "time_zone");
}

}  // namespace

Calendar::~Calendar() = default;

std::vector<Period> Calendar::HoursOf(int64_t day) const {
  const auto found = special_.find(day);
  if (found != special_.end()) {
    const SpecialDay& special = found->second;
    if (special.kind == DayKind::kHoliday) return {};
    return special.hours.empty() ? makeup_hours_ : special.hours;
  }
  return weekly_[static_cast<size_t>(Weekday(day))];
}

void Calendar::Build() {
  for (size_t d = 0; d < weekly_.size() && makeup_hours_.empty(); ++d) makeup_hours_ = weekly_[d];
  standard_day_ = {};
  for (const Period& p : makeup_hours_) {
    standard_day_ = standard_day_ + Duration::Minutes(p.end_min - p.start_min);
  }
  intervals_.clear();
  working_before_.clear();
  working_before_.reserve(static_cast<size_t>(kLastDay - kFirstDay + 2));
  int32_t working = 0;
  for (int64_t day = kFirstDay; day <= kLastDay; ++day) {
    const std::vector<Period> hours = HoursOf(day);
    working_before_.push_back(working);
    working += hours.empty() ? 0 : 1;
    for (const Period& p : hours) {
      const int64_t end = AtLocal(day, p.end_min * kMinuteUs).us;
      int64_t start = AtLocal(day, p.start_min * kMinuteUs).us;
      // A night shift may reach into the hours of the next day: time counts once.
      if (!intervals_.empty()) start = std::max(start, intervals_.back().end);
      if (start >= end) continue;
      if (!intervals_.empty() && start == intervals_.back().end) {
        intervals_.back().end = end;
      } else {
        intervals_.push_back({start, end, 0});
      }
    }
  }
  working_before_.push_back(working);
  BuildIndex();
}

void Calendar::BuildIndex() {
  total_us_ = 0;
  for (Interval& interval : intervals_) {
    interval.before = total_us_;
    total_us_ += interval.end - interval.start;
  }
  intervals_.shrink_to_fit();
  first_of_day_.assign(static_cast<size_t>(kLastUtcDay - kFirstUtcDay + 1), 0);
  uint32_t next = 0;
  for (size_t i = 0; i < first_of_day_.size(); ++i) {
    const int64_t start = (kFirstUtcDay + static_cast<int64_t>(i)) * kDayUs;
    while (next < intervals_.size() && intervals_[next].end <= start) ++next;
    first_of_day_[i] = next;
  }
}

int64_t Calendar::LocalDay(Instant at) const { return FloorDay(at.us + zone_->OffsetAt(at).us); }

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

int64_t Calendar::Position(int64_t at_us) const {
  const int64_t day = FloorDay(at_us);
  if (day < kFirstUtcDay) return 0;
  if (day > kLastUtcDay) return total_us_;
  size_t i = first_of_day_[static_cast<size_t>(day - kFirstUtcDay)];
  // At most the periods of one day are looked at.
  while (i < intervals_.size() && intervals_[i].end <= at_us) ++i;
  if (i == intervals_.size()) return total_us_;
  return intervals_[i].before + std::max<int64_t>(0, at_us - intervals_[i].start);
}

Duration Calendar::Measure(Instant from, Instant to) const {
  if (to <= from) return {};
  return {Position(to.us) - Position(from.us)};
}

Instant Calendar::Add(Instant from, Duration amount) const {
  if (amount.us <= 0) return from;
  const int64_t left = total_us_ - Position(from.us);
  if (amount.us > left) return std::max(from, AtLocal(kLastDay, kDayUs));
  const int64_t target = total_us_ - left + amount.us;
  // The last interval that begins before the target is reached.
  const auto after = std::lower_bound(intervals_.begin(), intervals_.end(), target,
                                      [](const Interval& i, int64_t t) { return i.before < t; });
  const Interval& interval = *(after - 1);
  return {interval.start + (target - interval.before)};
}

bool Calendar::IsOpen(Instant at) const { return Position(at.us) > Position(at.us - 1); }

bool Calendar::IsWorkingDay(int64_t day) const {
  const auto index = static_cast<size_t>(Clamp(day) - kFirstDay);
  return working_before_[index + 1] > working_before_[index];
}

int64_t Calendar::NextWorkingDay(int64_t day) const {
  return IsWorkingDay(day) ? day : AddWorkingDays(day, 1);
}

int64_t Calendar::AddWorkingDays(int64_t day, int64_t n) const {
  if (n <= 0) return Clamp(day);
  const auto index = static_cast<size_t>(Clamp(day) - kFirstDay);
  // Working days up to and including `day`, then n more.
  const int64_t wanted = std::min<int64_t>(working_before_[index + 1] + n, working_before_.back());
  const auto found = std::lower_bound(working_before_.begin(), working_before_.end(),
                                      static_cast<int32_t>(wanted));
  return Clamp(kFirstDay + (found - working_before_.begin()) - 1);
}

Instant Calendar::CloseOfBusiness(int64_t day) const {
  const std::vector<Period> hours = HoursOf(day);
  return AtLocal(day, (hours.empty() ? 1440 : hours.back().end_min) * kMinuteUs);
}

const SpecialDay* Calendar::Special(int64_t day) const {
  const auto found = special_.find(day);
  return found == special_.end() ? nullptr : &found->second;
}

bool Calendar::Covers(int64_t first_day, int64_t last_day) const {
  if (every_year_) return true;
  const int last = CivilFromDays(last_day).year;
  for (int year = CivilFromDays(first_day).year; year <= last; ++year) {
    if (!years_.contains(year)) return false;
  }
  return true;
}

std::optional<int> Calendar::YearToLoad(Instant now) const {
  const Date today = CivilFromDays(LocalDay(now));
  if (every_year_ || today.month < 12 || years_.contains(today.year + 1)) return std::nullopt;
  return today.year + 1;
}

Result<std::shared_ptr<const Calendar>> Calendar::Weekdays(std::string_view iana) {
  if (Zone::Find(iana) == nullptr) return UnknownZone(iana);
  return Parse("calendar weekdays\nzone " + std::string(iana) +
               "\nhours mon-fri 09:00-18:00\nyear *\n");
}

Result<std::shared_ptr<const Calendar>> Calendar::InZone(std::string_view iana) const {
  auto zone = Zone::Find(iana);
  if (zone == nullptr) return UnknownZone(iana);
  auto out = std::shared_ptr<Calendar>(new Calendar(*this));
  out->zone_ = std::move(zone);
  out->zone_name_ = std::string(iana);
  out->Build();
  return std::shared_ptr<const Calendar>(std::move(out));
}

}  // namespace huiyin::domain
