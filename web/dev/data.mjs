// A small believable organisation for the development server. Never shipped.
const TEXTS = [
  [
    'complaint',
    'logistics',
    'negative',
    'mid',
    '快递显示签收但我没收到，6月18号下的单，包裹停在中转仓整整九天没动过，客服每次都说帮我催。',
    '物流配送',
    ['delivery_delay'],
  ],
  [
    'malfunction',
    null,
    'negative',
    'high',
    '转账显示失败，但是卡里一万二已经被扣走了，收款方也没收到，请马上核实！卡号 6200************05，手机是138****8000。',
    '支付',
    ['payment_failure'],
  ],
  [
    'malfunction',
    null,
    'negative',
    'high',
    '更新到最新版以后一点开订单页就退出来，重装三次都没用，今天一单都没法接。',
    '商家端 App',
    ['app_crash'],
  ],
  [
    'suggestion',
    null,
    'neutral',
    'low',
    '建议给老年人单独做一个大字版，首页只留充值、查话费和找人工三个按钮就够了。',
    'App',
    ['accessibility'],
  ],
  [
    'inquiry',
    null,
    'neutral',
    'low',
    '请问换了新手机号以后，原来的会员积分怎么转到新账号上？',
    '会员',
    ['member_policy'],
  ],
  [
    'other',
    null,
    'positive',
    'low',
    '今天在二楼女装区，导购帮我跑了三趟仓库找尺码，态度特别好，想点名表扬一下。',
    null,
    ['staff_praise'],
  ],
  [
    'complaint',
    'price',
    'negative',
    'mid',
    '同一间房，我用老账号看是468，我爱人用新账号看只要399，这不是拿老客户当冤大头吗？',
    '酒店预订',
    ['price_difference'],
  ],
  [
    'complaint',
    'product',
    'negative',
    'high',
    '电池半天就没电，换了两次还是一样，客服互相推诿，我要找媒体曝光。',
    '手机 X2',
    ['battery_life', 'evasion'],
  ],
  [
    'complaint',
    'service',
    'negative',
    'mid',
    '打了四次热线，每次都要从头讲一遍，没有一个人回电话。',
    '热线',
    ['attitude'],
  ],
  [
    'malfunction',
    null,
    'neutral',
    'mid',
    '深色模式下优惠券页面的文字和背景一个颜色，要侧着屏幕才能看清，其他功能都正常。',
    'App',
    ['display_error'],
  ],
  [
    'complaint',
    'product',
    'negative',
    'mid',
    'The zipper broke on the second day and your shop refuses to exchange it without the paper box.',
    'Backpack',
    ['quality'],
  ],
  [
    'inquiry',
    null,
    'neutral',
    'low',
    'How can I change the delivery address after the order has been packed?',
    null,
    ['delivery_address'],
  ],
]
const OWNERS = [
  ['2', '王思远'],
  ['3', '李静'],
  ['4', '陈大为'],
  ['5', '欧阳晓彤'],
  ['6', 'Grace Lin'],
  [null, null],
]
const DEPARTMENTS = [
  ['1', '客户服务部'],
  ['2', '技术支持部'],
  ['3', '产品部'],
  ['4', '客户投诉处理中心'],
]
const CHANNELS = ['web_form', 'phone', 'email', 'chat', 'store_qr', 'in_app', 'social_dm']
const NAMES = ['张**', '李**', '王**', '—', '赵**', 'J*** S****', '欧阳**']
const HOUR = 3600_000

let seed = 7
const random = () => {
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed / 2147483648
}
const pick = (list) => list[Math.floor(random() * list.length)]
const iso = (ms) => new Date(ms).toISOString().replace(/\.\d+Z/, 'Z')

