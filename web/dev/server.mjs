// Development server: the built pages under the strict Content-Security-Policy of the product, and
// recorded-style answers in the shapes of docs/api.md. For work on the web app alone; never shipped.
// Usage: node dev/server.mjs [port] [number of tickets]
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeTickets, users } from './data.mjs'
import { fixedAnswers } from './fixed.mjs'
import { leafBytes, makeReceipt } from './receipt.mjs'

const port = Number(process.argv[2] ?? 8099)
const tickets = makeTickets(Number(process.argv[3] ?? 400))
const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}
const now = () => new Date().toISOString().replace(/\.\d+Z/, 'Z')
const PERMISSIONS = [
  'feedback.create',
  'ticket.read',
  'ticket.read_all',
  'ticket.work',
  'ticket.reply',
  'ticket.note',
  'ticket.assign',
  'ticket.merge',
  'ticket.approve',
  'ticket.lower_priority',
  'ticket.bulk',
  'pii.reveal',
  'incident.manage',
  'wall.read',
  'template.edit',
  'routing.edit',
  'sla.edit',
  'form.edit',
  'outbox.manage',
  'user.manage',
  'role.manage',
  'token.manage',
  'setting.edit',
  'audit.read',
  'audit.verify',
]
const me = {
  id: '6',
  user: 'grace',
  display_name: 'Grace Lin',
  locale: 'zh-CN',
  department_id: '1',
  department: '客户服务部',
  roles: ['service_supervisor'],
  permissions: PERMISSIONS,
  csrf_token: 'dev',
  two_factor: false,
  two_factor_required: false,
}

class Problem extends Error {
  constructor(status, type, detail, errors = []) {
    super(detail)
    this.status = status
    this.body = { type, title: type, status, detail, request_id: 'dev-7f3a', errors }
  }
}

const row = ({
  content,
  timeline,
  clocks,
  messages,
  secret,
  handling,
  analysis,
  customer,
  ...rest
}) => rest
const find = (no) =>
  tickets.find((t) => t.ticket_no === no) ??
  (() => {
    throw new Problem(404, 'not_found', '没有这个工单')
  })()
const open = (t) => !['resolved', 'closed'].includes(t.state)

const VIEWS = {
  mine: (t) => t.owner_id === '6' || t.owner_id === '5',
  department: (t) => t.department_id === '1' && open(t),
  unassigned: (t) => !t.owner_id && open(t),
  due_soon: (t) =>
    open(t) &&
    t.next_due &&
    new Date(t.next_due.due_at) - Date.now() < 4 * 3600_000 &&
    new Date(t.next_due.due_at) > Date.now(),
  breached: (t) => t.breached && open(t),
  waiting_approval: (t) => t.sub_state === 'waiting_approval',
  mentions: () => false,
  watching: (t) => t.id % 11 === 0,
  all: () => true,
}

function list(q) {
  const several =
    (name, key = name) =>
    (t) =>
      !q.get(name) || q.get(name).split(',').includes(String(t[key]))
  const text = q.get('q')
  let found = tickets
    .filter((t) => (VIEWS[q.get('view')] ?? VIEWS.all)(t))
    .filter((t) =>
      ['state', 'priority', 'category', 'channel', 'sentiment', 'sub_state'].every((k) =>
        several(k)(t),
      ),
    )
    .filter((t) => !text || t.content.includes(text) || t.ticket_no.includes(text))
  if (q.get('sort') === 'due_at')
    found = found.toSorted((a, b) =>
      (a.next_due?.due_at ?? '9').localeCompare(b.next_due?.due_at ?? '9'),
    )
  const from = Number(q.get('cursor') ?? 0)
  const limit = Number(q.get('limit') ?? 50)
  return {
    items: found.slice(from, from + limit).map(row),
    next_cursor: from + limit < found.length ? String(from + limit) : null,
  }
}

