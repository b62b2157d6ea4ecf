// Special days: a year or a month to click in, what is known of its official days, and the list.
import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Segmented, Switch } from 'antd'
import { useState } from 'react'
import { useWords } from '../../app/i18n'
import { importYear, markYear, monthOf, yearOf, yearState } from './calendarDays'
import type { CalendarModel } from './calendarText'
import { DayGrid, type Selection, type View } from './DayGrid'
import { DayPanel, makeDays } from './DayPanel'
import { SpecialDays } from './SpecialDays'
import { useDayWords } from './words'

// Twelve months under one another are too long a way on a phone.
const NARROW = '(max-width: 700px)'
const FIRST_YEAR = 1990
const LAST_YEAR = 2099

export function YearDays(props: {
  model: CalendarModel
  official: CalendarModel
  today: string
  change: (model: CalendarModel) => void
  problem: (place: string) => string | undefined
}) {
  const { t } = useWords()
  const words = useDayWords()
  const { model, change, today } = props
  const [view, setView] = useState<View>(() => ({
    year: yearOf(today),
    month: matchMedia(NARROW).matches ? monthOf(today) : null,
  }))
  const [selection, setSelection] = useState<Selection>({ from: today, to: today })
  const { year, month } = view
  const select = (next: Selection, shown = next.to) => {
    const at = yearOf(shown)
    if (at < FIRST_YEAR || at > LAST_YEAR) return
    setSelection(next)
    setView({ year: at, month: month === null ? null : monthOf(shown) })
  }
  const turn = (by: number) => {
    const months = month === null ? (year + by) * 12 : year * 12 + month - 1 + by
    const to = Math.floor(months / 12)
    if (to < FIRST_YEAR || to > LAST_YEAR) return
    setView({ year: to, month: month === null ? null : (months % 12) + 1 })
  }
  return (
    <fieldset className="policy-part">
      <legend>{t('calendars.special')}</legend>
      <p className="soft">{t('calendars.special_hint')}</p>
      <div className="days-head">
        <Button
          icon={<LeftOutlined />}
          aria-label={t('calendars.earlier')}
          onClick={() => turn(-1)}
        />
        <b className="days-title" aria-live="polite">
          {month === null ? year : words.yearMonth(year, month)}
        </b>
        <Button
          icon={<RightOutlined />}
          aria-label={t('calendars.later')}
          onClick={() => turn(1)}
        />
        <Button onClick={() => select({ from: today, to: today })}>{t('calendars.today')}</Button>
        <span className="gap" />
        <Segmented
          aria-label={t('calendars.view')}
          value={month === null ? 'year' : 'month'}
          onChange={(value) =>
            setView(
              value === 'year'
                ? { year, month: null }
                : { year, month: yearOf(selection.to) === year ? monthOf(selection.to) : 1 },
            )
          }
          options={[
            { value: 'year', label: t('calendars.view.year') },
            { value: 'month', label: t('calendars.view.month') },
          ]}
        />
      </div>
      <Official {...props} year={year} />
      <Legend />
      <DayGrid
        model={model}
        view={view}
        selection={selection}
        today={today}
        select={select}
        make={(kind) => change(makeDays(model, selection, kind))}
      />
      <DayPanel
        model={model}
        selection={selection}
        select={select}
        change={change}
        problem={props.problem}
      />
      <SpecialDays
        model={model}
        year={year}
        select={select}
        change={change}
        problem={props.problem}
      />
    </fieldset>
  )
}

function Legend() {
  const { t } = useWords()
  const words = useDayWords()
  return (
    <p className="days-legend">
      {(['work', 'rest', 'holiday', 'makeup'] as const).map((state) => (
        <span key={state}>
          <span className={`day ${state}`} aria-hidden>
            <span className="day-number">1</span>
            {(state === 'holiday' || state === 'makeup') && (
              <span className="day-mark">{t(`calendars.mark.${state}` as const)}</span>
            )}
          </span>
          {words.state(state)}
        </span>
      ))}
      <span className="soft">{t('calendars.keys')}</span>
    </p>
  )
}

/** Whether dues of the year can count on its holidays, and taking the ones that ship. */
function Official(props: {
  model: CalendarModel
  official: CalendarModel
  year: number
  change: (model: CalendarModel) => void
  problem: (place: string) => string | undefined
}) {
  const { t } = useWords()
  const { model, official, year, change } = props
  const known = yearState(official, year) === 'loaded'
  const state = yearState(model, year)
  const wrong = props.problem('years')
  return (
    <div className={wrong ? 'official bad' : 'official'}>
      {state !== 'any' && (
        <p className={state === 'loaded' ? 'soft' : 'needs'}>
          {t(`calendars.year.${state}` as const, { year })}
        </p>
      )}
      <div className="card-actions">
        {known ? (
          <Button onClick={() => change(importYear(model, official, year))}>
            {t('calendars.import', { year })}
          </Button>
        ) : (
          <span className="soft">{t('calendars.import_none', { year })}</span>
        )}
        {state !== 'any' && (
          <span className="official-switch">
            <Switch
              id="calendar-complete"
              checked={state !== 'missing'}
              onChange={(complete) => change(markYear(model, year, complete))}
            />
            <label htmlFor="calendar-complete">{t('calendars.complete', { year })}</label>
          </span>
        )}
        <span className="official-switch">
          <Switch
            id="calendar-every-year"
            checked={model.everyYear}
            onChange={(everyYear) => change({ ...model, everyYear })}
          />
          <label htmlFor="calendar-every-year">{t('calendars.every_year')}</label>
        </span>
      </div>
      {wrong && <p className="problem">{wrong}</p>}
    </div>
  )
}
