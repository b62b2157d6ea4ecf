#include <date/tz.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <exception>
#include <optional>

#include "base/utf8.h"
#include "channels/column_mapping.h"

namespace huiyin::channels {
namespace {

constexpr size_t kMaxTimeBytes = 96;

struct Spelling {
  std::string_view from, to;
};
// Longer ones first where one contains another.
constexpr Spelling kSpellings[] = {
    {"年", "-"},           {"月", "-"},         {"日", " "},         {"号", " "},
    {"號", " "},           {"小时", ":"},       {"时", ":"},         {"時", ":"},
    {"点", ":"},           {"點", ":"},         {"分", ":"},         {"秒", " "},
    {"半", "30"},          {"上午", " am "},    {"早上", " am "},    {"清晨", " am "},
    {"凌晨", " am "},      {"中午", " noon "},  {"下午", " pm "},    {"傍晚", " pm "},
    {"晚上", " night "},   {"民国", " roc "},   {"民國", " roc "},   {"星期", " weekday "},
    {"礼拜", " weekday "}, {"周", " weekday "}, {"週", " weekday "}, {"北京时间", " "}};

// ASCII, lower case, with the Chinese units as separators and words.
std::string Normalize(std::string_view text) {
  std::string out;
  for (size_t pos = 0; pos < text.size();) {
    const auto spelling =
        std::find_if(std::begin(kSpellings), std::end(kSpellings),
                     [&](const Spelling& s) { return text.substr(pos).starts_with(s.from); });
    if (spelling != std::end(kSpellings)) {
      out += spelling->to;
      pos += spelling->from.size();
      // The day behind "星期": one character, or a digit.
      if (spelling->to == " weekday " && pos < text.size()) NextCodePoint(text, pos);
      continue;
    }
    char32_t c = NextCodePoint(text, pos);
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c == U'\u3000' || c == U'\u00A0' || c == U'\u202F' || c == U'\t') c = U' ';
    if (c >= U'A' && c <= U'Z') c += 32;
    AppendUtf8(out, c);
  }
  return out;
}

struct Token {
  enum class Kind { kNumber, kWord, kSign } kind = Kind::kSign;
  std::string_view text;
  int value = 0;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

std::vector<Token> Tokenize(std::string_view text) {
  std::vector<Token> tokens;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    Token token;
    if (IsDigit(text[i])) {
      while (end < text.size() && IsDigit(text[end])) ++end;
      token.kind = Token::Kind::kNumber;
      token.text = text.substr(i, end - i);
      if (end - i > 9) token.value = -1;
      if (end - i <= 9) std::from_chars(text.data() + i, text.data() + end, token.value);
    } else if (IsLetter(text[i])) {
      while (end < text.size() && IsLetter(text[end])) ++end;
      token.kind = Token::Kind::kWord;
      token.text = text.substr(i, end - i);
    } else {
      token.text = text.substr(i, 1);
    }
    if (text[i] != ' ') tokens.push_back(token);
    i = end;
  }
  return tokens;
}

int MonthOf(std::string_view word) {
  static constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                                 "may",       "june",     "july",     "august",
                                                 "september", "october",  "november", "december"};
  for (int i = 0; i < 12; ++i) {
    if (word == kMonths[i] ||
        (word.size() >= 3 && word.size() <= 4 && kMonths[i].starts_with(word))) {
      return i + 1;
    }
  }
  return 0;
}

bool IsWeekday(std::string_view word) {
  static constexpr std::string_view kDays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                               "friday", "saturday", "sunday"};
  return word == "weekday" || std::any_of(std::begin(kDays), std::end(kDays), [&](auto day) {
           return word.size() >= 3 && day.starts_with(word);
         });
}

Error NotATime() { return InvalidArgument("not a date or time", "bad_time"); }

class TimeParser {
 public:
  TimeParser(const std::vector<Token>& tokens, DateOrder order) : tokens_(tokens), order_(order) {}

  Result<CivilTime> Parse() {
    while (i_ < tokens_.size()) {
      const Token& token = tokens_[i_];
      bool ok = false;
      switch (token.kind) {
        case Token::Kind::kWord:
          ok = Word(token.text);
          break;
        case Token::Kind::kNumber:
          ok = Number();
          break;
        case Token::Kind::kSign:
          ok = Sign(token.text[0]);
          break;
      }
      if (ambiguous_) {
        return InvalidArgument("day and month cannot be told apart; say which comes first",
                               "ambiguous_date");
      }
      if (!ok) return NotATime();
    }
    return Finish();
  }

