// Days of a calendar: what each is, months to draw, and changing them. Days are local dates
// ("2026-10-01"); no clock and no zone takes part.
import type { CalendarModel, Hours, SpecialDay } from './calendarText'

export type DayState = 'work' | 'rest' | 'holiday' | 'makeup'

const DAY_MS = 86_400_000
const utc = (day: string) => Date.parse(`${day}T00:00:00Z`)
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const MOST_DAYS = 400

export const addDays = (day: string, n: number) => iso(utc(day) + n * DAY_MS)
/** 0 is Monday. */
export const weekdayOf = (day: string) => (new Date(utc(day)).getUTCDay() + 6) % 7
export const yearOf = (day: string) => Number(day.slice(0, 4))
export const monthOf = (day: string) => Number(day.slice(5, 7))
export const firstOf = (year: number, month: number) =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`

/** The same day of another month, or its last one. */
export function addMonths(day: string, n: number): string {
  const months = yearOf(day) * 12 + monthOf(day) - 1 + n
  const first = firstOf(Math.floor(months / 12), (months % 12) + 1)
  const last = addDays(firstOf(Math.floor((months + 1) / 12), ((months + 1) % 12) + 1), -1)
  const wanted = addDays(first, Number(day.slice(8)) - 1)
  return [wanted, last].sort()[0] as string
}

/** Every day from one to another, in order whichever comes first; at most 400. */
export function daysBetween(a: string, b: string): string[] {
  const [from, to] = a <= b ? [a, b] : [b, a]
  const out: string[] = []
  for (let day = from; day <= to && out.length < MOST_DAYS; day = addDays(day, 1)) out.push(day)
  return out
}

/** The weeks of a month, Monday first; null before its first and after its last day. */
export function weeksOf(year: number, month: number): (string | null)[][] {
  const first = firstOf(year, month)
  const days = daysBetween(first, addDays(addMonths(first, 1), -1))
  const cells: (string | null)[] = [...Array(weekdayOf(first)).fill(null), ...days]
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, i) => cells.slice(i * 7, i * 7 + 7))
}

export function hoursOf(model: CalendarModel, day: string): Hours[] {
  const special = model.days[day]
  if (special?.kind === 'holiday') return []
  if (!special) return model.week[weekdayOf(day)] ?? []
  if (special.hours.length > 0) return special.hours
  return makeupHoursOf(model)
}

/** Of make-up days without hours of their own. */
export const makeupHoursOf = (model: CalendarModel): Hours[] =>
  model.makeupHours.length > 0
    ? model.makeupHours
    : (model.week.find((hours) => hours.length > 0) ?? [])

export function stateOf(model: CalendarModel, day: string): DayState {
  const special = model.days[day]
  if (special) return special.kind
  return (model.week[weekdayOf(day)]?.length ?? 0) > 0 ? 'work' : 'rest'
}

/** The days made what they shall be: undefined takes back what the weekdays say. */
export function setDays(
  model: CalendarModel,
  list: string[],
  part: (before: SpecialDay | undefined) => SpecialDay | undefined,
): CalendarModel {
  const days = { ...model.days }
  for (const day of list) {
    const next = part(days[day])
    if (next) days[day] = next.kind === 'holiday' ? { ...next, hours: [] } : next
    else delete days[day]
  }
  return { ...model, days }
}

export interface DayRun extends SpecialDay {
  from: string
  to: string
}

/** Special days of a year, neighbours alike taken together. */
export function runsOf(model: CalendarModel, year: number): DayRun[] {
  const out: DayRun[] = []
  const alike = (a: SpecialDay, b: SpecialDay) =>
    JSON.stringify({ ...a, source: '' }) === JSON.stringify({ ...b, source: '' })
  for (const day of Object.keys(model.days).sort()) {
    if (yearOf(day) !== year) continue
    const special = model.days[day] as SpecialDay
    const run = out[out.length - 1]
    if (run && run.to === addDays(day, -1) && alike(special, model.days[run.to] as SpecialDay)) {
      run.to = day
    } else out.push({ ...special, from: day, to: day })
  }
  return out
}

/** 'any': no holidays to wait for; 'empty': said to be complete, but without a holiday. */
export function yearState(
  model: CalendarModel,
  year: number,
): 'any' | 'loaded' | 'empty' | 'missing' {
  if (model.everyYear) return 'any'
  if (!model.years.includes(year)) return 'missing'
  const holiday = Object.entries(model.days).some(
    ([day, special]) => special.kind === 'holiday' && yearOf(day) === year,
  )
  return holiday ? 'loaded' : 'empty'
}

/** The years among these that dues cannot count on. */
export const yearsWithout = (model: CalendarModel, years: number[]) =>
  years.filter((year) => ['empty', 'missing'].includes(yearState(model, year)))

export function markYear(model: CalendarModel, year: number, complete: boolean): CalendarModel {
  const others = model.years.filter((y) => y !== year)
  return { ...model, years: complete ? [...others, year].sort((a, b) => a - b) : others }
}

/** The official days of a year instead of those that were there. */
export function importYear(
  model: CalendarModel,
  official: CalendarModel,
  year: number,
): CalendarModel {
  const inYear = ([day]: [string, SpecialDay]) => yearOf(day) === year
  const kept = Object.entries(model.days).filter((entry) => !inYear(entry))
  const taken = Object.entries(official.days).filter(inYear)
  return markYear({ ...model, days: Object.fromEntries([...kept, ...taken]) }, year, true)
}
