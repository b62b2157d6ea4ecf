// The text form of a calendar (docs/calendars.md) and the one compiled in.
#include <algorithm>
#include <charconv>

#include "domain/calendar.h"
#include "domain/cn_standard_calendar.h"
#include "domain/zone.h"

namespace huiyin::domain {
namespace {

constexpr size_t kMaxBytes = 1 << 20;
constexpr size_t kMaxSpecialDays = 20'000;
constexpr size_t kMaxPeriods = 24;  // a day
constexpr size_t kMaxName = 200;
constexpr int kFirstYear = 1990;
constexpr int kLastYear = 2099;

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

std::optional<int> Digits(std::string_view text) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// "09:00", at most "24:00".
std::optional<int> ClockMinutes(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const size_t i : {0, 1, 3, 4}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (minutes > 59 || hours * 60 + minutes > 1440) return std::nullopt;
  return hours * 60 + minutes;
}

// "09:00-12:00,13:00-18:00" in order; an end before its start runs into the next day.
std::optional<std::vector<Period>> ParseHours(std::string_view text) {
  std::vector<Period> out;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    const std::string_view one = Trim(text.substr(0, comma));
    text = comma == text.size() ? std::string_view() : text.substr(comma + 1);
    if (one.size() != 11 || one[5] != '-') return std::nullopt;
    const auto start = ClockMinutes(one.substr(0, 5));
    const auto end = ClockMinutes(one.substr(6));
    if (!start || !end || *start == *end || *start == 1440) return std::nullopt;
    const Period period{*start, *end < *start ? *end + 1440 : *end};
    if (!out.empty() && period.start_min < out.back().end_min) return std::nullopt;
    out.push_back(period);
    if (out.size() > kMaxPeriods) return std::nullopt;
  }
  if (out.empty() || out.back().end_min > out.front().start_min + 1440) return std::nullopt;
  return out;
}

std::optional<std::pair<size_t, size_t>> ParseDays(std::string_view text) {
  static constexpr std::string_view kWeekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const auto index = [](std::string_view name) {
    return static_cast<size_t>(std::find(std::begin(kWeekdays), std::end(kWeekdays), name) -
                               std::begin(kWeekdays));
  };
  const size_t dash = text.find('-');
  const size_t first = index(text.substr(0, dash));
  const size_t last = dash == std::string_view::npos ? first : index(text.substr(dash + 1));
  if (first > 6 || last > 6 || last < first) return std::nullopt;
  return std::pair(first, last);
}

}  // namespace

// One pass over the lines; each key has one handler.
class CalendarReader {
 public:
  Result<std::shared_ptr<const Calendar>> Read(std::string_view text) {
    if (text.size() > kMaxBytes) return InvalidArgument("a calendar is at most 1 MiB", "calendar");
    while (!text.empty()) {
      const size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = Trim(text.substr(0, end));
      text = end == text.size() ? std::string_view() : text.substr(end + 1);
      ++number_;
      if (line.empty() || line[0] == '#') continue;
      const std::string_view key = TakeWord(line);
      TRY(ReadLine(key, line));
    }
    TRY(CheckWhole());
    out_->Build();
    return std::shared_ptr<const Calendar>(std::move(out_));
  }

 private:
  Error Bad(const std::string& problem, const std::string& what) const {
    const std::string line = std::to_string(number_);
    Error error = InvalidArgument("calendar line " + line + ": " + what, "calendar");
    error.fields.push_back({"line[" + line + "]", problem, what});
    return error;
  }

  static Error Missing(const std::string& key, const std::string& what) {
    Error error = InvalidArgument("calendar: " + what, "calendar");
    error.fields.push_back({key, "required", what});
    return error;
  }