 private:
  enum class Half { kNone, kAm, kPm, kNoon, kNight };

  bool SignAt(size_t i, std::string_view any) const {
    return i < tokens_.size() && tokens_[i].kind == Token::Kind::kSign &&
           any.find(tokens_[i].text[0]) != std::string_view::npos;
  }
  bool NumberAt(size_t i) const {
    return i < tokens_.size() && tokens_[i].kind == Token::Kind::kNumber && tokens_[i].value >= 0;
  }

  bool Word(std::string_view word) {
    ++i_;
    if (const int month = MonthOf(word); month > 0 && month_ == 0) {
      month_ = month;
      return true;
    }
    if (word == "am" || word == "a") return SetHalf(Half::kAm);
    if (word == "pm" || word == "p") return SetHalf(Half::kPm);
    if (word == "noon") return SetHalf(Half::kNoon);
    if (word == "night") return SetHalf(Half::kNight);
    if (word == "m" && half_ != Half::kNone) return true;  // a.m.
    if (word == "roc") return roc_ = true;
    if (word == "z" || word == "utc" || word == "gmt") {
      civil_.has_offset = true;
      return true;
    }
    if (word == "st" || word == "nd" || word == "rd" || word == "th") return day_ > 0;
    return word == "t" || word == "at" || word == "of" || IsWeekday(word);
  }
  bool SetHalf(Half half) {
    if (half_ != Half::kNone && half_ != half) return false;
    half_ = half;
    return true;
  }

  bool Number() {
    if (!NumberAt(i_)) return false;
    if (SignAt(i_ + 1, ":") && !civil_.has_time) return Time();
    if (year_ == 0 && month_ == 0 && SignAt(i_ + 1, "-/.") && NumberAt(i_ + 2)) return DateTriple();
    const Token& token = tokens_[i_++];
    const size_t digits = token.text.size();
    if (digits == 8 && year_ == 0) {
      year_ = token.value / 10000;
      month_ = token.value / 100 % 100;
      day_ = token.value % 100;
      return true;
    }
    if (digits == 4 && year_ == 0) {
      year_ = token.value;
    } else if (digits <= 2 && day_ == 0) {
      day_ = token.value;
    } else if (digits <= 2 && year_ > 0 && day_ > 0 && !civil_.has_time && half_ != Half::kNone) {
      civil_.hour = token.value;  // 下午2
      civil_.has_time = true;
    } else if (digits <= 2 && half_ == Half::kNone && !civil_.has_time && i_ < tokens_.size() &&
               (tokens_[i_].text == "am" || tokens_[i_].text == "pm")) {
      civil_.hour = token.value;  // 2 pm
      civil_.has_time = true;
    } else {
      return false;
    }
    return true;
  }

  bool DateTriple() {
    const Token a = tokens_[i_], b = tokens_[i_ + 2];
    const char sign = tokens_[i_ + 1].text[0];
    if (!SignAt(i_ + 3, "-/.") || !NumberAt(i_ + 4)) return false;
    const Token c = tokens_[i_ + 4];
    i_ += 5;
    if (a.text.size() == 4 || (roc_ && a.text.size() <= 3)) {
      year_ = a.value;
      month_ = b.value;
      day_ = c.value;
      return c.text.size() <= 2 && b.text.size() <= 2;
    }
    const bool short_year = c.text.size() == 2 && order_ != DateOrder::kUnknown;
    if (c.text.size() != 4 && !short_year) return false;
    year_ = c.value + (short_year ? 2000 : 0);
    bool day_first = order_ == DateOrder::kDayFirst;
    if (sign == '.' || a.value > 12) {
      day_first = true;
    } else if (b.value > 12 || a.value == b.value) {
      day_first = false;
    } else if (order_ == DateOrder::kUnknown) {
      ambiguous_ = true;
      return false;
    }
    day_ = day_first ? a.value : b.value;
    month_ = day_first ? b.value : a.value;
    return true;
  }

