// The widget on a site of another origin under a strict Content-Security-Policy, the demo page, and
// the API's own page. Needs a running server (people.mjs).
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { findings, openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

let browser
let shop
let shopAddress
let signature = ''
before(async () => {
  browser = await openBrowser()
  shop = createServer((request, response) => {
    if (request.url !== '/cart') return response.writeHead(404).end()
    response.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; img-src data:; script-src ${address}; frame-src ${address}; base-uri 'none'`,
    )
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(
      `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,"></head><body><main><h1>Shop</h1></main>` +
        `<script src="${address}/widget.js" data-form="default" data-version="7.1" data-user="u42" data-signature="${signature}"></script></body></html>`,
    )
  })
  await new Promise((ready) => shop.listen(0, '127.0.0.1', ready))
  shopAddress = `http://127.0.0.1:${shop.address().port}`
})
after(async () => {
  await browser.close()
  shop.close()
})

/** The administrator lets the shop show the form, and reads the secret that signs its users. */
async function allowShop() {
  const admin = await openPerson(browser)
  await signIn(admin.page, address, ...logins.admin)
  const secret = await admin.page.evaluate(async (origin) => {
    const me = await (await fetch('/api/v1/session')).json()
    const ask = async (method, path, body) => {
      const answer = await fetch(`/api/v1${path}`, {
        method,
        headers: { 'X-CSRF-Token': me.csrf_token, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
      return answer.json()
    }
    const forms = await (await fetch('/api/v1/documents/form')).json()
    const form = forms.items.find((f) => f.id === 'default')
    await ask('PUT', '/documents/form/default', {
      version: form.version,
      body: { ...form.body, origins: [origin] },
    })
    return (await ask('POST', '/forms/default/widget-secret', {})).secret
  }, shopAddress)
  await admin.context.close()
  return secret
}

describe('the widget', () => {
  it('is not shown in a frame of a site the form does not name', async () => {
    const policy = (await fetch(`${address}/feedback`)).headers.get('content-security-policy')
    assert.ok(!policy.includes(shopAddress))
  })

  it('takes feedback on another origin under a strict policy, by keyboard', async () => {
    signature = createHmac('sha256', await allowShop()).update('u42').digest('hex')
    const customer = await openPerson(browser, { locale: 'en', width: 360 })
    await customer.page.goto(`${shopAddress}/cart`)
    await customer.page.keyboard.press('Tab')
    await customer.page.keyboard.press('Enter')
    const frame = customer.page.frameLocator('iframe')
    await frame.locator('textarea').fill('The checkout page stays empty since this morning')
    const sent = customer.page.waitForResponse((r) => r.url().endsWith('/api/v1/feedback'))
    await frame.locator('button[type=submit]').click()
    const answer = await sent
    assert.equal(answer.status(), 201, await answer.text())
    const body = answer.request().postDataJSON()
    assert.equal(body.widget.page, `${shopAddress}/cart`)
    assert.equal(body.widget.version, '7.1')
    assert.equal(body.channel, 'in_app')
    await customer.page.keyboard.press('Escape')
    await customer.page.locator('iframe').waitFor({ state: 'hidden' })
    assert.deepEqual(customer.complaints, [])
    await customer.context.close()
  })

  it('is small', async () => {
    const script = await (await fetch(`${address}/widget.js`)).text()
    assert.ok(gzipSync(script).length < 15_000)
  })
})

for (const path of ['/widget-demo', '/docs']) {
  for (const theme of ['light', 'dark']) {
    it(`${path} is accessible and quiet, ${theme}`, async () => {
      const person = await openPerson(browser, { theme, width: 360 })
      await person.page.goto(address + path)
      await settle(person.page)
      if (path === '/docs') {
        await person.page.locator('details').first().waitFor()
        await person.page.locator('summary').first().click()
      }
      const wide = await person.page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      )
      assert.equal(wide, 0)
      assert.deepEqual(await findings(person.page), [])
      assert.deepEqual(person.complaints, [])
      await person.context.close()
    })
  }
}
