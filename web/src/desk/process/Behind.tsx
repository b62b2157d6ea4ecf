// The figures of what was chosen on the map, and the tickets behind it.
import { CloseOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { get, query } from '../../shared/api/client'
import { formatNumber, formatSpan } from '../../shared/time'
import { useWords } from '../app/i18n'
import { ErrorState, Loading } from '../parts/States'
import { type Place, type Process, placeQuery, type TicketsBehind } from './types'

interface Props {
  data: Process
  place: Place
  filter: Record<string, string | undefined>
  close: () => void
}

export function Behind({ data, place, filter, close }: Props) {
  const { t, word, locale } = useWords()
  const { clock: _clock, ...cases } = filter
  const behind = useQuery({
    queryKey: ['process', 'tickets', place, cases],
    queryFn: ({ signal }) =>
      get<TicketsBehind>(`/process/tickets${query({ ...cases, ...placeQuery(place) })}`, signal),
  })
  const arc =
    place.kind === 'arc' ? data.dfg.find((a) => a.from === place.from && a.to === place.to) : null
  const title =
    place.kind === 'arc'
      ? `${word('event', place.from)} → ${word('event', place.to)}`
      : place.kind === 'activity'
        ? word('event', place.activity)
        : t(place.kind === 'start' ? 'process.starts_with' : 'process.ends_with', {
            step: word('event', place.activity),
          })
  const rows = arc
    ? ([
        ['process.times', formatNumber(arc.count, locale)],
        ['process.mean', formatSpan(arc.mean_s * 1000, locale)],
        ['process.median', formatSpan(arc.median_s * 1000, locale)],
        ['process.p90', formatSpan(arc.p90_s * 1000, locale)],
        ['process.max', formatSpan(arc.max_s * 1000, locale)],
      ] as const)
    : []
  return (
    <section className="card behind" aria-label={t('process.behind')}>
      <header>
        <h2>{title}</h2>
        <Button
          type="text"
          size="small"
          aria-label={t('close')}
          icon={<CloseOutlined />}
          onClick={close}
        />
      </header>
      {rows.length > 0 && (
        <dl>
          {rows.map(([key, value]) => (
            <div key={key}>
              <dt>{t(key)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {!behind.data ? (
        behind.error ? (
          <ErrorState error={behind.error} retry={() => behind.refetch()} />
        ) : (
          <Loading rows={4} />
        )
      ) : (
        <>
          <h3 aria-live="polite">
            {t('process.tickets', { n: formatNumber(behind.data.count, locale) })}
          </h3>
          <ul className="behind-tickets">
            {behind.data.ticket_nos.map((no) => (
              <li key={no}>
                <Link to={`/tickets/${no}`}>{no}</Link>
              </li>
            ))}
          </ul>
          {behind.data.count > behind.data.ticket_nos.length && (
            <p className="soft">{t('process.newest', { n: behind.data.ticket_nos.length })}</p>
          )}
        </>
      )}
    </section>
  )
}
