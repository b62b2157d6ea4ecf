// Times as logs write them. ISO 8601 first, and fast; else the formats people's tables use. A time
// without an offset is taken at `offset_minutes` east of UTC. All answers are UTC microseconds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace huiyin::mining {

enum class TimeFormat {
  kIso,         // 2026-03-10T08:20:00.123+08:00, 2026/3/10 8:20, 2026年3月10日 8时20分
  kDayFirst,    // 10.03.2026 08:20, 10/03/2026 08:20 PM, 10-Mar-2026
  kMonthFirst,  // 03/10/2026 08:20 PM, Mar 10, 2026
  kCompact,     // 20260310082000
  kEpochSeconds,
  kEpochMillis,
  kEpochMicros,
  kPattern,  // strptime letters given by the user: %d.%m.%Y %H:%M:%S
};
std::string_view TimeFormatName(TimeFormat format);

struct TimeParser {
  TimeFormat format = TimeFormat::kIso;
  int offset_minutes = 0;
  std::string pattern;
  bool ambiguous = false;  // the sample fits day-first and month-first alike
};

// XES and ISO text; false when it is no instant between the years 1 and 9999.
bool ParseIsoTime(std::string_view text, int offset_minutes, int64_t* us);
bool ParseTime(const TimeParser& parser, std::string_view text, int64_t* us);
// The format that reads the most of the sample; kInvalidArgument when none reads half of it.
Result<TimeParser> GuessTimeFormat(const std::vector<std::string>& sample, int offset_minutes);

// "90", "45s", "30min", "24h", "7d", "2w" in microseconds; a bare number is seconds. Never
// negative.
Result<int64_t> ParseSpan(std::string_view text);

}  // namespace huiyin::mining
