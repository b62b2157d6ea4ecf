// The process of tickets: from the map to the tickets behind an arc, by mouse and by keyboard.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

let browser
let person
before(async () => {
  browser = await openBrowser()
  person = await openPerson(browser, { locale: 'en' })
  await signIn(person.page, address, ...logins.supervisor)
})
after(() => browser.close())

describe('the process page', () => {
  it('leads from an arc to a ticket that took it', async () => {
    const { page } = person
    await page.goto(`${address}/process`)
    await settle(page)
    const arc = page.getByRole('button', { name: /^gave feedback to classified, / })
    await arc.focus()
    await page.keyboard.press('Enter')
    const behind = page.getByRole('region', { name: 'Tickets behind the choice' })
    await behind.getByRole('link').first().waitFor()
    const no = await behind.getByRole('link').first().innerText()
    assert.match(no, /^T\d{6}-\d{6}$/)
    await behind.getByRole('link').first().click()
    await page.waitForURL(`**/tickets/${no}`)
  })

  it('shows fewer steps as the slider says, and the clock changes the times', async () => {
    const { page } = person
    await page.goto(`${address}/process`)
    await settle(page)
    const steps = page.locator('.process-map .step')
    const all = await steps.count()
    await page.getByRole('slider', { name: 'Steps' }).focus()
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowLeft')
    await assertSoon(async () => (await steps.count()) < all)
    const median = page.locator('.process-figures dd').nth(1)
    const elapsed = await median.innerText()
    await page.getByText('Business time', { exact: true }).click()
    await assertSoon(async () => (await median.innerText()) !== elapsed)
    await page.getByText('Elapsed time', { exact: true }).click()
  })

  it('is not offered to those who may not read indicators', async () => {
    const agent = await openPerson(browser, { locale: 'en' })
    await signIn(agent.page, address, ...logins.agent)
    await settle(agent.page)
    assert.equal(await agent.page.getByRole('link', { name: 'Process' }).count(), 0)
    await agent.context.close()
  })
})

async function assertSoon(holds) {
  for (let i = 0; i < 50; i++) {
    if (await holds()) return
    await person.page.waitForTimeout(100)
  }
  assert.fail('did not come to hold within five seconds')
}
