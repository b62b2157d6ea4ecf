// Settings → SLA policies: seen before they are saved, wrong values beside their field, and what
// open tickets would get.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { findings, openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'
import { choose, openSettings } from './settings.mjs'

let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser.close())

const enter = (look = {}) => openSettings(browser, 'sla', look)

const dueOf = (page, clock) => page.locator(`.policy-preview [data-clock=${clock}] summary time`)

describe('the policies', () => {
  it('say when a ticket would be due while they are edited, and are saved as a new one', async () => {
    const { page, context, complaints } = await enter()
    await choose(page, 'Policies', 'Medium priority')
    await page.getByLabel('Received at').fill('2026-02-13T17:30')
    const due = dueOf(page, 'first_response')
    await page
      .locator('[data-clock=first_response] summary time[datetime="2026-02-14T09:30:00Z"]')
      .waitFor()
    await page
      .locator('[data-clock=solution] summary time[datetime="2026-02-27T10:00:00Z"]')
      .waitFor()

    await page.getByRole('button', { name: 'New policy' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Quick answers')
    await choose(page, 'Priority', 'Mid')
    await page.getByLabel('Received at').fill('2026-02-13T17:30')
    await page.getByRole('spinbutton', { name: 'First response · Limit' }).fill('6')
    await page
      .locator('[data-clock=first_response] summary time[datetime="2026-02-13T15:30:00Z"]')
      .waitFor()
    await due.click()
    await page.locator('.policy-preview details[open] li').first().waitFor()
    await page.getByRole('button', { name: /Save$/ }).click()
    await page.getByText(/^changed by /).waitFor()
    await page.reload()
    await settle(page)
    await choose(page, 'Policies', 'Quick answers')
    const limit = page.getByRole('spinbutton', { name: 'First response · Limit' })
    assert.equal(await limit.inputValue(), '6')

    // Saving moved no due by itself; the dry run says what giving it to open tickets would do.
    const tickets = page.getByRole('region', { name: 'Open tickets' })
    await tickets.getByRole('button', { name: 'See what would change' }).click()
    await tickets.getByText(/^\d+ of \d+ open tickets would change\.$/).waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  it('name periods of law, which stand beside the clocks', async () => {
    const { page, context, complaints } = await enter()
    await page.getByRole('button', { name: 'New policy' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Bank customers')
    await choose(page, 'Priority', 'Mid')
    await page.getByLabel('Received at').fill('2026-08-25T18:30')
    await choose(page, 'Periods of law', 'Bank or insurer decision')
    const law = (due) =>
      page.locator(`[data-clock=stat_bank_reply] summary time[datetime="${due}"]`).waitFor()
    await law('2026-09-09T10:00:00Z')
    // Another stage of a duty takes the place of the first.
    await page
      .locator('.ant-select-dropdown:visible')
      .getByTitle('Bank or insurer decision · complex case', { exact: true })
      .click()
    await law('2026-09-24T10:00:00Z')
    await page.keyboard.press('Escape')
    await page.getByLabel('Name', { exact: true }).click()
    await dueOf(page, 'stat_bank_reply').click()
    await page.getByText(/period of law, bank or insurer decides and tells/).waitFor()
    assert.deepEqual(await findings(page), [])
    // Of nobody, so that tickets of other tests have no such clock.
    await page.getByLabel('Tier').fill('bank-test')
    await page.getByRole('button', { name: /Save$/ }).click()
    await page.getByText(/^changed by /).waitFor()
    await page.reload()
    await settle(page)
    await choose(page, 'Policies', 'Bank customers')
    await page.getByTitle('Bank or insurer decision · complex case').first().waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  it('say on a ticket why each clock is due, also by keyboard', async () => {
    const { page, context, complaints } = await openPerson(browser, { locale: 'en', width: 360 })
    await signIn(page, address, ...logins.supervisor)
    const no = await page.evaluate(async () => {
      const list = await (await fetch('/api/v1/tickets?limit=1')).json()
      return list.items[0].ticket_no
    })
    await page.goto(`${address}/tickets/${no}`)
    await settle(page)
    await page.locator('.clock-chip').focus()
    await page.keyboard.press('Enter')
    const clocks = page.getByRole('region', { name: 'Why then' })
    await clocks.waitFor()
    await clocks.focus()
    assert.deepEqual(await findings(page), [])
    assert.deepEqual(complaints, [])
    await context.close()
  })

  it('are given to open tickets after a look at what would change', async () => {
    const desk = await openPerson(browser, { locale: 'en' })
    await signIn(desk.page, address, ...logins.supervisor)
    const no = await desk.page.evaluate(async () => {
      const me = await (await fetch('/api/v1/session')).json()
      const answer = await fetch('/api/v1/feedback', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf_token },
        body: JSON.stringify({ channel: 'phone', text: 'The hinge squeaks.', priority: 'mid' }),
      })
      return (await answer.json()).ticket_no
    })
    const dueNow = () =>
      desk.page.evaluate(async (n) => {
        const ticket = await (await fetch(`/api/v1/tickets/${n}`)).json()
        return ticket.clocks.find((c) => c.clock === 'first_response').due_at
      }, no)
    const before = await dueNow()

    const { page, context, complaints } = await enter()
    await choose(page, 'Policies', 'Quick answers')
    await page.getByRole('spinbutton', { name: 'First response · Limit' }).fill('2')
    await page.getByRole('button', { name: /Save$/ }).click()
    await page.getByText(/^changed by /).waitFor()
    const tickets = page.getByRole('region', { name: 'Open tickets' })
    await tickets.getByRole('button', { name: 'See what would change' }).click()
    await tickets.getByText(/^[1-9]\d* of \d+ open tickets would change\.$/).waitFor()
    assert.equal(await dueNow(), before)
    assert.deepEqual(await findings(page), [])
    await tickets
      .getByRole('button', { name: /^Give [1-9]\d* tickets the policies of now$/ })
      .click()
    await tickets.getByText(/^[1-9]\d* of \d+ open tickets were changed\.$/).waitFor()
    assert.ok((await dueNow()) < before, `still ${before}`)
    await tickets.getByRole('button', { name: 'See what would change' }).click()
    await tickets.getByText(/^0 of \d+ open tickets would change\.$/).waitFor()
    assert.equal(await tickets.getByRole('button', { name: /^Give/ }).count(), 0)
    assert.deepEqual(complaints, [])
    await context.close()
    await desk.context.close()
  })

  it('show beside the clock what is wrong with it', async () => {
    const { page, context } = await enter()
    await page.getByRole('button', { name: 'New policy' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Too long')
    await page.getByRole('spinbutton', { name: 'First response · Limit' }).fill('999999')
    await page.getByRole('button', { name: /Save$/ }).click()
    const clock = page.locator('.policy-clock.bad')
    await clock.getByText('Not a term this unit allows (at most ten years)').waitFor()
    await page.getByRole('spinbutton', { name: 'First response · Limit' }).fill('')
    await page.getByRole('button', { name: /Save$/ }).click()
    await clock.getByText('Please fill this in').waitFor()
    await context.close()
  })

  for (const look of [
    { width: 1440 },
    { width: 360, locale: 'zh-CN' },
    { width: 768, locale: 'zh-TW', theme: 'dark' },
  ]) {
    it(`are accessible and fit ${JSON.stringify(look)}`, async () => {
      const { page, context } = await enter(look)
      await page.locator('.policy-preview summary').first().waitFor()
      assert.deepEqual(await findings(page), [])
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      assert.equal(over, 0)
      await context.close()
    })
  }
})
