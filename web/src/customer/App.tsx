// Which customer page the address means: /feedback[/form], /t/secret, /track.
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import type { Locale } from '../shared/api/types'
import { LOCALE_NAMES, LOCALES, rememberLocale } from '../shared/i18n/language'
import { Mark } from '../shared/Mark'
import { LanguageContext, loadTexts, type Texts, translator } from './i18n'

const FormPage = lazy(() => import('./form/FormPage').then((m) => ({ default: m.FormPage })))
const LookupPage = lazy(() => import('./track/LookupPage').then((m) => ({ default: m.LookupPage })))
const TrackPage = lazy(() => import('./track/TrackPage').then((m) => ({ default: m.TrackPage })))

export function Page({ path }: { path: string }) {
  const [, first, second] = path.split('/')
  if (first === 't' && second) return <TrackPage secret={decodeURIComponent(second)} />
  if (first === 'track') return <LookupPage />
  return <FormPage form={second ? decodeURIComponent(second) : 'default'} />
}

export function App(props: { locale: Locale; texts: Texts; path?: string }) {
  const [{ locale, texts }, setLanguage] = useState({ locale: props.locale, texts: props.texts })
  const change = useCallback(async (next: Locale) => {
    const loaded = await loadTexts(next)
    rememberLocale(next)
    setLanguage({ locale: next, texts: loaded })
  }, [])
  const language = useMemo(
    () => ({ locale, t: translator(texts), change }),
    [locale, texts, change],
  )
  const { t } = language
  useEffect(() => {
    document.title = t('brand')
  }, [t])
  return (
    <LanguageContext value={language}>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <header className="top">
        <span className="brand">
          <Mark size={22} />
          {t('brand')}
        </span>
        <select
          aria-label={t('language')}
          value={locale}
          onChange={(e) => change(e.target.value as Locale)}
        >
          {LOCALES.map((l) => (
            <option key={l} value={l} lang={l}>
              {LOCALE_NAMES[l]}
            </option>
          ))}
        </select>
      </header>
      <main id="main">
        <Suspense
          fallback={
            <p className="loading" role="status">
              {t('loading')}
            </p>
          }
        >
          <Page path={props.path ?? location.pathname} />
        </Suspense>
      </main>
      <footer className="foot">{t('footer')}</footer>
    </LanguageContext>
  )
}
