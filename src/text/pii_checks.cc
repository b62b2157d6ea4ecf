#include "text/pii_checks.h"

#include <algorithm>

namespace huiyin::text {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool AllDigits(std::string_view s) { return std::all_of(s.begin(), s.end(), IsDigit); }
char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

int Number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool IsDate(int year, int month, int day) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

}  // namespace

bool PassesLuhn(std::string_view digits) {
  if (digits.empty() || !AllDigits(digits)) return false;
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    int d = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) d = d * 2 > 9 ? d * 2 - 9 : d * 2;
    sum += d;
  }
  return sum % 10 == 0;
}

bool IsProvinceCode(std::string_view two) {
  if (two.size() != 2 || !AllDigits(two)) return false;
  const int code = Number(two);
  return (code >= 11 && code <= 15) || (code >= 21 && code <= 23) || (code >= 31 && code <= 37) ||
         (code >= 41 && code <= 46) || (code >= 50 && code <= 54) || (code >= 61 && code <= 65) ||
         code == 71 || code == 81 || code == 82 || code == 83;
}

bool IsResidentId(std::string_view id, int current_year) {
  static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  static constexpr char kCheck[] = "10X98765432";
  if (id.size() != 18 || !AllDigits(id.substr(0, 17)) || id[0] == '0') return false;
  const int year = Number(id.substr(6, 4));
  if (year < 1900 || year > current_year) return false;
  if (!IsDate(year, Number(id.substr(10, 2)), Number(id.substr(12, 2)))) return false;
  int sum = 0;
  for (int i = 0; i < 17; ++i) sum += (id[i] - '0') * kWeights[i];
  return Upper(id[17]) == kCheck[sum % 11];
}

bool IsOldResidentId(std::string_view id) {
  if (id.size() != 15 || !AllDigits(id) || !IsProvinceCode(id.substr(0, 2))) return false;
  return IsDate(1900 + Number(id.substr(6, 2)), Number(id.substr(8, 2)), Number(id.substr(10, 2)));
}

bool IsUscc(std::string_view code) {
  static constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  static constexpr int kWeights[] = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                     29, 25, 13, 8,  24, 10, 30, 28};
  if (code.size() != 18) return false;
  int sum = 0;
  for (int i = 0; i < 18; ++i) {
    const size_t value = kAlphabet.find(Upper(code[i]));
    if (value == std::string_view::npos) return false;
    if (i == 17) return value == static_cast<size_t>((31 - sum % 31) % 31);
    sum += static_cast<int>(value) * kWeights[i];
  }
  return false;
}

bool HasUsccShape(std::string_view code) {
  static constexpr std::string_view kKinds =
      " 11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 54 55 59 61 62 69 71 72 79 81 89 91 92 "
      "93"
      " A1 A9 N1 N2 N3 N9 Y1 ";
  if (code.size() != 18) return false;
  const char kind[] = {' ', Upper(code[0]), Upper(code[1]), ' '};
  return kKinds.find(std::string_view(kind, 4)) != std::string_view::npos &&
         (IsProvinceCode(code.substr(2, 2)) || code.substr(2, 2) == "10");
}

}  // namespace huiyin::text
