// Times of day as people type them.
import { NO_TIME } from './calendarText'

/** "9", "930", "9:30" and "0930" as "09:00" and "09:30"; NO_TIME for what is no time. */
export function readTime(typed: string): string {
  const plain = typed.trim().replace(/[：.]/g, ':')
  const found = /^(\d{1,2}):(\d{1,2})$/.exec(plain) ?? /^(\d{1,2}?)(\d\d)?$/.exec(plain)
  if (!found) return NO_TIME
  const hours = Number(found[1])
  const minutes = Number(found[2] ?? 0)
  if (minutes > 59 || hours * 60 + minutes > 24 * 60) return NO_TIME
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

/** The next Friday at 17:30, when a night or a weekend is about to matter. */
export function nextFriday(now: Date): Date {
  const at = new Date(now)
  at.setDate(at.getDate() + ((5 - at.getDay() + 7) % 7))
  at.setHours(17, 30, 0, 0)
  return at
}

export const zones = (used: string): string[] =>
  [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', used])].filter((z) => z !== '').sort()

/** "GMT+8, 19:45" there; nothing for a zone this browser does not know. */
export function zoneNow(zone: string, now: Date, locale: string): string {
  try {
    const parts = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options })
    const offset = parts({ timeZoneName: 'longOffset' })
      .formatToParts(now)
      .find((part) => part.type === 'timeZoneName')?.value
    return `${offset}, ${parts({ hour: '2-digit', minute: '2-digit' }).format(now)}`
  } catch {
    return ''
  }
}
