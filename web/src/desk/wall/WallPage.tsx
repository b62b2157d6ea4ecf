// One screen, readable from four metres; every number leads to its tickets.
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useRef } from 'react'
import { Link } from 'react-router'
import { get } from '../../shared/api/client'
import type { Wall } from '../../shared/api/types'
import { formatInstant, formatNumber } from '../../shared/time'
import { useWords } from '../app/i18n'
import { useLiveFacts } from '../app/live'
import { ErrorState, Loading } from '../parts/States'

const DayChart = lazy(() => import('./DayChart'))
const QUIET_MS = 2000
const REFRESH_MS = 60_000

export default function WallPage() {
  const { t } = useWords()
  const { data, error, refetch } = useQuery({
    queryKey: ['wall'],
    queryFn: ({ signal }) => get<Wall>('/wall', signal),
    refetchInterval: REFRESH_MS,
  })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useLiveFacts(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      refetch()
    }, QUIET_MS)
  }, 'wall')
  if (!data)
    return (
      <div className="page">
        {error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading rows={12} />}
      </div>
    )
  return (
    <div className="wall">
      <h1 className="sr">{t('nav.wall')}</h1>
      <div className="wall-numbers">
        <BigNumber
          label={t('wall.backlog')}
          n={data.backlog}
          to="/inbox?view=all&state=pending,in_progress,to_be_tested"
        />
        <BigNumber
          label={t('wall.due_1h')}
          n={data.due_1h}
          to="/inbox?view=due_soon"
          look={data.due_1h > 0 ? 'warning' : ''}
        />
        <BigNumber
          label={t('wall.breached')}
          n={data.breached_now}
          to="/inbox?view=breached"
          look={data.breached_now > 0 ? 'breached' : ''}
        />
      </div>
      <Panel title={intakeFinding(data, t)} className="wall-day">
        <Suspense fallback={<Loading rows={4} />}>
          <DayChart hours={data.hours} />
        </Suspense>
      </Panel>
      <Panel title={t('wall.by_age')} className="wall-age">
        <AgeBars wall={data} />
      </Panel>
      <Panel title={t('wall.by_person')} className="wall-people">
        <People wall={data} />
      </Panel>
      <Panel title={t('wall.by_channel')} className="wall-channels">
        <Channels wall={data} />
      </Panel>
      <Panel title={t('wall.escalations')} className="wall-feed">
        <Escalations wall={data} />
      </Panel>
    </div>
  )
}

/** The title says the finding: today against what is usual at these hours. */
export function intakeFinding(wall: Wall, t: ReturnType<typeof useWords>['t']): string {
  const received = wall.hours.reduce((n, h) => n + h.received, 0)
  const low = wall.hours.reduce((n, h) => n + h.usual_low, 0)
  const high = wall.hours.reduce((n, h) => n + h.usual_high, 0)
  const usual = (low + high) / 2
  if (usual <= 0) return t('wall.day', { n: received })
  const percent = Math.round((received / usual - 1) * 100)
  if (received > high) return t('wall.day_more', { n: received, percent })
  if (received < low) return t('wall.day_less', { n: received, percent: -percent })
  return t('wall.day_usual', { n: received })
}

function Panel({
  title,
  className,
  children,
}: {
  title: string
  className: string
  children: ReactNode
}) {
  return (
    <section className={`panel ${className}`}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function BigNumber({
  label,
  n,
  to,
  look = '',
}: {
  label: string
  n: number
  to: string
  look?: string
}) {
  const { locale } = useWords()
  return (
    <Link to={to} className={`big ${look}`}>
      <span>{label}</span>
      <b>{formatNumber(n, locale)}</b>
    </Link>
  )
}

function Bar({ share, look = '', mark }: { share: number; look?: string; mark?: number }) {
  return (
    <svg
      className={`bar ${look}`}
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect width="100" height="10" className="track" />
      <rect width={Math.min(100, share * 100)} height="10" className="fill" />
      {mark !== undefined && (
        <rect x={Math.min(99.2, mark * 100)} width="0.8" height="10" className="mark" />
      )}
    </svg>
  )
}

function AgeBars({ wall }: { wall: Wall }) {
  const { word } = useWords()
  const most = Math.max(1, ...wall.backlog_by_age.map((a) => a.n))
  return (
    <ul className="bars">
      {wall.backlog_by_age.map((a) => {
        const name = a.band
        return (
          <li key={name}>
            <span>{word('age', name)}</span>
            <Bar share={a.n / most} />
            <b>{a.n}</b>
          </li>
        )
      })}
    </ul>
  )
}

function People({ wall }: { wall: Wall }) {
  const { t } = useWords()
  const people = wall.by_person
    .toSorted((a, b) => b.open / Math.max(1, b.capacity) - a.open / Math.max(1, a.capacity))
    .slice(0, 12)
  const scale = Math.max(1, ...people.map((p) => Math.max(p.open, p.capacity)))
  return (
    <ul className="bars people">
      {people.map((p) => (
        <li key={p.user_id}>
          <Link to={`/inbox?view=all&owner=${p.user_id}&state=pending,in_progress,to_be_tested`}>
            <i
              className={p.online ? 'online' : 'offline-dot'}
              role="img"
              aria-label={p.online ? t('presence.online') : t('presence.offline')}
            />
            {p.name}
          </Link>
          <Bar
            share={p.open / scale}
            mark={p.capacity / scale}
            look={p.open > p.capacity ? 'over' : ''}
          />
          <b>
            {p.open}
            <small> / {p.capacity}</small>
          </b>
        </li>
      ))}
    </ul>
  )
}

function Channels({ wall }: { wall: Wall }) {
  const { word } = useWords()
  const channels = wall.by_channel.toSorted((a, b) => b.n - a.n).slice(0, 7)
  const most = Math.max(1, ...channels.map((c) => c.n))
  return (
    <ul className="bars">
      {channels.map((c) => (
        <li key={c.channel}>
          <Link to={`/inbox?view=all&channel=${c.channel}`}>{word('channel', c.channel)}</Link>
          <Bar share={c.n / most} />
          <b>{c.n}</b>
        </li>
      ))}
    </ul>
  )
}

function Escalations({ wall }: { wall: Wall }) {
  const { t, word, locale } = useWords()
  if (wall.escalations.length === 0) return <p className="soft">{t('wall.calm')}</p>
  return (
    <ul className="feed">
      {wall.escalations.slice(0, 8).map((e) => (
        <li key={e.at + e.ticket_no + e.level}>
          <time dateTime={e.at}>{formatInstant(e.at, locale)}</time>
          <Link to={`/tickets/${e.ticket_no}`}>{e.ticket_no}</Link>
          <span>
            {word('level', e.level)} · {word('clock_name', e.clock)}
          </span>
        </li>
      ))}
    </ul>
  )
}
