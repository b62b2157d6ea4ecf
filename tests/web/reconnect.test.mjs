// A server that goes away and comes back: the session lives on, the page says that it is cut off,
// and then shows what happened meanwhile, without being loaded again. Starts a server of its own.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { findings, openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { logins } from './people.mjs'

const folder = mkdtempSync(join(tmpdir(), 'huiyin-reconnect-'))
let browser
let server
let listen = '127.0.0.1:0'

async function start() {
  const data = join(folder, 'demo')
  server = spawn(process.env.HUIYIN, ['demo', '--data', data, '--tickets', '200', '--listen', listen])
  for await (const line of createInterface({ input: server.stdout })) {
    const ready = /is ready on (http:\/\/(\S+))/.exec(line)
    if (!ready) continue
    listen = ready[2]
    return ready[1]
  }
  throw new Error('the server did not start')
}

function stop() {
  const gone = new Promise((done) => server.once('exit', done))
  server.kill('SIGTERM')
  return gone
}

before(async () => {
  browser = await openBrowser()
})
after(async () => {
  await browser.close()
  await stop()
  rmSync(folder, { recursive: true })
})

/** A note from somebody else's desk. */
const note = (page, no, text) =>
  page.evaluate(
    async ([ticket, words]) => {
      const me = await (await fetch('/api/v1/session')).json()
      const answer = await fetch(`/api/v1/tickets/${ticket}/note`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf_token },
        body: JSON.stringify({ text: words }),
      })
      return answer.status
    },
    [no, text],
  )

describe('a server that restarts', () => {
  it('leaves everybody signed in, and open pages catch up', { timeout: 120_000 }, async () => {
    const address = await start()
    const one = await openPerson(browser, { locale: 'zh-CN' })
    const two = await openPerson(browser, { locale: 'en' })
    await signIn(one.page, address, ...logins.supervisor)
    await signIn(two.page, address, ...logins.leader)
    await two.page.goto(`${address}/inbox?view=department`)
    await settle(two.page)
    const no = await two.page.locator('[data-ticket-no]').first().getAttribute('data-ticket-no')
    await one.page.goto(`${address}/tickets/${no}`)
    await settle(one.page)
    await one.page.evaluate(() => {
      globalThis.sameDocument = true
    })
    await one.page.locator('.composer textarea').fill('写到一半的回复')

    await stop()
    await one.page.locator('.offline').waitFor({ timeout: 15_000 })
    assert.match(await one.page.locator('.offline').innerText(), /实时更新暂时中断/)
    assert.deepEqual(await findings(one.page), [])

    // Kept off the network while the other one is already back, so that it misses something.
    await one.context.setOffline(true)
    await start()
    assert.equal(await note(two.page, no, 'written while the first page was away'), 200)
    assert.equal(await one.page.getByText('written while the first page was away').count(), 0)
    await one.context.setOffline(false)
    await one.page.getByText('written while the first page was away').first().waitFor()
    await one.page.locator('.offline').waitFor({ state: 'detached' })
    assert.equal(await one.page.evaluate(() => globalThis.sameDocument), true)
    assert.equal(await one.page.locator('.composer textarea').inputValue(), '写到一半的回复')

    // Live again, not only read anew once.
    assert.equal(await note(two.page, no, 'and this one as it happens'), 200)
    await one.page.getByText('and this one as it happens').first().waitFor()
    await one.page.reload()
    await settle(one.page)
    assert.equal(new URL(one.page.url()).pathname, `/tickets/${no}`)
    await one.context.close()
    await two.context.close()
  })

  it('is said to a customer in words, and what was written stays', { timeout: 60_000 }, async () => {
    const customer = await openPerson(browser, { locale: 'zh-CN', theme: 'dark', width: 360 })
    await customer.page.goto(`http://${listen}/feedback`)
    await customer.page.locator('textarea').first().fill('耳机左边没有声音，请处理。')
    await customer.context.setOffline(true)
    await customer.page.locator('button[type=submit]').click()
    await customer.page.getByRole('alert').first().waitFor()
    assert.deepEqual(await findings(customer.page), [])
    assert.equal(await customer.page.locator('textarea').first().inputValue(), '耳机左边没有声音，请处理。')
    await customer.context.setOffline(false)
    await customer.page.locator('button[type=submit]').click()
    await customer.page.getByTestId('ticket-no').waitFor()
    await customer.context.close()
  })
})
