// Incidents: from alike tickets or from chosen ones to one text for all and one solution for all.
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
const OUTAGE = [
  '城东片区今天上午大面积停网，什么时候能恢复',
  '城东片区上午大面积停网，几点能恢复',
  '城东片区今天大面积停网，何时能恢复',
]

let browser
let person
const shots = process.env.SHOTS
before(async () => {
  browser = await openBrowser()
  person = await openPerson(browser, { locale: 'en' })
  await signIn(person.page, address, ...logins.supervisor)
})
after(() => browser.close())

/** A ticket entered as the person on the page would; its number. */
async function enter(page, text, more = {}) {
  return page.evaluate(
    async ([body]) => {
      const me = await (await fetch('/api/v1/session')).json()
      body.department_id = me.department_id
      const answer = await fetch('/api/v1/feedback', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf_token },
        body: JSON.stringify(body),
      })
      return (await answer.json()).ticket_no
    },
    [{ channel: 'phone', text, priority: 'low', ...more }],
  )
}

const stateOf = (page, no) =>
  page.evaluate(async (n) => (await (await fetch(`/api/v1/tickets/${n}`)).json()).state, no)

describe('incidents', () => {
  let numbers
  let incident

  it('are proposed from alike tickets and made with one click', async () => {
    const { page } = person
    numbers = []
    for (const text of OUTAGE) numbers.push(await enter(page, text))
    await page.goto(`${address}/incidents`)
    await settle(page)
    const candidate = page.locator('.candidate').filter({ hasText: numbers[0] })
    await candidate.getByRole('button', { name: 'Make incident' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Title').fill('Network outage in the east')
    assert.deepEqual(await findings(page), [])
    await dialog.getByRole('button', { name: 'Make incident' }).click()
    await page.waitForURL(/\/incidents\/T\d{6}-\d{6}$/)
    await settle(page)
    incident = page.url().split('/').pop()
    assert.equal(await page.locator('tbody tr').count(), 3)
    assert.equal(await page.locator('h1').innerText(), 'Network outage in the east')
  })

  it('tell every customer one text after a preview', async () => {
    const { page } = person
    await page.getByRole('button', { name: 'Update everybody…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Text').fill('The cable was found; two more hours.')
    await dialog.getByRole('button', { name: 'Preview' }).click()
    await dialog.getByText('Each customer will read:').waitFor()
    assert.match(await dialog.innerText(), /The cable was found; two more hours\./)
    assert.deepEqual(await findings(page), [])
    await dialog.getByRole('button', { name: 'Send to 4 tickets' }).click()
    await dialog.getByText('4 tickets done.').waitFor()
    await dialog.locator('.ant-modal-footer button').click()
    await page.goto(`${address}/tickets/${numbers[1]}`)
    await settle(page)
    await page.getByText('The cable was found; two more hours.').first().waitFor()
    const card = page.locator('section.card').filter({ hasText: 'Part of' })
    await card.getByRole('link', { name: incident }).waitFor()
  })

  it('take tickets in and name the ones that cannot', async () => {
    const { page } = person
    const late = await enter(page, '我家也断网了')
    await page.goto(`${address}/incidents/${incident}`)
    await settle(page)
    const numbersField = page.getByLabel('Ticket numbers, comma or blank')
    await numbersField.fill(`${late}, ${incident}`)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    const alert = page.getByRole('alert')
    await alert.waitFor()
    assert.match(await alert.innerText(), new RegExp(`${incident} it is the incident itself`))
    await numbersField.fill(late)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.locator('tbody tr').nth(3).waitFor()
    numbers.push(late)
  })

  it('are resolved together, and say what was not', async () => {
    const { page } = person
    const high = await enter(page, '医院断网', { priority: 'high' })
    await page.goto(`${address}/incidents/${incident}`)
    await settle(page)
    await page.getByLabel('Ticket numbers, comma or blank').fill(high)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.locator('tbody tr').nth(4).waitFor()
    await page.getByRole('button', { name: 'Resolve together…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Solution told to the customers').fill('The cable is mended.')
    await dialog.getByLabel('Summary of the result').fill('Cable mended')
    await dialog.getByRole('button', { name: 'Preview' }).click()
    await dialog.getByText('2 will not be done:').waitFor()
    assert.equal(await stateOf(page, numbers[0]), 'pending')
    if (shots) await page.screenshot({ path: `${shots}/resolve.png` })
    // Five tickets: nobody tells them alone.
    await dialog.getByText('goes out when a second person has approved it').waitFor()
    assert.deepEqual(await findings(page), [])
    await dialog.getByRole('button', { name: 'Ask for approval (5 tickets)' }).click()
    await dialog.getByText('Waits for approval').waitFor()
    await dialog.locator('.ant-modal-footer button').click()
    const notice = page.locator('.bulk-notice')
    await notice.getByRole('button', { name: 'Withdraw' }).waitFor()
    assert.equal(await stateOf(page, numbers[0]), 'pending')
    const second = await openPerson(browser, { locale: 'en' })
    await signIn(second.page, address, ...logins.leader)
    await second.page.goto(`${address}/approvals`)
    await settle(second.page)
    const card = second.page.locator('.bulk-notice').filter({ hasText: 'The cable is mended.' })
    await card.getByText('5 tickets', { exact: true }).waitFor()
    if (shots) await second.page.screenshot({ path: `${shots}/approval.png`, fullPage: true })
    assert.deepEqual(await findings(second.page), [])
    await card.getByRole('button', { name: 'Approve and send to 5 tickets' }).click()
    await card.waitFor({ state: 'detached' })
    assert.deepEqual(second.complaints, [])
    await second.context.close()
    await notice.getByText('4 tickets done.').waitFor({ timeout: 60_000 })
    assert.match(await notice.innerText(), new RegExp(`${high} the solution must be approved first`))
    await page.locator('tbody tr', { hasText: numbers[0] }).getByText('Resolved').waitFor()
    if (shots) await page.screenshot({ path: `${shots}/sent.png`, fullPage: true })
    assert.equal(await stateOf(page, numbers[0]), 'resolved')
    assert.equal(await stateOf(page, high), 'pending')
    await page.getByLabel(`Choose ${high}`).check()
    await page.getByTestId('incident-remove').click()
    await page.locator('tbody tr').nth(4).waitFor({ state: 'detached' })
  })

  it('send a template in each language, and a rejected message to nobody', async () => {
    const { page } = person
    for (const text of ['又断网了，第一户', '又断网了，第二户', '又断网了，第三户']) {
      await page.getByLabel('Ticket numbers, comma or blank').fill(await enter(page, text))
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByLabel('Ticket numbers, comma or blank').and(page.locator('[value=""]')).waitFor()
    }
    await page.getByRole('button', { name: 'Update everybody…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('.ant-select-selector').click()
    await page.locator('.ant-select-item-option').filter({ hasText: /^Incident update$/ }).click()
    await dialog.getByLabel('Scope').fill('East district')
    await dialog.getByLabel('Began').fill('08:00')
    assert.ok(await dialog.getByRole('button', { name: 'Preview' }).isDisabled())
    await dialog.getByLabel('Impact').fill('No network')
    await dialog.getByRole('button', { name: 'Preview' }).click()
    await dialog.locator('.letter[lang="zh-CN"]').waitFor()
    assert.match(await dialog.locator('.letter[lang="zh-CN"]').innerText(), /East district 的异常/)
    const english = await dialog.locator('.letter[lang="en"]').innerText()
    assert.match(english, /East district/)
    assert.doesNotMatch(english, /meanwhile/) // no workaround, no line of it
    if (shots) await page.screenshot({ path: `${shots}/template.png`, fullPage: true })
    await dialog.getByRole('button', { name: 'Ask for approval' }).click()
    await dialog.getByText('Waits for approval').waitFor()
    await dialog.locator('.ant-modal-footer button').click()
    const second = await openPerson(browser, { locale: 'zh-CN', theme: 'dark', width: 360 })
    await signIn(second.page, address, ...logins.leader)
    await second.page.goto(`${address}/approvals`)
    await settle(second.page)
    const card = second.page.locator('.bulk-notice').filter({ hasText: 'East district' })
    if (shots) await second.page.screenshot({ path: `${shots}/approval-360.png`, fullPage: true })
    await card.getByRole('button', { name: '驳回…' }).click()
    const why = second.page.getByRole('dialog')
    await why.getByLabel('驳回原因').fill('时间不对，请核实')
    assert.deepEqual(await findings(second.page), [])
    await why.getByRole('button', { name: '驳回', exact: true }).click()
    await card.waitFor({ state: 'detached' })
    assert.deepEqual(second.complaints, [])
    await second.context.close()
    const notice = page.locator('.bulk-notice').filter({ hasText: 'East district' })
    await page.reload()
    await notice.getByText('时间不对，请核实').waitFor()
    await notice.getByText('Rejected').waitFor()
  })

  it('are made from tickets chosen in the inbox', async () => {
    const { page } = person
    const own = await enter(page, '电梯停运，等了一个小时')
    await page.goto(`${address}/inbox?view=all&q=${own}`)
    await settle(page)
    await page.locator(`[data-ticket-no="${own}"] input[type=checkbox]`).check()
    await page.getByRole('region', { name: 'Bulk actions' }).getByRole('button', { name: 'Make incident' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Existing incident').click()
    await dialog.locator('.ant-select-selector').click()
    await page.locator('.ant-select-item-option').filter({ hasText: incident }).click()
    await dialog.getByRole('button', { name: 'Add to incident' }).click()
    await page.waitForURL(`**/incidents/${incident}`)
    await page.getByRole('link', { name: own }).waitFor()
    assert.deepEqual(person.complaints.filter((c) => !/status of 40\d/.test(c)), [])
  })

  it('cannot be changed by those who may not', async () => {
    const agent = await openPerson(browser, { locale: 'en' })
    await signIn(agent.page, address, ...logins.agent)
    await agent.page.goto(`${address}/incidents`)
    await settle(agent.page)
    assert.equal(await agent.page.getByRole('button', { name: 'Make incident' }).count(), 0)
    await agent.context.close()
  })

  for (const look of LOOKS) {
    it(`are accessible and fit: ${look.locale}, ${look.theme}, ${look.width} px`, async () => {
      const other = await openPerson(browser, look)
      await signIn(other.page, address, ...logins.supervisor)
      for (const path of ['/incidents', `/incidents/${incident}`]) {
        await other.page.goto(address + path)
        await settle(other.page)
        const wide = await other.page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        )
        if (shots) {
          const name = `${path.split('/').length > 2 ? 'one' : 'list'}-${look.locale}-${look.theme}-${look.width}`
          await other.page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
        }
        assert.deepEqual(await findings(other.page), [], path)
        assert.ok(wide <= 0, `${path}: ${wide} px wider than the window`)
      }
      assert.deepEqual(other.complaints, [])
      await other.context.close()
    })
  }
})
