// The special days of a year as a list; each leads to its days.
import { DeleteOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useWords } from '../../app/i18n'
import { type DayRun, daysBetween, runsOf, setDays } from './calendarDays'
import type { CalendarModel } from './calendarText'
import type { Selection } from './DayGrid'
import { useDayWords } from './words'

export function SpecialDays(props: {
  model: CalendarModel
  year: number
  select: (selection: Selection) => void
  change: (model: CalendarModel) => void
  problem: (place: string) => string | undefined
}) {
  const { t } = useWords()
  const words = useDayWords()
  const { model, year } = props
  const runs = runsOf(model, year)
  const dates = (run: DayRun) =>
    run.from === run.to ? words.date(run.from) : `${words.date(run.from)} – ${words.date(run.to)}`
  if (runs.length === 0) return <p className="soft">{t('calendars.no_special', { year })}</p>
  return (
    <section className="table-wrap" aria-label={t('calendars.special_of', { year })}>
      <table className="table special-days">
        <thead>
          <tr>
            <th>{t('calendars.dates')}</th>
            <th>{t('calendars.kind')}</th>
            <th>{t('calendars.day_name')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => {
            const of = `${dates(run)} ${words.name(run)}`.trim()
            const days = daysBetween(run.from, run.to)
            const wrong = days.map((day) => props.problem(`day.${day}`)).find(Boolean)
            return (
              <tr key={run.from}>
                <td>
                  {dates(run)}
                  {wrong && <p className="problem">{wrong}</p>}
                </td>
                <td>
                  {words.state(run.kind)}
                  {run.hours.length > 0 && (
                    <div className="soft">
                      {run.hours.map((h) => `${h.start}–${h.end}`).join(' ')}
                    </div>
                  )}
                </td>
                <td>{words.name(run) || <span className="soft">{t('calendars.none')}</span>}</td>
                <td className="nowrap">
                  <Button
                    size="small"
                    type="text"
                    onClick={() => props.select({ from: run.from, to: run.to })}
                  >
                    {t('edit')}
                    <span className="sr"> {of}</span>
                  </Button>
                  <Button
                    size="small"
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={t('calendars.remove_days', { of })}
                    onClick={() => props.change(setDays(model, days, () => undefined))}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
