// The chosen days: what they are, under which name, with which hours. It takes effect at once.
import { Input, Radio } from 'antd'
import { useWords } from '../../app/i18n'
import { daysBetween, makeupHoursOf, setDays } from './calendarDays'
import type { CalendarModel, SpecialDay } from './calendarText'
import type { Selection } from './DayGrid'
import { HoursRows } from './HoursRows'
import { useDayWords } from './words'

/** The days of a selection made a kind; those that were one keep their name. */
export function makeDays(
  model: CalendarModel,
  selection: Selection,
  kind: SpecialDay['kind'] | null,
): CalendarModel {
  const named = model.days[selection.from] ?? { zh: '', en: '', hours: [] }
  return setDays(model, daysBetween(selection.from, selection.to), (before) =>
    kind === null
      ? undefined
      : { source: '', zh: named.zh, en: named.en, hours: named.hours, ...before, kind },
  )
}

const DAY = /^(199\d|20\d\d)-\d\d-\d\d$/

export function DayPanel(props: {
  model: CalendarModel
  selection: Selection
  select: (selection: Selection, shown?: string) => void
  change: (model: CalendarModel) => void
  problem: (place: string) => string | undefined
}) {
  const { t } = useWords()
  const words = useDayWords()
  const { model, selection, select, change } = props
  const special = model.days[selection.from]
  const days = daysBetween(selection.from, selection.to)
  const set = (part: Partial<SpecialDay>) =>
    change(setDays(model, days, (before) => before && { ...before, ...part }))
  const wrong = days.map((day) => props.problem(`day.${day}`)).find(Boolean)
  const usual = makeupHoursOf(model)
    .map((h) => `${h.start}–${h.end}`)
    .join(' ')
  const date = (end: keyof Selection, label: string) => (
    <div>
      <label className="soft" htmlFor={`days-${end}`}>
        {label}
      </label>
      <Input
        id={`days-${end}`}
        type="date"
        min="1990-01-01"
        max="2099-12-31"
        value={selection[end]}
        onChange={(e) => {
          const day = e.target.value
          if (!DAY.test(day)) return
          const next = { ...selection, [end]: day }
          select(next.from <= next.to ? next : { from: day, to: day }, day)
        }}
      />
    </div>
  )
  return (
    <section className={wrong ? 'day-panel bad' : 'day-panel'} aria-label={t('calendars.chosen')}>
      <div className="day-dates">
        {date('from', t('calendars.from'))}
        {date('to', t('calendars.to'))}
      </div>
      <Radio.Group
        className="day-kinds"
        aria-label={t('calendars.kind')}
        optionType="button"
        value={special?.kind ?? 'normal'}
        onChange={(e) =>
          change(makeDays(model, selection, e.target.value === 'normal' ? null : e.target.value))
        }
        options={[
          { value: 'normal', label: t('calendars.normal') },
          { value: 'holiday', label: words.state('holiday') },
          { value: 'makeup', label: words.state('makeup') },
        ]}
      />
      {special && (
        <>
          <div className="day-names">
            <div>
              <label className="soft" htmlFor="day-name">
                {t('calendars.day_name')}
              </label>
              <Input
                id="day-name"
                maxLength={60}
                value={special.zh}
                onChange={(e) => set({ zh: e.target.value.replace(/\|/g, '') })}
              />
            </div>
            <div>
              <label className="soft" htmlFor="day-name-en">
                {t('calendars.day_name_en')}
              </label>
              <Input
                id="day-name-en"
                maxLength={60}
                value={special.en}
                onChange={(e) => set({ en: e.target.value.replace(/\|/g, '') })}
              />
            </div>
          </div>
          {special.kind === 'makeup' && (
            <div className="day-hours">
              <span className="soft">{t('calendars.own_hours')}</span>
              <HoursRows
                of={t('calendars.own_hours')}
                hours={special.hours}
                none={t('calendars.makeup_as_all', { hours: usual || t('calendars.none') })}
                change={(hours) => set({ hours })}
              />
            </div>
          )}
        </>
      )}
      {wrong && <p className="problem">{wrong}</p>}
    </section>
  )
}