  Status ReadLine(std::string_view key, std::string_view rest) {
    if (std::any_of(rest.begin(), rest.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; })) {
      return Bad("invalid", "a control character");
    }
    if (key == "calendar") return ReadId(rest);
    if (key == "zone") return ReadZone(rest);
    if (key == "hours") return ReadHours(rest);
    if (key == "makeup_hours") return ReadMakeupHours(rest);
    if (key == "year") return ReadYears(rest);
    if (key == "source") {
      source_ = std::string(rest.substr(0, kMaxName));
      return Ok();
    }
    if (key == "holiday") return ReadSpecial(DayKind::kHoliday, rest);
    if (key == "makeup") return ReadSpecial(DayKind::kMakeup, rest);
    return Bad("unknown_field", "unknown word \"" + std::string(key.substr(0, 20)) + "\"");
  }

  Status ReadId(std::string_view id) {
    const bool good =
        !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
          return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
                 c == '.';
        });
    if (!good) return Bad("invalid", "expected: calendar my_calendar (a-z, 0-9, _ - .)");
    out_->id_ = std::string(id);
    return Ok();
  }

  Status ReadZone(std::string_view name) {
    out_->zone_ = Zone::Find(name);
    if (out_->zone_ == nullptr) {
      return Bad("time_zone", "unknown time zone \"" + std::string(name.substr(0, 60)) + "\"");
    }
    out_->zone_name_ = std::string(name);
    return Ok();
  }

  Status ReadHours(std::string_view rest) {
    const auto days = ParseDays(TakeWord(rest));
    const auto hours = ParseHours(rest);
    if (!days || !hours) return Bad("hours", "expected: hours mon-fri 09:00-12:00,13:00-18:00");
    for (size_t d = days->first; d <= days->second; ++d) out_->weekly_[d] = *hours;
    return Ok();
  }

  Status ReadMakeupHours(std::string_view rest) {
    const auto hours = ParseHours(rest);
    if (!hours) return Bad("hours", "expected: makeup_hours 09:00-12:00,13:00-18:00");
    out_->makeup_hours_ = *hours;
    return Ok();
  }

  Status ReadYears(std::string_view rest) {
    if (rest == "*") {
      out_->every_year_ = true;
      return Ok();
    }
    const size_t dash = rest.find('-');
    const auto first = Digits(rest.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : Digits(rest.substr(dash + 1));
    if (!first || !last || *first < kFirstYear || *last > kLastYear || *last < *first) {
      return Bad("year", "expected: year 2026, year 2020-2026 or year * (1990 to 2099)");
    }
    for (int year = *first; year <= *last; ++year) out_->years_.insert(year);
    return Ok();
  }

  Status ReadSpecial(DayKind kind, std::string_view rest) {
    const std::string_view word = TakeWord(rest);
    const auto date = ParseCivil(word);
    if (!date.ok() || date->has_time || date->year < kFirstYear || date->year > kLastYear) {
      return Bad("date", "expected: holiday 2026-10-01 name | English name (1990 to 2099)");
    }
    TRY_ASSIGN(std::vector<Period> hours, TakeOwnHours(kind, rest));
    if (rest.size() > kMaxName) return Bad("too_long", "the name is longer than 200 bytes");
    if (out_->special_.size() >= kMaxSpecialDays) return Bad("too_many", "too many days");
    const size_t bar = std::min(rest.find('|'), rest.size());
    SpecialDay day{kind, std::string(Trim(rest.substr(0, bar))),
                   bar < rest.size() ? std::string(Trim(rest.substr(bar + 1))) : std::string(),
                   source_, std::move(hours)};
    if (day.en.empty()) day.en = day.zh;
    const auto [at, fresh] = out_->special_.try_emplace(
        DaysFromCivil(date->year, date->month, date->day), std::move(day));
    if (!fresh && at->second.kind != kind) {
      return Bad("holiday_and_makeup",
                 std::string(word) + " is both a holiday and a make-up working day");
    }
    return Ok();
  }

  // "makeup 2026-12-24 09:00-13:00 name": a word of that shape before the name.
  Result<std::vector<Period>> TakeOwnHours(DayKind kind, std::string_view& rest) const {
    const std::string_view word = rest.substr(0, std::min(rest.find_first_of(" \t"), rest.size()));
    if (word.size() < 11 || word[2] != ':' || word[5] != '-') return std::vector<Period>();
    auto hours = ParseHours(word);
    if (!hours) return Bad("hours", "expected: makeup 2026-10-10 09:00-12:00,13:00-18:00 name");
    if (kind == DayKind::kHoliday) return Bad("hours", "a holiday has no hours: write makeup");
    TakeWord(rest);
    return *std::move(hours);
  }

  Status CheckWhole() const {
    if (out_->id_.empty()) return Missing("calendar", "a line \"calendar ID\" is missing");
    if (out_->zone_ == nullptr) return Missing("zone", "a line \"zone NAME\" is missing");
    const bool open = std::any_of(out_->weekly_.begin(), out_->weekly_.end(),
                                  [](const auto& hours) { return !hours.empty(); });
    if (!open) return Missing("hours", "no \"hours\" line");
    return Ok();
  }

  std::shared_ptr<Calendar> out_{new Calendar()};
  std::string source_;
  int number_ = 0;
};

Result<std::shared_ptr<const Calendar>> Calendar::Parse(std::string_view text) {
  return CalendarReader().Read(text);
}

std::string_view Calendar::CnStandardText() { return kCnStandardCalendar; }

std::shared_ptr<const Calendar> Calendar::CnStandard() {
  static const std::shared_ptr<const Calendar> calendar = [] {
    auto parsed = Parse(CnStandardText());
    HY_CHECK(parsed.ok());
    return *parsed;
  }();
  return calendar;
}

}  // namespace huiyin::domain
