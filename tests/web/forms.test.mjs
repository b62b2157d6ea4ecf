// Settings → Forms: a new form from nothing, mistakes beside their field, and a customer who uses it.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { findings, openBrowser, openPerson } from '../../web/tests/browser.mjs'
import { address } from './people.mjs'
import { choose, openSettings } from './settings.mjs'

let browser
const shots = process.env.SHOTS
before(async () => {
  browser = await openBrowser()
})
after(() => browser.close())

const enter = (look = {}) => openSettings(browser, 'forms', look)

describe('the forms', () => {
  it('are made from nothing, refused beside the field, and filled in by a customer', async () => {
    const { page, context, complaints } = await enter()
    await page.getByRole('button', { name: 'New form' }).click()
    await page.getByLabel('Name in links').fill('Returns')
    await page.getByText('/feedback/returns').waitFor()
    await page.getByLabel('Title · English').fill('Send something back')
    await choose(page, 'Add a field…', 'Choice')
    const first = page.getByTestId('form-field-0')
    await first.getByLabel('Label · English').fill('Why')
    // A choice without choices: the server says so, beside it.
    await page.getByRole('button', { name: 'Save' }).click()
    await first.locator('.problem').first().waitFor()
    assert.match(await first.innerText(), /fill in|required|needed/i)
    assert.deepEqual(await findings(page), [])
    await first.getByLabel('Choices').fill('Broken\nToo late')
    await choose(page, 'Add a field…', 'Order number')
    const second = page.getByTestId('form-field-1')
    await second.getByLabel('Label · English').fill('Your order')
    // By keyboard: the order number comes first.
    await page.getByRole('button', { name: 'Move field 2 up' }).focus()
    await page.keyboard.press('Enter')
    assert.equal(await first.getByLabel('Label · English').inputValue(), 'Your order')
    await first.getByRole('checkbox', { name: 'Required' }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/^changed by /).waitFor()

    const customer = await openPerson(browser, { locale: 'en', width: 360 })
    await customer.page.goto(`${address}/feedback/returns`)
    await customer.page.getByRole('heading', { name: 'Send something back' }).waitFor()
    await customer.page.getByLabel(/Your order/).waitFor()
    const options = await customer.page.getByLabel(/Why/).locator('option').allInnerTexts()
    assert.ok(options.includes('Broken') && options.includes('Too late'), options.join())
    assert.deepEqual(customer.complaints, [])
    await customer.context.close()

    // Switched off, nobody can open it.
    await page.getByRole('switch').click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Save' }).and(page.locator(':disabled')).waitFor()
    const gone = await page.evaluate(
      async () => (await fetch('/api/v1/public/forms/returns')).status,
    )
    assert.equal(gone, 404)
    assert.deepEqual(
      complaints.filter((c) => !/status of 4\d\d/.test(c)),
      [],
    )
    await context.close()
  })

  it('say which sites may show them, and show the secret of the widget', async () => {
    const { page, context } = await enter()
    await page.getByText('data-form="').waitFor()
    await page.getByRole('combobox', { name: 'Sites that may show it' }).fill('shop.example')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator('.form-row.bad .problem').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Show the signing secret' }).click()
    const dialog = page.getByRole('dialog')
    const secret = (await dialog.locator('code').innerText()).trim()
    assert.match(secret, /^\S{20,}$/)
    await dialog.locator('.ant-modal-footer button').click()
    await page.getByRole('button', { name: 'Make a new secret' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Save' }).and(page.locator(':disabled')).waitFor()
    await page.getByRole('button', { name: 'Show the signing secret' }).click()
    assert.notEqual((await dialog.locator('code').innerText()).trim(), secret)
    await context.close()
  })

  for (const look of [
    { locale: 'zh-CN', theme: 'light', width: 1440 },
    { locale: 'en', theme: 'dark', width: 1440 },
    { locale: 'zh-CN', theme: 'dark', width: 360 },
  ]) {
    it(`are accessible and fit: ${look.locale}, ${look.theme}, ${look.width} px`, async () => {
      const { page, context, complaints } = await enter(look)
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      )
      if (shots) {
        const name = `forms-${look.locale}-${look.theme}-${look.width}`
        await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
      }
      assert.deepEqual(await findings(page), [])
      assert.ok(wide <= 0, `${wide} px wider than the window`)
      assert.deepEqual(complaints, [])
      await context.close()
    })
  }
})
