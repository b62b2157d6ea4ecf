// Codes with letters: e-mail addresses, licence plates, passports, messenger accounts.
#include <algorithm>
#include <array>

#include "text/pii_scan.h"

namespace huiyin::text::pii {
namespace {

bool IsLocalChar(const Ground& g, size_t i) {
  const char32_t c = g.At(i);
  return g.IsAlnum(i) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
}

// End of a domain with at least one dot that starts at `i`; `i` when there is none.
size_t DomainEnd(const Ground& g, size_t i) {
  size_t end = i, dot_end = i;
  bool dot = false;
  while (true) {
    const size_t label = end;
    while (g.IsAlnum(end) || (g.At(end) == '-' && end > label)) ++end;
    if (end == label) break;
    if (dot) dot_end = end;
    if (g.At(end) != '.') break;
    dot = true;
    ++end;
  }
  if (dot_end == i) return i;
  size_t top = dot_end;
  while (top > i && g.At(top - 1) != '.') --top;
  const bool letters = g.IsAlpha(top) && dot_end - top >= 2;
  return letters ? dot_end : i;
}

bool IsPlateChar(const Ground& g, size_t i) {
  return g.IsDigit(i) || (g.IsAlpha(i) && g.At(i) != 'i' && g.At(i) != 'o');
}

// Length of the serial behind province and letter: 5 (combustion), 6 (new energy) or 0.
size_t PlateSerial(const Ground& g, size_t i) {
  size_t n = 0;
  while (n < 7 && IsPlateChar(g, i + n)) ++n;
  if (n == 4) {
    static constexpr std::u32string_view kTails = U"挂学警港澳领";
    if (kTails.find(g.At(i + 4)) != std::u32string_view::npos && g.At(i + 4) != 0) return 5;
    return 0;
  }
  size_t digits = 0;
  for (size_t k = 0; k < n; ++k) digits += g.IsDigit(i + k) ? 1 : 0;
  if (n == 5) return digits >= 1 && !g.IsAlnum(i + 5) ? 5 : 0;
  if (n != 6 || g.IsAlnum(i + 6)) return 0;
  const auto all_digits = [&](size_t from, size_t to) {
    for (size_t k = from; k < to; ++k) {
      if (!g.IsDigit(i + k)) return false;
    }
    return true;
  };
  const char32_t first = g.At(i), last = g.At(i + 5);
  const bool small = first >= 'a' && first <= 'k' && first != 'i' && all_digits(2, 6);
  const bool large = (last == 'd' || last == 'f') && all_digits(0, 5);
  return small || large ? 6 : 0;
}

bool HasPassportWord(const Ground& g, size_t start, size_t end) {
  static const std::vector<std::u32string> kWords = {U"护照", U"passport"};
  return g.WordBefore(start, 30, kWords) || g.HasAt(end, U"(护照") || g.HasAt(end, U"是护照") ||
         g.HasAt(end, U"护照") || g.HasAt(end, U"这本护照");
}

struct AccountWord {
  std::u32string_view word;
  bool latin;  // needs a word boundary before it
};
constexpr std::array<AccountWord, 15> kAccountWords = {{{U"微信", false},
                                                        {U"wechat", true},
                                                        {U"weixin", true},
                                                        {U"加v", false},
                                                        {U"加vx", false},
                                                        {U"v信", false},
                                                        {U"薇信", false},
                                                        {U"威信", false},
                                                        {U"vx", true},
                                                        {U"wx", true},
                                                        {U"qq", true},
                                                        {U"扣扣", false},
                                                        {U"企鹅号", false},
                                                        {U"加q", false},
                                                        {U"加微", false}}};

bool IsAccountChar(const Ground& g, size_t i) {
  return g.IsAlnum(i) || g.At(i) == '_' || g.At(i) == '-';
}

// Skips what may stand between the word and the account; true when something explicit did.
bool SkipToAccount(const Ground& g, size_t& i) {
  static constexpr std::array<std::u32string_view, 14> kLinks = {
      U"号码", U"账号", U"帐号", U"号", U"id", U":",  U"是",
      U"为",   U"信",   U"叫",   U" ",  U"=",  U"我", U"-"};
  bool explicit_link = false;
  for (int steps = 0; steps < 6; ++steps) {
    const auto link = std::find_if(kLinks.begin(), kLinks.end(),
                                   [&](std::u32string_view w) { return g.HasAt(i, w); });
    if (link == kLinks.end()) break;
    if (*link == U"id" && g.IsAlnum(i + 2)) break;
    explicit_link |= *link != U" " && *link != U"-" && *link != U"我";
    i += link->size();
  }
  return explicit_link;
}

void TryAccount(Ground& g, size_t word_start, const AccountWord& word) {
  if (word.latin && word_start > 0 && g.IsAlnum(word_start - 1)) return;
  size_t i = word_start + word.word.size();
  const bool adds = word_start > 0 && (g.At(word_start - 1) == U'加' || g.At(word_start) == U'加');
  const bool spaced = !g.IsAlnum(i);
  const bool explicit_link = SkipToAccount(g, i);
  if (!spaced && !explicit_link && word.latin && !g.IsDigit(i)) return;
  size_t end = i;
  bool digit = false;
  while (IsAccountChar(g, end)) digit |= !g.IsAlpha(end++);
  while (end > i && g.At(end - 1) == '-') --end;
  if (end - i < 5 || end - i > 20 || g.At(end) == '@' || g.At(end) == '*') return;
  const bool spoken = word.word == U"wechat" || word.word == U"qq";
  if (!digit && !(explicit_link && !spoken) && !(adds && !spoken) &&
      !(explicit_link && g.At(i - 1) == ':')) {
    return;
  }
  g.Take(PiiKind::kImAccount, i, end);
}

}  // namespace

void FindEmails(Ground& g) {
  for (size_t at = 0; at < g.size(); ++at) {
    if (g.At(at) != '@') continue;
    size_t start = at;
    while (start > 0 && at - start < 64 && IsLocalChar(g, start - 1)) --start;
    while (start < at && (g.At(start) == '.' || g.At(start) == '-' || g.At(start) == '+')) ++start;
    if (start == at || g.Before(start) == '*' || g.At(at - 1) == '.') continue;
    const size_t end = DomainEnd(g, at + 1);
    if (end > at + 1) g.Take(PiiKind::kEmail, start, end);
  }
}

void FindPlates(Ground& g) {
  static constexpr std::u32string_view kProvinces =
      U"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使";
  for (size_t i = 0; i + 6 < g.size(); ++i) {
    if (!g.IsHan(i) || kProvinces.find(g.At(i)) == std::u32string_view::npos) continue;
    size_t p = i + 1;
    if (g.At(p) == ' ' && g.IsAlpha(p + 1)) ++p;
    if (!g.IsAlpha(p) || g.At(p) == 'i' || g.At(p) == 'o') continue;
    ++p;
    const char32_t c = g.At(p);
    if (c == U'·' || c == ' ' || c == '-' || c == '.' || c == U'•' || c == U'・') ++p;
    const size_t serial = PlateSerial(g, p);
    if (serial > 0) g.Take(PiiKind::kLicencePlate, i, p + serial);
  }
}

void FindPassports(Ground& g) {
  for (size_t i = 0; i + 8 < g.size(); ++i) {
    const char32_t c = g.At(i);
    if ((c != 'e' && c != 'g') || (i > 0 && g.IsAlnum(i - 1)) || g.IsAlnum(i + 9)) continue;
    size_t digits = 0;
    while (digits < 8 && g.IsDigit(i + 1 + digits)) ++digits;
    bool ok = digits == 8;
    if (!ok && c == 'e' && digits == 0 && IsPlateChar(g, i + 1)) {
      size_t tail = 0;
      while (tail < 7 && g.IsDigit(i + 2 + tail)) ++tail;
      ok = tail == 7;
    }
    if (ok && HasPassportWord(g, i, i + 9)) g.Take(PiiKind::kPassport, i, i + 9);
  }
}

void FindAccounts(Ground& g) {
  for (size_t i = 0; i < g.size(); ++i) {
    const char32_t c = g.At(i);
    if (c != U'微' && c != 'w' && c != U'加' && c != 'v' && c != U'薇' && c != U'威' && c != 'q' &&
        c != U'扣' && c != U'企') {
      continue;
    }
    for (const AccountWord& word : kAccountWords) {
      if (g.HasAt(i, word.word)) TryAccount(g, i, word);
    }
  }
}

}  // namespace huiyin::text::pii
