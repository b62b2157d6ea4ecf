// A text in the three languages, each with its own field.
import { Input } from 'antd'
import type { Localised } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { withText } from './forms'

const LOCALES = ['zh-CN', 'en', 'zh-TW'] as const

export function Texts(props: {
  id: string
  label: string
  texts: Localised | undefined
  path: string
  problem: (path: string) => string | undefined
  change: (texts: Localised | undefined) => void
  long?: boolean
}) {
  const { word } = useWords()
  const wrong = props.problem(props.path)
  return (
    <fieldset className={wrong ? 'texts bad' : 'texts'}>
      <legend>{props.label}</legend>
      {LOCALES.map((locale) => {
        const id = `${props.id}-${locale}`
        const control = {
          id,
          lang: locale,
          value: props.texts?.[locale] ?? '',
          'aria-label': `${props.label} · ${word('language', locale)}`,
          placeholder: word('language', locale),
          onChange: (e: { target: { value: string } }) =>
            props.change(withText(props.texts, locale, e.target.value)),
        }
        return (
          <div key={locale}>
            {props.long ? (
              <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={600} {...control} />
            ) : (
              <Input maxLength={200} {...control} />
            )}
            {props.problem(`${props.path}.${locale}`) && (
              <p className="problem">{props.problem(`${props.path}.${locale}`)}</p>
            )}
          </div>
        )
      })}
      {wrong && <p className="problem">{wrong}</p>}
    </fieldset>
  )
}
