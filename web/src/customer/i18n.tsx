// Texts of the customer pages: flat keys, one small chunk a language, no library (the page must stay
// under 90 kB).
import { createContext, useContext } from 'react'
import type { Locale, Localised } from '../shared/api/types'
import type texts from './locales/zh-CN.json'

export type Key = keyof typeof texts
export type Texts = Record<Key, string>
export type T = (key: Key, values?: Record<string, string | number>) => string

const loaders: Record<Locale, () => Promise<{ default: Texts }>> = {
  'zh-CN': () => import('./locales/zh-CN.json'),
  en: () => import('./locales/en.json'),
  'zh-TW': () => import('./locales/zh-TW.json'),
}

export async function loadTexts(locale: Locale): Promise<Texts> {
  return (await loaders[locale]()).default
}

export function translator(texts: Texts): T {
  return (key, values) =>
    texts[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values?.[name] ?? whole))
}

export interface Language {
  locale: Locale
  t: T
  change: (locale: Locale) => void
}

export const LanguageContext = createContext<Language | null>(null)

export function useLanguage(): Language {
  const language = useContext(LanguageContext)
  if (!language) throw new Error('outside of LanguageContext')
  return language
}

/** A text the organisation wrote in several languages; falls back to another Chinese, then to any. */
export function pick(text: Localised | undefined, locale: Locale): string {
  if (!text) return ''
  return (
    text[locale] ??
    (locale === 'zh-TW' ? text['zh-CN'] : undefined) ??
    text['zh-CN'] ??
    text.en ??
    ''
  )
}
