// Pictures of every page of a running demo, as WebP: page-theme-width.webp in Chinese, a chosen few
// also in English as en-page-theme-width.webp. Fails when a page wrote to its console, answered
// badly or is wider than the window.
// Usage: node scripts/shots.mjs ADDRESS FOLDER [--only NAME,…] [--themes …] [--widths …]
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openBrowser, openPerson, settle, signIn, still } from '../tests/browser.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    password: { type: 'string', default: 'huiyin-demo' },
    themes: { type: 'string', default: 'light,dark' },
    locales: { type: 'string', default: 'zh-CN,en' },
    widths: { type: 'string', default: '360,768,1440' },
    quality: { type: 'string', default: '70' },
  },
})
const [address, folder] = positionals
if (!folder) throw new Error('usage: shots.mjs ADDRESS FOLDER')

const SETTINGS = [
  'account',
  'users',
  'departments',
  'roles',
  'routing',
  'sla',
  'calendars',
  'forms',
  'posters',
  'templates',
  'macros',
  'tokens',
  'webhooks',
  'general',
]

/** Who looks at which page. The customer's own come last: they name what `prepare` made. */
const pagesOf = (made) => [
  { name: 'form', path: '/feedback', english: true },
  {
    name: 'form-errors',
    path: '/feedback',
    then: (page) => page.locator('button[type=submit]').click(),
  },
  { name: 'track', path: made.tracking, english: true },
  { name: 'track-solved', path: made.solved },
  { name: 'track-unknown', path: '/t/not-a-secret' },
  { name: 'lookup', path: '/track' },
  { name: 'widget', path: '/widget-demo' },
  { name: 'login', path: '/login' },
  { name: 'inbox', who: 'supervisor', path: '/inbox?view=all', english: true },
  { name: 'inbox-empty', who: 'agent', path: '/inbox?view=mentions' },
  { name: 'ticket', who: 'supervisor', path: `/tickets/${made.no}`, english: true },
  { name: 'ticket-new', who: 'supervisor', path: '/tickets/new' },
  { name: 'ticket-unknown', who: 'supervisor', path: '/tickets/T000000-000000', quiet: false },
  { name: 'board', who: 'supervisor', path: '/board', english: true },
  { name: 'wall', who: 'supervisor', path: '/wall', english: true },
  { name: 'process', who: 'supervisor', path: '/process' },
  { name: 'understanding', who: 'supervisor', path: '/understanding' },
  { name: 'approvals', who: 'supervisor', path: '/approvals' },
  { name: 'incidents', who: 'supervisor', path: '/incidents' },
  { name: 'incident', who: 'supervisor', path: `/incidents/${made.incident}` },
  { name: 'audit', who: 'auditor', path: '/audit' },
  { name: 'outbox', who: 'admin', path: '/outbox' },
  { name: 'forbidden', who: 'agent', path: '/settings/users', quiet: false },
  ...SETTINGS.map((s) => ({ name: `settings-${s}`, who: 'admin', path: `/settings/${s}` })),
]

/** Calls the API as the person on the page. */
async function call(page, path, body, method = 'POST') {
  const answer = await page.evaluate(
    async ([p, m, b]) => {
      const me = await (await fetch('/api/v1/session')).json()
      const headers = {
        'Content-Type': 'application/json',
        'Idempotency-Key': crypto.randomUUID(),
        'X-CSRF-Token': me.csrf_token,
      }
      const got = await fetch(`/api/v1${p}`, { method: m, headers, body: JSON.stringify(b) })
      return { ok: got.ok, text: await got.text() }
    },
    [path, method, body],
  )
  if (!answer.ok) throw new Error(`${path}: ${answer.text}`)
  return answer.text ? JSON.parse(answer.text) : undefined
}

