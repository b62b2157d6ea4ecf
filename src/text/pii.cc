#include "text/pii.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "text/pii_scan.h"

namespace huiyin::text {
namespace pii {

bool Ground::WordBefore(size_t i, size_t reach, const std::vector<std::u32string>& words) const {
  const size_t start = i > reach ? i - reach : 0;
  const std::u32string_view window = std::u32string_view(text_.base).substr(start, i - start);
  return std::any_of(words.begin(), words.end(), [&](const std::u32string& word) {
    return window.find(word) != std::u32string_view::npos;
  });
}

namespace {

constexpr size_t kMaxAddress = 60;

bool IsAddressUnit(char32_t c) {
  return std::u32string_view(U"号弄幢室栋座楼户").find(c) != std::u32string_view::npos;
}

bool IsAddressChar(const Ground& g, size_t i) {
  return g.IsHan(i) || g.IsAlnum(i) || g.At(i) == '-';
}

// The address chain that begins in [start, …) with a place and goes on to a number and its unit.
size_t AddressEnd(const Ground& g, size_t start) {
  size_t end = 0;
  for (size_t i = start + 1; i < g.size() && i - start < kMaxAddress && IsAddressChar(g, i); ++i) {
    if (IsAddressUnit(g.At(i)) && g.IsAlnum(i - 1)) end = i + 1;
  }
  return end;
}

bool HasPlaceWord(const Ground& g, size_t start, size_t end) {
  for (size_t i = start; i < end; ++i) {
    if (std::u32string_view(U"路街道巷区市镇村省县").find(g.At(i)) != std::u32string_view::npos) {
      return true;
    }
  }
  return false;
}

// Words that stand before an address and do not belong to it.
size_t AfterLeadIn(const Ground& g, size_t start, size_t end) {
  static const std::vector<std::u32string> kLeadIns = {
      U"住在", U"地址是", U"地址为", U"地址", U"改成", U"改到", U"寄到",
      U"寄往", U"送到",   U"家在",   U"位于", U"搬到", U"我家", U"在"};
  size_t at = start;
  for (size_t i = start; i < end; ++i) {
    for (const auto& word : kLeadIns) {
      if (g.HasAt(i, word) && i + word.size() < end && i + word.size() > at) at = i + word.size();
    }
  }
  return at;
}

// The surnames of nine in ten people; those that also begin what follows 我叫 (车, 单) are left
// out.
const std::u32string_view kSurnames =
    U"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
    U"魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎"
    U"易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦柳邢路岳齐沿梅莫庄"
    U"辛祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲阳裴席卫屈鲍位覃霍翁隋植甘薄"
    U"柏宁柯阮桂闵骆解强柴华冉辜吉饶刁瞿戚丘古滕晋苑邬臧畅宫嵇谌闫肖";
constexpr std::array<std::u32string_view, 14> kDoubleSurnames = {
    U"欧阳", U"上官", U"诸葛", U"司马", U"司徒", U"慕容", U"皇甫",
    U"尉迟", U"东方", U"夏侯", U"令狐", U"公孙", U"端木", U"长孙"};

size_t SurnameLength(const Ground& g, size_t start) {
  if (start >= g.size()) return 0;
  for (const std::u32string_view surname : kDoubleSurnames) {
    if (g.HasAt(start, surname)) return 2;
  }
  return kSurnames.find(g.At(start)) != std::u32string_view::npos ? 1 : 0;
}

size_t NameLength(const Ground& g, size_t start) {
  const size_t surname = SurnameLength(g, start);
  if (surname == 0) return 0;
  static constexpr std::u32string_view kStops = U"，的是在要想把和跟与我你他她说有先女老师同电手住";
  size_t n = surname;
  while (n < surname + 2 && g.IsHan(start + n) &&
         kStops.find(g.At(start + n)) == std::u32string_view::npos) {
    ++n;
  }
  return n > surname ? n : 0;
}

// Start of the surname that ends at `end` before a title; `end` when there is none. Inside running
// Chinese it must follow a word that people are addressed with: 提高老师 is nobody, 由于先生
// neither.
size_t TitledSurname(const Ground& g, size_t end) {
  static constexpr std::u32string_view kBefore = U"的找位系叫是给请和跟与问让对向由被个到了";
  for (const size_t length : {size_t{2}, size_t{1}}) {
    if (end < length || SurnameLength(g, end - length) != length) continue;
    const size_t start = end - length;
    if (start == 0 || !g.IsHan(start - 1)) return start;
    if (kBefore.find(g.At(start - 1)) != std::u32string_view::npos && g.At(start) != U'于') {
      return start;
    }
    if (g.EndsWithAt(start, U"是") || g.EndsWithAt(start, U"找")) return start;
  }
  return end;
}

}  // namespace

void FindChineseAddresses(Ground& g) {
  for (size_t i = 0; i < g.size();) {
    if (!g.IsHan(i)) {
      ++i;
      continue;
    }
    size_t run = i;
    while (run < g.size() && IsAddressChar(g, run)) ++run;
    const size_t end = AddressEnd(g, i);
    if (end > i) {
      const size_t start = AfterLeadIn(g, i, end);
      if (HasPlaceWord(g, start, end) && end - start >= 5) g.Take(PiiKind::kAddress, start, end);
    }
    i = std::max(run, i + 1);
  }
}

void FindChineseNames(Ground& g) {
  static const std::vector<std::u32string> kBefore = {U"我叫",   U"姓名",   U"收件人",
                                                      U"联系人", U"收货人", U"本人"};
  for (size_t i = 0; i < g.size(); ++i) {
    for (const auto& word : kBefore) {
      if (!g.HasAt(i, word)) continue;
      size_t at = i + word.size();
      while (at < g.size() && (g.At(at) == ':' || g.At(at) == U'：' || g.At(at) == U'是' ||
                               g.At(at) == ' ' || g.At(at) == U'为')) {
        ++at;
      }
      const size_t n = NameLength(g, at);
      // 本人 goes on with anything (本人曾多次…): a name there ends the words.
      const bool loose = word == U"本人" && (g.At(at) == U'于' || g.IsHan(at + n));
      if (n > 0 && !loose) g.Take(PiiKind::kPersonName, at, at + n);
    }
    for (const std::u32string_view title : {U"先生", U"女士", U"老师"}) {
      if (!g.HasAt(i, title)) continue;
      const size_t start = TitledSurname(g, i);
      if (start < i) g.Take(PiiKind::kPersonName, start, i + 2);
    }
  }
}

}  // namespace pii

void FindPersonalData(const NormalText& text, const PiiConfig& config, std::vector<PiiSpan>& out) {
  out.clear();
  pii::Ground ground(text, config);
  pii::FindEmails(ground);
  pii::FindNumbers(ground);
  pii::FindPlates(ground);
  pii::FindPassports(ground);
  pii::FindAccounts(ground);
  pii::FindChineseAddresses(ground);
  pii::FindEnglishAddresses(ground);
  pii::FindChineseNames(ground);
  for (const pii::Find& find : ground.finds()) {
    const Range range = text.OriginOfBase(find.start, find.end);
    out.push_back({find.kind, range.start, range.end});
  }
  std::sort(out.begin(), out.end(),
            [](const PiiSpan& a, const PiiSpan& b) { return a.start < b.start; });
}

namespace {

std::u32string Stars(size_t n) { return std::u32string(n, U'*'); }

std::u32string Keep(std::u32string_view v, size_t first, size_t last, size_t stars) {
  if (v.size() <= first + last) return Stars(std::max<size_t>(v.size(), 4));
  return std::u32string(v.substr(0, first)) + Stars(stars) +
         std::u32string(v.substr(v.size() - last));
}

std::u32string Alnum(std::u32string_view value) {
  std::u32string out;
  for (char32_t c : value) {
    if (c >= 0xFF10 && c <= 0xFF19) c -= 0xFEE0;
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) out += c;
  }
  return out;
}

// domain.md §7.3, column "default mask (strict mask)".
std::u32string MaskOf(PiiKind kind, std::u32string_view value, MaskStyle style) {
  const bool strict = style == MaskStyle::kStrict;
  const std::u32string plain = Alnum(value);
  switch (kind) {
    case PiiKind::kMobile: {
      const std::u32string d = plain.size() > 11 ? plain.substr(plain.size() - 11) : plain;
      return strict ? Keep(d, 1, 0, 10) : Keep(d, 3, 4, 4);
    }
    case PiiKind::kLandline:
      return strict ? Keep(plain, 0, 2, 6) : Keep(plain, 3, 4, 4);
    case PiiKind::kResidentId:
      return strict ? Keep(plain, 1, 1, 16) : Keep(plain, 3, 4, 11);
    case PiiKind::kBankCard:
      return Keep(plain, 0, 4, 4);
    case PiiKind::kUscc:
      return Keep(plain, 4, 4, 10);
    case PiiKind::kLicencePlate:
      return Keep(value, 2, 2, 4);
    case PiiKind::kEmail: {
      const size_t at = value.find(U'@');
      return at == std::u32string_view::npos
                 ? Stars(4)
                 : std::u32string(value.substr(0, 1)) + Stars(3) + std::u32string(value.substr(at));
    }
    case PiiKind::kAddress: {
      size_t keep = 0;
      for (size_t i = 0; i < value.size() && i < 12; ++i) {
        if (value[i] == U'市' || value[i] == U'省') keep = i + 1;
      }
      return strict ? Stars(4) : std::u32string(value.substr(0, keep)) + Stars(4);
    }
    case PiiKind::kPersonName:
      return std::u32string(value.substr(0, 1)) + Stars(2);
    case PiiKind::kPassport:
      return Keep(value, 1, 1, 7);
    case PiiKind::kImAccount:
      return Keep(value, 1, 1, 3);
  }
  return Stars(4);
}

}  // namespace

std::string MaskSpans(const NormalText& text, const std::vector<PiiSpan>& spans, MaskStyle style) {
  std::u32string out;
  size_t at = 0;
  for (const PiiSpan& span : spans) {
    out.append(text.original, at, span.start - at);
    out +=
        MaskOf(span.kind,
               std::u32string_view(text.original).substr(span.start, span.end - span.start), style);
    at = span.end;
  }
  out.append(text.original, at, std::u32string::npos);
  return ToUtf8(out);
}

std::string MaskValue(PiiKind kind, std::string_view value, MaskStyle style) {
  std::u32string decoded;
  size_t pos = 0;
  while (pos < value.size()) decoded += NextCodePoint(value, pos);
  return ToUtf8(MaskOf(kind, decoded, style));
}

}  // namespace huiyin::text
