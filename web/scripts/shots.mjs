// Screenshots of pages of a running server, to be looked at.
// Usage: node scripts/shots.mjs ADDRESS FOLDER [--only NAME,…] [--user USER --password PASSWORD]
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openBrowser, signIn } from '../tests/browser.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    user: { type: 'string', default: 'supervisor' },
    password: { type: 'string', default: 'huiyin-demo' },
    secret: { type: 'string', default: 's2' },
    themes: { type: 'string', default: 'light,dark' },
    locales: { type: 'string', default: 'zh-CN,en' },
    widths: { type: 'string', default: '360,768,1440' },
  },
})
const [address, folder] = positionals
const pages = [
  { name: 'form', path: '/feedback', customer: true },
  { name: 'track', path: `/t/${values.secret}`, customer: true },
  { name: 'lookup', path: '/track', customer: true },
  { name: 'login', path: '/login', anonymous: true },
  { name: 'inbox', path: '/inbox?view=all' },
  {
    name: 'ticket',
    path: '/inbox?view=all&sort=-updated_at',
    then: async (page) => {
      const no = await page.locator('[data-ticket-no]').first().getAttribute('data-ticket-no')
      await page.goto(`${address}/tickets/${no}`)
    },
  },
  { name: 'board', path: '/board' },
  { name: 'wall', path: '/wall' },
  { name: 'approvals', path: '/approvals' },
  { name: 'incidents', path: '/incidents' },
  { name: 'audit', path: '/audit' },
  { name: 'outbox', path: '/outbox' },
  { name: 'settings', path: '/settings' },
  { name: 'users', path: '/settings/users' },
  { name: 'roles', path: '/settings/roles' },
  { name: 'routing', path: '/settings/routing' },
  { name: 'sla', path: '/settings/sla' },
  { name: 'templates', path: '/settings/templates' },
  { name: 'tokens', path: '/settings/tokens' },
]
const only = values.only?.split(',')
mkdirSync(folder, { recursive: true })
const browser = await openBrowser()
for (const locale of values.locales.split(',')) {
  for (const theme of values.themes.split(',')) {
    for (const width of values.widths.split(',').map(Number)) {
      const height = width < 600 ? 780 : width < 1000 ? 1024 : width > 1800 ? 1080 : 900
      for (const kind of ['anonymous', 'signed in']) {
        const wanted = pages.filter(
          (p) =>
            (!only || only.includes(p.name)) &&
            Boolean(p.customer || p.anonymous) === (kind === 'anonymous'),
        )
        if (wanted.length === 0) continue
        const context = await browser.newContext({
          viewport: { width, height },
          locale,
          colorScheme: theme === 'dark' ? 'dark' : 'light',
          timezoneId: 'Asia/Shanghai',
          deviceScaleFactor: 1,
        })
        await context.addInitScript(
          ([l, t]) => {
            localStorage.setItem('hy.locale', l)
            localStorage.setItem('hy.theme', t)
          },
          [locale, theme],
        )
        const page = await context.newPage()
        page.on('console', (m) => {
          if (['error', 'warning'].includes(m.type()))
            console.log(`${m.type()} on ${page.url()}: ${m.text()}`)
        })
        page.on('pageerror', (e) => console.log(`exception on ${page.url()}: ${e.message}`))
        if (kind === 'signed in') await signIn(page, address, values.user, values.password)
        for (const p of wanted) {
          await page.goto(address + p.path)
          await page.waitForLoadState('networkidle')
          if (p.then) {
            await p.then(page)
            await page.waitForLoadState('networkidle')
          }
          await page.waitForTimeout(400)
          await page.screenshot({
            path: `${folder}/${p.name}-${locale}-${theme}-${width}.png`,
            fullPage: Boolean(p.customer),
          })
        }
        await context.close()
      }
    }
  }
}
await browser.close()
