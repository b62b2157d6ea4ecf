// What a new calendar begins with.
import { readCalendar, writeCalendar } from './calendarText'

export interface CalendarBody {
  name?: string
  text: string
}
export const STARTS = ['cn', 'always', 'empty'] as const
export type Start = (typeof STARTS)[number]

/** The document whose days and hours all clocks follow. */
export const IN_FORCE = 'main'
export const SHIPPED = 'cn_standard'

const ALWAYS = 'zone Asia/Shanghai\nhours mon-sun 00:00-24:00\nyear *\n'
const EMPTY = 'zone Asia/Shanghai\n'

/** The text of a new calendar, which names itself as its document does. */
export function startText(start: Start, shipped: string, id: string): string {
  const text = start === 'cn' ? shipped : start === 'always' ? ALWAYS : EMPTY
  // The shipped one's head says how that file is made.
  return writeCalendar({ ...readCalendar(text), id, comments: [] }).text
}
