// The whole loop in five browsers: the customer submits, the agent acknowledges, the handler analyses
// and plans, the team leader approves, the customer is told, reopens, is told again, confirms, rates 5
// and checks the receipt. In Chinese and in English. Needs a running server (people.mjs).
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openBrowser, openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

const WORDS = {
  'zh-CN': {
    text: '你们的客服态度太差，我要投诉：电池半天就没电，换了两次都没解决，要求退款。',
    submit: '提交', unsolved: '没有解决', reopen: '提交，请重新处理', solved: '解决了', five: '很满意', rate: '提交评价', check: '核对', category: '投诉',
    steps: { acknowledge: '确认收到', start: '受理', assign: '转派', analyse: '完成分析', plan: '制定方案', evaluate: '评估方案', request: '提交审批', approve: '批准', tell: '告知客户方案', resolve: '标记为已解决' },
  },
  en: {
    text: 'Your staff were rude and I want to complain: the battery dies within half a day, two exchanges did not help, I demand a refund.',
    submit: 'Send', unsolved: 'Not solved', reopen: 'Send and take it up again', solved: 'Solved', five: 'Very satisfied', rate: 'Send rating', check: 'Check', category: 'Complaint',
    steps: { acknowledge: 'Acknowledge', start: 'Take it', assign: 'Assign', analyse: 'Complete analysis', plan: 'Make a plan', evaluate: 'Evaluate plan', request: 'Request approval', approve: 'Approve', tell: 'Tell the customer', resolve: 'Resolve' },
  },
}

let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser.close())

/** Opens a step of the ticket on screen, wherever it is offered. */
async function openStep(page, name) {
  await settle(page)
  const header = page.locator('.ticket-head .next-steps')
  const button = header.getByRole('button', { name, exact: true })
  const item = page.locator('.ant-dropdown:not(.ant-dropdown-hidden)').getByText(name, { exact: true })
  // What another browser did may turn a step from an item of the menu into the button meanwhile.
  for (let tries = 0; tries < 5; ++tries) {
    if ((await button.count()) === 0) await header.locator('.ant-dropdown-trigger').click()
    const shown = await Promise.any(
      [button, item].map((place) => place.waitFor({ timeout: 3000 }).then(() => place)),
    ).catch(() => null)
    if (shown) return shown.click()
    await page.keyboard.press('Escape')
  }
  throw new Error(`"${name}" is not offered: ${await header.innerText()}`)
}

/** Takes a step: fills its form when it has one, and waits until the dialog is gone. */
async function take(page, name, fields = {}) {
  await openStep(page, name)
  const dialog = page.getByRole('dialog')
  if (Object.keys(fields).length > 0) await dialog.waitFor()
  for (const [field, value] of Object.entries(fields)) {
    const row = dialog.locator(`[data-field="${field}"]`)
    if (value?.choose) {
      await row.locator('.ant-select-selector').click()
      await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').nth(value.choose - 1).click()
    } else if (value?.person) {
      await row.locator('input').fill(value.person)
      await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').first().click()
    } else {
      await row.locator('textarea, input').fill(value)
    }
  }
  await page.waitForTimeout(100)
  if (await dialog.isVisible()) {
    await dialog.getByRole('button', { name, exact: true }).click()
    await dialog.waitFor({ state: 'hidden', timeout: 10_000 }).catch(async () => {
      throw new Error(`"${name}" was not taken: ${await dialog.innerText()}`)
    })
  }
  await settle(page)
}

async function expectState(page, state) {
  await page.locator(`.ticket-head .state.${state}`).waitFor({ timeout: 10_000 })
}

