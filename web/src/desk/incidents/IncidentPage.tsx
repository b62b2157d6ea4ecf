// One incident: its children, one text to all of their customers, one solution for all.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { get, post } from '../../shared/api/client'
import type { Incident, TicketRow } from '../../shared/api/types'
import { formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { useSession } from '../app/session'
import { ClockText } from '../parts/ClockChip'
import { StateLabel, titleOf } from '../parts/Labels'
import { PriorityMark } from '../parts/Priority'
import { Empty, ErrorState, Loading } from '../parts/States'
import { BulkNotices } from './BulkNotices'
import { NamedRefusal } from './OpenIncident'
import { type Kind, RoundDialog } from './RoundDialog'
import { TableScroll } from './TableScroll'

export const incidentPath = (no: string) => `/incidents/${encodeURIComponent(no)}`

export default function IncidentPage() {
  const { incidentNo = '' } = useParams()
  const { data, error, refetch } = useQuery({
    queryKey: ['incident', incidentNo],
    queryFn: ({ signal }) => get<Incident>(incidentPath(incidentNo), signal),
    refetchInterval: 60_000,
  })
  if (!data)
    return (
      <div className="page">
        {error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />}
      </div>
    )
  return <IncidentView key={incidentNo} incident={data} />
}

const isOpen = (row: TicketRow) => row.state !== 'resolved' && row.state !== 'closed'

function IncidentView({ incident }: { incident: Incident }) {
  const { t } = useWords()
  const { may } = useSession()
  const cache = useQueryClient()
  const [round, setRound] = useState<Kind | null>(null)
  const { ticket, children, hidden } = incident
  const manages = may('incident.manage')
  const renew = () => {
    cache.invalidateQueries({ queryKey: ['incident', ticket.ticket_no] })
    cache.invalidateQueries({ queryKey: ['incidents'] })
    cache.invalidateQueries({ queryKey: ['bulk-notices'] })
    cache.invalidateQueries({ queryKey: ['tickets'] })
    for (const row of [ticket, ...children])
      cache.invalidateQueries({ queryKey: ['ticket', row.ticket_no] })
  }
  return (
    <div className="page incidents-page">
      <p className="crumbs">
        <Link to="/incidents">{t('nav.incidents')}</Link>
      </p>
      <header className="page-head">
        <div>
          <h1>{titleOf(ticket, t)}</h1>
          <p className="ticket-facts">
            <Link to={`/tickets/${ticket.ticket_no}`}>{ticket.ticket_no}</Link>
            <PriorityMark priority={ticket.priority} />
            <StateLabel row={ticket} />
            <span className="soft">
              {t('incidents.count', {
                n: children.length + hidden,
                open: children.filter(isOpen).length,
              })}
            </span>
          </p>
        </div>
        <span className="gap" />
        {manages && children.length > 0 && (
          <p className="card-actions">
            {may('ticket.reply') && (
              <Button type="primary" onClick={() => setRound('update')}>
                {t('incidents.update')}
              </Button>
            )}
            {may('ticket.reply') && may('ticket.work') && (
              <Button onClick={() => setRound('resolve')}>{t('incidents.resolve')}</Button>
            )}
          </p>
        )}
      </header>
      {hidden > 0 && <p className="needs">{t('incidents.hidden', { n: hidden })}</p>}
      <BulkNotices incidentNo={ticket.ticket_no} changed={renew} />
      <Children incident={incident} manages={manages} changed={renew} />
      {round && (
        <RoundDialog
          kind={round}
          incident={incident}
          close={() => setRound(null)}
          changed={renew}
        />
      )}
    </div>
  )
}

function Children({
  incident,
  manages,
  changed,
}: {
  incident: Incident
  manages: boolean
  changed: () => void
}) {
  const { t, word, locale } = useWords()
  const [chosen, setChosen] = useState<string[]>([])
  const [error, setError] = useState<{ why: unknown; numbers: string[] } | null>(null)
  const [adding, setAdding] = useState('')
  const { children } = incident
  const change = async (what: 'add' | 'remove', numbers: string[]) => {
    setError(null)
    await post(`${incidentPath(incident.ticket.ticket_no)}/${what}`, { ticket_nos: numbers }).then(
      () => {
        setChosen([])
        setAdding('')
        changed()
      },
      (why: unknown) => setError({ why, numbers }),
    )
  }
  const typed = adding.split(/[\s,，、;；]+/).filter(Boolean)
  return (
    <section className="card">
      <h2>{t('incidents.children')}</h2>
      {children.length === 0 ? (
        <Empty text={t('incidents.empty')} />
      ) : (
        <TableScroll label={t('incidents.children')}>
          <table className="incident-table">
            <thead>
              <tr>
                {manages && (
                  <th>
                    <Checkbox
                      aria-label={t('incidents.choose_all')}
                      checked={chosen.length === children.length}
                      indeterminate={chosen.length > 0 && chosen.length < children.length}
                      onChange={(e) =>
                        setChosen(e.target.checked ? children.map((c) => c.ticket_no) : [])
                      }
                    />
                  </th>
                )}
                <th scope="col">{word('column', 'ticket_no')}</th>
                <th scope="col">{word('column', 'title')}</th>
                <th scope="col">{word('column', 'priority')}</th>
                <th scope="col">{word('column', 'state')}</th>
                <th scope="col">{word('column', 'owner')}</th>
                <th scope="col">{word('column', 'received_at')}</th>
                <th scope="col">{word('column', 'next_due_at')}</th>
              </tr>
            </thead>
            <tbody>
              {children.map((row) => (
                <tr key={row.ticket_no}>
                  {manages && (
                    <td>
                      <Checkbox
                        aria-label={t('incidents.choose', { no: row.ticket_no })}
                        checked={chosen.includes(row.ticket_no)}
                        onChange={(e) =>
                          setChosen(
                            e.target.checked
                              ? [...chosen, row.ticket_no]
                              : chosen.filter((no) => no !== row.ticket_no),
                          )
                        }
                      />
                    </td>
                  )}
                  <td className="nowrap">
                    <Link to={`/tickets/${row.ticket_no}`}>{row.ticket_no}</Link>
                  </td>
                  <td className="incident-title">{titleOf(row, t)}</td>
                  <td>
                    <PriorityMark priority={row.priority} short />
                  </td>
                  <td>
                    <StateLabel row={row} />
                  </td>
                  <td>{row.owner || <span className="soft">{row.department || '—'}</span>}</td>
                  <td className="nowrap">{formatInstant(row.received_at, locale)}</td>
                  <td className="nowrap">
                    {row.next_due && isOpen(row) ? <ClockText due={row.next_due} /> : '—'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {manages && (
        <form
          className="incident-add"
          onSubmit={(e) => {
            e.preventDefault()
            if (typed.length > 0) change('add', typed)
          }}
        >
          <Button
            disabled={chosen.length === 0}
            onClick={() => change('remove', chosen)}
            data-testid="incident-remove"
          >
            {t('incidents.remove', { n: chosen.length })}
          </Button>
          <span className="gap" />
          <Input
            aria-label={t('incidents.numbers')}
            placeholder={t('incidents.numbers')}
            value={adding}
            onChange={(e) => setAdding(e.target.value)}
          />
          <Button htmlType="submit" disabled={typed.length === 0}>
            {t('incidents.add')}
          </Button>
        </form>
      )}
      {error && <NamedRefusal error={error.why} numbers={error.numbers} />}
    </section>
  )
}