  // 14:22[:33[.123]]; a colon may end it (14点, 14时05分).
  bool Time() {
    civil_.has_time = true;
    civil_.hour = tokens_[i_].value;
    i_ += 2;
    if (!NumberAt(i_)) return true;
    civil_.minute = tokens_[i_++].value;
    if (!SignAt(i_, ":")) return true;
    ++i_;
    if (!NumberAt(i_)) return true;
    civil_.second = tokens_[i_++].value;
    if (SignAt(i_, ".,") && i_ + 1 < tokens_.size() &&
        tokens_[i_ + 1].kind == Token::Kind::kNumber) {
      std::string digits(tokens_[i_ + 1].text.substr(0, 6));
      digits.resize(6, '0');
      std::from_chars(digits.data(), digits.data() + 6, civil_.micros);
      i_ += 2;
    }
    return true;
  }

  bool Sign(char sign) {
    if ((sign == '+' || sign == '-') && civil_.has_time && NumberAt(i_ + 1)) {
      return Offset(sign == '-' ? -1 : 1);
    }
    ++i_;
    return sign == ',' || sign == '.' || sign == '-' || sign == '/';
  }
  bool Offset(int direction) {
    const Token& number = tokens_[i_ + 1];
    i_ += 2;
    int minutes = 0;
    if (number.text.size() == 4) {
      minutes = number.value / 100 * 60 + number.value % 100;
    } else if (number.text.size() <= 2) {
      minutes = number.value * 60;
      if (SignAt(i_, ":") && NumberAt(i_ + 1)) {
        minutes += tokens_[i_ + 1].value;
        i_ += 2;
      }
    } else {
      return false;
    }
    civil_.has_offset = true;
    civil_.offset_minutes = direction * minutes;
    return minutes <= 18 * 60;
  }

  Result<CivilTime> Finish() {
    if (half_ != Half::kNone) {
      if (!civil_.has_time || civil_.hour > 23) return NotATime();
      const bool twelve = civil_.hour == 12;
      if (half_ == Half::kNight && twelve) {
        return InvalidArgument("12 at night can be either day; write 00:00", "ambiguous_time");
      }
      if (half_ == Half::kAm && twelve) civil_.hour = 0;
      const bool later =
          half_ == Half::kPm || half_ == Half::kNight || (half_ == Half::kNoon && civil_.hour < 11);
      if (later && civil_.hour < 12) civil_.hour += 12;
    }
    civil_.year = year_ + (roc_ ? 1911 : 0);
    civil_.month = month_;
    civil_.day = day_;
    const bool midnight = civil_.hour == 24 && civil_.minute == 0 && civil_.second == 0;
    if (civil_.year < 1900 || civil_.year > 9999 ||
        !IsValidDate(civil_.year, civil_.month, civil_.day) || (civil_.hour > 23 && !midnight) ||
        civil_.minute > 59 || civil_.second > 60) {
      return InvalidArgument("there is no such date or time", "bad_time");
    }
    civil_.second = std::min(civil_.second, 59);  // a leap second
    if (midnight) {
      const Date next = CivilFromDays(DaysFromCivil(civil_.year, civil_.month, civil_.day) + 1);
      civil_.year = next.year;
      civil_.month = next.month;
      civil_.day = next.day;
      civil_.hour = 0;
    }
    return civil_;
  }

  const std::vector<Token>& tokens_;
  DateOrder order_;
  size_t i_ = 0;
  CivilTime civil_;
  int year_ = 0, month_ = 0, day_ = 0;
  Half half_ = Half::kNone;
  bool roc_ = false;
  bool ambiguous_ = false;
};

