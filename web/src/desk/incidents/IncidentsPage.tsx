// Incidents that are not closed, and groups of alike tickets that may be one: a click makes it so.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { get } from '../../shared/api/client'
import type { IncidentCandidates, IncidentRow, Incidents } from '../../shared/api/types'
import { formatInstant, formatNumber } from '../../shared/time'
import { useWords } from '../app/i18n'
import { useSession } from '../app/session'
import { ClockText } from '../parts/ClockChip'
import { StateLabel, titleOf } from '../parts/Labels'
import { PriorityMark } from '../parts/Priority'
import { Empty, ErrorState, Loading } from '../parts/States'
import { OpenIncident } from './OpenIncident'
import { TableScroll } from './TableScroll'

const SHOWN = 5

export default function IncidentsPage() {
  const { t } = useWords()
  const { may } = useSession()
  const { data, error, refetch } = useQuery({
    queryKey: ['incidents'],
    queryFn: ({ signal }) => get<Incidents>('/incidents', signal),
    refetchInterval: 60_000,
  })
  return (
    <div className="page incidents-page">
      <header className="page-head">
        <h1>{t('nav.incidents')}</h1>
      </header>
      <p className="soft">{t('incidents.about')}</p>
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => refetch()} />
        ) : (
          <Loading />
        )
      ) : data.items.length === 0 ? (
        <Empty text={t('incidents.none')} />
      ) : (
        <section className="card">
          <IncidentTable rows={data.items} />
        </section>
      )}
      {may('incident.manage') && <Candidates />}
    </div>
  )
}

function IncidentTable({ rows }: { rows: IncidentRow[] }) {
  const { t, word, locale } = useWords()
  return (
    <TableScroll label={t('nav.incidents')}>
      <table className="incident-table">
        <thead>
          <tr>
            <th scope="col">{word('column', 'ticket_no')}</th>
            <th scope="col">{word('column', 'title')}</th>
            <th scope="col">{word('column', 'priority')}</th>
            <th scope="col">{word('column', 'state')}</th>
            <th scope="col" className="number">
              {t('incidents.n_children')}
            </th>
            <th scope="col" className="number">
              {t('incidents.n_open')}
            </th>
            <th scope="col">{t('incidents.oldest_due')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ ticket, children, open, breached, oldest_due }) => (
            <tr key={ticket.ticket_no}>
              <td className="nowrap">
                <Link to={`/incidents/${ticket.ticket_no}`}>{ticket.ticket_no}</Link>
              </td>
              <td className="incident-title">{titleOf(ticket, t)}</td>
              <td>
                <PriorityMark priority={ticket.priority} short />
              </td>
              <td>
                <StateLabel row={ticket} />
              </td>
              <td className="number">{formatNumber(children, locale)}</td>
              <td className="number">{formatNumber(open, locale)}</td>
              <td className="nowrap">
                {oldest_due && open > 0 ? (
                  <ClockText
                    due={{
                      clock: 'resolve',
                      due_at: oldest_due,
                      state: breached > 0 ? 'breached' : 'running',
                    }}
                  />
                ) : (
                  '—'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}

function Candidates() {
  const { t, locale } = useWords()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const { data, error } = useQuery({
    queryKey: ['incident-candidates'],
    queryFn: ({ signal }) => get<IncidentCandidates>('/incidents/candidates', signal),
    staleTime: 60_000,
  })
  const [chosen, setChosen] = useState<IncidentCandidates['items'][number] | null>(null)
  return (
    <section className="card candidates">
      <h2>{t('incidents.candidates')}</h2>
      <p className="soft">{t('incidents.candidates_note')}</p>
      {error && <p className="soft">{t('incidents.candidates_failed')}</p>}
      {data?.items.length === 0 && <p className="soft">{t('incidents.no_candidates')}</p>}
      <ul>
        {data?.items.map((candidate) => (
          <li key={candidate.tickets[0]?.ticket_no} className="candidate">
            <div className="candidate-head">
              <b>{t('incidents.alike', { n: candidate.count })}</b>
              <span className="gap" />
              <Button size="small" type="primary" ghost onClick={() => setChosen(candidate)}>
                {t('incidents.make')}
              </Button>
            </div>
            <ul>
              {candidate.tickets.slice(0, SHOWN).map((ticket) => (
                <li key={ticket.ticket_no} className="candidate-ticket">
                  <Link to={`/tickets/${ticket.ticket_no}`}>{ticket.ticket_no}</Link>
                  <span className="link-title">{ticket.title}</span>
                  <span className="soft">{formatInstant(ticket.received_at, locale)}</span>
                </li>
              ))}
            </ul>
            {candidate.tickets.length > SHOWN && (
              <p className="soft">{t('incidents.more', { n: candidate.tickets.length - SHOWN })}</p>
            )}
          </li>
        ))}
      </ul>
      {chosen && (
        <OpenIncident
          numbers={chosen.tickets.map((ticket) => ticket.ticket_no)}
          title={chosen.tickets[0]?.title}
          close={() => setChosen(null)}
          done={(no) => {
            cache.invalidateQueries({ queryKey: ['incident-candidates'] })
            navigate(`/incidents/${no}`)
          }}
        />
      )}
    </section>
  )
}
