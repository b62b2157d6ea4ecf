// i18next with flat keys; one language is loaded at a time.
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Locale } from '../../shared/api/types'
import { chooseLocale, rememberLocale } from '../../shared/i18n/language'
import type texts from '../locales/zh-CN.json'

export type Key = keyof typeof texts

const loaders: Record<Locale, () => Promise<{ default: Record<string, string> }>> = {
  'zh-CN': () => import('../locales/zh-CN.json'),
  en: () => import('../locales/en.json'),
  'zh-TW': () => import('../locales/zh-TW.json'),
}

export async function startI18n(locale: Locale = chooseLocale()) {
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    ns: ['desk'],
    defaultNS: 'desk',
    keySeparator: false,
    nsSeparator: false,
    interpolation: { prefix: '{', suffix: '}', escapeValue: false },
    react: { useSuspense: false },
    showSupportNotice: false,
    resources: { [locale]: { desk: (await loaders[locale]()).default } },
  })
  rememberLocale(locale)
}

export async function changeLocale(locale: Locale) {
  if (!i18next.hasResourceBundle(locale, 'desk')) {
    i18next.addResourceBundle(locale, 'desk', (await loaders[locale]()).default)
  }
  await i18next.changeLanguage(locale)
  rememberLocale(locale)
}

export interface Words {
  locale: Locale
  t: (key: Key, values?: Record<string, string | number>) => string
  /** The word for an identifier of a vocabulary: word('state', 'pending'). Unknown ones stay as they are. */
  word: (vocabulary: string, id: string | null | undefined) => string
}

export function useWords(): Words {
  const { t, i18n } = useTranslation('desk')
  return {
    locale: i18n.language as Locale,
    t: (key, values) => t(key as never, values as never) as unknown as string,
    word: (vocabulary, id) => {
      if (!id) return ''
      const key = `${vocabulary}.${id}`
      return i18n.exists(key, { ns: 'desk' }) ? (t(key as never) as unknown as string) : id
    },
  }
}
