#include <unicode/ucnv.h>

#include <algorithm>
#include <bitset>
#include <memory>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "channels/encoding.h"

namespace huiyin::channels {
namespace {

// The 700 most frequent characters of Chinese customer feedback (88 % of running text, counted over
// the public review and hotline sets) in their simplified and traditional forms.
constexpr std::u16string_view kFrequent =
    u"一万三上下不与专且世业东两严並个中临为主久么义之乐也习乡书买"
    u"了事二于五亚些亞交产京亮亲人什今从他付代以们件价任份休优会传"
    u"伤但位低住体何余作你使來例供便保信修個們候借值假做停健備傳傷"
    u"像價優儿元充先光免兒入內全兩公共关其具养内再写农决况净准几出"
    u"分划刚別利别到制前剛劃力办功加务动助劳動務勞包化北区医區十千"
    u"升午半华单卖南卡卫印却卻厂厅历原去县又及友双反发取受变口另只"
    u"叫可台右号司吃各合同名后向吗否吧听告呗员呢周味呵命和品哈响員"
    u"哪唄商啊問啥喜單嗎器嚴四回因园国图國園圖土在地场圾坏块垃型城"
    u"基報場塊境壞声处备复外多够夠大天太失头套女她好如妈始姓委媽子"
    u"字存学孩學它安完定宜宝实客室害家容宾實寫寶对导将將專對導小少"
    u"就局层居屏展属層屬山州工左差己已市师希带師帮帶常幕幫干平年并"
    u"幹幾广床应底店府度廠廣廳建开式张張強强当录影待很後得從復微心"
    u"必快态怎怕思性总息恶您情惠惡想意愛感態慢應成我或戶户房所手才"
    u"打扣找把投护报拉招择拿持指按挺换据掉排接控推提換搞携擇操據攜"
    u"支收改放政故效教敬数整數文料新方於施旅族无日旧早时明易星是显"
    u"時晚普景更書最會月有朋服望期未本机权村条来東板极林果查标校样"
    u"根格條楚業極楼樂樓標樣機權次欢款歡正此步武歧歷死段每比毛民气"
    u"氣水求汉江決沒没河油治況法注洗活流海消淨深清温游源準溫满滿漢"
    u"火点為热無然照熱營爱片版牌牛物特玩环现班現理環生產用由申电男"
    u"界留當病發白百的皮盘盤目直相省看真眼着睡知码硬确確碼示社神票"
    u"离种科积稅程税種積空穿立站竟笑第等答简算管節簡籍米类精系約紅"
    u"級素細組結絕給統經維網線縣總續红约级线组细经结给绝统续维网置"
    u"美群義習老考者而耗职联聯聲職聽肉育能脑脸腦臉臨自至致臺與舊舒"
    u"般色节花苹荐菜華营萬著蒙薦蘋處號虽蚁蚂螞蟻行街衛衣补表被装補"
    u"裝裡裤褲西要見規視親覺觀见观规视觉解言訂計記設許訴評詢試話該"
    u"認語說誰調請論講謝證識議護讀變讓计订认让议记讲许论设证评识诉"
    u"试话询该语说请读谁调谢象負貨責貴買貸費資賓賣質賬購贊负责账货"
    u"质购贵贷费资赞走起超越足跟路身車較轉车转较辦農边达过运近还这"
    u"进远违连退送适选递這通速造連週進遇遊運過道達違遞遠適選還邊那"
    u"部都鄉配酒醫里重量金銀銷錄錢錯鍵鎮鐘钟钱银销错键镇長长門開間"
    u"關门问间防际降限院除险隔際障險难雖雙離難電需非面音響項預領頭"
    u"題額類顯项预领题额風风飯養餐餘館饭馆首香馬驗马验體高鮮鲜麼黃"
    u"黄黑點";

constexpr size_t kSampleBytes = 64 << 10;

bool IsFrequent(UChar32 c) {
  static const std::bitset<0x10000> set = [] {
    std::bitset<0x10000> bits;
    for (const char16_t f : kFrequent) bits.set(f);
    for (const char16_t f : std::u16string_view(u"，。！？、：；“”‘’（）《》【】…—￥～　"))
      bits.set(f);
    return bits;
  }();
  return c < 0x10000 && set.test(static_cast<size_t>(c));
}

bool IsAsciiLetter(UChar32 c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

bool IsLatinLetter(UChar32 c) {
  return (c >= 0xC0 && c <= 0xFF && c != 0xD7 && c != 0xF7) || c == 0x152 || c == 0x153 ||
         c == 0x160 || c == 0x161 || c == 0x178 || c == 0x17D || c == 0x17E;
}

// How much one character speaks for the decoding that produced it. Only the order of magnitude
// matters: right decodings average above 1, wrong ones below -1.
double Weight(UChar32 c, UChar32 before, UChar32 after) {
  if (IsFrequent(c)) return 4;
  if (c >= 0x4E00 && c <= 0x9FFF) return -1.5;
  if ((c >= 0xFF01 && c <= 0xFF5E) || (c >= 0x3001 && c <= 0x303F)) return 1;
  if (IsLatinLetter(c)) return IsAsciiLetter(before) || IsAsciiLetter(after) ? 2 : -3;
  if (c >= 0x2010 && c <= 0x203A) return 1;             // typographic quotes and dashes
  if (c == 0x20AC || c == 0xA3 || c == 0xB0) return 0;  // € £ °
  if (c >= 0x1F300 && c <= 0x1FAFF) return 1;
  if ((c >= 0x2000 && c <= 0x2BFF) || c == 0xFE0F) return 0;  // arrows, signs, emoji parts
  if (c == 0xFFFD || (c >= 0xE000 && c <= 0xF8FF)) return -10;
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return -8;
  return -3;
}

struct Decoded {
  std::vector<UChar32> text;
  size_t bad = 0;
};

Decoded Decode(std::string_view bytes, const char* icu_name, SampleEnd end) {
  Decoded out;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> icu(ucnv_open(icu_name, &status),
                                                               ucnv_close);
  if (U_FAILURE(status)) return out;
  ucnv_setToUCallBack(icu.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  const char* from = bytes.data();
  const char* const last = from + bytes.size();
  out.text.reserve(bytes.size());
  while (from < last) {
    status = U_ZERO_ERROR;
    const UChar32 c = ucnv_getNextUChar(icu.get(), &from, last, &status);
    if (status == U_INDEX_OUTOFBOUNDS_ERROR) break;
    if (U_SUCCESS(status)) {
      out.text.push_back(c);
    } else if (status != U_TRUNCATED_CHAR_FOUND || end == SampleEnd::kEndOfFile) {
      ++out.bad;
    }
  }
  return out;
}

// Whether plain ASCII speaks for a decoding: two bytes that make one do, a single byte does not.
enum class AsciiCounts { kNo, kYes };

double Score(std::string_view bytes, const char* icu_name, SampleEnd end, AsciiCounts ascii) {
  const Decoded decoded = Decode(bytes, icu_name, end);
  double sum = -12.0 * static_cast<double>(decoded.bad);
  size_t count = decoded.bad;
  for (size_t i = 0; i < decoded.text.size(); ++i) {
    const UChar32 c = decoded.text[i];
    if ((c >= 0x20 && c < 0x7F) || c == '\t' || c == '\n' || c == '\r') {
      if (ascii == AsciiCounts::kNo) continue;
      sum += 2;
    } else {
      const UChar32 before = i > 0 ? decoded.text[i - 1] : 0;
      const UChar32 after = i + 1 < decoded.text.size() ? decoded.text[i + 1] : 0;
      sum += Weight(c, before, after);
    }
    ++count;
  }
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

struct Utf8Count {
  size_t good = 0;  // sequences of two bytes and more
  size_t bad = 0;   // bytes
};

Utf8Count CountUtf8(std::string_view bytes, SampleEnd end) {
  Utf8Count count;
  size_t pos = 0;
  while (pos < bytes.size()) {
    const size_t before = pos;
    const auto first = static_cast<uint8_t>(bytes[pos]);
    const char32_t c = NextCodePoint(bytes, pos);
    if (first < 0x80) continue;
    const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (c != 0xFFFD || pos - before > 1) {
      ++count.good;
    } else if (end == SampleEnd::kCut && before + length > bytes.size() && first >= 0xC2) {
      break;  // torn by the cut
    } else {
      ++count.bad;
    }
  }
  return count;
}

bool AllAscii(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](char c) { return static_cast<uint8_t>(c) - 1U < 0x7F; });
}

}  // namespace

EncodingGuess DetectEncoding(std::string_view sample, SampleEnd end) {
  const auto starts = [&](std::string_view mark) { return sample.substr(0, mark.size()) == mark; };
  using namespace std::string_view_literals;
  if (starts("\xEF\xBB\xBF"sv)) return {Encoding::kUtf8, 3, 1};
  if (starts("\xFF\xFE"sv)) return {Encoding::kUtf16Le, 2, 1};
  if (starts("\xFE\xFF"sv)) return {Encoding::kUtf16Be, 2, 1};
  if (starts("\x84\x31\x95\x33"sv)) return {Encoding::kGb18030, 4, 1};
  if (AllAscii(sample)) return {Encoding::kUtf8, 0, 1};

  const bool has_nul = sample.find('\0') != std::string_view::npos;
  const Utf8Count utf8 = CountUtf8(sample, end);
  if (!has_nul && utf8.bad == 0) return {Encoding::kUtf8, 0, 1};

  std::vector<std::pair<double, Encoding>> scores;
  struct Candidate {
    Encoding encoding;
    const char* icu_name;
    AsciiCounts ascii;
  };
  for (const Candidate& candidate :
       {Candidate{Encoding::kGb18030, "gb18030", AsciiCounts::kNo},
        Candidate{Encoding::kBig5, "Big5-HKSCS", AsciiCounts::kNo},
        Candidate{Encoding::kWindows1252, "windows-1252", AsciiCounts::kNo},
        Candidate{Encoding::kUtf16Le, "UTF-16LE", AsciiCounts::kYes},
        Candidate{Encoding::kUtf16Be, "UTF-16BE", AsciiCounts::kYes}}) {
    scores.emplace_back(Score(sample, candidate.icu_name, end, candidate.ascii),
                        candidate.encoding);
  }
  // Damaged UTF-8 is still UTF-8: multi-byte sequences do not come about by chance in numbers.
  if (utf8.good > utf8.bad) {
    const auto good = static_cast<double>(utf8.good), bad = static_cast<double>(utf8.bad);
    scores.emplace_back((4 * good - 6 * bad) / (good + bad), Encoding::kUtf8);
  } else if (has_nul && utf8.good + utf8.bad == 0) {
    scores.emplace_back(-0.5, Encoding::kUtf8);  // ASCII with NUL, unless UTF-16 explains the NUL
  }
  std::sort(scores.begin(), scores.end(),
            [](const auto& a, const auto& b) { return a.first > b.first; });
  const double margin = (scores[0].first - scores[1].first) / 6;
  return {scores[0].second, 0, std::clamp(margin, 0.0, 0.99)};
}

Result<EncodingGuess> DetectEncoding(ByteSource& source) {
  TRY(source.Seek(0));
  std::vector<char> buffer(kSampleBytes);
  std::string sample;
  bool first = true;
  while (true) {
    TRY_ASSIGN(const size_t n, source.Read(buffer.data(), buffer.size()));
    if (n == 0) break;
    std::string_view piece(buffer.data(), n);
    if (sample.empty() && !first && AllAscii(piece)) continue;
    if (sample.empty() && !first) {  // begin where it becomes telling; 2-byte units stay aligned
      size_t at = 0;
      while (static_cast<uint8_t>(piece[at]) - 1U < 0x7F) ++at;
      piece.remove_prefix(at & ~static_cast<size_t>(1));
    }
    if (first && AllAscii(piece)) {
      first = false;
      continue;
    }
    first = false;
    sample.append(piece);
    if (sample.size() >= kSampleBytes) return DetectEncoding(sample, SampleEnd::kCut);
  }
  return DetectEncoding(sample, SampleEnd::kEndOfFile);
}

}  // namespace huiyin::channels
