// Two people on one ticket see each other, and who is writing.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { findings, openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser.close())

describe('two people on one ticket', () => {
  it('see each other come, write and go', async () => {
    const one = await openPerson(browser, { locale: 'en' })
    const two = await openPerson(browser, { locale: 'zh-CN', theme: 'dark', width: 360 })
    await signIn(one.page, address, ...logins.supervisor)
    await signIn(two.page, address, ...logins.leader)
    await two.page.goto(`${address}/inbox?view=department`)
    await settle(two.page)
    const no = await two.page.locator('[data-ticket-no]').first().getAttribute('data-ticket-no')
    await one.page.goto(`${address}/tickets/${no}`)
    await settle(one.page)
    assert.equal(await one.page.locator('.viewer').count(), 0)
    await two.page.goto(`${address}/tickets/${no}`)
    await one.page.locator('.viewer', { hasText: 'is here' }).waitFor()
    await two.page.locator('.viewer', { hasText: '也在查看' }).waitFor()
    await two.page.locator('.composer textarea').fill('您好，')
    await one.page.locator('.viewer', { hasText: 'is writing' }).waitFor()
    assert.deepEqual(await findings(one.page), [])
    assert.deepEqual(await findings(two.page), [])
    if (process.env.SHOTS) {
      await one.page.screenshot({ path: `${process.env.SHOTS}/presence-1440.png` })
      await two.page.screenshot({ path: `${process.env.SHOTS}/presence-360.png` })
    }
    await two.page.locator('.composer textarea').fill('')
    await one.page.locator('.viewer', { hasText: 'is here' }).waitFor()
    await two.context.close()
    await one.page.locator('.viewer').waitFor({ state: 'detached' })
    await one.context.close()
  })
})
