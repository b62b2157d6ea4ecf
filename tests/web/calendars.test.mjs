// Settings → Calendars: made from the shipped one, days by click and by key, dues seen before it is
// saved, mistakes beside their field.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { findings, openBrowser, settle } from '../../web/tests/browser.mjs'
import { address } from './people.mjs'
import { openSettings } from './settings.mjs'

let browser
before(async () => {
  browser = await openBrowser()
})
after(async () => {
  // The other tests go by the official days.
  const { page } = await enter()
  assert.equal(await putMain(page, ''), 200)
  await browser.close()
})

const enter = (look = {}, where = 'calendars') => openSettings(browser, where, look)

/** What another administrator does meanwhile: the text of "main" over whatever is there. */
const putMain = (page, change) =>
  page.evaluate(async (lines) => {
    const me = await (await fetch('/api/v1/session')).json()
    const { items } = await (await fetch('/api/v1/documents/calendar')).json()
    const main = items.find((d) => d.id === 'main')
    const shipped = items.find((d) => d.id === 'cn_standard')
    const answer = await fetch('/api/v1/documents/calendar/main', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf_token },
      body: JSON.stringify({
        version: main?.version ?? 0,
        body: { name: 'Theirs', text: shipped.body.text + lines },
      }),
    })
    return answer.status
  }, change)

const save = (page) => page.getByRole('button', { name: /Save$/ }).click()
const day = (page, date) => page.locator(`[data-day="${date}"]`)
const due = (page, at) =>
  page.locator(`[data-clock=solution] summary time[datetime="${at}"]`).waitFor()

async function start(page, from) {
  await page.getByRole('button', { name: 'New calendar' }).click()
  await page.getByRole('menuitem', { name: from }).click()
  await page.getByRole('heading', { name: 'New calendar' }).waitFor()
}