function allowed(t) {
  const inWork = t.state === 'in_progress'
  const rules = {
    acknowledge: t.state !== 'closed',
    assign: t.state !== 'closed',
    start_work: t.state === 'pending',
    complete_analysis: inWork,
    plan: inWork,
    evaluate: inWork && t.handling.plan,
    request_approval: inWork && t.handling.plan && t.handling.approval.state === 'none',
    approve: t.handling.approval?.state === 'waiting',
    reject: t.handling.approval?.state === 'waiting',
    communicate_solution: inWork,
    implementation_done: inWork && t.category === 'malfunction',
    test_failed: t.state === 'to_be_tested',
    resolve: t.handling.solution_told_at && t.state !== 'closed',
    confirm: t.state === 'resolved',
    reopen: ['resolved', 'closed'].includes(t.state),
    void: open(t),
    ask_customer: inWork,
    wait_third_party: inWork,
    resume: (t.sub_state ?? '').startsWith('waiting_'),
    progress: open(t),
    workaround: open(t),
    reply: true,
    note: true,
    set_priority: open(t),
    correct: true,
    merge: open(t),
    link: true,
    task: true,
    watch: true,
    reveal: true,
  }
  return Object.entries(rules).map(([transition, ok]) => ({
    transition,
    allowed: Boolean(ok),
    reason: ok ? '' : '当前状态不允许这一步',
    missing: ok
      ? []
      : transition === 'resolve'
        ? [
            {
              guard: 'solution_not_communicated',
              zh: '须先把解决方案告知客户',
              en: 'tell the customer first',
            },
          ]
        : [{ guard: 'not_in_progress', zh: '工单不在“处理中”', en: 'not in progress' }],
  }))
}

const full = ({ timeline, messages, secret, ...t }) => ({ ...t, allowed: allowed({ ...t }) })

function transition(t, verb, body) {
  const rule = allowed(t).find((a) => a.transition === verb)
  if (rule && !rule.allowed)
    throw new Problem(
      409,
      'transition_refused',
      rule.reason,
      rule.missing.map((m) => ({ path: '', problem: m.guard, detail: m.en })),
    )
  const event = (kind, visibility, event_, text, changes = null) =>
    t.timeline.push({
      id: `x${t.timeline.length}`,
      seq: t.timeline.length,
      at: now(),
      kind,
      visibility,
      actor: { kind: 'user', id: '6', name: 'Grace Lin' },
      event: event_,
      text,
      changes,
    })
  const h = t.handling
  if (verb === 'start_work')
    Object.assign(t, {
      state: 'in_progress',
      sub_state: 'analysing',
      owner_id: '6',
      owner: 'Grace Lin',
    })
  else if (verb === 'complete_analysis') {
    Object.assign(h, body, { analysis_done_at: now() })
    t.sub_state = 'planning'
  } else if (verb === 'plan')
    Object.assign(h, {
      plan: body.plan,
      plan_steps: body.steps ?? [],
      compensation_kind: body.compensation_kind ?? '',
      compensation_minor: body.compensation_minor ?? 0,
    })
  else if (verb === 'evaluate') h.evaluation = body.evaluation
  else if (verb === 'request_approval') {
    h.approval = {
      state: 'waiting',
      steps: [{ role: 'team_leader', decided_by: null, decision: null, at: null, comment: null }],
    }
    t.sub_state = 'waiting_approval'
  } else if (verb === 'approve' || verb === 'reject') {
    h.approval = {
      state: verb === 'approve' ? 'approved' : 'rejected',
      steps: [
        {
          role: 'team_leader',
          decided_by: '欧阳晓彤',
          decision: verb === 'approve' ? 'approved' : 'rejected',
          at: now(),
          comment: body.comment ?? null,
        },
      ],
    }
    t.sub_state = verb === 'approve' ? 'executing' : 'planning'
  } else if (verb === 'communicate_solution') {
    h.solution_told_at = now()
    h.solution_summary = body.summary
  } else if (verb === 'resolve') {
    t.state = 'resolved'
    t.sub_state = null
  } else if (verb === 'confirm') {
    t.state = 'closed'
  } else if (verb === 'reopen') Object.assign(t, { state: 'in_progress', sub_state: 'analysing' })
  else if (verb === 'assign') {
    const u = users.find((x) => x.id === body.owner_id)
    if (u) Object.assign(t, { owner_id: u.id, owner: u.display_name })
  } else if (verb === 'set_priority') t.priority = body.priority
  else if (verb === 'correct')
    Object.assign(t, Object.fromEntries(Object.entries(body).filter(([k]) => k !== 'reason')))
  if (verb === 'reveal')
    return {
      value:
        body.field === 'mobile'
          ? '13800138000'
          : body.field === 'name'
            ? '张小明'
            : body.field === 'email'
              ? 'zhang@example.com'
              : t.content,
      until: new Date(Date.now() + 60_000).toISOString(),
    }
  if (verb === 'note') event('note', 'internal', 'note_added', body.text)
  else if (body.text) event('message', 'customer', 'human_reply', body.text)
  else event('event', 'internal', verb, null, body)
  t.version++
  t.etag = `"${t.version}-${t.id}"`
  t.updated_at = now()
  return full(t)
}

