// English addresses: house number and street ("27 King's Road"), with a flat before it and a town
// with a postcode behind it when they are there. Capitals are asked for: "2 hours on the road" is
// no address.
#include <algorithm>
#include <array>

#include "text/pii_scan.h"

namespace huiyin::text::pii {
namespace {

constexpr size_t kMaxStreetWords = 5;
constexpr size_t kMaxTownWords = 4;

// End of the word that starts at `i`; apostrophes and hyphens may stand inside.
size_t WordEnd(const Ground& g, size_t i) {
  size_t end = i;
  while (g.IsAlnum(end) || ((g.At(end) == '\'' || g.At(end) == U'’' || g.At(end) == '-') &&
                            end > i && g.IsAlpha(end + 1))) {
    ++end;
  }
  return end;
}

bool IsStreetType(const Ground& g, size_t start, size_t end) {
  static constexpr std::array<std::u32string_view, 23> kTypes = {
      U"street", U"st", U"road",  U"rd",   U"avenue",   U"ave",     U"lane",   U"ln",
      U"drive",  U"dr", U"blvd",  U"way",  U"court",    U"ct",      U"square", U"boulevard",
      U"place",  U"pl", U"close", U"park", U"crescent", U"terrace", U"highway"};
  return std::any_of(kTypes.begin(), kTypes.end(), [&](std::u32string_view type) {
    return end - start == type.size() && g.HasAt(start, type);
  });
}

// Behind the street that starts at `i` with a capital; 0 when there is none.
size_t StreetEnd(const Ground& g, size_t i) {
  size_t found = 0;
  for (size_t words = 0; words < kMaxStreetWords; ++words) {
    const bool ordinal = words == 0 && g.IsDigit(i);  // "5th Avenue"
    if (!ordinal && !g.IsUpper(i)) break;
    const size_t end = WordEnd(g, i);
    if (words > 0 && IsStreetType(g, i, end)) found = end;
    if (g.At(end) != ' ') break;
    i = end + 1;
  }
  return found;
}

// "LS1 4AB", "EC1A 1BB" or "94107"; 0 when it is something else.
size_t PostcodeEnd(const Ground& g, size_t i) {
  size_t digits = 0;
  while (g.IsDigit(i + digits)) ++digits;
  if (digits == 5 && !g.IsAlnum(i + 5)) return i + 5;
  size_t letters = 0;
  while (letters < 2 && g.IsUpper(i + letters)) ++letters;
  size_t at = i + letters;
  if (letters == 0 || !g.IsDigit(at)) return 0;
  ++at;
  if (g.IsAlnum(at)) ++at;
  if (g.At(at) == ' ') ++at;
  if (!g.IsDigit(at) || !g.IsUpper(at + 1) || !g.IsUpper(at + 2) || g.IsAlnum(at + 3)) return 0;
  return at + 3;
}

// Behind ", Leeds LS1 4AB"; `street_end` when no town with a postcode follows.
size_t TownEnd(const Ground& g, size_t street_end) {
  size_t i = street_end;
  for (size_t words = 0; words <= kMaxTownWords; ++words) {
    if (g.At(i) == ',') ++i;
    if (g.At(i) == ' ') ++i;
    if (const size_t end = PostcodeEnd(g, i); end > 0) return end;
    if (!g.IsUpper(i)) break;
    i = WordEnd(g, i);
  }
  return street_end;
}

// Back over "Flat 5, ".
size_t FlatStart(const Ground& g, size_t start) {
  if (start < 8 || g.At(start - 1) != ' ') return start;
  size_t i = start - 1;
  if (g.At(i - 1) == ',') --i;
  const size_t number_end = i;
  while (i > 0 && g.IsAlnum(i - 1)) --i;
  if (i == number_end || !g.IsDigit(i)) return start;
  static constexpr std::array<std::u32string_view, 5> kWords = {U"flat ", U"apt ", U"unit ",
                                                                U"room ", U"suite "};
  for (const std::u32string_view word : kWords) {
    if (g.EndsWithAt(i, word)) return i - word.size();
  }
  return start;
}

}  // namespace

void FindEnglishAddresses(Ground& g) {
  for (size_t i = 0; i < g.size(); ++i) {
    if (!g.IsDigit(i) || (i > 0 && g.IsAlnum(i - 1))) continue;
    size_t end = i;
    while (g.IsDigit(end)) ++end;
    const size_t digits = end - i;
    if (g.IsAlpha(end) && !g.IsAlnum(end + 1)) ++end;  // 221b
    if (digits <= 5 && g.At(end) == ' ') {
      if (const size_t street = StreetEnd(g, end + 1); street > 0) {
        const size_t last = TownEnd(g, street);
        g.Take(PiiKind::kAddress, FlatStart(g, i), last);
        end = last;
      }
    }
    i = end;
  }
}

}  // namespace huiyin::text::pii
