// A poster's code, read back from the picture, opens the form with the store filled in. Needs a running
// server (people.mjs).
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { decodeQr, findings, openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser.close())

describe('posters', () => {
  it('lead to the form with the store filled in', async () => {
    const person = await openPerson(browser, {})
    const { page } = person
    await signIn(page, address, ...logins.admin)
    await page.goto(`${address}/settings/posters`)
    await settle(page)
    await page.locator('#poster-stores').fill('S12 上海南京路店\nS13 北京王府井店')
    await page.getByRole('button', { name: '下一张' }).click()
    const canvas = page.locator('.posters-preview canvas')
    const picture = await canvas.evaluate((c) => {
      const { data, width, height } = c.getContext('2d').getImageData(0, 0, c.width, c.height)
      return { width, height, grey: Array.from({ length: width * height }, (_, i) => data[i * 4]) }
    })
    const url = new URL(decodeQr(picture))
    assert.equal(url.origin + url.pathname, `${address}/feedback/store`)
    assert.equal(url.searchParams.get('store'), 'S13')
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: /下载 PDF/ }).click()
    const download = await waiting
    const file = await download.createReadStream()
    const chunks = []
    for await (const chunk of file) chunks.push(chunk)
    const pdf = Buffer.concat(chunks)
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
    assert.deepEqual(await findings(page), [])

    await page.goto(url.toString())
    await settle(page)
    assert.equal(await page.getByLabel('门店或窗口').inputValue(), 'S13')
    assert.deepEqual(person.complaints, [])
    await person.context.close()
  })
})
