// What an incident template says beside number, contact and next update.
import { Input } from 'antd'
import type { NoticeValues } from '../../shared/api/types'
import { useWords } from '../app/i18n'

export const TEMPLATES = ['bulk_incident', 'bulk_update', 'bulk_resolved'] as const
const FIELDS = ['scope', 'start_time', 'impact', 'workaround'] as const
const REQUIRED = ['scope', 'start_time', 'impact'] as const

export const templateReady = (values: NoticeValues) => REQUIRED.every((f) => values[f]?.trim())

export function TemplateFields(props: {
  values: NoticeValues
  change: (values: NoticeValues) => void
}) {
  const { t, word } = useWords()
  return (
    <>
      {FIELDS.map((field) => (
        <div key={field}>
          <label className="label" htmlFor={`round-${field}`}>
            {word('variable', field)}
            {field === 'workaround' && t('bulk_notice.optional')}
          </label>
          <Input
            id={`round-${field}`}
            maxLength={500}
            value={props.values[field] ?? ''}
            onChange={(e) => props.change({ ...props.values, [field]: e.target.value })}
          />
        </div>
      ))}
    </>
  )
}
