// Remaining time in words, the due instant on hover, and "why then" as the explained timeline.
import { Popover } from 'antd'
import type { Clock, ClockState, NextDue } from '../../shared/api/types'
import { formatExact, formatInstant, formatShort, formatSpan } from '../../shared/time'
import { useWords } from '../app/i18n'
import { useNow } from '../app/useNow'

type Look = 'ok' | 'warning' | 'breached' | 'paused' | 'met'

/** Without its start, the last fifth of a day counts as "soon"; with it, the last quarter of the clock. */
export function lookOf(state: ClockState, dueAt: string, now: number, startedAt?: string): Look {
  if (state === 'met' || state === 'void') return 'met'
  if (state === 'paused') return 'paused'
  const left = new Date(dueAt).getTime() - now
  if (state === 'breached' || state === 'met_late' || left < 0) return 'breached'
  const soon = startedAt
    ? (new Date(dueAt).getTime() - new Date(startedAt).getTime()) / 4
    : 4 * 3600_000
  return left < soon ? 'warning' : 'ok'
}

function Ring({ look }: { look: Look }) {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" className="ring">
      {look === 'breached' ? (
        <circle cx="6" cy="6" r="5.4" fill="currentColor" />
      ) : (
        <>
          <circle
            cx="6"
            cy="6"
            r="4.6"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.2"
            opacity={look === 'warning' ? 0.35 : 1}
            strokeDasharray={look === 'paused' ? '2 2' : undefined}
          />
          {look === 'warning' && (
            <path
              d="M6 1.4a4.6 4.6 0 1 1-4.6 4.6"
              fill="none"
              stroke="currentColor"
              strokeWidth="2.4"
            />
          )}
          {look === 'met' && (
            <path d="M3.6 6.2 5.4 8l3.2-3.8" fill="none" stroke="currentColor" strokeWidth="1.3" />
          )}
        </>
      )}
    </svg>
  )
}

export function ClockText({
  due,
  startedAt,
  named = false,
}: {
  due: NextDue
  startedAt?: string
  named?: boolean
}) {
  const { t, word, locale } = useWords()
  const now = useNow()
  const look = lookOf(due.state, due.due_at, now, startedAt)
  const left = new Date(due.due_at).getTime() - now
  const says = (): string => {
    if (look === 'met') return t('clock.met')
    if (look === 'paused') return t('clock.paused')
    if (look === 'breached') return t('clock.late', { span: formatSpan(left, locale) })
    if (left > 48 * 3600_000) return (named ? formatInstant : formatShort)(due.due_at, locale)
    return t('clock.left', { span: formatSpan(left, locale) })
  }
  return (
    <span
      className={`clock ${look}`}
      title={`${word('clock_name', due.clock)} · ${formatExact(due.due_at, locale)}`}
    >
      <Ring look={look} />
      {named && <span className="clock-name">{word('clock_name', due.clock)}</span>}
      <span>{says()}</span>
    </span>
  )
}

function Explained({ clock }: { clock: Clock }) {
  const { t, word, locale } = useWords()
  return (
    <section className="explained">
      <h4>
        {word('clock_name', clock.clock)}
        {clock.cycle > 1 && ` · ${t('clock.cycle', { n: clock.cycle })}`}
        {clock.statutory && ` · ${t('clock.statutory')}`}
        <span className={`tag-text ${clock.state}`}>{word('clock_state', clock.state)}</span>
      </h4>
      <p>
        {t('clock.due', { at: formatExact(clock.due_at, locale) })}
        {clock.target_due_at && (
          <> · {t('clock.target', { at: formatInstant(clock.target_due_at, locale) })}</>
        )}
      </p>
      {clock.calendar_incomplete && <p className="needs">{t('clock.calendar_incomplete')}</p>}
      <ol>
        {clock.explained.map((line) => (
          <li key={line.at + line.en}>
            <time dateTime={line.at}>{formatInstant(line.at, locale)}</time>
            <span>{locale === 'en' ? line.en : line.zh}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The most pressing first; those that have ended last. */
function byUrgency(clocks: Clock[]): Clock[] {
  const rank = (c: Clock) => (['running', 'breached', 'paused'].includes(c.state) ? 0 : 1)
  return clocks.toSorted(
    (a, b) => rank(a) - rank(b) || b.cycle - a.cycle || a.due_at.localeCompare(b.due_at),
  )
}

/** The most pressing clock; a press opens all of them with their reasons. */
export function ClockChip({ clocks }: { clocks: Clock[] }) {
  const { t } = useWords()
  const sorted = byUrgency(clocks)
  const next = sorted[0]
  if (!next) return null
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('clock.why')}
      content={
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls takes the keyboard
        <section className="clocks" tabIndex={0} aria-label={t('clock.why')}>
          {sorted.map((c) => (
            <Explained key={`${c.clock}${c.cycle}`} clock={c} />
          ))}
        </section>
      }
    >
      <button type="button" className="clock-chip">
        <ClockText due={next} startedAt={next.started_at} named />
        <span className="why">{t('clock.why_short')}</span>
      </button>
    </Popover>
  )
}
