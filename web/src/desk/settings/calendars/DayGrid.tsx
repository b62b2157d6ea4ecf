// A year or a month of days: what each is, in colour and with a mark; one is chosen by click, by
// arrow keys, and made another by a letter.
import { useEffect, useRef } from 'react'
import { useWords } from '../../app/i18n'
import { addDays, addMonths, monthOf, stateOf, weekdayOf, weeksOf, yearOf } from './calendarDays'
import type { CalendarModel, SpecialDay } from './calendarText'
import { useDayWords } from './words'

export interface Selection {
  from: string
  to: string
}
export interface View {
  year: number
  month: number | null
}
type Kind = SpecialDay['kind'] | null

const STEPS: Record<string, (day: string) => string> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  Home: (day) => addDays(day, -weekdayOf(day)),
  End: (day) => addDays(day, 6 - weekdayOf(day)),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
}
const LETTERS: Record<string, Kind> = { h: 'holiday', w: 'makeup', n: null, Delete: null }

interface GridProps {
  model: CalendarModel
  view: View
  selection: Selection
  today: string
  select: (selection: Selection) => void
  make: (kind: Kind) => void
}

export function DayGrid(props: GridProps) {
  const { view, selection, select } = props
  const { t } = useWords()
  const { month: monthName, yearMonth } = useDayWords()
  const box = useRef<HTMLDivElement>(null)
  const moving = useRef(false)
  const shows = (day: string) =>
    yearOf(day) === view.year && (view.month === null || monthOf(day) === view.month)
  const cursor = shows(selection.to)
    ? selection.to
    : `${view.year}-${String(view.month ?? 1).padStart(2, '0')}-01`
  useEffect(() => {
    if (!moving.current) return
    moving.current = false
    box.current?.querySelector<HTMLElement>(`[data-day="${cursor}"]`)?.focus()
  }, [cursor])
  const press = (e: React.KeyboardEvent) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return
    const step = STEPS[e.key]
    if (step) {
      e.preventDefault()
      moving.current = true
      const to = step(cursor)
      return select({ from: e.shiftKey ? selection.from : to, to })
    }
    const kind = LETTERS[e.key]
    if (kind !== undefined) {
      e.preventDefault()
      props.make(kind)
    }
  }
  const months = view.month === null ? Array.from({ length: 12 }, (_, i) => i + 1) : [view.month]
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the days inside
    <div ref={box} className={view.month === null ? 'days-year' : 'days-month'} onKeyDown={press}>
      {months.map((month) => (
        <section key={month} aria-label={yearMonth(view.year, month)}>
          {view.month === null && <h3>{monthName(view.year, month)}</h3>}
          <Month {...props} month={month} cursor={cursor} />
        </section>
      ))}
      <p className="sr">{t('calendars.keys')}</p>
    </div>
  )
}

function Month(props: GridProps & { month: number; cursor: string }) {
  const { view, month } = props
  const { weekday, yearMonth } = useDayWords()
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of days has rows of weeks
    <table role="grid" aria-label={yearMonth(view.year, month)} className="days">
      <thead>
        <tr>
          {[0, 1, 2, 3, 4, 5, 6].map((d) => (
            <th key={d} scope="col" aria-label={weekday(d)}>
              {weekday(d, view.month === null ? 'narrow' : 'short')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(view.year, month).map((week) => (
          <tr key={week.find(Boolean)}>
            {week.map((day, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a weekday is its place
              <td key={i}>{day && <Day {...props} day={day} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Day({
  model,
  day,
  view,
  selection,
  cursor,
  today,
  select,
}: GridProps & {
  day: string
  cursor: string
}) {
  const { t } = useWords()
  const words = useDayWords()
  const state = stateOf(model, day)
  const special = model.days[day]
  const name = special ? words.name(special) : ''
  const [first, last] =
    selection.from <= selection.to ? [selection.from, selection.to] : [selection.to, selection.from]
  const chosen = day >= first && day <= last
  const mark = special ? t(`calendars.mark.${special.kind}` as const) : ''
  return (
    <button
      type="button"
      data-day={day}
      className={`day ${state}${day === today ? ' today' : ''}`}
      tabIndex={day === cursor ? 0 : -1}
      aria-pressed={chosen}
      aria-current={day === today ? 'date' : undefined}
      title={name ? `${words.state(state)} · ${name}` : undefined}
      onClick={(e) => select({ from: e.shiftKey ? selection.from : day, to: day })}
    >
      <span className="sr">
        {[words.fullDate(day), words.state(state), name].filter(Boolean).join(' · ')}
      </span>
      <span aria-hidden className="day-number">
        {Number(day.slice(8))}
      </span>
      {mark && (
        <span aria-hidden className="day-mark">
          {mark}
        </span>
      )}
      {view.month !== null && name && (
        <span aria-hidden className="day-name">
          {name}
        </span>
      )}
    </button>
  )
}
