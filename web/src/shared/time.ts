// Dates, spans and numbers as people read them, in the person's language and zone.
import type { Locale } from './api/types'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

interface SpanWords {
  day: (n: number) => string
  hour: (n: number) => string
  minute: (n: number) => string
  second: (n: number) => string
}

const words: Record<Locale, SpanWords> = {
  'zh-CN': {
    day: (n) => `${n} 天`,
    hour: (n) => `${n} 时`,
    minute: (n) => `${n} 分`,
    second: (n) => `${n} 秒`,
  },
  'zh-TW': {
    day: (n) => `${n} 天`,
    hour: (n) => `${n} 時`,
    minute: (n) => `${n} 分`,
    second: (n) => `${n} 秒`,
  },
  en: {
    day: (n) => `${n} d`,
    hour: (n) => `${n} h`,
    minute: (n) => `${n} min`,
    second: (n) => `${n} s`,
  },
}

/** The two largest units of a span: "1 时 40 分", "3 d 4 h". Rounds down. */
export function formatSpan(ms: number, locale: Locale): string {
  const w = words[locale]
  const left = Math.abs(ms)
  const days = Math.floor(left / DAY_MS)
  const hours = Math.floor((left % DAY_MS) / HOUR_MS)
  const minutes = Math.floor((left % HOUR_MS) / MINUTE_MS)
  if (days > 0) return hours > 0 ? `${w.day(days)} ${w.hour(hours)}` : w.day(days)
  if (hours > 0) return minutes > 0 ? `${w.hour(hours)} ${w.minute(minutes)}` : w.hour(hours)
  if (minutes > 0) return w.minute(minutes)
  return w.second(Math.floor(left / 1000))
}

const formatters = new Map<string, Intl.DateTimeFormat>()
function formatter(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  let found = formatters.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options)
    formatters.set(key, found)
  }
  return found
}

const timeOptions: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
  hourCycle: 'h23',
}

function sameDay(a: Date, b: Date): boolean {
  return (
    a.getFullYear() === b.getFullYear() &&
    a.getMonth() === b.getMonth() &&
    a.getDate() === b.getDate()
  )
}

/** "14:20" today, "明天 14:20", "3月12日 14:20", with the year when it is another one. */
export function formatInstant(iso: string | Date, locale: Locale, now: Date = new Date()): string {
  const at = typeof iso === 'string' ? new Date(iso) : iso
  if (Number.isNaN(at.getTime())) return '—'
  const time = formatter(locale, timeOptions).format(at)
  if (sameDay(at, now)) return time
  const dayStart = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()
  const atStart = new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()
  const days = Math.round((atStart - dayStart) / DAY_MS)
  if (days === 1 || days === -1) {
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
    return `${relative} ${time}`
  }
  const sameYear = at.getFullYear() === now.getFullYear()
  const date = formatter(locale, {
    year: sameYear ? undefined : 'numeric',
    month: locale === 'en' ? 'short' : 'long',
    day: 'numeric',
  }).format(at)
  return `${date} ${time}`
}

/** Date only when it is not today: for narrow list columns. */
export function formatShort(iso: string, locale: Locale, now: Date = new Date()): string {
  const at = new Date(iso)
  if (sameDay(at, now)) return formatter(locale, timeOptions).format(at)
  const sameYear = at.getFullYear() === now.getFullYear()
  return formatter(locale, {
    year: sameYear ? undefined : 'numeric',
    month: 'short',
    day: 'numeric',
  }).format(at)
}

/** The full instant with seconds and zone, for tooltips. */
export function formatExact(iso: string | Date, locale: Locale): string {
  const at = typeof iso === 'string' ? new Date(iso) : iso
  const moment = formatter(locale, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
    hourCycle: 'h23',
  }).format(at)
  // Asked for together with the rest, Chinese puts the zone between the date and the time.
  const zone = formatter(locale, { timeZoneName: 'short' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value
  return zone ? `${moment} ${zone}` : moment
}

export function formatNumber(n: number, locale: Locale): string {
  return new Intl.NumberFormat(locale).format(n)
}

/** Money in minor units (fen) as yuan. */
export function formatMoney(minor: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency: 'CNY' }).format(minor / 100)
}
