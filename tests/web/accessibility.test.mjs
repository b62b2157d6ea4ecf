// Every page in every appearance: WCAG 2.2 AA by axe-core, a silent console, nothing wider than the
// window. Needs a running server (people.mjs).
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { findings, openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

const CUSTOMER = ['/feedback', '/track', '/t/not-a-secret']
const DESK = ['/inbox?view=all', '/tickets/new', '/board', '/wall', '/process', '/understanding', '/approvals', '/incidents', '/settings/account']
const ADMIN = ['/settings/users', '/settings/departments', '/settings/roles', '/settings/tokens', '/settings/general', '/settings/posters', '/outbox']
const LOOKS = [
  { locale: 'zh-CN', theme: 'light', width: 1440 },
  { locale: 'en', theme: 'dark', width: 1440 },
  { locale: 'zh-TW', theme: 'contrast', width: 768 },
  { locale: 'zh-CN', theme: 'dark', width: 360 },
]
// A link that leads nowhere is answered 404, which the browser writes down by itself.
const EXPECTED = /status of 404/

let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser.close())

/** What is wrong with a page, all at once. */
async function check(person, path) {
  const before = person.complaints.length
  const answer = await person.page.goto(address + path)
  await settle(person.page)
  const wide = await person.page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  )
  return [
    ...(await findings(person.page)),
    ...(answer.status() === 200 ? [] : [`answered ${answer.status()}`]),
    ...(wide > 0 ? [`${wide} px wider than the window`] : []),
    ...person.complaints.slice(before).filter((c) => !EXPECTED.test(c)),
  ].map((problem) => `${path}: ${problem}`)
}

for (const look of LOOKS) {
  describe(`${look.locale}, ${look.theme}, ${look.width} px`, () => {
    for (const path of [...CUSTOMER, '/login']) {
      it(`${path} is accessible and quiet`, async () => {
        const person = await openPerson(browser, look)
        assert.deepEqual(await check(person, path), [])
        await person.context.close()
      })
    }
    for (const [who, paths] of [['supervisor', DESK], ['admin', ADMIN]]) {
      it(`pages of the ${who} are accessible and quiet`, async () => {
        const person = await openPerson(browser, look)
        await signIn(person.page, address, ...logins[who])
        const problems = []
        for (const path of paths) problems.push(...(await check(person, path)))
        if (who === 'supervisor') {
          await person.page.goto(`${address}/inbox?view=all`)
          await settle(person.page)
          const no = await person.page.locator('[data-ticket-no]').first().getAttribute('data-ticket-no')
          problems.push(...(await check(person, `/tickets/${no}`)))
        }
        assert.deepEqual(problems, [])
        await person.context.close()
      })
    }
  })
}