function clocks(received, priority, state, now) {
  const limit = { high: [2, 2, 72], mid: [24, 24, 72], low: [48, 48, 336] }[priority]
  const names = ['ack', 'first_response', 'solution']
  return names.map((clock, i) => {
    const due = received + limit[i] * HOUR
    const stopped =
      state === 'pending'
        ? null
        : i < 2
          ? received + limit[i] * HOUR * 0.4
          : ['resolved', 'closed'].includes(state)
            ? received + limit[i] * HOUR * 0.6
            : null
    const how = stopped ? 'met' : now > due ? 'breached' : 'running'
    return {
      clock,
      cycle: 1,
      state: how,
      started_at: iso(received),
      due_at: iso(due),
      target_due_at: i === 2 ? iso(received + limit[i] * HOUR * 0.6) : null,
      stopped_at: stopped ? iso(stopped) : null,
      statutory: false,
      calendar_incomplete: false,
      explained: [
        { at: iso(received), zh: '收到反馈，开始计时', en: 'feedback received, the clock starts' },
        ...(i === 2
          ? [
              {
                at: iso(received + 20 * HOUR),
                zh: '10月1日 国庆节，跳过',
                en: '1 October, National Day, skipped',
              },
            ]
          : []),
        { at: iso(due), zh: `${limit[i]} 小时期满`, en: `${limit[i]} hours are over` },
      ],
    }
  })
}

export function makeTickets(count, now = Date.now()) {
  const tickets = []
  for (let i = 0; i < count; i++) {
    const [category, kind, sentiment, priority, text, product, topics] = TEXTS[i % TEXTS.length]
    const received = now - Math.floor(i * 0.9 * HOUR + random() * HOUR)
    const age = (now - received) / HOUR
    const state =
      age < 3
        ? 'pending'
        : pick(
            age < 60
              ? ['pending', 'in_progress', 'in_progress', 'to_be_tested', 'resolved']
              : ['resolved', 'closed', 'closed', 'in_progress'],
          )
    const [owner_id, owner] = state === 'pending' ? [null, null] : pick(OWNERS.slice(0, 5))
    const [department_id, department] =
      category === 'malfunction' ? DEPARTMENTS[1] : pick(DEPARTMENTS)
    const day = new Date(received)
    const no = `T${String(day.getFullYear()).slice(2)}${String(day.getMonth() + 1).padStart(2, '0')}${String(day.getDate()).padStart(2, '0')}-${String(count - i).padStart(6, '0')}`
    const all = clocks(received, priority, state, now)
    const open = all
      .filter((c) => ['running', 'breached'].includes(c.state))
      .sort((a, b) => a.due_at.localeCompare(b.due_at))
    tickets.push({
      id: String(count - i),
      ticket_no: no,
      state,
      sub_state:
        state === 'in_progress'
          ? pick(['analysing', 'planning', 'waiting_approval', 'executing', 'waiting_customer'])
          : null,
      priority,
      category,
      complaint_kind: kind,
      channel: pick(CHANNELS),
      sentiment,
      emotion_intensity: sentiment === 'negative' ? 2 : 0,
      sensitive: text.includes('媒体'),
      title: text.split(/[，。！？.?!]/)[0],
      topics,
      product,
      department_id,
      department,
      owner_id,
      owner,
      customer_masked: pick(NAMES),
      received_at: iso(received),
      updated_at: iso(now - random() * HOUR * 5),
      next_due: open[0]
        ? { clock: open[0].clock, due_at: open[0].due_at, state: open[0].state }
        : null,
      breached: all.some((c) => c.state === 'breached'),
      unread: i % 4 === 0,
      tags: i % 5 === 0 ? ['VIP'] : [],
      version: 1,
      content: text,
      lang: /[一-龥]/.test(text) ? 'zh' : 'en',
      order_no: i % 3 === 0 ? 'DD2026061800017' : null,
      first_owner: owner,
      owner_team: department,
      custom: {},
      analysis: {
        confidence: 0.87,
        version: 'rules-1',
        rule: 'R12',
        emotions: sentiment === 'negative' ? ['angry', 'disappointed'] : ['calm'],
        sensitive_classes: text.includes('媒体') ? ['media'] : [],
        root_cause: null,
        evidence: evidence(text),
      },
      handling: {
        restated: '',
        reproduced: '',
        impact_scope: '',
        affected_users: 0,
        analysis_done_at: null,
        plan: '',
        plan_steps: [],
        compensation_kind: '',
        compensation_minor: 0,
        evaluation: '',
        approval: { state: 'none', steps: [] },
        solution_summary: '',
        solution_told_at: null,
        cycle: 1,
      },
      clocks: all,
      customer: {
        id: '9',
        name_masked: '张**',
        mobile_masked: '138****8000',
        email_masked: 'z***@example.com',
        tier: 'gold',
        tickets: 4,
        erased: false,
      },
      links:
        i % 6 === 0
          ? [
              {
                kind: 'duplicate',
                ticket_no: 'T260309-000001',
                title: '包裹一直没有更新',
                state: 'closed',
              },
            ]
          : [],
      tasks: [],
      watchers: [{ id: '2', name: '王思远' }],
      routing: [
        {
          rule: '物流投诉',
          version: 3,
          did: ['department=客户投诉处理中心', 'priority=mid', 'template=ack_mid'],
        },
      ],
      attachments: [],
      rating: null,
      rating_comment: null,
      etag: `"1-${i}"`,
      timeline: [
        {
          id: `m${i}`,
          seq: i * 10 + 1,
          at: iso(received),
          kind: 'message',
          visibility: 'customer',
          actor: { kind: 'customer', id: null, name: null },
          event: 'ticket_created',
          text,
          changes: null,
        },
        {
          id: `e${i}`,
          seq: i * 10 + 2,
          at: iso(received + 900),
          kind: 'event',
          visibility: 'internal',
          actor: { kind: 'system', id: null, name: null },
          event: 'assigned',
          text: null,
          changes: { department },
        },
      ],
      messages: [],
      secret: `s${i}`,
    })
    const t = tickets[i]
    if (state !== 'pending') {
      t.timeline.push({
        id: `r${i}`,
        seq: i * 10 + 3,
        at: iso(received + HOUR),
        kind: 'message',
        visibility: 'customer',
        actor: { kind: 'user', id: owner_id, name: owner },
        event: 'human_reply',
        text: '您好，您的反馈已收到，编号见上。我们已转给专人核实，会在明天 18:00 前给您答复。给您带来不便，很抱歉。',
        changes: null,
      })
      t.timeline.push({
        id: `n${i}`,
        seq: i * 10 + 4,
        at: iso(received + 1.2 * HOUR),
        kind: 'note',
        visibility: 'internal',
        actor: { kind: 'user', id: owner_id, name: owner },
        event: 'note_added',
        text: '已联系中转仓，包裹标签破损，仓库今晚重新贴标。@李静 麻烦跟进。',
        changes: null,
      })
    }
    if (t.sub_state === 'waiting_approval') {
      t.handling.plan = '退还运费 30 元，补发同款，次日达。'
      t.handling.restated = '客户购买的包裹在中转仓停滞九天。'
      t.handling.reproduced = 'yes'
      t.handling.impact_scope = '同批次 12 件'
      t.handling.analysis_done_at = iso(received + 2 * HOUR)
      t.handling.compensation_kind = 'refund'
      t.handling.compensation_minor = 38_000
      t.handling.evaluation = '成本可控，客户价值高。'
      t.handling.approval = {
        state: 'waiting',
        steps: [{ role: 'team_leader', decided_by: '', decision: '', at: null, comment: '' }],
      }
    }
  }
  return tickets
}

