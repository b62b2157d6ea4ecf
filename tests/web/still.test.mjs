// Nothing jumps under the eyes of whoever looks while tickets come and change: no layout shift on the
// inbox, a ticket and the wall; on the board only cards move, never columns. Needs a running server
// (people.mjs).
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

// The browser's own score; 0.1 is what it calls good for a whole visit.
const MOST_SHIFT = 0.01

let browser
let other
let no
before(async () => {
  browser = await openBrowser()
  other = await openPerson(browser, { locale: 'en' })
  await signIn(other.page, address, ...logins.supervisor)
  no = await enter('The delivery man left the parcel in the rain.')
})
after(() => browser.close())

/** Calls the API from somebody else's desk. */
async function call(path, body) {
  return other.page.evaluate(
    async ([p, b]) => {
      const me = await (await fetch('/api/v1/session')).json()
      const answer = await fetch(`/api/v1${p}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf_token },
        body: JSON.stringify(b),
      })
      const text = await answer.text()
      return { status: answer.status, body: text ? JSON.parse(text) : null }
    },
    [path, body],
  )
}
const enter = async (text) => (await call('/feedback', { channel: 'phone', text })).body.ticket_no

async function watch(path) {
  const person = await openPerson(browser, { locale: 'en' })
  await signIn(person.page, address, ...logins.supervisor)
  await person.page.goto(address + path)
  await settle(person.page)
  await person.page.evaluate(() => {
    globalThis.shifts = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const moved = entry.sources.map((s) => s.node?.className ?? s.node?.nodeName)
        globalThis.shifts.push({ value: entry.value, moved })
      }
    }).observe({ type: 'layout-shift' })
  })
  return person
}

/** Nothing moved but, on the board, the cards of the columns that one left and one entered. */
async function stood(person, mayMove = /$^/) {
  await settle(person.page)
  const all = await person.page.evaluate(() => globalThis.shifts)
  const shifts = all.filter((s) => s.moved.length === 0 || !s.moved.every((m) => mayMove.test(m)))
  const sum = shifts.reduce((n, s) => n + s.value, 0)
  assert.ok(sum < MOST_SHIFT, JSON.stringify(shifts))
  await person.context.close()
}

describe('live updates move nothing', () => {
  it('in the inbox: a new ticket waits to be shown', async () => {
    const person = await watch('/inbox?view=all')
    await enter('The lid of the kettle does not close any more.')
    await person.page.locator('.news').waitFor()
    await stood(person)
  })

  it('on a ticket: a note is added at the end', async () => {
    const person = await watch(`/tickets/${no}`)
    assert.equal((await call(`/tickets/${no}/note`, { text: 'asked the depot' })).status, 200)
    await person.page.getByText('asked the depot').first().waitFor()
    await stood(person)
  })

  it('on the board but the cards that close ranks: a ticket changes its column', async () => {
    const person = await watch('/board')
    const waiting = person.page.locator('.board .column').first().locator('.board-card').filter({ hasText: 'in the rain' })
    await waiting.waitFor()
    assert.equal((await call(`/tickets/${no}/start_work`, {})).status, 200)
    await waiting.waitFor({ state: 'detached' })
    await stood(person, /^board-card /)
  })

  it('on the wall: figures change in place', async () => {
    const person = await watch('/wall')
    const figure = person.page.locator('.wall .big b').first()
    const before = await figure.innerText()
    await enter('The warranty card is missing from the box.')
    await figure.filter({ hasNotText: before }).waitFor()
    await stood(person)
  })
})
