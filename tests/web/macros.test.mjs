// A macro from its editor to a ticket: made, seen before it is run, and run as a whole.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { findings, openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser.close())

describe('a macro', () => {
  it('is made of steps in order, wrong ones marked', async () => {
    const { page, context } = await openPerson(browser, { locale: 'en' })
    await signIn(page, address, ...logins.admin)
    await page.goto(`${address}/settings/macros`)
    await settle(page)
    await page.getByLabel('Name', { exact: true }).fill('Ask the depot')
    await page.getByRole('button', { name: /Save$/ }).click()
    await page.locator('.form-row.bad .problem').first().waitFor()
    assert.deepEqual(await findings(page), [])
    await page.getByLabel('Text of step 1').fill('We are asking the depot.')
    await page.getByRole('button', { name: 'Add a step' }).click()
    await page.getByLabel('Text of step 2').fill('depot asked by telephone')
    await page.getByRole('button', { name: 'Add a step' }).click()
    await page.getByRole('button', { name: 'Remove step 3' }).click()
    await page.getByRole('button', { name: 'Move step 2 up' }).click()
    assert.equal(await page.getByLabel('Text of step 1').inputValue(), 'depot asked by telephone')
    await page.getByRole('button', { name: /Save$/ }).click()
    await page.getByText(/^changed by /).waitFor()
    await page.reload()
    await settle(page)
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Ask the depot')
    assert.equal(await page.getByLabel('Text of step 2').inputValue(), 'We are asking the depot.')
    assert.deepEqual(await findings(page), [])
    await context.close()
  })

  it('shows what it will do to a ticket, and then does all of it', async () => {
    const { page, context, complaints } = await openPerson(browser, { locale: 'en' })
    await signIn(page, address, ...logins.supervisor)
    await page.goto(`${address}/inbox?view=all`)
    await settle(page)
    const no = await page.locator('[data-ticket-no]').first().getAttribute('data-ticket-no')
    await page.goto(`${address}/tickets/${no}`)
    await settle(page)
    await page.locator('.composer').getByRole('button', { name: 'Macro' }).click()
    await page.locator('.ant-select-dropdown:visible').getByTitle('Ask the depot', { exact: true }).click()
    const steps = page.getByRole('list', { name: 'What will happen' }).getByRole('listitem')
    await steps.nth(1).waitFor()
    assert.match(await steps.nth(0).innerText(), /depot asked by telephone/)
    assert.match(await steps.nth(1).innerText(), /We are asking the depot\./)
    assert.deepEqual(await findings(page), [])
    await page.getByRole('button', { name: 'Do all of it' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.locator('.timeline').getByText('depot asked by telephone').waitFor()
    await page.locator('.timeline').getByText('We are asking the depot.').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