describe('the calendars', () => {
  it('begin with the shipped one, and a holiday moves a due by a day before it is saved', async () => {
    const { page, context, complaints } = await enter()
    const list = page.locator('table.calendars')
    await list.getByText('In force').waitFor()
    await list.getByText(/No holidays for 20\d\d/).waitFor()

    await start(page, 'From China’s official calendar')
    await page.getByLabel('Name', { exact: true }).fill('Head office')
    await page.getByLabel('Received at').fill('2026-06-01T10:00')
    await due(page, '2026-06-08T10:00:00Z')
    if ((await page.locator('.days-title').textContent()) !== '2026') {
      await page.getByRole('button', { name: 'Earlier' }).click()
    }
    await day(page, '2026-06-03').click()
    const chosen = page.getByRole('region', { name: 'Chosen days' })
    await chosen.getByText('Holiday', { exact: true }).click()
    await chosen.getByLabel('Name of the day').fill('Power cut today')
    await due(page, '2026-06-09T10:00:00Z')
    await page.getByText('by the one in force: 06/08/2026', { exact: false }).waitFor()
    await page.getByText('Once saved, all clocks follow it.').waitFor()
    await save(page)
    await page.getByText(/^Saved\. New tickets follow it/).waitFor()
    await page.getByRole('button', { name: 'To recomputing' }).click()

    await page.reload()
    await settle(page)
    await list.getByRole('button', { name: 'Head office' }).waitFor()
    await list.getByRole('button', { name: 'China’s official calendar' }).waitFor()
    await page
      .getByRole('region', { name: 'Special days of 2026' })
      .getByRole('row', { name: /Jun 3, 2026 Holiday Power cut today/ })
      .waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  it('change by key: arrows move, letters say what a day is', async () => {
    const { page, context, complaints } = await enter()
    await page.getByText('Month', { exact: true }).click()
    await page.getByRole('region', { name: 'Chosen days' }).getByLabel('From').fill('2026-10-09')
    await page.getByRole('region', { name: 'Chosen days' }).getByLabel('To').fill('2026-10-09')
    await day(page, '2026-10-09').focus()
    await page.keyboard.press('ArrowRight')
    await page.locator('[data-day="2026-10-10"].makeup:focus').waitFor()
    await page.keyboard.press('h')
    await page.locator('[data-day="2026-10-10"].holiday').waitFor()
    await page.keyboard.press('n')
    await page.locator('[data-day="2026-10-10"].rest').waitFor()
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('w')
    for (const date of ['2026-10-10', '2026-10-13', '2026-10-17']) {
      await page.locator(`[data-day="${date}"].makeup[aria-pressed=true]`).waitFor()
    }
    await page.keyboard.press('PageDown')
    await page.locator('[data-day="2026-11-17"]:focus').waitFor()
    // The official days of the year again.
    await page.getByRole('button', { name: 'Take the official days of 2026' }).click()
    await page.getByRole('button', { name: 'Earlier' }).click()
    await page.locator('[data-day="2026-10-17"].rest').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  it('have hours by weekday, and say beside them what is wrong', async () => {
    const { page, context } = await enter()
    await start(page, 'Empty')
    await save(page)
    await page.getByText('At least one weekday needs working hours').waitFor()

    await page.getByRole('button', { name: 'Add hours to Monday' }).click()
    await page.getByRole('button', { name: 'Copy to other days: Monday' }).click()
    await page.getByRole('menuitem', { name: 'Monday to Friday' }).click()
    await page.getByRole('textbox', { name: 'Friday, hours 1, to' }).fill('1230')
    await page.getByRole('button', { name: 'Add hours to Friday' }).click()
    await page.getByRole('textbox', { name: 'Friday, hours 2, from' }).fill('12')
    await page.getByRole('combobox', { name: 'Time zone' }).fill('london')
    await page.locator('.ant-select-dropdown:visible').getByTitle('Europe/London').click()
    await save(page)
    const friday = page.locator('.week-day.bad')
    await friday.getByText('Hours look like 09:00–18:00', { exact: false }).waitFor()
    assert.equal(await friday.getAttribute('data-weekday'), '4')
    assert.deepEqual(await findings(page), [])

    await page.getByRole('textbox', { name: 'Friday, hours 2, from' }).fill('13:00')
    await page.getByLabel('Name', { exact: true }).fill('Branch')
    await page.getByText('It is saved aside', { exact: false }).waitFor()
    await save(page)
    await page.getByText('Saved, not in use.').waitFor()
    const text = await page.locator('#calendar-text').inputValue()
    assert.match(
      text,
      /zone Europe\/London\nhours mon-thu 09:00-18:00\nhours fri 09:00-12:30,13:00-18:00\n/,
    )
    // What is typed as text is refused with its line.
    await page.getByText('Advanced: the calendar as text').click()
    await page.locator('#calendar-text').fill(`${text}moon full\n`)
    await save(page)
    await page.getByText(/^Line 5: unknown word/).waitFor()
    await context.close()
  })

  it('put another in force, and let nobody’s change be lost', async () => {
    const { page, context } = await enter()
    await page.locator('table.calendars').getByRole('button', { name: 'Branch' }).click()
    await page.getByRole('button', { name: 'Put in force' }).click()
    await page.locator('.ant-popover').getByRole('button', { name: 'Put in force' }).click()
    await page.getByText(/^Saved\. New tickets follow it/).waitFor()

    await page.getByLabel('Name', { exact: true }).fill('Mine')
    assert.equal(await putMain(page, 'holiday 2026-06-04 theirs\n'), 200)
    await save(page)
    await page.getByText('Somebody saved this calendar meanwhile.').waitFor()
    await page.getByRole('button', { name: 'Save mine over it' }).click()
    await page.locator('table.calendars').getByRole('button', { name: 'Mine' }).waitFor()

    await page.getByLabel('Name', { exact: true }).fill('Mine again')
    assert.equal(await putMain(page, ''), 200)
    await save(page)
    await page.getByRole('button', { name: 'Drop mine, open the latest' }).click()
    await page.locator('table.calendars').getByRole('button', { name: 'Theirs' }).waitFor()
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Theirs')
    await context.close()
  })

  for (const look of [
    { width: 1440 },
    { width: 1440, theme: 'dark', locale: 'zh-CN' },
    { width: 360, locale: 'zh-CN' },
    { width: 768, locale: 'zh-TW' },
  ]) {
    it(`are accessible and fit ${JSON.stringify(look)}`, async () => {
      const { page, context } = await enter(look)
      await page.locator('.policy-preview summary').first().waitFor()
      assert.deepEqual(await findings(page), [])
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      assert.equal(over, 0)
      await context.close()
    })
  }
})

describe('names instead of ids', () => {
  it('stand in the departments and in the routing rules', async () => {
    const { page, context } = await enter({}, 'departments')
    await page.getByText('China’s official calendar').first().waitFor()
    assert.equal(await page.getByText('cn_standard').count(), 0)
    await page.goto(`${address}/settings/routing`)
    await settle(page)
    const rules = page.locator('.rules')
    await rules.getByText('Category: Suggestion').waitFor()
    assert.doesNotMatch(await rules.textContent(), /dept_|category=|\["/)
    await context.close()
  })
})
