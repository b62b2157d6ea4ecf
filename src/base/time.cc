#include "base/time.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <mutex>

namespace huiyin {

Instant SystemClock::Now() const {
  return {std::chrono::duration_cast<std::chrono::microseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

FileClock::FileClock(std::string path) : path_(std::move(path)) {}

Instant FileClock::Now() const {
  static std::mutex mutex;
  static Instant last{0};
  std::ifstream file(path_);
  std::string line;
  std::lock_guard lock(mutex);
  if (file && std::getline(file, line)) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    auto parsed = ParseInstant(line);
    if (parsed.ok()) last = *parsed;
  }
  return last;
}

int64_t DaysFromCivil(int year, int month, int day) {
  // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
  const int64_t y = year - (month <= 2 ? 1 : 0);
  const int64_t era = (y >= 0 ? y : y - 399) / 400;
  const int64_t yoe = y - era * 400;
  const int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

Date CivilFromDays(int64_t days) {
  days += 719468;
  const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const int64_t doe = days - era * 146097;
  const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int64_t mp = (5 * doy + 2) / 153;
  const int day = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
  const int month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  const int year = static_cast<int>(yoe + era * 400 + (month <= 2 ? 1 : 0));
  return {year, month, day};
}

bool IsValidDate(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return false;
  const Date back = CivilFromDays(DaysFromCivil(year, month, day));
  return back.year == year && back.month == month && back.day == day;
}

std::string FormatUtc(Instant at) {
  constexpr int64_t kDay = 86'400'000'000;
  int64_t days = at.us / kDay;
  int64_t rest = at.us % kDay;
  if (rest < 0) {
    rest += kDay;
    --days;
  }
  const Date date = CivilFromDays(days);
  const int64_t ms = rest / 1000;
  char buffer[64];
  const int s = static_cast<int>(ms / 1000);
  int n = std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02dT%02d:%02d:%02d", date.year,
                        date.month, date.day, s / 3600, s / 60 % 60, s % 60);
  if (ms % 1000 != 0) {
    n += std::snprintf(buffer + n, sizeof buffer - static_cast<size_t>(n), ".%03d",
                       static_cast<int>(ms % 1000));
  }
  return std::string(buffer, static_cast<size_t>(n)) + "Z";
}

namespace {
// Reads exactly `count` digits at `pos`; false when there are fewer.
bool Digits(std::string_view text, size_t& pos, int count, int& out) {
  if (pos + static_cast<size_t>(count) > text.size()) return false;
  out = 0;
  for (int i = 0; i < count; ++i) {
    const char c = text[pos + static_cast<size_t>(i)];
    if (c < '0' || c > '9') return false;
    out = out * 10 + (c - '0');
  }
  pos += static_cast<size_t>(count);
  return true;
}

bool Take(std::string_view text, size_t& pos, char c) {
  if (pos >= text.size() || text[pos] != c) return false;
  ++pos;
  return true;
}

bool ParseOffset(std::string_view text, size_t& pos, CivilTime& out) {
  if (pos == text.size()) return true;
  out.has_offset = true;
  if (Take(text, pos, 'Z') || Take(text, pos, 'z')) return true;
  const bool minus = Take(text, pos, '-');
  if (!minus && !Take(text, pos, '+')) return false;
  int hours = 0;
  int minutes = 0;
  if (!Digits(text, pos, 2, hours)) return false;
  if (pos < text.size()) {
    Take(text, pos, ':');
    if (!Digits(text, pos, 2, minutes)) return false;
  }
  if (hours > 18 || minutes > 59) return false;
  out.offset_minutes = (minus ? -1 : 1) * (hours * 60 + minutes);
  return true;
}

bool ParseClockTime(std::string_view text, size_t& pos, CivilTime& out) {
  if (!Digits(text, pos, 2, out.hour) || !Take(text, pos, ':')) return false;
  if (!Digits(text, pos, 2, out.minute)) return false;
  if (Take(text, pos, ':') && !Digits(text, pos, 2, out.second)) return false;
  if (Take(text, pos, '.') || Take(text, pos, ',')) {
    int scale = 100'000;
    int digits = 0;
    while (pos < text.size() && text[pos] >= '0' && text[pos] <= '9' && digits < 12) {
      out.micros += (text[pos] - '0') * scale;
      scale /= 10;
      ++pos;
      ++digits;
    }
    if (digits == 0) return false;
  }
  return out.hour <= 23 && out.minute <= 59 && out.second <= 59;
}
}  // namespace

Result<CivilTime> ParseCivil(std::string_view text) {
  const auto bad = [&] {
    return InvalidArgument("not an ISO 8601 date or time: \"" + std::string(text.substr(0, 40)) +
                           "\" (expected for example 2026-03-10T16:20:00+08:00)");
  };
  CivilTime out;
  size_t pos = 0;
  if (!Digits(text, pos, 4, out.year) || !Take(text, pos, '-')) return bad();
  if (!Digits(text, pos, 2, out.month) || !Take(text, pos, '-')) return bad();
  if (!Digits(text, pos, 2, out.day)) return bad();
  if (!IsValidDate(out.year, out.month, out.day)) return bad();
  if (pos == text.size()) return out;
  if (!Take(text, pos, 'T') && !Take(text, pos, 't') && !Take(text, pos, ' ')) return bad();
  out.has_time = true;
  if (!ParseClockTime(text, pos, out) || !ParseOffset(text, pos, out)) return bad();
  if (pos != text.size()) return bad();
  return out;
}

Result<Instant> ParseInstant(std::string_view text) {
  TRY_ASSIGN(const CivilTime civil, ParseCivil(text));
  if (!civil.has_offset) {
    return InvalidArgument("\"" + std::string(text.substr(0, 40)) +
                           "\" has no time zone: add Z or an offset such as +08:00");
  }
  const int64_t days = DaysFromCivil(civil.year, civil.month, civil.day);
  const int64_t seconds = days * 86400 + civil.hour * 3600 + civil.minute * 60 + civil.second -
                          civil.offset_minutes * 60;
  return Instant{seconds * 1'000'000 + civil.micros};
}

}  // namespace huiyin
