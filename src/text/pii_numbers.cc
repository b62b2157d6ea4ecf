// Numbers: digit groups joined by single separators are tried in every run of neighbouring groups
// against each kind in the order of precedence.
#include <algorithm>
#include <array>
#include <string>

#include "text/pii_checks.h"
#include "text/pii_scan.h"

namespace huiyin::text::pii {
namespace {

constexpr size_t kMaxGroups = 6;
constexpr size_t kMaxDigits = 20;

struct Group {
  size_t start, end;  // base indices
  bool joined;        // one separator before it, after another group
  bool hyphen;        // that separator is a hyphen
};

// A run of groups glued to one string of digits, with the offsets where groups meet.
struct Candidate {
  std::string digits;
  std::vector<size_t> cuts;
  size_t start = 0, end = 0;
  bool hyphen_before = false, hyphen_after = false;
  size_t after_groups_digits = 0;  // digits of the group joined behind
};

bool IsSeparator(char32_t c) {
  return c == ' ' || c == '-' || c == U'·' || c == U'‐' || c == U'–' || c == U'•' || c == U'・';
}
bool IsHyphen(char32_t c) { return c == '-' || c == U'‐' || c == U'–'; }

std::vector<Group> FindGroups(const Ground& g) {
  std::vector<Group> groups;
  for (size_t i = 0; i < g.size();) {
    if (!g.IsDigit(i)) {
      ++i;
      continue;
    }
    size_t end = i;
    while (g.IsDigit(end)) ++end;
    const bool joined =
        !groups.empty() && i >= 2 && groups.back().end == i - 1 && IsSeparator(g.At(i - 1));
    groups.push_back({i, end, joined, joined && IsHyphen(g.At(i - 1))});
    i = end;
  }
  return groups;
}

bool CutsWithin(const std::vector<size_t>& cuts, std::initializer_list<size_t> allowed) {
  return std::all_of(cuts.begin(), cuts.end(), [&](size_t cut) {
    return std::find(allowed.begin(), allowed.end(), cut) != allowed.end();
  });
}

const std::vector<std::u32string>& CardWords() {
  static const std::vector<std::u32string> words = {U"卡号",   U"card",   U"银行卡",
                                                    U"储蓄卡", U"信用卡", U"借记卡"};
  return words;
}
const std::vector<std::u32string>& IdWords() {
  static const std::vector<std::u32string> words = {U"身份证",  U"证件号", U"idcard",
                                                    U"id card", U"id no",  U"身份号"};
  return words;
}
const std::vector<std::u32string>& OrderWords() {
  static const std::vector<std::u32string> words = {U"订单",   U"单号",   U"流水",     U"运单",
                                                    U"物流号", U"快递号", U"tracking", U"order",
                                                    U"编号",   U"条码",   U"序列号",   U"工单"};
  return words;
}

// Letters directly before a number that name a telephone.
bool TelephoneWordBefore(const Ground& g, size_t start) {
  static const std::array<std::u32string_view, 12> kWords = {U"tel",  U"phone", U"mobile", U"mob",
                                                             U"call", U"cell",  U"ring",   U"sms",
                                                             U"no",   U"at",    U"on",     U"to"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::u32string_view word) {
    return g.EndsWithAt(start, word) &&
           (start == word.size() || !g.IsAlpha(start - word.size() - 1));
  });
}

// What may not stand beside a number: letters, stars (already masked), decimal points, slashes
// inside paths, underscores.
bool CleanBefore(const Ground& g, size_t start) {
  if (start == 0) return true;
  const char32_t c = g.At(start - 1);
  if (c == '*' || c == '_' || c == '#') return c == '#';
  if (g.IsAlpha(start - 1)) return TelephoneWordBefore(g, start);
  if ((c == '.' || c == '/') && start >= 2 &&
      (g.IsDigit(start - 2) || (c == '/' && g.IsAlnum(start - 2)))) {
    return false;
  }
  return true;
}

bool CleanAfter(const Ground& g, size_t end) {
  const char32_t c = g.At(end);
  if (c == '*' || c == '_' || g.IsAlpha(end)) return false;
  return !((c == '.' || c == '/') && g.IsDigit(end + 1));
}

bool IsMobileDigits(std::string_view d) { return d.size() == 11 && d[0] == '1' && d[1] >= '3'; }

// Mobile numbers, with or without the country code; `start` moves back over a plus sign.
bool TryMobile(Ground& g, const Candidate& c) {
  std::string_view d = c.digits;
  size_t start = c.start;
  std::vector<size_t> cuts = c.cuts;
  size_t prefix = 0;
  if (d.size() == 13 && d.substr(0, 2) == "86") prefix = 2;
  if (d.size() == 15 && d.substr(0, 4) == "0086") prefix = 4;
  if (prefix > 0) {
    d.remove_prefix(prefix);
    for (size_t& cut : cuts) {
      if (cut < prefix) return false;
      cut -= prefix;
    }
    if (g.Before(start) == '+') --start;
  }
  if (!IsMobileDigits(d) || !CutsWithin(cuts, {0, 3, 7})) return false;
  if (c.hyphen_before || c.hyphen_after) return false;
  if (!CleanBefore(g, start) || !CleanAfter(g, c.end)) return false;
  g.Take(PiiKind::kMobile, start, c.end);
  return true;
}

bool IsServiceNumber(const Candidate& c) {
  const std::string& d = c.digits;
  return d.size() == 10 && (d.starts_with("400") || d.starts_with("800")) &&
         CutsWithin(c.cuts, {3, 4, 6, 7}) && c.cuts.size() <= 2;
}

bool TryLandline(Ground& g, const Candidate& c) {
  const std::string& d = c.digits;
  if (c.hyphen_before || (c.hyphen_after && c.after_groups_digits > 5)) return false;
  size_t start = c.start;
  bool ok = IsServiceNumber(c);
  if (!ok && d.size() >= 10 && d.size() <= 12 && d[0] == '0' && d[1] != '0') {
    // Two-digit area codes 010 and 02x, all others three digits behind the zero.
    const size_t area = d[1] == '1' || d[1] == '2' ? 3 : 4;
    const size_t local = d.size() - area;
    ok = (local == 7 || local == 8) && d[area] >= '2' &&
         CutsWithin(c.cuts, {area, area + 4, area + 3});
  }
  if (!ok || !CleanBefore(g, start) || !CleanAfter(g, c.end)) return false;
  g.Take(PiiKind::kLandline, start, c.end);
  return true;
}

bool TryBankCard(Ground& g, const Candidate& c) {
  const std::string& d = c.digits;
  if (d.size() < 13 || d.size() > 19 || !PassesLuhn(d)) return false;
  if (std::all_of(d.begin(), d.end(), [&](char x) { return x == d[0]; })) return false;
  const bool known_prefix = d.starts_with("62") || (d[0] >= '3' && d[0] <= '5');
  const bool context = g.WordBefore(c.start, 14, CardWords());
  if (!known_prefix && !context) return false;
  if (!context && g.WordBefore(c.start, 6, OrderWords())) return false;
  const bool groups_fit =
      CutsWithin(c.cuts, {4, 8, 12, 16}) || CutsWithin(c.cuts, {4, 10}) || CutsWithin(c.cuts, {6});
  if (!groups_fit || c.hyphen_before || c.hyphen_after) return false;
  if (!CleanBefore(g, c.start) || !CleanAfter(g, c.end)) return false;
  g.Take(PiiKind::kBankCard, c.start, c.end);
  return true;
}

bool TryResidentId(Ground& g, const Candidate& c) {
  std::string d = c.digits;
  size_t end = c.end;
  std::vector<size_t> cuts = c.cuts;
  if (d.size() == 17) {
    size_t x = end;
    if (g.At(x) != 'x' && IsSeparator(g.At(x)) && g.At(x + 1) == 'x') ++x;
    if (g.At(x) != 'x' || g.IsAlnum(x + 1)) return false;
    d += 'X';
    end = x + 1;
  }
  const bool modern = d.size() == 18 && IsResidentId(d, g.config().current_year);
  const bool old = d.size() == 15 && IsOldResidentId(d) && g.WordBefore(c.start, 14, IdWords());
  if (!modern && !old) return false;
  if (!CutsWithin(cuts, {3, 6, 10, 12, 14, 17}) || g.At(end) == '*' || g.IsAlnum(end)) return false;
  if (g.Before(c.start) == '*' || g.Before(c.start) == '_') return false;
  g.Take(PiiKind::kResidentId, c.start, end);
  return true;
}

// Candidates of groups [i, i+count).
Candidate Glue(const Ground& g, const std::vector<Group>& groups, size_t i, size_t count) {
  Candidate c;
  c.start = groups[i].start;
  c.end = groups[i + count - 1].end;
  for (size_t k = i; k < i + count; ++k) {
    if (k > i) c.cuts.push_back(c.digits.size());
    for (size_t p = groups[k].start; p < groups[k].end && c.digits.size() <= kMaxDigits; ++p) {
      c.digits += static_cast<char>(g.At(p));
    }
  }
  c.hyphen_before = groups[i].hyphen;
  if (i + count < groups.size() && groups[i + count].hyphen) {
    c.hyphen_after = true;
    c.after_groups_digits = groups[i + count].end - groups[i + count].start;
  }
  return c;
}

using Try = bool (*)(Ground&, const Candidate&);

void TryAll(Ground& g, const std::vector<Group>& groups, Try attempt) {
  for (size_t i = 0; i < groups.size(); ++i) {
    // Longest first, so that a country code belongs to its number.
    size_t longest = 1;
    size_t digits = groups[i].end - groups[i].start;
    while (longest < kMaxGroups && i + longest < groups.size() && groups[i + longest].joined) {
      const auto& next = groups[i + longest];
      digits += next.end - next.start;
      if (digits > kMaxDigits) break;
      ++longest;
    }
    for (size_t count = longest; count > 0; --count) {
      const size_t end = groups[i + count - 1].end;
      if (end - groups[i].start < 10 || end - groups[i].start > kMaxDigits + kMaxGroups) continue;
      if (!g.Free(groups[i].start, end)) continue;
      if (attempt(g, Glue(g, groups, i, count))) {
        i += count - 1;
        break;
      }
    }
  }
}

}  // namespace

