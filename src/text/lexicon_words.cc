#include "text/lexicon_words.h"

namespace huiyin::text::lexicon {

std::span<const Words> AllWords() {
  static constexpr Words kWords[] = {
      {Class::kNegative, 1.0f,
       "呵呵|服了|恶劣|无奈|心累|后悔|踩雷|避雷|拉胯|坑爹|辣鸡|lj|糟心|头疼|窝火|恼火|annoying|"
       "annoyed|poor|horrible|appalling|shocking|fed up|still waiting|unfair|hate|pathetic|"
       "not ok|太差|很差|差劲|失望|糟糕|垃圾|烂透|气死|无语|醉了|坑人|太慢|好慢|难用|麻烦死|"
       "受不了|离谱|敷衍|推诿|不靠谱|投诉|差评|恶心|烦|生气|愤怒|不满意|不满|凭什么|冤大头|"
       "忽悠|骗|坏了|坏的|没用|难吃|噪音|刺鼻|掉色|破损|漏水|踢皮球|白跑|一拖再拖|拖了|"
       "还没到|还没有到|没收到|没人接|不接电话|打不通|挂了|催了|terrible|awful|worst|disappointed|"
       "disappointing|useless|rude|angry|unacceptable|ridiculous|never arrived|nobody answers|"
       "hung up|frustrated|broken|damaged|waste of|ripped off|overcharged"},
      {Class::kPositive, 1.2f,
       "完美|杠杠|给力|绝了|棒|踏实|放心|舒服|惊喜|感动|负责|细心|快捷|方便|没让我失望|"
       "五星好评|回购|brilliant|fantastic|lovely|awesome|superb|happy with|impressive|no "
       "complaints|"
       "fixed|quick|wonderful|谢谢|感谢|满意|表扬|点赞|很好|特别好|非常好|真好|太好了|不错|"
       "贴心|耐心|专业|热情|周到|又快又好|很快|没话说|赞|好评|推荐|喜欢|thank you|thanks|"
       "great|excellent|helpful|friendly|polite|love|perfect|amazing|well done|impressed"},
      {Class::kThanks, 1, "谢谢|感谢|多谢|辛苦了|thank you|thanks a lot|grateful"},
      {Class::kBlame, 1.2f,
       "爱理不理|互相推|没人负责|没有人管|失信|不认账|不承认|拖着不|态度恶劣|翻白眼|吼|"
       "挂断|踢来踢去|各种理由|套路|霸王条款|杀熟|乱扣|私自|擅自|偷偷|莫名其妙|没经过我|"
       "没有经过|搞错|办错|漏发|少发|寄丢|压坏|摔坏|凉了|算错|不对版|凭啥|冤枉|shrugged|"
       "ignoring|nobody|no one|never got|still not|passed around|cancelled without|without notice|"
       "without telling|did not turn up|no show|wrong order|promised|hang up|unsubscribed|"
       "not happy|disgrace|joke|fed up|投诉|推诿|敷衍|态度差|态度很差|不理人|没人管|没人理|"
       "推来推去|踢皮球|欺骗|虚假|货不对板|不符|差太远|差很多|不靠谱|太慢|好慢|拖了|一拖再拖|"
       "第三次|又坏|质量差|质量问题|乱收费|多收|多扣|凭什么|不合理|太贵|冤大头|不退|拒绝退|"
       "不给退|说话不算|答应过|没人通知|没有通知|没有提醒|根本没有|失约|没来|放鸽子|丢了|"
       "弄丢|扔在|签收没|没收到|没有更新|还没发货|待发货|没发货|晚了|迟到|破损|少了一个|"
       "发错|拿错|填错|开错|只会说抱歉|白跑|转不到人工|听不懂|打不通|占线|没人接|挂了电话|"
       "把电话挂|差评|垃圾|无语|坑|忽悠|脏|异味|变质|过期|假货|掉色|噪音|没解决|没有解决|"
       "佩服|hung up|rude|ignored|no response|never arrived|not as described|overcharged|"
       "misleading|lied|unacceptable|poor service|bad service|late again|wrong item|refused|"
       "complaint|nobody called|broken promise|waited"},
      {Class::kRedress, 1.5f,
       "退还|退款|赔|补发|重新打开|说法|make it right|reimburse|money returned|赔偿|补偿|"
       "退货|退钱|退回|退给我|退差价|补差价|换货|给个说法|要个说法|道歉|退一赔三|要求退|"
       "refund|compensation|compensate|money back|apology|replacement"},
      {Class::kFault, 1.5f,
       "停水|停电|没网|没信号|断电|失灵|卡住|卡死|系统崩|崩了|一片空白|重叠|错位|没显示|"
       "显示错误|读不出|识别不了|缓冲|重启|不制热|漏打|全变成|扣款成功|显示失败|sign in|"
       "freeze|frozen|white screen|error page|error message|stuck|does not respond|doesn t respond|"
       "not responding|loses|wiped|broken image|wrong label|flicker|down since|no internet|"
       "stopped working|won t start|won t open|glitch|闪退|崩溃|死机|白屏|黑屏|花屏|报错|"
       "登不上|登录不了|登不进|进不去|打不开|连不上|断网|没有信号|掉线|断线|转圈|加载不出|"
       "无法使用|用不了|不能用|验证码错误|支付失败|付款失败|没到账|同步失败|全没了|不见了|"
       "无法登录|系统错误|显示不|看不清|死循环|乱码|没反应|启动不了|重装|故障|crash|crashes|"
       "crashing|freezes|error|bug|not working|doesn t work|does not work|can t log in|"
       "cannot log in|unable to|blank screen|won t load|outage|is down|times out"},
      {Class::kSuggestion, 2.0f,
       "能不能出|可以考虑|不妨|提个建议|小建议|期待增加|最好|盼望|希望以后|希望加|希望下|"
       "如果可以|改成可以|it would help|would love|you should|consider|could you offer|"
       "could the|how about|would be great|would be helpful|my idea|建议|希望能|希望可以|"
       "希望增加|如果能|要是能|能不能增加|能不能加|能不能给|能否增加|可以增加|最好能|增加一个|"
       "加一个|就更好了|就好了|希望下次|would be nice|it would be great|please add|could you add|"
       "i suggest|suggestion|feature request|wish there"},
      {Class::kQuestion, 1.5f,
       "怎么|怎样|什么时候|有没有|哪个|哪些|什么材料|可不可以|行不行|对吗|吗？|what time|"
       "where do|where can|who do|is there|are there|is the|does the|does it|can we|may i|"
       "how much|how many|could i|would it be possible|what documents|do i need|when does|"
       "请问|想问|咨询|想咨询|怎么办理|怎么弄|如何|能不能|可以吗|多久|几点|哪里|多少钱|"
       "是否|还来得及|还能改|需要什么|能取吗|支持吗|what is|how do|how can|how long|can i|"
       "could you tell|where|when will|do you|is it possible|which"},
      {Class::kRequest, 1,
       "帮我查|查一下|核实一下|帮忙|麻烦|想改|想把|补办|修改|please check|please change|"
       "i need|i would like"},
      {Class::kSpam, 3,
       "代开发票|办证|办理各类证件|加微信详谈|低价代|兼职刷单|贷款秒批|洽谈|seo service|"
       "buy followers|business proposal|backlinks"},
      {Class::kAngry, 1.5f,
       "气死|愤怒|生气|忍无可忍|欺人太甚|太过分|滚|凭什么|必须|马上给我|什么态度|😡|furious|"
       "angry|outrageous"},
      {Class::kAnxious, 1,
       "着急|急死|怎么办|赶紧|尽快|马上|担心|害怕|心慌|urgent|asap|worried|immediately"},
      {Class::kDisappointed, 1, "失望|寒心|再也不|不会再来|心凉|disappointed|let down|never again"},
      {Class::kUpgrade, 1, "投诉|欺骗|骗子|complaint"},
      {Class::kDataSubject, 1,
       "删除我的个人信息|删除我的信息|删除我的资料|注销账号|注销我的|我的个人信息副本|撤回同意|"
       "导出我的数据|delete my data|delete my account|delete all my|copy of my data|personal data "
       "you hold"},
      {Class::kProduct, 1,
       "货不对版|色差|缩水|起球|开线|掉漆|尺寸不|味道|发霉|不新鲜|难闻|不值|粗糙|跟图片|"
       "和图片|实物|写的是|fell apart|stopped working|cheap material|fabric|stitching|taste|"
       "stale|not as advertised|faulty|质量|续航|电池|坏了|掉色|变质|过期|异味|颜色|实测|"
       "宣传|货不对板|假货|做工|破洞|铁丝|冒烟|起火|不制冷|漏电|产品|quality|defective|"
       "battery|broke"},
      {Class::kService, 1,
       "踢皮球|白跑|失约|没人通知|服务|一问三不知|chat|chatbot|reception|call back|callback|"
       "reply|answer|help desk|客服|态度|推诿|敷衍|没人接|没人管|人工|前台|师傅|窗口|工作人员|"
       "催收|理赔|通知|机器人|店员|经理|service|support|agent|staff|representative"},
      {Class::kPrice, 1.4f,
       "扣了|扣费|收我|收了|元|块钱|退给我|停车|电费|水费|话费|账单|押金|定金|手续费|利息|"
       "保费|贵了|便宜|杀熟|冤大头|涨|买贵|乱收|premium|cheaper|pounds|dollars|euros|renewal|"
       "deposit|bill|overpriced|扣了我|续费|收费|多收|多扣|停车费|违约金|差价|降价|涨价|"
       "价格|太贵|优惠券|活动规则|规则|price|charged|fee|fees|billing|expensive|discount|"
       "coupon"},
      {Class::kLogistics, 1.6f,
       "中转|运输|揽件|派件|驿站|寄|收不到货|没送|晚到|次日达|当日达|到货|tracking|out for "
       "delivery|"
       "delivered|shipped|ship|carrier|doorstep|in transit|快递|物流|包裹|派送|签收|待发货|"
       "发货|送货|配送|骑手|运费|揽收|delivery|shipping|courier|parcel|package|shipment"},
      {Class::kMoneyGone, 1,
       "钱被扣|扣了钱|多扣|扣款|未到账|钱不见|没有到账|重复收|两次扣|钱没退|余额没了|转账失败|"
       "billed twice|double charged|money left|took the money|missing from my account|payment "
       "failed|"
       "扣款成功|已经被扣|被扣走|钱没了|钱扣了|冻结|扣了两次|重复扣|盗刷|没到账|卷款|charged twice|"
       "money is gone|money was taken|debited|frozen"},
      {Class::kDataLoss, 1,
       "丢失|数据没了|记录没了|清零|误删|不翼而飞|文件没了|照片不见|lost every|loses all|"
       "deleted my|all records|gone after|wiped|全没了|数据丢失|文件丢失|照片没了|被清空|"
       "恢复不了|lost all|all my files|data loss|disappeared"},
      {Class::kManyUsers, 1,
       "全班|全员|全体|整个公司|整个小区|整层|多名|很多人都|上百|几十号|全部门|全镇|全市|"
       "门口排|none of our|the whole|all staff|entire office|every customer|every user|"
       "our office|all agents|hundreds of|整栋|全校|全公司|几百|所有人|大家都|系统瘫痪|"
       "瘫痪|whole office|entire team|all our|everyone|all users|whole building"},
      {Class::kUnusable, 1,
       "登不进|打不开|无法下单|没法下单|没法上班|没法工作|没法收款|完全不能|彻底|瘫了|连不上|"
       "断网|生产停|业务停|马上要|来不及了|等着用|cannot sign in|can t sign in|can t access|"
       "cannot access|can t use|completely down|stopped working entirely|stranded|没法用|"
       "完全进不去|进不去|无法使用|用不了|登不上|登录不了|无法登录|闪退|崩溃|一打开就|马上就要|"
       "急用|crash|crashes|can t log in|cannot log in|unusable|blocked|tonight"},
      {Class::kFraud, 1,
       "盗用|冒用|诈骗|骗局|保本|套现|钓鱼|被骗|did not make these|did not authorise|i did not "
       "make|"
       "phishing|stolen|identity theft|con artist|欺诈|盗刷|骗钱|骗子|非法集资|冒充|假冒客服|"
       "fraud|scam|stolen card|unauthorised|unauthorized"},
      {Class::kLawsuit, 1,
       "法院|法庭|诉讼|律师函|传票|solicitor|small claims|legal proceedings|legal team|"
       "barrister|lawsuit|起诉|律师|法院见|仲裁|打官司|法律途径|sue|lawyer|attorney|legal action|"
       "court"},
      {Class::kRegulator, 1,
       "市场监督|金融监管|工信部|消费者协会|消保委|邮政局|纪委|watchdog|trading standard|"
       "ombudsman|regulatory|authority|fca|cfpb|bbb|12315|12345|12378|12300|消协|工商局|"
       "市监局|市场监管|银保监|监管|举报|信访|申诉|regulator|trading standards|consumer "
       "protection"},
      {Class::kMedia, 1,
       "记者|电视台|上抖音|发抖音|发小红书|报纸|全网|热搜|journalist|reporter|newspapers|"
       "the press|bbc|go viral|social media|曝光|媒体|发给电视台|发到网上|发微博|找记者|"
       "上热搜|go public|tell the press|newspaper|post it online"},
      {Class::kCollective, 1,
       "联名|集体投诉|几十个家长|一起维权|建了群|群里都|百多个|讨说法|一起告|joint claim|"
       "jointly|class-action|petition|claim together|all tenants|集体|维权|业主群|业主都|"
       "一起投诉|class action|all of us"},
      {Class::kSafety, 1,
       "烧伤|割伤|划破|骨折|摔伤|过敏|红肿|窒息|煤气|被电|电了一下|摔下|急诊|抢救|钢丝|"
       "虫子|蟑螂|异物|老鼠|刹车|burn|burns|scald|stitches|broke my|allergic|choked|glass in|"
       "caught fire|exploded|shock|collapsed|poisoned|bled|injury|unsafe|冒烟|起火|着火|"
       "爆炸|烫伤|受伤|出血|食物中毒|中毒|拉肚子|送医|住院|在医院|漏电|触电|铁丝|玻璃碴|"
       "人命|刹车失灵|injured|fire|burned|burnt|smoke|hospital|bleeding|food poisoning|"
       "electric shock"},
      {Class::kPrivacy, 1,
       "泄漏|泄露|信息卖|卖了我的|个人资料外|别人的订单|别人的信息|发到群里|知道我|连我|"
       "another customer|my data was|leaked|data leak|third party|without my consent|someone else|"
       "other people s|personal details|个人信息被|信息被卖|隐私|谁把我的电话|骚扰电话|"
       "leaked my|data breach|sold my data|someone else s data"},
      {Class::kSelfHarm, 1,
       "不想活|活着没意思|想死|去死|死在|跳下去|割腕|结束生命|don t want to live|want to die|"
       "killing myself|ending my life|活不下去|轻生|自杀|跳楼|kill myself|end my life|suicide"},
      {Class::kViolence, 1,
       "弄死|砍|揍|提刀|砸|同归于尽|要你好看|hit me|hurt you|come over and|beat you|threatened to|"
       "砍死|打死|砸了你|上门找你|炸了|kill you|burn down|smash your"},
      {Class::kDiscrimination, 1,
       "区别对待|残疾|外地人|农村人|年龄歧视|性别|口音|轮椅|看不起|discrimination|skin colour|"
       "skin color|racism|disabled|because of my|my accent|歧视|残疾人|因为我是|discriminat|"
       "because i am|racist"},
  };
  return kWords;
}

}  // namespace huiyin::text::lexicon
