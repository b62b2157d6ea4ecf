// Splitting a ticket in its page: the chosen message becomes a ticket, both are linked.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { findings, openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser.close())

/** A ticket whose customer wrote twice; its number. */
const enter = (page) =>
  page.evaluate(async () => {
    const me = await (await fetch('/api/v1/session')).json()
    const post = async (path, body) =>
      (
        await fetch(path, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf_token },
          body: JSON.stringify(body),
        })
      ).json()
    const made = await post('/api/v1/feedback', { channel: 'phone', text: '快递丢了', priority: 'low' })
    const track = `/api/v1/track/${made.tracking_secret}/reply`
    await post(track, { text: '快递单号是尾号八八的那个' })
    await post(track, { text: '另外发票抬头开错了，请重开' })
    return made.ticket_no
  })

describe('a split', () => {
  it('makes a ticket of the chosen message and leads there', async () => {
    const { page, complaints, context } = await openPerson(browser, { locale: 'en' })
    await signIn(page, address, ...logins.supervisor)
    const no = await enter(page)
    await page.goto(`${address}/tickets/${no}`)
    await settle(page)
    await page.locator('.ticket-head .next-steps .ant-dropdown-trigger').click()
    await page.getByRole('menuitem', { name: 'Split…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('checkbox').nth(1).waitFor()
    assert.equal(await dialog.getByRole('checkbox').count(), 2)
    await dialog.getByRole('button', { name: 'Split…' }).click()
    await dialog.getByText('Please fill this in').waitFor()
    await dialog.getByRole('checkbox', { name: /发票/ }).check()
    assert.deepEqual(await findings(page), [])
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/split.png` })
    await dialog.getByRole('button', { name: 'Split…' }).click()
    await page.waitForURL((url) => /\/tickets\/T/.test(url.pathname) && !url.pathname.endsWith(no))
    await page.getByRole('heading', { level: 1 }).filter({ hasText: '发票' }).waitFor()
    const links = page.locator('section.card').filter({ hasText: 'split from' })
    await links.getByRole('link', { name: no }).waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