function track(t) {
  const ids = ['received', 'analysing', 'plan', 'execution', 'confirmation', 'closed']
  const step = {
    pending: 0,
    in_progress: t.handling.plan ? 2 : 1,
    to_be_tested: 3,
    resolved: 4,
    closed: 5,
  }[t.state]
  return {
    ticket_no: t.ticket_no,
    state: t.state,
    step,
    steps: ids.map((id, i) => ({ id, at: i <= step ? t.received_at : null })),
    received_at: t.received_at,
    handled_by: t.department,
    next_promised_at: t.next_due?.due_at ?? null,
    can_confirm: t.state === 'resolved',
    can_reopen: ['resolved', 'closed'].includes(t.state),
    can_rate: ['resolved', 'closed'].includes(t.state) && !t.rating,
    can_ask_person: false,
    waits_for_person: false,
    rating: t.rating,
    messages: t.timeline
      .filter((m) => m.kind === 'message')
      .map((m) => ({
        id: m.id,
        from: m.actor.kind === 'customer' ? 'customer' : 'staff',
        at: m.at,
        text: m.text,
      })),
    solution:
      t.state === 'resolved'
        ? {
            summary: '已补发新包裹，并退还运费 30 元。',
            steps: ['今天 18:00 前发出', '运费 1 个工作日内退回原支付方式'],
            expected_at: t.updated_at,
          }
        : null,
  }
}

function trackAct(t, verb, body) {
  if (verb === 'reply')
    t.timeline.push({
      id: `c${t.timeline.length}`,
      seq: 1,
      at: now(),
      kind: 'message',
      visibility: 'customer',
      actor: { kind: 'customer', id: null, name: null },
      event: 'customer_message',
      text: body.text,
      changes: null,
    })
  if (verb === 'confirm') t.state = 'closed'
  if (verb === 'reopen') Object.assign(t, { state: 'in_progress', sub_state: 'analysing' })
  if (verb === 'rate') t.rating = body.rating
  return track(t)
}

const fixed = fixedAnswers({ tickets, VIEWS, PERMISSIONS, open, row, now })

