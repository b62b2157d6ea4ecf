// What every browser test begins with: Debian's Chromium under playwright-core, signing in, axe-core,
// and a watch on the console. Tests import this file, so that packages are found in web/node_modules.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import jsQR from 'jsqr'
import { chromium } from 'playwright-core'

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A person of his own: cookies, language, appearance, window. */
export async function openPerson(
  browser,
  { locale = 'zh-CN', theme = 'light', width = 1440 } = {},
) {
  const height = width < 600 ? 780 : width < 1000 ? 1024 : width > 1800 ? 1080 : 900
  const context = await browser.newContext({
    viewport: { width, height },
    locale,
    colorScheme: theme === 'dark' ? 'dark' : 'light',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  await context.addInitScript(
    ([l, t]) => {
      localStorage.setItem('hy.locale', l)
      localStorage.setItem('hy.theme', t)
    },
    [locale, theme],
  )
  const page = await context.newPage()
  return { context, page, complaints: watchConsole(page) }
}

/** Errors, warnings and exceptions of a page, as they come. */
export function watchConsole(page) {
  const complaints = []
  page.on('console', (m) => {
    // signIn waits for its turn by itself.
    const tooMany = m.text().includes('status of 429') && page.url().includes('/login')
    if (['error', 'warning'].includes(m.type()) && !tooMany)
      complaints.push(`${m.type()} at ${page.url()}: ${m.text()}`)
  })
  page.on('pageerror', (e) => complaints.push(`exception at ${page.url()}: ${e.message}`))
  return complaints
}

// All people of the tests come from one address, which may sign in ten times a minute.
async function inTurn(attempt) {
  for (let left = 8; left > 0; left--) {
    const { status, retryAfter } = await attempt()
    if (status !== 429) return status
    await new Promise((resolve) => setTimeout(resolve, Number(retryAfter ?? 6) * 1000))
  }
  return 429
}

/** A session without the page that follows the form; the status of the answer. */
export async function openSession(page, address, user, password) {
  await page.goto(`${address}/login`)
  return inTurn(() =>
    page.evaluate(
      async ([user, password]) => {
        const answer = await fetch('/api/v1/session', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ user, password }),
        })
        return { status: answer.status, retryAfter: answer.headers.get('Retry-After') }
      },
      [user, password],
    ),
  )
}

export async function signIn(page, address, user, password) {
  await page.goto(`${address}/login`)
  await page.locator('#user').fill(user)
  await page.locator('#password').fill(password)
  await inTurn(async () => {
    const [answer] = await Promise.all([
      page.waitForResponse((r) => r.request().method() === 'POST' && r.url().includes('/session')),
      page.locator('button[type=submit]').click(),
    ])
    return { status: answer.status(), retryAfter: answer.headers()['retry-after'] }
  })
  await page.waitForURL((url) => !url.pathname.startsWith('/login'), { timeout: 15_000 })
}

/** Nothing fades or slides any more: half-way, colours are not yet their own. Spinners go on. */
export function still(page) {
  return page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((a) => Number.isFinite(a.effect?.getComputedTiming().endTime))
        .map((a) => a.finished.catch(() => undefined)),
    ),
  )
}

/** WCAG 2.2 AA findings of the page once it stands still, as short texts. */
export async function findings(page) {
  await still(page)
  await page.evaluate(axeSource)
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }),
  )
  return result.violations.flatMap((v) =>
    v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} — ${n.any[0]?.message ?? n.failureSummary}`),
  )
}

/** The page is quiet: nothing loading, nothing moving. */
export async function settle(page) {
  await page.waitForLoadState('networkidle').catch(() => {})
  // Not waitForFunction: its second look is refused by the page's Content-Security-Policy.
  await page.waitForSelector('.loading, .ant-skeleton', { state: 'detached', timeout: 15_000 })
  await page.waitForTimeout(150)
}

/** What a QR code in a grey picture says. */
export function decodeQr({ width, height, grey }) {
  const rgba = new Uint8ClampedArray(width * height * 4)
  grey.forEach((value, i) => {
    rgba.set([value, value, value, 255], i * 4)
  })
  return jsQR(rgba, width, height)?.data ?? ''
}
