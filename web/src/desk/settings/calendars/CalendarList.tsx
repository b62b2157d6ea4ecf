// Every calendar there is: what follows it, and until when its official days reach.
import { WarningOutlined } from '@ant-design/icons'
import { useMemo } from 'react'
import type { Document } from '../../../shared/api/types'
import { useWords } from '../../app/i18n'
import type { PolicyBody } from '../policies'
import { useDocuments } from '../useDocuments'
import { yearsWithout } from './calendarDays'
import { readCalendar } from './calendarText'
import { type CalendarBody, IN_FORCE, SHIPPED } from './starts'
import { nameOfCalendar } from './words'

export function CalendarList(props: {
  items: Document<CalendarBody>[]
  chosen: string
  open: (id: string) => void
}) {
  const { t } = useWords()
  const { items } = props
  const inForce = items.some((d) => d.id === IN_FORCE) ? IN_FORCE : SHIPPED
  // What the clocks follow comes first, what ships last.
  const order = (d: Document) => (d.id === inForce ? 0 : d.id === SHIPPED ? 2 : 1)
  return (
    <div className="table-wrap">
      <table className="table calendars">
        <thead>
          <tr>
            <th>{t('calendars.calendar')}</th>
            <th>{t('calendars.used_by')}</th>
            <th>{t('calendars.reach')}</th>
          </tr>
        </thead>
        <tbody>
          {[...items]
            .sort((a, b) => order(a) - order(b))
            .map((d) => (
              <Row key={d.id} {...props} calendar={d} inForce={d.id === inForce} />
            ))}
        </tbody>
      </table>
    </div>
  )
}

function Row(props: {
  calendar: Document<CalendarBody>
  inForce: boolean
  chosen: string
  open: (id: string) => void
}) {
  const { t, word, locale } = useWords()
  const { calendar, inForce } = props
  const policies = useDocuments<Partial<PolicyBody>>('sla_policy').data?.items
  const model = useMemo(() => readCalendar(calendar.body.text ?? ''), [calendar.body.text])
  const year = new Date().getFullYear()
  const without = yearsWithout(model, [year, year + 1])
  const following = (policies ?? [])
    .filter((p) => p.body.active !== false)
    .map((p) => p.body.name || word('sla_policy', p.id))
  const names = new Intl.ListFormat(locale).format(following)
  const last = model.years[model.years.length - 1]
  return (
    <tr className={props.chosen === calendar.id ? 'on' : undefined}>
      <td>
        <button
          type="button"
          className="link"
          aria-current={props.chosen === calendar.id ? 'true' : undefined}
          onClick={() => props.open(calendar.id)}
        >
          {nameOfCalendar(calendar, word)}
        </button>
        <div className="soft">{model.zone}</div>
      </td>
      <td>
        {inForce ? (
          <>
            <span className="chip plain">{t('calendars.in_force')}</span>
            <div className="soft">
              {policies && t('calendars.followed_by', { n: following.length, names })}
            </div>
          </>
        ) : (
          <span className="soft">
            {calendar.version === 0 ? t('calendars.shipped') : t('calendars.draft')}
          </span>
        )}
      </td>
      <td>
        {model.everyYear ? t('calendars.reach_any') : last ? last : t('calendars.none')}
        {without.length > 0 && (
          <div className="needs">
            <WarningOutlined aria-hidden /> {t('calendars.without', { years: without.join(', ') })}
          </div>
        )}
      </td>
    </tr>
  )
}
