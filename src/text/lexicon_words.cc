#include "text/lexicon_words.h"

namespace huiyin::text::lexicon {

std::span<const Words> AllWords() {
  static constexpr Words kWords[] = {
      {Class::kNegative, 1.0f,
       "太差|很差|差劲|失望|糟糕|垃圾|烂透|气死|无语|醉了|坑人|太慢|好慢|难用|麻烦死|受不了|离谱|"
       "敷衍|推诿|不靠谱|"
       "投诉|差评|恶心|烦|生气|愤怒|不满意|不满|凭什么|冤大头|忽悠|骗|坏了|坏的|没用|难吃|噪音|"
       "刺鼻|掉色|破损|漏水|"
       "踢皮球|免谈|白跑|谁懂啊|佩服佩服|第三次了|一拖再拖|拖了|还没到|还没有到|没收到|没人接|"
       "不接电话|打不通|挂了|催了|"
       "terrible|awful|worst|disappointed|disappointing|useless|rude|angry|unacceptable|ridiculous|"
       "never arrived|nobody answers|hung up|frustrated|broken|damaged|waste of|ripped "
       "off|overcharged"},
      {Class::kPositive, 1.2f,
       "谢谢|感谢|满意|表扬|点赞|很好|特别好|非常好|真好|太好了|不错|贴心|耐心|专业|热情|周到|"
       "又快又好|很快|没话说|"
       "挺意外的|赞|好评|推荐|喜欢|thank "
       "you|thanks|great|excellent|helpful|friendly|polite|love|perfect|"
       "amazing|well done|impressed"},
      {Class::kThanks, 1, "谢谢|感谢|多谢|辛苦了|thank you|thanks a lot|grateful"},
      {Class::kBlame, 1.2f,
       "投诉|推诿|敷衍|态度差|态度恶劣|态度很差|不理人|没人管|没人理|推来推去|踢皮球|欺骗|虚假|"
       "货不对板|不符|差太远|"
       "差很多|不靠谱|太慢|好慢|拖了|一拖再拖|第三次|又坏|质量差|质量问题|乱收费|多收|多扣|凭什么|"
       "不合理|太贵|"
       "冤大头|不退|拒绝退|不给退|说话不算|答应过|没人通知|没有通知|没有公告|没有提醒|根本没有|"
       "失约|没来|放鸽子|丢了|"
       "弄丢|扔在|签收没|没收到|没动过|没有更新|还没发货|待发货|没发货|晚了|迟到|破损|少了一个|"
       "发错|拿错|填错|开错|"
       "开成了别人|只会说抱歉|免谈|白跑|转不到人工|听不懂|打不通|占线|没人接|挂了电话|把电话挂|"
       "差评|垃圾|无语|坑|"
       "忽悠|脏|异味|变质|过期|假货|掉色|结晶|噪音|没解决|没有解决|问题也没|还是不到|规定一天一变|"
       "只说是规定|领个|佩服|"
       "hung up|rude|ignored|no response|never arrived|not as "
       "described|overcharged|misleading|lied|"
       "unacceptable|poor service|bad service|late again|wrong item|refused|complaint|nobody "
       "called|"
       "broken promise|waited"},
      {Class::kRedress, 1.5f,
       "赔偿|补偿|退款|退货|退钱|退回|退给我|退差价|补差价|换货|给个说法|要个说法|道歉|退一赔三|"
       "要求退|"
       "refund|compensation|compensate|money back|apology|replacement"},
      {Class::kFault, 1.5f,
       "闪退|崩溃|卡死|死机|白屏|黑屏|花屏|报错|登不上|登录不了|登不进|进不去|打不开|连不上|断网|"
       "没信号|没有信号|"
       "掉线|断线|转圈|加载不出|无法使用|用不了|不能用|验证码错误|支付失败|付款失败|转账显示失败|"
       "扣款成功|没到账|"
       "同步失败|全没了|不见了|退出来|无法登录|系统错误|显示不|看不清|死循环|乱码|没反应|启动不了|"
       "重装|故障|"
       "crash|crashes|crashing|freezes|error|bug|not working|doesn t work|does not work|can t log "
       "in|"
       "cannot log in|unable to|blank screen|keeps closing|won t load|outage|is down|times out"},
      {Class::kSuggestion, 2.0f,
       "建议|希望能|希望可以|希望增加|希望扫码|如果能|要是能|能不能增加|能不能加|能不能给|能否增加|"
       "可以增加|最好能|"
       "增加一个|加一个|就更好了|就好了|希望下次|would be nice|it would be great|please add|could "
       "you add|"
       "i suggest|suggestion|feature request|wish there"},
      {Class::kQuestion, 1.5f,
       "请问|想问|咨询|想咨询|怎么办理|怎么转|怎么弄|如何|能不能|可以吗|多久|几点|哪里|多少钱|是否|"
       "还来得及|还能改|"
       "需要什么|带什么|能取吗|支持吗|what is|how do|how can|how long|can i|could you "
       "tell|where|when will|"
       "do you|is it possible|which"},
      {Class::kRequest, 1,
       "帮我查|查一下|核实一下|帮忙|麻烦|想改|想把|想补办|补开|补办|需要补|修改|please "
       "check|please change|"
       "i need|i would like"},
      {Class::kSpam, 3,
       "代开发票|办证|办理各类证件|加微信详谈|低价代|兼职刷单|贷款秒批|洽谈|供货合作|"
       "seo service|buy followers|business proposal|backlinks"},
      {Class::kAngry, 1.5f,
       "气死|愤怒|生气|忍无可忍|欺人太甚|太过分|滚|凭什么|必须|马上给我|什么态度|谁泄露|😡|furious|"
       "angry|outrageous"},
      {Class::kAnxious, 1,
       "着急|急死|怎么办|赶紧|尽快|马上|担心|害怕|心慌|urgent|asap|worried|immediately"},
      {Class::kDisappointed, 1, "失望|寒心|再也不|不会再来|心凉|disappointed|let down|never again"},
      {Class::kUpgrade, 1, "投诉|欺骗|骗子|complaint"},
      {Class::kDataSubject, 1,
       "删除我的个人信息|删除我的信息|删除我的资料|注销账号|注销我的|我的个人信息副本|撤回同意|"
       "导出我的数据|"
       "delete my data|delete my account|delete all my|copy of my data|personal data you hold"},
      {Class::kProduct, 1,
       "质量|续航|电池|坏了|坏冰箱|掉色|变质|过期|异味|结晶|布料|颜色|实测|宣传|货不对板|假货|做工|"
       "破洞|铁丝|"
       "冒烟|起火|不制冷|漏电|产品|quality|defective|battery|faulty|broke"},
      {Class::kService, 1,
       "客服|态度|推诿|敷衍|没人接|没人管|人工|前台|师傅|窗口|工作人员|催收|理赔|通知|机器人|店员|"
       "经理|"
       "service|support|agent|staff|representative"},
      {Class::kPrice, 1.4f,
       "扣费|扣了我|续费|收费|多收|多扣|电费|停车费|违约金|差价|降价|涨价|价格|太贵|优惠券|"
       "活动规则|规则|收我|"
       "超额费|老用户|新账号看|price|charged|fee|fees|billing|expensive|discount|coupon"},
      {Class::kLogistics, 1.6f,
       "快递|物流|包裹|派送|签收|中转|待发货|发货|送货|配送|骑手|运费|揽收|delivery|shipping|"
       "courier|parcel|package|"
       "shipment"},
      {Class::kMoneyGone, 1,
       "扣款成功|已经被扣|被扣走|钱没了|钱扣了|冻结|扣了两次|重复扣|盗刷|没到账|还剩四千|卷款|"
       "charged twice|"
       "money is gone|money was taken|debited|frozen"},
      {Class::kDataLoss, 1,
       "全没了|数据丢失|文件丢失|照片没了|被清空|回收站也是空|恢复不了|lost all|all my files|data "
       "loss|wiped|"
       "disappeared"},
      {Class::kManyUsers, 1,
       "整栋|全校|全公司|几十家|几百|两百多|三千多|所有人|大家都|全部断网|整个小区|系统瘫痪|瘫痪|"
       "whole office|"
       "entire team|all our|everyone|all users|whole building"},
      {Class::kUnusable, 1,
       "没法用|没法接|完全进不去|进不去|无法使用|用不了|登不上|登录不了|无法登录|闪退|退出来|崩溃|"
       "一打开就|今晚还有|"
       "立刻安排|马上就要|就要考试|困人|急用|crash|crashes|can t log in|cannot log "
       "in|unusable|blocked|tonight"},
      {Class::kFraud, 1,
       "欺诈|诈骗|盗刷|骗钱|骗子|非法集资|冒充|假冒客服|fraud|scam|stolen "
       "card|unauthorised|unauthorized"},
      {Class::kLawsuit, 1,
       "起诉|律师|法院见|仲裁|打官司|法律途径|诉讼|sue|lawyer|attorney|legal action|court"},
      {Class::kRegulator, 1,
       "12315|12345|12378|12300|消协|工商局|市监局|市场监管|银保监|监管|举报|信访|申诉|ombudsman|"
       "regulator|"
       "trading standards|consumer protection"},
      {Class::kMedia, 1,
       "曝光|媒体|发给电视台|发到网上|发微博|找记者|上热搜|go public|tell the press|newspaper|post "
       "it online"},
      {Class::kCollective, 1,
       "集体|维权|一起去起诉|群里两百|业主群|联名|业主都|一起投诉|class action|all of us"},
      {Class::kSafety, 1,
       "冒烟|起火|着火|爆炸|烫伤|受伤|扎出血|出血|食物中毒|中毒|拉肚子|送医|住院|在医院|漏电|触电|"
       "铁丝|玻璃碴|"
       "人命|困人|刹车失灵|异物|injured|fire|burned|burnt|smoke|hospital|bleeding|food "
       "poisoning|electric shock"},
      {Class::kPrivacy, 1,
       "泄露|个人信息被|信息被卖|隐私|谁把我的电话|中介电话|骚扰电话|leaked my|data breach|sold my "
       "data|"
       "someone else s data"},
      {Class::kSelfHarm, 1, "不想活|活不下去|轻生|自杀|跳楼|kill myself|end my life|suicide"},
      {Class::kViolence, 1, "砍死|打死|弄死|砸了你|上门找你|炸了|kill you|burn down|smash your"},
      {Class::kDiscrimination, 1, "歧视|残疾人|看不起|因为我是|discriminat|because i am|racist"},
  };
  return kWords;
}

}  // namespace huiyin::text::lexicon
