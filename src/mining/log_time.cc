#include "mining/log_time.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

#include "base/time.h"

namespace huiyin::mining {
namespace {

constexpr int64_t kUsPerSecond = 1'000'000;

struct Fields {
  int64_t year = 0;
  int month = 0, day = 0, hour = 0, minute = 0, second = 0, micros = 0;
  int offset_minutes = 0;
};

bool ToMicros(const Fields& f, int64_t* us) {
  if (f.year < 1 || f.year > 9999) return false;
  if (!IsValidDate(static_cast<int>(f.year), f.month, f.day)) return false;
  if (f.hour > 23 || f.minute > 59 || f.second > 60) return false;
  const int64_t days = DaysFromCivil(static_cast<int>(f.year), f.month, f.day);
  const int64_t seconds =
      days * 86400 + f.hour * 3600 + f.minute * 60 + f.second - int64_t{f.offset_minutes} * 60;
  *us = seconds * kUsPerSecond + f.micros;
  return true;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool TwoDigits(const char* p, int* out) {
  if (!IsDigit(p[0]) || !IsDigit(p[1])) return false;
  *out = (p[0] - '0') * 10 + (p[1] - '0');
  return true;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : s_(text) {}
  bool done() const { return pos_ >= s_.size(); }
  char peek() const { return done() ? '\0' : s_[pos_]; }
  void Skip() { ++pos_; }
  void Spaces() {
    while (peek() == ' ' || peek() == '\t') ++pos_;
  }
  bool Eat(std::string_view what) {
    if (!s_.substr(pos_).starts_with(what)) return false;
    pos_ += what.size();
    return true;
  }
  bool Number(int64_t* out, int max_digits) {
    int digits = 0;
    int64_t value = 0;
    while (digits < max_digits && IsDigit(peek())) {
      value = value * 10 + (s_[pos_++] - '0');
      ++digits;
    }
    *out = value;
    return digits > 0;
  }
  bool Number(int* out, int max_digits) {
    int64_t wide = 0;
    if (!Number(&wide, max_digits)) return false;
    *out = static_cast<int>(wide);
    return true;
  }
  void Fraction(int* micros) {
    int scale = 100'000;
    while (IsDigit(peek())) {
      *micros += (s_[pos_++] - '0') * scale;
      scale /= 10;
    }
  }
  // A month by its English name, three letters or all.
  bool MonthName(int* month) {
    static constexpr std::array<std::string_view, 12> kNames = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    std::string word;
    size_t at = pos_;
    while (at < s_.size() && std::isalpha(static_cast<unsigned char>(s_[at])) && word.size() < 12) {
      word += static_cast<char>(s_[at++] | 0x20);
    }
    for (size_t i = 0; i < kNames.size(); ++i) {
      if (word.size() >= 3 && kNames[i].substr(0, word.size()) == word) {
        *month = static_cast<int>(i) + 1;
        pos_ = at;
        return true;
      }
    }
    return false;
  }

 private:
  std::string_view s_;
  size_t pos_ = 0;
};

bool ScanOffset(Scanner& in, int* offset_minutes) {
  in.Spaces();
  if (in.done()) return true;
  if (in.Eat("Z") || in.Eat("UTC") || in.Eat("GMT")) {
    *offset_minutes = 0;
    return in.done();
  }
  const char sign = in.peek();
  if (sign != '+' && sign != '-') return false;
  in.Skip();
  int hours = 0, minutes = 0;
  if (!in.Number(&hours, 2)) return false;
  if (in.Eat(":") || IsDigit(in.peek())) {
    if (!in.Number(&minutes, 2)) return false;
  }
  if (hours > 18 || minutes > 59) return false;
  *offset_minutes = (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
  return in.done();
}

bool ScanClock(Scanner& in, Fields& f) {
  in.Eat("T");
  in.Eat(",");
  in.Spaces();
  if (in.done()) return true;
  if (!in.Number(&f.hour, 2)) return false;
  if (in.Eat("时") || in.Eat("點") || in.Eat("点")) {
    in.Number(&f.minute, 2);
    in.Eat("分");
    in.Number(&f.second, 2);
    in.Eat("秒");
    return in.done();
  }
  if (!in.Eat(":") || !in.Number(&f.minute, 2)) return false;
  if (in.Eat(":") && !in.Number(&f.second, 2)) return false;
  if (in.Eat(".") || in.Eat(",")) in.Fraction(&f.micros);
  in.Spaces();
  const bool pm = in.Eat("PM") || in.Eat("pm");
  if (pm || in.Eat("AM") || in.Eat("am")) {
    if (f.hour < 1 || f.hour > 12) return false;
    f.hour = f.hour % 12 + (pm ? 12 : 0);
  }
  return ScanOffset(in, &f.offset_minutes);
}

bool EatDateSeparator(Scanner& in) {
  const bool separator = in.Eat("-") || in.Eat("/") || in.Eat(".") || in.Eat(" ") || in.Eat(",");
  in.Spaces();
  return separator;
}

bool ScanYearFirst(Scanner& in, Fields& f) {
  if (!in.Number(&f.year, 4)) return false;
  if (in.Eat("年")) {
    return in.Number(&f.month, 2) && in.Eat("月") && in.Number(&f.day, 2) &&
           (in.Eat("日") || in.Eat("号"));
  }
  if (!EatDateSeparator(in)) return false;
  if (!in.Number(&f.month, 2) && !in.MonthName(&f.month)) return false;
  return EatDateSeparator(in) && in.Number(&f.day, 2);
}

bool ScanYearLast(Scanner& in, Fields& f, TimeFormat format) {
  if (format == TimeFormat::kDayFirst) {
    if (!in.Number(&f.day, 2) || !EatDateSeparator(in)) return false;
    if (!in.Number(&f.month, 2) && !in.MonthName(&f.month)) return false;
  } else {
    if (!in.Number(&f.month, 2) && !in.MonthName(&f.month)) return false;
    if (!EatDateSeparator(in) || !in.Number(&f.day, 2)) return false;
  }
  if (!EatDateSeparator(in)) return false;
  if (!in.Number(&f.year, 4)) return false;
  if (f.year < 100) f.year += f.year < 70 ? 2000 : 1900;
  return true;
}

bool ParseCivilText(std::string_view text, TimeFormat format, int offset_minutes, int64_t* us) {
  Scanner in(text);
  Fields f;
  f.offset_minutes = offset_minutes;
  const bool date = format == TimeFormat::kIso ? ScanYearFirst(in, f) : ScanYearLast(in, f, format);
  return date && ScanClock(in, f) && ToMicros(f, us);
}

bool ParseCompact(std::string_view text, int offset_minutes, int64_t* us) {
  if (text.size() != 14 && text.size() != 12 && text.size() != 8) return false;
  if (!std::all_of(text.begin(), text.end(), IsDigit)) return false;
  Scanner in(text);
  Fields f;
  f.offset_minutes = offset_minutes;
  in.Number(&f.year, 4);
  in.Number(&f.month, 2);
  in.Number(&f.day, 2);
  in.Number(&f.hour, 2);
  in.Number(&f.minute, 2);
  in.Number(&f.second, 2);
  return f.year >= 1900 && f.year <= 2200 && ToMicros(f, us);
}

bool ParseEpoch(std::string_view text, int64_t unit_us, int64_t* us) {
  Scanner in(text);
  int64_t whole = 0;
  if (!in.Number(&whole, 17)) return false;
  double fraction = 0;
  if (in.Eat(".")) {
    double scale = 0.1;
    while (IsDigit(in.peek())) {
      fraction += (in.peek() - '0') * scale;
      scale /= 10;
      in.Skip();
    }
  }
  // Between 1980 and 2200; smaller or larger numbers are something else than a time.
  const double seconds = static_cast<double>(whole) * static_cast<double>(unit_us) / 1e6;
  if (!in.done() || seconds < 315'532'800.0 || seconds > 7'258'118'400.0) return false;
  *us = whole * unit_us + static_cast<int64_t>(fraction * static_cast<double>(unit_us));
  return true;
}

bool ScanDirective(Scanner& in, char letter, Fields& f, bool* pm) {
  switch (letter) {
    case 'Y':
      return in.Number(&f.year, 4);
    case 'y': {
      const bool ok = in.Number(&f.year, 2);
      f.year += f.year < 70 ? 2000 : 1900;
      return ok;
    }
    case 'm':
      return in.Number(&f.month, 2);
    case 'b':
    case 'B':
      return in.MonthName(&f.month);
    case 'd':
      return in.Number(&f.day, 2);
    case 'H':
    case 'I':
      return in.Number(&f.hour, 2);
    case 'M':
      return in.Number(&f.minute, 2);
    case 'S':
      return in.Number(&f.second, 2);
    case 'f':
      in.Fraction(&f.micros);
      return true;
    case 'p':
      *pm = in.Eat("PM") || in.Eat("pm");
      return *pm || in.Eat("AM") || in.Eat("am");
    case 'z':
      return ScanOffset(in, &f.offset_minutes);
    case '%':
      return in.Eat("%");
    default:
      return false;
  }
}

bool ParsePattern(const TimeParser& parser, std::string_view text, int64_t* us) {
  Scanner in(text);
  Fields f;
  f.offset_minutes = parser.offset_minutes;
  f.month = f.day = 1;
  bool pm = false;
  const std::string& p = parser.pattern;
  for (size_t i = 0; i < p.size(); ++i) {
    if (p[i] == '%' && i + 1 < p.size()) {
      if (!ScanDirective(in, p[++i], f, &pm)) return false;
    } else if (!in.Eat(p.substr(i, 1))) {
      return false;
    }
  }
  if (p.find("%p") != std::string::npos) f.hour = f.hour % 12 + (pm ? 12 : 0);
  return in.done() && ToMicros(f, us);
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

// The digits of a time zone or fraction after the fixed part "YYYY-MM-DDTHH:MM:SS".
bool ParseIsoTail(std::string_view tail, Fields& f) {
  Scanner in(tail);
  if (in.Eat(".") || in.Eat(",")) {
    if (!IsDigit(in.peek())) return false;
    in.Fraction(&f.micros);
  }
  return ScanOffset(in, &f.offset_minutes);
}

}  // namespace

std::string_view TimeFormatName(TimeFormat format) {
  switch (format) {
    case TimeFormat::kIso:
      return "year first (ISO 8601)";
    case TimeFormat::kDayFirst:
      return "day first";
    case TimeFormat::kMonthFirst:
      return "month first";
    case TimeFormat::kCompact:
      return "digits YYYYMMDDhhmmss";
    case TimeFormat::kEpochSeconds:
      return "seconds since 1970";
    case TimeFormat::kEpochMillis:
      return "milliseconds since 1970";
    case TimeFormat::kEpochMicros:
      return "microseconds since 1970";
    case TimeFormat::kPattern:
      return "pattern";
  }
  return "";
}

bool ParseIsoTime(std::string_view text, int offset_minutes, int64_t* us) {
  const char* p = text.data();
  Fields f;
  f.offset_minutes = offset_minutes;
  int century = 0, year = 0;
  const bool fixed = text.size() >= 19 && TwoDigits(p, &century) && TwoDigits(p + 2, &year) &&
                     p[4] == '-' && TwoDigits(p + 5, &f.month) && p[7] == '-' &&
                     TwoDigits(p + 8, &f.day) && (p[10] == 'T' || p[10] == ' ') &&
                     TwoDigits(p + 11, &f.hour) && p[13] == ':' && TwoDigits(p + 14, &f.minute) &&
                     p[16] == ':' && TwoDigits(p + 17, &f.second);
  if (!fixed) return ParseCivilText(Trimmed(text), TimeFormat::kIso, offset_minutes, us);
  f.year = century * 100 + year;
  return ParseIsoTail(Trimmed(text.substr(19)), f) && ToMicros(f, us);
}

bool ParseTime(const TimeParser& parser, std::string_view text, int64_t* us) {
  text = Trimmed(text);
  if (text.empty()) return false;
  switch (parser.format) {
    case TimeFormat::kIso:
      return ParseIsoTime(text, parser.offset_minutes, us);
    case TimeFormat::kDayFirst:
    case TimeFormat::kMonthFirst:
      return ParseCivilText(text, parser.format, parser.offset_minutes, us);
    case TimeFormat::kCompact:
      return ParseCompact(text, parser.offset_minutes, us);
    case TimeFormat::kEpochSeconds:
      return ParseEpoch(text, kUsPerSecond, us);
    case TimeFormat::kEpochMillis:
      return ParseEpoch(text, 1000, us);
    case TimeFormat::kEpochMicros:
      return ParseEpoch(text, 1, us);
    case TimeFormat::kPattern:
      return ParsePattern(parser, text, us);
  }
  return false;
}

Result<TimeParser> GuessTimeFormat(const std::vector<std::string>& sample, int offset_minutes) {
  TimeParser best;
  size_t best_read = 0, day_first = 0;
  bool ambiguous = false;
  for (const TimeFormat format :
       {TimeFormat::kIso, TimeFormat::kDayFirst, TimeFormat::kMonthFirst, TimeFormat::kCompact,
        TimeFormat::kEpochSeconds, TimeFormat::kEpochMillis, TimeFormat::kEpochMicros}) {
    const TimeParser parser{format, offset_minutes, {}, false};
    int64_t us = 0;
    size_t read = 0;
    for (const std::string& text : sample) read += ParseTime(parser, text, &us) ? 1 : 0;
    if (format == TimeFormat::kDayFirst) day_first = read;
    if (format == TimeFormat::kMonthFirst && read > 0 && read == day_first) ambiguous = true;
    if (read > best_read) {
      best = parser;
      best_read = read;
    }
  }
  if (best_read == 0 || best_read * 2 < sample.size()) {
    return InvalidArgument("no known time format fits; give one with --time-format");
  }
  best.ambiguous =
      ambiguous && (best.format == TimeFormat::kDayFirst || best.format == TimeFormat::kMonthFirst);
  return best;
}

Result<int64_t> ParseSpan(std::string_view text) {
  struct Unit {
    std::string_view name;
    double seconds;
  };
  static constexpr Unit kUnits[] = {{"", 1},        {"s", 1},       {"sec", 1},    {"m", 60},
                                    {"min", 60},    {"h", 3600},    {"d", 86'400}, {"w", 604'800},
                                    {"秒", 1},      {"分", 60},     {"分钟", 60},  {"小时", 3600},
                                    {"天", 86'400}, {"周", 604'800}};
  const std::string_view all = Trimmed(text);
  const size_t end = all.find_first_not_of("0123456789.");
  const std::string number(all.substr(0, end));
  const std::string_view unit = end == all.npos ? std::string_view() : Trimmed(all.substr(end));
  char* stop = nullptr;
  const double value = std::strtod(number.c_str(), &stop);
  for (const Unit& known : kUnits) {
    if (unit != known.name || number.empty() || *stop != '\0') continue;
    const double us = value * known.seconds * 1e6;
    if (us < 9e15) return static_cast<int64_t>(us);
  }
  return InvalidArgument("\"" + std::string(text.substr(0, 60)) +
                         "\" is no length of time (45s, 30min, 24h, 7d)");
}

}  // namespace huiyin::mining