for (const locale of ['zh-CN', 'en']) {
  const w = WORDS[locale]
  describe(`the loop in ${locale}`, () => {
    it('closes with five stars', { timeout: 180_000 }, async () => {
      const customer = await openPerson(browser, { locale, width: 360 })
      const agent = await openPerson(browser, { locale })
      const handler = await openPerson(browser, { locale })
      const supervisor = await openPerson(browser, { locale })
      const leader = await openPerson(browser, { locale })
      const people = [customer, agent, handler, leader, supervisor]

      let no = ''
      const approveAndTell = async () => {
        await take(handler.page, w.steps.evaluate, { evaluation: 'fair' })
        await take(handler.page, w.steps.request)
        await handler.page.locator('.approval-steps li').first().waitFor()

        await leader.page.goto(`${address}/approvals`)
        await settle(leader.page)
        await leader.page.getByText(no).waitFor()
        for (const person of [leader, supervisor]) {
          await person.page.goto(`${address}/tickets/${no}`)
          await settle(person.page)
          const approve = person.page.locator('.next-steps').getByRole('button', { name: w.steps.approve, exact: true })
          if ((await approve.count()) > 0) await take(person.page, w.steps.approve, { comment: 'ok' })
        }
        const tell = { summary: 'new battery', text: 'we send a new battery today' }
        await take(handler.page, w.steps.tell, tell)
      }

      await customer.page.goto(`${address}/feedback`)
      await customer.page.locator('textarea').first().fill(w.text)
      assert.equal(await customer.page.getByRole('radio', { name: w.category }).isChecked(), true)
      await customer.page.getByRole('button', { name: w.submit, exact: true }).click()
      no = await customer.page.getByTestId('ticket-no').textContent({ timeout: 60_000 })
      const tracking = await customer.page.locator('.url a').getAttribute('href')
      assert.match(no, /^T\d{6}-\d+$/)

      await signIn(supervisor.page, address, ...logins.supervisor)
      await supervisor.page.goto(`${address}/tickets/${no}`)
      await take(supervisor.page, w.steps.assign, { owner_id: { person: logins.agent[0] } })

      await signIn(agent.page, address, ...logins.agent)
      await agent.page.goto(`${address}/tickets/${no}`)
      const acknowledge = agent.page.locator('.next-steps').getByRole('button', { name: w.steps.acknowledge, exact: true })
      await settle(agent.page)
      if ((await acknowledge.count()) > 0) await take(agent.page, w.steps.acknowledge, { text: w.text.slice(0, 6) })

      await supervisor.page.goto(`${address}/tickets/${no}`)
      await take(supervisor.page, w.steps.assign, { owner_id: { person: logins.handler[0] } })
      await signIn(handler.page, address, ...logins.handler)
      await handler.page.goto(`${address}/tickets/${no}`)
      await take(handler.page, w.steps.start)
      await expectState(handler.page, 'in_progress')
      await take(handler.page, w.steps.analyse, { restated: 'battery', reproduced: { choose: 1 }, impact_scope: '12' })
      await take(handler.page, w.steps.plan, { plan: 'new battery', steps: 'one\ntwo', compensation_kind: { choose: 4 }, compensation_minor: '300' })
      await signIn(leader.page, address, ...logins.leader)
      await approveAndTell()
      await take(handler.page, w.steps.resolve, { summary: 'new battery sent' })
      await expectState(handler.page, 'resolved')

      await customer.page.goto(tracking)
      await customer.page.getByRole('button', { name: w.unsolved, exact: true }).click()
      await customer.page.locator('form.card textarea').fill('again')
      await customer.page.getByRole('button', { name: w.reopen, exact: true }).click()
      await customer.page.locator('form.card').waitFor({ state: 'hidden' })

      // The handler's page learns of it by itself.
      await expectState(handler.page, 'in_progress')
      await approveAndTell()
      await take(handler.page, w.steps.resolve, { summary: 'exchanged at the door' })

      await customer.page.goto(tracking)
      await customer.page.getByRole('button', { name: w.solved, exact: true }).click()
      await customer.page.getByText(w.five).click()
      await customer.page.getByRole('button', { name: w.rate, exact: true }).click()
      await customer.page.locator('.note', { hasText: '5' }).waitFor()
      await customer.page.getByRole('button', { name: w.check, exact: true }).click()
      await customer.page.getByTestId('receipt-ok').waitFor({ timeout: 15_000 })
      await expectState(handler.page, 'closed')

      for (const person of people) {
        assert.deepEqual(person.complaints, [])
        await person.context.close()
      }
    })
  })
}
