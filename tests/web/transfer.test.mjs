// What a visitor with an empty cache transfers, compressed, counted on the wire: the program's own
// budget. Needs a running server (people.mjs).
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

const CUSTOMER_BYTES = 90_000
const DESK_BYTES = 400_000

let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser.close())

/** Bytes of pages and files, not of the API's answers: those are the data, not the program. */
async function count(person) {
  const session = await person.context.newCDPSession(person.page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const addresses = new Map()
  const taken = { bytes: 0, files: [] }
  session.on('Network.responseReceived', (e) => addresses.set(e.requestId, e.response.url))
  session.on('Network.loadingFinished', (e) => {
    const from = addresses.get(e.requestId) ?? ''
    if (from.includes('/api/')) return
    taken.bytes += e.encodedDataLength
    taken.files.push(`${e.encodedDataLength} ${from}`)
  })
  return taken
}

describe('compressed transfer', () => {
  for (const path of ['/feedback', '/feedback/default', '/track', '/t/not-a-secret']) {
    it(`of ${path} is below ${CUSTOMER_BYTES} bytes`, async () => {
      const person = await openPerson(browser)
      const taken = await count(person)
      await person.page.goto(address + path)
      await settle(person.page)
      assert.ok(taken.bytes > 10_000, 'nothing was counted')
      assert.ok(taken.bytes < CUSTOMER_BYTES, `${taken.bytes}:\n${taken.files.join('\n')}`)
      await person.context.close()
    })
  }

  it(`of the desk, signed in and with its inbox, is below ${DESK_BYTES} bytes`, async () => {
    const person = await openPerson(browser)
    await signIn(person.page, address, ...logins.supervisor)
    const taken = await count(person)
    await person.page.goto(`${address}/inbox?view=all`)
    await settle(person.page)
    assert.ok(taken.bytes > 100_000, 'nothing was counted')
    assert.ok(taken.bytes < DESK_BYTES, `${taken.bytes}:\n${taken.files.join('\n')}`)
    await person.context.close()
  })
})
