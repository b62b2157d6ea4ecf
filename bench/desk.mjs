// The desk in Chromium on a large instance: how soon the inbox answers, what typing and scrolling
// cost, what each page transfers. Prints one table; times are printed, only bytes are asserted.
// Usage: node bench/desk.mjs PROGRAM FOLDER [--tickets 100000] [--rows 10000] [--runs 5]
// FOLDER holds the instance and is made by `huiyin demo` when it is not there yet (some 9 minutes for
// 100,000 tickets). Nothing is throttled: the figures are those of this machine.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { openBrowser, settle, signIn } from '../web/tests/browser.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tickets: { type: 'string', default: '100000' },
    rows: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '5' },
  },
})
const [program, folder] = positionals
if (!folder) throw new Error('usage: desk.mjs PROGRAM FOLDER [--tickets N] [--rows N] [--runs N]')
const runs = Number(values.runs)
const FRAME_MS = 1000 / 60
const PASSWORD = 'huiyin-demo'
const CUSTOMER_BYTES = 90_000
const SHELL_BYTES = 400_000

function makeInstance() {
  if (existsSync(folder)) return
  const begin = Date.now()
  execFileSync(program, ['demo', '--data', folder, '--tickets', values.tickets, '--only-make'])
  row('making the instance', `${((Date.now() - begin) / 1000).toFixed(0)} s`, '')
}

async function startServer() {
  const server = spawn(program, ['demo', '--data', folder, '--listen', '127.0.0.1:0'])
  for await (const line of createInterface({ input: server.stdout })) {
    const ready = /is ready on (\S+)/.exec(line)
    if (ready) return { server, address: ready[1] }
  }
  throw new Error('the server did not start')
}

const row = (what, measured, target) =>
  console.log(`${what.padEnd(52)} ${measured.padEnd(34)} ${target}`)
const ms = (n) => `${Math.round(n)} ms`
const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]
const spread = (all) => `${ms(median(all))} (worst ${ms(Math.max(...all))}, n=${all.length})`

/** A window with an empty cache, signed in when `state` says so. */
const fresh = (browser, state) =>
  browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    storageState: state,
  })

/** From the first byte asked for until rows stand there and the search takes keys. */
async function cold(browser, address, state) {
  const times = []
  for (let i = 0; i < runs; ++i) {
    const context = await fresh(browser, state)
    const page = await context.newPage()
    await page.goto(`${address}/inbox?view=all`, { waitUntil: 'commit' })
    await page.waitForSelector('input[type=search]:enabled')
    await page.waitForSelector('[data-ticket-no]')
    times.push(await page.evaluate(() => performance.now()))
    await context.close()
  }
  return times
}

/** Clicks view after view; a view is there when its own rows, or its empty state, are painted. */
async function betweenViews(page) {
  const views = await page.evaluate(() =>
    [...document.querySelectorAll('.inbox nav .view, .inbox .views .view')].map((v) => v.getAttribute('href')),
  )
  const times = []
  for (const href of [...views, ...views]) {
    if (!href) continue
    times.push(
      await page.evaluate(
        (to) =>
          new Promise((done) => {
            const begin = performance.now()
            document.querySelector(`.views .view[href="${to}"]`).click()
            const look = () => {
              const on = document.querySelector('.views .view.on')?.getAttribute('href') === to
              const loading = document.querySelector('.inbox-main .loading, .inbox-main .ant-skeleton')
              const shown = document.querySelector('.inbox-main [data-ticket-no], .inbox-main .empty')
              if (on && !loading && shown) done(performance.now() - begin)
              else requestAnimationFrame(look)
            }
            requestAnimationFrame(look)
          }),
        href,
      ),
    )
    await settle(page)
  }
  return { first: times.slice(0, views.length), again: times.slice(views.length) }
}

/** The longest task of the page while `act` goes on. Chromium reports those above 50 ms. */
async function longest(page, act) {
  await page.evaluate(() => {
    globalThis.tasks = []
    globalThis.watcher = new PerformanceObserver((list) =>
      globalThis.tasks.push(...list.getEntries().map((e) => e.duration)),
    )
    globalThis.watcher.observe({ type: 'longtask' })
  })
  await act()
  await settle(page)
  const tasks = await page.evaluate(() => {
    globalThis.tasks.push(...globalThis.watcher.takeRecords().map((e) => e.duration))
    globalThis.watcher.disconnect()
    return globalThis.tasks
  })
  return tasks.length === 0 ? 'none above 50 ms' : `${ms(Math.max(...tasks))} (${tasks.length} above 50 ms)`
}

