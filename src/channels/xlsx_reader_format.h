// How a stored cell value becomes text: numbers as people wrote them, day serials as dates
// (ECMA-376 Part 1, 18.8.30 number formats and 18.17.4 date systems).
#pragma once

#include <string>
#include <string_view>

namespace huiyin::channels {

struct CellStyle {
  bool has_date = false;
  bool has_time = false;
  bool elapsed = false;  // [h]:mm counts hours beyond 24
  bool is_temporal() const { return has_date || has_time; }
};
CellStyle StyleOfFormat(int format_id, std::string_view code);  // code empty: built-in

enum class DateSystem { k1900, k1904 };

// "2024-03-05", "14:22:00", "2024-03-05 14:22:00[.mmm]"; the number itself when out of range.
std::string FormatSerial(double serial, DateSystem system, const CellStyle& style);
// Digits as stored; 1.38E+10 becomes 13800000000, 0.30000000000000004 stays what it is.
std::string FormatNumber(std::string_view stored);
// "_x000D_" escapes of ECMA-376 (ST_Xstring) resolved.
std::string DecodeXstring(std::string_view text);

}  // namespace huiyin::channels
