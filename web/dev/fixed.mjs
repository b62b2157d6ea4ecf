// Answers that need no state, in the shapes of docs/api.md.
import { createHash } from 'node:crypto'
import { departments, users } from './data.mjs'

export const fixedAnswers = ({ tickets, VIEWS, PERMISSIONS, open, row, now }) => ({
  'GET /public/challenge': () => ({
    challenge: 'dev',
    difficulty: 14,
    algorithm: 'sha256',
    expires_at: now(),
  }),
  'GET /views': () => ({
    items: Object.entries(VIEWS).map(([view, f]) => ({ view, count: tickets.filter(f).length })),
  }),
  'GET /me/presence': () => ({ online: true }),
  'PUT /me/presence': (_, b) => b,
  'GET /board': () => ({
    columns: ['pending', 'in_progress', 'to_be_tested', 'resolved', 'closed'].map((state) => {
      const all = tickets.filter((t) => t.state === state)
      return {
        state,
        count: all.length,
        oldest_at: all.at(-1)?.received_at ?? null,
        items: all.slice(0, 30).map(row),
      }
    }),
  }),
  'GET /wall': () => ({
    backlog: tickets.filter(open).length,
    backlog_by_age: [
      ['4h', 12],
      ['24h', 31],
      ['72h', 44],
      ['7d', 9],
      ['older', 3],
    ].map(([age, n]) => ({ band: age, n })),
    due_1h: 4,
    breached_now: 3,
    by_person: users.map((u, i) => ({
      user_id: u.id,
      name: u.display_name,
      open: 5 + i * 4,
      capacity: 20,
      online: i % 3 !== 0,
    })),
    by_channel: [
      ['web_form', 48],
      ['phone', 31],
      ['chat', 22],
      ['email', 12],
      ['store_qr', 6],
      ['social_dm', 3],
    ].map(([channel, n]) => ({ channel, n })),
    hours: Array.from({ length: 24 }, (_, h) => {
      const base = Math.round(6 + 14 * Math.exp(-(((h - 11) / 5) ** 2)))
      return {
        hour: new Date(Date.now() - (23 - h) * 3600_000).toISOString(),
        received: base + (h % 5) - 1,
        resolved: base - (h % 3),
        usual_low: Math.max(0, base - 4),
        usual_high: base + 4,
      }
    }),
    escalations: tickets
      .filter((t) => t.breached)
      .slice(0, 6)
      .map((t) => ({
        at: t.updated_at,
        ticket_no: t.ticket_no,
        level: 'breach',
        clock: 'solution',
      })),
  }),
  'GET /approvals': () => ({
    items: tickets
      .filter((t) => t.handling.approval?.state === 'waiting')
      .map((t) => ({
        ticket_no: t.ticket_no,
        title: t.title,
        priority: t.priority,
        plan: t.handling.plan,
        compensation_minor: t.handling.compensation_minor,
        requested_by: t.owner,
        requested_at: t.updated_at,
      })),
    next_cursor: null,
  }),
  'GET /departments': () => ({ items: departments }),
  'GET /users': () => ({ items: users, next_cursor: null }),
  'GET /permissions': () => ({
    items: PERMISSIONS.map((p) => ({ permission: p, label: { zh: p, en: p } })),
  }),
  'GET /roles': () => ({
    items: [
      {
        role: 'admin',
        label: { zh: '系统管理员', en: 'administrator' },
        permissions: PERMISSIONS.slice(19),
        two_factor_required: true,
      },
      {
        role: 'agent_intake',
        label: { zh: '前台客服', en: 'intake agent' },
        permissions: PERMISSIONS.slice(0, 6),
        two_factor_required: false,
      },
    ],
  }),
  'GET /templates': () => ({
    items: [
      {
        id: 'ack_mid',
        stage: 'ack_mid',
        name: '确认收到',
        locale: 'zh-CN',
        channel: 'email',
        text: '{customer_title}您好，您反馈的“{topic}”已收到，编号 {ticket_no}。{team_name}会在 {expected_time} 前给您答复。如需联系我们：{contact}。',
      },
      {
        id: 'progress',
        name: '进展更新',
        locale: 'zh-CN',
        channel: 'email',
        text: '您好，{ticket_no} 的进展：{done_so_far}。下一步：{next_step}，{next_time} 前再告诉您。',
      },
    ],
  }),
  'GET /routing-rules': () => ({
    version: 3,
    rules: [
      {
        name: '物流投诉',
        when: { category: 'complaint', complaint_kind: 'logistics' },
        then: { department: '客户投诉处理中心', template: 'ack_mid' },
        enabled: true,
      },
      {
        name: '支付故障',
        when: { category: 'malfunction', topic: 'payment_failure' },
        then: { department: '技术支持部', priority: 'high' },
        enabled: true,
      },
    ],
  }),
  'POST /routing-rules/dry-run': () => ({
    tickets: 500,
    changed: 37,
    samples: tickets.slice(0, 3).map((t) => ({
      ticket_no: t.ticket_no,
      before: { department: '客户服务部' },
      after: { department: '技术支持部' },
    })),
  }),
  'GET /sla-policies': () => ({
    version: 2,
    policies: [
      {
        name: 'high',
        when: { priority: 'high' },
        clocks: { ack: '2h', first_response: '2h', interim: '24h', solution: '72h' },
      },
      {
        name: 'mid',
        when: { priority: 'mid' },
        clocks: { ack: '24h', first_response: '24h', solution: '5wd' },
      },
    ],
  }),
  'POST /sla/preview': () => ({
    clocks: tickets[0].clocks.map((c) => ({
      clock: c.clock,
      due: c.due_at,
      due_local: c.due_at,
      target_due: c.target_due_at,
      warnings: [],
      explained: c.explained,
    })),
  }),
  'GET /calendars': () => ({
    items: [
      {
        id: 'cn_standard',
        name: '中国标准工作日历',
        zone: 'Asia/Shanghai',
        weekly: { mon: ['09:00-18:00'] },
        holidays: [],
        makeup: [],
      },
    ],
  }),
  'GET /tokens': () => ({
    items: [
      {
        id: '1',
        name: 'CRM',
        user: 'admin',
        scopes: ['intake'],
        expires_at: '2027-01-01T00:00:00Z',
        last_used_at: now(),
      },
    ],
  }),
  'GET /outbox': () => ({
    items: [
      {
        id: '5',
        kind: 'email',
        to_masked: 'z***@example.com',
        state: 'dead',
        attempts: 8,
        last_error: '550 mailbox unavailable',
        next_at: null,
        created_at: now(),
        ticket_no: tickets[3].ticket_no,
      },
    ],
    next_cursor: null,
  }),
  'GET /quarantine': () => ({ items: [], next_cursor: null }),
  'GET /events': () => ({
    items: tickets.slice(0, 40).map((t, i) => ({
      seq: 400 - i,
      at: t.updated_at,
      ticket_no: t.ticket_no,
      actor: 'user:3',
      kind: 'human_reply',
      payload: {},
      leaf_hash: createHash('sha256').update(t.ticket_no).digest('hex'),
    })),
    next_cursor: null,
  }),
  'POST /audit/verify': () => ({ ok: true, events: 1820, heads: 44, first_bad: null }),
  'GET /audit/head': () => ({
    tree_size: 1820,
    root: 'ab'.repeat(32),
    at: now(),
    log_id: 'dev-log',
    signature: 'x',
  }),
  'GET /incidents': () => ({ items: [], next_cursor: null }),
  'GET /settings': () => ({
    items: [
      { key: 'organisation.name', value: '云舟零售', changed_by: '赵敏', changed_at: now() },
      { key: 'confirmation_window_days', value: 7, changed_by: null, changed_at: null },
    ],
  }),
})
