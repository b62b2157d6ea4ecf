// The inbox as a tool for the whole day: export, nothing that jumps, large type, unread mentions.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { findings, openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser.close())

async function enter(person, width = 1440) {
  const opened = await openPerson(browser, { locale: 'en', width })
  await signIn(opened.page, address, ...logins[person])
  await opened.page.goto(`${address}/inbox?view=all`)
  await settle(opened.page)
  return opened
}

/** A call as the person who is signed in on the page. */
function call(page, method, path, body) {
  return page.evaluate(
    async ([m, p, b]) => {
      const me = await (await fetch('/api/v1/session')).json()
      const answer = await fetch(`/api/v1${p}`, {
        method: m,
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf_token },
        body: b === undefined ? undefined : JSON.stringify(b),
      })
      const text = await answer.text()
      return { status: answer.status, body: text ? JSON.parse(text) : null }
    },
    [method, path, body],
  )
}

describe('export of the list', () => {
  it('writes the filtered list with the chosen columns', async () => {
    const { page, context, complaints } = await enter('supervisor')
    await page.goto(`${address}/inbox?view=all&priority=high`)
    await settle(page)
    await page.getByRole('button', { name: 'Export the list' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('CSV', { exact: true }).click()
    await dialog.getByText('Title', { exact: true }).click()
    assert.deepEqual(await findings(page), [])
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Export', exact: true }).click(),
    ])
    assert.match(file.suggestedFilename(), /^tickets-\d{4}-\d\d-\d\d\.csv$/)
    const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n')
    assert.ok(lines[0].startsWith('\uFEFFNumber,Received,Priority'), lines[0])
    assert.ok(lines.length > 1)
    for (const line of lines.slice(1)) assert.match(line, /^T\d{6}-\d{6},[^,]+,high,/)
    await dialog.getByText(`${lines.length - 1} tickets exported.`).waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  it('is not offered to those who may not', async () => {
    const { page, context } = await enter('agent')
    assert.equal(await page.getByRole('button', { name: 'Export the list' }).count(), 0)
    await context.close()
  })
})

describe('the list', () => {
  it('does not shift when tickets come and change', async () => {
    const { page, context } = await enter('supervisor')
    await page.evaluate(() => {
      globalThis.shifts = 0
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.shifts += entry.value
      }).observe({ type: 'layout-shift' })
    })
    const first = page.locator('[role=row]').first()
    const no = await first.getAttribute('data-ticket-no')
    const at = await first.boundingBox()
    const noted = await call(page, 'POST', `/tickets/${no}/note`, { text: 'nothing may move' })
    assert.equal(noted.status, 200)
    await page.locator(`[data-ticket-no="${no}"].tinted`).waitFor()
    assert.deepEqual(await first.boundingBox(), at)
    assert.equal(await first.getAttribute('data-ticket-no'), no)
    assert.ok((await page.evaluate(() => globalThis.shifts)) < 0.05)
    await context.close()
  })

  it('keeps few rows in the page however far one scrolls', async () => {
    const { page, context } = await enter('supervisor')
    const scroller = page.locator('.list-scroll')
    for (let i = 0; i < 8; i++) {
      await scroller.evaluate((e) => e.scrollTo({ top: e.scrollHeight }))
      await settle(page)
      assert.ok((await page.locator('.list [role=row]').count()) < 80)
    }
    const rows = Number(await page.locator('[role=grid]').getAttribute('aria-rowcount'))
    assert.ok(rows > 100, `${rows}`)
    await context.close()
  })

  // Twice the size of everything in a window of 1440 is a window of 720.
  for (const width of [720, 384]) {
    it(`needs no sideways scrolling at ${width} px`, async () => {
      const { page, context } = await enter('supervisor', width)
      for (const path of ['/inbox?view=all', '/board', '/settings']) {
        await page.goto(`${address}${path}`)
        await settle(page)
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        assert.equal(over, 0, path)
      }
      await context.close()
    })
  }
})

describe('mentions', () => {
  it('are counted in the navigation until the ticket is opened', async () => {
    const { page, context, complaints } = await enter('supervisor')
    const no = await page.locator('[role=row]').first().getAttribute('data-ticket-no')
    const me = await call(page, 'GET', '/session')
    const body = { text: 'please look', mentions: [me.body.id] }
    assert.equal((await call(page, 'POST', `/tickets/${no}/note`, body)).status, 200)
    const counted = page.getByRole('link', { name: /unread mentions/ })
    await counted.waitFor()
    await Promise.all([
      page.waitForResponse((r) => r.url().endsWith(`/tickets/${no}/seen`) && r.status() === 204),
      page.goto(`${address}/tickets/${no}`),
    ])
    await counted.waitFor({ state: 'detached' })
    await page.goto(`${address}/inbox?view=mentions`)
    await settle(page)
    assert.equal(await page.locator(`[data-ticket-no="${no}"]`).count(), 0)
    assert.deepEqual(complaints, [])
    await context.close()
  })
})

describe('what is unread', () => {
  it('has a dot until the ticket is opened, comes live, and can be taken back', async () => {
    const { page, context, complaints } = await enter('supervisor')
    const other = await enter('leader')
    const me = await call(page, 'GET', '/session')
    const made = await call(page, 'POST', '/feedback', {
      channel: 'phone',
      text: '发票抬头开错了，请重开',
      department_id: me.body.department_id,
    })
    const no = made.body.ticket_no
    const list = `${address}/inbox?view=all&q=${no}`
    const dot = page.locator(`[data-ticket-no="${no}"]`).getByRole('img', { name: 'Unread' })
    await page.goto(`${address}/tickets/${no}`)
    await settle(page)
    await page.goto(list)
    await page.locator(`[data-ticket-no="${no}"]`).waitFor()
    assert.equal(await dot.count(), 0)
    // A colleague's word arrives while the list is on the screen.
    const note = await call(other.page, 'POST', `/tickets/${no}/note`, { text: 'seen by me' })
    assert.equal(note.status, 200)
    await dot.waitFor()
    assert.deepEqual(await findings(page), [])
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/unread.png` })
    await page.goto(`${address}/tickets/${no}`)
    await settle(page)
    await page.getByText('seen by me').first().waitFor()
    await page.goto(list)
    await page.locator(`[data-ticket-no="${no}"]`).waitFor()
    assert.equal(await dot.count(), 0)
    await page.goto(`${address}/tickets/${no}`)
    await settle(page)
    await page.getByRole('button', { name: 'Mark as unread' }).click()
    await page.getByText('Marked as unread').waitFor()
    await page.goto(list)
    await dot.waitFor()
    assert.deepEqual(complaints, [])
    await other.context.close()
    await context.close()
  })
})