/** Scrolls down by a constant speed until `rows` rows went by, while further pages are loaded. */
async function scroll(page, rows) {
  return page.evaluate(async (wanted) => {
    const frame = document.querySelector('.list-scroll')
    const height = document.querySelector('[data-ticket-no]').getBoundingClientRect().height
    const next = () => new Promise((r) => requestAnimationFrame(r))
    const gaps = []
    const begin = performance.now()
    let last = await next()
    // What arrives in time is scrolled through; a wait for the server is not a dropped frame.
    while (frame.scrollTop < (wanted - 30) * height && performance.now() - begin < 120_000) {
      frame.scrollTop += 3 * height
      const now = await next()
      gaps.push(now - last)
      last = now
    }
    return { gaps, rows: Math.round(frame.scrollTop / height) + 20 }
  }, rows)
}

/** Compressed bytes of a page with an empty cache, as they came over the wire, without API answers. */
async function transfer(browser, address, path, state) {
  const context = await fresh(browser, state)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  const kinds = new Map()
  let bytes = 0
  let answers = 0
  session.on('Network.responseReceived', (e) => kinds.set(e.requestId, e.response.url))
  session.on('Network.loadingFinished', (e) => {
    if (kinds.get(e.requestId)?.includes('/api/')) answers += e.encodedDataLength
    else bytes += e.encodedDataLength
  })
  await page.goto(address + path)
  await settle(page)
  await context.close()
  return { bytes, answers }
}

makeInstance()
const { server, address } = await startServer()
const browser = await openBrowser()
let failed = false
try {
  const first = await fresh(browser)
  const page = await first.newPage()
  await signIn(page, address, 'supervisor', PASSWORD)
  const state = await first.storageState()
  row('instance', `${values.tickets} tickets`, '')

  row('inbox interactive, cold', spread(await cold(browser, address, state)), '< 1500 ms')

  await page.goto(`${address}/inbox?view=all`)
  await settle(page)
  const views = await betweenViews(page)
  row('between views, first visit', spread(views.first), '< 300 ms')
  row('between views, seen before', spread(views.again), '< 300 ms')

  await page.goto(`${address}/inbox?view=all`)
  await settle(page)
  const search = page.locator('.inbox-main input.search')
  const typed = () => search.pressSequentially('快递 签收 refund', { delay: 60 })
  row('longest task, typing in search', await longest(page, typed), '< 100 ms')

  await page.goto(`${address}/inbox?view=all`)
  await settle(page)
  const no = await page.locator('[data-ticket-no]').first().getAttribute('data-ticket-no')
  await page.goto(`${address}/tickets/${no}`)
  await settle(page)
  const reply = page.locator('.composer textarea').first()
  const text = '您好，已为您登记，今天 18:00 前给您答复。'.repeat(4)
  const writes = () => reply.pressSequentially(text, { delay: 30 })
  row('longest task, typing a reply', await longest(page, writes), '< 100 ms')
  await reply.fill('')

  await page.goto(`${address}/inbox?view=all&state=closed`)
  await settle(page)
  const { gaps, rows } = await scroll(page, Number(values.rows))
  const dropped = gaps.reduce((n, gap) => n + Math.max(0, Math.round(gap / FRAME_MS) - 1), 0)
  const rate = (gaps.length * 1000) / gaps.reduce((a, b) => a + b, 0)
  row(`scrolling through ${rows} rows`, `${rate.toFixed(1)} frames/s over ${gaps.length} frames`, '60')
  row('  dropped frames, longest frame', `${dropped}, ${ms(Math.max(...gaps))}`, '')
  await first.close()

  for (const [path, who, limit] of [
    ['/feedback', undefined, CUSTOMER_BYTES],
    ['/track', undefined, CUSTOMER_BYTES],
    ['/t/not-a-secret', undefined, CUSTOMER_BYTES],
    ['/login', undefined, SHELL_BYTES],
    ['/inbox?view=all', state, SHELL_BYTES],
    [`/tickets/${no}`, state, 0],
    ['/board', state, 0],
    ['/wall', state, 0],
    ['/process', state, 0],
    ['/settings/account', state, 0],
  ]) {
    const { bytes, answers } = await transfer(browser, address, path, who)
    const over = limit > 0 && bytes > limit
    failed ||= over
    row(
      `transfer of ${path.replace(no, 'NO')}`,
      `${(bytes / 1000).toFixed(1)} kB, answers ${(answers / 1000).toFixed(1)} kB`,
      `${limit ? `< ${limit / 1000} kB` : ''}${over ? ' FAILED' : ''}`,
    )
  }
} finally {
  await browser.close()
  server.kill()
}
process.exit(failed ? 1 : 0)
