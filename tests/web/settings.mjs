// A section of the settings as its tests begin: opened by the administrator, lists to choose from.
import { openPerson, settle, signIn } from '../../web/tests/browser.mjs'
import { address, logins } from './people.mjs'

export async function openSettings(browser, section, look = {}) {
  const opened = await openPerson(browser, { locale: 'en', ...look })
  await signIn(opened.page, address, ...logins.admin)
  await opened.page.goto(`${address}/settings/${section}`)
  await settle(opened.page)
  return opened
}

export async function choose(page, name, option) {
  // The chosen text lies over the field itself.
  await page.getByRole('combobox', { name, exact: true }).click({ force: true })
  await page.locator('.ant-select-dropdown:visible').getByTitle(option, { exact: true }).click()
}
