import { Select } from 'antd'
import { LOCALE_NAMES, LOCALES } from '../../shared/i18n/language'
import { changeLocale, useWords } from './i18n'

export function LanguageSelect() {
  const { locale, t } = useWords()
  return (
    <Select
      size="small"
      variant="borderless"
      aria-label={t('language')}
      value={locale}
      onChange={changeLocale}
      popupMatchSelectWidth={false}
      options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
    />
  )
}