function api(method, path, q, body, headers) {
  const signedIn = /dev=1/.test(headers.cookie ?? '')
  const p = path.split('/').slice(1).map(decodeURIComponent)
  if (path === '/session') {
    if (method === 'POST') {
      if (body.password === 'wrong')
        throw new Problem(401, 'invalid_credentials', '用户名或密码不对')
      return me
    }
    if (method === 'DELETE') return undefined
    if (!signedIn) throw new Problem(401, 'unauthenticated', '请登录')
    return me
  }
  if (p[0] === 'public' && p[1] === 'forms') {
    if (p[2] === 'none') throw new Problem(404, 'not_found', 'no form')
    return {
      form: p[2],
      title: { 'zh-CN': '反馈与投诉', en: 'Feedback and complaints' },
      intro: {},
      categories: ['complaint', 'malfunction', 'inquiry', 'suggestion', 'other'],
      fields: [
        {
          name: 'product',
          kind: 'product',
          label: { 'zh-CN': '产品', en: 'Product' },
          help: {},
          required: false,
          options: [],
          min: null,
          max: null,
        },
        {
          name: 'order_no',
          kind: 'order_no',
          label: { 'zh-CN': '订单号', en: 'Order number' },
          help: {},
          required: false,
          options: [],
          min: null,
          max: null,
        },
      ],
      products: ['手机 X2', '耳机 Air', '会员服务'],
      contact: 'optional',
    }
  }
  if (path === '/feedback') {
    if (!body.text)
      throw new Problem(422, 'invalid_field', 'text', [
        { path: 'text', problem: 'required', detail: '请填写' },
      ])
    return {
      ticket_no: tickets[0].ticket_no,
      tracking_url: '/t/s0',
      tracking_secret: 's0',
      contact_code: '482913',
      receipt: null,
      duplicate: false,
      promised_at: new Date(Date.now() + 86400_000).toISOString(),
    }
  }
  if (path === '/public/track') {
    const t = tickets.find((x) => x.ticket_no === body.ticket_no)
    if (!t) throw new Problem(404, 'not_found', 'no')
    return { tracking_secret: t.secret }
  }
  if (p[0] === 'track') {
    const t = tickets.find((x) => x.secret === p[1])
    if (!t) throw new Problem(404, 'not_found', 'no')
    if (p[2] === 'receipt')
      return {
        receipt: makeReceipt(
          Array.from({ length: 21 }, (_, i) => leafBytes(i, i === 7 ? t.ticket_no : `T-${i}`)),
          7,
        ),
      }
    return p[2] ? trackAct(t, p[2], body) : track(t)
  }
  const answer = fixed[`${method} ${path}`]
  if (answer) return answer(q, body)
  if (!signedIn && path !== '/public/challenge') throw new Problem(401, 'unauthenticated', '请登录')
  if (path === '/tickets' && method === 'GET') return list(q)
  if (path === '/tickets/bulk')
    return {
      done: body.ticket_nos.slice(1),
      refused: body.ticket_nos
        .slice(0, 1)
        .map((ticket_no) => ({ ticket_no, detail: '工单已关闭' })),
    }
  if (p[0] === 'tickets') {
    const t = find(p[1])
    if (!p[2]) return full(t)
    if (p[2] === 'timeline') return { items: t.timeline }
    if (p[2] === 'render')
      return {
        text:
          '张先生您好，您反馈的问题已收到，编号 ' +
          t.ticket_no +
          '。客户服务部会在明天 18:00 前给您答复。',
        subject: '',
      }
    if (headers['if-match'] && headers['if-match'] !== t.etag)
      throw new Problem(412, 'stale_etag', '工单已被他人修改')
    return transition(t, p[2], body ?? {})
  }
  throw new Problem(404, 'not_found', path)
}

function staticFile(path, response) {
  const page = /^\/(feedback|t|track)(\/|$)/.test(path) ? 'feedback.html' : 'index.html'
  const file = join(dist, path)
  const real = path !== '/' && extname(path) && existsSync(file) ? file : join(dist, page)
  let bytes = readFileSync(real)
  const headers = { 'Content-Type': types[extname(real)] ?? 'application/octet-stream' }
  if (real.endsWith('.html')) {
    const nonce = createHash('sha256')
      .update(String(Math.random()))
      .digest('base64url')
      .slice(0, 22)
    bytes = Buffer.from(bytes.toString().replaceAll('__CSP_NONCE__', nonce))
    headers['Content-Security-Policy'] =
      `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'`
  }
  response.writeHead(200, headers).end(bytes)
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://x')
  if (!url.pathname.startsWith('/api/v1/')) return staticFile(url.pathname, response)
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined
  try {
    const answer = api(
      request.method,
      url.pathname.slice(7),
      url.searchParams,
      body,
      request.headers,
    )
    const session = url.pathname.endsWith('/session') && request.method !== 'GET'
    if (session)
      response.setHeader(
        'Set-Cookie',
        `dev=${request.method === 'POST' ? 1 : 0}; HttpOnly; Path=/; SameSite=Lax`,
      )
    response.writeHead(answer === undefined ? 204 : 200, {
      'Content-Type': 'application/json',
      ETag: answer?.etag ?? '"-"',
    })
    response.end(answer === undefined ? '' : JSON.stringify(answer))
  } catch (error) {
    const status = error.status ?? 500
    response.writeHead(status, { 'Content-Type': 'application/problem+json' })
    response.end(JSON.stringify(error.body ?? { type: 'internal', detail: String(error.stack) }))
  }
})

// Live updates: a handshake and a hello; nothing ever happens here by itself.
server.on('upgrade', (request, socket) => {
  const key = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
  )
  const hello = Buffer.from('{"hello":{"seq":1}}')
  socket.write(Buffer.concat([Buffer.of(0x81, hello.length), hello]))
  socket.on('error', () => {})
})
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`))
