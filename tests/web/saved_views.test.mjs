// Saved views: what the browser kept moves to the server; a view is kept, shared, renamed, removed.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { findings, openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser.close())

describe('saved views', () => {
  it('move from the browser to the server, and follow the person to another browser', async () => {
    const first = await openPerson(browser, { locale: 'en' })
    await signIn(first.page, address, ...logins.supervisor)
    // Not on a page of the desk: that would move the view while the next page loads.
    await first.page.goto(`${address}/docs`)
    await first.page.evaluate(() =>
      localStorage.setItem(
        'hy.views',
        JSON.stringify([{ name: 'Kept here', address: 'view=all&priority=high' }]),
      ),
    )
    await first.page.goto(`${address}/inbox?view=all`)
    await first.page.getByRole('link', { name: 'Kept here' }).waitFor()
    assert.equal(await first.page.evaluate(() => localStorage.getItem('hy.views')), null)
    assert.deepEqual(first.complaints, [])
    await first.context.close()

    const second = await openPerson(browser, { locale: 'en' })
    await signIn(second.page, address, ...logins.supervisor)
    await second.page.goto(`${address}/inbox?view=all`)
    await second.page.getByRole('link', { name: 'Kept here' }).click()
    await second.page.waitForURL(/priority=high/)
    await second.context.close()
  })

  it('are shared with everybody, renamed, and removed after a question', async () => {
    const owner = await openPerson(browser, { locale: 'en' })
    await signIn(owner.page, address, ...logins.supervisor)
    await owner.page.goto(`${address}/inbox?view=all&category=complaint`)
    await settle(owner.page)
    await owner.page.getByRole('button', { name: 'Save as view' }).click()
    await owner.page.getByLabel('Name of the view').fill('Complaints')
    await owner.page.locator('.view-form .ant-select').click()
    await owner.page.locator('.ant-select-dropdown:visible').getByTitle('Everybody').click()
    assert.deepEqual(await findings(owner.page), [])
    await owner.page.getByRole('button', { name: 'Save', exact: true }).click()
    await owner.page.getByRole('link', { name: 'Complaints', exact: true }).waitFor()

    const reader = await openPerson(browser, { locale: 'en' })
    await signIn(reader.page, address, ...logins.agent)
    await reader.page.goto(`${address}/inbox?view=all`)
    await reader.page.getByRole('link', { name: 'Complaints', exact: true }).click()
    await reader.page.waitForURL(/category=complaint/)
    assert.equal(await reader.page.getByRole('button', { name: /Complaints$/ }).count(), 0)
    assert.deepEqual(await findings(reader.page), [])
    assert.deepEqual(reader.complaints, [])
    await reader.context.close()

    await owner.page.getByRole('button', { name: 'Edit view Complaints' }).click()
    await owner.page.getByLabel('Name of the view').fill('All complaints')
    await owner.page.getByRole('button', { name: 'Save', exact: true }).click()
    await owner.page.getByRole('button', { name: 'Remove view All complaints' }).click()
    await owner.page.getByRole('button', { name: 'Remove', exact: true }).click()
    await owner.page.getByRole('link', { name: 'All complaints' }).waitFor({ state: 'detached' })
    assert.deepEqual(owner.complaints, [])
    await owner.context.close()
  })

  it('take over what the list shows now, and are kept on a phone', async () => {
    const { page, context, complaints } = await openPerson(browser, { locale: 'en', width: 360 })
    await signIn(page, address, ...logins.supervisor)
    await page.goto(`${address}/inbox?view=all&category=inquiry`)
    await settle(page)
    await page.getByRole('button', { name: 'Save as view' }).click()
    await page.getByLabel('Name of the view').fill('Questions')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const link = page.getByRole('link', { name: 'Questions', exact: true })
    await link.waitFor()
    await page.goto(`${address}/inbox?view=all`)
    await link.click()
    await page.waitForURL(/category=inquiry/)
    assert.equal(await page.getByRole('button', { name: /^Update/ }).count(), 0)
    const search = page.getByRole('searchbox').or(page.getByRole('textbox', { name: /search/i })).first()
    await search.fill('发票')
    await search.press('Enter')
    await page.waitForURL(/q=/)
    const update = page.getByRole('button', { name: /Update “Questions”/ })
    await update.waitFor()
    assert.ok((await update.boundingBox()).x >= 0)
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/update-view.png` })
    assert.deepEqual(await findings(page), [])
    await update.click()
    await update.waitFor({ state: 'detached' })
    await page.goto(`${address}/inbox?view=all`)
    await link.click()
    await page.waitForURL(/q=/)
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    )
    assert.ok(wide <= 0, `${wide} px wider than the window`)
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
