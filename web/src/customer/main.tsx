import { createRoot } from 'react-dom/client'
import { chooseLocale, rememberLocale } from '../shared/i18n/language'
import { App } from './App'
import { loadTexts } from './i18n'
import './styles.css'

const locale = chooseLocale()
rememberLocale(locale)
const root = document.getElementById('root') as HTMLElement
loadTexts(locale).then((texts) => createRoot(root).render(<App locale={locale} texts={texts} />))
