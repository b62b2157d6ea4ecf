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
      // Faults in everyday words.
      {Class::kFault, 1.5f,
       "卡顿|没声音|没有声音|没画面|没图像|无响应|不响应|没动静|脱机|离线|超时|吞卡|吞了卡|"
       "提示失败|"
       "提示错误|上传失败|下载失败|发送失败|安装失败|更新失败|识别失败|识别不出|认不出来|不通过|"
       "验证失败|"
       "收不到验证码|验证码收不到|短信验证码|不同步|没同步|对不上|不显示|显示为空|显示异常|显示成|"
       "数据异常|"
       "缺失|空白|黑了|不亮|不转|不动了|停不下来|自己退出|自动退出|自动关机|自己关|自己重启|"
       "挤成一团|"
       "挡住|遮住|错行|跳出|跳回|跳转失败|加载|一直loading|点不了|点不开|点击没|按了没|按不了|"
       "刷不开|"
       "刷不了|扫不出|扫不了|读不到|连不了|连接失败|断开|掉线|掉网|网络异常|服务异常|系统异常|出错|"
       "出故障|502|503|404|服务器|接口|宕机|坏掉|漏水|跳闸|没电|没水|没气|堵了|堵塞|定位|不准|偏到|"
       "延迟|回声|乱跳|闪红|闪烁|死机了|蓝屏|打印不出|打不出|不出纸|卡纸|导入失败|导出的|丢帧|"
       "无服务|"
       "无信号|打不出去|无法|没法登|进不了|进不来|登录失败|登陆不|登入|當機|閃退|無法|連不上|轉圈|"
       "當掉|"
       "失敗|逾時|斷線|不了機"},
      {Class::kFault, 1.5f,
       "keeps going offline|offline|won t|doesn t|does not load|not load|not "
       "loading|loading|locked "
       "out|logs me out|logged out|can t open|cannot "
       "open|fails|failed|failing|failure|timeout|timed "
       "out|404|500 error|server|covers half|overlap|overlapping|wrong format|garbled|missing from "
       "the "
       "screen|no sound|no picture|not syncing|lag|lagging|laggy|hangs|closes itself|shuts "
       "down|"
       "restarts|reboots|disconnects|disconnected|no signal|no connection|arrive twice|duplicate "
       "notifications|reset email|can t connect|cannot connect|unresponsive|went down|are down|not "
       "responding|blank|spinning|malfunction|malfunctioning"},
      {Class::kUnusable, 1,
       "登不了|进不了|打不了|收不了款|付不了|无法付款|没法付款|没法交|无法提交|无法办公|没法办公|"
       "没法营业|"
       "无法营业|没法开店|干等|等着用|急等|赶不上|马上开会|今晚之前|今天之前|今天必须|"
       "明天就|"
       "两小时后|一小时后|登机|急用钱|救命|停机|误停|顶下线|进不去|自己退出|一启动就|一点就退|全线|"
       "停摆|"
       "锁在外面|被锁|无法开门|開不了|無法登入|進不去|登不進|deadline|locked out|due today|due "
       "tonight|in "
       "two hours|in an hour|can t work|cannot work|unable to work|can t log|closes itself|won t "
       "open "
       "at all|completely unusable|stopped trading|can t open|cannot open|standing "
       "still|standstill"},
      {Class::kManyUsers, 1,
       "所有用户|所有客户|所有人都|全部用户|全部离线|全线|整条街|整条线|整个部门|整个园区|"
       "整个学校|"
       "整个医院|整个办公室|整个班|全院|全楼|全店|全家公司|一百多户|两百多户|几百户|几十家|"
       ""
       "大面积|很多用户|许多用户|大家都进|都访问不了|排到店外|排起长队|停摆|全村|全区|no one "
       "can|"
       "nobody can|nobody in our|all of our|all customers|whole company|whole team|entire "
       "company|entire "
       "building|entire school|entire floor|all branches|all our stores|queue "
       "is out"},
      {Class::kDataLoss, 1,
       "全空了|全没|消失了|整个消失|都没有了|找不回|查不到了|被删|删光|清掉了|清空|都清了|全给我清|"
       "数据丢|"
       "记录丢|资料全|照片丢|回收站也没有|格式化|變空|不見了|are gone|is gone|have "
       "vanished|vanished|"
       "erased|lost my data|lost our data|data is missing|wiped out|deleted all"},
      {Class::kMoneyGone, 1,
       "划走|刷走|转走|被刷|钱已经扣|扣了两|扣三次|扣了三|多刷|少了两千|账户少了|余额少了|"
       "余额变|"
       "没到帐|未到帐|迟迟不到账|不到账|无法提现|提现失败|取不出来|钱取不|吞了钱|"
       "钱没吐|"
       "被冻|卡被锁|救命钱|养老钱|錢卻|錢不見|扣了款|盗走|偷走|charged three "
       "times|charged "
       "four times|charged me twice|took my money|money has gone|money gone|still says "
       "unpaid|froze my "
       "account|account is frozen|account locked|not credited|never credited|withdrawn|can t "
       "withdraw|"
       "cannot withdraw|salary is gone"},
      {Class::kFraud, 1,
       "骗走|骗了我|骗我|骗取|假合同|假客服|人去楼空|跑路|杀猪盘|不是我本人|不是本人|非本人|"
       "我没消费|"
       "没有消费过|境外消费|陌生消费|被人刷|伪造|冒名|冒用|传销|庞氏|集资|詐騙|詐欺|盜刷|騙|"
       "never "
       "made|not made by me|didn t make|fake contract|ponzi|fraudulent|swindled|conned|impersonat|"
       "counterfeit card|cloned"},
      {Class::kLawsuit, 1,
       "发函|律师事务所|立案|仲裁委|上诉|法律武器|走法律|法律程序|司法|告你们|告到|去告|法庭上|"
       "提告|律師|"
       "訴訟|see you in court|take you to court|legal advice|sueing|suing|litigation|file a "
       "claim|"
       "legal steps|legal notice"},
      {Class::kRegulator, 1,
       "消保官|主管机关|主管部门|监督管理局|监管局|监管部门|金管局|证监会|卫健委|教育局|交通局|"
       "市长热线|"
       "国家信访局|通管局|通信管理局|人民银行|银监|96315|劳动监察|消費者保護|申訴|"
       "industry "
       "body|financial conduct|data protection authority|consumer affairs|attorney "
       "general|ofcom|"
       "state board|licensing board|consumer bureau"},
      {Class::kMedia, 1,
       "民生栏目|新闻热线|上新闻|发视频|发到短视频|短视频平台|发朋友圈曝|挂到网上|公之于众|公开曝|"
       "自媒体|"
       "大v|博主曝|微博热|见报|爆料|媒體|記者|spoken to a reporter|news channel|local news|tv "
       "station|go "
       "to the papers|go to the media|the media|expose you|twitter know|post everywhere"},
      {Class::kCollective, 1,
       "两百多户|维权群|组了群|拉了群|联合起来|一齐|集体诉讼|几百个会员|几百会员|一起去总部|"
       "统一行动|"
       "联名信|联署|請願|collectively|group action|joint complaint|dozens of "
       "us|banding "
       "together|residents are"},
      {Class::kSafety, 1,
       "烧起来|烧着|起烟|冒火花|火花|自燃|爆了|炸裂|炸了屏|失去动力|刹不住|方向盘失灵|追尾|急坠|"
       "坠落|"
       "掉下来砸|砸到|夹伤|夹到手|磕破|扎破|扎到|铁钉|卡住喉咙|噎|上吐下泻|呕吐|"
       "腹泻|"
       "输液|救护车|急救|心脏病|晕倒|昏倒|漏气|煤气味|一氧化碳|中暑|皮疹|起疹|红疹|毁容|"
       "起泡|"
       "生命危险|安全隐患|要出人命|差点没|流血|骨裂|缝针|缝了|食物中毒|melted|caught "
       "alight|flames|sparks|"
       "sparked|brakes failed|brake failure|gas leak|carbon monoxide|got sick|food poison|vomiting|"
       "throwing up|ambulance|emergency room|metal in|rash|allergic "
       "reaction|choking|injured|"
       "concussion|fainted|almost died|could have died|life threatening|mould in"},
      {Class::kPrivacy, 1,
       "被你们卖|把我的信息|把我的资料|把我的号码|我的资料给|陌生电话|骗子都知道|泄密|"
       "外泄|"
       "外洩|個資|身份证照片|别人的合同|另一个客户|别的客户|其他客户的|他人信息|看到别人|私下加我|"
       "加我微信|"
       "摄像头被|my phone number to|my number to|shared my|passed my details|gave my "
       "details|"
       "another person s|other customers|statements in my account|exposed my|sold my|strangers "
       "calling|"
       "personal information was"},
      {Class::kSelfHarm, 1,
       "撑不下去|不想再醒|从你们楼顶|从楼上|楼顶|活着还有什么|不如死|一死了之|一了百了|寻短见|吞药|"
       "烧炭|"
       "上吊|没有活路|不想活了|活着没|遗书|結束生命|輕生|not want to be here any|no reason to "
       "live|better "
       "off dead|take my own life|overdose|end it all|can t go on|suicidal|jump off"},
      {Class::kViolence, 1,
       "带家伙|见一次|揍你|揍一|打你|弄你|砸店|砸你|放火|烧了你|堵你|让你们付出代价|"
       "等着"
       "瞧|你们小心|杀了|宰了|動手打|break your|beat you|beat the|hurt someone|hurt "
       "your|come "
       "down there and|burn the|bring a knife|watch your back|make you pay with"},
      {Class::kDiscrimination, 1,
       "乡下来|换了副脸色|坐轮椅|听障|盲人不|聋哑|艾滋|孕妇不|怀孕就|只要男|只招男|本地男|女的不|"
       "嫌我老|"
       "嫌我|狗眼看人|瞧不起|少数民族|肤色|外国人不|外地的不|另眼相看|因为年纪|歧視|headscarf|"
       "hijab|"
       "refused to serve|refused us because|sexist|ageist|"
       "homophobic"},
      {Class::kQuestion, 1.5f,
       "吗|哪儿|哪家|哪天|哪一|几天|几点|几号|几个|多大|多少|怎么样|咋|啥时候|何时|何处|能否|可否|"
       "能不|"
       "有无|有没|想了解|了解一下|请教|谁能|是不是要|要不要|用不用|需不需要|要带什么|带什么|需要带|"
       "还是|"
       "上班不|开门不|单独卖|包含|请帮我|帮我核对|帮我改|改到|换成|重新发|帮我把|請問|嗎|怎麼|"
       "可以退|do "
       "you take|what are|what does|what s|how does|how many|is parking|is it|are you|am i|should "
       "i|would "
       "you|could you send|could you please|please update|please send|i would like to move|i want "
       "to "
       "change|who should|why is|when can|when is|can you|can my"},
      {Class::kSuggestion, 2.0f,
       "可否增加|能否增加|可否|能否给|不如|何不|提议|推荐你们|希望你们|希望增设|希望自助|期待|盼|"
       "可以再|"
       "可以改|可以做|再丰富|会更好|会更贴心|会更|更方便|就方便|就完美|方便多了|更人性化|建議|"
       "希望能|"
       "應該|要是能|如果能|能不能换成|能不能调|能不能延|能不能改|增设|增加一|开放一下|加个|加一下|"
       "加上|改进|"
       "改善|优化|改成|装几个|设一个|why not|an option to|would be handy|would be useful|would "
       "help|might "
       "help|maybe let|let us|think about adding|could you offer|how about|make it even "
       "better|even "
       "better|if only|i d like to see|would love to see|should have|should offer|add "
       "a|adding|add "
       "an|recommend adding|propose"},
      {Class::kPositive, 1.2f,
       "点个赞|大大的赞|跑前跑后|顺利|值得信赖|服气|比我想的好|真香|真不错|没坏过|好吃|好用|好看|"
       "好喝|干净|"
       "整洁|实惠|划算|分量足|物超所值|满分|五星|赞一个|感恩|暖心|亲切|謝謝|很棒|下次还来|下次还|"
       "还会来|"
       "会再来|强烈推荐|值得|爱了|种草|没问题|👍|❤|went out of|best|impressed|sorted|works "
       "great|works "
       "fine|as promised|on time|good value|delighted|pleased|glad|nice|flawless|spot on|"
       "brilliantly|enjoy|good|tasty|delicious|comfortable|clean|kudos|five stars"},
      {Class::kNegative, 1.0f,
       "不耐烦|慢死|慢得|等了|等了半天|等了三|白等|没影|没下文|失灵|脏|臭|腥|冷的|凉的|碎了|裂|"
       "开胶|掉了|"
       "褪色|起球|异响|打呼噜|隔音差|糊|歪|假的|骗人|心碎|过分|浪费|作废|拒绝|不给|扔|扔在|绕|迟迟|"
       "拖延|"
       "一推再推|晃悠|嫌|审犯人|蒸发|套话|莫名|凭空|没人|没有人|不来|不管|不理|不接|不回|不认|"
       "越来越差|"
       "不好用|不好吃|难受|坑|太贵|贵得|不合理|不公平|栓q|拔草|等咗|冇人|太慢了|慢咁|態度差|品質差|"
       "糟|"
       "smashed|cold|stale|gave up|hiss|nothing like|damp|dripped|dead|talked over|copy and paste|"
       "closed without|without asking|never agreed|went up|no warning|extra "
       "charges|late|missed|left in "
       "the rain|not moved|delay|delayed|waste|worse|slow|dirty|noisy|cheap "
       "plastic|regret|avoid|"
       "sick of|tired of|let down|lies|liar|useless|mess"},
      {Class::kBlame, 1.2f,
       "没人应|没人吭声|白等|不耐烦|嫌我|爱搭不理|冷冰冰|甩脸|甩锅|答非所问|套话|踢到|互相踢|失联|"
       "迟迟不|"
       "一拖|推三阻四|不给修|不给办|不给换|不给开|没下文|没人上门|没人来|没人回|不回电|没人联系|"
       "至今没|"
       "至今未|到现在没|到现在都|还没来|还没到|没经|未经|没同意|强行|强制|捆绑|误导|隐瞒|不告知|"
       "不通知|一条"
       "短信都没|没说明|无故|无缘无故|说话不算|出尔反尔|言而无信|不履行|违约|跑四趟|跑了三|又让我|"
       "让我自己|"
       "排了|等了三小时|翻脸|骂|训|凶|语气|推卸|打太极|形同虚设|敷衍了事|stood up|no "
       "apology|talked over|put "
       "the phone down|line went dead|call back by|nobody has|nobody can|nobody came|no "
       "reply|hours of|"
       "hold music|on hold|desk to desk|back and forth|without asking|never agreed|keep "
       "getting|keeps "
       "happening|again and again|fobbed off|ignored my|did nothing|offered nothing|left "
       "after|came late|"
       "two hours late|closed without|blamed me|laughed at"},
      {Class::kPrice, 1.4f,
       "多出|增值业务|价保|打七折|七折|八折|划了年费|年费|月费|会员费|全包|报价|加价|加收|另收|"
       "服务费|"
       "满减|券|套餐|违约金|只许升|涨得|漫遊費|费用|收费标准|两倍|翻倍|翻了|比别人贵|比门店贵|"
       "比我便宜|"
       "价钱|要价|天价|刺客|手續費|费率|fee on my bill|price went|half of what|quote|extra "
       ""
       "overcharge|charged for|rate|tariff|invoice total|surcharge|subscription"},
      {Class::kLogistics, 1.6f,
       "卸在|代收点|快递柜|妥投|易碎|在途|分拨|仓库|出库|转寄|宅配|到货|搬家|跑腿|外箱|泡沫箱|冷链|"
       "托运|"
       "承运|货车|上门取件|取件码|自提点|寄丢|丢件|破了|追踪页面|运单|物流信息|送达|送到|送来|"
       "没送到|"
       "delivery slot|courier|depot|parcel|left my|on the front step|padding|packed|tracking|"
       "delivered|in transit|freight|van driver|driver left"},
      {Class::kProduct, 1,
       "轮子|开胶|起毛|褪色|印歪|印刷|隔音|异响|配料|零糖|合成革|胀包|腥|不好吃|难吃|太薄|透得|"
       "噪音大|画质|"
       "屏幕|充电慢|发热|发烫|拍照|耐用|用两次|穿一次|洗一次|洗了一|一次就|品质|品質|材质|口感|"
       "冷的|分量|"
       "不保温|不合脚|掉毛|掉色|有瑕疵|瑕疵|二手|翻新|假的|赝品|zip|wheels|leather|plastic|soup|"
       "stale|"
       "tastes|colour|photos|hiss|ripped|broke after|falls apart|poor "
       "build|scratched|worn|shrank|faded"},
      {Class::kDataSubject, 1,
       "清除全部个人资料|清除我的|删掉我的|抹掉我的|注销我|注销账户|注销帐|销户并删除|"
       "个人信息保护法|资料"
       "副本|信息副本|更正我的个人信息|更正你们档案|撤回对|撤回授权|撤回同意|停止使用我的|"
       "停止处理我的|刪除"
       "我的|erase|information you store|information you hold|data you hold|data you store|right "
       "to be "
       "forgotten|subject access|withdraw my consent|withdraw consent|gdpr"},
      {Class::kSpam, 3,
       "刷好评|百单起|工厂直供|厂家直供|价格面议|面议|外呼系统|谈谈合作|商务合作|合作洽谈|推广引流|"
       "引流|"
       "加盟|代办|招代理|贷款|低息|免息贷|发票代|群发软件|boost your|factory prices|our agency|we "
       "offer "
       "services|we sell|promote your|increase your traffic|limited offer|guest post|partnership "
       "opportunity"},
  };
  return kWords;
}

}  // namespace huiyin::text::lexicon
