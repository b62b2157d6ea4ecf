// Days and calendars as people call them.
import type { Document } from '../../../shared/api/types'
import { useWords, type Words } from '../../app/i18n'
import { useDocuments } from '../useDocuments'
import { addDays, type DayState, firstOf } from './calendarDays'
import type { SpecialDay } from './calendarText'
import type { CalendarBody } from './starts'

const MONDAY = '2024-01-01'

export const nameOfCalendar = (
  calendar: { id: string; body?: Partial<CalendarBody> },
  word: Words['word'],
) => calendar.body?.name || word('calendar', calendar.id)

/** The name of a calendar by its id, once the list is here. */
export function useCalendarName(): (id: string) => string {
  const { word } = useWords()
  const { data } = useDocuments<CalendarBody>('calendar')
  return (id) => nameOfCalendar(data?.items.find((d: Document) => d.id === id) ?? { id }, word)
}

export function useDayWords() {
  const { t, locale } = useWords()
  const say = (day: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(
      new Date(`${day}T00:00:00Z`),
    )
  const state = (kind: DayState) => t(`calendars.state.${kind}` as const)
  const name = (day: SpecialDay) => (locale === 'en' && day.en) || day.zh || day.en
  return {
    weekday: (d: number, style: 'long' | 'narrow' | 'short' = 'long') =>
      say(addDays(MONDAY, d), { weekday: style }),
    month: (year: number, month: number) => say(firstOf(year, month), { month: 'long' }),
    yearMonth: (year: number, month: number) =>
      say(firstOf(year, month), { year: 'numeric', month: 'long' }),
    date: (day: string) => say(day, { year: 'numeric', month: 'short', day: 'numeric' }),
    fullDate: (day: string) =>
      say(day, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' }),
    state,
    name,
  }
}