/** A customer's own ticket through the form; its number and its secret link. */
async function file(browser, text, name, locale) {
  const customer = await openPerson(browser, { locale })
  await customer.page.goto(`${address}/feedback`)
  await customer.page.locator('textarea').first().fill(text)
  await customer.page.locator('button[type=submit]').click()
  const no = await customer.page.getByTestId('ticket-no').textContent({ timeout: 60_000 })
  const link = await customer.page.locator('.url a').getAttribute('href')
  await picture(customer.page, name)
  await customer.context.close()
  return { no, link: new URL(link).pathname }
}

/** What the demo itself does not hold: two customers' own links in different states, an incident. */
async function prepare(browser) {
  const told = await file(
    browser,
    '上周三在你们旗舰店买的耳机，左边一直没有声音，换过一次还是一样。客服让我等，等了四天没有回复。请尽快处理或退款。',
    'form-filed-light-1440',
  )
  const solved = await file(browser, '请问会员积分什么时候到期？到期前会提醒吗？', null)
  const { page, context } = await openPerson(browser)
  await signIn(page, address, 'supervisor', values.password)
  for (const { no } of [told, solved]) await call(page, `/tickets/${no}/start_work`, {})
  const answer = '积分在每年 12 月 31 日到期，到期前 30 天会发短信提醒您。'
  await call(page, `/tickets/${solved.no}/communicate_solution`, { text: answer })
  await call(page, `/tickets/${solved.no}/resolve`, { summary: answer })
  await call(page, `/tickets/${told.no}/reply`, {
    text: '您好，我们已收到您寄回的耳机，正在检测左声道，今天 18:00 前给您结果。',
  })
  await call(page, `/tickets/${told.no}/note`, {
    text: '同一批次已有 3 件左声道无声，请质检一并查看。',
  })
  const outage = []
  for (const text of [
    '城东片区今天上午大面积停网，什么时候能恢复',
    '城东片区上午大面积停网，几点能恢复',
    '城东停网，何时恢复',
  ]) {
    outage.push((await call(page, '/feedback', { channel: 'phone', text })).ticket_no)
  }
  const incident = await call(page, '/incidents', {
    title: '城东片区停网',
    ticket_nos: outage,
  })
  await context.close()
  return {
    no: told.no,
    tracking: told.link,
    solved: solved.link,
    incident: incident.ticket.ticket_no,
  }
}

async function picture(page, name) {
  if (!name) return
  await still(page)
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: Number(values.quality),
  })
  await session.detach()
  writeFileSync(`${folder}/${name}.webp`, Buffer.from(data, 'base64'))
}

mkdirSync(folder, { recursive: true })
const browser = await openBrowser()
const problems = []
const made = await prepare(browser)
const only = values.only?.split(',')
for (const locale of values.locales.split(',')) {
  for (const theme of values.themes.split(',')) {
    for (const width of values.widths.split(',').map(Number)) {
      const wanted = pagesOf(made).filter(
        (p) => (!only || only.includes(p.name)) && (locale === 'zh-CN' || p.english),
      )
      for (const who of new Set(wanted.map((p) => p.who))) {
        const { context, page, complaints } = await openPerson(browser, { locale, theme, width })
        if (who) await signIn(page, address, who, values.password)
        for (const p of wanted.filter((w) => w.who === who)) {
          const already = complaints.length
          const answer = await page.goto(address + p.path)
          await settle(page)
          if (p.then) {
            await p.then(page)
            await settle(page)
          }
          const name = `${locale === 'zh-CN' ? '' : `${locale}-`}${p.name}-${theme}-${width}`
          if (answer.status() !== 200) problems.push(`${name}: answered ${answer.status()}`)
          const wide = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          )
          if (wide > 0) problems.push(`${name}: ${wide} px wider than the window`)
          // The browser itself writes down that an answer was a refusal, where one is expected.
          const loud = complaints
            .slice(already)
            .filter((c) => p.quiet !== false && !/status of 404/.test(c))
          problems.push(...loud.map((c) => `${name}: ${c}`))
          await picture(page, name)
        }
        await context.close()
      }
    }
  }
}
await browser.close()
for (const problem of problems) console.error(problem)
process.exit(problems.length > 0 ? 1 : 0)
