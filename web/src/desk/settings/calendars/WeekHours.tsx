// Working hours of each weekday, and those of make-up days.
import { CopyOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useWords } from '../../app/i18n'
import { makeupHoursOf } from './calendarDays'
import type { CalendarModel, Hours } from './calendarText'
import { HoursRows } from './HoursRows'
import { useDayWords } from './words'

export function WeekHours(props: {
  model: CalendarModel
  change: (model: CalendarModel) => void
  problem: (place: string) => string | undefined
}) {
  const { t } = useWords()
  const { weekday } = useDayWords()
  const { model, change, problem } = props
  const set = (days: number[], hours: Hours[]) =>
    change({ ...model, week: model.week.map((old, d) => (days.includes(d) ? hours : old)) })
  const copies = (from: number) => [
    { key: '0,1,2,3,4', label: t('calendars.copy_workdays') },
    { key: '0,1,2,3,4,5,6', label: t('calendars.copy_all') },
    { type: 'divider' as const },
    ...model.week.flatMap((_, d) => (d === from ? [] : [{ key: `${d}`, label: weekday(d) }])),
  ]
  const usual = makeupHoursOf(model)
    .map((h) => `${h.start}–${h.end}`)
    .join(' ')
  return (
    <fieldset className="policy-part">
      <legend>{t('calendars.hours')}</legend>
      <p className="soft">{t('calendars.hours_hint')}</p>
      <div className="week-hours">
        {model.week.map((hours, d) => {
          const wrong = problem(`week.${d}`)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a weekday is its place
            <div key={d} className={wrong ? 'week-day bad' : 'week-day'} data-weekday={d}>
              <b>{weekday(d)}</b>
              <HoursRows
                of={weekday(d)}
                hours={hours}
                none={t('calendars.rest_day')}
                change={(next) => set([d], next)}
              >
                {hours.length > 0 && (
                  <Dropdown
                    trigger={['click']}
                    menu={{
                      items: copies(d),
                      onClick: ({ key }) => set(key.split(',').map(Number), hours),
                    }}
                  >
                    <Button
                      type="text"
                      size="small"
                      icon={<CopyOutlined />}
                      aria-label={t('calendars.copy_hours', { of: weekday(d) })}
                    >
                      {t('calendars.copy')}
                    </Button>
                  </Dropdown>
                )}
              </HoursRows>
              {wrong && <p className="problem">{wrong}</p>}
            </div>
          )
        })}
        <div className={problem('makeup') ? 'week-day bad' : 'week-day'}>
          <b>{t('calendars.makeup_days')}</b>
          <HoursRows
            of={t('calendars.makeup_days')}
            hours={model.makeupHours}
            none={t('calendars.makeup_usual', { hours: usual || t('calendars.none') })}
            change={(makeupHours) => change({ ...model, makeupHours })}
          />
          {problem('makeup') && <p className="problem">{problem('makeup')}</p>}
        </div>
      </div>
      {problem('week') && <p className="problem">{t('calendars.no_hours')}</p>}
    </fieldset>
  )
}
