// Webhooks: made, its secret shown once, tested, switched off, removed.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { findings, openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

const LOOKS = [
  { locale: 'zh-CN', theme: 'light', width: 1440 },
  { locale: 'en', theme: 'dark', width: 1440 },
  { locale: 'zh-TW', theme: 'contrast', width: 768 },
  { locale: 'zh-CN', theme: 'dark', width: 360 },
]

let browser
let person
const shots = process.env.SHOTS
before(async () => {
  browser = await openBrowser()
  person = await openPerson(browser, { locale: 'en' })
  await signIn(person.page, address, ...logins.admin)
})
after(() => browser.close())

describe('webhooks', () => {
  it('a new one shows its secret once', async () => {
    const { page } = person
    await page.goto(`${address}/settings/webhooks`)
    await page.getByRole('button', { name: 'Add webhook' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Address').fill('ftp://erp.example.com/in')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Only http:// and https://').waitFor()
    // Nothing listens there, and nothing inside may be reached.
    await dialog.getByLabel('Address').fill('http://127.0.0.1:9/in')
    await dialog.getByLabel('Description').fill('ERP')
    await dialog.getByLabel('Chosen events').check()
    await dialog.locator('.ant-select-selector').click()
    await page.locator('.ant-select-item-option').first().click()
    await dialog.locator('.ant-modal-title').click()
    assert.deepEqual(await findings(page), [])
    if (shots) await page.screenshot({ path: `${shots}/webhook-dialog.png` })
    await dialog.getByRole('button', { name: 'Save' }).click()
    const secret = page.locator('pre.secret')
    await secret.waitFor()
    assert.match(await secret.textContent(), /^whsec_[A-Za-z0-9+/]{43}=$/)
    assert.deepEqual(await findings(page), [])
    await page.getByRole('button', { name: 'I have copied it' }).click()
    await secret.waitFor({ state: 'detached' })
    await page.reload()
    await page.getByText('ERP', { exact: true }).waitFor()
    assert.equal(await page.getByText('whsec_').count(), 0)
  })

  it('a test event shows what became of it', async () => {
    const { page } = person
    await page.getByRole('button', { name: 'Send test event' }).click()
    await page.getByText('not of the public Internet').waitFor()
    await page.getByText('Next try').waitFor()
  })

  it('a new secret leaves the old one valid for a day', async () => {
    const { page } = person
    await page.getByRole('button', { name: 'New secret' }).first().click()
    await page.getByRole('tooltip').getByRole('button', { name: 'New secret' }).click()
    await page.locator('pre.secret').waitFor()
    await page.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByText('The old secret signs until').waitFor()
  })

  for (const look of LOOKS) {
    it(`looks right: ${look.locale} ${look.theme} ${look.width}`, async () => {
      const other = await openPerson(browser, look)
      await signIn(other.page, address, ...logins.admin)
      await other.page.goto(`${address}/settings/webhooks`)
      await other.page.getByText('ERP', { exact: true }).waitFor()
      await other.page.locator('.webhook-actions button').nth(1).click()
      await other.page.locator('.webhooks table').waitFor()
      await settle(other.page)
      assert.deepEqual(await findings(other.page), [])
      const wide = await other.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      assert.ok(wide <= 0, `the page is ${wide} px wider than the window`)
      if (shots) {
        await other.page.screenshot({
          path: `${shots}/webhooks-${look.locale}-${look.theme}-${look.width}.png`,
        })
      }
      await other.context?.close()
    })
  }

  it('is switched off and removed', async () => {
    const { page } = person
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('dialog').getByLabel('Send events').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.locator('.chip.needs', { hasText: 'Off' }).waitFor()
    assert.ok(await page.getByRole('button', { name: 'Send test event' }).isDisabled())
    await page.getByRole('button', { name: 'Remove' }).first().click()
    await page.getByRole('tooltip').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('No webhooks yet').waitFor()
  })
})