function evidence(text) {
  const found = []
  for (const [word, weight] of [
    ['没收到', 0.9],
    ['推诿', 1],
    ['扣走', 0.9],
    ['退出来', 0.8],
    ['冤大头', 0.7],
    ['催', 0.4],
    ['媒体', 0.9],
    ['建议', 0.9],
    ['broke', 0.8],
    ['refuses', 0.7],
  ]) {
    const at = text.indexOf(word)
    if (at >= 0)
      found.push({
        field: 'category',
        start: Array.from(text.slice(0, at)).length,
        end: Array.from(text.slice(0, at + word.length)).length,
        weight,
      })
  }
  return found
}

export const departments = DEPARTMENTS.map(([id, name], i) => ({
  id,
  name,
  parent_id: i > 1 ? '1' : null,
  calendar_id: 'cn_standard',
  members: 4 + i,
  open: 12 * (i + 1),
}))
export const users = [
  ['1', 'admin', '赵敏', '1', ['admin']],
  ['2', 'wang', '王思远', '1', ['agent_intake']],
  ['3', 'li', '李静', '4', ['specialist_senior']],
  ['4', 'chen', '陈大为', '2', ['tech_support']],
  ['5', 'ouyang', '欧阳晓彤', '4', ['team_leader']],
  ['6', 'grace', 'Grace Lin', '1', ['service_supervisor']],
].map(([id, user, display_name, department_id, roles]) => ({
  id,
  user,
  display_name,
  department_id,
  roles,
  tier: 'mid',
  skills: ['refund'],
  capacity: 20,
  active: true,
  two_factor: id === '1',
}))
