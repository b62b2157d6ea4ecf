// Files from both sides: sent with progress, refused with a reason, shown, and given back only as
// downloads. Needs a running server (people.mjs).
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { findings, openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const LETTER = { name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('一封信\n'.repeat(50_000)) }
const PICTURE = { name: 'broken screen.png', mimeType: 'image/png', buffer: PIXEL }
const PROGRAM = { name: 'holiday.png', mimeType: 'image/png', buffer: Buffer.from(`MZ${'\0'.repeat(600)}`) }
const HUGE = { name: 'film.txt', mimeType: 'text/plain', buffer: Buffer.alloc(20 * 1024 * 1024 + 1, 'a') }

let browser
let desk
let customer
let no
before(async () => {
  browser = await openBrowser()
  customer = await openPerson(browser, { locale: 'en', width: 360 })
  await customer.page.goto(`${address}/feedback`)
  await customer.page.locator('textarea').first().fill('The screen of the phone broke after a day, pictures follow.')
  await customer.page.locator('button[type=submit]').click()
  no = await customer.page.getByTestId('ticket-no').textContent({ timeout: 60_000 })
  const link = await customer.page.locator('.url a').getAttribute('href')
  await customer.page.goto(`${address}${new URL(link).pathname}`)
  await settle(customer.page)
  desk = await openPerson(browser, { locale: 'en' })
  await signIn(desk.page, address, ...logins.supervisor)
  await desk.page.goto(`${address}/tickets/${no}`)
  await settle(desk.page)
})
after(() => browser.close())

/** Follows a link to a file; what was saved, and how the server sent it. */
async function download(page, link) {
  const href = await link.getAttribute('href')
  const [saved] = await Promise.all([page.waitForEvent('download'), link.click()])
  const sent = await page.evaluate(async (from) => {
    const answer = await fetch(from)
    return [answer.headers.get('Content-Disposition'), answer.headers.get('X-Content-Type-Options')]
  }, href)
  return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()), sent }
}

describe('a file of a customer', () => {
  it('is sent with progress and can be downloaded again', async () => {
    const { page, context } = customer
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 300_000 }
    await session.send('Network.emulateNetworkConditions', slow)
    await page.locator('.files input[type=file]').setInputFiles([LETTER])
    await page.locator('.files progress').waitFor()
    assert.deepEqual(await findings(page), [])
    await session.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 })
    const link = page.locator('.files').getByRole('link', { name: LETTER.name })
    await link.waitFor({ timeout: 20_000 })
    assert.equal(await page.locator('.files progress').count(), 0)
    const got = await download(page, link)
    assert.equal(got.name, LETTER.name)
    assert.ok(got.bytes.equals(LETTER.buffer))
    assert.match(got.sent[0], /^attachment/)
    assert.equal(got.sent[1], 'nosniff')
  })

  it('is refused in its own line when it is not what its name says, or too large', async () => {
    const { page } = customer
    await page.locator('.files input[type=file]').setInputFiles([PROGRAM, HUGE])
    const refused = page.locator('.files li.bad')
    await refused.nth(1).waitFor()
    assert.match(await refused.filter({ hasText: HUGE.name }).innerText(), /larger than 20 MB/)
    assert.ok((await refused.filter({ hasText: PROGRAM.name }).getByRole('alert').innerText()).length > 10)
    assert.deepEqual(await findings(page), [])
    for (const { name } of [PROGRAM, HUGE]) {
      await page.getByRole('button', { name: `Remove ${name}` }).click()
    }
    assert.equal(await refused.count(), 0)
    assert.equal(await page.locator('.files').getByRole('link').count(), 1)
  })
})

describe('a file of the desk', () => {
  it('goes out with the reply, is shown, and reaches the customer', async () => {
    const { page } = desk
    await page.locator('.composer textarea').fill('Is it this part?')
    await page.locator('.composer input[type=file]').setInputFiles([PICTURE])
    await page.locator('.chosen-files').getByText(PICTURE.name).waitFor()
    await page.locator('.composer-bar .ant-btn-primary').click()
    const shown = page.getByRole('img', { name: PICTURE.name })
    await shown.waitFor()
    await page.locator('.chosen-files').waitFor({ state: 'detached' })
    assert.equal(await shown.evaluate((img) => img.naturalWidth), 1)
    assert.match(await shown.getAttribute('src'), /^blob:/)
    assert.deepEqual(await findings(page), [])
    const got = await download(page, page.getByRole('link', { name: PICTURE.name }))
    assert.ok(got.bytes.equals(PIXEL))
    assert.match(got.sent[0], /^attachment/)
    await customer.page.reload()
    await settle(customer.page)
    await customer.page.locator('.files').getByRole('link', { name: PICTURE.name }).waitFor()
  })

  it('stays chosen and says why when it is refused', async () => {
    const { page } = desk
    await page.locator('.composer textarea').fill('And this?')
    await page.locator('.composer input[type=file]').setInputFiles([PROGRAM])
    await page.locator('.composer-bar .ant-btn-primary').click()
    const alert = page.locator('.chosen-files [role=alert]')
    await alert.waitFor()
    assert.ok((await alert.innerText()).length > 10)
    assert.equal(await page.locator('.composer textarea').inputValue(), 'And this?')
    assert.deepEqual(await findings(page), [])
  })

  it('that is internal never reaches the customer', async () => {
    const { page } = desk
    await page.reload()
    await settle(page)
    await page.locator('.composer').getByText('Internal note').first().click()
    await page.locator('.composer textarea').fill('for us only')
    const mine = { ...LETTER, name: 'internal.txt', buffer: Buffer.from('not for the customer') }
    await page.locator('.composer input[type=file]').setInputFiles([mine])
    await page.locator('.composer-bar .ant-btn-primary').click()
    await page.getByRole('link', { name: mine.name }).waitFor()
    await customer.page.reload()
    await settle(customer.page)
    assert.equal(await customer.page.getByText(mine.name).count(), 0)
  })
})
