#include "pii_sentences.h"

#include <algorithm>
#include <array>

namespace huiyin::text {
namespace {

struct Frame {
  PiiKind kind;
  const char32_t* before;
  const char32_t* after;
};

// What stands around a value: punctuation, more words at once, full-width colons, nothing.
constexpr Frame kFrames[] = {
    {PiiKind::kMobile, U"我的手机号是", U"，请尽快回电"},
    {PiiKind::kMobile, U"有事打", U"找我"},
    {PiiKind::kMobile, U"电话：", U"（微信同步）"},
    {PiiKind::kMobile, U"Please call me at ", U" after 6 pm."},
    {PiiKind::kMobile, U"", U"这个号码被停机了"},
    {PiiKind::kLandline, U"办公室座机", U"一直没人接"},
    {PiiKind::kLandline, U"打了你们客服", U"三次"},
    {PiiKind::kLandline, U"联系电话: ", U"。"},
    {PiiKind::kResidentId, U"身份证号", U"已经上传"},
    {PiiKind::kResidentId, U"证件号码：", U"，怎么还要我再交"},
    {PiiKind::kResidentId, U"My ID is ", U", still not verified."},
    {PiiKind::kBankCard, U"退款退到", U"这张卡里"},
    {PiiKind::kBankCard, U"卡号 ", U" 被扣了两次钱"},
    {PiiKind::kBankCard, U"my card ", U" was charged twice"},
    {PiiKind::kUscc, U"发票税号", U"填错了"},
    {PiiKind::kUscc, U"统一社会信用代码：", U"，请重开"},
    {PiiKind::kLicencePlate, U"我的车", U"停在门口被贴条"},
    {PiiKind::kLicencePlate, U"司机车牌是", U"，绕路"},
    {PiiKind::kEmail, U"发票发到", U"。"},
    {PiiKind::kEmail, U"please reply to ", U", thanks"},
    {PiiKind::kEmail, U"邮箱：", U"收不到验证码"},
    {PiiKind::kAddress, U"我住在", U"，快递没送到"},
    {PiiKind::kAddress, U"收货地址：", U"，联系不上"},
    {PiiKind::kAddress, U"请把包裹寄到", U"，谢谢"},
    {PiiKind::kAddress, U"地址是", U"。"},
    {PiiKind::kPersonName, U"我叫", U"，买的手机坏了"},
    {PiiKind::kPersonName, U"收件人：", U"，请改一下"},
    {PiiKind::kPersonName, U"联系人", U"，电话打不通"},
    {PiiKind::kPersonName, U"姓名: ", U"；订单一直没发货"},
    {PiiKind::kPassport, U"护照号", U"录错了"},
    {PiiKind::kPassport, U"My passport number is ", U" and the booking failed"},
    {PiiKind::kImAccount, U"加我微信：", U"，发你截图"},
    {PiiKind::kImAccount, U"我的微信号是", U"，加一下"},
    {PiiKind::kImAccount, U"QQ：", U"，随时在线"},
};

constexpr const char32_t* kTitles[] = {U"先生", U"女士", U"老师"};
constexpr const char32_t* kTitleBefore[] = {U"，", U"请联系", U"负责人是", U"找", U"你们的"};
constexpr const char32_t* kSurnames[] = {
    U"王", U"李", U"张", U"刘", U"陈", U"杨", U"赵", U"黄", U"周", U"吴", U"徐", U"孙",
    U"胡", U"朱", U"高", U"林", U"何", U"郭", U"马", U"罗", U"梁", U"宋", U"郑", U"谢",
    U"韩", U"唐", U"冯", U"于", U"董", U"萧", U"骆", U"柳", U"葛", U"殷", U"施", U"翟"};
constexpr const char32_t* kDoubleSurnames[] = {U"欧阳", U"上官", U"诸葛", U"司马", U"慕容"};
constexpr const char32_t* kGiven[] = {U"伟", U"芳", U"娜", U"敏", U"静", U"丽", U"强", U"磊",
                                      U"军", U"洋", U"勇", U"艳", U"杰", U"娟", U"涛", U"明",
                                      U"超", U"秀", U"霞", U"平", U"刚", U"桂", U"英", U"华"};
constexpr const char32_t* kRegions[] = {U"浙江省杭州市西湖区",
                                        U"北京市朝阳区",
                                        U"上海市浦东新区",
                                        U"广东省深圳市南山区",
                                        U"四川省成都市武侯区",
                                        U"江苏省苏州市工业园区",
                                        U"湖北省武汉市洪山区",
                                        U"重庆市渝北区",
                                        U"内蒙古自治区包头市昆都仑区",
                                        U""};
constexpr const char32_t* kRoads[] = {U"中山路",   U"人民东路", U"建国门外大街",
                                      U"天府大道", U"文三路",   U"解放街",
                                      U"长江二路", U"幸福巷",   U"科技园南路"};
constexpr const char32_t* kProvinces[] = {U"京", U"沪", U"粤", U"浙", U"苏", U"川", U"鲁", U"豫"};
constexpr const char32_t* kWords[] = {U"zhang", U"lily", U"happy", U"sunny", U"tom", U"blue"};
constexpr const char32_t* kDomains[] = {U"example.com", U"mail.example.cn", U"qq.com", U"163.com",
                                        U"corp-mail.co.uk"};
constexpr const char32_t* kStreets[] = {U"Baker Street", U"Oak Avenue",       U"King's Road",
                                        U"Main St",      U"North Hill Drive", U"Sunset Blvd"};
constexpr const char32_t* kPlain[] = {U"等了三天还没处理，太慢了。",
                                      U"2026年3月5日下单的，到现在没发货。",
                                      U"一共花了12999.50元，退款只到了一半。",
                                      U"请问什么时候能修好？",
                                      U"The app crashes on version 10.2.4587 every time.",
                                      U"质量不错，物流也快，谢谢！",
                                      U"再不解决我就打12315了。",
                                      U"李宁的鞋子开胶了，王老吉也过期了。",
                                      U"中国银行信用卡中心没人接电话。",
                                      U"第3号窗口的工作人员态度很差。",
                                      U"张家界的酒店房间有异味。",
                                      U"公司在路上堵了2小时。",
                                      U"本人曾多次反映，本人于昨天退货。",
                                      U"由于先生产故障，提高老师水平。",
                                      U"我叫车等了半小时，联系人工客服没用。",
                                      U"It took 2 hours on the road.",
                                      U"请王经理的同事回电。",
                                      U"微信支付一直失败，支付宝也不行。"};

int CheckSum(const std::u32string& digits, const std::array<int, 17>& weights) {
  int sum = 0;
  for (size_t i = 0; i < weights.size(); ++i)
    sum += static_cast<int>(digits[i] - U'0') * weights[i];
  return sum;
}

char32_t LuhnDigit(const std::u32string& payload) {
  int sum = 0;
  for (size_t i = 0; i < payload.size(); ++i) {
    int d = static_cast<int>(payload[payload.size() - 1 - i] - U'0');
    if (i % 2 == 0 && (d *= 2) > 9) d -= 9;
    sum += d;
  }
  return static_cast<char32_t>(U'0' + (10 - sum % 10) % 10);
}

std::u32string Grouped(const std::u32string& digits, std::initializer_list<size_t> sizes,
                       char32_t separator) {
  std::u32string out;
  size_t at = 0;
  for (const size_t size : sizes) {
    if (at >= digits.size()) break;
    if (at > 0) out += separator;
    out += digits.substr(at, size);
    at += size;
  }
  return out;
}

std::u32string FullWidth(std::u32string text) {
  for (char32_t& c : text) {
    if (c >= '0' && c <= '9') c += 0xFEE0;
  }
  return text;
}

}  // namespace

std::u32string PiiSentences::Digits(size_t n) {
  std::u32string out;
  for (size_t i = 0; i < n; ++i) out += static_cast<char32_t>(U'0' + Below(10));
  return out;
}

std::u32string PiiSentences::Mobile() {
  const std::u32string d =
      U"1" + std::u32string(1, static_cast<char32_t>(U'3' + Below(7))) + Digits(9);
  switch (Below(7)) {
    case 0:
      return Grouped(d, {3, 4, 4}, U' ');
    case 1:
      return Grouped(d, {3, 4, 4}, U'-');
    case 2:
      return U"+86 " + d;
    case 3:
      return U"+86-" + d;
    case 4:
      return FullWidth(d);
    default:
      return d;
  }
}

std::u32string PiiSentences::Landline() {
  const auto local = [&](size_t n) {
    return std::u32string(1, static_cast<char32_t>(U'2' + Below(8))) + Digits(n - 1);
  };
  switch (Below(4)) {
    case 0:
      return U"010-" + local(8);
    case 1:
      return U"0571-" + local(8);
    case 2:
      return U"0912-" + local(7);
    default:
      return U"400-" + Digits(3) + U"-" + Digits(4);
  }
}

std::u32string PiiSentences::ResidentId() {
  static constexpr const char32_t* kAreas[] = {U"110105", U"330106", U"440305", U"510107"};
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const auto two = [&](size_t low, size_t high) {
    const size_t v = low + Below(high - low + 1);
    return std::u32string{static_cast<char32_t>(U'0' + v / 10),
                          static_cast<char32_t>(U'0' + v % 10)};
  };
  std::u32string id = Pick(kAreas) + U"19" + two(50, 99) + two(1, 12) + two(1, 28) + Digits(3);
  id += U"10X98765432"[CheckSum(id, kWeights) % 11];
  return Below(5) == 0 ? Grouped(id, {6, 8, 4}, U' ') : id;
}

std::u32string PiiSentences::BankCard() {
  static constexpr const char32_t* kPrefixes[] = {U"622202", U"621700", U"453242", U"524094"};
  const std::u32string prefix = Pick(kPrefixes);
  std::u32string card = prefix + Digits(prefix[0] == U'6' ? 12 : 9);
  card += LuhnDigit(card);
  return Below(3) == 0 ? Grouped(card, {4, 4, 4, 4, 4}, U' ') : card;
}

std::u32string PiiSentences::Uscc() {
  constexpr std::u32string_view kAlphabet = U"0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::u32string code = U"91330106MA" + Digits(1);
  for (int i = 0; i < 6; ++i) code += kAlphabet[Below(kAlphabet.size())];
  int sum = 0, weight = 1;
  for (const char32_t c : code) {
    sum += static_cast<int>(kAlphabet.find(c)) * weight;
    weight = weight * 3 % 31;
  }
  return code + kAlphabet[static_cast<size_t>((31 - sum % 31) % 31)];
}

std::u32string PiiSentences::Plate() {
  constexpr std::u32string_view kLetters = U"ABCDEFGHJKLMNPQRSTUVWXYZ";
  const std::u32string head = Pick(kProvinces) + kLetters[Below(kLetters.size())];
  const std::u32string dot = Below(2) == 0 ? U"·" : U"";
  if (Below(3) == 0) return head + dot + (Below(2) == 0 ? U"D" : U"F") + Digits(5);
  return head + dot + kLetters[Below(kLetters.size())] + Digits(4);
}

std::u32string PiiSentences::Email() {
  std::u32string local = Pick(kWords);
  if (Below(2) == 0) local += U"." + Pick(kWords);
  if (Below(3) == 0) local += U"+" + Pick(kWords);
  return local + Digits(Below(4)) + U"@" + Pick(kDomains);
}

std::u32string PiiSentences::Address() {
  std::u32string address = Pick(kRegions) + Pick(kRoads) + U"1" + Digits(2) + U"号";
  if (Below(2) == 0) address += U"3幢" + std::u32string(U"2单元") + U"60" + Digits(1) + U"室";
  return address;
}

std::u32string PiiSentences::Name() {
  std::u32string name = Below(12) == 0 ? Pick(kDoubleSurnames) : Pick(kSurnames);
  name += Pick(kGiven);
  if (Below(2) == 0) name += Pick(kGiven);
  return name;
}

std::u32string PiiSentences::Account() {
  return Below(2) == 0 ? Pick(kWords) + U"_" + Digits(3) : Pick(kWords) + Digits(4);
}

std::u32string PiiSentences::Of(PiiKind kind) {
  switch (kind) {
    case PiiKind::kMobile:
      return Mobile();
    case PiiKind::kLandline:
      return Landline();
    case PiiKind::kResidentId:
      return ResidentId();
    case PiiKind::kBankCard:
      return BankCard();
    case PiiKind::kUscc:
      return Uscc();
    case PiiKind::kLicencePlate:
      return Plate();
    case PiiKind::kEmail:
      return Email();
    case PiiKind::kAddress:
      return Address();
    case PiiKind::kPersonName:
      return Name();
    case PiiKind::kPassport:
      return Below(2) == 0 ? U"E" + Digits(8) : U"EA" + Digits(7);
    case PiiKind::kImAccount:
      return Account();
  }
  return U"";
}

std::u32string PiiSentences::Trap() {
  switch (Below(12)) {
    case 0:
      return U"订单号" + Digits(20) + U"一直不动";
    case 1:
      return U"运单SF1" + Digits(12) + U"丢了";
    case 2:
      return U"金额" + Digits(6) + U".00元";
    case 3:
      return U"手机138****" + Digits(4) + U"收不到短信";
    case 4:
      return U"身份证110105********" + Digits(4);
    case 5:
      return U"时间2026-0" + Digits(1) + U"-1" + Digits(1) + U" 10:22:33";
    case 6:
      return U"服务器192.168.10." + Digits(2) + U"连不上";
    case 7:
      return U"流水号1380013800" + Digits(7);  // a telephone number inside a longer number
    case 8: {
      // One digit of a valid identity number changed: the check digit no longer fits.
      std::u32string id = ResidentId();
      id.erase(std::remove(id.begin(), id.end(), U' '), id.end());
      id[16] = id[16] == U'9' ? U'0' : id[16] + 1;
      return U"编码X" + id;
    }
    case 9:
      return U"型号AB-" + Digits(11) + U"X";
    case 10:
      return U"工号" + Digits(6) + U"的客服";
    default:
      return U"@客服 请看#" + Digits(5) + U"#话题";
  }
}

void PiiSentences::AddPersonal(PiiSentence& out) {
  const size_t pick = Below(std::size(kFrames) + 3);
  const auto add = [&](PiiKind kind, const std::u32string& before, const std::u32string& value,
                       const std::u32string& after) {
    out.text += before;
    const auto start = static_cast<uint32_t>(out.text.size());
    out.text += value;
    out.spans.push_back({kind, start, static_cast<uint32_t>(out.text.size())});
    out.text += after;
  };
  if (pick < std::size(kFrames)) {
    const Frame& frame = kFrames[pick];
    add(frame.kind, frame.before, Of(frame.kind), frame.after);
  } else if (pick == std::size(kFrames)) {
    add(PiiKind::kAddress, U"I live at ", U"2" + Digits(2) + U" " + Pick(kStreets),
        U", no parcel.");
  } else {
    add(PiiKind::kPersonName, Pick(kTitleBefore), Pick(kSurnames) + Pick(kTitles), U"处理一下");
  }
}

PiiSentence PiiSentences::Next() {
  PiiSentence out;
  const size_t parts = 1 + Below(3);
  for (size_t i = 0; i < parts; ++i) {
    switch (Below(5)) {
      case 0:
        out.text += Pick(kPlain);
        break;
      case 1:
        out.text += Trap() + U"。";
        break;
      default:
        AddPersonal(out);
        out.text += U"。";
        break;
    }
  }
  return out;
}

}  // namespace huiyin::text