CivilTime FromEpochMs(int64_t ms, bool utc) {
  constexpr int64_t kDayMs = 86'400'000;
  const int64_t days = ms >= 0 ? ms / kDayMs : (ms - kDayMs + 1) / kDayMs;
  const int64_t rest = ms - days * kDayMs;
  const Date date = CivilFromDays(days);
  CivilTime civil;
  civil.year = date.year;
  civil.month = date.month;
  civil.day = date.day;
  civil.hour = static_cast<int>(rest / 3'600'000);
  civil.minute = static_cast<int>(rest / 60'000 % 60);
  civil.second = static_cast<int>(rest / 1000 % 60);
  civil.micros = static_cast<int>(rest % 1000 * 1000);
  civil.has_time = true;
  civil.has_offset = utc;
  return civil;
}

// Texts that are one number: seconds or milliseconds since 1970, a day serial, digits of a time.
std::optional<CivilTime> FromNumber(std::string_view text) {
  const size_t dot = std::min(text.find('.'), text.size());
  if (text.empty() || text.find_first_not_of("0123456789.") != std::string_view::npos) return {};
  const std::string_view digits = text.substr(0, dot);
  if (text.find('.', dot + 1) != std::string_view::npos) return {};
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  if (digits.size() == 10 && dot == text.size()) {
    return FromEpochMs(static_cast<int64_t>(value) * 1000, true);
  }
  if (digits.size() == 13 && dot == text.size()) {
    return FromEpochMs(static_cast<int64_t>(value), true);
  }
  if (digits.size() == 5 && value >= 20'000 && value < 80'000) {  // 1954 .. 2119
    const double days_since_1970 = value - 25'569;
    CivilTime civil =
        FromEpochMs(static_cast<int64_t>(std::llround(days_since_1970 * 86'400'000.0)), false);
    civil.has_time = dot < text.size();
    return civil;
  }
  return {};
}

}  // namespace

Result<CivilTime> ParseSheetTime(std::string_view text, DateOrder order) {
  if (text.size() > kMaxTimeBytes) return NotATime();
  const std::string normal = Normalize(text);
  const size_t begin = normal.find_first_not_of(' ');
  if (begin == std::string::npos) return NotATime();
  std::string trimmed = normal.substr(begin, normal.find_last_not_of(' ') - begin + 1);
  if (const auto number = FromNumber(trimmed)) return *number;
  const bool all_digits = trimmed.find_first_not_of("0123456789") == std::string::npos;
  if (all_digits && (trimmed.size() == 14 || trimmed.size() == 12)) {
    std::string spread =
        trimmed.substr(0, 8) + ' ' + trimmed.substr(8, 2) + ':' + trimmed.substr(10, 2);
    if (trimmed.size() == 14) spread += ':' + trimmed.substr(12, 2);
    trimmed = spread;
  }
  const std::vector<Token> tokens = Tokenize(trimmed);
  return TimeParser(tokens, order).Parse();
}

DateOrder GuessDateOrder(std::span<const std::string> samples) {
  size_t day_first = 0, month_first = 0;
  for (const std::string& sample : samples) {
    const bool as_month = ParseSheetTime(sample, DateOrder::kMonthFirst).ok();
    const bool as_day = ParseSheetTime(sample, DateOrder::kDayFirst).ok();
    const auto plain = ParseSheetTime(sample, DateOrder::kUnknown);
    // Only texts that have an order at all say something: N/N/YYYY.
    const std::vector<Token> tokens = Tokenize(sample);
    if (!plain.ok() || tokens.size() < 5 || !as_month || !as_day) continue;
    if (tokens[0].kind != Token::Kind::kNumber || tokens[0].text.size() > 2) continue;
    if (tokens[2].kind != Token::Kind::kNumber || tokens[0].value == tokens[2].value) continue;
    if (tokens[0].value > 12) ++day_first;
    if (tokens[2].value > 12) ++month_first;
  }
  if (day_first > 0 && month_first == 0) return DateOrder::kDayFirst;
  if (month_first > 0 && day_first == 0) return DateOrder::kMonthFirst;
  return DateOrder::kUnknown;
}

Result<Instant> ToInstant(const CivilTime& civil, std::string_view zone) {
  const int64_t local_s = DaysFromCivil(civil.year, civil.month, civil.day) * 86'400 +
                          civil.hour * 3600 + civil.minute * 60 + civil.second;
  if (civil.has_offset) {
    return Instant{(local_s - civil.offset_minutes * 60) * 1'000'000 + civil.micros};
  }
  try {
    const date::time_zone* tz = date::locate_zone(std::string(zone));
    const date::local_info info = tz->get_info(date::local_seconds(std::chrono::seconds(local_s)));
    return Instant{(local_s - info.first.offset.count()) * 1'000'000 + civil.micros};
  } catch (const std::exception&) {
    return InvalidField("zone", "unknown", "no such time zone: " + std::string(zone));
  }
}

}  // namespace huiyin::channels
