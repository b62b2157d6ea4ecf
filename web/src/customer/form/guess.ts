// A first guess at the category while the customer types, only to preselect a chip; the server's
// analyser decides. The customer's own choice always wins.
import type { Category } from '../../shared/api/types'

const WORDS: [Category, RegExp][] = [
  [
    'malfunction',
    /打不开|闪退|崩溃|卡死|黑屏|报错|用不了|无法(使用|登录|登陆|支付|打开|连接)|登录不上|登不上|断网|没有信号|坏了|故障|失灵|死机|crash|not work|doesn'?t work|broken|error|can(no|')t (log|open|pay|connect)|freez|outage/i,
  ],
  [
    'complaint',
    /投诉|退款|退货|态度|推诿|敷衍|欺骗|骗|差劲|太差|不满|赔偿|乱收费|多收|迟迟|没收到|还没到|破损|损坏|假货|没人管|不理|失望|气愤|complain|refund|rude|late|damaged|overcharg|disappoint|unacceptable|terrible|never arrived/i,
  ],
  [
    'suggestion',
    /建议|希望能|能不能(增加|加|出)|要是能|最好能|改进|增加.*功能|suggest|would be (nice|great)|feature|please add|wish/i,
  ],
  [
    'inquiry',
    /请问|咨询|怎么(样|用|办|查|改|设置)?|如何|在哪|什么时候|多少|是否|可以.*吗|吗？|how (do|can|to)|where|when|what is|\bcan i\b|\?$/i,
  ],
]

export function guessCategory(text: string): Category | null {
  if (Array.from(text.trim()).length < 6) return null
  let best: Category | null = null
  let most = 0
  for (const [category, pattern] of WORDS) {
    const hits = text.match(new RegExp(pattern.source, 'gi'))?.length ?? 0
    if (hits > most) {
      best = category
      most = hits
    }
  }
  return best
}