void FindNumbers(Ground& ground) {
  const std::vector<Group> groups = FindGroups(ground);
  if (groups.empty()) return;
  TryAll(ground, groups, TryResidentId);
  FindUsccs(ground);
  TryAll(ground, groups, TryBankCard);
  TryAll(ground, groups, TryMobile);
  TryAll(ground, groups, TryLandline);
}

void FindUsccs(Ground& g) {
  static const std::vector<std::u32string> kWords = {U"税号",     U"信用代码", U"纳税人",  U"uscc",
                                                     U"营业执照", U"tax id",   U"统一社会"};
  for (size_t i = 0; i < g.size();) {
    if (!g.IsAlnum(i)) {
      ++i;
      continue;
    }
    size_t end = i;
    size_t digits = 0;
    for (; g.IsAlnum(end); ++end) digits += g.IsDigit(end) ? 1 : 0;
    if (end - i == 18 && digits >= 4 && g.Free(i, end)) {
      std::string code;
      for (size_t k = i; k < end; ++k) code += static_cast<char>(g.At(k));
      const bool sure = digits < 18 || (HasUsccShape(code) && !g.WordBefore(i, 6, OrderWords())) ||
                        g.WordBefore(i, 14, kWords);
      const bool touched =
          g.Before(i) == '*' || g.Before(i) == '_' || g.At(end) == '*' || g.At(end) == '_';
      if (sure && !touched && IsUscc(code)) g.Take(PiiKind::kUscc, i, end);
    }
    i = end;
  }
}

}  // namespace huiyin::text::pii
