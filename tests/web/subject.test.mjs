// The rights of the people the data is about: the officer takes all of it out as a file and erases
// it; nobody else is offered either.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openBrowser, openPerson, openSession, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

const first = 'a first passphrase, soon changed'
const own = 'seven quiet lanterns by the river'
const login = `officer${Date.now() % 1_000_000}`
let browser
let person

/** As the page itself calls the server. */
function call(page, method, path, body) {
  return page.evaluate(
    async ([m, p, b]) => {
      const me = await (await fetch('/api/v1/session')).json()
      const answer = await fetch(`/api/v1${p}`, {
        method: m,
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf_token ?? '' },
        body: b && JSON.stringify(b),
      })
      const text = await answer.text()
      return { status: answer.status, body: text ? JSON.parse(text) : null }
    },
    [method, path, body],
  )
}

async function makeOfficer() {
  const admin = await openPerson(browser, { locale: 'en' })
  await signIn(admin.page, address, ...logins.admin)
  const made = await call(admin.page, 'POST', '/users', {
    user: login,
    display_name: 'Officer',
    password: first,
    roles: ['pi_officer'],
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  await admin.context.close()
}

before(async () => {
  browser = await openBrowser()
  await makeOfficer()
  person = await openPerson(browser, { locale: 'en' })
  const { page } = person
  assert.equal(await openSession(page, address, login, first), 200)
  const changed = await call(page, 'POST', '/session/password', {
    old_password: first,
    new_password: own,
  })
  assert.ok(changed.status < 300, JSON.stringify(changed.body))
  await person.context.clearCookies()
  await signIn(page, address, login, own)
})
after(() => browser.close())

async function closedWithContact(page) {
  const list = await call(page, 'GET', '/tickets?view=all&state=closed&limit=50')
  for (const row of list.body.items) {
    const ticket = await call(page, 'GET', `/tickets/${row.ticket_no}`)
    const customer = ticket.body.customer
    if (!customer || customer.erased || customer.tickets !== 1) continue
    if (customer.mobile_masked || customer.email_masked) return ticket.body
  }
  return assert.fail('the demo has a closed ticket with a contact')
}

describe('the rights of a person', () => {
  it('are on the customer card for the officer: a file, then an erasure for good', async () => {
    const { page } = person
    const ticket = await closedWithContact(page)
    await page.goto(`${address}/tickets/${ticket.ticket_no}`)
    await settle(page)
    await page.getByRole('button', { name: "Export this person's data" }).click()
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    assert.equal((await file).suggestedFilename(), `customer-${ticket.customer.id}.json`)
    await page.getByRole('button', { name: 'Erase this person' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('this cannot be undone').waitFor()
    const erase = dialog.getByRole('button', { name: 'Erase for good' })
    assert.ok(await erase.isDisabled(), 'not before one is sure')
    await dialog.getByRole('checkbox').check()
    await erase.click()
    await page.getByRole('heading', { name: 'Erased', level: 1 }).waitFor()
    await page.getByText('Personal data erased on request').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Erase this person' }).count(), 0)
  })

  it('say which tickets stand against an erasure', async () => {
    const { page } = person
    const list = await call(page, 'GET', '/tickets?view=all&state=in_progress&limit=50')
    for (const row of list.body.items) {
      const ticket = await call(page, 'GET', `/tickets/${row.ticket_no}`)
      if (!ticket.body.customer) continue
      await page.goto(`${address}/tickets/${row.ticket_no}`)
      await settle(page)
      await page.getByRole('button', { name: 'Erase this person' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText(/^Not closed yet: .*/).waitFor()
      await dialog.getByRole('checkbox').check()
      assert.ok(await dialog.getByRole('button', { name: 'Erase for good' }).isDisabled())
      return
    }
    assert.fail('the demo has open tickets of customers')
  })

  it('are not offered to others', async () => {
    const other = await openPerson(browser, { locale: 'en' })
    await signIn(other.page, address, ...logins.supervisor)
    const list = await call(other.page, 'GET', '/tickets?view=all&limit=1')
    await other.page.goto(`${address}/tickets/${list.body.items[0].ticket_no}`)
    await settle(other.page)
    assert.equal(await other.page.getByRole('button', { name: 'Erase this person' }).count(), 0)
    await other.context.close()
  })
})
