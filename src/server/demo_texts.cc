#include "server/demo_texts.h"

#include <array>
#include <span>
#include <string_view>

namespace huiyin::server {
namespace {

using Words = std::span<const std::string_view>;

std::string Pick(SeededRandom& random, Words words) {
  return std::string(words[random.Below(words.size())]);
}

constexpr std::array<std::string_view, 12> kProducts = {
    "智能手表 S2", "蓝牙耳机 Air", "空气净化器 Pro", "扫地机器人 X1", "电饭煲 3L", "手机 M9",
    "会员年卡",    "云相册",       "路由器 AX6",     "电动牙刷",      "净水器",    "平板 T8"};
constexpr std::array<std::string_view, 8> kPlaces = {"南门店",   "滨江店", "高新店",   "大学城店",
                                                     "火车站店", "湖滨店", "科技园店", "老街店"};
constexpr std::array<std::string_view, 9> kDays = {"两天", "三天", "四天",   "五天",  "一周",
                                                   "九天", "十天", "半个月", "二十天"};
constexpr std::array<std::string_view, 40> kZh = {
    "{product}用了{days}就充不进电了，售后一直让我等通知，能不能给个准话。",
    "快递显示签收了，但是我根本没收到{product}，打客服电话排队二十分钟没人接。",
    "订单付款已经{days}还没有发货，页面上写的是当天发出，请尽快处理。",
    "{product}的续航和宣传差太远，说三天，实际一天半就没电了，要求退货。",
    "在{place}买的{product}，店员说可以七天无理由，去退的时候又说拆封了不给退。",
    "App 更新以后一打开订单页就闪退，重装了两次还是一样，今天完全没法用。",
    "支付失败但是银行卡已经扣款了，{days}过去钱也没退回来。",
    "{product}连不上 WiFi，按说明书重置了五六遍都没有用。",
    "登录一直提示验证码错误，换了手机号也不行。",
    "客服态度很差，我话还没说完就把电话挂了，必须给我一个说法。",
    "线上客服让我找门店，门店又让我找线上，来回推了{days}，到底谁负责？",
    "建议给{product}增加一个夜间模式，晚上屏幕太亮了。",
    "希望订单页可以直接修改收货地址，不用每次都打电话。",
    "能不能在{place}多放几个充电位，周末总是排队。",
    "建议把电子发票放到订单详情里，找起来太费劲了。",
    "请问{product}支持以旧换新吗，需要带什么材料？",
    "请问会员积分什么时候到期，可以延期吗？",
    "想问一下{place}周末几点关门，可以现场维修吗？",
    "请问退货的运费是谁出，退款多久能到账？",
    "怎么把{product}绑定到家人的账号上？",
    "自动续费扣了我一年的钱，之前没有任何提醒，请退回原卡。",
    "同样的{product}，我刚买完{days}就降价三百，能补差价吗？",
    "优惠券满足条件却用不了，提示不在活动范围，规则写得太绕了。",
    "{product}外包装破了，里面的配件少了一个，请补发。",
    "安装师傅约了两次都没来，也不打电话说一声，我请了两天假。",
    "师傅很专业，{product}装得又快又好，走之前还把地擦干净了，谢谢！",
    "{place}的小李特别耐心，帮我把旧手机的照片都导过来了，点名表扬。",
    "退款第二天就到账了，处理得很快，满意。",
    "{product}充电的时候发烫还有糊味，有点害怕，不敢用了。",
    "我的个人信息是不是被你们泄露了，刚注册就接到推销电话，能叫出我的名字。",
    "再不解决我就打 12315 投诉，聊天记录我都保存了。",
    "视频会议老是断线，公司三十多个人都连不上，客户在等着。",
    "{product}界面显示的时间不对，慢了八分钟，其他正常。",
    "发票抬头开错了，申请重开{days}没有人回。",
    "换货寄回来的还是坏的，这是第三次了，真的很失望。",
    "物流信息{days}没有更新，停在中转站不动了。",
    "小票上写的保修两年，现在说只保一年，你们的规定一天一变。",
    "机器人客服听不懂，转人工点了五次都转不过去。",
    "想把收货地址改到公司，订单还没发，来得及吗？",
    "滤芯太难买了，断货{days}，建议提前备货。"};
constexpr std::array<std::string_view, 10> kEn = {
    "My order has been stuck in transit for nine days and nobody can tell me where it is.",
    "The app crashes every time I open the order page since the last update.",
    "I was charged twice for the same order. Please refund one of them.",
    "Could you add a dark mode? The screen is too bright at night.",
    "How do I move my points to a new phone number?",
    "The battery lasts half a day, not three days as advertised. I want to return it.",
    "Your technician was on time, polite and fixed everything in ten minutes. Thank you!",
    "The support agent hung up on me while I was still explaining the problem.",
    "What documents do I need to change the name on my account?",
    "The package arrived damaged and one accessory is missing."};
constexpr std::array<std::string_view, 16> kSurnames = {
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林"};
constexpr std::array<std::string_view, 14> kGiven = {"晓梅", "建国", "欣怡", "浩然", "子涵",
                                                     "丽华", "志强", "婷婷", "文博", "雨桐",
                                                     "国强", "佳琪", "明远", "思远"};
constexpr std::array<std::string_view, 12> kChannels = {
    "web_form", "web_form", "web_form", "in_app",   "in_app",    "email",
    "phone",    "phone",    "chat",     "store_qr", "social_dm", "api"};

std::string Fill(SeededRandom& random, std::string text, const std::string& product) {
  const auto replace = [&](std::string_view mark, const std::string& value) {
    for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
      text.replace(at, mark.size(), value);
    }
  };
  replace("{product}", product);
  replace("{place}", Pick(random, kPlaces));
  replace("{days}", Pick(random, kDays));
  return text;
}

}  // namespace

DemoFeedback MakeDemoFeedback(SeededRandom& random) {
  DemoFeedback out;
  out.product = Pick(random, kProducts);
  const bool english = random.Below(12) == 0;
  out.text = english ? Pick(random, kEn) : Fill(random, Pick(random, kZh), out.product);
  out.channel = Pick(random, kChannels);
  const uint64_t person = random.Below(900);
  if (random.Below(10) < 8) {
    SeededRandom own(person * 7919 + 13);
    out.name = Pick(own, kSurnames) + Pick(own, kGiven);
    // 1390000xxxx-style numbers of an unassigned block, and a reserved domain.
    out.mobile = "1390000" + std::to_string(1000 + person);
    if (random.Below(3) == 0) out.email = "customer" + std::to_string(person) + "@example.com";
  }
  return out;
}

std::string DemoSolution(SeededRandom& random, const std::string& category,
                         const std::string& lang) {
  if (lang == "en") {
    return "We have checked your case and set it right; the change takes effect today. If anything "
           "is still wrong, please reopen this ticket.";
  }
  static constexpr std::array<std::string_view, 3> kComplaint = {
      "已核实您反映的情况，给您带来不便很抱歉。我们已安排换新，预计三天内送达，旧机由快递上门取回"
      "。",
      "已为您办理全额退款，原路退回，一般一至三个工作日到账；同时对当事人员做了辅导。",
      "已联系物流找到包裹，今天重新派送，派送前会给您打电话。"};
  static constexpr std::array<std::string_view, 3> kMalfunction = {
      "问题已定位，是版本兼容造成的，修复版本已发布，请更新到最新版后再试。",
      "多扣的款项已退回，支付通道已修复。", "已远程为您重置设备，现在可以正常使用。"};
  static constexpr std::array<std::string_view, 2> kOther = {
      "已按您的要求办理完成，详情可在订单页查看。",
      "感谢您的建议，已转给产品团队评估，进展会通知您。"};
  if (category == "complaint") return Pick(random, kComplaint);
  return category == "malfunction" ? Pick(random, kMalfunction) : Pick(random, kOther);
}

std::string DemoProgress(SeededRandom& random, const std::string& lang) {
  if (lang == "en") return "We are still checking with the warehouse and will tell you tomorrow.";
  static constexpr std::array<std::string_view, 3> kZhProgress = {
      "已联系仓库核对，明天中午前给您答复。", "技术同事正在复现问题，预计今晚有结论。",
      "已提交财务审核，通过后立即为您处理。"};
  return Pick(random, kZhProgress);
}

}  // namespace huiyin::server
