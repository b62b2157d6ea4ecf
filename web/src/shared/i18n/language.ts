import type { Locale } from '../api/types'

export const LOCALES: Locale[] = ['zh-CN', 'en', 'zh-TW']
export const LOCALE_NAMES: Record<Locale, string> = {
  'zh-CN': '简体中文',
  en: 'English',
  'zh-TW': '繁體中文',
}
const KEY = 'hy.locale'

export function asLocale(text: string | null | undefined): Locale | null {
  if (!text) return null
  const lower = text.toLowerCase()
  if (/^zh[-_](tw|hk|mo|hant)/.test(lower)) return 'zh-TW'
  if (lower.startsWith('zh')) return 'zh-CN'
  if (lower.startsWith('en')) return 'en'
  return null
}

/** ?lang= in the address, then what was chosen here before, then the browser's languages. */
export function chooseLocale(): Locale {
  const asked = asLocale(new URLSearchParams(location.search).get('lang'))
  if (asked) return asked
  try {
    const kept = asLocale(localStorage.getItem(KEY))
    if (kept) return kept
  } catch {
    // No storage: fall through.
  }
  for (const language of navigator.languages) {
    const known = asLocale(language)
    if (known) return known
  }
  return 'zh-CN'
}

export function rememberLocale(locale: Locale) {
  try {
    localStorage.setItem(KEY, locale)
  } catch {
    // Lasts as long as the page.
  }
  document.documentElement.lang = locale
}
