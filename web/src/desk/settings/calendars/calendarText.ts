// A calendar's text (docs/calendars.md) as what a form edits, and back. The text is what is saved:
// what this file does not understand stays in it, for the server to judge.

/** "09:00"; "??:??" while nothing usable is typed, which the server refuses. */
export interface Hours {
  start: string
  end: string
}
export interface SpecialDay {
  kind: 'holiday' | 'makeup'
  zh: string
  en: string
  source: string
  /** Of a make-up day; none: those of all make-up days. */
  hours: Hours[]
}
export interface CalendarModel {
  id: string
  zone: string
  /** Monday first; none: a rest day. */
  week: Hours[][]
  makeupHours: Hours[]
  years: number[]
  everyYear: boolean
  days: Record<string, SpecialDay>
  comments: string[]
  unread: string[]
}
/** What each line speaks of, for the server's "line 7": "zone", "week.0", "day.2026-10-01". */
export interface CalendarText {
  text: string
  places: string[][]
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
export const NO_TIME = '??:??'
const HOURS = /^[\d?]{2}:[\d?]{2}-[\d?]{2}:[\d?]{2}(,[\d?]{2}:[\d?]{2}-[\d?]{2}:[\d?]{2})*$/

function readHours(text: string): Hours[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [start = '', end = ''] = part.split('-')
      return { start, end }
    })
}

const clock = (time: string) => (/^\d\d:\d\d$/.test(time) ? time : NO_TIME)
const writeHours = (hours: Hours[]) =>
  hours.map((h) => `${clock(h.start)}-${clock(h.end)}`).join(',')

function readYears(text: string): number[] {
  const [first = '', last = first] = text.split('-')
  const from = Number(first)
  const to = Number(last)
  if (!Number.isInteger(from) || !Number.isInteger(to) || to < from || to - from > 200) return []
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

function readSpecial(kind: SpecialDay['kind'], rest: string, source: string) {
  const [day = '', ...words] = rest.split(/[ \t]+/)
  const hours = HOURS.test(words[0] ?? '') ? readHours(words.shift() ?? '') : []
  const [zh = '', en = ''] = words.join(' ').split('|')
  const special: SpecialDay = { kind, zh: zh.trim(), en: en.trim(), source, hours }
  return /^\d{4}-\d\d-\d\d$/.test(day) ? { day, special } : undefined
}

export function readCalendar(text: string): CalendarModel {
  const model: CalendarModel = {
    id: '',
    zone: '',
    week: WEEKDAYS.map(() => []),
    makeupHours: [],
    years: [],
    everyYear: false,
    days: {},
    comments: [],
    unread: [],
  }
  let source = ''
  const years = new Set<number>()
  for (const whole of text.split('\n')) {
    const line = whole.trim()
    if (line === '') continue
    if (line.startsWith('#')) {
      model.comments.push(line)
      continue
    }
    const [, key = '', rest = ''] = /^(\S+)[ \t]*(.*)$/.exec(line) ?? []
    if (key === 'calendar') model.id = rest
    else if (key === 'zone') model.zone = rest
    else if (key === 'makeup_hours') model.makeupHours = readHours(rest)
    else if (key === 'source') source = rest
    else if (key === 'year' && rest === '*') model.everyYear = true
    else if (key === 'year' && readYears(rest).length > 0) {
      for (const year of readYears(rest)) years.add(year)
    } else if (key === 'hours') {
      const [days = '', ...hours] = rest.split(/[ \t]+/)
      const [first = '', last = first] = days.split('-')
      const from = WEEKDAYS.indexOf(first)
      const to = WEEKDAYS.indexOf(last)
      if (from < 0 || to < from) model.unread.push(line)
      for (let d = from; from >= 0 && d <= to; d++) model.week[d] = readHours(hours.join(''))
    } else if (key === 'holiday' || key === 'makeup') {
      const found = readSpecial(key, rest, source)
      // The first line of a day counts, as for the server; another kind of it is refused there.
      const before = found && model.days[found.day]
      if (found && !before) model.days[found.day] = found.special
      else if (!found || before?.kind !== key) model.unread.push(line)
    } else model.unread.push(line)
  }
  model.years = [...years].sort((a, b) => a - b)
  return model
}

/** Neighbours that belong together, as [first, last] places in the list. */
function runs<T>(items: T[], together: (a: T, b: T) => boolean): [number, number][] {
  const out: [number, number][] = []
  items.forEach((item, i) => {
    const run = out[out.length - 1]
    if (run && together(items[i - 1] as T, item)) run[1] = i
    else out.push([i, i])
  })
  return out
}

const nameOf = (day: SpecialDay) => (day.en ? `${day.zh} | ${day.en}` : day.zh)

export function writeCalendar(model: CalendarModel): CalendarText {
  const lines: string[] = []
  const places: string[][] = []
  const say = (line: string, ...place: string[]) => {
    lines.push(line)
    places.push(place)
  }
  for (const comment of model.comments) say(comment)
  say(`calendar ${model.id}`, 'id')
  if (model.zone) say(`zone ${model.zone}`, 'zone')
  const week = model.week.map(writeHours)
  for (const [first, last] of runs(week, (a, b) => a === b)) {
    if (!week[first]) continue
    const days = first === last ? WEEKDAYS[first] : `${WEEKDAYS[first]}-${WEEKDAYS[last]}`
    const of = Array.from({ length: last - first + 1 }, (_, i) => `week.${first + i}`)
    say(`hours ${days} ${week[first]}`, ...of)
  }
  if (model.makeupHours.length > 0) say(`makeup_hours ${writeHours(model.makeupHours)}`, 'makeup')
  if (model.everyYear) say('year *', 'years')
  for (const [first, last] of runs(model.years, (a, b) => b === a + 1)) {
    const from = model.years[first]
    say(first === last ? `year ${from}` : `year ${from}-${model.years[last]}`, 'years')
  }
  let source = ''
  for (const day of Object.keys(model.days).sort()) {
    const special = model.days[day] as SpecialDay
    if (special.source !== source) say(`source ${special.source}`.trim(), `day.${day}`)
    source = special.source
    const own = special.kind === 'makeup' ? writeHours(special.hours) : ''
    const said = [special.kind, day, own, nameOf(special)].filter((word) => word !== '')
    say(said.join(' '), `day.${day}`)
  }
  for (const line of model.unread) say(line, 'unread')
  return { text: `${lines.join('\n')}\n`, places }
}

/** The parts of the form that a field of the server's refusal speaks of. */
export function placesOf(path: string, written: CalendarText): string[] {
  const line = /\.line\[(\d+)\]$/.exec(path)
  if (line) return written.places[Number(line[1]) - 1] ?? []
  const whole = path.split('.').pop() ?? ''
  return [{ hours: 'week', calendar: 'id' }[whole] ?? whole]
}
