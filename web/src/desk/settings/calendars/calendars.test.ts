import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  daysBetween,
  hoursOf,
  importYear,
  markYear,
  runsOf,
  setDays,
  stateOf,
  weekdayOf,
  weeksOf,
  yearState,
  yearsWithout,
} from './calendarDays'
import { NO_TIME, placesOf, readCalendar, type SpecialDay, writeCalendar } from './calendarText'
import { startText } from './starts'
import { nextFriday, readTime } from './times'

const shipped = readFileSync('../db/calendars/cn_standard.txt', 'utf8')
const holiday: SpecialDay = { kind: 'holiday', zh: '停电', en: '', source: '', hours: [] }

const TEXT = `# ours
calendar shop
zone Asia/Shanghai
hours mon-fri 09:00-12:00,13:00-18:00
hours sat 20:00-02:00
makeup_hours 10:00-16:00
year 2025-2026
holiday 2026-01-02 盘点
source notice 7
holiday 2026-10-01 国庆节 | National Day
makeup 2026-10-10 09:00-13:00 国庆节 | National Day
`

describe('the text of a calendar', () => {
  it('comes back as it was written', () => {
    expect(writeCalendar(readCalendar(TEXT)).text).toBe(TEXT)
  })
  it('keeps every day of the shipped calendar', () => {
    const model = readCalendar(shipped)
    expect(model.unread).toEqual([])
    expect(readCalendar(writeCalendar(model).text)).toEqual(model)
    expect(model.days['2026-10-10']).toMatchObject({ kind: 'makeup', en: 'National Day' })
    expect(model.years.at(-1)).toBe(2026)
  })
  it('keeps what it does not understand, for the server to refuse', () => {
    const bad =
      'calendar x\nzone UTC\nmoon full\nholiday tomorrow x\nholiday 2026-01-01 a\nmakeup 2026-01-01 a\n'
    const { text } = writeCalendar(readCalendar(bad))
    for (const line of ['moon full', 'holiday tomorrow x', 'makeup 2026-01-01 a']) {
      expect(text).toContain(line)
    }
  })
  it('leads the line of a refusal back to its field', () => {
    const written = writeCalendar(readCalendar(TEXT))
    expect(placesOf('text.line[3]', written)).toEqual(['zone'])
    expect(placesOf('text.line[4]', written)).toEqual([0, 1, 2, 3, 4].map((d) => `week.${d}`))
    expect(placesOf('calendar.line[11]', written)).toEqual(['day.2026-10-10'])
    expect(placesOf('text.hours', written)).toEqual(['week'])
    expect(placesOf('text.line[99]', written)).toEqual([])
  })
  it('says hours that are not typed yet so that no server takes them', () => {
    const model = readCalendar(TEXT)
    model.week[6] = [{ start: '', end: '9' }]
    expect(writeCalendar(model).text).toContain('hours sun ??:??-??:??')
  })
  it('begins anew from the shipped one, around the clock, or with nothing', () => {
    expect(startText('cn', shipped, 'main')).toMatch(/^calendar main\nzone Asia\/Shanghai\n/)
    expect(hoursOf(readCalendar(startText('always', '', 'x')), '2026-10-01')).toHaveLength(1)
    expect(startText('empty', '', 'x')).toBe('calendar x\nzone Asia/Shanghai\n')
  })
})

describe('months', () => {
  it('begin on Monday and hold each day once', () => {
    const weeks = weeksOf(2026, 2)
    expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-02-01'])
    expect(weeks.flat().filter(Boolean)).toHaveLength(28)
    expect(weeksOf(2028, 2).flat().filter(Boolean)).toHaveLength(29)
    for (let month = 1; month <= 12; month++) {
      for (const week of weeksOf(2026, month)) {
        expect(week).toHaveLength(7)
        week.forEach((day, i) => {
          if (day) expect(weekdayOf(day)).toBe(i)
        })
      }
    }
  })
  it('step over their ends', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addMonths('2026-12-31', 2)).toBe('2027-02-28')
    expect(addMonths('2026-01-31', -1)).toBe('2025-12-31')
    expect(daysBetween('2026-03-02', '2026-02-27')).toHaveLength(4)
  })
})

describe('days', () => {
  const model = readCalendar(TEXT)
  it('are what the line of the day says, else the weekday', () => {
    expect(stateOf(model, '2026-10-01')).toBe('holiday')
    expect(stateOf(model, '2026-10-10')).toBe('makeup')
    expect(stateOf(model, '2026-10-02')).toBe('work')
    expect(stateOf(model, '2026-10-04')).toBe('rest')
  })
  it('have their own hours, those of make-up days, or those of the weekday', () => {
    expect(hoursOf(model, '2026-10-10')).toEqual([{ start: '09:00', end: '13:00' }])
    expect(hoursOf(model, '2026-10-01')).toEqual([])
    expect(hoursOf(model, '2026-10-02')).toHaveLength(2)
    const made = setDays(model, ['2026-10-11'], () => ({ ...holiday, kind: 'makeup' }))
    expect(hoursOf(made, '2026-10-11')).toEqual([{ start: '10:00', end: '16:00' }])
  })
  it('change in ranges and change back', () => {
    const list = daysBetween('2026-11-02', '2026-11-04')
    const closed = setDays(model, list, () => ({ ...holiday, hours: [{ start: 'x', end: 'y' }] }))
    expect(runsOf(closed, 2026).find((run) => run.zh === '停电')).toMatchObject({
      from: '2026-11-02',
      to: '2026-11-04',
      hours: [],
    })
    expect(setDays(closed, list, () => undefined)).toEqual(model)
  })
})

describe('official days', () => {
  const model = readCalendar(TEXT)
  it('are there for the years that say so and hold a holiday', () => {
    expect(yearState(model, 2026)).toBe('loaded')
    expect(yearState(model, 2025)).toBe('empty')
    expect(yearState(model, 2027)).toBe('missing')
    expect(yearState(readCalendar(startText('always', '', 'x')), 2027)).toBe('any')
    expect(yearsWithout(model, [2026, 2027])).toEqual([2027])
    expect(yearState(markYear(model, 2026, false), 2026)).toBe('missing')
  })
  it('of a year take the place of what was there', () => {
    const taken = importYear(model, readCalendar(shipped), 2026)
    expect(taken.days['2026-01-02']?.zh).toBe('元旦')
    expect(taken.days['2026-10-10']?.hours).toEqual([])
    expect(taken.days['2025-10-01']).toBeUndefined()
    expect(runsOf(taken, 2026)[0]).toMatchObject({ from: '2026-01-01', to: '2026-01-03' })
  })
})

describe('times', () => {
  it('are read as people type them', () => {
    for (const typed of ['9', '09', '9:00', '0900', '900', ' 9：00 ']) {
      expect(readTime(typed)).toBe('09:00')
    }
    expect(readTime('1730')).toBe('17:30')
    expect(readTime('24')).toBe('24:00')
    for (const typed of ['', 'x', '25', '24:01', '9:60', '12345']) {
      expect(readTime(typed)).toBe(NO_TIME)
    }
  })
  it('of a preview begin before a weekend', () => {
    expect(nextFriday(new Date(2026, 10, 24)).getDate()).toBe(27)
    expect(nextFriday(new Date(2026, 10, 27, 9)).getDate()).toBe(27)
  })
})
