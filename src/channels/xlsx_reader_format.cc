#include "channels/xlsx_reader_format.h"

#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/time.h"
#include "base/utf8.h"

namespace huiyin::channels {
namespace {

// Built-in formats, those of the Chinese, Japanese and Korean versions included.
CellStyle BuiltIn(int id) {
  const auto in = [id](int from, int to) { return id >= from && id <= to; };
  CellStyle style;
  style.has_date = in(14, 17) || id == 22 || in(27, 31) || id == 36 || in(50, 54) || in(57, 58);
  style.has_time = in(18, 22) || in(32, 35) || in(45, 47) || in(55, 56);
  style.elapsed = id == 46;
  return style;
}

bool IsElapsed(std::string_view bracket) {
  if (bracket.empty()) return false;
  for (const char c : bracket) {
    const int lower = std::tolower(static_cast<unsigned char>(c));
    if (lower != 'h' && lower != 'm' && lower != 's') return false;
  }
  return true;
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(a[i])) !=
        std::tolower(static_cast<unsigned char>(b[i]))) {
      return false;
    }
  }
  return true;
}

}  // namespace

CellStyle StyleOfFormat(int format_id, std::string_view code) {
  if (code.empty()) return BuiltIn(format_id);
  CellStyle style;
  bool month = false;
  if (EqualsIgnoringCase(code, "General")) return style;
  for (size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"') {
      const size_t end = code.find('"', i + 1);
      if (end == std::string_view::npos) break;
      i = end;
    } else if (c == '[') {
      const size_t end = code.find(']', i + 1);
      if (end == std::string_view::npos) break;
      if (IsElapsed(code.substr(i + 1, end - i - 1))) style.elapsed = style.has_time = true;
      i = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if ((c == 'E' || c == 'e') && i + 1 < code.size() &&
               (code[i + 1] == '+' || code[i + 1] == '-')) {
      ++i;  // scientific
    } else {
      switch (std::tolower(static_cast<unsigned char>(c))) {
        case 'y':
        case 'd':
        case 'e':
          style.has_date = true;
          break;
        case 'h':
        case 's':
          style.has_time = true;
          break;
        case 'm':
          month = true;
          break;
        default:
          break;
      }
    }
  }
  if (month && !style.has_time) style.has_date = true;
  return style;
}

std::string FormatSerial(double serial, DateSystem system, const CellStyle& style) {
  constexpr double kLastSerial = 2958466;  // 10000-01-01
  constexpr int64_t kDayMs = 86'400'000;
  if (!(serial >= 0) || serial >= kLastSerial) {
    char number[32];
    const auto end = std::to_chars(number, number + sizeof number, serial).ptr;
    return std::string(number, end);
  }
  const auto total_ms = static_cast<int64_t>(std::llround(serial * static_cast<double>(kDayMs)));
  const int64_t day = total_ms / kDayMs;
  const int64_t ms = total_ms % kDayMs;
  char time[32];
  const int64_t hours = style.elapsed ? total_ms / 3'600'000 : ms / 3'600'000;
  int written = std::snprintf(time, sizeof time, "%02d:%02d:%02d", static_cast<int>(hours),
                              static_cast<int>(ms / 60'000 % 60), static_cast<int>(ms / 1000 % 60));
  if (ms % 1000 != 0) {
    std::snprintf(time + written, sizeof time - static_cast<size_t>(written), ".%03d",
                  static_cast<int>(ms % 1000));
  }
  if (style.elapsed || (day == 0 && !style.has_date && system == DateSystem::k1900)) return time;
  // Day 60 of the 1900 system is 1900-02-29, which never was: the days before are one off.
  int64_t epoch = DaysFromCivil(1904, 1, 1);
  if (system == DateSystem::k1900) epoch = DaysFromCivil(1899, 12, 30) + (day < 60 ? 1 : 0);
  const Date date = CivilFromDays(epoch + day);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
  if (ms == 0 && !style.has_time) return text;
  return std::string(text) + ' ' + time;
}

std::string FormatNumber(std::string_view stored) {
  if (stored.find_first_of(".eE") == std::string_view::npos) return std::string(stored);
  double value = 0;
  const auto parsed = std::from_chars(stored.data(), stored.data() + stored.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != stored.data() + stored.size() ||
      !std::isfinite(value)) {
    return std::string(stored);
  }
  std::array<char, 64> text;
  const bool whole = value == std::floor(value) && std::fabs(value) < 1e15;
  const auto end =
      whole ? std::to_chars(text.data(), text.data() + text.size(), static_cast<int64_t>(value))
            : std::to_chars(text.data(), text.data() + text.size(), value);
  return std::string(text.data(), end.ptr);
}

std::string DecodeXstring(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto unit_at = [&](size_t i) -> int {  // value of "_xHHHH_" at i, or -1
    if (text.size() - i < 7 || text[i] != '_' || text[i + 1] != 'x' || text[i + 6] != '_')
      return -1;
    int value = 0;
    const auto parsed = std::from_chars(text.data() + i + 2, text.data() + i + 6, value, 16);
    return parsed.ptr == text.data() + i + 6 && parsed.ec == std::errc() ? value : -1;
  };
  for (size_t i = 0; i < text.size();) {
    const int unit = text[i] == '_' ? unit_at(i) : -1;
    if (unit < 0) {
      out += text[i++];
      continue;
    }
    i += 7;
    char32_t c = static_cast<char32_t>(unit);
    if (c >= 0xD800 && c < 0xDC00) {
      const int low = unit_at(i);
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (static_cast<char32_t>(low) - 0xDC00);
        i += 7;
      }
    }
    AppendUtf8(out, c >= 0xD800 && c < 0xE000 ? U'\uFFFD' : c);
  }
  return out;
}

}  // namespace huiyin::channels
